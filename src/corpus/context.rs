//! What the words around a place say about it: whether questions are announced there.

use std::sync::LazyLock;

use super::asking::{self, Title};
use super::document::Document;
use super::numbering;
use super::titles;
use super::words::Words;

/// Words that announce questions.
#[rustfmt::skip]
static ANNOUNCE: LazyLock<Words> = LazyLock::new(|| Words::new(&[
    "question", "interview", "quiz", "q&a", "面试", "问题", "题目", "考题", "真题", "试题", "例题", "问答",
    "面经", "八股", "笔试", "高频", "常问", "必问", "考点", "追问", "题库", "自测", "学习重点",
]));

/// Words of places that hold no questions to be asked: what a candidate asks, what a page is
/// going to say, links, advice.
#[rustfmt::skip]
static ELSEWHERE: LazyLock<Words> = LazyLock::new(|| Words::new(&[
    "to ask", "should ask", "ask the interviewer", "ask your interviewer", "for the interviewer", "for interviewers to",
    "ask them", "ask yourself", "clarif", "this article", "this page", "this post", "this chapter",
    "this guide", "this repo", "we will", "we'll", "you will learn", "you'll learn", "contribut", "further reading",
    "反问", "问面试官", "向面试官", "提问面试官", "本文", "本章", "本页", "本节", "这一页", "这篇", "读完", "学完",
    "参考资料", "参考文", "参考链接", "扩展阅读", "延伸阅读", "推荐阅读", "相关阅读", "阅读顺序", "贡献",
    "how to use", "如何使用", "适合谁", "适用人群", "这份小册", "这本小册", "专栏", "requirements exploration",
    "延伸追问",
]));

/// Words over a table of contents, below which all the rest may stand as well.
static CONTENTS: LazyLock<Words> = LazyLock::new(|| Words::new(&["table of contents", "目录"]));

/// Words of lists that are gone through, lower case: only what asks in their boxes is a question.
static CHECKLISTS: LazyLock<Words> = LazyLock::new(|| Words::new(&["checklist", "检查清单", "检查点"]));

/// Words over what was asked in an interview that somebody recounts.
#[rustfmt::skip]
static RECOUNTED: LazyLock<Words> = LazyLock::new(|| Words::new(&[
    "面经", "一面", "二面", "三面", "四面", "1面", "2面", "3面", "hr面", "技术面", "凉经", "面试记录", "mianjing",
    "round 1", "round 2", "round 3", "round 4", "round 5", "round-1", "round-2", "round-3", "technical round", "hr round",
    "interview experience", "interview_experience", "interview-experience", "interviewexperience",
]));

/// Words of titles over what somebody thinks about an interview.
static THOUGHTS: LazyLock<Words> = LazyLock::new(|| {
    Words::new(&["自我分析", "原因分析", "复盘", "反思", "感想", "感受", "心得", "凉的原因", "为啥凉"])
});

/// Whether a title stands over what somebody thinks about an interview, and not over the interview.
pub fn reflects(title: &str) -> bool {
    THOUGHTS.are_in(title) && !announces(title)
}

/// Whether what stands below a title was not asked: the answers to what was asked before, or
/// thoughts about it.
fn comes_after(title: &str) -> bool {
    // Of these titles, with a number and an emblem before them; most are longer.
    const LONGEST: usize = 32;
    const TITLES: [&str; 9] =
        ["解析", "参考解析", "答案解析", "参考答案", "答案", "题解", "answer", "answers", "solutions"];
    let is_one = || {
        let bare = numbering::without_number(title).trim_matches(|c: char| !c.is_alphanumeric());
        TITLES.iter().any(|title| bare.eq_ignore_ascii_case(title))
    };
    reflects(title) || (title.len() <= LONGEST && is_one())
}

/// Whether the text says that what was asked in an interview is recounted.
pub fn recounts(text: &str) -> bool {
    RECOUNTED.are_in(text)
}

/// Words that announce questions and nothing else, lower case; 问题 alone may be a problem.
#[rustfmt::skip]
static QUESTIONS: LazyLock<Words> = LazyLock::new(|| Words::new(&[
    "question", "q&a", "问题与", "面试题", "题目", "考题", "真题", "试题", "问答", "题库", "常问", "必问", "面经", "八股", "面试问题", "常见问题",
    "高频问题", "经典问题", "填空题", "简答题", "问答题", "选择题", "编程题", "算法题", "场景题", "设计题", "智力题", "开放题", "开放性问题", "典型问题", "问题汇总", "问题列表", "问题清单", "问题集", "问题大全", "遇到的问题", "技术问题",
]));

