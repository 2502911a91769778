//! Han words as they are typed in Latin letters: pinyin without tones.

use std::collections::HashSet;
use std::sync::OnceLock;

use pinyin::{ToPinyin, ToPinyinMulti};

/// Readings of one word that are kept; a word with more polyphones is typed in one of these.
const MOST_READINGS: usize = 8;

/// Every way to type a word in full, such as `hongheishu`; empty when a character has no reading.
pub fn readings(word: &str) -> Vec<String> {
    spelled(word, |syllable| syllable)
}

/// The usual reading of a character; empty when it has none.
pub fn usual_reading(c: char) -> String {
    c.to_pinyin().map_or_else(String::new, |usual| usual.plain().replace('ü', "v"))
}

/// Every way to type a word by the first letters of its syllables, such as `hhs`.
pub fn initials(word: &str) -> Vec<String> {
    spelled(word, |syllable| &syllable[..syllable.chars().next().map_or(0, char::len_utf8)])
}

fn spelled(word: &str, part: impl Fn(&str) -> &str) -> Vec<String> {
    let mut ways = vec![String::new()];
    for c in word.chars() {
        let mut parts: Vec<String> =
            syllables_of(c).iter().map(|syllable| part(syllable).to_owned()).collect();
        parts.dedup();
        ways = ways.iter().flat_map(|way| parts.iter().map(move |part| format!("{way}{part}"))).collect();
        ways.truncate(MOST_READINGS);
    }
    ways.sort_unstable();
    ways.dedup();
    ways
}

/// The readings of a character, the usual one first; ü is typed v.
fn syllables_of(c: char) -> Vec<String> {
    let plain = |syllable: &str| syllable.replace('ü', "v");
    let mut found: Vec<String> = c.to_pinyin().map(|usual| plain(usual.plain())).into_iter().collect();
    for other in c.to_pinyin_multi().into_iter().flatten() {
        let other = plain(other.plain());
        if !found.contains(&other) {
            found.push(other);
        }
    }
    found
}

/// Whether some character is read so.
pub fn is_syllable(text: &str) -> bool {
    static SYLLABLES: OnceLock<HashSet<String>> = OnceLock::new();
    let syllables = SYLLABLES.get_or_init(|| ('\u{4e00}'..='\u{9fff}').flat_map(syllables_of).collect());
    syllables.contains(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_typed_in_full_and_by_initials() {
        assert!(readings("红黑树").contains(&"hongheishu".to_owned()));
        assert!(
            readings("重载").contains(&"chongzai".to_owned())
                && readings("重载").contains(&"zhongzai".to_owned())
        );
        assert!(readings("绿").contains(&"lv".to_owned()));
        assert!(initials("红黑树").contains(&"hhs".to_owned()));
        assert!(readings("a").is_empty());
        assert_eq!((&*usual_reading('红'), &*usual_reading('a')), ("hong", ""));
    }

    #[test]
    fn syllables_are_known() {
        assert!(["hong", "lv", "a", "zhuang"].iter().all(|s| is_syllable(s)));
        assert!(["java", "shell", "x", ""].iter().all(|s| !is_syllable(s)));
    }
}
