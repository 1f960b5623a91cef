use super::super::value::Value;
use super::*;

/// The keys, the line of the body and the codes of the problems.
fn read_text(text: &str) -> (Vec<(String, Value)>, u32, Vec<(&'static str, u32)>) {
    let mut problems = Vec::new();
    let found = read(text, &mut problems);
    let fields = found.fields.into_iter().map(|field| (field.key, field.value)).collect();
    let problems = problems.iter().map(|problem| (problem.code.as_str(), problem.line)).collect();
    (fields, found.body_line, problems)
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn texts(items: &[&str]) -> Value {
    Value::List(items.iter().map(|item| text(item)).collect())
}

fn value_of(line: &str) -> Value {
    let (fields, _, problems) = read_text(&format!("---\n{line}\n---\n"));
    assert_eq!(problems, [], "{line}");
    assert_eq!(fields.len(), 1, "{line}: {fields:?}");
    fields.into_iter().next().expect("one field").1
}

#[test]
fn values_stay_as_they_were_typed() {
    let cases = [
        ("name: Maya Chen", text("Maya Chen")),
        ("phone: 0049 170", text("0049 170")),
        ("phone: 0170123", text("0170123")),
        ("phone: +49170123", text("+49170123")),
        ("phone: [0170, 0171]", texts(&["0170", "0171"])),
        ("phone:\n  - 0170\n  - 0171", texts(&["0170", "0171"])),
        ("thanks: no", text("no")),
        ("central: true # yes", text("true")),
        ("start: 09:30", text("09:30")),
        ("with: [[Maya Chen]]", text("[[Maya Chen]]")),
        ("with: [[People/Maya Chen|Maya]]", text("[[People/Maya Chen|Maya]]")),
        ("with: [ [[Maya]], [[Tom]] ]", text("[ [[Maya]], [[Tom]] ]")),
        ("with: [\"[[Maya]]\", Tom]", texts(&["[[Maya]]", "Tom"])),
        ("with:\n- [[Maya]]\n- Tom", texts(&["[[Maya]]", "Tom"])),
        ("place: [[City, [[ST]]]]", text("[[City, [[ST]]]]")),
        ("tags: #work", text("#work")),
        ("tags:\n  - #work\n  - home", texts(&["#work", "home"])),
        ("tags: # none yet", Value::Null),
        ("role: Editor #1", text("Editor #1")),
        ("cadence: 6w # for now", text("6w")),
        ("met: |\n  at the fair\n  in May", text("at the fair\nin May\n")),
        ("\"full name\": Maya", text("Maya")),
    ];
    for (line, value) in cases {
        assert_eq!(value_of(line), value, "{line}");
    }
}

#[test]
fn a_line_that_is_not_yaml_costs_no_other_line() {
    let cases = [
        ("telegram: @maya", text("@maya")),
        ("note: met: at the fair", text("met: at the fair")),
        ("with: [[Maya]], [[Tom]]", text("[[Maya]], [[Tom]]")),
        ("with: [[Maya]]'s cousin", text("[[Maya]]'s cousin")),
        ("title: \"x\" by y", text("\"x\" by y")),
        ("star: *b*", text("*b*")),
        ("tags: [a, b", text("[a, b")),
    ];
    for (line, value) in cases {
        let source = format!("---\ncadence: 6w\n{line}\nemail: maya@example.org\n---\n");
        let (fields, body_line, problems) = read_text(&source);
        let values: Vec<&Value> = fields.iter().map(|(_, value)| value).collect();
        assert_eq!(values, [&text("6w"), &value, &text("maya@example.org")], "{line}");
        assert_eq!(body_line, 6, "{line}");
        assert_eq!(problems.len(), 1, "{line}: {problems:?}");
    }
}

#[test]
fn the_block_is_found_in_whatever_state_it_is() {
    let cases: [(&str, &[&str], u32, &[(&str, u32)]); 16] = [
        ("", &[], 1, &[]),
        ("---", &[], 1, &[]),
        ("---\n---\n", &[], 3, &[]),
        ("---\n# only a comment\n---\nbody", &[], 4, &[]),
        ("---\na: 1\n...\nbody", &["a"], 4, &[]),
        ("---\na: 1\n---  \nbody\n---\n", &["a"], 4, &[]),
        ("--- \na: 1\n---", &["a"], 4, &[]),
        ("\n\n---\na: 1\n---\n", &["a"], 6, &[("front-matter-late", 1)]),
        ("---\na: 1\nb: 2\n\nbody: text", &["a", "b"], 4, &[("front-matter-unclosed", 1)]),
        ("---\na: 1\n-->", &["a"], 3, &[("front-matter-unclosed", 1)]),
        ("---\na: 1\n\u{1}\nbody", &["a"], 3, &[("front-matter-unclosed", 1)]),
        ("---\nA page that opens with a rule: so.\n\n---\nmore", &[], 1, &[]),
        ("---\nplain words\n---\nmore", &[], 1, &[]),
        ("---\na: 1\n---\n---\na: 2\nb: 3\n---\n", &["a", "b"], 8, &[("front-matter-twice", 4)]),
        ("---\na: 1\n---\n---\nprose\n---\n", &["a"], 4, &[]),
        ("---\na: 1\na: 2\n---\n", &["a"], 5, &[("key-twice", 3)]),
    ];
    for (source, keys, body_line, problems) in cases {
        let (fields, line, found) = read_text(source);
        let found_keys: Vec<&str> = fields.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(
            (found_keys.as_slice(), line, found.as_slice()),
            (keys, body_line, problems),
            "{source:?}"
        );
    }
}

#[test]
fn placeholders_make_a_template() {
    for source in [
        "---\ndate: {{date}}\n---\n",
        "---\ndate: <% tp.file.date %>\n---\n",
        "<%* await x %>\n---\ntype: person\n---\n",
    ] {
        let mut problems = Vec::new();
        assert!(read(source, &mut problems).template, "{source}");
        assert_eq!(problems, [], "{source}");
    }
    assert!(!read("---\na: 1\n---\n{{date}}", &mut Vec::new()).template);
}

#[test]
fn json_between_the_lines_is_read() {
    let (fields, body_line, problems) = read_text("---\n{\"type\": \"person\", \"age\": 3}\n---\n");
    assert_eq!(fields, [("type".to_owned(), text("person")), ("age".to_owned(), text("3"))]);
    assert_eq!((body_line, problems.len()), (4, 0));
}

#[test]
fn what_would_drown_the_parser_never_reaches_it() {
    let deep = format!("---\nname: Maya\nx: {}\n---\n", "[".repeat(100_000));
    let large = format!("---\nname: Maya\nx: {}\n---\n", "y".repeat(100_000));
    let bomb = "---\nname: Maya\na: &a [x, x]\nb: &b [*a, *a]\n---\n".to_owned();
    for source in [deep, large, bomb] {
        let (fields, _, problems) = read_text(&source);
        assert_eq!(fields[0], ("name".to_owned(), text("Maya")));
        assert_eq!(problems, [("front-matter-bounds", 2)]);
    }
}

#[test]
fn an_error_names_the_line_and_column_in_the_file() {
    let mut problems = Vec::new();
    read("---\nname: Maya\ntelegram: @maya\n---\n", &mut problems);
    let problem = &problems[0];
    assert_eq!((problem.line, problem.column), (3, 11));
}

#[test]
fn signs_that_end_a_line_for_yaml_alone_move_no_place() {
    for sign in ['\u{2028}', '\u{2029}', '\u{85}'] {
        let mut problems = Vec::new();
        read(&format!("---\nrole: a{sign}b\ntelegram: @maya\n---\n"), &mut problems);
        let places: Vec<_> =
            problems.iter().map(|problem| (problem.line, problem.column)).collect();
        assert_eq!(places, [(3, 1)], "{sign:?}");
    }
    let mut problems = Vec::new();
    read("---\n(\u{2028}type: person\n#\n---\n", &mut problems);
    assert!(problems.iter().all(|one| (one.line, one.column) <= (2, 15)), "{problems:?}");
}

#[test]
fn an_error_found_at_the_end_is_told_on_the_last_line() {
    let mut problems = Vec::new();
    read("---\nname: \"Maya\n", &mut problems);
    let places: Vec<_> =
        problems.iter().map(|problem| (problem.code.as_str(), problem.line)).collect();
    assert_eq!(places, [("front-matter-yaml", 2), ("front-matter-unclosed", 1)]);
}

#[test]
fn a_value_says_where_it_stands() {
    let text = "---\nname: Maya\n\"last contact\":   2026-11-02\nwith: [Zoë, \"Tom B\" , 'Tom']\naliases:\n  - M\n  -   Mei\nrole: |\n  Head\nempty:\n---\n";
    let places = |text: &str| {
        let fields = read(text, &mut Vec::new()).fields.into_iter().map(|field| {
            let items: Vec<String> =
                field.items.iter().map(|at| format!(" {}:{}", at.line, at.column)).collect();
            format!("{} {}:{}{}", field.name, field.at.line, field.at.column, items.concat())
        });
        fields.collect::<Vec<_>>().join("; ")
    };
    assert_eq!(
        places(text),
        "name 2:7; lastcontact 3:19; with 4:7 4:8 4:14 4:24; aliases 5:1 6:5 7:7; role 8:7; empty 10:1"
    );
    // What is not there as it is typed is not guessed, nor what comes after it.
    assert_eq!(places("---\nwith: [a, \"b\\tc\", d]\n---\n"), "with 2:7 2:8");
    assert_eq!(places("---\n  name: Maya\n  with: [a]\n---\n"), "name 2:9; with 3:9 3:10");
}
