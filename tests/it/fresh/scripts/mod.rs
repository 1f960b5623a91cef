//! Random scripts of what can befall a vault, against a live daemon. After each step it must say what the
//! notes say to whom they are new, and so must a process with the cache of those before it. A script that
//! fails is cut down to the steps that matter.

mod edit;

use std::collections::HashSet;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestError, TestRunner};
use rekindle::answer::Ask;

use super::asker::{Asker, search};
use crate::support_daemon::Desk;
use edit::{Edit, Vault, edit, start};

/// What is asked after each step.
fn asks() -> Vec<Ask> {
    let showing = rekindle::report::search::Showing { each: true, ..Default::default() };
    vec![
        Ask::Index,
        Ask::Check { strict: true },
        search("*"),
        search("grid OR storm OR tariff"),
        Ask::Search { query: "with:ann".to_owned(), showing },
        Ask::Quiet { heard: false },
        Ask::Show { contact: "ann".to_owned() },
    ]
}

/// Runs a script; says what was wrong after which step.
fn run(script: &[Edit]) -> Result<(), String> {
    let desk = Desk::new(&[]);
    start(&desk);
    let mut vault = Vault::new(&desk);
    let _daemon = desk.daemon();
    let asker = Asker::new(&desk);
    let asks = asks();
    for (step, edit) in script.iter().enumerate() {
        vault.apply(edit);
        let through: Vec<_> = asks.iter().map(|ask| asker.through(ask)).collect();
        let alone = asker.alone(&asks);
        let anew = asker.anew(&asks);
        for (who, told) in [("the daemon", through), ("a process", alone)] {
            for ((ask, told), anew) in asks.iter().zip(told).zip(&anew) {
                if &told != anew {
                    return Err(format!(
                        "step {step}, {ask:?}: {who} says\n{told:?}\nnot\n{anew:?}"
                    ));
                }
            }
        }
    }
    Ok(())
}

/// Runs so many scripts of so many steps.
fn check(scripts: u32, steps: usize) {
    let config = Config { cases: scripts, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new(config);
    let script = proptest::collection::vec(edit(), 1..=steps);
    let result = runner.run(&script, |script| run(&script).map_err(TestCaseError::fail));
    match result {
        Ok(()) => {}
        Err(TestError::Fail(why, script)) => panic!("{why}\nby the script {script:#?}"),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn after_every_step_the_answers_are_those_of_a_fresh_build() {
    check(40, 14);
}

#[test]
#[ignore = "takes a quarter of an hour"]
fn after_every_step_of_five_hundred_long_scripts_the_answers_are_those_of_a_fresh_build() {
    check(500, 30);
}

/// The scripts do what they say: every kind of step changes what is on disk, often enough.
#[test]
fn every_kind_of_step_changes_something() {
    let mut runner = TestRunner::deterministic();
    let script = proptest::collection::vec(edit(), 40..=40);
    let mut changing: HashSet<String> = HashSet::new();
    for _ in 0..60 {
        let script = script.new_tree(&mut runner).expect("a script").current();
        let desk = Desk::new(&[]);
        start(&desk);
        let mut vault = Vault::new(&desk);
        for edit in script {
            let before = vault.seen();
            vault.apply(&edit);
            if vault.seen() != before {
                changing.insert(edit.kind());
            }
        }
    }
    let missing: Vec<_> = Edit::KINDS.iter().filter(|kind| !changing.contains(**kind)).collect();
    assert!(missing.is_empty(), "{missing:?} of {}", Edit::KINDS.len());
}
