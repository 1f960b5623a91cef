use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::network::Kept;
use crate::note::Parser;

type Vault = BTreeMap<NotePath, Arc<Note>>;

fn vault(notes: &[(&str, &str)]) -> Vault {
    let settings = Settings::default();
    let parser = Parser::new(&settings);
    let note = |(path, text): &(&str, &str)| {
        let path = NotePath::new(path);
        (path.clone(), Arc::new(parser.parse(&path, text.as_bytes())))
    };
    notes.iter().map(note).collect()
}

fn build(vault: &Vault) -> Network {
    let notes: Vec<Arc<Note>> = vault.values().cloned().collect();
    Network::build(&notes, &Settings::default())
}

fn renewed(old: &Vault, new: &Vault) -> Option<Network> {
    let paths: BTreeSet<&NotePath> = old.keys().chain(new.keys()).collect();
    let changes = paths.into_iter().filter(|path| old.get(path) != new.get(path));
    let difference = |path: &NotePath| Difference {
        before: old.get(path).cloned(),
        after: new.get(path).cloned(),
    };
    let changes: Vec<Difference> = changes.map(difference).collect();
    // As it is when another process kept it.
    let network = read(&kept(&build(old), old), old).expect("it is one");
    network.renewed(&changes, |path| new.get(path).cloned(), &Settings::default())
}

fn paths(vault: &Vault) -> Vec<NotePath> {
    vault.keys().cloned().collect()
}

/// What would be kept of it, which leaves out nothing.
fn kept(network: &Network, vault: &Vault) -> Kept {
    network.to_kept(&paths(vault)).expect("it can be kept")
}

/// A vault in which a bit of everything refers to a bit of everything else.
const NOTES: [(&str, &str); 6] = [
    (
        "People/Ada Lin.md",
        "---\nemail: ada@lin.example\nrole: analyst\n---\n- 2026-05-01 met [[Bo Winter]]\n- [ ] send Ada the paper\n",
    ),
    (
        "People/Bo Winter.md",
        "---\nintroduced_by: Ada Lin\n---\n- 2026-04-01 sent via email: hello\n",
    ),
    ("People/Cy Reed.md", "- 2026-03-01 replied via email: gladly\n- advice: ask [[Ada Lin]]\n"),
    (
        "Meetings/2026-05-01 Lunch.md",
        "---\nwith: [Ada Lin, Cy Reed, Nobody Known]\nquestions:\n  - how come\n---\n- [ ] they: send the slides\n",
    ),
    (
        "2026-06-01.md",
        "- 10:00 called [[Cy Reed]] about [[Grid]]\n- 2026-06-01 [[Bo Winter]] wrote\n",
    ),
    (
        "Notes/Grid.md",
        "---\ndate: 2026-02-01\nstatus: open\n---\nSee [[Ada Lin]] and [[Cy Reed]].\n",
    ),
];

