//! SECURITY.md's table: every test, check and proof that it names is there.

use std::fs;

use crate::{proof, sh, test};

/// The texts in backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

fn rows() -> Vec<[String; 4]> {
    let text = fs::read_to_string(sh::root().join("SECURITY.md")).expect("SECURITY.md");
    let table = text.split("## Which tests hold it").nth(1).expect("the table").split("\n## ").next();
    let lines = table.unwrap_or_default().lines().filter(|line| line.starts_with('|'));
    let cells = lines.map(|line| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()));
    cells.skip(2).map(|cells| cells.collect::<Vec<_>>().try_into().expect("four cells in a row")).collect()
}

#[test]
fn every_guarantee_has_a_row() {
    let text = fs::read_to_string(sh::root().join("SECURITY.md")).expect("SECURITY.md");
    let guarantees: Vec<_> = text
        .lines()
        .filter_map(|line| {
            line.strip_prefix("- **No ")?.split_once(".**").map(|(name, _)| format!("no {name}"))
        })
        .collect();
    assert!(guarantees.len() > 5, "{guarantees:?}");
    for guarantee in guarantees {
        assert!(
            rows().iter().any(|[name, ..]| *name == guarantee),
            "the table does not say what holds: {guarantee}"
        );
    }
}

#[test]
fn what_the_table_names_is_there() {
    let checks = test::names().expect("the checks");
    for [guarantee, tests, names, proofs] in rows() {
        let mut files = quoted(&tests).filter(|name| name.contains('/')).peekable();
        assert!(files.peek().is_some(), "{guarantee}: no test");
        for file in files {
            assert!(sh::root().join(file).exists(), "{guarantee}: {file} is not there");
        }
        let wanted: Vec<_> = quoted(&names).flat_map(str::split_whitespace).collect();
        assert!(!wanted.is_empty(), "{guarantee}: no check");
        for name in wanted {
            assert!(checks.iter().any(|check| check == name), "{guarantee}: no check is called {name}");
        }
        for name in quoted(&proofs).flat_map(str::split_whitespace) {
            let found = proof::PROOFS.iter().any(|proof| proof.name == name);
            assert!(found, "{guarantee}: no proof is called {name}");
        }
    }
}
