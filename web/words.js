// What the page says, in the language of the browser.

const chinese = {
  placeholder: "搜索面试题：关键词、整句，中英文都行",
  mode: "搜索方式",
  hybrid: "综合", hybridHint: "关键词与语义一起用",
  keyword: "关键词", keywordHint: "只找含有这些词的题目",
  semantic: "语义", semanticHint: "找意思相近的题目，用词不同、语言不同也行",
  suggestions: "补全",
  more: "更多结果",
  keys: "按 / 搜索 · ↑ ↓ 选择 · Enter 打开 · Esc 返回",
  lang: "语言", difficulty: "难度", easy: "初级", medium: "中级", hard: "高级", kind: "类型", tag: "标签", source: "来源",
  zh: "中文", en: "英文", question: "题目", note: "笔记",
  allTags: (n) => `还有 ${n} 个`, fewerTags: "收起",
  found: (n, ms) => `找到 ${n} 条 · ${ms} 毫秒`, corrected: (from, to) => `已把“${from}”当作“${to}”`,
  score: "得分", place: "出处", followUp: "追问",
  followUpOf: "追问自：", followUps: "追问：", same: "同一问题：",
  welcome: (n) => `${n} 道面试题，离线可搜`,
  tryThese: "试试这些",
  byTag: "按标签浏览",
  syntax: "语法：\"整句短语\"、-排除、tag:标签、lang:en、difficulty:medium..、source:路径",
  nothing: "没有找到合适的题目",
  nothingHint: "换个说法，去掉筛选条件，或改用语义搜索试试。",
  useSemantic: "用语义搜索", clearFilters: "清除筛选",
  byMeaning: "没有题目含有这些词，以下按意思相近查找",
  degraded: "语义搜索暂时不可用，以下只按关键词查找",
  failed: "没能得到答案",
  unreachable: "连不上服务，请确认 tiku serve 还在运行。",
  retry: "再试一次",
  close: "关闭", loading: "正在打开…",
  intent: "考察目的", keyPoints: "要点", answer: "回答", noAnswer: "这道题没有写答案。",
  similar: "相似题目", noSimilar: "没有相似的题目。",
  examples: ["三次握手", "缓存和数据库怎么保持一致", "how does a B+ tree work", "Redis 持久化", "deadlock"],
  remove: "移除",
};

const english = {
  placeholder: "Search interview questions: words or sentences, English or 中文",
  mode: "How to search",
  hybrid: "Both", hybridHint: "Words and meaning together",
  keyword: "Words", keywordHint: "Only questions that contain the words",
  semantic: "Meaning", semanticHint: "Questions that mean the same, in other words or in the other language",
  suggestions: "Completions",
  more: "More results",
  keys: "/ to search · ↑ ↓ to choose · Enter to open · Esc to go back",
  lang: "Language", difficulty: "Difficulty", easy: "easy", medium: "medium", hard: "hard", kind: "Kind", tag: "Tags", source: "Source",
  zh: "Chinese", en: "English", question: "Questions", note: "Notes",
  allTags: (n) => `${n} more`, fewerTags: "fewer",
  found: (n, ms) => `${n} found · ${ms} ms`, corrected: (from, to) => `took “${from}” for “${to}”`,
  score: "Score", place: "Source", followUp: "Follow-up",
  followUpOf: "Follows up: ", followUps: "Follow-ups: ", same: "The same: ",
  welcome: (n) => `${n} interview questions, searched offline`,
  tryThese: "Try one of these",
  byTag: "Browse by tag",
  syntax: "Syntax: \"a phrase\", -without, tag:name, lang:zh, difficulty:medium.., source:path",
  nothing: "No question fits",
  nothingHint: "Say it in other words, drop a filter, or search by meaning.",
  useSemantic: "Search by meaning", clearFilters: "Clear filters",
  byMeaning: "No question has these words; these are the nearest by meaning",
  degraded: "Meaning cannot be searched just now; these are found by words alone",
  failed: "There is no answer",
  unreachable: "The server cannot be reached; is tiku serve still running?",
  retry: "Try again",
  close: "Close", loading: "Opening…",
  intent: "What it is asked for", keyPoints: "Key points", answer: "Answer", noAnswer: "No answer is written down.",
  similar: "Similar questions", noSimilar: "Nothing similar.",
  examples: ["how does a B+ tree work", "deadlock", "keep cache and database consistent", "三次握手", "Redis 持久化"],
  remove: "Remove",
};

const isChinese = /^zh\b/i.test(navigator.language);

export const words = isChinese ? chinese : english;

// Puts the words where the HTML names them.
export function translate(root) {
  document.documentElement.lang = isChinese ? "zh-CN" : "en";
  for (const node of root.querySelectorAll("[data-word]")) node.textContent = words[node.dataset.word];
  for (const node of root.querySelectorAll("[data-title]")) node.title = words[node.dataset.title];
  for (const node of root.querySelectorAll("[data-label]")) node.setAttribute("aria-label", words[node.dataset.label]);
  for (const node of root.querySelectorAll("[data-placeholder]")) {
    node.placeholder = words[node.dataset.placeholder];
    node.setAttribute("aria-label", words[node.dataset.placeholder]);
  }
}
