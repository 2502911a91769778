//! The words that mark a line as question, answer, key points …: one hand-written table.

use std::ops::Range;
use std::sync::LazyLock;

use Role::{Interviewer, Option as QuizOption, Question};

use super::label_words::WORDS;
use super::text;
use super::words::Starts;
use crate::question::is_han;

/// What a labelled line holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A question.
    Question,
    /// An answer.
    Answer,
    /// What a good answer mentions.
    KeyPoints,
    /// What a question is asked for.
    Intent,
    /// A turn of the one who asks.
    Interviewer,
    /// A turn of the one who answers.
    Candidate,
    /// A question that follows up the one above it.
    FollowUp,
    /// How hard a question is.
    Difficulty,
    /// One of the choices of a quiz, from the second on.
    Option,
}

impl Role {
    /// Whether such a label stands before a question.
    pub fn asks(self) -> bool {
        matches!(self, Question | Interviewer)
    }
}

/// A label at the start of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// What it announces.
    pub role: Role,
    /// Whether a number belongs to it, as in `Q3`.
    pub numbered: bool,
    /// Whether it is emphasised.
    pub bold: bool,
    /// Where the text after it starts, in bytes from the start of the line.
    pub end: usize,
}

/// How far a label may reach, in bytes.
const REACH: usize = 120;

/// The label at the start of a line of text: `Q1:`, `**答案**：`, `**期望回答(开放性问题):**` …
///
/// It is followed by a colon, inside or outside the emphasis; emphasis alone on its line, or a
/// number and a full stop, will do as well.
pub fn label_at(line: &str) -> Option<Label> {
    let indented = line.trim_start().trim_start_matches(is_emblem);
    let word_at = indented.trim_start_matches(['*', '_']);
    let marks = indented.len() - word_at.len();
    if marks > 3 {
        return None;
    }
    if let Some((role, rest)) = bracketed(word_at) {
        let rest = strip_marks(rest, marks);
        let rest = separator(rest, false).unwrap_or(rest);
        return Some(Label { role, numbered: false, bold: marks > 0, end: line.len() - rest.len() });
    }
    let (role, word) = word(word_at)?;
    let unnumbered = &word_at[word..];
    let after = unnumbered.trim_start_matches(' ').trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = after.len() < unnumbered.trim_start_matches(' ').len();
    let after = without_hint(if numbered { after } else { unnumbered }).trim_start_matches([' ', '\t']);
    let closed = after.trim_start_matches(['*', '_']);
    let bold_closed = marks > 0 && closed.len() < after.len();
    let after = closed.trim_start_matches([' ', '\t']);
    let Some(rest) = separator(after, numbered) else {
        let alone = bold_closed && after.lines().next().is_none_or(|line| line.trim().is_empty());
        return (alone && role != QuizOption).then_some(Label {
            role,
            numbered,
            bold: true,
            end: line.len() - after.len(),
        });
    };
    let rest = if marks > 0 && !bold_closed { strip_marks(rest, marks) } else { rest };
    Some(Label { role, numbered, bold: marks > 0, end: line.len() - rest.len() })
}

/// Whether a character is a picture, as some put before the one who speaks, or stands beside one.
fn is_emblem(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27bf}' | '\u{1f300}'..='\u{1faff}' | '\u{200d}' | '\u{fe0f}' | ' ')
}

/// The label of an answer at the start of a text.
pub fn answer_at(text: &str) -> Option<Label> {
    label_at(text).filter(|label| label.role == Role::Answer)
}

/// What a title announces that is nothing but a label: `Answer`, `Follow-ups`.
pub fn named(title: &str) -> Option<Role> {
    let title = title.trim_matches(|c: char| !c.is_alphanumeric());
    word(title).filter(|(_, length)| *length == title.len()).map(|(role, _)| role)
}

/// What is left of a range of the text after the label of an answer that it may begin with.
pub fn without_answer_label(text: &str, range: Range<usize>) -> Range<usize> {
    match answer_at(&text[range.clone()]) {
        Some(label) => text::trim(text, range.start + label.end..range.end),
        None => range,
    }
}

