//! What stands before a colon or in brackets: fields, keys, links, saved queries, and what is none of these.

use super::*;

#[test]
fn fields() {
    check(&[
        ("with:maya", "(with maya)"),
        ("with:\"Maya Chen\"", "(with \"Maya Chen\")"),
        ("with:“Maya Chen” lunch", "(and (with \"Maya Chen\") lunch)"),
        ("with:\"Maya Chen", "(and (with Maya) Chen)"),
        ("with:maya@example.org", "(with maya@example.org)"),
        ("With:Maya KIND:Meeting", "(and (with Maya) (kind meeting))"),
        ("with:a with:b", "(and (with a) (with b))"),
        ("kind:contact", "(kind contact)"),
        ("kind:meeting|kind:message", "(or (kind meeting) (kind message))"),
        ("kind:journal kind:\"note\"", "(and (kind journal) (kind note))"),
        ("tag:work", "(tag work)"),
        ("tag:#work/energy/", "(tag work/energy)"),
        ("#work", "(tag work)"),
        ("#work/energy-2_a", "(tag work/energy-2_a)"),
        ("#📚", "(tag 📚)"),
        ("#42 # ## #a, C#", "(and #42 # ## #a, C#)"),
        ("via:email", "(via email)"),
        ("via:\"in person\"", "(via \"in person\")"),
        ("dir:out dir:In dir:both", "(and (dir out) (dir in) (dir both))"),
        ("date:2026-11", "(date 2026-11-01..2026-11-30)"),
        ("date:..2w", "(date ..2026-11-06)"),
        ("date:\"last month\"", "(date 2026-10-01..2026-10-31)"),
        ("date:2026-01..2026-03", "(date 2026-01-01..2026-03-31)"),
        ("after:2026-11", "(date 2026-11-01..)"),
        ("before:2026-11", "(date ..2026-10-31)"),
        ("battery date:2025-03", "(and battery (date 2025-03-01..2025-03-31))"),
        (
            "(kind:meeting OR via:email) -\"rate card\" solar* after:monday",
            "(and (or (kind meeting) (via email)) (not (phrase rate card)) (prefix solar) \
             (date 2026-11-16..))",
        ),
    ]);
}

#[test]
fn everything_else_is_text() {
    check(&[
        ("10:30", "10:30"),
        ("https://x.y/z?q=1", "https://x.y/z?q=1"),
        ("https://en.wikipedia.org/wiki/Foo_(bar)", "\"https://en.wikipedia.org/wiki/Foo_(bar)\""),
        ("re: proposal", "(and re: proposal)"),
        ("re:proposal", "re:proposal"),
        ("re:\"rate card\"", "(and re: (phrase rate card))"),
        ("-re:\"rate card\"", "(not (and re: (phrase rate card)))"),
        ("[[Bob Ross]]", "(link \"Bob Ross\")"),
        ("[[People/Maya Chen#Log|Maya]]", "(link \"People/Maya Chen\")"),
        ("[[]] [[a", "[[a"),
        ("stage:open", "stage:open"),
        ("[stage:open]", "[stage:open]"),
        ("[stage:two words] [ ] [x] [1]", "(and [stage:two words] [ ] [x] [1])"),
        ("[text](https://x.y) a[1]", "(and \"[text](https://x.y)\" a[1])"),
        ("-work", "(not work)"),
        ("C++", "C++"),
        ("R&D", "R&D"),
        ("50%", "50%"),
        ("(unclosed", "unclosed"),
        ("\"open quote", "(and 'open quote)"),
        ("\"open with:maya", "(and 'open (with maya))"),
        ("6\" pipe", "(and 6' pipe)"),
        ("a:b:c", "a:b:c"),
        ("-", "-"),
        ("--", "--"),
        ("a - b", "(and a - b)"),
        ("--flag -> x -> -- -)", "(and --flag -> x -> -- \"-)\")"),
        (")", "\")\""),
        ("a) b", "(and \"a)\" b)"),
        ("smile :) :(", "(and smile \":)\" \":(\")"),
        ("f(x) + g(x)", "(and \"f(x)\" + \"g(x)\")"),
        (
            "well-known maya@example.org +49-30 @maya ~/notes",
            "(and well-known maya@example.org +49-30 @maya ~/notes)",
        ),
        ("before: with:", "(and before: with:)"),
        ("C:\\x std::io :x x: 7:a", "(and C:\\x std::io :x x: 7:a)"),
        ("/a.*b/ a^2 b~1 {x TO y} \\", "(and /a.*b/ a^2 b~1 {x TO y} \\)"),
        ("titel:(a b)", "(and \"titel:(a\" \"b)\")"),
        ("{a} a}", "(and {a} a})"),
    ]);
}

