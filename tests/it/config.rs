//! `rekindle config`: what is in force and who says so, as a settings file with the same meaning; and the
//! manual of settings, which has to know every key.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use rekindle::settings::{Loaded, Text, known_keys, load};
use serde_json::{Value, json};

use crate::vault::{TestVault, field, items, keys};

fn of_user(text: &str) -> Loaded {
    let text = Text { file: "config.toml".to_owned(), text: text.to_owned(), of_vault: false };
    load(&[text]).unwrap_or_else(|error| panic!("{error}"))
}

const USER: &str = "\
me = ['Ann \"Annie\" Lee', 'ann\\lee']
vault = '~/notes'
[quiet]
single = 40
factor = 1.5
[cadence.tags]
'energy/grid' = '6w'
mentor = 'monthly'
[limits]
follow_links = true
";
const VAULT: &str = "\
mentions = 'contact'
[quiet]
single = 21
[log.words]
met = ['getroffen', \"tab\\there \\u202E\"]
";

fn with_settings() -> TestVault {
    let vault = TestVault::empty();
    vault.write_user_settings(USER);
    vault.write(".rekindle/config.toml", VAULT);
    vault
}

#[test]
fn what_is_set_is_shown_with_who_says_so() {
    assert_snapshot!(with_settings().text(&["config", "--changed"]), @r#"
    cadence.tags."energy/grid" = "6w"        # $HOME/config/rekindle/config.toml
    cadence.tags.mentor = "1m"               # $HOME/config/rekindle/config.toml
    limits.follow_links = true               # $HOME/config/rekindle/config.toml
    log.words.met = ["getroffen", "tab\U00000009here \U0000202E"]   # .rekindle/config.toml
    me = ["Ann \"Annie\" Lee", "ann\\lee"]   # $HOME/config/rekindle/config.toml
    mentions = "contact"                     # .rekindle/config.toml
    quiet.factor = 1.5                       # $HOME/config/rekindle/config.toml
    quiet.single = 21                        # .rekindle/config.toml
    vault = "~/notes"                        # $HOME/config/rekindle/config.toml
    "#);
    let nothing = TestVault::empty().text(&["config", "--changed"]);
    assert_eq!(nothing, "# no file sets anything; all defaults hold\n");
}

#[test]
fn without_a_file_all_is_default() {
    let vault = TestVault::empty();
    let run = vault.finish(&mut vault.command(&["config"]));
    assert_eq!((run.stderr.as_str(), run.code), ("", 0));
    assert!(run.stdout.lines().all(|line| line.ends_with("   # default")), "{}", run.stdout);
    assert!(run.stdout.contains("\nquiet.factor = 2.0 "), "{}", run.stdout);
    // A key without a default has no value to show.
    let without = known_keys().into_iter().filter(|key| !shown(&run.stdout).contains(key));
    assert_eq!(without.collect::<Vec<_>>(), ["vault", "cadence.default", "output.pager"]);
}

/// The keys of what was printed.
fn shown(text: &str) -> BTreeSet<String> {
    text.lines().filter_map(|line| Some(line.split_once(" = ")?.0.to_owned())).collect()
}

#[test]
fn what_is_printed_is_a_settings_file_with_the_same_meaning() {
    let vault = with_settings();
    for arguments in [&["config"][..], &["config", "--changed"]] {
        let printed = vault.text(arguments);
        let own = Text { file: "user".to_owned(), text: USER.to_owned(), of_vault: false };
        let its = Text { file: "vault".to_owned(), text: VAULT.to_owned(), of_vault: true };
        let expected = load(&[own, its]).expect("both are right").settings;
        let read = of_user(&printed);
        assert_eq!(read.warnings, [], "{printed}");
        assert_eq!(read.settings, expected, "{printed}");
        assert!(!printed.contains('\u{202e}'), "{printed}");
    }
    let defaults = TestVault::empty().text(&["config"]);
    assert_eq!(of_user(&defaults).settings, Loaded::default().settings);
}

#[test]
fn json_has_the_value_itself() {
    let answer = with_settings().json(&["config"]);
    assert_eq!(answer["schema"], "rekindle.config/1");
    assert!(items(&answer).iter().all(|item| keys(item) == ["key", "value", "origin", "file"]));
    let item = |key: &str| {
        let found = items(&answer).iter().find(|item| item["key"] == key);
        found.unwrap_or_else(|| panic!("{key} is missing")).clone()
    };
    let of = |key: &str, value: Value, origin: &str, file: Value| {
        assert_eq!(item(key), json!({"key": key, "value": value, "origin": origin, "file": file}));
    };
    let user = "$HOME/config/rekindle/config.toml";
    of("quiet.single", json!(21), "vault", json!("$VAULT/.rekindle/config.toml"));
    of("quiet.factor", json!(1.5), "user", json!(user));
    of("cadence.tags.\"energy/grid\"", json!("6w"), "user", json!(user));
    of("quiet.prior", json!(30), "default", json!(null));
    of("outreach.tags", json!({}), "default", json!(null));
    let changed = with_settings().json(&["config", "--changed"]);
    assert!(field(&changed, "origin").iter().all(|origin| *origin != "default"), "{changed}");
}

#[test]
fn what_is_odd_is_said_on_stderr_and_what_is_wrong_is_an_error() {
    let vault = TestVault::empty();
    vault.write(".rekindle/config.toml", "vault = '/'\n[outreach]\npolcy = 'cautious'\n");
    let run = vault.run(&["config", "--changed"]);
    assert_eq!(
        (run.stdout.as_str(), run.code),
        ("# no file sets anything; all defaults hold\n", 0)
    );
    assert_eq!(
        run.stderr,
        "rekindle: $VAULT/.rekindle/config.toml sets outreach.polcy, which is no setting; did you mean outreach.policy?\n\
         rekindle: $VAULT/.rekindle/config.toml sets vault, which counts in your own settings only\n"
    );
    vault.write(".rekindle/config.toml", "me = []\nmentions = 3\n");
    let run = vault.run(&["config"]);
    assert_eq!((run.stdout.as_str(), run.code), ("", 2));
    assert!(
        run.stderr.contains("config.toml cannot be read: line 2, column 12: "),
        "{}",
        run.stderr
    );
    let missing = vault.run(&["config", "--vault", "nowhere"]);
    assert_eq!((missing.stdout.as_str(), missing.code), ("", 2));
}

/// The manual of settings.
fn manual() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/configuration.md");
    fs::read_to_string(file).expect("the manual is there")
}

/// The keys of its tables with their defaults, as written.
fn documented(manual: &str) -> Vec<(String, String)> {
    let rows = manual.lines().filter_map(|line| line.strip_prefix("| `"));
    let row = |row: &str| {
        let (key, rest) = row.split_once("` | ").expect("a key and a default");
        let (default, meaning) = rest.split_once(" | ").expect("a default and a meaning");
        assert!(meaning.len() > 10, "{key} is explained");
        (key.to_owned(), default.trim_matches('`').to_owned())
    };
    rows.map(row).collect()
}

#[test]
fn the_manual_has_every_key_with_its_default() {
    let defaults = TestVault::empty().text(&["config"]);
    let default = |key: &String| {
        let line = defaults.lines().find_map(|line| line.strip_prefix(&format!("{key} = ")));
        line.map_or("none", |line| line.trim_end_matches("# default").trim_end()).to_owned()
    };
    let mut expected: Vec<_> = known_keys().into_iter().map(|key| (default(&key), key)).collect();
    let manual = manual();
    let mut found: Vec<_> =
        documented(&manual).into_iter().map(|(key, default)| (default, key)).collect();
    expected.sort();
    expected.dedup();
    found.sort();
    assert_eq!(found, expected, "docs/configuration.md and the settings differ");
}

#[test]
fn the_examples_of_the_manual_are_settings_and_show_every_key() {
    let manual = manual();
    let blocks: Vec<&str> = manual
        .split("```toml\n")
        .skip(1)
        .map(|rest| rest.split_once("```").expect("a block ends").0)
        .collect();
    let mut shown = BTreeSet::new();
    for block in &blocks {
        let loaded = of_user(block);
        assert_eq!(loaded.warnings, [], "{block}");
        let set = loaded.effective().into_iter().filter(|setting| setting.source.is_some());
        shown.extend(set.map(|setting| setting.key.join(".")));
    }
    let is_shown = |key: &String| {
        shown.iter().any(|shown| shown == key || shown.starts_with(&format!("{key}.")))
    };
    let without: Vec<_> = known_keys().into_iter().filter(|key| !is_shown(key)).collect();
    assert_eq!(without, [""; 0], "no example sets these");
}
