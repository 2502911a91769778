//! Tables with a column of questions: one question a row, with its answer and difficulty beside.

use std::borrow::Cow;
use std::ops::Range;

use super::Shape;
use crate::corpus::Warning;
use crate::corpus::asking::{self, Title};
use crate::corpus::claims::Claims;
use crate::corpus::context::Place;
use crate::corpus::difficulty;
use crate::corpus::document::{Document, Table};
use crate::corpus::draft::Draft;
use crate::corpus::inline::{self, Inline};
use crate::corpus::text;
use crate::corpus::titles;

/// Rows of tables that ask.
pub struct Tables;

const QUESTIONS: [&str; 17] = [
    "问题",
    "题目",
    "面试题",
    "面试问题",
    "常见问题",
    "高频问题",
    "高频面试题",
    "面试题方向",
    "problem",
    "problems",
    "question",
    "questions",
    "interview question",
    "interview questions",
    "common questions",
    "sample questions",
    "prompt",
];
const ANSWERS: [&str; 9] =
    ["答案", "回答", "参考答案", "简答", "解答", "answer", "answers", "short answer", "sample answer"];

/// Headers that hold nothing but questions, however those are put.
const LISTED: [&str; 5] = ["面试题", "高频面试题", "interview question", "interview questions", "problem"];

/// Headers of names, which are problems where a link to them and their difficulty stand beside.
const NAMES: [&str; 6] = ["name", "title", "problem name", "名称", "题名", "标题"];
/// Headers of links to problems.
const LINKS: [&str; 5] = ["leetcode", "link", "链接", "lintcode", "力扣"];

/// How many rows must ask where the header does not say that they do.
const FEWEST: usize = 2;

impl Shape for Tables {
    fn read<'a>(&self, document: &Document<'a>, claims: &Claims, _: &mut Vec<Warning>) -> Vec<Draft<'a>> {
        let mut drafts = Vec::new();
        for table in &document.tables {
            let free =
                table.rows.first().and_then(|row| row.first()).is_some_and(|cell| !claims.cover(cell.start));
            if free
                && document.place(table.heading, false) != Place::Elsewhere
                && !document.is_answered_below(table.heading)
            {
                read_table(document, table, &mut drafts);
            }
        }
        drafts
    }
}

/// Whether a column with this header holds nothing but questions.
fn is_listed(header: &str) -> bool {
    LISTED.contains(&header) || header.starts_with("题目")
}

fn read_table<'a>(document: &Document<'a>, table: &Table, drafts: &mut Vec<Draft<'a>>) {
    // A table without titles at its head may have them in its first row.
    let is_empty =
        |row: &Vec<Range<usize>>| row.iter().all(|cell| document.text[cell.clone()].trim().is_empty());
    let skipped = usize::from(table.rows.first().is_some_and(is_empty));
    let Some((header, rows)) = table.rows[skipped..].split_first() else { return };
    let names: Vec<String> =
        header.iter().map(|cell| text::plain(&document.text[cell.clone()]).to_lowercase()).collect();
    let find = |words: &[&str]| names.iter().position(|name| words.contains(&&**name));
    let (answers, levels) = (find(&ANSWERS), names.iter().position(|name| difficulty::is_word(name)));
    let named = find(&QUESTIONS).or_else(|| {
        names.iter().position(|name| name.ends_with(" question") || name.ends_with(" questions"))
    });
    let linked = levels.is_some() && names.iter().any(|name| LINKS.iter().any(|word| name.contains(word)));
    let is_listed = |column: usize| is_listed(&names[column]) || (linked && NAMES.contains(&&*names[column]));
    // A column that is called so holds questions, even where each links to its own page beside this one.
    let to_pages = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).filter(|cell| !cell.is_empty());
        let linked = |cell: &Range<usize>| {
            let written = &document.text[cell.clone()];
            inline::look(written).linked && !written.contains("](http")
        };
        rows.len() >= 3 && cells.clone().all(linked)
    };
    let is_listed = |column: usize| is_listed(column) || (named == Some(column) && to_pages(column));
    let column = named.into_iter().chain(0..names.len()).find(|&column| {
        let share = asking_rows(document, rows, column);
        let lists = rows.len() >= 3 && is_listed(column) && answers.is_none();
        lists
            || share.0 > 0
                && (named == Some(column) && (answers.is_some() || share.0 * 2 >= share.1)
                    || (share.0 >= FEWEST && share.0 * 5 >= share.1 * 4))
    });
    let Some(column) = column else { return };
    // With its difficulty beside it, a problem is more than a link to it.
    let links = is_listed(column) && (levels.is_some() || to_pages(column));
    // A row of a table with bars at its sides has one as well, or is the rest of the cell above.
    let has_bar = |row: &[Range<usize>]| {
        let start = row.first().map_or(0, |cell| cell.start);
        document.text[text::line_start(document.text, start)..].trim_start().starts_with('|')
    };
    let barred = has_bar(header);
    for row in rows.iter().filter(|row| !barred || has_bar(row)) {
        let Some(cell) = row.get(column).filter(|cell| !cell.is_empty()) else { continue };
        let (look, asks) = question(document, cell);
        let asks = asks && asking::ends_asking(&look.text);
        if (look.linked && !links) || !(asks || links || named == Some(column)) || look.text.is_empty() {
            continue;
        }
        let answer = answers.and_then(|column| row.get(column)).map_or(cell.end..cell.end, Clone::clone);
        let level = levels
            .and_then(|column| row.get(column))
            .and_then(|cell| difficulty::grade(&document.text[cell.clone()]));
        drafts.push(Draft {
            range: cell.start..row.last().map_or(cell.end, |last| last.end).max(cell.end),
            text: look.text,
            answer: Cow::Borrowed(document.text[answer].trim()),
            heading: table.heading,
            difficulty: level,
            ..Draft::default()
        });
    }
}

