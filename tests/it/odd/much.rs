//! A great deal of one thing. Work and output may grow as the input does, and no faster: that is counted,
//! so the lengths here need not be such that one would notice.

use rekindle::model::NotePath;
use rekindle::note::{Parser, odd};
use rekindle::settings::{self, Settings};

/// What is there before, what there is so much of, and what comes after it.
const NOTES: &[[&str; 3]] = &[
    ["", "met [[A]]. ", ""],
    ["", "Met [[A]]\n", ""],
    ["- [x] ", "met [[A]]. ", ""],
    ["", "-\t2026-11-02 met\n", ""],
    ["", "- 2026-11-02 met\n", ""],
    ["", " ## 2026-11-02 met\n", ""],
    ["", "## 2026-11-02 met\n", ""],
    ["", "2026-11-02\n---\n", ""],
    ["# 2026-11-02\n", "a [[b]]\n\n", ""],
    ["# 2026-11-02\n", "- 2026-11-02 met\n- [x] a\n", ""],
    ["# 2026-11-02 ", "x", "\n- 2026-11-02 met\n- 2026-11-03 met\n"],
    ["- 2026-11-02 met\n", "    x\n", ""],
    ["- 2026-11-02 met\n", "\n", ""],
    ["- 2026-11-02 ", "call ", ""],
    ["- 2026-11-02 ", "(", ""],
    ["- 2026-11-02 ", "(a) ", ""],
    ["- 2026-11-02 ", "->", ""],
    ["- 2026-11-02 via ", "in ", ""],
    ["- 2026-11-02 met with ", "[[A]], ", ""],
    ["- 2026-11-02 scheduled: ", "2026-11-03 ", ""],
    ["- 2026-11-02 scheduled: ", "june ", ""],
    ["- ", "shared ", "[[A]]"],
    ["- [[A]] ", "shared ", ""],
    ["Attendees: ", "[[A]] ", ""],
    ["Attendees: ", "[a](b) ", ""],
    ["Attendees: ", "[[", ""],
    ["Attendees: ", "](", ""],
    ["Attendees: [", "[[a]]", "](b)"],
    ["## Questions\n", "- a?\n", ""],
    ["", "Advice: ", ""],
    ["- [ ] ", "[due:: ", ""],
    ["|a|b|\n|-|-|\n", "| 2026-11-02 | met [[A]] |\n", ""],
    ["|a|\n|-|\n| 2026-11-02 ", "| [[A]]", "|\n"],
    ["", "[[", ""],
    ["", "[[a|", ""],
    ["", "![[", ""],
    ["", "[a](", ""],
    ["", "[^", ""],
    ["", "**a ", ""],
    ["", "*a_ ", ""],
    ["", "`a``", ""],
    ["", "<!--", ""],
    ["", "%%", ""],
    ["", "> ", ""],
    ["", "> - ", ""],
    ["", "- - ", ""],
    ["", "<a ", ""],
    ["", "&#x", ""],
    ["", "~~a ", ""],
    ["", "key:: [[a]] ", ""],
    ["", "a:: ", ""],
    ["", "**Role:** x\n", ""],
    ["", "<<<<<<< a\n=======\n", ""],
    ["", "\u{301}", ""],
    ["", "\r", ""],
    ["", "\0", ""],
    ["", "#a/", ""],
    ["", "- 2026-13-45 a\n", ""],
    ["---\nwith: ", "[[A]], ", "\n---\n"],
    ["---\nwith: ", "[a](b) ", "\n---\n"],
    ["---\nwith:\n", "- [[A]]\n", "---\n"],
    ["---\na: ", "[", "\n---\n"],
    ["---\na: ", "{", "\n---\n"],
    ["---\na: |\n", "  x\n", "---\n"],
    ["---\na: {", "b: c, ", "}\n---\n"],
    ["---\n", "a: b\n", "---\n"],
    ["---\n", "\"a\": b\n", "---\n"],
    ["---\noutreach:\n", "  - {date: 2026-11-02, via: email}\n", "---\n"],
    ["---\naliases: [a", ", b", "]\n---\n- 2026-11-02 shared b got b\n"],
    ["---\ntags: [a", ", b", "]\n---\n- 2026-11-02 met\n"],
];

fn hold_all(length: usize) {
    let settings = Settings::default();
    let parser = Parser::new(&settings);
    for [before, unit, after] in NOTES {
        let text = format!("{before}{}{after}", unit.repeat(length / unit.len()));
        for path in &odd::PATHS[..2] {
            odd::hold(&parser, &NotePath::new(*path), text.as_bytes());
        }
    }
    let mut nested = String::new();
    for depth in 0.. {
        nested += &format!("{}- 2026-11-02 met\n", "  ".repeat(depth));
        if nested.len() > length {
            break;
        }
    }
    for after in [String::new(), "\n".repeat(length), "\t- [x] a\n".repeat(length / 8)] {
        let text = format!("{nested}{after}");
        odd::hold(&parser, &NotePath::new(odd::PATHS[0]), text.as_bytes());
    }
    odd::hold_line(&parser, &"(a) ".repeat(length / 4));
    odd::hold_line(&parser, &"shared ".repeat(length / 7));
}

#[test]
fn much_of_one_thing_costs_no_more_than_it_is_long() {
    hold_all(10_000);
}

#[test]
#[ignore = "takes minutes"]
fn very_much_of_one_thing_costs_no_more_than_it_is_long() {
    hold_all(1 << 18);
}

/// The largest block that is read as YAML has 64 KiB.
#[test]
fn front_matter_of_the_largest_size_and_more() {
    let settings = Settings::default();
    let parser = Parser::new(&settings);
    for length in [65_000, 70_000] {
        for unit in ["x", "- ", "a: b\n", "[a], ", "'", "#", "  x\n", "a: {b: c}\n", "\"", "? "] {
            for key in ["a: ", "a:\n", "", "with: [", "a: |\n"] {
                let front = unit.repeat(length / unit.len());
                let text = format!("---\n{key}{front}\n---\n- 2026-11-02 met\n");
                parser.parse_with_text(&NotePath::new("People/A.md"), text.as_bytes());
            }
        }
    }
}

#[test]
fn much_of_one_setting() {
    for unit in ["a = 1\n", "[a]\n", ".a", "[", "{a=", "a.", "'", "[[a]]\n", "#", "a = [[1]]\n"] {
        for before in ["", "a = ", "a", "["] {
            for after in ["", " = 1\n", "]\n", "\na = 1\n"] {
                settings::odd::hold(&format!(
                    "{before}{}{after}",
                    unit.repeat(20_000 / unit.len())
                ));
            }
        }
    }
    let many: String = (0..3_000).map(|number| format!("k{number} = {number}\n")).collect();
    settings::odd::hold(&many);
}
