//! What of a question is embedded: what is asked, all there is to say, and that bit by bit.
//!
//! One vector over a long answer says what it is about, but a query mostly asks for one thing
//! that is said in a sentence or two of it. Those are its passages.

use std::ops::Range;

use crate::question::{Question, is_han};

/// Passages of one question at most; a longer answer is cut into longer ones.
const MOST: usize = 48;

/// A bit of a question's answer, or one of its key points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Passage {
    /// Bytes of the answer.
    Answer(Range<usize>),
    /// The number of the key point.
    KeyPoint(usize),
}

/// The text that stands for all of a question. Headings give short questions their topic; code
/// is left out, because its names say little about what it is for.
pub fn whole(question: &Question) -> String {
    let headings = question.section.iter().skip(1).map(String::as_str);
    let prose = prose(&question.answer).map(|line| &question.answer[line]);
    let parts = headings
        .chain([question.question.as_str()])
        .chain(question.key_points.iter().map(String::as_str))
        .chain(prose);
    let mut whole = String::new();
    for part in parts.filter(|part| !part.is_empty()) {
        whole.push_str(part);
        whole.push('\n');
    }
    whole
}

/// The passages of a question, in order: its answer cut at the ends of sentences into bits of
/// about `width` columns (a Han character takes two), then its key points.
pub fn passages(question: &Question, width: usize) -> Vec<Passage> {
    let room = MOST.saturating_sub(question.key_points.len()).max(1);
    let mut width = width.max(1);
    let mut bits = cut(&question.answer, width);
    while bits.len() > room && width < question.answer.len() {
        width *= 2;
        bits = cut(&question.answer, width);
    }
    bits = joined(&bits, room);
    let key_points = (0..question.key_points.len()).take(MOST).map(Passage::KeyPoint);
    bits.into_iter().map(Passage::Answer).chain(key_points).collect()
}

impl Passage {
    /// The passage's own words.
    pub fn words<'q>(&self, question: &'q Question) -> &'q str {
        match self {
            Self::Answer(range) => &question.answer[range.clone()],
            Self::KeyPoint(number) => &question.key_points[*number],
        }
    }

    /// The text that is embedded: a sentence hardly ever repeats what is asked.
    pub fn text(&self, question: &Question) -> String {
        format!("{} {}", question.question, self.words(question))
    }
}

/// Bits of at least `width` columns, but for the last of each stretch of prose.
fn cut(answer: &str, width: usize) -> Vec<Range<usize>> {
    let mut bits: Vec<Range<usize>> = Vec::new();
    let mut filled = usize::MAX;
    for sentence in prose(answer).flat_map(|line| sentences(answer, line)) {
        let columns = columns(&answer[sentence.clone()]);
        match bits.last_mut() {
            Some(last) if filled < width && answer[last.end..sentence.start].trim().is_empty() => {
                last.end = sentence.end;
                filled += columns;
            }
            _ if columns == 0 => {}
            _ => {
                bits.push(sentence);
                filled = columns;
            }
        }
    }
    bits
}

/// The same bits, neighbours joined until there are at most `most`: what stands between more code
/// blocks than that is together with the code.
fn joined(bits: &[Range<usize>], most: usize) -> Vec<Range<usize>> {
    let together = bits.len().div_ceil(most).max(1);
    bits.chunks(together).map(|bits| bits[0].start..bits[bits.len() - 1].end).collect()
}

/// The sentences of one line.
fn sentences(text: &str, line: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut rest = line;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let sentence = rest.start..rest.start + sentence_end(&text[rest.clone()]);
        rest.start = sentence.end;
        Some(sentence)
    })
}

/// Where the first sentence of a line ends. A full stop ends one only before a space: it is also
/// part of names and numbers.
fn sentence_end(line: &str) -> usize {
    let mut characters = line.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let before_space = characters.peek().is_none_or(|(_, next)| next.is_whitespace());
        if matches!(c, '。' | '！' | '？' | '；') || (matches!(c, '.' | '!' | '?' | ';') && before_space)
        {
            return at + c.len_utf8();
        }
    }
    line.len()
}

/// How wide the words of a text are: two columns a Han character, one another letter or digit.
fn columns(text: &str) -> usize {
    let width = |c: char| if is_han(c) { 2 } else { usize::from(c.is_alphanumeric()) };
    text.chars().map(width).sum()
}

/// The lines of a Markdown text that are not inside code fences, each with its line break.
fn prose(markdown: &str) -> impl Iterator<Item = Range<usize>> {
    let mut fenced = false;
    let mut at = 0;
    markdown.split_inclusive('\n').filter_map(move |line| {
        let range = at..at + line.len();
        at = range.end;
        let is_fence = line.trim_start().starts_with("```");
        fenced ^= is_fence;
        (!fenced && !is_fence).then_some(range)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::{Kind, Lang, QuestionId, SourceRef};

    fn question(answer: &str, key_points: &[&str]) -> Question {
        Question {
            id: QuestionId::given("q"),
            question: "Why?".to_owned(),
            answer: answer.to_owned(),
            key_points: key_points.iter().map(|point| (*point).to_owned()).collect(),
            intent: Vec::new(),
            follow_up_of: None,
            section: vec!["Title".to_owned(), "Part".to_owned()],
            tags: Vec::new(),
            lang: Lang::En,
            kind: Kind::Question,
            difficulty: None,
            minutes: None,
            date: None,
            source: SourceRef { path: "s.md".to_owned(), line: 1 },
        }
    }

    fn words(answer: &str, key_points: &[&str], width: usize) -> Vec<String> {
        let question = question(answer, key_points);
        let trimmed = |passage: &Passage| passage.words(&question).trim().to_owned();
        passages(&question, width).iter().map(trimmed).collect()
    }

    #[test]
    fn answers_are_cut_at_sentences_and_code_is_left_out() {
        for (answer, width, expected) in [
            ("", 10, vec![]),
            ("One. Two v1.2 is out! Three", 1, vec!["One.", "Two v1.2 is out!", "Three"]),
            ("先查缓存。再查库。", 1, vec!["先查缓存。", "再查库。"]),
            ("先查缓存。再查库。回填。", 9, vec!["先查缓存。再查库。", "回填。"]),
            ("Before.\n\n```go\nx := 1.\n```\nAfter.", 100, vec!["Before.", "After."]),
            ("---\n\n***\n", 10, vec![]),
        ] {
            assert_eq!(words(answer, &[], width), expected, "{answer}");
        }
    }

    #[test]
    fn key_points_follow_and_long_answers_give_longer_passages() {
        assert_eq!(words("One.", &["a", "b"], 10), ["One.", "a", "b"]);
        let long = "A sentence of some length. ".repeat(1000);
        let question = question(&long, &["a"]);
        let passages = passages(&question, 10);
        assert!((MOST / 4..=MOST).contains(&passages.len()), "{}", passages.len());
        let total: usize = passages[..passages.len() - 1].iter().map(|p| p.words(&question).len()).sum();
        assert_eq!(total, long.trim_end().len() + 1, "nothing is lost");
        let between_code = "Text.\n```\ncode\n```\n".repeat(3 * MOST);
        let parts = words(&between_code, &[], 10);
        assert!((MOST / 2..=MOST).contains(&parts.len()), "{}", parts.len());
    }

    #[test]
    fn the_whole_names_its_part_and_keeps_prose_only() {
        let question = question("Because.\n```\ncode\n```\nDone.", &["point"]);
        assert_eq!(
            whole(&question).split_whitespace().collect::<Vec<_>>(),
            ["Part", "Why?", "point", "Because.", "Done."]
        );
    }
}
