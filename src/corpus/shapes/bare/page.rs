//! What a page shows at first sight: in which of its sections lines ask.

use std::collections::{HashMap, HashSet};

use super::line::{self, LONGEST_NAME, Line};
use crate::corpus::asking::{self, Title};
use crate::corpus::claims::Claims;
use crate::corpus::context::Place;
use crate::corpus::document::{Document, Paragraph};
use crate::corpus::titles;

/// So many lines with numbers that ask show that the others with numbers do.
const COUNTED: usize = 5;
/// So many lines that ask, one after the other, are questions wherever they stand.
const RUN: usize = 5;
/// So many lines that ask make a file a list of them.
const MANY: usize = 10;

/// The paragraphs of one section.
#[derive(Default)]
pub struct Section {
    all: usize,
    asks: usize,
    names: usize,
    /// Whether what was asked in an interview is recounted.
    recounted: bool,
    /// Whether the file is a list of such lines, among notes for interviews.
    listed: bool,
    /// Whether it opens with a question, as those beside it do.
    opened: bool,
}

impl Section {
    /// Whether lines that ask are what the section is made of: more so where nothing announces
    /// questions.
    fn asks(&self, announced: bool) -> bool {
        let (least, share) = if announced { (2, 2) } else { (4, 3) };
        self.asks >= least && self.asks * 6 >= self.all * share
    }

    /// Whether it is nothing but such lines, so that those which only name something ask as well.
    pub fn is_list(&self) -> bool {
        let lines = (self.asks + self.names) * 10;
        match self.recounted {
            true => self.asks >= 1 && lines >= self.all * 7,
            false => {
                let asks = self.asks >= 3 && self.asks * 5 >= self.all * 2;
                (asks || self.listed) && lines >= self.all * 9
            }
        }
    }
}

/// What the paragraphs of a document show at first sight.
pub struct Page<'d, 'a> {
    document: &'d Document<'a>,
    /// For each paragraph, whether its first line has a number and asks.
    counts: Vec<bool>,
    /// The sections in which what was asked in an interview is recounted.
    recounted: HashSet<Option<usize>>,
    /// The sections that announce questions and are nothing but short lines.
    sheets: HashSet<Option<usize>>,
    /// The sections in which anything asks; others are hardly lists of questions.
    marked: HashSet<Option<usize>>,
    /// Where the lines start that ask one after the other.
    runs: HashSet<usize>,
    /// Whether it may be nothing but lines, among notes for interviews.
    may_be_list: bool,
}

impl<'d, 'a> Page<'d, 'a> {
    /// Looks at every paragraph of a document.
    pub fn of(document: &'d Document<'a>) -> Self {
        let paragraphs = &document.paragraphs;
        let counts: Vec<bool> = paragraphs
            .iter()
            .map(|paragraph| line::is_numbered(line::first_line(document, paragraph)))
            .collect();
        let headings: HashSet<Option<usize>> = paragraphs.iter().map(|paragraph| paragraph.heading).collect();
        let recounted: HashSet<Option<usize>> =
            headings.into_iter().filter(|heading| document.recounts(*heading)).collect();
        let asks = |paragraph: &Paragraph| {
            let text = document.text[paragraph.range.clone()].trim();
            asking::ends_asking(text) || line::is_task(text)
        };
        let marked = paragraphs.iter().zip(&counts).filter(|(paragraph, counts)| {
            **counts || recounted.contains(&paragraph.heading) || asks(paragraph)
        });
        let marked = marked.map(|(paragraph, _)| paragraph.heading).collect();
        let may_be_list = document.lies_among_questions() && are_short(paragraphs);
        Self {
            document,
            counts,
            recounted,
            sheets: sheets(document),
            marked,
            runs: runs(document),
            may_be_list,
        }
    }

    /// The lines of all sections that may ask.
    pub fn lines(&self, claims: &Claims) -> Vec<Line> {
        let counted = self.counts.iter().filter(|counts| **counts).count() >= COUNTED;
        let paragraphs = self.document.paragraphs.iter().zip(&self.counts);
        let free = paragraphs.filter(|(paragraph, _)| {
            (self.may_be_list
                || self.marked.contains(&paragraph.heading)
                || self.runs.contains(&paragraph.range.start))
                && !claims.cover(paragraph.range.start)
                && !claims.start_in(&paragraph.range)
        });
        let lines = free.flat_map(|(paragraph, counts)| {
            let first_alone =
                *counts || (counted && line::has_number(line::first_line(self.document, paragraph)));
            let each =
                self.recounted.contains(&paragraph.heading) || self.sheets.contains(&paragraph.heading);
            line::parts(self.document, paragraph, first_alone, each)
        });
        lines.filter_map(|(range, paragraph)| line::read(self.document, paragraph, range)).collect()
    }

    /// Whether lines that ask stand right before and after a line, or on one side of it.
    pub fn is_in_run(&self, line: &Line) -> bool {
        self.runs.contains(&line.range.start)
    }

