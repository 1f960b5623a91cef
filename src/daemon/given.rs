//! Answers that were given from one picture of the vault: the same question to the same notes on the same day
//! has the same answer.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Weak};

use super::protocol::encoded;
use crate::answer::{Request, answer};
use crate::state::Snapshot;

/// How many answers are kept; a prompt, a page and a few reports.
const KEPT: usize = 8;
/// More than this is not kept, in bytes on the wire, for it takes room.
const LARGEST: usize = 8 << 20;

/// The last answers, and what they were given from.
#[derive(Debug, Default)]
pub(super) struct Given {
    from: Weak<Snapshot>,
    answers: VecDeque<(Request, Arc<Vec<u8>>)>,
}

impl Given {
    /// The answer to a question as it travels, given before or now. What is searched for is read in the notes
    /// each time.
    ///
    /// # Errors
    /// If it cannot be written down, which no answer should be.
    pub fn again(
        &mut self,
        snapshot: &Arc<Snapshot>,
        request: &Request,
    ) -> io::Result<Arc<Vec<u8>>> {
        if request.searches() {
            return Ok(Arc::new(encoded(&answer(snapshot, request))?));
        }
        let from = Arc::downgrade(snapshot);
        if !self.from.ptr_eq(&from) {
            self.answers.clear();
            self.from = from;
        }
        if let Some((_, known)) = self.answers.iter().find(|(known, _)| known == request) {
            return Ok(Arc::clone(known));
        }
        let text = Arc::new(encoded(&answer(snapshot, request))?);
        self.answers.push_front((request.clone(), Arc::clone(&text)));
        self.answers.truncate(KEPT);
        let mut length = 0;
        self.answers.retain(|(_, text)| {
            length += text.len();
            length <= LARGEST
        });
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::{Ask, Body};
    use crate::daemon::protocol::decoded;
    use crate::report::Filter;
    use crate::settings::Settings;
    use crate::state::State;
    use crate::vault::vault_of;

    fn request(today: &str, limit: usize) -> Request {
        Request {
            today: today.parse().expect("a date"),
            filter: Filter { limit: Some(limit), ..Filter::default() },
            ask: Ask::Quiet { heard: false },
        }
    }

    fn silence(text: &[u8]) -> Vec<u32> {
        match &decoded(text).expect("it was encoded").expect("an answer").body {
            Body::Quiet(report) => report.rows.iter().map(|row| row.silence_days).collect(),
            _ => panic!("that was not asked"),
        }
    }

    #[test]
    fn other_days_other_questions_and_other_notes_have_other_answers() {
        let vault = vault_of(&[("People/Ada.md", "- 2026-01-01 met\n")]);
        let mut state = State::open(vault.root.clone(), None, Settings::default());
        let snapshot = state.refresh().expect("it is there");
        let mut given = Given::default();
        let mut ask = |snapshot: &Arc<Snapshot>, today: &str, limit: usize| {
            silence(&given.again(snapshot, &request(today, limit)).expect("an answer"))
        };
        for _ in 0..2 {
            assert_eq!(ask(&snapshot, "2026-11-20", 5), [323]);
            assert_eq!(ask(&snapshot, "2026-11-21", 5), [324]);
            assert_eq!(ask(&snapshot, "2026-11-20", 0), [0; 0]);
        }
        vault.write("People/Ada.md", "- 2026-02-01 met\n");
        let snapshot = state.refresh().expect("it is there");
        assert_eq!(ask(&snapshot, "2026-11-20", 5), [292]);
        let days = (1..20).map(|day| format!("2026-10-{day:02}"));
        for day in days {
            ask(&snapshot, &day, 5);
        }
        assert_eq!(given.answers.len(), KEPT);
    }
}
