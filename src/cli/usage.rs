//! What is wrong with a command line, said on one line.

use clap::error::ErrorKind;

/// Whether the "error" is the answer to `--help` or `--version`, or to no command at all.
pub(super) fn is_asked_for(error: &clap::Error) -> bool {
    use ErrorKind::{DisplayHelp, DisplayHelpOnMissingArgumentOrSubcommand, DisplayVersion};
    matches!(error.kind(), DisplayHelp | DisplayHelpOnMissingArgumentOrSubcommand | DisplayVersion)
}

/// The message and the tips of an error, without the synopsis below them.
pub(super) fn on_one_line(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let message = text.split("\n\n").next().unwrap_or_default().trim_start_matches("error: ");
    let tips = text.lines().filter_map(|line| line.trim_start().strip_prefix("tip: "));
    let parts: Vec<&str> = message.lines().map(str::trim).collect();
    let tips: String = tips.map(|tip| format!("; {tip}")).collect();
    format!("{}{tips}; --help tells more", parts.join(" "))
}

#[cfg(test)]
mod tests {
    use crate::cli;

    #[test]
    fn wrong_usage_takes_one_line_and_names_the_remedy() {
        for (line, parts) in [
            ("search", ["required", "<QUERY>"]),
            ("search x --mode best", ["best", "`semantic`"]),
            ("search x --jsn", ["'--jsn'", "'--json'"]),
            ("serch x", ["'serch'", "'search'"]),
            ("similar", ["required", "--text"]),
            ("similar a --text b", ["cannot be used with", "--text"]),
            ("eval --topics t", ["required", "--run"]),
        ] {
            let words = std::iter::once("tiku").chain(line.split(' ')).map(Into::into);
            let Err(error) = cli::parse(words) else { panic!("{line} is accepted") };
            let message = error.to_string();
            assert!(!message.contains('\n') && message.ends_with("--help tells more"), "{message}");
            assert!(parts.iter().all(|part| message.contains(part)), "{line}: {message}");
        }
    }
}