/// The words of the table, and the role of each.
static TABLE: LazyLock<(Starts, Vec<Role>)> = LazyLock::new(|| {
    let entries = WORDS.iter().flat_map(|(role, words)| words.iter().map(|word| (*word, *role)));
    let (words, roles): (Vec<&str>, Vec<Role>) = entries.unzip();
    (Starts::new(&words), roles)
});

/// The longest word of the table that the text starts with, and its length.
fn word(text: &str) -> Option<(Role, usize)> {
    let (words, roles) = &*TABLE;
    let (place, length) = words.find(text)?;
    (!text[length..].starts_with(|c: char| c.is_alphabetic())).then_some((roles[place], length))
}

/// A word in brackets, and what follows them: `【答案】`. Letters in them choose from several, and
/// `【问题】` tells at length what a heading asks.
fn bracketed(text: &str) -> Option<(Role, &str)> {
    let inner = text.strip_prefix('【').filter(|inner| inner.starts_with(is_han))?;
    let (role, length) = word(inner).filter(|(role, _)| !role.asks())?;
    Some((role, inner[length..].strip_prefix('】')?))
}

/// Skips a remark in brackets.
fn without_hint(text: &str) -> &str {
    let trimmed = text.trim_start_matches(' ');
    let Some(inner) = trimmed.strip_prefix(['(', '（']) else { return text };
    match inner.find([')', '）', '\n']) {
        Some(close) if close < REACH && !inner[close..].starts_with('\n') => {
            inner[close..].trim_start_matches([')', '）'])
        }
        _ => text,
    }
}

fn separator(text: &str, numbered: bool) -> Option<&str> {
    text.strip_prefix([':', '：'])
        .or_else(|| if numbered { text.strip_prefix(['.', '、', '．', ')', '）']) } else { None })
}

/// Skips the closing emphasis after a colon, and nothing if the emphasis goes on.
fn strip_marks(text: &str, marks: usize) -> &str {
    let head = text.as_bytes().iter().take_while(|&&byte| matches!(byte, b'*' | b'_')).count();
    if head == marks { &text[head..] } else { text }
}

#[cfg(test)]
mod tests {
    use super::Role::{Answer, Candidate, FollowUp, Intent, KeyPoints};
    use super::*;

    #[test]
    fn labels_in_every_dress() {
        for (line, role, rest) in [
            ("Q: why?", Question, " why?"),
            ("**Q12: why?**", Question, " why?**"),
            ("Q3. why?", Question, " why?"),
            ("Q4) why?", Question, " why?"),
            ("【答案】因为", Answer, "因为"),
            ("**【追问】**", FollowUp, ""),
            ("问题 1：为什么", Question, "为什么"),
            ("**面试官**：你好", Interviewer, "你好"),
            ("**Interviewer:** hello", Interviewer, " hello"),
            ("候选人（思考后）：好", Candidate, "好"),
            ("**期望回答(开放性问题):**", Answer, ""),
            ("**期望听到的重点：**", KeyPoints, ""),
            ("**考察目的**: ", Intent, " "),
            ("**优秀答案要点**", Answer, ""),
            ("__Expected answer__: it", Answer, " it"),
            ("**思考方向：** 你", Answer, " 你"),
            ("B: 2", QuizOption, " 2"),
            ("🧑\u{200d}💻 面试官：你好", Interviewer, "你好"),
        ] {
            let label = label_at(line).unwrap_or_else(|| panic!("no label in {line}"));
            assert_eq!((label.role, &line[label.end..]), (role, rest), "{line}");
        }
    }

    #[test]
    fn words_alone_are_no_labels() {
        for line in [
            "A lock is",
            "问题在于：它",
            "答非所问",
            "Question mark",
            "**重点**: x",
            "Q",
            "",
            "A. x",
            "*** :",
            "answers: 4",
        ] {
            assert_eq!(label_at(line), None, "{line}");
        }
    }
}
