#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| checkout_signature_fuzz::header(data));
