//! Progress bars on standard error, only where a person watches.

use crate::output::Output;
use comity::world::Progress;
use indicatif::{ProgressBar, ProgressStyle};
use std::path::Path;
use std::time::Duration;

/// A bar, or nothing where no person watches.
#[derive(Debug)]
pub(crate) struct Bar(Option<ProgressBar>);

impl Bar {
    /// A bar with a message; it appears only when the work takes longer than a blink.
    pub(crate) fn new(out: &Output, message: &'static str) -> Self {
        if !out.talks() {
            return Self(None);
        }
        let bar = ProgressBar::new(0).with_message(message);
        if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len} {eta}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(Some(bar))
    }

    /// Shows `done` of `total`.
    pub(crate) fn at(&self, done: usize, total: usize) {
        if let Some(bar) = &self.0 {
            bar.set_length(total as u64);
            bar.set_position(done as u64);
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

/// A bar over the bytes of an import.
#[derive(Debug)]
pub(crate) struct ImportBar(Option<ProgressBar>);

impl ImportBar {
    /// A bar, or nothing where no person watches.
    pub(crate) fn new(out: &Output) -> Self {
        if !out.talks() {
            return Self(None);
        }
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template(
            "importing {bar:30} {bytes}/{total_bytes} {eta} {wide_msg}",
        ) {
            bar.set_style(style);
        }
        Self(Some(bar))
    }
}

impl Progress for ImportBar {
    fn start(&self, _files: usize, bytes: u64) {
        if let Some(bar) = &self.0 {
            bar.set_length(bytes);
        }
    }

    fn advanced(&self, bytes: u64) {
        if let Some(bar) = &self.0 {
            bar.inc(bytes);
        }
    }

    fn file_done(&self, path: &Path, bytes: u64, what: &str) {
        if let Some(bar) = &self.0 {
            bar.inc(bytes);
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            bar.set_message(format!("{name}: {what}"));
        }
    }
}

impl Drop for ImportBar {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
