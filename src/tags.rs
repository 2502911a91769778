//! Tags of one spelling in both languages: `golang` and `go`, 数据库 and `database`.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The spelling that is kept, and the others, lower case. To merge two more tags, add them here.
#[rustfmt::skip]
const SPELLINGS: &[(&str, &[&str])] = &[
    ("go", &["golang", "go语言", "go 语言"]),
    ("javascript", &["js", "ecmascript", "es6"]),
    ("typescript", &["ts"]),
    ("python", &["python3", "py"]),
    ("c++", &["cpp", "cplusplus", "c/c++"]),
    ("c#", &["csharp"]),
    ("rust", &["rust语言"]),
    ("java", &["java语言", "javase"]),
    ("node.js", &["node", "nodejs"]),
    ("vue", &["vue.js", "vuejs", "vue3"]),
    ("react", &["react.js", "reactjs"]),
    ("spring", &["spring boot", "springboot", "spring-boot", "spring framework"]),
    ("programming-languages", &["languages", "language", "programming languages", "programming language", "编程语言", "语言"]),
    ("database", &["databases", "db", "数据库"]),
    ("sql", &["结构化查询语言"]),
    ("postgresql", &["postgres", "pg"]),
    ("mongodb", &["mongo"]),
    ("elasticsearch", &["es"]),
    ("index", &["indexes", "indices", "indexing", "索引"]),
    ("transactions", &["transaction", "事务", "数据库事务"]),
    ("sharding", &["分库分表", "分片"]),
    ("cache", &["caching", "caches", "缓存"]),
    ("message-queue", &["message-queues", "message queue", "message queues", "messaging", "mq", "消息队列", "消息中间件"]),
    ("front-end", &["frontend", "front end", "前端", "web前端"]),
    ("back-end", &["backend", "back end", "后端", "服务端"]),
    ("full-stack", &["fullstack", "full stack", "全栈"]),
    ("mobile", &["移动端", "移动开发", "客户端"]),
    ("browser", &["browsers", "浏览器"]),
    ("network", &["networks", "networking", "网络", "计算机网络"]),
    ("load-balancing", &["load balancing", "负载均衡"]),
    ("operating-systems", &["operating system", "operating systems", "operating-system", "os", "操作系统"]),
    ("kubernetes", &["k8s"]),
    ("containers", &["container", "容器", "容器化"]),
    ("operations", &["ops", "运维"]),
    ("devops", &["开发运维"]),
    ("sre", &["站点可靠性"]),
    ("ci/cd", &["ci-cd", "cicd", "持续集成", "持续交付"]),
    ("cloud", &["cloud-computing", "cloud computing", "云计算", "云原生", "cloud-native"]),
    ("architecture", &["架构", "软件架构", "架构设计"]),
    ("system-design", &["system design", "systemdesign", "系统设计"]),
    ("distributed-systems", &["distributed", "distributed system", "distributed systems", "distributed-system", "分布式", "分布式系统"]),
    ("consistency", &["一致性"]),
    ("microservices", &["microservice", "micro-services", "微服务"]),
    ("service-governance", &["服务治理"]),
    ("rpc", &["远程调用"]),
    ("high-availability", &["high availability", "ha", "高可用"]),
    ("high-concurrency", &["high concurrency", "高并发"]),
    ("cluster", &["clustering", "clusters", "集群"]),
    ("concurrency", &["concurrent", "multithreading", "multi-threading", "并发", "并发编程", "多线程"]),
    ("processes", &["process", "进程"]),
    ("performance", &["performance-optimization", "optimization", "性能", "性能优化", "性能调优"]),
    ("scalability", &["scaling", "扩展性", "可扩展性"]),
    ("resilience", &["容错"]),
    ("algorithms", &["algorithm", "算法", "算法题"]),
    ("data-structures", &["data structure", "data structures", "data-structure", "数据结构"]),
    ("design-patterns", &["design pattern", "design patterns", "design-pattern", "设计模式"]),
    ("object-oriented", &["oop", "object oriented", "面向对象"]),
    ("fundamentals", &["basics", "computer-science", "computer science", "cs", "计算机基础", "基础"]),
    ("security", &["安全", "网络安全", "信息安全"]),
    ("cryptography", &["crypto", "密码学", "加密"]),
    ("authentication", &["auth", "authn", "认证", "鉴权"]),
    ("testing", &["test", "tests", "测试", "软件测试"]),
    ("troubleshooting", &["debugging", "排障", "故障排查", "问题排查"]),
    ("incident-response", &["incident", "incidents", "应急", "应急响应"]),
    ("machine-learning", &["ml", "machine learning", "机器学习"]),
    ("deep-learning", &["dl", "deep learning", "深度学习"]),
    ("artificial-intelligence", &["ai", "artificial intelligence", "人工智能"]),
    ("llm", &["llms", "large-language-models", "大模型", "大语言模型"]),
    ("nlp", &["natural language processing", "自然语言处理"]),
    ("big-data", &["bigdata", "big data", "大数据"]),
    ("data-science", &["data science", "数据科学"]),
    ("search", &["search-engine", "搜索", "搜索引擎", "检索"]),
    ("memory", &["memory-management", "内存", "内存管理"]),
    ("garbage-collection", &["gc", "garbage collection", "垃圾回收"]),
    ("file-system", &["file-systems", "filesystem", "file system", "文件系统"]),
    ("behavioural", &["behavioral", "behaviour", "behavior", "行为面试"]),
    ("soft-skills", &["soft skills", "soft skill", "软技能"]),
    ("communication", &["沟通", "沟通能力"]),
    ("career", &["careers", "职业发展", "职业规划", "职场"]),
    ("interview", &["interviews", "面试", "面试题", "interview-questions", "interview questions"]),
    ("project-management", &["project management", "项目管理"]),
];

