//! Where text, JSON and errors go, and whether they have colour.

use crate::args::{Global, When};
use anstyle::{AnsiColor, Style};
use comity::core::{Error, Result};
use serde::Serialize;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

/// The two streams and how to write to them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    json: bool,
    quiet: bool,
    colour: bool,
    colour_err: bool,
}

impl Output {
    /// From the global options and the terminal.
    pub(crate) fn new(global: &Global) -> Self {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
        let decide = |terminal: bool| match global.color {
            When::Always => true,
            When::Never => false,
            When::Auto => terminal && !plain,
        };
        Self {
            json: global.json,
            quiet: global.quiet,
            colour: decide(std::io::stdout().is_terminal()) && !global.json,
            colour_err: decide(std::io::stderr().is_terminal()),
        }
    }

    /// Whether text may have colour.
    pub(crate) const fn colour(&self) -> bool {
        self.colour
    }

    /// Whether results are printed as JSON.
    pub(crate) const fn json(&self) -> bool {
        self.json
    }

    /// Whether progress and notes are shown.
    pub(crate) fn talks(&self) -> bool {
        !self.quiet && !self.json && std::io::stderr().is_terminal()
    }

    /// Columns of the terminal, at least 60; 80 when it is none.
    pub(crate) fn width(&self) -> usize {
        std::env::var("COLUMNS")
            .ok()
            .and_then(|c| c.parse::<usize>().ok())
            .or_else(terminal_width)
            .unwrap_or(80)
            .clamp(60, 200)
    }

    /// Prints a result: JSON when asked for, else the text that `text` makes.
    ///
    /// # Errors
    /// When standard output cannot be written.
    pub(crate) fn result<T: Serialize>(
        &self,
        value: &T,
        text: impl FnOnce() -> String,
    ) -> Result<()> {
        if self.json {
            let json = serde_json::to_string_pretty(value)
                .map_err(|e| Error::new(comity::core::Code::Internal, e.to_string()))?;
            self.line(&json)
        } else {
            self.line(text().trim_end_matches('\n'))
        }
    }

    /// Prints text and a line break.
    ///
    /// # Errors
    /// When standard output cannot be written; a closed pipe is not an error.
    pub(crate) fn line(&self, text: &str) -> Result<()> {
        let mut out = std::io::stdout().lock();
        match writeln!(out, "{text}").and_then(|()| out.flush()) {
            Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => {
                Err(Error::new(comity::core::Code::Io, format!("standard output: {e}")))
            }
            _ => Ok(()),
        }
    }

    /// A note to the person, on standard error; not with `--quiet` or `--json`.
    pub(crate) fn note(&self, text: &str) {
        if !self.quiet && !self.json {
            eprintln!("{text}");
        }
    }

    /// Prints an error and gives its exit status.
    pub(crate) fn error(&self, error: &Error) -> ExitCode {
        if self.json {
            let body = serde_json::json!({ "error": error });
            eprintln!("{body:#}");
        } else {
            let (on, off) = if self.colour_err {
                let style = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
                (style.render().to_string(), style.render_reset().to_string())
            } else {
                (String::new(), String::new())
            };
            eprintln!("{on}error:{off} {error}");
        }
        ExitCode::from(error.code().exit() as u8)
    }
}

fn terminal_width() -> Option<usize> {
    console::Term::stdout().size_checked().map(|(_, columns)| usize::from(columns))
}
