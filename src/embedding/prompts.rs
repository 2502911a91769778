//! What some models want before a text, to tell a query from a passage.

use std::borrow::Cow;

/// Put before queries and passages; empty for most models.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Prompts {
    pub query: Cow<'static, str>,
    pub passage: Cow<'static, str>,
}

impl Prompts {
    /// The prompts of a family of models, known by its name.
    pub fn of_model(name: &str) -> Self {
        let name = name.to_lowercase();
        let mut words = name.split(|c: char| !c.is_alphanumeric());
        let (query, passage) = match words.find(|word| ["e5", "nomic"].contains(word)) {
            Some("e5") => ("query: ", "passage: "),
            Some(_) => ("search_query: ", "search_document: "),
            None => ("", ""),
        };
        Self { query: query.into(), passage: passage.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_are_known_by_a_word_of_the_name() {
        for (name, query) in [
            ("intfloat/multilingual-e5-small", "query: "),
            ("nomic-embed-text-v1.5", "search_query: "),
            ("bge-small-zh-v1.5", ""),
            ("base5", ""),
        ] {
            assert_eq!(Prompts::of_model(name).query, query, "{name}");
        }
    }
}