/// Whether the text says that questions follow, not merely that interviews are spoken of.
pub fn announces_questions(text: &str) -> bool {
    QUESTIONS.are_in(text) && !is_elsewhere(text)
}

/// Whether the text says that questions follow.
pub fn announces(text: &str) -> bool {
    ANNOUNCE.are_in(text) && !is_elsewhere(text)
}

/// Whether the text says that what follows is not asked by an interviewer.
pub fn is_elsewhere(text: &str) -> bool {
    CHECKLISTS.are_in(text) || CONTENTS.are_in(text) || asks_nobody(text)
}

/// The same, checklists and contents left out.
fn asks_nobody(text: &str) -> bool {
    const TITLES: [&str; 7] = ["references", "reference", "resources", "links", "credits", "license", "参考"];
    ELSEWHERE.are_in(text) || TITLES.iter().any(|title| text.eq_ignore_ascii_case(title))
}

/// Words of titles that promise what is to be known, concept by concept.
static CONCEPTS: LazyLock<Words> =
    LazyLock::new(|| Words::new(&["术语", "名词解释", "八股", "知识点", "bagu", "glossary"]));

/// Whether a title promises concepts to know.
pub fn promises_concepts(title: &str) -> bool {
    CONCEPTS.are_in(title)
}

/// Words of paths below which notes for interviews are kept.
static PLACES: LazyLock<Words> = LazyLock::new(|| {
    Words::new(&["interview", "question", "面试", "面经", "八股", "mianshi", "mianjing", "bagu"])
});

/// Words of sections that advise candidates.
#[rustfmt::skip]
static ADVICE: LazyLock<Words> = LazyLock::new(|| Words::new(&[
    "during interview", "during the interview", "in interviews", "look out", "tips", "prepar", "how to answer",
    "how to approach", "what to do", "traits", "you should", "make sure", "remember", "you might", "you may ", "you can ", "you need", "建议", "技巧", "如何准备", "怎么准备",
    "如何回答", "怎么回答", "面试时", "扣分", "注意", "red flag", "don't:", "don’t:", "❌", "✅ **do", "避免：",
]));

/// Whether a heading or a line leads over to advice.
fn is_advice(text: &str) -> bool {
    ADVICE.are_in(text) && !text.to_ascii_lowercase().contains("asked")
}

/// Whether a title is a step of a procedure: what is asked there, one asks oneself.
fn is_step(title: &str) -> bool {
    let title = title.trim_start_matches(|c: char| !c.is_alphanumeric()).as_bytes();
    let says = title.get(..5).is_some_and(|word| word.eq_ignore_ascii_case(b"step "));
    says && title.get(5).is_some_and(u8::is_ascii_digit)
}

/// Whether a title asks what an interview is: `What is a coding interview?`.
fn is_about_interviews(lower: &str) -> bool {
    let lower = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    lower.starts_with("what") && lower.trim_end_matches(['?', ' ']).ends_with(" interview")
}

/// Whether a title asks how to get through interviews, or what a page is for.
pub fn advises(title: &str) -> bool {
    let lower = title.to_lowercase();
    is_elsewhere(title)
        || is_about_interviews(&lower)
        || (is_advice(title) && ["interview", "面试"].iter().any(|word| lower.contains(word)))
}

/// Pages that every project has, which ask nobody.
pub fn is_about_the_project(name: &str) -> bool {
    const PAGES: [&str; 6] =
        ["contributing", "code_of_conduct", "changelog", "license", "security", "pull_request_template"];
    let file = name.rsplit('/').next().unwrap_or(name);
    let stem = file.split('.').next().unwrap_or(file);
    // The contents of a book; in small letters it sums up what is asked.
    stem == "SUMMARY" || PAGES.contains(&&*stem.to_lowercase())
}

/// Where a list or a line stands: what its file, its headings and the line above it say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Not among questions, whatever it looks like.
    Elsewhere,
    /// Nothing announces questions.
    #[default]
    Unannounced,
    /// The file, its title or an outer heading announces them.
    Inside,
    /// The nearest heading or the line above announces them.
    Announced,
}

