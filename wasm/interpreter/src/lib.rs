//! The compiled module in an interpreter that counts what it executes.
//!
//! An engine's timing is noise; the fuel of wasmi is not: each WebAssembly instruction that runs costs one, and
//! copying or filling memory costs more with its length. The same work costs the same fuel, on every machine.

use std::path::Path;

use anyhow::{Context as _, Result, anyhow, ensure};
use wasmi::{
    Caller, Config, Engine, Extern, Func, Instance, Linker, Memory, Module, Store, WasmParams, WasmResults,
};

/// More than any call here can use.
const FULL_TANK: u64 = 1 << 40;

/// One instance of the module, and the buffer that it shares with its caller.
#[derive(Debug)]
pub struct Interpreter {
    store: Store<()>,
    instance: Instance,
    memory: Memory,
    buffer: u32,
}

/// A verifier inside the module.
#[derive(Clone, Copy, Debug)]
pub struct Verifier(u32);

/// What a call returned, and the fuel that it used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "a pair with names, and nothing is published")]
pub struct Run {
    /// The verdict as the bindings number it: 0 or less is authentic.
    pub verdict: i32,
    /// The instructions that ran.
    pub fuel: u64,
}

impl Interpreter {
    /// Starts the module in this file.
    pub fn start(module: &Path) -> Result<Self> {
        let bytes = std::fs::read(module).with_context(|| format!("read {}", module.display()))?;
        let engine =
            Engine::new(Config::default().consume_fuel(true).compilation_mode(wasmi::CompilationMode::Eager));
        let module = Module::new(&engine, &bytes[..])?;
        let mut store = Store::new(&engine, ());
        store.set_fuel(FULL_TANK)?;
        let linker = without_host(&engine, &mut store, &module)?;
        let instance = linker.instantiate_and_start(&mut store, &module)?;
        let memory = instance.get_memory(&store, "memory").context("the module has no memory")?;
        let mut interpreter = Self { store, instance, memory, buffer: 0 };
        interpreter.buffer = interpreter.call("sharedbuffer_new", ())?.0;
        Ok(interpreter)
    }

    /// Makes a verifier with these secrets, newest first, by the default rules. Returns the fuel, too.
    pub fn verifier(&mut self, secrets: &[&[u8]]) -> Result<(Verifier, u64)> {
        self.fill(&secrets.concat())?;
        let lengths: Vec<u8> = secrets
            .iter()
            .flat_map(|secret| u32::try_from(secret.len()).unwrap_or_default().to_le_bytes())
            .collect();
        let bytes = u32::try_from(lengths.len())?;
        let (list, _): (u32, _) = self.call("__wbindgen_malloc", (bytes, 4u32))?;
        self.memory.write(&mut self.store, usize::try_from(list)?, &lengths)?;
        let limit = 1u32 << 20;
        let count = u32::try_from(secrets.len())?;
        let (verifier, fuel) =
            self.call("coreverifier_create", (self.buffer, list, count, 0u32, 0u32, limit))?;
        ensure!(verifier != 0, "the module refused the secrets");
        Ok((Verifier(verifier), fuel))
    }

    /// Verifies the signature of a callback.
    pub fn verify_signature(&mut self, verifier: Verifier, header: &[u8], body: &[u8]) -> Result<Run> {
        self.judge("coreverifier_verify_signature", verifier, header, body)
    }

    /// Verifies a callback and reads its event.
    pub fn verify(&mut self, verifier: Verifier, header: &[u8], body: &[u8]) -> Result<Run> {
        self.judge("coreverifier_verify", verifier, header, body)
    }

    /// Verifies the signature of a callback whose body comes in these pieces.
    pub fn stream(&mut self, verifier: Verifier, header: &[u8], pieces: &[&[u8]]) -> Result<Run> {
        let [header_bytes, body_bytes] = [header.len(), pieces.iter().map(|piece| piece.len()).sum()]
            .map(|length| u32::try_from(length).unwrap_or(u32::MAX));
        self.fill(header)?;
        let (begun, mut fuel): (i32, u64) =
            self.call("coreverifier_begin", (verifier.0, self.buffer, header_bytes, body_bytes))?;
        ensure!(begun == 0, "the module refused the header: {begun}");
        for piece in pieces {
            self.fill(piece)?;
            let piece_bytes = u32::try_from(piece.len())?;
            fuel += self.call::<_, ()>("coreverifier_update", (verifier.0, self.buffer, piece_bytes))?.1;
        }
        let (verdict, last) = self.call("coreverifier_finish", verifier.0)?;
        Ok(Run { verdict, fuel: fuel + last })
    }

    /// Signs a body: the header's value, and the fuel.
    pub fn sign(&mut self, verifier: Verifier, body: &[u8]) -> Result<(Vec<u8>, u64)> {
        let mut room = body.to_vec();
        room.resize(body.len().max(128), 0);
        let at = self.fill(&room)?;
        let (length, fuel): (i32, u64) =
            self.call("coreverifier_sign", (verifier.0, self.buffer, u32::try_from(body.len())?))?;
        let length = usize::try_from(length).map_err(|_| anyhow!("the module did not sign: {length}"))?;
        let mut header = vec![0; length];
        self.memory.read(&self.store, at, &mut header)?;
        Ok((header, fuel))
    }

    fn judge(&mut self, name: &str, verifier: Verifier, header: &[u8], body: &[u8]) -> Result<Run> {
        self.fill(&[header, body].concat())?;
        let lengths = (u32::try_from(header.len())?, u32::try_from(body.len())?);
        let (verdict, fuel) = self.call(name, (verifier.0, self.buffer, lengths.0, lengths.1))?;
        Ok(Run { verdict, fuel })
    }

    /// Puts bytes into the shared buffer, which becomes as long as they are; returns where it is.
    fn fill(&mut self, bytes: &[u8]) -> Result<usize> {
        let (at, _): (u32, _) =
            self.call("sharedbuffer_resize", (self.buffer, u32::try_from(bytes.len())?))?;
        let at = usize::try_from(at)?;
        self.memory.write(&mut self.store, at, bytes)?;
        Ok(at)
    }

    fn call<P: WasmParams, R: WasmResults>(&mut self, name: &str, arguments: P) -> Result<(R, u64)> {
        let function =
            self.instance.get_typed_func::<P, R>(&self.store, name).with_context(|| name.to_owned())?;
        self.store.set_fuel(FULL_TANK)?;
        let result = function.call(&mut self.store, arguments).with_context(|| name.to_owned())?;
        Ok((result, FULL_TANK - self.store.get_fuel()?))
    }
}

/// What the module asks of JavaScript: nothing that a call with good arguments reaches.
fn without_host(engine: &Engine, store: &mut Store<()>, module: &Module) -> Result<Linker<()>> {
    let mut linker = Linker::new(engine);
    for import in module.imports() {
        let ty = import
            .ty()
            .func()
            .with_context(|| format!("an import that is not a function: {}", import.name()))?;
        let (name, harmless) = (import.name().to_owned(), import.name().contains("init_externref_table"));
        let stub = Func::new(&mut *store, ty.clone(), move |_: Caller<'_, ()>, _, _| {
            if harmless { Ok(()) } else { Err(wasmi::Error::new(format!("the module called {name}"))) }
        });
        linker.define(import.module(), import.name(), Extern::Func(stub))?;
    }
    Ok(linker)
}
