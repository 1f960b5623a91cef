//! The fields of the index: words, and what each dated entry has for itself. What is asked of a note as a
//! whole (its title, its path, its keys) is found in the facts.
//!
//! A note makes one document, and each dated entry in it another one; what stands outside the entries of
//! a note without a day makes one more. Nothing is stored: what is shown
//! comes from the facts and from the note itself.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STRING, Schema, TextFieldIndexing,
    TextOptions,
};

/// Raised whenever the fields, or what is put into them, change. An index of another version is rebuilt.
pub(super) const VERSION: u32 = 4;

/// What stands for any tag at all; none has such a name.
pub(super) const ANY_TAG: &str = "/";

/// The name of the tokenizer of running text.
pub(super) const TEXT: &str = "folded";

/// The name of the column that tells which note a document is of.
pub(super) const NOTE: &str = "note";
/// The name of the column that tells which bytes of the note it was made from.
pub(super) const STAMP: &str = "stamp";
/// The name of the column that tells the note itself (0) from its entries (1, 2 …).
pub(super) const PART: &str = "part";

/// The fields.
#[derive(Debug, Clone)]
pub(super) struct Fields {
    pub schema: Schema,
    /// The note, by a hash of its path.
    pub note: Field,
    /// The first bytes of the hash of its content.
    pub stamp: Field,
    /// 0 for the note itself, else the number of the entry, from 1; after the last one, what stands in none.
    pub part: Field,
    /// `note` and `part` in one, for lists of documents.
    pub key: Field,
    pub title: Field,
    pub people: Field,
    pub headings: Field,
    pub body: Field,
    pub values: Field,
    pub kind: Field,
    /// Each tag and its parents, folded; those in running text only of the part they stand in.
    pub tag: Field,
    pub via: Field,
    pub direction: Field,
    /// The day, as a number of days since the year 1.
    pub day: Field,
    /// 1 for a piece of a note that has its own day or none: an entry, what stands outside all entries,
    /// or the note itself if it is not divided so.
    pub piece: Field,
}

impl Fields {
    pub fn new() -> Self {
        let mut schema = Schema::builder();
        let column = NumericOptions::default().set_indexed().set_fast();
        let text = || {
            let indexing = TextFieldIndexing::default()
                .set_tokenizer(TEXT)
                .set_index_option(IndexRecordOption::WithFreqsAndPositions);
            TextOptions::default().set_indexing_options(indexing)
        };
        let note = schema.add_u64_field(NOTE, column.clone());
        let stamp = schema.add_u64_field(STAMP, FAST);
        let part = schema.add_u64_field(PART, column);
        let key = schema.add_u64_field("key", INDEXED);
        let title = schema.add_text_field("title", text());
        let people = schema.add_text_field("people", text());
        let headings = schema.add_text_field("headings", text());
        let body = schema.add_text_field("body", text());
        let values = schema.add_text_field("values", text());
        let kind = schema.add_text_field("kind", STRING);
        let tag = schema.add_text_field("tag", STRING);
        let via = schema.add_text_field("via", STRING);
        let direction = schema.add_text_field("direction", STRING);
        let day = schema.add_i64_field("day", INDEXED | FAST);
        let piece = schema.add_u64_field("piece", INDEXED);
        let schema = schema.build();
        Self {
            schema,
            note,
            stamp,
            part,
            key,
            title,
            people,
            headings,
            body,
            values,
            kind,
            tag,
            via,
            direction,
            day,
            piece,
        }
    }
}

/// The number of one part of a note, for lists of documents.
pub(super) fn key(note: u64, part: u64) -> u64 {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&note.to_le_bytes());
    bytes[8..].copy_from_slice(&part.to_le_bytes());
    number(&bytes)
}

/// A number made of bytes; two texts share one about never (2⁻⁶⁴).
pub(super) fn number(bytes: &[u8]) -> u64 {
    let hash = blake3::hash(bytes);
    u64::from_le_bytes(hash.as_bytes()[..8].try_into().expect("a hash has 32 bytes"))
}
