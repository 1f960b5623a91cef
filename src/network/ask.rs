//! Asks: the threads of a contact over the whole history, and what became of each. [`super::Thread`] is
//! only the last one, while it is open.
//!
//! An ask is a maximal run of my messages that expect an answer, with neither their word nor a `let go`
//! in between. So a message sent half a year after one that ran out is a further try of the same ask.

use std::sync::Arc;

use super::verdict::Verdict;
use super::{Event, Person};
use crate::model::{Date, Warmth};

/// One attempt to get an answer, of one message or several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// The day of the first message.
    pub since: Date,
    /// What carried the first message, lower case; none if the note does not say.
    pub channel: Option<Arc<str>>,
    /// How many messages were sent, at least 1.
    pub tries: u32,
    /// Whether there was something in common when the first message was sent: the note says so, somebody
    /// had introduced the two, or the contact had said something before.
    pub warm: bool,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of an ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The contact's word followed, after the last of the tries.
    Answered {
        /// The day of it.
        on: Date,
        /// It was a final one. A refusal is a response too.
        refused: bool,
    },
    /// I stopped trying.
    LetGo,
    /// The day of its next step is too long ago.
    Lapsed,
    /// It waits for an answer.
    Open,
}

impl Ask {
    /// Days from the first message to the answer.
    pub fn days_to_answer(&self) -> Option<u32> {
        match self.outcome {
            Outcome::Answered { on, .. } => u32::try_from((on - self.since).num_days()).ok(),
            _ => None,
        }
    }
}

impl Person {
    /// Every ask of the contact up to the day of the verdict, the oldest first.
    pub fn asks(&self, verdict: &Verdict<'_>) -> Vec<Ask> {
        let said_or_introduced =
            self.contact().warmth == Some(Warmth::Warm) || !self.introduced_by.is_empty();
        let lapsed = verdict.thread.as_ref().is_some_and(|thread| thread.lapsed);
        asks(&verdict.view.events, said_or_introduced, lapsed)
    }
}

