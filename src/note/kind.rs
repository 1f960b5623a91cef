//! What a note is about: by its type key, else its tags, else its folder, else its shape. No single sign
//! finds all people, so each rule is on unless switched off.

use super::fields::{Fields, Key, unlink};
use super::value::normal;
use crate::model::text::fold;
use crate::model::{Kind, NotePath, SetAside};
use crate::settings::{KindRule, Settings};

const CONTACT_TYPES: [&str; 5] = ["person", "people", "contact", "contacts", "crmcontact"];
const MEETING_TYPES: [&str; 9] =
    ["meeting", "meetings", "11", "1on1", "call", "interaction", "chat", "coffee", "interview"];
const MESSAGE_TYPES: [&str; 4] = ["message", "email", "outreach", "dm"];
const CONTACT_TAGS: [&str; 4] = ["person", "people", "contact", "contacts"];
const CONTACT_FOLDERS: [&str; 3] = ["people", "contacts", "crm"];
const MEETING_FOLDERS: [&str; 5] = ["meetings", "interactions", "1-1s", "1on1s", "1-on-1s"];
/// Folders inside a contact folder whose notes are about something else.
const OTHER_FOLDERS: [&str; 5] =
    ["companies", "organisations", "organizations", "deals", "projects"];
const TEMPLATE_FOLDERS: [&str; 3] = ["templates", "шаблоны", "模板"];

/// What the rules look at.
pub(super) struct Signs<'a> {
    pub path: &'a NotePath,
    pub fields: &'a Fields,
    pub tags: &'a [String],
    /// The note has a date key with a date in it, or one in its file name.
    pub dated: bool,
    /// The file name is a date and nothing else.
    pub named_by_date: bool,
    /// Somebody is named as taking part, by a key or a section meant for that.
    pub with_people: bool,
    pub settings: &'a Settings,
}

/// The kind of a note, and whether it says *contact* outright.
pub(super) fn decide(signs: &Signs<'_>) -> (Kind, bool) {
    let kinds = &signs.settings.kinds;
    let types = types(signs);
    let says_contact =
        |text: &String| matches!(text.as_str(), "contact" | "contacts" | "crmcontact");
    let tag_roots: Vec<String> =
        signs.tags.iter().map(|tag| normal(tag.split('/').next().unwrap_or(tag))).collect();
    let explicit = (kinds.by_type && types.iter().any(says_contact))
        || (kinds.by_tag && tag_roots.iter().any(says_contact));
    let by_type =
        || types.iter().find_map(|name| kind_of_type(name, signs)).filter(|_| kinds.by_type);
    let by_tag = || kind_of_tags(&tag_roots, signs).filter(|_| kinds.by_tag);
    let by_folder = || kind_of_folder(signs).filter(|_| kinds.by_folder);
    let by_shape = || kind_of_shape(signs).filter(|_| kinds.by_shape);
    let kind = by_type().or_else(by_tag).or_else(by_folder).or_else(by_shape);
    (kind.unwrap_or(Kind::Note), explicit)
}

fn types(signs: &Signs<'_>) -> Vec<String> {
    let fields = signs.fields.all(Key::Type, signs.settings);
    let texts = fields.iter().flat_map(|field| field.value.texts());
    texts
        .flat_map(|text| text.split(','))
        .map(|text| normal(unlink(text).trim_matches('#')))
        .collect()
}

fn is_in(list: &[&str], added: &[String], name: &str) -> bool {
    list.contains(&name) || added.iter().any(|known| normal(known.trim_start_matches('#')) == name)
}

fn kind_of_type(name: &str, signs: &Signs<'_>) -> Option<Kind> {
    let KindRule { types: contact, .. } = &signs.settings.kinds.contact;
    let KindRule { types: meeting, .. } = &signs.settings.kinds.meeting;
    if is_in(&CONTACT_TYPES, contact, name) {
        return Some(Kind::Contact);
    }
    if is_in(&MEETING_TYPES, meeting, name) {
        return Some(Kind::Meeting);
    }
    if MESSAGE_TYPES.contains(&name) {
        let has = |key| !signs.fields.all(key, signs.settings).is_empty();
        return (has(Key::To) || has(Key::From)).then_some(Kind::Message);
    }
    match name {
        "note" => Some(Kind::Note),
        "journal" | "daily" => Some(Kind::Journal),
        _ => None,
    }
}

fn kind_of_tags(tag_roots: &[String], signs: &Signs<'_>) -> Option<Kind> {
    let kinds = &signs.settings.kinds;
    if tag_roots.iter().any(|tag| is_in(&CONTACT_TAGS, &kinds.contact.tags, tag)) {
        return Some(Kind::Contact);
    }
    let meeting = tag_roots.iter().any(|tag| is_in(&MEETING_TYPES, &kinds.meeting.tags, tag));
    let possible = signs.dated && kind_of_folder(signs) != Some(Kind::Contact);
    (meeting && possible).then_some(Kind::Meeting)
}

