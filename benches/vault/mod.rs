//! A vault of invented notes, of any size and always the same: four meetings to each contact, about 2 kB a
//! note, words as frequent as in a language. Half the body is running text, the rest lists, headings, quotes.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

/// How many words there are.
const WORDS: usize = 30_000;
const DAYS: u64 = 7 * 365;
const TAGS: [&str; 8] =
    ["press", "energy", "advisor", "alumni", "neighbour", "founder", "design", "choir"];
const ROLES: [&str; 6] =
    ["Account Manager", "Engineer", "Head of Design", "Journalist", "Analyst", "Producer"];
const CHANNELS: [&str; 5] = ["email", "call", "video", "coffee", "linkedin"];
const TOPICS: [&str; 5] = ["Coffee", "Review", "Intro", "Catching up", "Pilot"];
/// Words that any vault has.
const COMMON: [&str; 40] = [
    "the",
    "of",
    "and",
    "to",
    "a",
    "in",
    "for",
    "is",
    "that",
    "with",
    "we",
    "on",
    "it",
    "about",
    "was",
    "meeting",
    "budget",
    "pilot",
    "contract",
    "pricing",
    "launch",
    "team",
    "design",
    "report",
    "interview",
    "partner",
    "review",
    "question",
    "answer",
    "project",
    "plan",
    "market",
    "press",
    "follow",
    "call",
    "week",
    "quarter",
    "storage",
    "tariff",
    "offer",
];

/// Chance that is always the same (xorshift64*).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % limit
    }

    /// True so many times of a thousand.
    fn in_thousand(&mut self, times: u64) -> bool {
        self.below(1_000) < times
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len() as u64) as usize]
    }

    /// A share between 0 and 1.
    fn share(&mut self) -> f64 {
        self.below(1 << 20) as f64 / f64::from(1 << 20)
    }
}

/// Words and names.
struct Language {
    words: Vec<String>,
    names: Vec<String>,
}

impl Language {
    fn new(people: usize) -> Self {
        let mut dice = Dice(7);
        let mut seen: HashSet<String> = COMMON.iter().map(|word| (*word).to_owned()).collect();
        let mut words: Vec<String> = COMMON.iter().map(|word| (*word).to_owned()).collect();
        while words.len() < WORDS {
            let word = syllables(&mut dice, 2 + words.len() / 12_000);
            if seen.insert(word.clone()) {
                words.push(word);
            }
        }
        let mut names = Vec::new();
        while names.len() < people {
            let parts =
                [syllables(&mut dice, 2), syllables(&mut dice, 2)].map(|part| capital(&part));
            let name = parts.join(" ");
            if seen.insert(name.clone()) {
                names.push(name);
            }
        }
        Self { words, names }
    }

    /// A word, the frequent ones often: the n-th about as often as 1 / n.
    fn word(&self, dice: &mut Dice) -> &str {
        let rank = ((WORDS as f64).powf(dice.share()) - 1.0) as usize;
        &self.words[rank.min(WORDS - 1)]
    }

    fn name(&self, dice: &mut Dice) -> &str {
        // Some are met often.
        let share = dice.share();
        &self.names[(share * share * self.names.len() as f64) as usize]
    }

    fn phrase(&self, dice: &mut Dice, words: u64) -> String {
        let mut text = String::new();
        for at in 0..words {
            if at > 0 {
                text.push(' ');
            }
            match dice.below(250) {
                0 => write!(text, "**{}**", self.word(dice)),
                1 => write!(text, "[[{}]]", self.name(dice)),
                2 => write!(text, "#{}", dice.pick(&TAGS)),
                3 => write!(text, "[{}](https://example.org/{0})", self.word(dice)),
                4..14 => write!(text, "{},", self.word(dice)),
                _ => write!(text, "{}", self.word(dice)),
            }
            .expect("a text grows");
        }
        text
    }

