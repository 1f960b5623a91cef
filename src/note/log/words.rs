//! The word table: what the words of a dated entry say about who spoke to whom.

use std::collections::HashMap;

use crate::model::text::{fold, words};
use crate::settings::Settings;

/// A row of the word table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Row {
    /// From me, and an answer is expected.
    Asked,
    /// From me, a further try.
    Again,
    /// From me, and no answer is expected.
    Told,
    /// From them, and they expect an answer.
    Received,
    /// From them, and final.
    Declined,
    /// Both ways.
    Met,
    /// A meeting was agreed on.
    Planned,
    /// I stopped trying.
    LetGo,
}

/// The English phrases of each row. The same list stands in the manual; settings add to it.
const ENGLISH: [(Row, &str, &[&str]); 8] = [
    (
        Row::Asked,
        "asked",
        &[
            "sent",
            "asked",
            "wrote",
            "emailed",
            "messaged",
            "texted",
            "invited",
            "requested",
            "pinged",
            "reached out",
        ],
    ),
    (
        Row::Again,
        "again",
        &["followed up", "nudged", "reminded", "chased", "left voicemail", "left a voicemail"],
    ),
    (
        Row::Told,
        "told",
        &["thanked", "shared", "congratulated", "confirmed", "delivered", "introduced", "updated"],
    ),
    (Row::Received, "received", &["received", "replied", "answered", "heard back", "got"]),
    (Row::Declined, "declined", &["declined", "said no"]),
    (
        Row::Met,
        "met",
        &[
            "met",
            "call",
            "called",
            "spoke",
            "talked",
            "chatted",
            "coffee",
            "lunch",
            "video",
            "interview",
            "visited",
        ],
    ),
    (Row::Planned, "planned", &["scheduled", "booked"]),
    (Row::LetGo, "let_go", &["let go", "closed"]),
];

/// Words that are common in other senses. They count only where a log is meant: under its heading, or
/// with a channel, a subject or an arrow.
const MARKED: [&str; 9] = [
    "updated",
    "closed",
    "got",
    "confirmed",
    "shared",
    "delivered",
    "introduced",
    "video",
    "interview",
];

/// Channels through which people speak at once; alone before the colon they mean a talk.
const TALKS: [&str; 16] = [
    "call",
    "phone",
    "video",
    "zoom",
    "teams",
    "facetime",
    "coffee",
    "lunch",
    "breakfast",
    "dinner",
    "drinks",
    "walk",
    "visit",
    "meeting",
    "1:1",
    "in person",
];

/// Channels that carry messages; alone before the colon they mean an exchange.
const CARRIERS: [&str; 13] = [
    "email", "mail", "linkedin", "message", "dm", "text", "sms", "whatsapp", "signal", "telegram",
    "slack", "letter", "card",
];

/// Words that say thanks, in an entry or in a message.
const THANKS: [&str; 6] = ["thank", "thanks", "thankyou", "thx", "thanked", "grateful"];

/// The channel that a word of the table names by itself.
const CHANNEL_OF: [(&str, &str); 7] = [
    ("emailed", "email"),
    ("messaged", "message"),
    ("texted", "text"),
    ("coffee", "coffee"),
    ("lunch", "lunch"),
    ("video", "video"),
    ("left voicemail", "call"),
];

/// Headings under which every dated line counts as contact.
const LOG_HEADINGS: [&str; 5] = ["log", "interaction", "meeting", "conversation", "1:1"];

/// The words in force: the English ones and those of the settings.
#[derive(Debug)]
pub(crate) struct Words {
    phrases: HashMap<String, Row>,
    headings: Vec<String>,
    subject_me: Vec<String>,
    subject_them: Vec<String>,
    via: Vec<String>,
    with: Vec<String>,
    called: Vec<String>,
    no_answer: Vec<String>,
    no_reply: Vec<String>,
    thanks: Vec<String>,
    advice: Vec<String>,
    questions: Vec<String>,
}

impl Words {
    /// The words under these settings.
    pub fn new(settings: &Settings) -> Self {
        let more = |name: &str| {
            let words = settings.log.words.get(name).map(Vec::as_slice).unwrap_or_default();
            words.iter().map(|word| fold(word)).collect::<Vec<_>>()
        };
        let with_more = |known: &[&str], name: &str| {
            let known = known.iter().map(|word| (*word).to_owned());
            known.chain(more(name)).collect::<Vec<_>>()
        };
        let mut phrases = HashMap::new();
        for (row, name, english) in ENGLISH {
            phrases.extend(with_more(english, name).into_iter().map(|phrase| (phrase, row)));
        }
        // Where another language says thanks, that is something told.
        phrases.extend(more("thanks").into_iter().map(|phrase| (phrase, Row::Told)));
        phrases.extend(more("called").into_iter().map(|phrase| (phrase, Row::Met)));
        let mut headings: Vec<String> =
            LOG_HEADINGS.iter().map(|word| (*word).to_owned()).collect();
        headings.extend(settings.log.headings.iter().map(|heading| fold(heading)));
        Self {
            phrases,
            headings,
            subject_me: with_more(&["i"], "i"),
            subject_them: with_more(&["they", "she", "he"], "they"),
            via: with_more(&["via"], "via"),
            with: with_more(&["with", "and", "&"], "with"),
            called: with_more(&["call", "called"], "called"),
            no_answer: with_more(&["no answer", "voicemail"], "no_answer"),
            no_reply: with_more(&["(fyi)", "no reply needed"], "no_reply"),
            thanks: with_more(&THANKS, "thanks"),
            advice: with_more(&["advice"], "advice"),
            questions: with_more(&["question", "questions"], "questions"),
        }
    }

