//! The words by which titles are judged, hand-written: to judge one more, add it here.

/// Parts of a text, whatever it is about. Lower case, whole titles.
#[rustfmt::skip]
pub const TOPICS: &[&str] = &[
    "概述", "总结", "小结", "目录", "目录结构", "项目结构", "适用人群", "使用说明", "快速开始", "学习建议", "参考", "参考资料", "参考文献", "参考链接", "参考文章", "前言", "区别", "对比", "比较", "联系", "异同", "差异", "如何解决", "怎么解决", "如何避免", "有何区别",
    "有什么区别", "解决办法", "解决方法", "是什么", "为什么", "怎么做", "什么时候用",
    "后记", "引言", "背景", "简介", "介绍", "结语", "写在最后", "写在前面", "附录", "推荐阅读",
    "相关阅读", "延伸阅读", "扩展阅读", "更新日志", "致谢", "常见问题", "常见面试题", "面试题", "问题",
    "问答", "答案", "参考答案", "解析", "解答", "回答", "题目", "一句话总结", "学习目标", "学习重点",
    "导读", "索引", "更多", "其他", "其它", "注意", "注意事项", "说明", "版本说明", "易错点", "一句话定位",
    "推荐练习题", "练习", "练习题", "示例", "例子", "案例", "代码示例", "优缺点", "优点", "缺点",
    "优势", "劣势", "原理", "定义", "概念", "基本概念", "实现", "实现原理", "用途", "作用", "流程",
    "特点", "特性", "场景", "应用场景", "使用场景", "目标", "分析", "过程", "步骤", "结论", "建议",
    "复习建议", "最佳实践", "整体架构", "方案", "解决方案", "后续", "感悟", "评论", "关于", "关于我", "公众号", "我的公众号", "关注我", "反问", "反问环节", "联系我", "联系方式",
    "开场", "结束", "面试评估", "简述", "一句话结论", "如何学习", "怎样学习", "如何使用", "如何安装",
    "面试考察重点", "理论", "准备", "准备环境", "环境准备", "环境", "测试", "结果", "验证", "正文", "开始", "当前主线", "机制解读", "其他答案", "其它答案", "常见误答",
    "常见误判", "易混边界", "本页结论", "机制速览", "一句话检查点", "summary", "overview",
    "introduction", "intro", "conclusion", "conclusions", "references", "reference",
    "table of contents", "contents", "toc", "index", "further reading", "read more", "links",
    "resources", "question", "the question", "interview question", "background", "prerequisites", "license", "contributing", "changelog", "installation",
    "usage", "appendix", "notes", "note", "faq", "faqs", "questions", "answer", "answers", "example",
    "examples", "solution", "solutions", "explanation", "description", "quiz", "see also", "credits",
    "acknowledgements", "about", "getting started", "best practices", "tips", "pros", "cons",
    "advantages", "disadvantages", "definition", "how it works", "how to use", "how to contribute",
    "how to contribute?", "what's next", "what's next?", "next steps", "related", "disclaimer",
    "useful resources", "outcome", "outcomes", "other answers", "what is this?", "who is this for?",
    "why would you read this?", "what's inside", "what is inside", "quick revision", "revision", "beginner", "intermediate", "advanced", "easy", "medium", "hard", "freshers", "experienced", "初级", "中级", "高级", "简单", "中等", "困难", "进阶", "why", "what", "how", "why?", "what?", "how?",
];

/// How titles of parts begin …
#[rustfmt::skip]
pub const TOPIC_STARTS: &[&str] = &[
    "第一步", "第二步", "第三步", "第四步", "步骤", "案例", "示例", "例子", "方案一", "方案二",
    "方案三", "示例代码", "附录", "总结", "小结", "参考", "本章", "本文", "如何贡献",
    "如何参与", "推荐复习", "这题", "这道题", "面试官", "面试时",
    "当时回答", "当时的回答", "我当时", "面试里", "面试中", "面试怎么", "如何使用本", "为什么写", "为什么要写", "step ", "stage ", "phase ", "example", "case ", "appendix",
    "references", "what this ", "what you'll", "what you will", "how to use this", "how to contribute", "table of ",
];

