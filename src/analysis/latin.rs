//! Finds the words in what is not Han: letters and digits, with the signs that belong to a
//! technical name (`c++`, `c#`, `.net`, `node.js`, `tcp/ip`, `io_uring`). What such a name is
//! made of is the business of `compound`.

use super::Token;
use super::compound;

/// Appends the tokens of `run`, which begins at byte `offset` of its text and at `position`.
/// Returns the position after the last word.
pub(super) fn tokenize(run: &str, offset: usize, mut position: usize, tokens: &mut Vec<Token>) -> usize {
    let mut at = 0;
    while let Some(start) = word_start(run, at) {
        let end = name_end(run, start);
        let (contraction, negated) = contraction(&run[start..end], &run[end..]);
        at = end + contraction;
        let (start, end) = without_outer_underscores(run, start, end);
        if negated || start == end {
            // "don't" is a word without a topic, a line of underscores is none at all.
            position += usize::from(negated);
        } else {
            position = compound::expand(&run[start..end], offset + start, position, tokens);
        }
    }
    position
}

/// Whether a character is part of words: letters, digits and the underscore; not the letters
/// that are drawn as emoji.
pub(super) fn is_word(c: char) -> bool {
    c == '_' || (c.is_alphanumeric() && !matches!(c, '\u{1f000}'..='\u{1faff}' | '\u{24b6}'..='\u{24e9}'))
}

/// Where the next word begins, at `from` or later.
fn word_start(run: &str, mut from: usize) -> Option<usize> {
    loop {
        let found = from + run[from..].find(|c| c == '.' || is_word(c))?;
        if !run[found..].starts_with('.') || is_dot_net(&run[found..]) {
            return Some(found);
        }
        from = found + 1;
    }
}

fn is_dot_net(text: &str) -> bool {
    let name = text.get(..4).is_some_and(|name| name.eq_ignore_ascii_case(".net"));
    name && !text[4..].starts_with(is_word)
}

/// Where the name that begins at `start` ends: words, each with its sign, joined by `.`, `/` or `-`.
fn name_end(run: &str, start: usize) -> usize {
    let mut end = word_end(run, start);
    while let Some(after) = run[end..].strip_prefix(['.', '/', '-'])
        && after.starts_with(is_word)
    {
        end = word_end(run, end + 1);
    }
    end
}

/// Where the word that begins at `start` ends, its sign included.
fn word_end(run: &str, start: usize) -> usize {
    // The dot of ".net" is the only character here that is no part of words.
    let from = start + usize::from(run[start..].starts_with('.'));
    let end = run[from..].find(|c| !is_word(c)).map_or(run.len(), |len| from + len);
    let sign = sign_len(&run[start..end], &run[end..]);
    let digits = if sign == 2 { run[end + sign..].bytes().take_while(u8::is_ascii_digit).count() } else { 0 };
    end + sign + digits
}

/// Bytes of the sign that belongs to a word: `c++`, `c#`, `b+`, but not `a+b` or `1+1`.
fn sign_len(word: &str, rest: &str) -> usize {
    let follows = |sign: &str, by: fn(&str) -> bool| rest.strip_prefix(sign).is_some_and(by);
    let letters = word.bytes().all(|byte| byte.is_ascii_alphabetic());
    if letters && follows("++", is_free) {
        2
    } else if letters && word.len() == 1 && (follows("#", is_free) || follows("+", begins_word_or_ends)) {
        1
    } else {
        0
    }
}

/// Whether no word goes on after a sign; a number may (`c++17`).
fn is_free(after: &str) -> bool {
    !after.starts_with(|c: char| is_word(c) && !c.is_ascii_digit())
}

/// Tells the `b+` of "b+ tree" and "b+tree" from the sum "a+b": what follows is a word of two
/// letters, or none.
fn begins_word_or_ends(after: &str) -> bool {
    let letters = after.chars().take_while(|c| c.is_alphabetic()).count();
    letters >= 2 || !after.starts_with(|c| is_word(c) || c == '+')
}

/// Bytes of an English contraction (`'s`, `'re`, `n't`) that follows a word, and whether it is a
/// negation, which leaves no word at all.
fn contraction(word: &str, rest: &str) -> (usize, bool) {
    let Some(after) = rest.strip_prefix(['\'', '’']) else {
        return (0, false);
    };
    let tail = &after[..after.find(|c| !is_word(c)).unwrap_or(after.len())];
    let known = ["s", "t", "re", "ve", "ll", "d", "m"].iter().any(|known| tail.eq_ignore_ascii_case(known));
    if !known {
        return (0, false);
    }
    let negated = tail.eq_ignore_ascii_case("t") && word.ends_with(['n', 'N']);
    (rest.len() - after.len() + tail.len(), negated)
}

/// The range without underscores at its ends (Markdown emphasis, private names), but for a name
/// such as `__init__.py`.
fn without_outer_underscores(run: &str, start: usize, end: usize) -> (usize, usize) {
    let name = &run[start..end];
    let bare = name.trim_matches('_');
    if bare.is_empty() || !(name.starts_with("__") && name[2..].contains("__")) {
        let start = end - name.trim_start_matches('_').len();
        (start, start + bare.len())
    } else {
        (start, end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first token of every name, with its position.
    fn names(run: &str) -> Vec<(String, usize)> {
        let mut tokens = Vec::new();
        tokenize(run, 0, 0, &mut tokens);
        let mut names: Vec<Token> = Vec::new();
        for token in tokens {
            if names.last().is_none_or(|last| token.start >= last.end) {
                names.push(token);
            }
        }
        names.into_iter().map(|token| (token.term, token.position)).collect()
    }

    #[test]
    fn names_keep_their_signs() {
        for (run, expected) in [
            ("C++ and C#, F#!", &["c++", "and", "c#", "f#"][..]),
            (".NET Core, ASP.NET", &[".net", "core", "asp.net"]),
            ("Node.js. Next", &["node.js", "next"]),
            ("B+ tree, B+tree", &["b+", "tree", "b+", "tree"]),
            ("a+b 1+1 x + y", &["a", "b", "1", "1", "x", "y"]),
            ("c++17/c++20", &["c++17/c++20"]),
            ("io_uring p99 2PC", &["io_uring", "p99", "2pc"]),
            ("TCP/IP GET/POST", &["tcp/ip", "get/post"]),
            ("utf-8 key-value --flag", &["utf-8", "key-value", "flag"]),
            ("JDK 1.8, v2.3.1, 99.9%", &["jdk", "1.8", "v2.3.1", "99.9"]),
            ("__init__.py __all__ _id __x ___", &["__init__.py", "__all__", "id", "x"]),
            ("what's Redis's it’s", &["what", "redis", "it"]),
            ("i++; count++", &["i++", "count++"]),
            ("https://example.com", &["https", "example.com"]),
            ("🅰 😀 ... -- ' ,", &[]),
            ("straße ÉTÉ привет", &["straße", "été", "привет"]),
        ] {
            let found: Vec<_> = names(run).into_iter().map(|(term, _)| term).collect();
            assert_eq!(found, expected, "{run}");
        }
    }

    #[test]
    fn a_negation_leaves_a_gap() {
        assert_eq!(
            names("why don't locks scale"),
            [("why".into(), 0), ("locks".into(), 2), ("scale".into(), 3)]
        );
    }
}
