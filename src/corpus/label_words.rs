//! The words of labels, hand-written: to understand one more, add it here, in lower case.

use super::labels::Role::{
    self, Answer, Candidate, Difficulty, FollowUp, Intent, Interviewer, KeyPoints, Option as QuizOption,
    Question,
};

/// What each word announces.
#[rustfmt::skip]
pub const WORDS: [(Role, &[&str]); 9] = [
    (Question, &["问题", "问", "题目", "面试题", "题", "提问", "题干", "q", "question", "interviewer question", "interview question", "prompt"]),
    (
        Answer,
        &[
            "答案", "答", "回答", "解答", "参考答案", "参考回答", "标准答案", "推荐回答", "推荐答案", "示例回答", "回答示例", "期望回答", "期望答案",
            "优秀答案", "优秀回答", "优秀答案要点", "优秀回答要点", "核心答案", "完整答案", "完整回答", "详细答案", "详细回答", "满分回答", "参考答案要点", "答案要点", "回答要点", "回答思路", "答题思路", "思考方向", "a", "ans", "answer",
            "expected", "expected answer", "interview answer", "sample answer", "model answer", "ideal answer", "good answer",
            "suggested answer", "short answer", "full answer", "detailed answer", "strong answer", "strong answer outline", "answer outline",
            "expected thinking", "approach", "answer guide", "cross-answer", "cross answer",
        ],
    ),
    (
        KeyPoints,
        &[
            "期望听到的重点", "期望听到的要点", "期望听到", "关键点", "关键要点", "要点", "要点回顾", "答题要点", "得分点", "加分点", "加分项", "key points", "key point",
            "points to hear", "what to listen for", "listen for", "look for", "what to look for",
        ],
    ),
    (
        Intent,
        &[
            "考察目的", "考察点", "考察意图", "考察重点", "考查目的", "考查点", "面试官意图", "提问目的", "出题意图", "intent", "purpose",
            "what it tests", "what this tests", "why ask", "why we ask",
        ],
    ),
    (Interviewer, &["她", "他", "面试官", "考官", "主考官", "interviewer"]),
    (Candidate, &["我", "候选人", "候选者", "应聘者", "求职者", "面试者", "candidate", "interviewee", "applicant"]),
    (FollowUp, &["追问", "继续追问", "进一步追问", "follow-up", "follow up", "followup", "follow-ups", "follow-up question", "follow-up questions", "cross-question", "cross question", "cross-questions", "cross questions", "counter-question", "counter question", "扩展问题", "拓展问题", "延伸问题", "扩展提问", "附"]),
    (Difficulty, &["难度", "难易度", "难度等级", "difficulty", "difficulty level"]),
    (QuizOption, &["b", "c", "d", "e", "f"]),
];