#[test]
fn what_few_notes_changed_is_what_all_notes_say() {
    let changes: [(&str, &str, Option<&str>); 12] = [
        (
            "an entry more",
            "People/Ada Lin.md",
            Some(
                "---\nemail: ada@lin.example\n---\n- 2026-05-01 met [[Bo Winter]]\n- 2026-06-02 sent via email: thanks\n",
            ),
        ),
        ("an entry less", "People/Cy Reed.md", Some("- advice: ask [[Ada Lin]]\n")),
        (
            "entries turned round",
            "People/Bo Winter.md",
            Some(
                "---\nintroduced_by: Ada Lin\n---\n- 2026-06-01 replied via email: yes\n- 2026-04-01 sent via email: hello\n",
            ),
        ),
        (
            "somebody else at a meeting",
            "Meetings/2026-05-01 Lunch.md",
            Some("---\nwith: [Bo Winter, Somebody Else]\n---\n"),
        ),
        (
            "a meeting without a day",
            "Meetings/2026-05-01 Lunch.md",
            Some("---\nwith: [Ada Lin]\ndate: someday\n---\n"),
        ),
        ("a meeting gone", "Meetings/2026-05-01 Lunch.md", None),
        (
            "a meeting new",
            "Meetings/2026-07-01 Walk.md",
            Some("---\nwith: [Ada Lin]\nnewkey: 1\n---\n"),
        ),
        ("a daily note gone", "2026-06-01.md", None),
        ("a daily note says less", "2026-06-01.md", Some("- 10:00 called [[Bo Winter]]\n")),
        (
            "a note that mentions fewer",
            "Notes/Grid.md",
            Some("---\ndate: 2026-02-01\n---\nSee [[Cy Reed]].\n"),
        ),
        ("a key and a note gone", "Notes/Grid.md", None),
        ("a broken front matter", "Notes/Grid.md", Some("---\nstatus: [open\n---\n")),
    ];
    for (what, path, text) in changes {
        let old = vault(&NOTES);
        let mut new = old.clone();
        match text {
            Some(text) => new.extend(vault(&[(path, text)])),
            None => drop(new.remove(&NotePath::new(path))),
        }
        let renewed =
            renewed(&old, &new).unwrap_or_else(|| panic!("{what}: all notes were needed"));
        let (expected, found) = (build(&new), renewed);
        assert_eq!(found.people, expected.people, "{what}");
        assert_eq!(found.unresolved, expected.unresolved, "{what}");
        assert_eq!(found.problems, expected.problems, "{what}");
        assert_eq!(found.promises, expected.promises, "{what}");
        assert_eq!(kept(&found, &new), kept(&expected, &new), "{what}");
    }
}

#[test]
fn what_reaches_further_takes_all_notes() {
    let cases: [(&str, &str, Option<&str>); 7] = [
        ("another name", "People/Ada Lin.md", Some("---\nname: Ada Long\n---\n")),
        (
            "another address",
            "People/Ada Lin.md",
            Some("---\nemail: a@lin.example\nrole: analyst\n---\n"),
        ),
        ("a contact new", "People/Di Hall.md", Some("")),
        ("a contact gone", "People/Bo Winter.md", None),
        ("a contact no more", "People/Cy Reed.md", Some("---\ntype: note\n---\n")),
        (
            "introduced by another",
            "People/Bo Winter.md",
            Some("---\nintroduced_by: Cy Reed\n---\n"),
        ),
        ("a note of a contact's name", "Notes/Ada Lin.md", Some("")),
    ];
    for (what, path, text) in cases {
        let old = vault(&NOTES);
        let mut new = old.clone();
        match text {
            Some(text) => new.extend(vault(&[(path, text)])),
            None => drop(new.remove(&NotePath::new(path))),
        }
        assert!(renewed(&old, &new).is_none(), "{what}");
    }
}

/// The network that was kept so.
fn read(kept: &Kept, vault: &Vault) -> Option<Network> {
    let Kept { parts, texts } = kept;
    let texts = texts.clone();
    let read_text = move |part: usize, from: u32, length: u32| {
        let text = texts.get(part)?.get(from as usize..)?.get(..length as usize)?;
        Some(text.to_vec())
    };
    let (count, parts) = (parts.len(), parts.clone());
    let part = Box::new(move |at: usize| parts.get(at).cloned());
    Network::of_kept(paths(vault), count, part, Arc::new(read_text), &Settings::default())
}

#[test]
fn a_network_is_kept_as_it_is() {
    let notes = vault(&NOTES);
    let network = build(&notes);
    let written = kept(&network, &notes);
    let again = read(&written, &notes).expect("it is one");
    assert_eq!(again.people, network.people);
    assert_eq!(again.promises, network.promises);
    assert_eq!(again.keys, network.keys);
    assert!(!again.has_lost());
    assert_eq!(kept(&again, &notes), written);
    assert!(read(&written, &vault(&NOTES[1..])).is_none());
    let Kept { parts, texts } = written;
    assert!(read(&Kept { parts: parts[1..].to_vec(), texts: texts.clone() }, &notes).is_none());
    assert!(read(&Kept { parts: vec![vec![0xff; 9]], texts }, &notes).is_none());
}

