//! The JSON Schemas that come with the program: what every command really answers, on the sample and on
//! hostile notes, is what they say, and nothing besides.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::safety::hostile;
use crate::vault::{TestVault, items};

/// Every command that answers in JSON.
const COMMANDS: [&[&str]; 24] = [
    &[],
    &["today"],
    &["quiet", "--all"],
    &["quiet", "--heard"],
    &["unanswered", "--all"],
    &["owed", "--all"],
    &["owed", "--theirs"],
    &["search", "storage"],
    &["search", "storage", "--each", "--context"],
    &["search", "*"],
    &["search", "--explain", "with:{tag:energy} date:2026 night"],
    &["who", "storage"],
    &["who", "a*", "--all"],
    &["check", "--strict"],
    &["tree", "--all"],
    &["stats"],
    &["stats", "--weeks", "60"],
    &["index"],
    &["config"],
    &["paths"],
    &["daemon", "status"],
    &["show", "PERSON"],
    &["why", "PERSON"],
    &["prep", "PERSON"],
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas")
}

/// The schema of an answer that names itself `rekindle.quiet/1`.
fn schema(name: &str) -> Value {
    let file = folder().join(format!("{}.json", name.replace('/', ".")));
    let text =
        fs::read_to_string(&file).unwrap_or_else(|_| panic!("{} is missing", file.display()));
    serde_json::from_str(&text).expect("a schema is JSON")
}

/// What a value breaks of a schema, each with its place. Strict: an object has no properties but those
/// that are named, and a word of the schema that is not known here is a fault of the schema.
fn faults(value: &Value, schema: &Value, root: &Value, at: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut fault = |what: String| found.push(format!("{at}: {what}"));
    let number = |rule: &Value| rule.as_f64().expect("a number");
    let list = |rule: &'_ Value| -> Vec<Value> { rule.as_array().expect("a list").clone() };
    let mut below = Vec::new();
    for (word, rule) in schema.as_object().expect("a schema is an object") {
        match word.as_str() {
            "$schema" | "$id" | "$defs" | "title" | "description" => {}
            "$ref" => {
                let name = rule.as_str().and_then(|name| name.strip_prefix("#/$defs/"));
                below.extend(faults(value, &root["$defs"][name.expect("a name")], root, at));
            }
            "type" => {
                let types = rule.as_array().cloned().unwrap_or_else(|| vec![rule.clone()]);
                if !types.iter().any(|kind| is_of(value, kind.as_str().expect("a word"))) {
                    fault(format!("{value} is no {rule}"));
                }
            }
            "enum" if !list(rule).contains(value) => fault(format!("{value} is none of {rule}")),
            "const" if rule != value => fault(format!("{value} is not {rule}")),
            "enum" | "const" => {}
            "anyOf" => {
                let tried = list(rule).into_iter().map(|rule| faults(value, &rule, root, at));
                let tried: Vec<Vec<String>> = tried.collect();
                if tried.iter().all(|faults| !faults.is_empty()) {
                    below.extend(tried.into_iter().flatten());
                }
            }
            "minimum" if value.as_f64().is_some_and(|n| n < number(rule)) => {
                fault(format!("{value} is less than {rule}"));
            }
            "maximum" if value.as_f64().is_some_and(|n| n > number(rule)) => {
                fault(format!("{value} is more than {rule}"));
            }
            "minItems" if value.as_array().is_some_and(|all| (all.len() as f64) < number(rule)) => {
                fault(format!("fewer than {rule}"));
            }
            "maxItems" if value.as_array().is_some_and(|all| (all.len() as f64) > number(rule)) => {
                fault(format!("more than {rule}"));
            }
            "minimum" | "maximum" | "minItems" | "maxItems" => {}
            "pattern" => {
                let pattern = regex::Regex::new(rule.as_str().expect("a text")).expect("a pattern");
                if value.as_str().is_some_and(|text| !pattern.is_match(text)) {
                    fault(format!("{value} is not like {rule}"));
                }
            }
            "items" => {
                for (number, item) in value.as_array().into_iter().flatten().enumerate() {
                    below.extend(faults(item, rule, root, &format!("{at}[{number}]")));
                }
            }
            "required" => {
                for name in list(rule) {
                    let name = name.as_str().expect("a name").to_owned();
                    if value.as_object().is_some_and(|object| !object.contains_key(&name)) {
                        fault(format!("{name} is missing"));
                    }
                }
            }
            "properties" => {
                for (name, inner) in value.as_object().unwrap_or(&Map::new()) {
                    match rule.get(name) {
                        Some(rule) => {
                            below.extend(faults(inner, rule, root, &format!("{at}.{name}")));
                        }
                        None => fault(format!("nothing is said of {name}")),
                    }
                }
            }
            _ => fault(format!("the schema says {word}, which means nothing here")),
        }
    }
    found.extend(below);
    found
}

