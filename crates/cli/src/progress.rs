//! Progress bars on a terminal; nothing elsewhere.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar for counted work; its length becomes known with the first step. Hidden when stderr is no terminal.
pub struct Bar(ProgressBar);

impl Bar {
    /// A bar with these words.
    pub fn new(words: &str) -> Self {
        let bar = ProgressBar::new(0);
        let style = ProgressStyle::with_template("{msg:24} {wide_bar} {pos}/{len} {eta}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        bar.set_style(style);
        bar.set_message(words.to_owned());
        Self(bar)
    }

    /// Other words, when a new part begins.
    pub fn say(&self, words: &str) {
        if self.0.message() != words {
            self.0.set_message(words.to_owned());
        }
    }

    /// `done` of `all`.
    pub fn at(&self, done: u64, all: u64) {
        self.0.set_length(all);
        self.0.set_position(done);
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.0.finish_and_clear();
    }
}