/// Topics of one spelling only.
#[rustfmt::skip]
const TOPICS: &[&str] = &[
    "redis", "mysql", "oracle", "sqlite", "kafka", "rabbitmq", "rocketmq", "zookeeper", "etcd", "docker", "linux", "git", "nginx",
    "jvm", "html", "css", "http", "https", "tcp", "udp", "dns", "php", "ruby", "swift", "kotlin", "android", "ios", "flutter",
    "angular", "webpack", "mybatis", "hibernate", "netty", "dubbo", "django", "flask", "graphql", "spark", "flink", "hadoop",
    "hive", "hbase", "rag", "terraform", "aws", "helm", "prometheus", "ansible", "jenkins", "bash",
    "scala",
];

/// Words around a topic that say nothing of it, lower case.
#[rustfmt::skip]
const AROUND: &[&str] = &[
    "面试题", "面试", "面经", "相关", "基础知识", "基础", "进阶", "知识点", "知识", "问题", "总结", "常见", "核心", "高频", "部分", "篇", "题",
    "interview", "interviews", "questions", "question", "basics", "fundamentals", "notes", "topics", "q&a", "part",
];

/// The topic that a folder, a file or a heading is named after: `02-redis-questions` → redis,
/// `MySQL 相关` → mysql. `None` where that is no known topic, so that facets stay clean.
pub fn topic(name: &str) -> Option<String> {
    let lower = name.to_lowercase();
    let is_sign = |c: char| c.is_whitespace() || matches!(c, '-' | '_' | '：' | ':' | '.' | '、' | ')');
    let mut bare = lower.trim_start_matches(|c: char| c.is_ascii_digit() || is_sign(c));
    loop {
        bare = bare.trim_matches(is_sign);
        if let Some(topic) = known(bare) {
            return Some(topic);
        }
        let cut = |word: &&str| bare.strip_suffix(*word).or_else(|| bare.strip_prefix(*word));
        bare = AROUND.iter().find_map(cut).filter(|rest| !rest.is_empty())?;
    }
}

fn known(name: &str) -> Option<String> {
    let kept = KEPT.get(name)?;
    // What files are called everywhere is no topic of theirs.
    let is_everywhere = matches!(*kept, "index" | "interview" | "testing" | "fundamentals");
    (!is_everywhere).then(|| (*kept).to_owned())
}

/// The spelling that is kept of each known topic, by every spelling of it.
static KEPT: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let merged =
        SPELLINGS.iter().flat_map(|(kept, others)| others.iter().chain([kept]).map(|other| (*other, *kept)));
    merged.chain(TOPICS.iter().map(|topic| (*topic, *topic))).collect()
});

/// Each tag in the one spelling, once, in the order given; unknown ones stay, in lower case.
pub fn normalise(tags: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut known: Vec<String> = Vec::new();
    for tag in tags {
        let tag = spelling(&tag);
        if !tag.is_empty() && !known.contains(&tag) {
            known.push(tag);
        }
    }
    known
}

/// The spelling that is kept for a tag.
pub fn spelling(tag: &str) -> String {
    let lower = tag.trim().to_lowercase();
    match KEPT.get(&*lower) {
        Some(kept) => (*kept).to_owned(),
        None => lower,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_for_both_languages() {
        let tags = ["Golang", "数据库", "databases", " K8s", "Own Tag", "own tag", ""].map(String::from);
        assert_eq!(normalise(tags), ["go", "database", "kubernetes", "own tag"]);
    }

    #[test]
    fn topics_of_folders_and_headings() {
        for (name, found) in [
            ("02-redis-questions", Some("redis")),
            ("MySQL 相关", Some("mysql")),
            ("数据库", Some("database")),
            ("Java 基础面试题", Some("java")),
            ("3. Kubernetes", Some("kubernetes")),
            ("计算机网络", Some("network")),
            ("operating-system", Some("operating-systems")),
            ("index", None),
            ("docs", None),
            ("面试题", None),
            ("How caches work", None),
        ] {
            assert_eq!(topic(name).as_deref(), found, "{name}");
        }
    }

    #[test]
    fn no_spelling_is_given_twice() {
        let mut all: Vec<&str> = SPELLINGS
            .iter()
            .flat_map(|(kept, others)| others.iter().chain([kept]))
            .chain(TOPICS)
            .copied()
            .collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        assert!(all.iter().all(|tag| tag.to_lowercase() == *tag));
    }
}
