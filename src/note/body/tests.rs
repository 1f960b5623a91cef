//! Blocks: their text, their place and their links.

use super::*;

fn shown(body: &str) -> Vec<String> {
    let path = NotePath::new("Meetings/2026/Talk.md");
    read(body, 10, &path, &mut Vec::new())
        .iter()
        .map(|block| {
            let links: Vec<String> = block
                .links
                .iter()
                .map(|(range, to)| {
                    format!(
                        "{}={}",
                        &block.text[range.clone()],
                        to.target.as_deref().unwrap_or("-")
                    )
                })
                .collect();
            let kind = match block.kind {
                BlockKind::Heading(level) => format!("h{level}"),
                BlockKind::Item(None) => "item".to_owned(),
                BlockKind::Item(Some(done)) => format!("task:{done}"),
                BlockKind::Row => format!("row:{}", block.cells.len()),
                BlockKind::Paragraph => "p".to_owned(),
            };
            let quoted = if block.quoted { " quoted" } else { "" };
            let Spot { line, column } = block.at;
            let mut line = format!("{line}:{column} {kind}{quoted} {:?}", block.text);
            if !links.is_empty() {
                line += &format!(" {links:?}");
            }
            line
        })
        .collect()
}

#[test]
fn blocks_have_their_place_text_and_links() {
    let body = "# Log of [[Maya Chen]]\n\n- 2026-11-02 **sent** to [[People/Tom Okafor|Tom]]\n  and more\n  \
                - [ ] below\n- [x] done [Ann](../../People/Ann%20Lee.md#top)\n\n  second paragraph\n\n\
                | Date | What |\n|---|---|\n| 2026-11-03 | `call` |\n\n> quoted [[Zed]]\n\n```\n- 2026-01-01 sent\n```\n";
    insta::assert_snapshot!(shown(body).join("\n"), @r#"
    10:3 h1 "Log of Maya Chen" ["Maya Chen=Maya Chen"]
    12:3 item "2026-11-02 sent to Tom\nand more" ["Tom=People/Tom Okafor"]
    14:9 task:false "below"
    15:7 task:true "done Ann" ["Ann=People/Ann Lee.md"]
    17:3 p "second paragraph"
    19:3 row:2 "Date | What"
    21:3 row:2 "2026-11-03 | call"
    23:3 p quoted "quoted Zed" ["Zed=Zed"]
    "#);
}

#[test]
fn no_note_costs_without_bound() {
    let path = NotePath::new("x.md");
    let mut problems = Vec::new();
    let blocks = read(&"[[a]]\n\n".repeat(MOST_BLOCKS + 5), 1, &path, &mut problems);
    assert_eq!(blocks.len(), MOST_BLOCKS);
    let told: Vec<_> = problems.iter().map(|problem| (problem.code, problem.line)).collect();
    assert_eq!(told, [(Code::TooDense, 200_001)]);
}

#[test]
fn embeds_comments_and_code_are_left_out() {
    let body = "a ![[Maya]] b ![pic](x.png) c\n%% hidden\n[[Tom]] %% d\n<!-- [[Zed]] -->\n\n    indented [[Code]]\n\n\
                [web](https://example.org) [[#Heading]] [mail](mailto:maya@example.org) %% open\n";
    insta::assert_snapshot!(shown(body).join("\n"), @r#"
    10:1 p "a  b  c"
    17:2 p "web #Heading mail %% open" ["mail=-"]
    "#);
}

#[test]
fn a_dated_block_stands_where_its_date_does() {
    let cases = [
        ("- 2026-11-02 met", "10:3"),
        ("- **2026-11-02** met", "10:5"),
        ("- [[2026-11-02]] met", "10:5"),
        ("- [[2026-11-02|Monday]] met", "10:3"),
        ("- [x] 2026-11-02 met", "10:7"),
        ("- DONE 2026-11-02 met", "10:8"),
        ("### 2026-11-02 Call", "10:5"),
        ("-\n  2026-11-02 met", "10:1"),
    ];
    for (body, place) in cases {
        let line = shown(body).into_iter().find(|line| line.contains("2026-11-02"));
        assert_eq!(line.as_deref().and_then(|line| line.split(' ').next()), Some(place), "{body}");
    }
}

#[test]
fn columns_count_characters() {
    let text = "Zoë\nÄrger [[x]]";
    let mut columns = Columns::new(text);
    let at = |what: &str| text.find(what).expect("it is there");
    assert_eq!(columns.at(0, at("ë")), 3);
    let second = at("Ä");
    assert_eq!((columns.at(second, at("[")), columns.at(second, at("x"))), (7, 9));
    assert_eq!(columns.at(0, at("o")), 2, "going back is right, if slow");
}