    /// The row of a folded phrase.
    pub fn row(&self, phrase: &str) -> Option<Row> {
        self.phrases.get(phrase).copied()
    }

    pub fn is_me(&self, word: &str) -> bool {
        self.subject_me.iter().any(|known| known == word)
    }

    pub fn is_them(&self, word: &str) -> bool {
        self.subject_them.iter().any(|known| known == word)
    }

    pub fn is_via(&self, word: &str) -> bool {
        self.via.iter().any(|known| known == word)
    }

    pub fn joins_people(&self, word: &str) -> bool {
        self.with.iter().any(|known| known == word)
    }

    /// The channel that a phrase of the table names by itself.
    pub fn channel_of(&self, phrase: &str) -> Option<&'static str> {
        if self.is_call(phrase) {
            return Some("call");
        }
        CHANNEL_OF.iter().find(|(word, _)| *word == phrase).map(|(_, channel)| *channel)
    }

    /// Whether a phrase is a call: it goes both ways, but nobody waits for thanks after it.
    pub fn is_call(&self, phrase: &str) -> bool {
        self.called.iter().any(|known| known == phrase)
    }

    /// Whether a folded text says that nobody answered.
    pub fn say_no_answer(&self, folded: &str) -> bool {
        self.no_answer.iter().any(|known| folded.contains(known.as_str()))
    }

    /// Whether a folded text says that no reply is needed.
    pub fn want_no_reply(&self, folded: &str) -> bool {
        self.no_reply.iter().any(|known| folded.contains(known.as_str()))
    }

    /// Whether a folded text says thanks.
    pub fn say_thanks(&self, folded: &str) -> bool {
        let mut words = folded.split(|c: char| !c.is_alphanumeric());
        words.any(|word| self.thanks.iter().any(|known| known == word))
    }

    /// Whether a folded word marks advice.
    pub fn is_advice(&self, word: &str) -> bool {
        self.advice.iter().any(|known| known == word)
    }

    /// Whether what stands under a heading is advice.
    pub fn is_about_advice(&self, heading: &str) -> bool {
        has_one(heading, &self.advice)
    }

    /// Whether what stands under a heading are questions.
    pub fn is_about_questions(&self, heading: &str) -> bool {
        has_one(heading, &self.questions)
    }

    /// Whether the heading opens a log.
    pub fn opens_log(&self, heading: &str) -> Option<bool> {
        let folded = fold(heading);
        let words: Vec<&str> = folded
            .split(|c: char| !c.is_alphanumeric() && c != ':')
            .map(|word| word.trim_matches(':'))
            .filter(|word| !word.is_empty())
            .collect();
        let singular = |word: &str| word.strip_suffix('s').unwrap_or(word).to_owned();
        if words.iter().any(|word| matches!(*word, "mention" | "mentions" | "mentioned")) {
            return Some(false);
        }
        let is_log = |word: &str| {
            self.headings.iter().any(|known| *known == word || *known == singular(word))
        };
        let phrase =
            self.headings.iter().any(|known| known.contains(' ') && folded.contains(known));
        if phrase || words.iter().any(|word| is_log(word)) {
            return Some(true);
        }
        // History alone, or beside a word that says of what.
        let history = words.iter().any(|word| singular(word) == "history" || *word == "history");
        let of_contact = words.iter().any(|word| singular(word) == "contact");
        (history && (words.len() == 1 || of_contact)).then_some(true)
    }
}

fn has_one(heading: &str, wanted: &[String]) -> bool {
    let folded = fold(heading);
    words(&folded).any(|word| wanted.iter().any(|known| known == word))
}

/// Whether a word counts only where a log is meant.
pub(crate) fn is_marked(phrase: &str) -> bool {
    MARKED.contains(&phrase)
}

/// Whether a folded word or phrase is a channel, and whether people speak through it at once.
pub(crate) fn channel(phrase: &str) -> Option<bool> {
    if TALKS.contains(&phrase) {
        return Some(true);
    }
    let plain = if phrase == "e-mail" { "email" } else { phrase };
    CARRIERS.contains(&plain).then_some(false)
}

/// A channel as it is compared and shown.
pub(crate) fn channel_name(text: &str) -> String {
    match fold(text).as_str() {
        "e-mail" | "mail" => "email".to_owned(),
        "phone" => "call".to_owned(),
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Log;

    #[test]
    fn every_row_of_words_can_be_added_to() {
        for name in Log::ROWS {
            let mut settings = Settings::default();
            settings.log.words.insert(name.to_owned(), vec!["zzz".to_owned()]);
            let with = format!("{:?}", Words::new(&settings));
            assert!(with.contains("zzz"), "{name} is read by nobody");
        }
    }

    #[test]
    fn log_headings_are_told_from_others() {
        let words = Words::new(&Settings::default());
        let cases = [
            ("Log", Some(true)),
            ("Interactions", Some(true)),
            ("Interaction log", Some(true)),
            ("Meetings & calls", Some(true)),
            ("1:1s", Some(true)),
            ("1:1 with Maya", Some(true)),
            ("💬 Conversations", Some(true)),
            ("History", Some(true)),
            ("Contact history", Some(true)),
            ("History of contacts", Some(true)),
            ("Employment history", None),
            ("Mentions", Some(false)),
            ("Meetings mentioned", Some(false)),
            ("Logistics", None),
            ("Blog", None),
            ("Notes", None),
        ];
        for (heading, expected) in cases {
            assert_eq!(words.opens_log(heading), expected, "{heading}");
        }
    }
}
