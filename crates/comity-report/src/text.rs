//! Text from data: made safe to show, measured, cut to a width.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The text without control characters and without explicit bidirectional controls, which
/// could restyle a terminal or reorder the text around them; line breaks become blanks.
pub(crate) fn clean(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\n' | '\r' | '\t' => Some(' '),
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' => None,
            c if c.is_control() => None,
            c => Some(c),
        })
        .collect()
}

/// The text between isolates, so that its direction does not leak into its surroundings
/// where no `bdi` element can stand (SVG text).
pub(crate) fn isolate(text: &str) -> String {
    format!("\u{2068}{}\u{2069}", clean(text))
}

/// Width in terminal cells; a fair guide to width in print, too.
pub(crate) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// The text cut to at most `max` cells, ending in an ellipsis when cut.
pub(crate) fn cut(text: &str, max: usize) -> String {
    let text = clean(text);
    if width(&text) <= max {
        return text;
    }
    let mut out = String::new();
    let mut used = 0;
    for c in text.chars() {
        let w = c.width().unwrap_or(0);
        if used + w + 1 > max {
            break;
        }
        used += w;
        out.push(c);
    }
    let kept = out.trim_end().len();
    out.truncate(kept);
    if max > 0 {
        out.push('…');
    }
    out
}

/// The text broken at blanks into lines of at most `max` cells; a longer word is cut apart.
pub(crate) fn wrap(text: &str, max: usize) -> Vec<String> {
    let max = max.max(1);
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in clean(text).split_whitespace() {
        for piece in pieces(word, max) {
            if !line.is_empty() && width(&line) + 1 + width(&piece) > max {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(&piece);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

fn pieces(word: &str, max: usize) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut used = 0;
    for c in word.chars() {
        let w = c.width().unwrap_or(0);
        if used + w > max && used > 0 {
            out.push(String::new());
            used = 0;
        }
        used += w;
        if let Some(last) = out.last_mut() {
            last.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_never_reach_the_reader() {
        assert_eq!(clean("a\u{1b}[31mb\u{202e}c\nd\0"), "a[31mbc d");
    }

    #[test]
    fn cutting_respects_wide_characters() {
        assert_eq!(cut("River Brigade", 13), "River Brigade");
        assert_eq!(cut("River Brigade", 7), "River…");
        assert!(width(&cut("人民解放阵线", 7)) <= 7);
        assert_eq!(cut("abc", 0), "");
    }

    #[test]
    fn wrapped_lines_fit_and_lose_nothing() {
        let text = "one two threeeeeeeeeeeeeee four";
        let lines = wrap(text, 6);
        assert!(lines.iter().all(|l| width(l) <= 6), "{lines:?}");
        let glue = |s: &str| s.replace(' ', "");
        assert_eq!(glue(&lines.concat()), glue(text));
    }
}
