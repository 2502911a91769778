//! Headings that are siblings: together they show whether they are asked.

use std::collections::HashMap;

use super::asking::{self, Title};
use super::context;
use super::document::{Document, Heading, Mark};
use super::labels::{self, Role};
use super::titles;

/// So many siblings that ask are no article, whatever stands between them.
const MANY: usize = 8;

/// Headings of one level, all of them or those under one parent.
#[derive(Default)]
pub struct Siblings {
    /// How many ask.
    pub ask: usize,
    /// How many end with a question mark.
    pub marked: usize,
    /// How many say that they are questions: `Q3: …`.
    pub numbered: usize,
    /// How many only name something.
    pub name: usize,
    /// How many are parts of a text, such as a summary.
    pub topic: usize,
    /// How many have an answer that is folded or called one.
    pub answered: usize,
    /// How many ask and have nothing below them.
    pub bare: usize,
    /// How many only announce questions, as the last part of an article may.
    pub announcing: usize,
}

impl Siblings {
    /// Whether its members are asked one by one: so many times more of them ask than only name
    /// something, and three at the least. In what may be an article, parts such as a summary
    /// speak against it.
    pub fn is_collection(&self, times: usize) -> bool {
        let topic = if times > 2 { self.topic } else { 0 };
        let others = self.name + topic;
        let says_so = times == 1 && self.ask >= 5 && self.ask * 2 >= others;
        self.ask >= 3 && self.ask >= times * others
            || self.ask >= MANY && self.ask * 3 > others * 2
            || says_so
    }

    /// Whether there are so many questions among them that the others ask as well; half as many will
    /// do among notes for interviews.
    pub fn is_full_of_questions(&self, among: bool) -> bool {
        let others = self.name + self.topic;
        if among {
            self.ask >= 10 && self.ask * 2 > others
        } else {
            self.ask >= 20 && self.ask * 3 > others * 2
        }
    }

    /// Whether its members are names, with hardly a part of a text among them.
    pub fn is_of_names(&self) -> bool {
        self.ask + self.name >= 3 && self.topic * 4 <= self.ask + self.name
    }

    /// Whether asking is how its members are written, so that one of them is no figure of speech.
    pub fn is_asking(&self) -> bool {
        self.ask >= 3 || (self.ask == 2 && self.name < 2)
    }
}

/// Whether the text right below a heading is folded, or begins with a word for answers.
pub fn is_answered(document: &Document<'_>, at: usize) -> bool {
    let below = document.directly_below(at);
    if labels::answer_at(below).is_some() {
        return true;
    }
    let folded = || {
        !document.html.is_empty()
            && below.len() < 4_000
            && below.contains("<details")
            && below.contains("</details")
    };
    folded() || lists_answer(document, at) || is_headed(document, at)
}

/// Whether the heading right below is that of the answer.
fn is_headed(document: &Document<'_>, at: usize) -> bool {
    let next = document.headings.get(at + 1).filter(|next| next.parent == Some(at));
    next.is_some_and(|next| labels::named(&next.title) == Some(Role::Answer))
}

/// Whether one of the fields listed right below a heading is the answer: `- **Answer**: …`.
fn lists_answer(document: &Document<'_>, at: usize) -> bool {
    let heading = &document.headings[at];
    let below = heading.range.end..document.next_heading(heading.range.start);
    let is_field = |mark: &Mark| {
        let item = mark.item.map(|item| &document.items[item]);
        mark.label.bold && item.is_some_and(|item| item.parent.is_none() && item.own.start == mark.at)
    };
    let mut fields = document.marks_in(&below).iter().filter(|mark| is_field(mark));
    fields.any(|mark| mark.label.role == Role::Answer)
}

/// Fields that say what a thing is, lower case.
#[rustfmt::skip]
const DEFINING: [&str; 19] = [
    "definition", "what", "what is it", "what it is", "concept", "meaning", "idea", "core idea", "explanation",
    "in short", "one-liner", "定义", "概念", "基本概念", "是什么", "含义", "一句话", "简介", "核心思想",
];

