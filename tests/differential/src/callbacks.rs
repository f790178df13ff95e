//! Random callbacks: most are authentic, and most are odd somewhere.

use checkout_signature::Verifier;
use fastrand::Rng;

/// What a sender sent, and the secret that it is judged with.
#[derive(Debug)]
pub(crate) struct Callback {
    pub(crate) secret: Vec<u8>,
    pub(crate) header: Vec<u8>,
    pub(crate) body: Vec<u8>,
}

const SPACES: [&str; 12] = [
    " ", "\n", "\t", "\r\n", "\u{B}", "\u{C}", "\u{85}", "\u{A0}", "\u{1680}", "\u{2003}", "\u{202F}",
    "\u{3000}",
];
/// Not whitespace, or not for everyone.
const NEIGHBOURS: [&[u8]; 12] = [
    b"\x1C",
    b"\x1F",
    b"\xEF\xBB\xBF",
    b"\xE2\x80\x8B",
    b"\xE2\x81\xA0",
    b"\xE1\xA0\x8E",
    b"\xC2",
    b"\x85",
    b"\xE2\x80",
    b"\xA0",
    b"\xC3\x85",
    b"\xFF",
];

impl Callback {
    pub(crate) fn random(random: &mut Rng) -> Self {
        let mut secret: Vec<u8> = (0..random.usize(1..100)).map(|_| random.u8(..)).collect();
        // One without bits is refused.
        secret[0] |= 1;
        let mut body = body(random);
        for _ in 0..random.usize(..5).saturating_sub(1) {
            let at = random.usize(..=body.len());
            let inserted = if random.u8(..4) == 0 {
                NEIGHBOURS[random.usize(..NEIGHBOURS.len())]
            } else {
                SPACES[random.usize(..SPACES.len())].as_bytes()
            };
            body.splice(at..at, inserted.iter().copied());
        }
        let signature = Verifier::new(&secret).ok().and_then(|verifier| verifier.sign(&body).ok());
        let digits = signature.map_or([0; 64].to_vec(), |signature| signature.to_header()[22..].to_vec());
        let header = header(random, digits);
        match random.u8(..16) {
            // Whitespace after signing changes nothing but the event; another byte changes all.
            0 => body.splice(0..0, *b" ").for_each(drop),
            1 if !body.is_empty() => {
                let at = random.usize(..body.len());
                body[at] ^= 1 << random.u8(..8);
            }
            _ => {}
        }
        Self { secret, header, body }
    }
}

fn body(random: &mut Rng) -> Vec<u8> {
    let id = |random: &mut Rng| -> String {
        if random.bool() {
            return "4e0d".to_owned();
        }
        (0..random.usize(..6)).map(|_| ['0', 'a', 'f', '-', '"', '\\', ' ', 'é'][random.usize(..8)]).collect()
    };
    let bits = random.u32(1..56);
    let (amount, payment, session) = (random.u64(..1 << bits), id(random), id(random));
    match random.u8(..8) {
        0 => (0..random.usize(..200)).map(|_| random.u8(..)).collect(),
        1 => format!(r#"{{"type":"{payment}","payload":[{amount}]}}"#).into_bytes(),
        2 => format!(r#"{{"payload":{{"sessionId":"s","amount":{amount},"paymentId":"p","paymentId":"{payment}"}},"type":"payment-authorized"}}"#).into_bytes(),
        _ => format!(r#"{{"type":"payment-authorized","payload":{{"amount":{amount},"paymentId":"p{payment}","sessionId":"s{session}"}}}}"#).into_bytes(),
    }
}

fn header(random: &mut Rng, mut digits: Vec<u8>) -> Vec<u8> {
    match random.u8(..24) {
        0 => digits[random.usize(..64)] = b'0',
        1 => digits.truncate(63),
        2 => digits.push(b'0'),
        3 => digits.make_ascii_uppercase(),
        _ => {}
    }
    let scheme = ["HMAC-SHA256", "hmac-Sha256", "HMAC-SHA512", "HMAC-SHA256,"];
    let scheme = scheme[if random.u8(..8) == 0 { random.usize(..4) } else { 0 }];
    let gap = |random: &mut Rng| {
        if random.u8(..16) == 0 { ["\t", "  ", "\n", "\u{A0}"][random.usize(..4)] } else { "" }
    };
    let quote = if random.u8(..8) == 0 { "\"" } else { "" };
    let last = if random.u8(..16) == 0 { [",", ";a=b", "\"", " x"][random.usize(..4)] } else { "" };
    let (a, b, c, d) = (gap(random), gap(random), gap(random), gap(random));
    let digits = String::from_utf8_lossy(&digits).into_owned();
    format!("{a}{scheme} {b}Signature{c}={d}{quote}{digits}{quote}{last}").into_bytes()
}
