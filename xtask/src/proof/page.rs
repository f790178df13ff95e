//! docs/assurance.md: a section for each proof, with what it showed last.

use std::fmt::Write as _;

use anyhow::Result;

use super::{PROOFS, Proof, Seen};
use crate::sh::{self, cmd};

pub(super) const PAGE: &str = "docs/assurance.md";

const INTRODUCTION: &str = "\
# Assurance

What the long forms of the proofs showed when they ran last. `cargo xtask test` runs for every change, and has shorter forms of the
laws, the comparisons (`exhaustive` and `differential`) and `constant-time`. Planted faults, coverage, random fuzzing, Miri, measured
times and the oldest dependencies have this form alone. [SECURITY.md](../SECURITY.md#which-tests-hold-it) says which of the tests
holds which guarantee.

`cargo xtask proof` writes this page: it runs everything below, one after another. `cargo xtask proof --only NAME` runs one of
them, and keeps the rest of the page.
";

/// What the page says of a proof.
pub(super) fn section(proof: &Proof, seen: &Seen) -> Result<String> {
    let shell = sh::shell()?;
    let line = |command| -> Result<String> { Ok(sh::output(command)?.trim().to_owned()) };
    let commit = line(cmd!(shell, "git rev-parse --short HEAD"))?;
    // The page itself changes with each proof.
    let page = format!(":!{PAGE}");
    let changed = !line(cmd!(shell, "git status --porcelain -- . {page}"))?.is_empty();
    let day = line(cmd!(shell, "git log -1 --format=%cs"))?;
    let today = line(cmd!(shell, "date -u +%Y-%m-%d")).unwrap_or(day);
    let versions = [
        line(cmd!(shell, "rustc --version"))?,
        format!("Node.js {}", line(cmd!(shell, "node --version"))?.trim_start_matches('v')),
        format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
    ];
    let mut text = format!("{}\n\n```sh\n{}\n```\n\n", proof.proves, proof.command);
    let verdict = if seen.passed { "Passed" } else { "**Failed**" };
    let commit = if changed { format!("{commit} with changes") } else { commit };
    write!(
        text,
        "{verdict} on {today}, commit {commit}, after {} s; {}.\n\n",
        seen.seconds,
        versions.join(", ")
    )?;
    if !seen.lines.is_empty() {
        write!(text, "```text\n{}\n```\n", seen.lines.join("\n"))?;
    }
    Ok(text)
}

/// The page with one of its sections replaced. Those of proofs that are gone go too.
pub(super) fn with_section(page: &str, name: &str, section: &str) -> String {
    let mut text = INTRODUCTION.to_owned();
    for proof in PROOFS {
        let kept = if proof.name == name { Some(section) } else { section_of(page, proof.name) };
        let kept = kept.map_or_else(
            || format!("{}\n\n```sh\n{}\n```\n\nNot run yet.\n", proof.proves, proof.command),
            |kept| format!("{}\n", kept.trim()),
        );
        text += &format!("\n## {}\n\n{kept}", proof.name);
    }
    text
}

/// What the page says of a proof now.
fn section_of<'a>(page: &'a str, name: &str) -> Option<&'a str> {
    let start = page.split_once(&format!("\n## {name}\n"))?.1;
    Some(start.split_once("\n## ").map_or(start, |(section, _)| section))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_section_is_replaced_and_the_others_stay() {
        let [first, second, ..] = PROOFS else { panic!("two proofs") };
        let page = with_section("", first.name, "one");
        assert!(page.contains(&format!("\n## {}\n\none\n", first.name)), "{page}");
        assert!(section_of(&page, second.name).is_some_and(|section| section.contains("Not run yet.")));
        let page = with_section(&page, second.name, "two");
        assert_eq!(section_of(&page, first.name).map(str::trim), Some("one"));
        assert_eq!(section_of(&page, second.name).map(str::trim), Some("two"));
    }

    #[test]
    fn the_page_shows_the_commands_of_today() {
        let page = fs::read_to_string(sh::root().join(PAGE)).expect("the page");
        for proof in PROOFS {
            if let Some(section) = section_of(&page, proof.name) {
                assert!(
                    section.contains(proof.command),
                    "run `cargo xtask proof --only {}` again",
                    proof.name
                );
            }
        }
    }
}
