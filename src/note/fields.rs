//! Every key that a note's front matter may have, its spellings, and how its value is read. One table:
//! a new spelling is a word in it.

use std::borrow::Cow;

use super::value::{Field, Value, normal};
use crate::model::Keys;
use crate::settings::Settings;

/// What a key means, and its spellings. The first spelling with a usable value wins.
pub(super) use table::Key;

mod table {
    macro_rules! table {
        ($($(#[$free:ident])? $variant:ident = $name:literal: $($spelling:literal)*;)+) => {
            /// What a key means.
            #[derive(Debug, Clone, Copy, PartialEq, Eq)]
            pub(in crate::note) enum Key { $(#[allow(missing_docs)] $variant),+ }

            impl Key {
                /// Every key.
                pub const ALL: &[Self] = &[$(Self::$variant),+];

                /// Its spellings as `normal` leaves them, in order of preference.
                pub fn spellings(self) -> &'static [&'static str] {
                    match self { $(Self::$variant => &[$($spelling),*]),+ }
                }

                /// The name under which settings add spellings.
                pub fn name(self) -> &'static str {
                    match self { $(Self::$variant => $name),+ }
                }

                /// Whether the value is running text, in which ` #` begins no comment.
                pub fn is_free_text(self) -> bool {
                    match self { $(Self::$variant => table!(@free $($free)?)),+ }
                }
            }
        };
        (@free free) => { true };
        (@free) => { false };
    }

    table! {
        Type = "type": "type" "kind" "category" "categories" "class" "fileclass" "notetype" "entitytype";
        Tags = "tags": "tags" "tag";
        #[free] Title = "title": "title";
        #[free] Name = "name": "name" "fullname" "displayname" "fn" "nfn";
        FirstName = "first_name": "firstname" "givenname";
        LastName = "last_name": "lastname" "familyname" "surname";
        Aliases = "aliases": "aliases" "alias" "aka" "nickname" "nicknames";
        #[free] Organisation = "organisation":
            "company" "companies" "org" "orgs" "organization" "organizations" "organisation"
            "organisations" "employer" "employers" "affiliation" "affiliations";
        #[free] Role = "role": "role" "jobtitle" "position" "occupation";
        Email = "email": "email" "emails" "mail" "emailaddress" "emailaddresses";
        Phone = "phone": "phone" "phones" "mobile" "cell" "tel" "telephone";
        Links = "links": "linkedin" "twitter" "github" "website" "url" "socials";
        Birthday = "birthday": "birthday" "birthdate" "bday" "dob" "born";
        IntroducedBy = "introduced_by": "introducedby" "referredby" "introby" "connectedby";
        #[free] Met = "met": "howwemet" "metat" "metcontext" "firstmet" "datemet";
        LastContact = "last_contact":
            "lastcontact" "lastcontacted" "lastcontactdate" "datelastcontacted" "lasttouch"
            "lasttouched" "lastinteraction" "lastmet" "lastspoke" "lastspoken" "lasttalked" "lastchat"
            "lastengagement";
        Cadence = "cadence":
            "cadence" "contactfrequency" "frequency" "checkin" "interval" "followupdays"
            "contactcadence" "followupcadence" "cadencedays" "contactcadencedays";
        #[free] NextStep = "next_step":
            "followup" "nextcontact" "nextfollowup" "followupdate" "nexttouch" "nextstep";
        With = "with":
            "with" "attendees" "participants" "people" "who" "members" "invitees" "attendee"
            "participant";
        From = "from": "from";
        To = "to": "to";
        Cc = "cc": "cc";
        Date = "date": "date" "when" "meetingdate" "datetime" "day" "start" "starttime";
        Created = "created": "created" "datecreated" "createdat";
        Time = "time": "time";
        #[free] Interests = "interests": "interests" "interest";
        Level = "level": "level" "seniority";
        Years = "years": "yearsinthefield" "yearsinfield" "yearsofexperience" "yearsexperience" "years";
        Warmth = "warmth": "warmth";
        Central = "central": "central";
        Priority = "priority": "priority";
        #[free] Location = "location": "location" "city" "place";
        Timezone = "timezone": "timezone";
        Status = "status": "status";
        PausedUntil = "paused_until": "pauseduntil" "pauseuntil" "snooze" "snoozeuntil" "snoozeduntil";
        FollowUpAfter = "follow_up_after": "followupafter";
        MaxMessages = "max_messages": "maxmessages";
        Outreach = "outreach": "outreach";
        Via = "via": "via" "channel" "medium";
        Duration = "duration": "duration";
        MeetingKind = "meeting_kind": "kindofmeeting" "meetingkind" "meetingtype";
        Thanks = "thanks": "thanks";
        #[free] Questions = "questions": "questions";
        Direction = "direction": "direction";
    }
}

/// The keys that alone make a dated note a meeting.
pub(super) const TAKING_PART: [&str; 6] =
    ["with", "attendees", "participants", "invitees", "attendee", "participant"];

/// Whether a key as [`normal`] leaves it holds running text.
pub(super) fn is_free_text(name: &str) -> bool {
    Key::ALL.iter().any(|key| key.is_free_text() && key.spellings().contains(&name))
}

/// Whether a key as [`normal`] leaves it is in the table or the settings.
pub(super) fn is_known(name: &str, settings: &Settings) -> bool {
    let added = || settings.keys.values().flatten().any(|spelling| normal(spelling) == name);
    Key::ALL.iter().any(|key| key.spellings().contains(&name)) || added()
}

/// The fields of a note: those of the front matter, then those of the body that stand in for it.
#[derive(Debug, Default)]
pub(super) struct Fields {
    /// Front matter first; a later source supplies only what an earlier one lacks.
    pub sources: Vec<Vec<Field>>,
}

impl Fields {
    /// What `read` makes of the first field that has it: sources in order, spellings in the order of
    /// the table, then those of the settings.
    pub fn first<T>(
        &self,
        key: Key,
        settings: &Settings,
        read: impl FnMut(&Field) -> Option<T>,
    ) -> Option<T> {
        let mut fields = self.all(key, settings).into_iter();
        fields.find_map(read)
    }

    /// Every key with its values; those of a map also under both names, for `[address.city:Basel]`.
    pub fn keys(&self) -> Keys {
        let mut keys: Vec<(Cow<'_, str>, Vec<&str>)> = Vec::new();
        for field in self.sources.iter().flatten() {
            keys.push((field.name.as_str().into(), field.value.texts()));
            if let Value::Map(pairs) = &field.value {
                let below = pairs
                    .iter()
                    .filter_map(|(key, value)| Some((field.below(key)?.into(), value.texts())));
                keys.extend(below);
            }
        }
        Keys::new(keys.iter().map(|(key, values)| (key.as_ref(), values.clone())))
    }

    /// Every field of a key that is not blank, in order of preference.
    pub fn all(&self, key: Key, settings: &Settings) -> Vec<&Field> {
        let added = settings.keys.get(key.name()).map(Vec::as_slice).unwrap_or_default();
        let added: Vec<String> = added.iter().map(|spelling| normal(spelling)).collect();
        let spellings = key.spellings().iter().copied().chain(added.iter().map(String::as_str));
        let mut found = Vec::new();
        for source in &self.sources {
            for spelling in spellings.clone() {
                found.extend(
                    source.iter().filter(|field| field.name == spelling && !field.value.is_blank()),
                );
            }
        }
        found
    }

    /// The first text of a key, brackets of a link taken off.
    pub fn text(&self, key: Key, settings: &Settings) -> Option<String> {
        self.first(key, settings, |field| match &field.value {
            Value::Map(_) => None,
            value => value.texts().first().map(|text| unlink(text)),
        })
        .filter(|text| !text.is_empty())
    }

    /// The texts of the first field of a key: a list, or text with commas between.
    pub fn texts(&self, key: Key, settings: &Settings) -> Vec<String> {
        let texts = self.first(key, settings, |field| {
            let texts = field.value.texts();
            let split = texts.iter().flat_map(|text| split_list(text));
            let texts: Vec<String> = split.map(unlink).filter(|text| !text.is_empty()).collect();
            (!texts.is_empty()).then_some(texts)
        });
        texts.unwrap_or_default()
    }
}

/// Splits at commas and semicolons outside links.
pub(super) fn split_list(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut depth) = (0, 0_i32);
    for (at, c) in text.char_indices() {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            ',' | ';' if depth <= 0 => {
                parts.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(text[start..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}

/// `[[People/Maya Chen|Maya]]` → `Maya`; other text stays as it is.
pub(super) fn unlink(text: &str) -> String {
    let inner = text.trim().trim_matches('"').trim();
    let Some(inner) = inner.strip_prefix("[[").and_then(|text| text.strip_suffix("]]")) else {
        return inner.to_owned();
    };
    if inner.contains("]]") {
        return text.trim().to_owned();
    }
    let shown = inner.rsplit('|').next().unwrap_or(inner);
    let shown = if inner.contains('|') { shown } else { shown.rsplit('/').next().unwrap_or(shown) };
    shown.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_spelling_stands_for_two_keys_and_all_are_normal() {
        let mut seen = std::collections::HashSet::new();
        for key in Key::ALL {
            for spelling in key.spellings() {
                assert_eq!(normal(spelling), *spelling);
                assert!(seen.insert(*spelling), "{spelling} stands twice");
            }
        }
    }

    #[test]
    fn links_are_taken_off_texts() {
        let cases = [
            ("[[People/Maya Chen|Maya]]", "Maya"),
            ("[[People/Maya Chen]]", "Maya Chen"),
            (" \"[[Acme]]\" ", "Acme"),
            ("[[]]", ""),
            ("Acme", "Acme"),
            ("[[A]] and [[B]]", "[[A]] and [[B]]"),
        ];
        for (text, expected) in cases {
            assert_eq!(unlink(text), expected, "{text}");
        }
    }
}
