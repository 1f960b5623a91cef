//! The fenced blocks of a Markdown page, for tests that hold pages to what they show.

/// A fenced block of a Markdown file.
#[derive(Debug, PartialEq)]
pub struct Block {
    /// The line of its fence, counted from 1.
    pub line: usize,
    pub language: String,
    /// The file that a comment on the line before the fence names.
    pub file: Option<String>,
    pub text: String,
}

/// The fenced blocks of a page, in its order.
pub fn blocks(markdown: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = markdown.lines().enumerate();
    let mut before = "";
    while let Some((number, line)) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let file =
                before.strip_prefix("<!-- file: ").and_then(|name| name.strip_suffix(" -->"));
            let inner = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```");
            blocks.push(Block {
                line: number + 1,
                language: language.to_owned(),
                file: file.map(str::to_owned),
                text: inner.map(|line| format!("{line}\n")).collect(),
            });
        }
        before = line;
    }
    blocks
}

#[test]
fn blocks_are_found_with_language_and_file() {
    let markdown = "a\n```console\n$ x\n```\n<!-- file: People/A B.md -->\n```markdown\n- a\n\n- b\n```\n\n```\n```\n";
    let block = |line, language: &str, file: Option<&str>, text: &str| Block {
        line,
        language: language.to_owned(),
        file: file.map(str::to_owned),
        text: text.to_owned(),
    };
    let expected = [
        block(2, "console", None, "$ x\n"),
        block(6, "markdown", Some("People/A B.md"), "- a\n\n- b\n"),
        block(12, "", None, ""),
    ];
    assert_eq!(blocks(markdown), expected);
}