    /// The sections in which lines ask.
    pub fn sections(&self, lines: &[Line]) -> HashMap<Option<usize>, Section> {
        let mut sections: HashMap<Option<usize>, Section> = HashMap::new();
        for line in lines {
            let section = sections.entry(line.heading).or_default();
            section.all += 1;
            section.asks += usize::from(line.title == Some(Title::Asks));
            section.names += usize::from(line.title == Some(Title::Names));
        }
        let listed = self.may_be_list && is_listed(sections.values());
        let openings = openings(self.document, lines);
        sections.retain(|heading, section| {
            section.opened = openings.contains(heading);
            section.recounted = self.recounted.contains(heading);
            section.listed = listed || self.sheets.contains(heading);
            (listed || self.marked.contains(heading))
                && (section.opened
                    || section.is_list()
                    || section.asks(self.document.announces_questions(*heading)))
                && self.document.place(*heading, false) != Place::Elsewhere
                && !self.document.is_answered_below(*heading)
        });
        sections
    }
}

/// Where the lines start that ask, each a paragraph of its own, with nothing else between many of them.
fn runs(document: &Document<'_>) -> HashSet<usize> {
    let mut runs = HashSet::new();
    let mut run: Vec<&Paragraph> = Vec::new();
    let mut close = |run: &mut Vec<&Paragraph>| {
        if run.len() >= RUN {
            runs.extend(run.iter().map(|paragraph| paragraph.range.start));
        }
        run.clear();
    };
    for paragraph in &document.paragraphs {
        let before = run.last().map_or(paragraph.range.start, |last| last.range.end);
        let between = document.text.get(before..paragraph.range.start).unwrap_or("x");
        if !between.trim().is_empty() {
            close(&mut run);
        }
        let written = document.text[paragraph.range.clone()].trim();
        if paragraph.quote.is_none() && !written.contains('\n') && asking::ends_asking(written) {
            run.push(paragraph);
        } else {
            close(&mut run);
        }
    }
    close(&mut run);
    runs
}

/// Whether paragraphs are so short as lines that ask or name something are.
fn are_short(paragraphs: &[Paragraph]) -> bool {
    let bytes: usize = paragraphs.iter().map(|paragraph| paragraph.range.len()).sum();
    bytes <= paragraphs.len() * LONGEST_NAME
}

/// Whether hardly anything but lines that ask or name something stands in a file, and many ask.
fn is_listed<'s>(sections: impl Iterator<Item = &'s Section>) -> bool {
    let (all, asks, lines) = sections.fold((0, 0, 0), |(all, asks, lines), section| {
        (all + section.all, asks + section.asks, lines + section.asks + section.names)
    });
    asks >= MANY && lines * 10 >= all * 9 && asks * 5 >= all
}

/// The headings below which the first line asks, where most of those beside them do the same and
/// do not ask themselves: `## Conflict`, and then `Tell me about a conflict.`
fn openings(document: &Document<'_>, lines: &[Line]) -> HashSet<Option<usize>> {
    let mut first: HashMap<usize, &Line> = HashMap::new();
    for line in lines {
        line.heading.into_iter().for_each(|heading| _ = first.entry(heading).or_insert(line));
    }
    let mut kin: HashMap<(Option<usize>, u8), (usize, Vec<usize>)> = HashMap::new();
    for (at, heading) in document.headings.iter().enumerate() {
        let (all, opened) = kin.entry((heading.parent, heading.level)).or_default();
        *all += 1;
        let opens = first.get(&at).is_some_and(|line| {
            let above = document.text.get(heading.range.end..line.range.start).unwrap_or("x");
            line.title == Some(Title::Asks) && above.trim().is_empty()
        });
        if opens && asking::judge(&titles::question(&heading.title)) != Title::Asks {
            opened.push(at);
        }
    }
    let mostly = kin.into_values().filter(|(all, opened)| opened.len() >= 3 && opened.len() * 3 >= all * 2);
    mostly.flat_map(|(_, opened)| opened).map(Some).collect()
}

/// The sections of notes for interviews that announce questions and are nothing but short lines,
/// one for each question.
fn sheets(document: &Document<'_>) -> HashSet<Option<usize>> {
    let mut sheets: HashMap<Option<usize>, (usize, usize)> = HashMap::new();
    if document.lies_among_questions() && document.items.is_empty() {
        for paragraph in &document.paragraphs {
            let (all, long) = sheets.entry(paragraph.heading).or_default();
            for line in document.text[paragraph.range.clone()].lines() {
                *all += 1;
                *long += usize::from(
                    line.len() > LONGEST_NAME || line.trim_end().ends_with(['.', '。', ';', '；', '，', ',']),
                );
            }
        }
    }
    let is_sheet = |heading: &Option<usize>, (all, long): &(usize, usize)| {
        *all >= MANY && long * 10 <= *all && document.announces_questions(*heading)
    };
    sheets.retain(|heading, lines| is_sheet(heading, lines));
    sheets.into_keys().collect()
}
