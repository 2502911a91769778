//! Bytes → text: byte order marks, UTF-16, and files that are only mostly UTF-8.

use std::borrow::Cow;

use super::Warning;

/// How many characters may be unreadable before a file is no text: one in this many.
const UNREADABLE_SHARE: usize = 10;

/// The text of a file, or nothing (and a warning) where it is no text.
pub fn decode<'a>(bytes: &'a [u8], warnings: &mut Vec<Warning>) -> Option<Cow<'a, str>> {
    let text = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => from_utf8(rest, warnings),
        [0xff, 0xfe, rest @ ..] => Some(from_utf16(rest, u16::from_le_bytes, warnings)),
        [0xfe, 0xff, rest @ ..] => Some(from_utf16(rest, u16::from_be_bytes, warnings)),
        _ => from_utf8(bytes, warnings),
    };
    if text.is_none() {
        warnings.push(Warning::new(
            1,
            "is a binary file or in an encoding other than UTF-8; convert it to UTF-8",
        ));
    }
    text
}

fn from_utf8<'a>(bytes: &'a [u8], warnings: &mut Vec<Warning>) -> Option<Cow<'a, str>> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (!has_nul(bytes)).then_some(Cow::Borrowed(text));
    }
    if has_nul(bytes) {
        return None;
    }
    let (mut text, mut characters, mut unreadable, mut first) = (String::new(), 0, 0, None);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        characters += chunk.valid().chars().count();
        if !chunk.invalid().is_empty() {
            first.get_or_insert(text.len());
            text.push(char::REPLACEMENT_CHARACTER);
            unreadable += 1;
        }
    }
    if unreadable * UNREADABLE_SHARE > characters {
        return None;
    }
    let line = 1 + count_lines(&text[..first.unwrap_or(0)]);
    warnings
        .push(Warning::new(line, format!("is not valid UTF-8: {unreadable} unreadable characters replaced")));
    Some(Cow::Owned(text))
}

fn from_utf16<'a>(bytes: &[u8], unit: fn([u8; 2]) -> u16, warnings: &mut Vec<Warning>) -> Cow<'a, str> {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let mut lossy = false;
    let text = char::decode_utf16(units)
        .map(|unit| {
            lossy |= unit.is_err();
            unit.unwrap_or(char::REPLACEMENT_CHARACTER)
        })
        .collect();
    if lossy || bytes.len() % 2 == 1 {
        warnings.push(Warning::new(1, "is not valid UTF-16: unreadable characters replaced"));
    }
    Cow::Owned(text)
}

/// A NUL byte early in the file: no text file has one.
fn has_nul(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(64 * 1024)].contains(&0)
}

fn count_lines(text: &str) -> usize {
    text.bytes().filter(|&byte| byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> (Option<String>, usize) {
        let mut warnings = Vec::new();
        let text = decode(bytes, &mut warnings).map(Cow::into_owned);
        (text, warnings.len())
    }

    #[test]
    fn byte_order_marks_are_no_text() {
        assert_eq!(decoded(b"\xef\xbb\xbf# \xe9\x97\xae"), (Some("# 问".into()), 0));
        assert_eq!(decoded(b"\xff\xfe#\0\xee\x95"), (Some("#问".into()), 0));
        assert_eq!(decoded(b"\xfe\xff\0#\x95\xee"), (Some("#问".into()), 0));
    }

    #[test]
    fn mostly_text_is_read_and_binary_is_not() {
        let (text, warnings) = decoded(b"What is a mutex, and why does it \xff matter?");
        assert!(text.is_some_and(|text| text.contains('\u{fffd}')) && warnings == 1);
        assert_eq!(decoded(b"\x7fELF\0\0\0"), (None, 1));
        assert_eq!(decoded(&[0xc4, 0xe3, 0xba, 0xc3, 0xca, 0xc0, 0xbd, 0xe7]), (None, 1));
        assert_eq!(decoded(b""), (Some(String::new()), 0));
    }
}
