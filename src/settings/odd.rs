//! What holds of every text of settings, however odd. An ordinary function, so that the tests and a fuzzer
//! ask the same of it.

use super::parse::known_keys;
use super::{Loaded, Output, Settings, Text, Warning, load};

/// Reads any text as the settings that lie in a vault.
///
/// # Panics
/// If a place in a message is not in the text, if the vault decides what only its user may, or if what is
/// read depends on more than what the text says.
pub fn hold(text: &str) {
    let file = |text: &str| Text { file: "a".to_owned(), text: text.to_owned(), of_vault: true };
    let once = load(&[file(text)]);
    assert_eq!(once, load(&[file(text)]), "reading it again says the same");
    let loaded = match once {
        Ok(loaded) => loaded,
        Err(error) => return hold_message(&error.message, text),
    };
    hold_warnings(&loaded, text.len());
    hold_reach(&loaded.settings);
    // A user who says the same as the vault: the first to say it decides, and is the user.
    let own = Text { of_vault: false, ..file(text) };
    let settings = |texts: &[Text]| load(texts).map(|loaded| loaded.settings);
    assert_eq!(settings(&[own.clone(), file(text)]), settings(&[own]));
    if !text.contains('\r') && !text.contains("\"\"\"") && !text.contains("'''") {
        let crlf = load(&[file(&text.replace('\n', "\r\n"))]);
        assert_eq!(crlf.map(|crlf| crlf.settings), Ok(loaded.settings.clone()));
    }
    let shown = loaded.effective();
    let written = toml::Table::try_from(&loaded.settings).expect("settings are TOML");
    assert_eq!(written.try_into::<Settings>().as_ref(), Ok(&loaded.settings));
    assert!(shown.len() <= known_keys().len() + text.len(), "{}", shown.len());
}

fn hold_message(message: &str, text: &str) {
    assert!(!message.is_empty() && !message.contains('\n'), "{message:?}");
    let Some(place) = message.strip_prefix("line ") else { return };
    let (line, rest) = place.split_once(", column ").expect("a line has a column");
    let (column, _) = rest.split_once(": ").expect("a place has words after it");
    let [line, column] = [line, column].map(|number| number.parse::<usize>().expect("a number"));
    let lines: Vec<&str> = text.split('\n').collect();
    assert!((1..=lines.len()).contains(&line), "line {line} of {}", lines.len());
    let length = lines[line - 1].chars().count();
    assert!((1..=length + 1).contains(&column), "column {column} of {length}");
}

fn hold_warnings(loaded: &Loaded, length: usize) {
    assert!(loaded.warnings.len() <= length, "{}", loaded.warnings.len());
    for warning in &loaded.warnings {
        let (Warning::Unknown { key, .. } | Warning::NotForVaults { key, .. }) = warning;
        assert!(warning.to_string().contains(key.as_str()));
        assert!(key.len() <= length, "{} bytes of a key for {length}", key.len());
    }
}

fn hold_reach(settings: &Settings) {
    assert_eq!((&settings.vault, settings.limits.follow_links), (&None, false));
    assert_eq!(settings.output, Output::default());
}