/// For each heading, whether the text below it begins with the same field as below most of those on
/// its level that name something, three at least, and that says what it is: `#### Definition`. Or a heading
/// inside it solves a problem, as inside those.
pub fn share_fields(document: &Document<'_>, titles: &[Title]) -> Vec<bool> {
    let field = |at: usize| match titles[at] {
        Title::Names => first_field(document, at).or_else(|| solved(document, at)),
        Title::Asks | Title::Topic => None,
    };
    let fields: Vec<Option<&str>> = (0..titles.len()).map(field).collect();
    let mut names: HashMap<u8, usize> = HashMap::new();
    let mut times: HashMap<(u8, &str), usize> = HashMap::new();
    for ((heading, title), field) in document.headings.iter().zip(titles).zip(&fields) {
        *names.entry(heading.level).or_default() += usize::from(*title == Title::Names);
        field.iter().for_each(|field| *times.entry((heading.level, field)).or_default() += 1);
    }
    let shares = |(heading, field): (&Heading, &Option<&str>)| {
        let times = field.map_or(0, |field| times[&(heading.level, field)]);
        times >= 3 && times * 2 > names[&heading.level]
    };
    document.headings.iter().zip(&fields).map(shares).collect()
}

/// What the text below a heading begins with, if that is a heading inside it or a label in bold.
fn first_field<'d>(document: &'d Document<'_>, at: usize) -> Option<&'d str> {
    let below = document.directly_below(at);
    let field = if below.is_empty() {
        let next = document.headings.get(at + 1).filter(|next| next.parent == Some(at))?;
        next.title.as_str()
    } else {
        let (bold, rest) = below.trim_start_matches(['-', '*', ' ']).split_once("**")?;
        let starts = below.trim_start_matches(['-', ' ']).trim_start_matches("* ").starts_with("**");
        let is_label = bold.ends_with([':', '：']) || rest.trim_start().starts_with([':', '：', '\n']);
        Some(bold).filter(|_| starts && is_label)?
    };
    let field = field.trim_matches([':', '：', ' ']);
    DEFINING.iter().any(|defining| field.eq_ignore_ascii_case(defining)).then_some(field)
}

/// The first heading right inside another one that solves a problem: `### 思路`, `### Solution (Go)`.
fn solved(document: &Document<'_>, at: usize) -> Option<&'static str> {
    const SOLVING: [&str; 11] = [
        "思路",
        "解题思路",
        "题解",
        "解法",
        "代码",
        "代码实现",
        "solution",
        "approach",
        "intuition",
        "code",
        "implementation",
    ];
    let end = document.headings[at].end;
    let inside = document.headings[at + 1..].iter().take_while(|next| next.range.start < end);
    let word = |title: &str| {
        let title = title.split(['（', '(']).next().unwrap_or_default();
        let title = title.trim_matches(|c: char| !c.is_alphanumeric());
        SOLVING.into_iter().find(|word| title.eq_ignore_ascii_case(word))
    };
    inside.filter(|next| next.parent == Some(at)).find_map(|next| word(&next.title))
}

/// What siblings share: the heading above and the level.
pub type Key = (Option<usize>, u8);

/// Counts the siblings among the headings.
pub fn count(document: &Document<'_>, titles: &[Title]) -> HashMap<Key, Siblings> {
    let mut counts: HashMap<Key, Siblings> = HashMap::new();
    for (at, (heading, title)) in document.headings.iter().zip(titles).enumerate() {
        let siblings = counts.entry((heading.parent, heading.level)).or_default();
        siblings.answered += usize::from(is_answered(document, at));
        siblings.announcing += usize::from(context::announces_questions(&heading.title));
        siblings.numbered += usize::from(titles::is_numbered_question(&heading.title));
        siblings.marked += usize::from(asking::ends_asking(&heading.title));
        match title {
            Title::Asks => siblings.ask += 1,
            Title::Names => siblings.name += 1,
            Title::Topic => siblings.topic += 1,
        }
        let is_leaf = heading.end == document.next_heading(heading.range.start);
        siblings.bare +=
            usize::from(*title == Title::Asks && is_leaf && document.directly_below(at).is_empty());
    }
    counts
}

/// How many headings of each level ask, name and are parts, whatever is above them.
pub fn by_level(siblings: &HashMap<Key, Siblings>) -> HashMap<u8, Siblings> {
    let mut levels: HashMap<u8, Siblings> = HashMap::new();
    for ((_, level), own) in siblings {
        let all = levels.entry(*level).or_default();
        all.ask += own.ask;
        all.name += own.name;
        all.topic += own.topic;
        all.bare += own.bare;
    }
    levels
}
