//! How hard a question is said to be: the words for it, and the lines that say so.

use std::ops::Range;

use super::text;
use crate::question::Difficulty;

/// Words that announce a grade, lower case.
const WORDS: [&str; 6] = ["难度", "难易度", "难度等级", "difficulty", "level", "difficulty level"];

/// The grades by their names, lower case.
#[rustfmt::skip]
const GRADES: [(Difficulty, &[&str]); 3] = [
    (Difficulty::Easy, &[
        "easy", "beginner", "junior", "basic", "simple", "entry", "初级", "简单", "入门", "基础", "容易", "低", "初学", "⭐",
    ]),
    (Difficulty::Medium, &[
        "medium", "intermediate", "mid", "middle", "moderate", "normal", "中级", "中等", "进阶", "一般", "中", "⭐⭐",
    ]),
    (Difficulty::Hard, &[
        "hard", "advanced", "senior", "expert", "difficult", "高级", "困难", "难", "高", "专家", "资深", "较难", "⭐⭐⭐",
        "⭐⭐⭐⭐", "⭐⭐⭐⭐⭐",
    ]),
];

/// Whether the text is a word for difficulty.
pub fn is_word(text: &str) -> bool {
    WORDS.contains(&&*text.trim().to_lowercase())
}

/// The grade that a text names.
pub fn grade(written: &str) -> Option<Difficulty> {
    let plain = text::plain(written).to_lowercase().replace(['\u{fe0f}', '★'], "");
    let name = plain.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '。' | '`' | '☆'));
    GRADES.iter().find(|(_, names)| names.contains(&name)).map(|&(grade, _)| grade)
}

/// Reads a line that says how hard a question is: `难度：中级`, `- **Difficulty:** hard`.
pub fn line(line: &str) -> Option<Difficulty> {
    if line.len() > 80 {
        return None;
    }
    let bare = line.trim().trim_start_matches(['-', '*', '+', '>', '_', ' ']);
    let (word, rest) = bare.split_once([':', '：'])?;
    if !is_word(word.trim_matches(['*', '_', ' '])) {
        return None;
    }
    grade(rest.trim_start_matches(['*', '_', ' ']).trim_end_matches(['*', '_', ' ']))
}

/// Cuts such a line off the start of a range, and gives what it says.
pub fn cut(source: &str, range: Range<usize>) -> (Option<Difficulty>, Range<usize>) {
    let mut at = range.start;
    for text in source[range.clone()].split_inclusive('\n') {
        at += text.len();
        if let Some(grade) = line(text) {
            return (Some(grade), text::trim(source, at..range.end));
        }
        if !text.trim().is_empty() {
            break;
        }
    }
    (None, range)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_say_how_hard_it_is() {
        for (written, grade) in [
            ("难度：中级", Some(Difficulty::Medium)),
            ("Difficulty: hard\n", Some(Difficulty::Hard)),
            ("- **难度：** 初级", Some(Difficulty::Easy)),
            ("**Level**: ⭐⭐⭐", Some(Difficulty::Hard)),
            ("难度：看情况", None),
            ("The level: easy", None),
        ] {
            assert_eq!(line(written), grade, "{written}");
        }
        assert_eq!(cut("\n难度：高级\n\ntext", 0..22), (Some(Difficulty::Hard), 18..22));
        assert_eq!(cut("text", 0..4), (None, 0..4));
    }
}
