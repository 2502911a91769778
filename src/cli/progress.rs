//! Progress of an ingest: a bar on a terminal, nothing elsewhere.

use std::sync::Mutex;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::ingest::Step;

/// A bar that turns into the bar of the next step when that begins.
pub(super) struct Progress {
    bar: ProgressBar,
    step: Mutex<&'static str>,
}

impl Progress {
    /// Starts as a spinner, until it is known how much there is to do.
    pub(super) fn start() -> Self {
        let bar = ProgressBar::new_spinner().with_message("looking for sources");
        bar.enable_steady_tick(Duration::from_millis(100));
        Self { bar, step: Mutex::new("") }
    }

    /// Shows how far the work is.
    pub(super) fn show(&self, step: Step) {
        let (name, done, all) = match step {
            Step::Reading(done, all) => ("reading sources", done, all),
            Step::Embedding(done, all) => ("embedding", done, all),
            Step::Words(done, all) => ("indexing words", done, all),
            Step::Meaning(done, all) => ("indexing meaning", done, all),
        };
        self.begin(name);
        self.bar.set_length(all as u64);
        self.bar.set_position(done as u64);
    }

    /// Takes the bar off the screen.
    pub(super) fn finish(self) {
        self.bar.finish_and_clear();
    }

    fn begin(&self, name: &'static str) {
        // The name is written as a whole, so it is right even if a thread panicked meanwhile.
        let mut current = self.step.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if *current != name {
            *current = name;
            self.bar.reset();
            self.bar.set_style(style());
            self.bar.set_message(name);
        }
    }
}

fn style() -> ProgressStyle {
    let style = ProgressStyle::with_template("{msg:<16} [{bar:40}] {human_pos}/{human_len}");
    style.expect("the template is constant and valid").progress_chars("=> ")
}
