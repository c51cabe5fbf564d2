//! `comity game draw`.

use super::source::{chosen, method};
use crate::args::GameDrawArgs;
use crate::commands::write_file;
use crate::output::Output;
use comity::core::{Code, Error, Result};
use comity::game::draw;
use comity::report::{tree_svg, tree_text};
use std::path::Path;

/// What a file name asks for.
#[derive(Clone, Copy)]
enum Format {
    Svg,
    Text,
}

/// Draws a game tree with its solution.
pub(super) fn run(args: &GameDrawArgs, out: &Output) -> Result<()> {
    let format = args.output.as_deref().map(format_of).transpose()?;
    let (source, settings) = chosen(&args.chosen)?;
    let figure = draw(&source, &settings, method(&args.how, false)?)?;
    let words =
        || format!("{}\n\n{}\n\n{}\n", figure.title, tree_text(&figure), figure.caption.join("\n"));
    let (Some(path), Some(format)) = (&args.output, format) else {
        return out.result(&figure, || {
            format!("{}\n▶ play in the solution; › what is done where play does not come", words())
        });
    };
    let bytes = match format {
        Format::Svg => format!("{}\n", tree_svg(&figure)),
        Format::Text => words(),
    };
    write_file(path, bytes.as_bytes())?;
    if out.json() {
        return out.result(&figure, String::new);
    }
    out.note(&format!("wrote {}", path.display()));
    Ok(())
}

fn format_of(path: &Path) -> Result<Format> {
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    match ending.as_str() {
        "svg" => Ok(Format::Svg),
        "txt" => Ok(Format::Text),
        _ => Err(Error::new(Code::BadSetting, "comity cannot write this kind of file")
            .value(path.display().to_string())
            .expected("a file name that ends in .svg or .txt")),
    }
}
