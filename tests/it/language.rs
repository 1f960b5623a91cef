//! Notes in another language: everything that the log's words decide comes from the settings.

use serde_json::Value;

use crate::vault::{TestVault, contacts, field, items};

const DAY: [&str; 2] = ["--today", "2026-11-20"];

const GERMAN: &str = "
    === .rekindle/config.toml
    me = ['Ann Lee']
    [kinds.contact]
    folders = ['Menschen']
    [kinds.meeting]
    folders = ['Treffen']
    [keys]
    with = ['mit']
    introduced_by = ['vorgestellt von']
    [log]
    headings = ['Verlauf']
    [log.words]
    asked = ['geschrieben', 'gefragt']
    again = ['nachgehakt', 'nicht erreicht']
    told = ['geschickt']
    thanks = ['gedankt', 'danke']
    received = ['geantwortet', 'bekommen']
    declined = ['abgesagt']
    met = ['getroffen', 'gesprochen']
    called = ['telefoniert']
    no_answer = ['mailbox']
    no_reply = ['keine antwort nötig']
    planned = ['verabredet']
    let_go = ['losgelassen']
    i = ['ich']
    they = ['sie', 'er']
    via = ['per', 'über']
    with = ['mit', 'und']
    advice = ['rat']
    questions = ['fragen']
    === Menschen/Anna Krüger.md
    - 2026-11-02 geschrieben per Mail: zwanzig Minuten zu Netzspeichern?
    === Menschen/Bernd Huß.md
    - 2026-10-05 ich habe gefragt: wer stellt nachts ein?
    - 2026-10-13 nachgehakt über LinkedIn
    - 2026-10-27 nicht erreicht
    === Menschen/Clara Öz.md
    - 2026-06-18 getroffen mit [[Dora Maß]]: am Zaun, ein Falke auf dem Mast
    === Menschen/Dora Maß.md
    ---
    vorgestellt von: Clara Öz
    ---
    === Menschen/Emil Roth.md
    - 2026-11-13 geantwortet per Mail: wann passt es?
    === Menschen/Frida Lau.md
    - 2026-11-02 gefragt per Mail: eine Frage
    - 2026-11-05 abgesagt per Mail
    === Menschen/Gustav Ahn.md
    - 2026-11-02 gefragt per Mail: eine Frage
    - 2026-11-04 losgelassen: er hat genug zu tun
    === Menschen/Hanna Voß.md
    - 2026-11-10 verabredet per Mail für den 2026-11-24
    - 2026-09-22 gesprochen (25m): Rat: zuerst die letzte Seite lesen
    === Menschen/Ida Berg.md
    - 2026-11-16 sie hat gefragt per Signal: wie war die Woche?
    === Menschen/Jan Kopp.md
    - 2026-11-16 geschickt per Mail: die Unterlagen
    - 2026-11-17 geantwortet per Mail: danke, das hilft
    === Menschen/Karl Lutz.md
    ## Verlauf
    - 2026-06-20 Äpfel und Batterien
    === Menschen/Lena Gut.md
    - 2026-11-18 getroffen: der erste Rundgang
    - 2026-11-19 gedankt per Mail: für die Stiefel
    === Menschen/Moritz Alt.md
    - 2026-11-18 getroffen: der zweite Rundgang
    === Menschen/Nina Orth.md
    - 2026-11-18 telefoniert: der erste Eindruck
    === Menschen/Olaf Pohl.md
    - 2026-11-17 telefoniert: Mailbox
    === Menschen/Petra Quast.md
    - 2026-11-02 gefragt per Mail: ein Artikel, keine Antwort nötig
    === Treffen/2026-11-24 Hanna.md
    ---
    date: 2026-11-24
    mit: [Ann Lee, Hanna Voß]
    ---
    ## Fragen an Hanna
    - Wie ging der Winterfall aus?
    - Wen sollte ich noch hören?
";

fn ask(vault: &TestVault, command: &[&str]) -> Value {
    vault.json(&[command, &DAY].concat())
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("-")
}

#[test]
fn german_notes_give_the_lists_that_english_ones_would() {
    let vault = TestVault::new(GERMAN);
    let check = ask(&vault, &["check", "--strict"]);
    assert_eq!(field(&check, "message"), [""; 0]);

    let waiting = ask(&vault, &["unanswered"]);
    let rows = items(&waiting).iter().map(|row| {
        let (name, next, last) = (text(&row["contact"]["name"]), &row["next"], &row["last"]);
        let (step, channel) = (text(&next["step"]), text(&last["channel"]));
        format!("{name} {} {step} {} {channel}", row["tries"], text(&next["on"]))
    });
    let expected = [
        "Anna Krüger 1 follow_up 2026-11-09 email",
        "Bernd Huß 3 let_go 2026-11-17 -",
        "Olaf Pohl 1 wait 2026-11-24 call",
    ];
    assert_eq!(rows.collect::<Vec<_>>(), expected);
    assert_eq!(waiting["notes"]["closed"], 2, "one declined, one was let go");

    let quiet = ask(&vault, &["quiet"]);
    assert_eq!(contacts(&quiet), ["Clara Öz", "Dora Maß", "Karl Lutz"]);
    assert_eq!(text(&items(&quiet)[1]["last"]["text"]), "am Zaun, ein Falke auf dem Mast");
    assert_eq!((&quiet["notes"]["scheduled"], &quiet["notes"]["in_touch"]), (&1.into(), &5.into()));

    let owed = ask(&vault, &["owed"]);
    let rows = items(&owed).iter().map(|row| {
        format!("{} {}: {}", text(&row["kind"]), text(&row["contact"]["name"]), text(&row["text"]))
    });
    let expected = [
        "reply Emil Roth: email: wann passt es?",
        "reply Ida Berg: signal: wie war die Woche?",
        "thank_you Moritz Alt: der zweite Rundgang",
    ];
    assert_eq!(rows.collect::<Vec<_>>(), expected);
}

#[test]
fn the_brief_has_german_questions_and_advice() {
    let vault = TestVault::new(GERMAN);
    let brief = &items(&ask(&vault, &["prep", "hanna voss"]))[0].clone();
    let texts = |key: &str| -> Vec<String> {
        let rows = brief[key].as_array().expect("a list").iter();
        rows.map(|row| text(&row["text"]).to_owned()).collect()
    };
    assert_eq!(text(&brief["meeting"]["date"]), "2026-11-24");
    assert_eq!(texts("questions"), ["Wie ging der Winterfall aus?", "Wen sollte ich noch hören?"]);
    assert_eq!(texts("advice"), ["zuerst die letzte Seite lesen"]);
    let dora = &items(&ask(&vault, &["prep", "dora"]))[0].clone();
    assert_eq!(text(&dora["introduced_by"][0]["contact"]["name"]), "Clara Öz");
}

#[test]
fn without_the_settings_the_words_say_nothing() {
    let vault = TestVault::new(GERMAN);
    let plain = "[kinds.contact]\nfolders = ['Menschen']\n";
    vault.write(".rekindle/config.toml", plain);
    for command in ["unanswered", "owed"] {
        assert_eq!(contacts(&ask(&vault, &[command])), [""; 0], "{command}");
    }
}