#[test]
fn a_text_that_is_lost_is_told() {
    let notes = vault(&NOTES);
    let network = build(&notes);
    let mut written = kept(&network, &notes);
    let text = written.texts[0].first_mut().expect("there are promises");
    *text ^= 1;
    let again = read(&written, &notes).expect("it is one");
    assert!(!again.has_lost());
    assert_eq!(again.people, network.people);
    assert!(!again.has_lost());
    // Nor is it kept once more, as one that says nothing.
    assert!(again.to_kept(&paths(&notes)).is_none());
    let again = read(&written, &notes).expect("it is one");
    let text = again.promises[0].text.read();
    assert_eq!((&*text, again.has_lost()), ("", true));
}

fn any_text() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "- 2026-05-01 met [[Ada Lin]]",
        "- 2026-05-01 sent via email: hello",
        "- 2026-05-01 replied via email: gladly",
        "- 2026-05-03 10:00 called [[Bo Winter]]",
        "- 2026-05-02 let go",
        "- 2026-06-01 coffee on 2026-07-01",
        "- [ ] send [[Cy Reed]] the paper 📅 2026-06-01",
        "- [x] they: write",
        "- advice: ask [[Ada Lin|her]]",
        "## 2026-05-01",
        "[[Grid]] and [[People/Bo Winter]]",
        "![[unclear]] [[Who Ever]]",
    ]);
    let key = prop::sample::select(vec![
        "with: [Ada Lin, Cy Reed]",
        "with: Bo Winter",
        "date: 2026-05-01",
        "last_contact: 2026-05-01",
        "cadence: monthly",
        "type: meeting",
        "type: note",
        "email: x@y.example",
        "status: planned",
        "tags: [a, b]",
        "other: [",
        "introduced_by: Bo Winter",
    ]);
    let keys = prop::collection::vec(key, 0..4);
    let lines = prop::collection::vec(line, 0..6);
    (keys, lines).prop_map(|(keys, lines)| match keys.is_empty() {
        true => lines.join("\n"),
        false => format!("---\n{}\n---\n{}\n", keys.join("\n"), lines.join("\n")),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_few_notes_changed_are_what_all_notes_say(
        texts in prop::collection::vec(any_text(), 9),
        changes in prop::collection::vec((0..9_usize, prop::option::of(any_text())), 1..3),
        there in prop::collection::vec(any::<bool>(), 9),
    ) {
        const PATHS: [&str; 9] = [
            "2026-05-01.md", "Meetings/2026-05-01 Lunch.md", "Meetings/Walk.md", "Notes/Grid.md",
            "Notes/Grid 2.md", "People/Ada Lin.md", "People/Bo Winter.md", "People/Cy Reed.md", "Notes/x.md",
        ];
        let notes = PATHS.iter().zip(&texts).zip(&there);
        let notes = notes.filter(|(_, there)| **there);
        let notes: Vec<(&str, &str)> =
            notes.map(|((path, text), _)| (*path, text.as_str())).collect();
        let old = vault(&notes);
        let mut new = old.clone();
        for (at, text) in &changes {
            match text {
                Some(text) => new.extend(vault(&[(PATHS[*at], text.as_str())])),
                None => drop(new.remove(&NotePath::new(PATHS[*at]))),
            }
        }
        if let Some(renewed) = renewed(&old, &new) {
            let expected = build(&new);
            prop_assert_eq!(&renewed.people, &expected.people);
            let copied = Arc::clone(&expected.copied);
            // What once was a copy may still be remembered as one.
            prop_assert!(renewed.copied.is_superset(&copied));
            let renewed = Network { copied, ..renewed };
            prop_assert_eq!(kept(&renewed, &new), kept(&expected, &new));
        }
    }
}
