//! Project Wycheproof's HMAC-SHA256 tests, through the public API.
//!
//! They are exported to `tests/vectors/wycheproof-hmac-sha256.json`, so that the JavaScript suite reads the
//! same. `UPDATE_VECTORS=1 cargo test --test core wycheproof` writes that file anew.

use std::{env, fs};

use crate::support::{Bytes, File, Options, Vector};
use wycheproof::{TestResult, mac};

#[test]
fn the_exported_file_is_what_the_crate_holds() {
    let path = crate::support::folder().join("wycheproof-hmac-sha256.json");
    let expected = serde_json::to_string_pretty(&export()).expect("JSON") + "\n";
    if env::var_os("UPDATE_VECTORS").is_some() {
        fs::write(&path, &expected).expect("write the vectors");
    }
    let committed = fs::read_to_string(&path).expect("the exported file");
    assert!(committed == expected, "write it anew: UPDATE_VECTORS=1 cargo test --test core wycheproof");
}

fn export() -> File {
    let set = mac::TestSet::load(mac::TestName::HmacSha256).expect("the test set");
    let mut vectors = Vec::new();
    for group in &set.test_groups {
        for test in &group.tests {
            // A tag that is not 256 bits long is no signature here, whatever Wycheproof says of it.
            let signature = match (group.tag_size, test.result) {
                (256, TestResult::Valid) => "authentic",
                (256, _) => "signature-mismatch",
                _ => "malformed-signature",
            };
            vectors.push(Vector {
                name: format!("test {}: {} ({} bits)", test.tc_id, test.comment, group.tag_size),
                secrets: vec![Bytes::Hex(hex::encode(&test.key[..]))],
                options: Options { whitespace: Some("none".to_owned()), ..Options::default() },
                authorization: Some(format!("HMAC-SHA256 Signature={}", hex::encode(&test.tag[..]))),
                body: Bytes::Hex(hex::encode(&test.msg[..])),
                signature: signature.to_owned(),
                event: if signature == "authentic" { "malformed-event" } else { signature }.into(),
            });
        }
    }
    File {
        source:
            "Project Wycheproof, hmac_sha256_test.json, as the crate wycheproof 0.7 holds it (Apache-2.0). \
                 Verified with whitespace \"none\"; tags of other lengths than 256 bits are malformed here."
                .to_owned(),
        vectors,
    }
}
