//! Variable names as Stata allows them: at most 32 characters.

/// Longest name Stata accepts, in characters.
const LONGEST: usize = 32;

/// Words of covariate names and how they are shortened where the name is too long.
const SHORTER: [(&str, &str); 5] = [
    ("adversary", "adv"),
    ("closeness", "close"),
    ("neighbour", "neigh"),
    ("continuation", "cont"),
    ("difference", "diff"),
];

/// The names, in order, with those that are too long shortened and all still distinct.
pub(super) fn stata_names<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for (position, name) in names.enumerate() {
        let mut short = name.to_owned();
        if short.len() > LONGEST {
            short = SHORTER.iter().fold(short, |text, (long, brief)| text.replace(long, brief));
        }
        if short.len() > LONGEST || out.contains(&short) {
            let suffix = format!("_{position}");
            let kept = LONGEST - suffix.len();
            short = short.chars().take(kept).chain(suffix.chars()).collect();
        }
        out.push(short);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_shortened_and_stay_distinct() {
        let long = "x".repeat(40);
        let names = [
            "coop_any",
            "adversary_neighbour_closeness_mideast_lag1",
            long.as_str(),
            long.as_str(),
        ];
        let short = stata_names(names.into_iter());
        assert_eq!(short[..2], ["coop_any", "adv_neigh_close_mideast_lag1"]);
        assert!(short.iter().all(|n| n.len() <= LONGEST));
        assert_ne!(short[2], short[3]);
    }
}
