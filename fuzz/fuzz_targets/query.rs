//! No text is too odd for a query: the same that the property test of the query room holds.

#![no_main]

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use libfuzzer_sys::fuzz_target;
use rekindle::query::Context;
use rekindle::query::odd::hold;

fuzz_target!(|query: &str| {
    let keys: BTreeSet<String> = ["status", "due", "priority"].map(str::to_owned).into();
    let views = [("old", "last:..90d -tag:work"), ("circle", "view:circle")];
    let views: BTreeMap<String, String> =
        views.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
    let today = NaiveDate::from_ymd_opt(2026, 11, 20).expect("a date");
    hold(query, &Context { today, keys: &keys, views: &views });
});