fn kind_of_folder(signs: &Signs<'_>) -> Option<Kind> {
    let stem = signs.path.stem();
    let own_note = signs.path.folders().next().is_some_and(|folder| fold(&folder) == fold(&stem));
    if own_note || matches!(fold(&stem).as_str(), "readme" | "index") || stem.starts_with('_') {
        return None;
    }
    let kinds = &signs.settings.kinds;
    for folder in signs.path.folders() {
        let (written, bare) = (fold(&folder), bare_name(&folder));
        let is = |known: &[&str], added: &[String]| {
            let is_known = |name: &str| name == written || name == bare;
            known.iter().any(|name| is_known(name))
                || added.iter().any(|name| is_known(&fold(name)))
        };
        if is(&CONTACT_FOLDERS, &kinds.contact.folders) {
            return Some(Kind::Contact);
        }
        if is(&MEETING_FOLDERS, &kinds.meeting.folders) {
            return Some(Kind::Meeting);
        }
        if is(&OTHER_FOLDERS, &[]) {
            return None;
        }
    }
    None
}

fn kind_of_shape(signs: &Signs<'_>) -> Option<Kind> {
    if signs.named_by_date {
        return Some(Kind::Journal);
    }
    (signs.dated && signs.with_people).then_some(Kind::Meeting)
}

/// A folder's name without digits, punctuation and emoji: `03-People` → `people`.
fn bare_name(folder: &str) -> String {
    let letters: String = folder.chars().map(|c| if c.is_alphabetic() { c } else { ' ' }).collect();
    fold(&letters)
}

/// Whether a note counts as nobody and nothing that happened, as far as its path tells.
pub(super) fn set_aside(path: &NotePath, settings: &Settings) -> Option<SetAside> {
    if is_conflict_copy(&path.stem()) {
        return Some(SetAside::ConflictCopy);
    }
    let shown = path.shown();
    let in_folder = |folder: &String| {
        let folder = folder.trim_matches('/');
        !folder.is_empty() && shown.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    };
    let by_name = path.folders().any(|folder| {
        let (written, bare) = (fold(&folder), bare_name(&folder));
        let known = |name: &str| written == name || bare == name;
        TEMPLATE_FOLDERS.iter().any(|name| known(name))
            || settings.kinds.templates.iter().any(|name| known(&fold(name)))
    });
    let template = by_name || settings.kinds.templates.iter().any(in_folder);
    template.then_some(SetAside::Template)
}

/// The names that sync tools give to the losing side: Syncthing, Dropbox, Obsidian Sync and others. A
/// plain ` 2` is told with the note beside it at hand.
fn is_conflict_copy(stem: &str) -> bool {
    let folded = fold(stem);
    folded.contains(".sync-conflict-")
        || folded.contains("conflicted copy")
        || folded.contains("conflict copy")
        || folded.ends_with(".conflict")
        || folded.contains("(conflict")
        || folded.contains("(conflicted")
        || folded.contains("_conflict-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_compared_without_ornaments() {
        let settings = Settings::default();
        let fields = Fields::default();
        let cases = [
            ("People/Maya.md", Kind::Contact),
            ("03-People/Maya.md", Kind::Contact),
            ("👥 People/Work/Maya.md", Kind::Contact),
            ("CRM/Contacts/Maya.md", Kind::Contact),
            ("People/Companies/Acme.md", Kind::Note),
            ("Projects/People/Maya.md", Kind::Contact),
            ("CRM/Meetings/Talk.md", Kind::Meeting),
            ("1-1s/Maya.md", Kind::Meeting),
            ("People/People.md", Kind::Note),
            ("People/README.md", Kind::Note),
            ("People/_index.md", Kind::Note),
            ("Peoples/Maya.md", Kind::Note),
            ("Maya.md", Kind::Note),
        ];
        for (path, expected) in cases {
            let path = NotePath::new(path);
            let signs = Signs {
                path: &path,
                fields: &fields,
                tags: &[],
                dated: false,
                named_by_date: false,
                with_people: false,
                settings: &settings,
            };
            assert_eq!(decide(&signs), (expected, false), "{path}");
        }
    }

    #[test]
    fn conflict_copies_and_templates_are_known_by_their_path() {
        let mut settings = Settings::default();
        settings.kinds.templates.push("Meta/Blanks".to_owned());
        let cases = [
            ("People/Maya.sync-conflict-20260101-120000-ABCDEFG.md", Some(SetAside::ConflictCopy)),
            ("People/Maya (Ann's conflicted copy 2026-01-01).md", Some(SetAside::ConflictCopy)),
            ("Templates/Person.md", Some(SetAside::Template)),
            ("x/_templates/Person.md", Some(SetAside::Template)),
            ("Meta/Blanks/Person.md", Some(SetAside::Template)),
            ("Meta/Blanks2/Person.md", None),
            ("People/Maya 2.md", None),
        ];
        for (path, expected) in cases {
            assert_eq!(set_aside(&NotePath::new(path), &settings), expected, "{path}");
        }
    }
}
