//! The order that real programs give the judged queries: ripgrep over the notes, and notmuch over the same
//! notes turned into mails. Asked for by hand, since both have to be installed:
//!
//! ```text
//! cargo test --test it ranking::peers -- --ignored --nocapture
//! ```

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::{Judged, SAMPLE, VAULT, WORLD, judged, notes, quality, ranked, table};
use crate::vault::TestVault;

/// What a program printed, whatever its exit code: ripgrep and notmuch have one for finding nothing.
fn printed(command: &mut Command) -> String {
    let output = command.output().expect("the program is installed");
    assert!(output.status.code().is_some_and(|code| code < 2), "{command:?}: {output:?}");
    String::from_utf8(output.stdout).expect("text")
}

/// Files with any of the words, most matching lines first.
fn ripgrep(vault: &TestVault, query: &str) -> Vec<String> {
    let mut command = Command::new("rg");
    command.args(["-i", "-c", "-F", "--no-config", "--sort", "path", "-g", "*.md"]);
    command.current_dir(vault.root());
    for word in query.replace('"', "").split_whitespace() {
        command.args(["-e", word]);
    }
    let printed = printed(command.arg("."));
    let mut counted: Vec<(usize, &str)> = printed
        .lines()
        .filter_map(|line| line.rsplit_once(':'))
        .map(|(path, count)| (count.parse().expect("a count"), path))
        .collect();
    counted.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let name = |path: &str| path.trim_start_matches("./").trim_end_matches(".md").to_owned();
    counted.into_iter().map(|(_, path)| name(path)).collect()
}

/// The notes as mails in a database of notmuch: the name of the file is the subject, its day that of the
/// mail, and the text the body.
struct Mails {
    folder: TempDir,
    names: Vec<String>,
}

impl Mails {
    fn new(vault: &TestVault) -> Mails {
        let folder = TempDir::new().expect("a folder");
        let mails = folder.path().join("mail");
        fs::create_dir(&mails).expect("a folder");
        let mut names = Vec::new();
        for (name, text) in notes(vault) {
            let title = Path::new(&name).file_name().expect("a name").to_string_lossy();
            let day = day(&title)
                .or_else(|| text.lines().find_map(|line| day(line.strip_prefix("date: ")?)));
            let day =
                day.unwrap_or_else(|| chrono::NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day"));
            let mail = format!(
                "From: me@example.org\nTo: notes@example.org\nSubject: {title}\nDate: {}\n\
                 Message-ID: <{}@example.org>\nMIME-Version: 1.0\n\
                 Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}",
                day.format("%a, %d %b %Y 12:00:00 +0000"),
                names.len()
            );
            fs::write(mails.join(names.len().to_string()), mail).expect("a mail");
            names.push(name);
        }
        let settings = format!(
            "[database]\npath={}\n[user]\nname=Ann\nprimary_email=me@example.org\n[new]\ntags=inbox\n",
            mails.display()
        );
        fs::write(folder.path().join("config"), settings).expect("settings");
        let mails = Mails { folder, names };
        printed(mails.notmuch().args(["new", "--quiet"]));
        mails
    }

    fn notmuch(&self) -> Command {
        let mut command = Command::new("notmuch");
        command.env("NOTMUCH_CONFIG", self.folder.path().join("config"));
        // Without it, nothing is found in Chinese, Japanese or Korean.
        command.env("XAPIAN_CJK_NGRAM", "1");
        command
    }

    /// The latest first, which is notmuch's order: it has none by how well a mail fits.
    fn ranked(&self, query: &str) -> Vec<String> {
        let printed = printed(self.notmuch().args([
            "search",
            "--output=files",
            "--sort=newest-first",
            query,
        ]));
        let number = |line: &str| {
            let name = Path::new(line).file_name().expect("a name").to_string_lossy();
            name.parse::<usize>().expect("a number")
        };
        printed.lines().map(|line| self.names[number(line)].clone()).collect()
    }
}

fn day(text: &str) -> Option<chrono::NaiveDate> {
    chrono::NaiveDate::parse_from_str(text.get(..10)?, "%Y-%m-%d").ok()
}

#[test]
#[ignore = "needs ripgrep and notmuch"]
#[expect(clippy::print_stderr, reason = "the table is there to be read")]
fn no_peer_orders_the_judged_queries_better() {
    let mut measured = Vec::new();
    for (vault, judged_queries) in [(TestVault::sample(), SAMPLE), (TestVault::new(VAULT), WORLD)] {
        let mails = Mails::new(&vault);
        for judged in judged(judged_queries) {
            let Judged { query, .. } = judged;
            let orders = [ranked(&vault, query), ripgrep(&vault, query), mails.ranked(query)];
            measured.push((query, orders.map(|order| quality(&judged, &order))));
        }
    }
    let (shown, [(ours, _), (ripgrep, _), (notmuch, _)]) = table(&measured);
    eprintln!("nDCG@10 and recall@10 of the program, of ripgrep, of notmuch\n{shown}");
    assert!(ours > ripgrep && ours > notmuch, "{shown}");
}