#[test]
fn what_looks_like_a_field_is_told() {
    let cases: [(&str, &[&str]); 13] = [
        ("10:30 https://x.y re: C:\\x std::io \"a:b\" [[a:b]]", &[]),
        ("[a:b]", &["[a] is no key here and is searched as text"]),
        (
            "[statsu:b]",
            &["[statsu] is no key here and is searched as text; did you mean [status]?"],
        ),
        ("statsu:b", &["statsu: is no field here and is searched as text; did you mean status:?"]),
        ("a or b", &["or is searched as a word; OR in capitals means either"]),
        ("or b (or) a or", &[]),
        ("re:proposal", &["re: is no field here and is searched as text"]),
        ("-(re:\"rate card\")", &["re: is no field here and is searched as text"]),
        (
            "a:b:c d:e",
            &[
                "a: is no field here and is searched as text",
                "d: is no field here and is searched as text",
            ],
        ),
        ("Wth:maya", &["Wth: is no field here and is searched as text; did you mean with:?"]),
        ("kinds:note", &["kinds: is no field here and is searched as text; did you mean kind:?"]),
        ("before: x", &["before: has no value attached and is searched as text"]),
        ("kind:note", &[]),
    ];
    for (query, expected) in cases {
        let parsed = parsed(query).expect("a query");
        let notes: Vec<String> = parsed.taken_as_text.iter().map(ToString::to_string).collect();
        assert_eq!(notes, expected, "{query}");
        for taken in parsed.taken_as_text {
            assert_eq!(query[taken.span], taken.name, "{query}");
        }
    }
}

#[test]
fn places() {
    check(&[
        ("title:maya", "(title maya)"),
        ("title:\"rate card\" body:prop*", "(and (title (phrase rate card)) (body (prefix prop)))"),
        ("title:(a b)", "(title (and a b))"),
        ("-title:(a OR -\"b c\")", "(not (title (or a (not (phrase b c)))))"),
        ("section:(grid storage) x", "(and (section (and grid storage)) x)"),
        ("section:(a (b | c)", "(section (and a (or b c)))"),
        ("section:(#a [b] [[c/d|e]] f:g)", "(section (and #a [b] d f:g))"),
        ("task-todo:call Task-Done:call", "(and (task-todo call) (task-done call))"),
        ("path:People/ file:2026-08*", "(and (path People/) (file (prefix 2026-08)))"),
        ("org:acme role:\"head of\"", "(and (org acme) (role (phrase head of)))"),
    ]);
}

#[test]
fn states_and_days() {
    check(&[
        ("is:quiet", "(is quiet)"),
        ("is:in-touch is:In_Touch", "(and (is in_touch) (is in_touch))"),
        ("last:..90d", "(last ..2026-08-22)"),
        ("last:2026-11", "(last 2026-11-01..2026-11-30)"),
        // A day that long ago is not older than that.
        ("older_than:6w", "(date ..2026-10-08)"),
        ("newer_than:6w", "(date 2026-10-09..)"),
        ("newer-than:1y older_than:2m", "(and (date 2025-11-20..) (date ..2026-09-19))"),
        ("has:email", "(has email)"),
        ("no:birthday", "(not (has birthday))"),
        ("-no:Phones has:status", "(and (has phone) (has status))"),
        ("has:next-step has:aliases", "(and (has next_step) (has alias))"),
    ]);
}

#[test]
fn keys_of_this_vault() {
    check(&[
        ("[status]", "(key status)"),
        ("[Next Step]", "(key nextstep)"),
        ("[status:null]", "(key status null)"),
        ("[status:open] status:open", "(and (key status open) (key status open))"),
        ("status:\"in progress\"", "(key status \"in progress\")"),
        ("[status:\"in progress\"]", "(key status \"in progress\")"),
        ("[priority:>3] priority:<=3", "(and (key priority > 3) (key priority <= 3))"),
        ("[due:<today]", "(key due < today)"),
        ("[due: >= 2026-11 ]", "(key due >= 2026-11)"),
        ("-[due:monday]", "(not (key due monday))"),
        ("status://x", "status://x"),
        // The reserved name wins; brackets tell the key.
        ("date:2026 [date:2026]", "(and (date 2026-01-01..2026-12-31) (key date 2026))"),
    ]);
}

#[test]
fn people_by_query_and_links() {
    check(&[
        ("with:{tag:investor}", "(with-any (tag investor))"),
        ("with:{a (b} c", "(and (with-any (and a b)) c)"),
        ("-with:{is:quiet OR x}", "(not (with-any (or (is quiet) x)))"),
        ("with:{*}", "(with-any *)"),
        ("with:{a title:(b)}", "(with-any (and a (title b)))"),
        ("[[ ]] x", "x"),
        ("with:maya} a", "(and (with maya}) a)"),
    ]);
}

#[test]
fn saved_queries() {
    check(&[
        ("view:\"old friends\"", "(and (last ..2026-08-22) (not (tag work)))"),
        ("-view:\"Old Friends\"", "(not (and (last ..2026-08-22) (not (tag work))))"),
        ("x view:monday", "(and x (or (and (last ..2026-08-22) (not (tag work))) (is owed)))"),
        (
            "with:{view:monday}",
            "(with-any (or (and (last ..2026-08-22) (not (tag work))) (is owed)))",
        ),
    ]);
    let parsed = parsed("view:monday").expect("it is one");
    let names: Vec<&str> = parsed.views.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["old friends", "monday"]);
}

#[test]
fn what_is_compared_may_be_a_number_a_day_or_a_text() {
    check(&[
        ("[priority:>2026.5]", "(key priority > 2026.5)"),
        ("[priority:<soon]", "(key priority < soon)"),
        ("[due:<=2026-11]", "(key due <= 2026-11)"),
        ("[due:2026-11-31]", "(key due 2026-11-31)"),
    ]);
}