impl Document<'_> {
    /// Whether the name, the front matter or the title of the file announces questions.
    pub fn announces(&self) -> bool {
        let title = self.headings.first().filter(|heading| heading.level == 1);
        announces(self.file_name())
            || announces(&self.front.title)
            || title.is_some_and(|title| announces(&title.title))
            || self.opening().is_some_and(announces_questions)
    }

    /// A short paragraph above the first heading, which says what the page is.
    fn opening(&self) -> Option<&str> {
        const LONGEST: usize = 200;
        let end = self.headings.first().map_or(0, |first| first.range.start);
        let opening = self.paragraphs.first().filter(|opening| opening.range.end <= end)?;
        self.text.get(opening.range.clone()).filter(|text| text.len() <= LONGEST)
    }

    /// Whether the path of the file says that it lies among questions or interview notes.
    pub fn lies_among_questions(&self) -> bool {
        PLACES.are_in(self.name) || PLACES.are_in(self.folder)
    }

    /// Whether any heading, or the title or name of the file, says that what was asked in an
    /// interview is recounted.
    pub fn recounts_anywhere(&self) -> bool {
        self.recounts(None) || self.headings.iter().any(|heading| recounts(&heading.title))
    }

    /// Whether the headings above, or the title or name of the file, say that what was asked in an
    /// interview is recounted.
    pub fn recounts(&self, heading: Option<usize>) -> bool {
        !heading.is_some_and(|at| comes_after(&self.headings[at].title))
            && (recounts(self.file_name())
                || recounts(&self.front.title)
                || self.upwards(heading).any(|at| recounts(&self.headings[at].title)))
    }

    /// Whether the file as a whole is about what a candidate asks.
    pub fn is_elsewhere(&self) -> bool {
        let asks = |text: &str| {
            let text = text.to_lowercase();
            ["questions to ask", "reverse interview", "反问", "反向面试"]
                .iter()
                .any(|words| text.contains(words))
        };
        asks(&self.front.title)
            || asks(&self.name.replace(['-', '_'], " "))
            || self.headings.first().is_some_and(|heading| asks(&heading.title))
    }

    /// Whether the headings above, the title of the file or its name announce questions, not
    /// merely speak of interviews.
    pub fn announces_questions(&self, heading: Option<usize>) -> bool {
        self.announcer(heading).is_some()
            || announces_questions(&self.front.title)
            || announces_questions(self.file_name())
    }

    /// Whether text below the heading answers it: it asks, and does not announce questions.
    pub fn is_answered_below(&self, heading: Option<usize>) -> bool {
        heading.is_some_and(|at| {
            let title = titles::question(&self.headings[at].title);
            asking::judge(&title) == Title::Asks && !announces(&title)
        })
    }

    /// The nearest heading that announces questions, from this one upwards.
    pub fn announcer(&self, heading: Option<usize>) -> Option<usize> {
        self.upwards(heading).find(|&at| announces_questions(&self.headings[at].title))
    }

    /// Whether the nearest heading is that of a table of contents.
    pub fn is_contents(&self, heading: Option<usize>) -> bool {
        heading.is_some_and(|at| {
            let title = &self.headings[at].title;
            CONTENTS.are_in(title) || title.eq_ignore_ascii_case("contents")
        })
    }

    /// [`place`](Self::place) for a list: after a table of contents all the rest may follow, and
    /// what stands in the boxes of a checklist may be asked.
    pub fn place_of_list(&self, heading: Option<usize>, announced: bool, boxes: bool) -> Place {
        self.place_but(heading, announced, |text, _| is_no_list(text, boxes))
    }

    /// The place below a heading. `announced` is `self.announces()`.
    pub fn place(&self, heading: Option<usize>, announced: bool) -> Place {
        self.place_but(heading, announced, |text, distance| {
            is_no_list(text, false) || (distance == 0 && CONTENTS.are_in(text))
        })
    }

    fn place_but(
        &self,
        heading: Option<usize>,
        announced: bool,
        is_elsewhere: impl Fn(&str, usize) -> bool,
    ) -> Place {
        let mut place = if announced { Place::Inside } else { Place::Unannounced };
        for (distance, at) in self.upwards(heading).enumerate() {
            let title = &self.headings[at].title;
            let tells = |title| is_advice(title) || is_step(title) || comes_after(title);
            if is_elsewhere(title, distance) || (distance == 0 && tells(title)) {
                return Place::Elsewhere;
            }
            if announces(title) {
                let near = distance == 0 && !(at == 0 && self.headings[at].level == 1);
                place = place.max(if near { Place::Announced } else { Place::Inside });
            }
        }
        place
    }
}

/// The place of a list right below a line of text.
pub fn place_after(lead: &str, place: Place, boxes: bool) -> Place {
    match lead {
        "" => place,
        _ if place == Place::Elsewhere || is_no_list(lead, boxes) || is_advice(lead) => Place::Elsewhere,
        lead if announces(lead) => Place::Announced,
        _ => place,
    }
}

/// Whether what a text announces is no list of questions.
fn is_no_list(text: &str, boxes: bool) -> bool {
    asks_nobody(text) || (!boxes && CHECKLISTS.are_in(text))
}
