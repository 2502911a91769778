//! What the words around a place say about it: whether questions are announced there.

use super::document::Document;

/// Words that announce questions, lower case.
#[rustfmt::skip]
const ANNOUNCE: &[&str] = &[
    "question", "interview", "quiz", "q&a", "面试", "问题", "题目", "考题", "真题", "试题", "例题", "问答",
    "面经", "八股", "笔试", "高频", "常问", "必问", "考点", "追问", "题库", "自测", "学习重点",
];

/// Words of places that hold no questions to be asked: what a candidate asks, what a page is
/// going to say, links, advice.
#[rustfmt::skip]
const ELSEWHERE: &[&str] = &[
    "to ask", "ask the interviewer", "ask your interviewer", "for the interviewer", "for interviewers to",
    "ask them", "ask yourself", "clarif", "this article", "this page", "this post", "this chapter",
    "this guide", "this repo", "we will", "we'll", "you will learn", "you'll learn", "contribut", "further reading",
    "反问", "问面试官", "向面试官", "提问面试官", "本文", "本章", "本页", "本节", "这一页", "这篇", "读完", "学完",
    "参考资料", "参考文", "参考链接", "扩展阅读", "延伸阅读", "推荐阅读", "相关阅读", "阅读顺序", "目录", "贡献",
    "table of contents", "how to use", "如何使用", "适合谁", "适用人群", "checklist", "检查清单", "检查点", "这份小册", "这本小册", "专栏", "requirements exploration",
    "延伸追问",
];

/// Whether the text says that questions follow.
pub fn announces(text: &str) -> bool {
    let text = text.to_lowercase();
    ANNOUNCE.iter().any(|word| text.contains(word)) && !ELSEWHERE.iter().any(|word| text.contains(word))
}

/// Whether the text says that what follows is not asked by an interviewer.
pub fn is_elsewhere(text: &str) -> bool {
    let text = text.to_lowercase();
    ELSEWHERE.iter().any(|word| text.contains(word))
        || matches!(
            &*text,
            "references" | "reference" | "resources" | "links" | "credits" | "license" | "参考"
        )
}

/// Words of sections that advise candidates.
#[rustfmt::skip]
const ADVICE: &[&str] = &[
    "during interview", "during the interview", "in interviews", "look out", "tips", "prepar", "how to answer",
    "how to approach", "what to do", "traits", "you should", "make sure", "remember", "you might", "you may ", "you can ", "you need", "建议", "技巧", "如何准备", "怎么准备",
    "如何回答", "怎么回答", "面试时", "扣分", "注意",
];

/// Whether a heading or a line leads over to advice.
fn is_advice(text: &str) -> bool {
    let text = text.to_lowercase();
    ADVICE.iter().any(|word| text.contains(word))
}

/// Whether a title asks how to get through interviews, or what a page is for.
pub fn advises(title: &str) -> bool {
    let lower = title.to_lowercase();
    is_elsewhere(title) || (is_advice(title) && ["interview", "面试"].iter().any(|word| lower.contains(word)))
}

/// Pages that every project has, which ask nobody.
pub fn is_about_the_project(name: &str) -> bool {
    const PAGES: [&str; 7] = [
        "contributing",
        "code_of_conduct",
        "changelog",
        "license",
        "security",
        "pull_request_template",
        "summary",
    ];
    let file = name.rsplit('/').next().unwrap_or(name).to_lowercase();
    PAGES.iter().any(|page| file.starts_with(page))
}

/// Where a list or a line stands: what its file, its headings and the line above it say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Not among questions, whatever it looks like.
    Elsewhere,
    /// Nothing announces questions.
    Unannounced,
    /// The file, its title or an outer heading announces them.
    Inside,
    /// The nearest heading or the line above announces them.
    Announced,
}

impl Document<'_> {
    /// Whether the name, the front matter or the title of the file announces questions.
    pub fn announces(&self) -> bool {
        let file = self.name.rsplit('/').next().unwrap_or(self.name);
        let title = self.headings.first().filter(|heading| heading.level == 1);
        announces(file) || announces(&self.front.title) || title.is_some_and(|title| announces(&title.title))
    }

    /// Whether the file as a whole is about what a candidate asks.
    pub fn is_elsewhere(&self) -> bool {
        let asks = |text: &str| {
            let text = text.to_lowercase();
            text.contains("questions to ask") || text.contains("反问")
        };
        asks(&self.front.title) || self.headings.first().is_some_and(|heading| asks(&heading.title))
    }

    /// The place below a heading and after a line of text. `announced` is `self.announces()`.
    pub fn place(&self, heading: Option<usize>, lead: &str, announced: bool) -> Place {
        let mut place = if announced { Place::Inside } else { Place::Unannounced };
        let up = std::iter::successors(heading, |&at| self.headings[at].parent);
        for (distance, at) in up.enumerate() {
            let title = &self.headings[at].title;
            if is_elsewhere(title) || (distance == 0 && is_advice(title)) {
                return Place::Elsewhere;
            }
            if announces(title) {
                let near = distance == 0 && !(at == 0 && self.headings[at].level == 1);
                place = place.max(if near { Place::Announced } else { Place::Inside });
            }
        }
        match lead {
            lead if is_elsewhere(lead) || is_advice(lead) => Place::Elsewhere,
            lead if announces(lead) => Place::Announced,
            _ => place,
        }
    }
}
