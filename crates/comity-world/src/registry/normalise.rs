//! Forms in which names are compared.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Articles that are dropped: "al-Qaida" is "Qaida", "The Base" is "Base".
const ARTICLES: [&str; 3] = ["al", "el", "the"];

/// Marks written inside words in transliteration and dropped without a gap.
const INNER: [char; 10] = ['\'', '’', '‘', 'ʼ', 'ʿ', 'ʾ', '`', '´', '״', '׳'];

/// A name in comparable form: compatibility-decomposed (NFKD), accents dropped, written in
/// Latin letters, lower-case, marks inside words dropped, other punctuation turned to
/// single blanks, articles dropped (unless nothing else is left).
pub(crate) fn normalise(text: &str) -> String {
    let latin = if text.is_ascii() {
        text.replace(INNER, "").to_ascii_lowercase()
    } else {
        let marks = |c: &char| is_combining_mark(*c) || INNER.contains(c);
        let plain: String = text.nfkd().filter(|c| !marks(c)).collect();
        any_ascii::any_ascii(&plain).to_lowercase()
    };
    let words: Vec<&str> = latin
        .split(|c: char| !c.is_ascii_alphanumeric() && !INNER.contains(&c))
        .filter(|w| !w.is_empty())
        .collect();
    let kept: Vec<String> = words
        .iter()
        .filter(|w| !ARTICLES.contains(w))
        .map(|w| w.replace(|c: char| !c.is_ascii_alphanumeric(), ""))
        .filter(|w| !w.is_empty())
        .collect();
    if kept.is_empty() { words.join(" ") } else { kept.join(" ") }
}

/// Two letters that stand for one sound, and the letter written for them.
const PAIRS: [(&str, char); 18] = [
    ("ph", 'f'),
    ("kh", 'k'),
    ("gh", 'g'),
    ("dh", 'd'),
    ("th", 't'),
    ("sh", 'x'),
    ("ch", 'x'),
    ("ts", 's'),
    ("dj", 'j'),
    ("ou", 'u'),
    ("oo", 'u'),
    ("ee", 'i'),
    ("ae", 'i'),
    ("ai", 'i'),
    ("ay", 'i'),
    ("ei", 'i'),
    ("ey", 'i'),
    ("ie", 'i'),
];

/// The sound of a normalised name, coarse enough to be equal over common ways of writing
/// Arabic, Persian and Cyrillic names in Latin letters: Taliban and Taleban, Hezbollah and
/// Hizbullah, Qaeda and Qaida. Empty when too short to tell names apart.
pub(crate) fn sound(normalised: &str) -> String {
    let mut out = String::new();
    for word in normalised.split(' ') {
        let word = word.strip_prefix("al").filter(|rest| rest.len() >= 4).unwrap_or(word);
        let mut rest = word;
        while let Some(c) = rest.chars().next() {
            let pair = PAIRS.iter().find(|(p, _)| rest.starts_with(p));
            let (letter, taken) = match pair {
                Some((p, letter)) => (*letter, p.len()),
                None => (single(c), c.len_utf8()),
            };
            rest = rest.get(taken..).unwrap_or_default();
            let silent = letter == 'h' && rest.is_empty();
            if !silent && !out.ends_with(letter) {
                out.push(letter);
            }
        }
    }
    if out.len() < 4 { String::new() } else { out }
}

fn single(c: char) -> char {
    match c {
        'q' | 'c' => 'k',
        'z' => 's',
        'w' => 'v',
        'y' | 'e' => 'i',
        'o' => 'u',
        other => other,
    }
}

/// The text before a trailing "(…)" and the text inside it.
pub(crate) fn qualified(text: &str) -> Option<(&str, &str)> {
    let inner = text.trim().strip_suffix(')')?;
    let (base, qualifier) = inner.rsplit_once('(')?;
    let (base, qualifier) = (base.trim(), qualifier.trim());
    (!base.is_empty() && !qualifier.is_empty()).then_some((base, qualifier))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_does_not_matter() {
        for (a, b) in [
            ("al-Qaida", "Al Qaida"),
            ("al-Qa'ida", "Qaida"),
            ("Séléka", "SELEKA"),
            ("Hay’at Tahrir al-Sham", "Hayat Tahrir al Sham"),
            ("AUC ", "auc"),
            ("حماس", "حَماس"),
            ("ХАМАС", "Хамас"),
        ] {
            assert_eq!(normalise(a), normalise(b), "{a} {b}");
        }
        assert_eq!(normalise("The"), "the");
        assert_eq!(normalise("…"), "");
    }

    #[test]
    fn transliterations_sound_alike_and_others_do_not() {
        let s = |t: &str| sound(&normalise(t));
        for (a, b) in [
            ("Taliban", "Taleban"),
            ("Hezbollah", "Hizbullah"),
            ("Jaysh al-Islam", "Jaish al Islam"),
        ] {
            assert_eq!(s(a), s(b), "{a} {b}");
        }
        assert_ne!(s("Hamas"), s("Amal"));
        assert_eq!(s("IS"), "");
    }

    #[test]
    fn a_qualifier_is_the_last_parenthesis() {
        assert_eq!(qualified("ELN (Colombia)"), Some(("ELN", "Colombia")));
        assert_eq!(qualified("Dozos (Mali) (x) "), Some(("Dozos (Mali)", "x")));
        for none in ["ELN", "(x)", "a ()", "a (b) c"] {
            assert_eq!(qualified(none), None, "{none}");
        }
    }
}