/// How many rows ask in a column, how many with a question mark, and how many there are.
fn asking_rows(document: &Document<'_>, rows: &[Vec<Range<usize>>], column: usize) -> (usize, usize, usize) {
    let (mut asks, mut marked, mut all) = (0, 0, 0);
    for cell in rows.iter().filter_map(|row| row.get(column)) {
        let (look, asking) = question(document, cell);
        all += 1;
        asks += usize::from(asking && !look.linked);
        marked += usize::from(!look.linked && asking::ends_asking(&look.text));
    }
    (asks, marked, all)
}

/// The text of a cell without number and quotation marks, and whether it asks.
fn question(document: &Document<'_>, cell: &Range<usize>) -> (Inline, bool) {
    let mut look = inline::look(&document.text[cell.clone()]);
    look.text = titles::question(look.text.trim_matches(['“', '”', '"', '「', '」']));
    let asks = asking::ends_asking(&look.text) || asking::judge(&look.text) == Title::Asks;
    (look, asks)
}

#[cfg(test)]
mod tests {
    use crate::corpus::shapes::tests::{read, texts};
    use crate::question::Difficulty;

    #[test]
    fn names_beside_links_and_difficulties_are_problems() {
        let rows =
            (1..=3).map(|at| format!("| Lock {at} | [x](https://x.y/{at}) | Easy |\n")).collect::<String>();
        let read = |link: &str| {
            read(&format!("# Locks\n\n| Name | {link} | Difficulty |\n|---|---|---|\n{rows}")).len()
        };
        assert_eq!((read("Leetcode link"), read("Source")), (3, 0));
    }

    #[test]
    fn the_rest_of_a_cell_is_no_row() {
        let questions = read(
            "| Question | Follow-ups |\n|---|---|\n| What is a lock?\n*(Looking for doors)* | Who waits?\nWho does not? |\n| What is a key? | Whose? |\n",
        );
        assert_eq!(texts(&questions), ["What is a lock?", "What is a key?"]);
    }

    #[test]
    fn problems_with_their_difficulty_are_more_than_links_to_them() {
        let row = |at: usize| format!("| {at} | [Lock {at}](https://x.y/{at}) | easy |\n");
        let rows: String = (1..=4).map(row).collect();
        let read = |head: &str| read(&format!("# Locks\n\n{head}{rows}"));
        let problems = read("|  |  |  |\n|---|---|---|\n| 题号 | 题目 | 难度 |\n");
        assert_eq!((problems.len(), &*problems[0].question), (4, "Lock 1"));
        assert_eq!(problems[0].difficulty, Some(Difficulty::Easy));
        let listed = "| No. | 题目 | 备注 |\n|---|---|---|\n";
        assert_eq!(read(listed).len(), 0);
        let rows = rows.replace("https://x.y", "locks");
        assert_eq!(crate::corpus::shapes::tests::read(&format!("# Locks\n\n{listed}{rows}")).len(), 4);
    }

    #[test]
    fn rows_are_questions() {
        let questions = read(
            "# Quick\n\n| No. | Question | Answer | Difficulty |\n|---|---|---|---|\n| 1 | What is a lock? | A `door`. | easy |\n\
             | 2 | Spin locks | They turn. | hard |\n\n| 主题 | 要点 |\n|---|---|\n| **如何加锁？** | 门 |\n| 什么是锁？ | 锁 |\n| 锁的种类 | 安全 |\n",
        );
        assert_eq!(texts(&questions), ["What is a lock?", "Spin locks", "如何加锁？", "什么是锁？"]);
        assert_eq!((&*questions[0].answer, questions[1].difficulty), ("A `door`.", Some(Difficulty::Hard)));
    }

    #[test]
    fn tables_of_problems_and_links_are_no_questions() {
        for text in [
            "| 问题 | 原因 |\n|---|---|\n| 内存泄漏 | 忘了释放 |\n",
            "| Question | Answer |\n|---|---|\n| [What is a lock?](#a) | x |\n",
        ] {
            assert!(read(text).is_empty(), "{text}");
        }
    }
}
