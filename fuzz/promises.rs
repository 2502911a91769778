//! What holds for every source, whatever is in it; shared by the fuzz target and the test over its corpus.

use std::collections::HashSet;

use tiku::corpus::read_source;

/// Reads the bytes under both kinds of name and panics where a promise is broken.
pub fn check(bytes: &[u8]) {
    for name in ["fuzz/notes.md", "fuzz/notes.jsonl"] {
        let reading = read_source(name, bytes);
        let lines = bytes.iter().filter(|byte| **byte == b'\n').count() + 1;
        let mut ids = HashSet::new();
        for question in &reading.questions {
            assert!((1..=lines).contains(&question.source.line), "{name}: the line is outside: {question:?}");
            assert!(!question.question.trim().is_empty(), "{name}: asks nothing: {question:?}");
            assert!(!question.question.contains(['\n', '\r']), "{name}: several lines: {question:?}");
            assert!(ids.insert(question.id.clone()), "{name}: an id comes twice: {question:?}");
            let text = std::str::from_utf8(bytes);
            if let (true, Ok(text)) = (name.ends_with(".md"), text) {
                assert!(text.contains(&question.answer), "{name}: the answer is no part of it: {question:?}");
            }
        }
        let known = |line: usize| (1..=lines).contains(&line);
        assert!(reading.warnings.iter().all(|warning| known(warning.line)), "{name}: a warning is outside");
    }
}
