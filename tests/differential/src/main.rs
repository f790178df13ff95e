//! `differential CASES SEED`: random callbacks, judged by the core here, and by Node.js and Python in programs of their own.
//!
//! Each of them reads the callbacks and the core's verdicts from its standard input, and stops at the first verdict that differs.
//! A callback is a line of lengths, the secret, the header, the body, and the verdict's code, each as long as the line says.

mod callbacks;

use std::{
    env,
    io::{BufWriter, Write},
    process::{Child, ChildStdin, Command, Stdio},
};

use anyhow::{Context as _, Result, bail};
use callbacks::Callback;
use checkout_signature::{Event, VerificationError, Verifier};

fn main() -> Result<()> {
    let mut arguments = env::args().skip(1);
    let mut number = |what| arguments.next().and_then(|text| text.parse::<u64>().ok()).context(what);
    let (cases, seed) =
        (number("usage: differential CASES SEED")?, number("usage: differential CASES SEED")?);
    let python = env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let mut judges = [
        Judge::start(
            "npm package and node:crypto",
            Command::new("node").arg("tests/differential/judge.mjs"),
        )?,
        Judge::start("Python's hmac and regex", Command::new(python).arg("tests/differential/judge.py"))?,
    ];
    let mut random = fastrand::Rng::with_seed(seed);
    let (mut authentic, mut events) = (0u64, 0u64);
    for _ in 0..cases {
        let callback = Callback::random(&mut random);
        let verdict = judge(&callback);
        authentic += u64::from(!matches!(
            verdict,
            "signature-mismatch" | "malformed-signature" | "unsupported-algorithm"
        ));
        events += u64::from(verdict == "payment-authorized");
        for judge in &mut judges {
            judge.tell(&callback, verdict)?;
        }
    }
    for judge in judges {
        judge.finish()?;
    }
    println!(
        "seen: {cases} callbacks with seed {seed}, {authentic} authentic, {events} payments: all verdicts agree"
    );
    Ok(())
}

/// The core's verdict: the event's type or the error's code.
fn judge(callback: &Callback) -> &'static str {
    // A secret is made new for each callback, as the others do.
    let event = |verifier: Verifier| -> Result<&'static str, VerificationError> {
        match verifier.verify(&callback.body, &callback.header)?.event()? {
            Event::PaymentAuthorized(_) => Ok("payment-authorized"),
            _ => Ok("unknown"),
        }
    };
    Verifier::new(&callback.secret)
        .map_or_else(|error| error.code(), |verifier| event(verifier).unwrap_or_else(VerificationError::code))
}

/// Another implementation, in a program of its own.
struct Judge {
    name: &'static str,
    process: Child,
    input: BufWriter<ChildStdin>,
}

impl Judge {
    fn start(name: &'static str, command: &mut Command) -> Result<Self> {
        let mut process =
            command.stdin(Stdio::piped()).spawn().with_context(|| format!("start {command:?}"))?;
        let input = BufWriter::with_capacity(1 << 16, process.stdin.take().context("its standard input")?);
        Ok(Self { name, process, input })
    }

    fn tell(&mut self, callback: &Callback, verdict: &str) -> Result<()> {
        let parts = [&callback.secret[..], &callback.header, &callback.body, verdict.as_bytes()];
        let lengths = parts.map(|part| part.len().to_string()).join(" ");
        let told = writeln!(self.input, "{lengths}")
            .and_then(|()| parts.iter().try_for_each(|part| self.input.write_all(part)));
        told.with_context(|| format!("{} has stopped", self.name))
    }

    fn finish(mut self) -> Result<()> {
        self.input.flush().with_context(|| format!("{} has stopped", self.name))?;
        drop(self.input);
        let status = self.process.wait()?;
        if !status.success() {
            bail!("{} ended with {status}", self.name);
        }
        Ok(())
    }
}
