//! Developer commands: `cargo xtask <command>`.

mod layers;
mod run;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask <command>

  test          build and run every test, documentation examples included
  check         formatting, clippy, dependency table, cargo deny, typos, book
  layers        the dependency table alone
  bundle DATA   make the bundled extract again from a folder of data sets
  bench         the benchmarks, beside their peers where installed
  fuzz SECONDS  every fuzz target in turn
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["test", rest @ ..] => run::test(rest),
        ["check"] => run::check(),
        ["layers"] => run::layers(),
        ["bundle", data] => run::bundle(data),
        ["bench", rest @ ..] => run::bench(rest),
        ["fuzz", seconds] => run::fuzz(seconds),
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}