    fn body(&self, dice: &mut Dice) -> String {
        let mut text = String::new();
        // From 40 to 1,000 words, 260 in the middle of the field.
        let mut left = (40.0 * 25_f64.powf((dice.share() + dice.share()) / 2.0 + 0.09)) as i64;
        while left > 0 {
            let words = 6 + dice.below(14);
            left -= words as i64;
            let phrase = self.phrase(dice, words);
            match dice.below(20) {
                0..2 => write!(text, "\n## {}\n\n", self.phrase(dice, 3)),
                2..4 => writeln!(text, "- [ ] {phrase}"),
                4..8 => writeln!(text, "- {phrase}"),
                8 => write!(text, "\n> {phrase}.\n\n"),
                9 => write!(text, "{}.\n\n", capital(&phrase)),
                _ => write!(text, "{}. ", capital(&phrase)),
            }
            .expect("a text grows");
        }
        text
    }

    fn contact(&self, number: usize, dice: &mut Dice) -> (String, String) {
        let name = &self.names[number];
        let mail = name.to_lowercase().replace(' ', ".");
        let mut text = format!("---\ntype: person\nname: {name}\n");
        let mut line = |line: String| text.push_str(&(line + "\n"));
        line(format!("company: {} Works", capital(self.word(dice))));
        line(format!("role: {}", dice.pick(&ROLES)));
        line(format!("email: {mail}@example.org"));
        if dice.in_thousand(800) {
            line(format!("tags: [{}, {}]", dice.pick(&TAGS), dice.pick(&TAGS)));
        }
        if dice.in_thousand(500) {
            line(format!("cadence: {} weeks", 4 + dice.below(20)));
        }
        text += &format!("---\n\n# {name}\n\n{}", self.body(dice));
        text += "\n\n## Log\n\n";
        let mut day = 10 + dice.below(200);
        for _ in 0..=dice.below(9) {
            let verb = dice.pick(&["sent", "sent", "received", "met"]);
            let (channel, about) = (dice.pick(&CHANNELS), self.phrase(dice, 8));
            text += &format!("- {} {verb} via {channel}: {about}\n", date(day));
            day += 1 + dice.below(60);
        }
        (format!("People/{name}.md"), text)
    }

    fn meeting(&self, number: usize, dice: &mut Dice) -> (String, String) {
        let day = date(dice.below(DAYS));
        let who: Vec<String> =
            (0..=dice.below(3)).map(|_| format!("\"[[{}]]\"", self.name(dice))).collect();
        let title = format!(
            "{} {}",
            dice.pick(&TOPICS),
            self.phrase(dice, 2).replace(['/', '#', '[', ']'], "")
        );
        let mut text = format!("---\ntype: meeting\ndate: {day}\nwith: [{}]\n", who.join(", "));
        text += &format!("via: {}\n---\n\n# {title}\n\n{}", dice.pick(&CHANNELS), self.body(dice));
        (format!("Meetings/{}/{day} {number}.md", &day[..4]), text)
    }
}

fn syllables(dice: &mut Dice, count: usize) -> String {
    let mut word = String::new();
    for _ in 0..count.max(1) {
        word += dice
            .pick(&["b", "br", "d", "f", "gl", "k", "l", "m", "n", "pr", "s", "st", "t", "v", "w"]);
        word += dice.pick(&["a", "ai", "e", "ea", "i", "o", "ou", "u"]);
        word += dice.pick(&["", "l", "n", "r", "s", "th"]);
    }
    word
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// So many days before the first of November 2026, every month of 28 days: close enough.
fn date(days_ago: u64) -> String {
    let days = 2026 * 336 + 10 * 28 - days_ago;
    format!("{:04}-{:02}-{:02}", days / 336, days / 28 % 12 + 1, days % 28 + 1)
}

/// Writes a vault of so many notes into a folder.
///
/// # Errors
/// If the folder cannot be written.
pub fn write(folder: &Path, notes: usize) -> io::Result<()> {
    let people = notes.div_ceil(5);
    let language = Language::new(people);
    let mut dice = Dice(notes as u64 + 1);
    fs::create_dir_all(folder.join("People"))?;
    for year in 2019..=2026 {
        fs::create_dir_all(folder.join(format!("Meetings/{year}")))?;
    }
    for number in 0..notes {
        let (path, text) = if number < people {
            language.contact(number, &mut dice)
        } else {
            language.meeting(number, &mut dice)
        };
        fs::write(folder.join(path), text)?;
    }
    Ok(())
}
