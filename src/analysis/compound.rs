//! One name → its tokens: the whole, its spelling without the sign, and its parts.
//!
//! Parts cut at signs (`key-value`) take one position after another, as the words written apart
//! would; parts cut at capitals or digits (`HashMap`, `http2`) share the position of the whole,
//! as the same name in lower case would not be cut.

use std::ops::Range;

use super::Token;

/// Names whose capitals or digits do not part words. Lower case, sorted.
const UNDIVIDED: &[&str] = &[
    "base64",
    "coffeescript",
    "devops",
    "github",
    "gitlab",
    "graphql",
    "ipv4",
    "ipv6",
    "javascript",
    "linkedin",
    "macos",
    "mysql",
    "newsql",
    "nosql",
    "numpy",
    "postgresql",
    "pytorch",
    "sha1",
    "sha2",
    "sqlite",
    "typescript",
    "youtube",
];

/// Longer words are no words that anyone looks for (keys, encoded bytes).
const MAX_WORD_BYTES: usize = 64;
/// Longer names (paths, mostly) are given in parts only.
const MAX_WHOLE_BYTES: usize = 40;
/// Names of more parts are given in parts only.
const MAX_WHOLE_UNITS: usize = 4;
/// Longer names are not also given without their sign.
const MAX_JOINED_BYTES: usize = 20;

/// Appends the tokens of `name`, which begins at byte `offset` of its text and at `position`.
/// Returns the next free position.
pub(super) fn expand(name: &str, offset: usize, position: usize, tokens: &mut Vec<Token>) -> usize {
    let mut push = |term: String, range: Range<usize>, position: usize| {
        tokens.push(Token { term, start: offset + range.start, end: offset + range.end, position });
    };
    if !name.contains(is_joint) {
        push_unit(name, 0..name.len(), position, &mut push);
        return position + 1;
    }
    let units = units(name);
    if let [unit] = &units[..]
        && unit.len() == name.len()
    {
        push_unit(name, unit.clone(), position, &mut push);
        return position + 1;
    }
    if is_term_as_whole(name, &units) {
        push(lower(name), 0..name.len(), position);
    }
    if let [first, second] = &units[..]
        && is_written_joined(name, first, second)
    {
        push(lower(&name[first.clone()]) + &lower(&name[second.clone()]), 0..name.len(), position);
    }
    for (at, unit) in units.iter().enumerate().filter(|(_, unit)| stands_alone(name, unit, &units)) {
        push_unit(name, unit.clone(), position + at, &mut push);
    }
    position + units.len()
}

/// A word and its inner parts, all at one position.
fn push_unit(
    name: &str,
    unit: Range<usize>,
    position: usize,
    push: &mut impl FnMut(String, Range<usize>, usize),
) {
    let word = &name[unit.clone()];
    if word.len() > MAX_WORD_BYTES {
        return;
    }
    push(lower(word), unit.clone(), position);
    for part in inner_parts(word) {
        push(lower(&word[part.clone()]), unit.start + part.start..unit.start + part.end, position);
    }
}

/// Signs at which a name is cut.
fn is_joint(c: char) -> bool {
    matches!(c, '.' | '/' | '-' | '_')
}

/// The words between the signs of a name; a dot between digits is no such sign (`jdk1.8`).
fn units(name: &str) -> Vec<Range<usize>> {
    let digit = |at: usize| name.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let mut units = Vec::new();
    let mut start = 0;
    for (at, _) in name.match_indices(is_joint).chain([(name.len(), "")]) {
        if at > 0 && name[at..].starts_with('.') && digit(at - 1) && digit(at + 1) {
            continue;
        }
        if start < at {
            units.push(start..at);
        }
        start = at + 1;
    }
    units
}

/// Whether a name of several units is looked for as it is: not a long path, not a list
/// (`call/apply/bind`), not a range of numbers.
fn is_term_as_whole(name: &str, units: &[Range<usize>]) -> bool {
    let number = |unit: &Range<usize>| name[unit.clone()].bytes().all(|byte| byte.is_ascii_digit());
    let most = if name.contains('/') { 2 } else { MAX_WHOLE_UNITS };
    name.len() <= MAX_WHOLE_BYTES && units.len() <= most && !units.iter().all(number)
}

/// Whether a name is also written without its sign: `node.js` and `nodejs`, `i/o` and `io`,
/// `http/2` and `http2`; not `tcp/ip`, which names two things.
fn is_written_joined(name: &str, first: &Range<usize>, second: &Range<usize>) -> bool {
    let letter = |unit: &Range<usize>| name[unit.clone()].starts_with(char::is_alphabetic);
    let one_letter_each = first.len() == 1 && second.len() == 1;
    let two_things = name[first.end..second.start] == *"/" && letter(second) && !one_letter_each;
    letter(first) && !two_things && name.len() <= MAX_JOINED_BYTES
}

/// Whether a part is a term of its own: longer than one character, or one of two things (`C/C++`).
fn stands_alone(name: &str, unit: &Range<usize>, units: &[Range<usize>]) -> bool {
    let word = &name[unit.clone()];
    let beside_slash = name[..unit.start].ends_with('/') || name[unit.end..].starts_with('/');
    word.chars().nth(1).is_some()
        || (beside_slash
            && word.starts_with(char::is_alphabetic)
            && units.iter().any(|other| other.len() > 1))
}

