//! Games and settings from the command line.

use crate::args::{Chosen, How, MethodArg};
use comity::core::{Code, Error, Result};
use comity::game::{GameFile, Method, Settings, Source};
use std::path::Path;

/// The game that was named: a slug, or a file by its ending.
pub(super) fn source(game: &str) -> Result<Source> {
    let path = Path::new(game);
    if path.extension().is_none() && !game.contains(['/', '\\']) {
        return Source::catalogue(game);
    }
    let bytes = std::fs::read(path).map_err(|e| {
        Error::new(Code::NoSuchFile, e.to_string())
            .file(game)
            .hint("games of the catalogue have names without an ending: comity game list")
    })?;
    let text = String::from_utf8(bytes)
        .map_err(|_| Error::new(Code::BadEncoding, "the text is not UTF-8").file(game))?;
    Source::file(GameFile { name: game.to_owned(), text })
}

/// The game and the values of its parameters.
pub(super) fn chosen(args: &Chosen) -> Result<(Source, Settings)> {
    let source = source(&args.game)?;
    let settings = Settings::new(&source, &args.set)?;
    Ok((source, settings))
}

/// The library's method from the command line's.
///
/// # Errors
/// [`Code::BadSetting`] for options of quantal response with another method.
pub(super) fn method(how: &How, path: bool) -> Result<Method> {
    let given = [("--lambda", how.lambda.is_some()), ("--path", path)];
    let quantal = how.method == Some(MethodArg::Quantal);
    if let Some((option, _)) = given.iter().find(|(_, on)| *on && !quantal) {
        return Err(Error::new(Code::BadSetting, format!("{option} is of quantal response"))
            .hint("add --method quantal"));
    }
    Ok(match how.method {
        None => Method::Default,
        Some(MethodArg::Backward) => Method::Backward,
        Some(MethodArg::Pure) => Method::Pure,
        Some(MethodArg::Mixed) => Method::Mixed,
        Some(MethodArg::Sequence) => Method::Sequence,
        Some(MethodArg::Quantal) => Method::Quantal { lambda: how.lambda, path },
    })
}
