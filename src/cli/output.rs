//! Writing to standard output and standard error: JSON, styles, remarks.

use std::env;
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use serde::Serialize;

use crate::error::{Error, Result};
use crate::ingest::Remark;

/// Remarks of one sort that are told one by one; there may be thousands.
const REMARKS_TOLD: usize = 5;

/// Standard output, locked and buffered; flush it with [`finish`].
pub(super) fn stdout() -> BufWriter<StdoutLock<'static>> {
    BufWriter::new(io::stdout().lock())
}

/// Says that standard output cannot be written to; for `map_err`.
pub(super) fn failed(source: io::Error) -> Error {
    Error::io("write to", "standard output")(source)
}

/// Flushes what was written, since a buffer that is dropped hides its errors.
pub(super) fn finish(mut out: impl Write) -> Result<()> {
    out.flush().map_err(failed)
}

/// Writes a value as one line of JSON.
pub(super) fn json(value: &impl Serialize) -> Result<()> {
    let mut out = stdout();
    json_line(&mut out, value)?;
    finish(out)
}

/// Adds a value as one line of JSON to what is being written.
pub(super) fn json_line(out: &mut impl Write, value: &impl Serialize) -> Result<()> {
    serde_json::to_writer(&mut *out, value).map_err(|e| failed(e.into()))?;
    out.write_all(b"\n").map_err(failed)
}

/// A remark on standard error. That it cannot be written is no reason to fail.
pub(super) fn note(message: &str) {
    let _ = writeln!(io::stderr(), "tiku: {message}");
}

/// Tells the first remarks of one sort ("skipped", "warning") on standard error, and how many more there are.
pub(super) fn remarks(sort: &str, remarks: &[Remark]) {
    for remark in &remarks[..remarks.len().min(REMARKS_TOLD)] {
        note(&format!("{sort}: {}", place_and_message(remark)));
    }
    if let Some(more @ 1..) = remarks.len().checked_sub(REMARKS_TOLD) {
        note(&format!("{sort}: {more} more; `tiku questions PATH` names them all"));
    }
}

/// A remark as `path:line: message`.
pub(super) fn place_and_message(remark: &Remark) -> String {
    let line = remark.line.map(|line| format!("{line}:")).unwrap_or_default();
    format!("{}:{line} {}", remark.path, remark.message)
}

/// Whether text for people may have colours and weights.
#[derive(Clone, Copy)]
pub(super) struct Style {
    escapes: bool,
}

impl Style {
    /// Escapes only on a terminal, and never when `NO_COLOR` is set.
    pub(super) fn of_stdout() -> Self {
        let forbidden = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self { escapes: io::stdout().is_terminal() && !forbidden }
    }

    pub(super) fn bold(self, text: &str) -> String {
        self.wrap("1", text)
    }

    pub(super) fn dim(self, text: &str) -> String {
        self.wrap("2", text)
    }

    /// A snippet, which is HTML with `<mark>`, as text with highlights.
    pub(super) fn snippet(self, html: &str) -> String {
        let (on, off) = if self.escapes { ("\x1b[1;7m", "\x1b[0m") } else { ("", "") };
        // "&amp;" comes last, or an escaped "&amp;lt;" would be unescaped twice.
        let text = printable(html).replace("<mark>", on).replace("</mark>", off);
        let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
        text.replace("&#39;", "'").replace("&amp;", "&")
    }

    fn wrap(self, code: &str, text: &str) -> String {
        if self.escapes { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

/// Text from a source without control characters, which could steer the terminal.
pub(super) fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snippets_become_text() {
        let html = "a &lt;b&gt; <mark>c &amp;lt;</mark>\u{1b}[2J &quot;d&quot;";
        assert_eq!(Style { escapes: false }.snippet(html), "a <b> c &lt; [2J \"d\"");
        assert_eq!(Style { escapes: true }.snippet("<mark>c</mark>"), "\x1b[1;7mc\x1b[0m");
    }

    #[test]
    fn styles_vanish_where_they_are_unwanted() {
        assert_eq!(Style { escapes: false }.bold("a"), "a");
        assert_eq!(Style { escapes: true }.dim("a"), "\x1b[2ma\x1b[0m");
    }
}
