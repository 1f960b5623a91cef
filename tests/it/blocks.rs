//! The fenced blocks of a Markdown file and the sessions in them: what the documentation shows is run, so
//! that it cannot say what the program does not do.

/// A fenced block of a Markdown file.
#[derive(Debug, PartialEq)]
pub struct Block {
    /// The line of its fence, counted from 1.
    pub line: usize,
    /// What follows the opening fence.
    pub language: String,
    /// What a comment on the line before the fence says: `<!-- file: People/Maya Chen.md -->`.
    pub mark: Option<(String, String)>,
    /// What stands between the fences.
    pub text: String,
}

impl Block {
    /// The file that a mark of this name names.
    pub fn marked(&self, name: &str) -> Option<&str> {
        let mark = self.mark.as_ref().filter(|(known, _)| known == name);
        mark.map(|(_, file)| file.as_str())
    }
}

/// A command of a session with what stands beneath it.
#[derive(Debug, PartialEq)]
pub struct Step {
    /// The arguments of the program.
    pub arguments: Vec<String>,
    /// What it is to print.
    pub output: String,
}

/// The fenced blocks of a Markdown file.
pub fn blocks(markdown: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = markdown.lines().enumerate();
    let mut before = "";
    while let Some((number, line)) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let mark = before.strip_prefix("<!-- ").and_then(|mark| mark.strip_suffix(" -->"));
            let mark = mark.and_then(|mark| mark.split_once(": "));
            let inner = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```");
            blocks.push(Block {
                line: number + 1,
                language: language.to_owned(),
                mark: mark.map(|(name, file)| (name.to_owned(), file.to_owned())),
                text: inner.map(|line| format!("{line}\n")).collect(),
            });
        }
        before = line;
    }
    blocks
}

/// The commands of a session that run this program. `cargo test` would run this very test.
pub fn steps(session: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut runs = false;
    for line in session.lines() {
        if let Some(command) = line.strip_prefix("$ ") {
            let words = words(command);
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let arguments = match &words[..] {
                ["rekindle", arguments @ ..] => Some(arguments),
                ["cargo", "run", "--release", "--", arguments @ ..] => Some(arguments),
                ["cargo", "test"] => None,
                _ => panic!("only rekindle and cargo can be run: {command}"),
            };
            runs = arguments.is_some();
            if let Some(arguments) = arguments {
                let arguments = arguments.iter().map(|word| (*word).to_owned()).collect();
                steps.push(Step { arguments, output: String::new() });
            }
        } else if let Some(step) = steps.last_mut().filter(|_| runs) {
            step.output += &format!("{line}\n");
        }
    }
    steps
}

/// The words of a command as a shell would part them: quotes hold spaces, a comment ends the line.
fn words(command: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let (mut quote, mut in_word) = (None, false);
    for c in command.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(c);
                if !in_word {
                    words.push(String::new());
                }
                in_word = true;
            }
            (None, ' ') => in_word = false,
            (None, '#') if !in_word => break,
            (None, '|' | '>' | '<' | ';' | '&' | '$' | '`') => panic!("no shell here: {command}"),
            (_, c) => {
                if !in_word {
                    words.push(String::new());
                }
                in_word = true;
                words.last_mut().expect("a word was begun").push(c);
            }
        }
    }
    words
}

#[test]
fn blocks_are_found_with_language_and_mark() {
    let markdown = "a\n```console\n$ x\n```\n<!-- file: People/A B.md -->\n```markdown\n- a\n\n- b\n```\n\n```\n```\n";
    let block = |line, language: &str, mark: Option<(&str, &str)>, text: &str| Block {
        line,
        language: language.to_owned(),
        mark: mark.map(|(name, file)| (name.to_owned(), file.to_owned())),
        text: text.to_owned(),
    };
    let expected = [
        block(2, "console", None, "$ x\n"),
        block(6, "markdown", Some(("file", "People/A B.md")), "- a\n\n- b\n"),
        block(12, "", None, ""),
    ];
    assert_eq!(blocks(markdown), expected);
}

#[test]
fn sessions_are_parted_into_commands_with_their_output() {
    let session = "$ cargo run --release -- --vault v\none\n\ntwo\n$ cargo test\nall ok\n$ rekindle show 'Maya Chen'  # her page\n";
    let step = |arguments: &[&str], output: &str| Step {
        arguments: arguments.iter().map(|word| (*word).to_owned()).collect(),
        output: output.to_owned(),
    };
    let expected = [step(&["--vault", "v"], "one\n\ntwo\n"), step(&["show", "Maya Chen"], "")];
    assert_eq!(steps(session), expected);
}

#[test]
#[should_panic(expected = "no shell here")]
fn a_pipe_is_not_run_in_part() {
    steps("$ rekindle quiet --json | jq .\n");
}

#[test]
#[should_panic(expected = "only rekindle and cargo can be run")]
fn another_program_is_not_run() {
    steps("$ rm -r notes\n");
}