/// The parts of a word that is written without signs between them.
fn inner_parts(word: &str) -> Vec<Range<usize>> {
    let cut = word.bytes().skip(1).any(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    if !word.is_ascii() || !cut || UNDIVIDED.binary_search(&lower(word).as_str()).is_ok() {
        return Vec::new();
    }
    let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
    let rest = &word[letters..];
    let numbered = letters > 0 && !rest.is_empty() && rest.bytes().all(is_version_byte);
    if rest.starts_with("++") {
        one(0..letters + 2)
    } else if numbered && rest.contains('.') {
        // A single letter is the "v" before a version.
        if letters > 1 { vec![0..letters, letters..word.len()] } else { one(letters..word.len()) }
    } else if numbered && letters > 2 && rest.len() <= 2 {
        one(0..letters)
    } else {
        parts_by_case(word)
    }
}

fn one(part: Range<usize>) -> Vec<Range<usize>> {
    std::iter::once(part).collect()
}

fn is_version_byte(byte: u8) -> bool {
    byte.is_ascii_digit() || byte == b'.'
}

/// `ConcurrentHashMap` → concurrent, hash, map. None where a part would be a single letter
/// (`eBPF`, `iPhone`).
fn parts_by_case(word: &str) -> Vec<Range<usize>> {
    let bytes = word.as_bytes();
    let begins_part = |&at: &usize| {
        let (before, here, after) = (bytes[at - 1], bytes[at], bytes.get(at + 1));
        let plural = bytes.len() == at + 2 && after == Some(&b's');
        here.is_ascii_uppercase()
            && (!before.is_ascii_uppercase() || (after.is_some_and(u8::is_ascii_lowercase) && !plural))
    };
    let starts: Vec<usize> = [0].into_iter().chain((1..bytes.len()).filter(begins_part)).collect();
    let ends = starts.iter().skip(1).copied().chain([bytes.len()]);
    let parts: Vec<_> = starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect();
    if parts.len() == 1 || parts.iter().any(|part| part.len() < 2) { Vec::new() } else { parts }
}

/// Lower case, character by character.
fn lower(word: &str) -> String {
    if word.is_ascii() {
        word.to_ascii_lowercase()
    } else {
        word.chars().flat_map(char::to_lowercase).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(name: &str) -> Vec<(String, usize)> {
        let mut tokens = Vec::new();
        expand(name, 0, 0, &mut tokens);
        tokens.into_iter().map(|token| (token.term, token.position)).collect()
    }

    #[test]
    fn names_give_the_whole_and_the_parts() {
        for (name, expected) in [
            ("redis", &[("redis", 0)][..]),
            ("key-value", &[("key-value", 0), ("keyvalue", 0), ("key", 0), ("value", 1)]),
            ("node.js", &[("node.js", 0), ("nodejs", 0), ("node", 0), ("js", 1)]),
            (".NET", &[(".net", 0), ("net", 0)]),
            ("tcp/ip", &[("tcp/ip", 0), ("tcp", 0), ("ip", 1)]),
            ("I/O", &[("i/o", 0), ("io", 0)]),
            ("C/C++", &[("c/c++", 0), ("c", 0), ("c++", 1)]),
            ("HTTP/2", &[("http/2", 0), ("http2", 0), ("http", 0)]),
            ("http2", &[("http2", 0), ("http", 0)]),
            ("utf-8", &[("utf-8", 0), ("utf8", 0), ("utf", 0)]),
            ("io_uring", &[("io_uring", 0), ("iouring", 0), ("io", 0), ("uring", 1)]),
            ("__init__.py", &[("__init__.py", 0), ("initpy", 0), ("init", 0), ("py", 1)]),
            ("1.8", &[("1.8", 0)]),
            ("10-20", &[("10", 0), ("20", 1)]),
            ("jdk1.8", &[("jdk1.8", 0), ("jdk", 0), ("1.8", 0)]),
            ("v2.1", &[("v2.1", 0), ("2.1", 0)]),
            ("c++17", &[("c++17", 0), ("c++", 0)]),
            ("p99", &[("p99", 0)]),
            ("2PC", &[("2pc", 0)]),
            ("k8s", &[("k8s", 0)]),
            ("x/y/z/a/b", &[]),
            ("a.b.c", &[("a.b.c", 0)]),
            ("call/apply/bind", &[("call", 0), ("apply", 1), ("bind", 2)]),
            ("one/two/three/four/v5", &[("one", 0), ("two", 1), ("three", 2), ("four", 3), ("v5", 4)]),
        ] {
            let expected: Vec<_> = expected.iter().map(|&(term, at)| (term.to_owned(), at)).collect();
            assert_eq!(terms(name), expected, "{name}");
        }
    }

    #[test]
    fn capitals_part_words() {
        for (name, expected) in [
            ("HashMap", &["hashmap", "hash", "map"][..]),
            ("ConcurrentHashMap", &["concurrenthashmap", "concurrent", "hash", "map"]),
            ("HTTPServer", &["httpserver", "http", "server"]),
            ("getURLs", &["geturls", "get", "urls"]),
            ("APIs", &["apis"]),
            ("AES256GCM", &["aes256gcm", "aes256", "gcm"]),
            ("iPhone", &["iphone"]),
            ("JavaScript", &["javascript"]),
            ("MySQL", &["mysql"]),
            ("RabbitMQ", &["rabbitmq", "rabbit", "mq"]),
            ("CPU", &["cpu"]),
        ] {
            let found: Vec<_> = terms(name).into_iter().map(|(term, _)| term).collect();
            assert_eq!(found, expected, "{name}");
        }
    }

    #[test]
    fn undivided_names_are_sorted_for_binary_search() {
        assert!(UNDIVIDED.is_sorted());
    }

    #[test]
    fn words_of_absurd_length_give_nothing() {
        assert_eq!(terms(&"x".repeat(MAX_WORD_BYTES + 1)), []);
    }
}