/// … and how they end.
#[rustfmt::skip]
pub const TOPIC_ENDS: &[&str] = &[
    "总结", "小结", "面试题", "面试题总结", "面试题汇总", "常见问题", "参考资料", "问题清单",
    "问题汇总", "相关问题", "高频问题", "汇总", "一览", "大全", "速查", "推荐", "自测", "样例",
    "概况", "面试考什么", "想考什么", "面试答案", "questions", "overview", "summary", "cheat sheet", "checklist", "prompts",
];

/// Titles that say what is done or known: `判断元素是否存在` asks nothing.
#[rustfmt::skip]
pub const CHINESE_STATES: &[&str] = &[
    "判断", "设置", "验证", "确定", "返回", "知道", "学会", "掌握", "解决什么", "描述",
];

/// Words that ask wherever they stand.
#[rustfmt::skip]
pub const CHINESE_ASKS: &[&str] = &[
    "什么", "如何", "怎么", "怎样", "为何", "哪些", "哪几", "哪个", "哪种", "哪里", "哪一", "多少",
    "是否", "能否", "可否", "何时", "何谓", "何为", "有何", "几种", "区别", "异同", "差异", "吗",
    "谈谈", "说说", "聊聊", "讲讲", "说一下", "讲一下", "说一说", "谈一谈", "讲一讲", "说下", "讲下",
    "介绍一下", "介绍下", "描述一下", "描述下", "解释一下", "解释下", "分析一下", "对比一下",
    "比较一下",
];

/// Words that ask at the start of a title.
#[rustfmt::skip]
pub const CHINESE_STARTS: &[&str] = &[
    "简述", "阐述", "详述", "列举", "简单介绍", "详细介绍", "简要介绍", "设计一个", "设计一套",
    "实现一个", "手写", "请你", "请简", "请说", "请描", "请解", "请介", "请列", "请问", "请用", "请谈",
    "请写", "请画", "解释 ", "描述 ",
];

/// First words of English questions that need no question mark.
#[rustfmt::skip]
pub const ENGLISH_STARTS: &[&str] = &[
    "what is", "what are", "what's", "what does", "what do", "what happens", "what would", "what kind",
    "what makes", "why is", "why are", "why do", "why does", "why would", "why should", "why can",
    "why use", "why not", "how do", "how does", "how is", "how are", "how can", "how would",
    "how should", "how many", "how much", "how did", "when is", "when do", "when does", "when would",
    "when should", "where is", "where do", "where does", "which ", "who is", "explain ", "describe ",
    "compare ", "discuss ", "tell me", "design a ", "design an ", "implement a ", "implement an ",
    "write a ", "write an ", "difference between", "differences between", "the difference between",
    "can you ", "could you ", "have you ", "give an example", "give me", "name some", "talk about",
    "walk me",
];

/// First words of tasks and of questions in lists; in other places they may begin any sentence.
#[rustfmt::skip]
pub const ENGLISH_INVITES: &[&str] = &[
    "explain", "describe", "discuss", "tell", "talk", "design", "implement", "write", "create", "build", "compare",
    "contrast", "share", "give", "imagine", "suppose", "assume", "name", "list", "define", "walk", "convince", "show",
    "make", "find", "given", "elaborate", "outline", "sketch", "differentiate", "distinguish", "illustrate", "solve",
    "determine", "calculate", "what", "what's", "why", "how", "when", "where", "who", "which", "do", "does", "did",
    "are", "is", "can", "could", "would", "should", "have", "has", "was", "were", "will", "if", "print", "reverse",
    "mention", "state", "provide", "develop", "draw", "demonstrate", "summarize", "identify", "pros", "differences",
    "difference", "advantages", "whats", "take", "input", "keep", "count", "convert", "compute", "merge", "swap", "remove", "generate", "read", "predict", "guess", "simulate", "traverse", "sort", "select", "fetch",
];

/// The same in Chinese.
#[rustfmt::skip]
pub const CHINESE_INVITES: &[&str] = &[
    "描述", "告诉我", "介绍", "解释", "请", "写", "实现", "设计", "说明", "画", "分享", "列出", "列举", "比较", "对比",
    "分析", "手撕", "手写", "手动", "谈", "讲", "聊", "说", "举", "你", "给定", "给出", "自我介绍", "为", "用", "简", "怎",
    "浅谈", "概述", "了解", "对", "假如", "假设", "如果",
];