/// The asks in these events. `lapsed` is what holds of the last one, should it be open.
fn asks(events: &[Event<'_>], said_or_introduced: bool, lapsed: bool) -> Vec<Ask> {
    let mut asks: Vec<Ask> = Vec::new();
    let mut open: Option<Ask> = None;
    let mut heard = said_or_introduced;
    let running_out = if lapsed { Outcome::Lapsed } else { Outcome::Open };
    for event in events {
        match &event.word {
            None => asks.extend(open.take().map(|ask| Ask { outcome: Outcome::LetGo, ..ask })),
            Some(word) if event.is_their_word() => {
                let outcome = Outcome::Answered { on: event.date(), refused: word.is_final };
                asks.extend(open.take().map(|ask| Ask { outcome, ..ask }));
                heard = true;
            }
            Some(word) if word.expects_reply => {
                let ask = open.get_or_insert_with(|| Ask {
                    since: event.date(),
                    channel: event.fact.channel.clone(),
                    tries: 0,
                    warm: heard,
                    outcome: running_out,
                });
                ask.tries += 1;
            }
            Some(_) => {}
        }
    }
    asks.extend(open);
    asks
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::NotePath;
    use crate::network::Network;
    use crate::note::Parser;
    use crate::settings::Settings;

    /// The asks in a contact's note on a day, as `since channel tries warm|cold outcome`.
    fn said(note: &str, today: &str) -> Vec<String> {
        let settings = Settings::default();
        let path = NotePath::new("People/Ada.md");
        let note = Parser::new(&settings).parse(&path, note.as_bytes());
        let network = Network::build(&[Arc::new(note)], &settings);
        let ada = &network.people[0];
        let verdict = ada.verdict(today.parse().expect("an ISO date"), &settings);
        let asks = ada.asks(&verdict);
        let said = asks.iter().map(|ask| {
            let outcome = match ask.outcome {
                Outcome::Answered { on, refused: false } => format!("answered {on}"),
                Outcome::Answered { on, refused: true } => format!("refused {on}"),
                Outcome::LetGo => "let go".to_owned(),
                Outcome::Lapsed => "lapsed".to_owned(),
                Outcome::Open => "open".to_owned(),
            };
            let channel = ask.channel.as_deref().unwrap_or("-");
            let warm = if ask.warm { "warm" } else { "cold" };
            format!("{} {channel} {} {warm} {outcome}", ask.since, ask.tries)
        });
        said.collect()
    }

    #[test]
    fn an_ask_ends_with_their_word_or_a_let_go() {
        let cases: [(&str, &[&str]); 7] = [
            ("- 2026-01-05 sent via email: a question\n", &["2026-01-05 email 1 cold open"]),
            (
                "- 2026-01-05 sent via LinkedIn: a question\n\
                 - 2026-01-12 followed up via email\n\
                 - 2026-01-15 replied via email: gladly\n",
                &["2026-01-05 linkedin 2 cold answered 2026-01-15"],
            ),
            (
                "- 2026-01-05 sent via email: a question\n- 2026-01-08 declined via email\n",
                &["2026-01-05 email 1 cold refused 2026-01-08"],
            ),
            (
                // Told by word: a talk answers as well.
                "- 2026-01-05 asked: a question\n- 2026-01-09 coffee: all of it\n",
                &["2026-01-05 - 1 cold answered 2026-01-09"],
            ),
            (
                "- 2026-01-05 sent via email: a question\n- 2026-01-26 let go\n\
                 - 2026-02-02 sent via email: another\n",
                &["2026-01-05 email 1 cold let go", "2026-02-02 email 1 cold open"],
            ),
            (
                // What expects no answer neither opens an ask nor counts in one.
                "- 2026-01-05 shared via email: an article\n\
                 - 2026-01-06 sent via email: a question\n\
                 - 2026-01-07 thanked via email\n",
                &["2026-01-06 email 1 cold open"],
            ),
            ("- 2026-01-05 let go\n- 2026-01-06 replied via email: hello\n", &[]),
        ];
        for (note, expected) in cases {
            assert_eq!(said(note, "2026-02-10"), expected, "{note}");
        }
    }

    #[test]
    fn the_last_ask_lapses_on_the_day_of_its_thread_and_no_earlier_one_does() {
        let note = "- 2026-01-05 sent via email: a question\n";
        // The follow-up is due on 01-12; 60 days later the thread has run out.
        assert_eq!(said(note, "2026-03-12"), ["2026-01-05 email 1 cold open"]);
        assert_eq!(said(note, "2026-03-13"), ["2026-01-05 email 1 cold lapsed"]);
        let late = format!("{note}- 2026-06-01 replied via email: sorry, so late\n");
        assert_eq!(said(&late, "2026-05-31"), ["2026-01-05 email 1 cold lapsed"]);
        assert_eq!(said(&late, "2026-06-01"), ["2026-01-05 email 1 cold answered 2026-06-01"]);
        let again = format!("{note}- 2026-06-01 sent via email: once more\n");
        assert_eq!(said(&again, "2026-06-02"), ["2026-01-05 email 2 cold open"]);
    }

    #[test]
    fn warm_is_what_was_so_before_the_first_message() {
        let ask = "- 2026-01-05 sent via email: a question\n";
        let front = |line: &str| format!("---\n{line}\n---\n{ask}");
        assert_eq!(said(&front("warmth: warm"), "2026-01-06"), ["2026-01-05 email 1 warm open"]);
        assert_eq!(said(&front("warmth: cold"), "2026-01-06"), ["2026-01-05 email 1 cold open"]);
        assert_eq!(
            said(&front("introduced_by: Bo Winter"), "2026-01-06"),
            ["2026-01-05 email 1 warm open"]
        );
        let answered = format!(
            "{ask}- 2026-01-08 replied via email: gladly\n- 2026-01-09 asked via email: when?\n"
        );
        assert_eq!(
            said(&answered, "2026-01-10"),
            ["2026-01-05 email 1 cold answered 2026-01-08", "2026-01-09 email 1 warm open"]
        );
    }
}
