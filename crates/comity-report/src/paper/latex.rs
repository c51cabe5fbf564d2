//! As LaTeX, with booktabs and threeparttable.

use super::rows::{Row, controls, heading, notes, statistics, terms};
use crate::page::RegressionTable;
use crate::text::clean;

/// The table as LaTeX for `booktabs` and `threeparttable`; compiles with pdfLaTeX (UTF-8),
/// XeLaTeX and LuaLaTeX. All text from data is escaped.
#[must_use]
pub fn regression_latex(t: &RegressionTable) -> String {
    let columns = "c".repeat(t.models.len());
    let mut out = String::from("% Needs \\usepackage{booktabs,threeparttable}\n");
    out.push_str("\\begin{table}\n\\centering\n\\begin{threeparttable}\n");
    out.push_str(&format!(
        "\\caption{{{}}}\n",
        escaped(&format!("{} explained", t.caption.outcome))
    ));
    out.push_str(&format!("\\begin{{tabular}}{{l{columns}}}\n\\toprule\n"));
    let numbers: Vec<String> = (1..=t.models.len()).map(|k| format!("({k})")).collect();
    out.push_str(&format!(" & {} \\\\\n", numbers.join(" & ")));
    let heads: Vec<String> = t.models.iter().map(|m| escaped(&heading(m))).collect();
    out.push_str(&format!(" & {} \\\\\n", heads.join(" & ")));
    for rows in [terms(t), controls(t), statistics(t)] {
        out.push_str("\\midrule\n");
        rows.iter().for_each(|row| push(&mut out, row));
    }
    out.push_str("\\bottomrule\n\\end{tabular}\n\\begin{tablenotes}\\footnotesize\n");
    for note in notes(t) {
        out.push_str(&format!("\\item {}\n", escaped(&note)));
    }
    out.push_str("\\end{tablenotes}\n\\end{threeparttable}\n\\end{table}\n");
    out
}

fn push(out: &mut String, row: &Row) {
    let line = |label: &str, cells: Vec<String>| format!("{label} & {} \\\\\n", cells.join(" & "));
    let above = row.cells.iter().map(|c| escaped(&c.above)).collect();
    out.push_str(&line(&escaped(&row.label), above));
    if row.cells.iter().any(|c| !c.below.is_empty()) {
        out.push_str(&line("", row.cells.iter().map(|c| escaped(&c.below)).collect()));
    }
}

/// Text that LaTeX sets as it stands.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in clean(text).chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => {
                out.push('\\');
                out.push(c);
            }
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '<' => out.push_str("$<$"),
            '>' => out.push_str("$>$"),
            '−' => out.push_str("$-$"),
            '×' => out.push_str("$\\times$"),
            '→' => out.push_str("$\\rightarrow$"),
            '²' => out.push_str("$^2$"),
            '–' => out.push_str("--"),
            '—' => out.push_str("---"),
            '’' => out.push('\''),
            '“' => out.push_str("``"),
            '”' => out.push_str("''"),
            '…' => out.push_str("\\dots{}"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_the_data_is_a_command() {
        assert_eq!(
            escaped("a_b & 5% \\input{x} −1²"),
            "a\\_b \\& 5\\% \\textbackslash{}input\\{x\\} $-$1$^2$"
        );
    }
}