fn is_of(value: &Value, kind: &str) -> bool {
    match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => panic!("{kind} is no type"),
    }
}

/// Holds an answer to its schema, and gives the name of it.
fn held(answer: &Value, asked: &[&str]) -> String {
    let name = answer["schema"].as_str().expect("an answer says what it is");
    let schema = schema(name);
    assert_eq!(faults(answer, &schema, &schema, name), [""; 0], "{asked:?}");
    name.to_owned()
}

#[test]
fn every_answer_is_what_its_schema_says_and_every_schema_is_used() {
    let broken = TestVault::new(
        "
        === People/Ada.md
        ---
        name: @x
        introduced_by: Bo
        birthday: 2026-02-30
        paused_until: whenever
        level: senior
        years: many
        ---
        - 2026-01-10 met
        - 2026-13-40 met
        - [ ] send it

        === People/Bo.md
        - 2026-11-30 scheduled via call
        - 2026-11-02 sent via email: a question

        === Meetings/2026-11-21 Ada.md
        with: Ada
    ",
    );
    let vaults = [
        (TestVault::sample(), &["maya", "noor", "zoë", "callum", "amara"][..]),
        (hostile(), &["ada", "bo", "cy"]),
        (broken, &["ada", "bo"]),
        (TestVault::empty(), &[]),
    ];
    let mut used = BTreeSet::new();
    for (vault, people) in &vaults {
        for command in COMMANDS {
            let people = if command.contains(&"PERSON") { people } else { &["none"][..] };
            for person in people {
                for day in ["2026-11-20", "2026-11-18", "2020-01-01", "2030-01-01"] {
                    let asked =
                        command.iter().map(|word| if *word == "PERSON" { person } else { word });
                    let asked: Vec<&str> = asked.copied().chain(["--today", day]).collect();
                    used.insert(held(&vault.json(&asked), &asked));
                }
            }
        }
    }
    let files = fs::read_dir(folder()).expect("the schemas are there").flatten();
    let names: BTreeSet<String> = files
        .map(|file| file.file_name().into_string().expect("text"))
        .map(|name| name.trim_end_matches(".json").replacen(".1", "/1", 1))
        .collect();
    assert_eq!(used, names);
}

#[test]
#[cfg(unix)]
fn a_name_that_is_not_utf_8_is_told_in_bytes_too() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let vault = TestVault::new("=== People/Bo.md\nintroduced_by: Ad\n");
    let path = vault.root().join(OsStr::from_bytes(b"People/Ad\xff.md"));
    let text = "- 2026-01-10 met\n- [ ] send it\n- 2026-02-30 met\n## Questions\n- why?\n";
    fs::write(path, text).expect("it can be written");
    for command in
        ["quiet", "owed", "check", "search *", "show ad", "why ad", "prep ad", "tree --all"]
    {
        let asked: Vec<&str> = command.split(' ').chain(["--today", "2026-03-20"]).collect();
        let answer = vault.json(&asked);
        held(&answer, &asked);
        assert!(
            answer.to_string().contains("\"path_hex\":\"50656f706c652f4164ff2e6d64\""),
            "{answer}"
        );
    }
}

#[test]
fn what_is_wrong_is_found() {
    let good = TestVault::sample().json(&["quiet", "--today", "2026-11-20"]);
    let schema = schema("rekindle.quiet/1");
    let wrong = |change: fn(&mut Value)| {
        let mut answer = good.clone();
        change(&mut answer);
        faults(&answer, &schema, &schema, "").len()
    };
    assert!(!items(&good).is_empty());
    assert_eq!(wrong(|_| ()), 0);
    assert_eq!(wrong(|answer| answer["new"] = Value::Null), 1);
    assert_eq!(wrong(|answer| answer["items"][0]["state"] = "bored".into()), 1);
    assert_eq!(wrong(|answer| answer["items"][0]["silence_days"] = (-1).into()), 1);
    assert_eq!(wrong(|answer| answer["items"][0]["silence_days"] = 1.5.into()), 1);
    assert_eq!(wrong(|answer| answer["today"] = "20.11.2026".into()), 1);
    assert_eq!(wrong(|answer| answer["items"][0]["last"] = 3.into()), 2);
    let without =
        |answer: &mut Value| drop(answer["notes"].as_object_mut().expect("notes").remove("new"));
    assert_eq!(wrong(without), 1);
}
