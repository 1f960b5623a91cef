//! `rekindle paths`: the folders in use, and which of the ways to name a vault decided.

use insta::assert_snapshot;
use serde_json::json;

use crate::vault::{Run, TestVault, items, keys};

fn without_keys(run: &Run) -> String {
    let text = without_key(&run.stdout, "$HOME/cache/rekindle/");
    without_key(&text, "$HOME/.local/state/rekindle/")
}

fn without_key(text: &str, folder: &str) -> String {
    // What follows is a hash of the vault's path.
    let lines = text.lines().map(|line| match line.split_once(folder) {
        Some((before, after)) => {
            let key: String = after.chars().take_while(char::is_ascii_hexdigit).collect();
            assert_eq!(key.len(), 16, "{line}");
            format!("{before}{folder}KEY{}\n", &after[16..])
        }
        None => format!("{line}\n"),
    });
    lines.collect()
}

#[test]
fn all_folders_are_told_with_whether_they_are_there() {
    let vault = TestVault::new("=== People/Ada.md\n- 2026-11-19 met\n");
    let run = vault.run(&["paths"]);
    assert_eq!((run.stderr.as_str(), run.code), ("", 0));
    assert_snapshot!(without_keys(&run), @"
    vault          $VAULT (as --vault says)
    its settings   $VAULT/.rekindle/config.toml (not there)
    your settings  $HOME/config/rekindle/config.toml (not there)
    cache          $HOME/cache/rekindle/KEY (not there)
    daemon's log   $HOME/.local/state/rekindle/KEY.log (not there)
    ");
    vault.write(".rekindle/config.toml", "");
    vault.write_user_settings("");
    vault.text(&["quiet", "--today", "2026-11-20"]);
    assert_snapshot!(without_keys(&vault.run(&["paths"])), @"
    vault          $VAULT (as --vault says)
    its settings   $VAULT/.rekindle/config.toml
    your settings  $HOME/config/rekindle/config.toml
    cache          $HOME/cache/rekindle/KEY
    daemon's log   $HOME/.local/state/rekindle/KEY.log (not there)
    ");
}

#[test]
fn it_works_without_a_vault() {
    let vault = TestVault::empty();
    let run = vault.finish(&mut vault.command(&["paths"]));
    assert_eq!((run.stderr.as_str(), run.code), ("", 0));
    assert_snapshot!(run.stdout, @"
    vault          none (see `rekindle --help`)
    its settings   -
    your settings  $HOME/config/rekindle/config.toml (not there)
    cache          $HOME/cache/rekindle (not there)
    daemon's log   -
    ");
    let run = vault.finish(&mut vault.command(&["paths", "--json"]));
    let answer: serde_json::Value = serde_json::from_str(&run.stdout).expect("it is JSON");
    let item = &items(&answer)[0];
    assert_eq!((&item["vault"], &item["vault_settings"]), (&json!(null), &json!(null)));
}

#[test]
fn json_has_one_item() {
    let vault = TestVault::empty();
    let answer = vault.json(&["paths"]);
    assert_eq!(answer["schema"], "rekindle.paths/1");
    let item = &items(&answer)[0];
    let names = ["vault", "vault_chosen", "vault_settings", "user_settings", "cache", "log"];
    assert_eq!(keys(item), names);
    assert_eq!(item["vault"], "$VAULT");
    let settings = json!({"path": "$VAULT/.rekindle/config.toml", "exists": false});
    assert_eq!(item["vault_settings"], settings);
}

#[test]
fn the_vault_is_named_by_flag_marker_environment_or_settings() {
    let vault = TestVault::new("=== deep/er/a.md\n");
    let home = vault.home();
    for folder in ["flag", "environment", "settings"] {
        std::fs::create_dir(home.join(folder)).expect("it can be made");
    }
    let told = |command: &mut std::process::Command| {
        let run = vault.finish(command);
        run.stdout.lines().next().unwrap_or_default().trim_start_matches("vault").trim().to_owned()
    };
    let mut command = vault.command(&["paths"]);
    assert_eq!(told(&mut command), "none (see `rekindle --help`)");
    vault.write_user_settings("vault = '~/settings'\n");
    let settings = "$HOME/settings (as `vault` in your settings says)";
    assert_eq!(told(&mut command), settings);
    assert_eq!(told(command.env("REKINDLE_VAULT", "")), settings);
    let environment = "$HOME/environment (as REKINDLE_VAULT says)";
    assert_eq!(told(command.env("REKINDLE_VAULT", home.join("environment"))), environment);
    command.current_dir(vault.root().join("deep/er"));
    assert_eq!(told(&mut command), environment);
    for marker in [".zk", ".obsidian", ".rekindle"] {
        std::fs::create_dir(vault.root().join(marker)).expect("it can be made");
        let way = format!("(the nearest folder around the working directory with {marker} in it)");
        assert_eq!(told(&mut command), format!("$VAULT {way}"));
    }
    let flag = "$HOME/flag (as --vault says)";
    assert_eq!(told(command.arg("--vault").arg(home.join("flag"))), flag);
}

#[test]
fn verbose_says_which_vault_was_chosen_and_what_was_read() {
    let vault = TestVault::new("=== People/Ada.md\n- 2026-11-19 met\n");
    let run = vault.run(&["quiet", "-v", "--today", "2026-11-20"]);
    assert_eq!(
        run.stderr,
        "rekindle: the vault is $VAULT, as --vault says\nrekindle: answered without a daemon: no daemon is running\nrekindle: notes read: 1, unchanged: 0\n"
    );
    assert_eq!(
        (run.stdout.as_str(), run.code),
        ("Nobody is quiet on 2026-11-20: 1 in touch.\n", 0)
    );
}
