//! English stemming: indexes, indexing and indexed become one term. Only words of four or more
//! ASCII letters are stemmed; what holds digits or signs is a name.

use rust_stemmers::{Algorithm, Stemmer};

use super::Token;

/// Words that the stemmer would join with an unrelated word or tear from their own family, and
/// what they become instead. Sorted.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("alias", "alias"),            // else "alia", apart from "aliases"
    ("authorization", "authoriz"), // else "author"
    ("authorize", "authoriz"),
    ("authorized", "authoriz"),
    ("authorizing", "authoriz"),
    ("children", "child"),
    ("container", "container"), // else "contain"
    ("containers", "container"),
    ("elasticsearch", "elasticsearch"),
    ("https", "https"),
    ("important", "important"), // else "import"
    ("indices", "index"),
    ("iouring", "iouring"),
    ("jenkins", "jenkins"),
    ("kubernetes", "kubernetes"),
    ("matrices", "matrix"),
    ("pandas", "pandas"),
    ("postgres", "postgres"),
    ("redis", "redis"),
    ("uring", "uring"),
    ("vertices", "vertex"),
    ("windows", "windows"), // the system, not several panes
];

/// The filter: puts the stem in place of every English word.
#[expect(clippy::ptr_arg, reason = "filters have one signature, and others change the number of tokens")]
pub(super) fn stem_english(tokens: &mut Vec<Token>) {
    let stemmer = Stemmer::create(Algorithm::English);
    for token in tokens.iter_mut().filter(|token| is_word(&token.term)) {
        stem(&stemmer, &mut token.term);
    }
}

fn stem(stemmer: &Stemmer, term: &mut String) {
    if let Ok(found) = EXCEPTIONS.binary_search_by_key(&term.as_str(), |&(word, _)| word) {
        EXCEPTIONS[found].1.clone_into(term);
        return;
    }
    if is_plural_abbreviation(term) {
        term.pop();
        return;
    }
    let stem = stemmer.stem(term);
    // Most stems are the beginning of the word: cut it there instead of copying.
    if term.starts_with(stem.as_ref()) {
        let len = stem.len();
        term.truncate(len);
    } else {
        *term = stem.into_owned();
    }
}

/// Four letters or more, and no name of the kind of "nodejs", whose s is no plural.
fn is_word(term: &str) -> bool {
    term.len() >= 4 && term.bytes().all(|byte| byte.is_ascii_lowercase()) && !term.ends_with("js")
}

/// "urls", "rpcs", "jvms": the stemmer sees no vowel and so no plural.
fn is_plural_abbreviation(term: &str) -> bool {
    term.ends_with('s') && !term.ends_with("ss") && !term.bytes().any(|byte| b"aeiouy".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stemmed(word: &str) -> String {
        let mut tokens = vec![Token { term: word.to_owned(), start: 0, end: word.len(), position: 0 }];
        stem_english(&mut tokens);
        tokens.remove(0).term
    }

    #[test]
    fn exceptions_are_sorted_for_binary_search() {
        assert!(EXCEPTIONS.is_sorted());
    }

    #[test]
    fn forms_of_a_word_meet() {
        for family in [
            &["index", "indexes", "indexing", "indexed", "indices"][..],
            &["cache", "caches", "caching", "cached"],
            &["process", "processes", "processing"],
            &["query", "queries", "querying"],
            &["status", "statuses"],
            &["alias", "aliases"],
            &["lock", "locks", "locking", "locked"],
            &["thread", "threads", "threading"],
            &["transaction", "transactions"],
            &["container", "containers"],
            &["urls", "url"],
        ] {
            let stems: Vec<_> = family.iter().map(|word| stemmed(word)).collect();
            assert!(stems.windows(2).all(|pair| pair[0] == pair[1]), "{family:?} → {stems:?}");
        }
    }

    #[test]
    fn names_and_strangers_stay_apart() {
        for (a, b) in [
            ("http", "https"),
            ("container", "contain"),
            ("author", "authorization"),
            ("import", "important"),
        ] {
            assert_ne!(stemmed(a), stemmed(b));
        }
        for name in ["redis", "kubernetes", "nginx", "mongodb", "p99", "c++", "数据库", "nodejs", "io_uring"]
        {
            assert_eq!(stemmed(name), name);
        }
    }
}
