//! A progress bar on stderr, for whoever watches; nothing at all in a pipe or a log.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Work that takes a while. The bar goes when it is dropped.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    pub(crate) fn new(task: &'static str, visible: bool) -> Progress {
        let target = match visible {
            true => ProgressDrawTarget::stderr(),
            false => ProgressDrawTarget::hidden(),
        };
        let bar = ProgressBar::with_draw_target(None, target).with_message(task);
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}") {
            bar.set_style(style);
        }
        Progress { bar }
    }

    /// `done` of `all`. May be called from any thread, and out of order.
    pub(crate) fn at(&self, done: usize, all: usize) {
        self.bar.set_length(all as u64);
        self.bar.set_position(done as u64);
    }

    /// Goes over to the next piece of work.
    pub(crate) fn next(&self, task: &'static str) {
        self.bar.set_message(task);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
