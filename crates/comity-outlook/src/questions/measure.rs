//! The two estimators that the rules use, with intervals over resampled pairs.

use super::answers::Measured;
use comity_core::Year;
use comity_score::{Blocks, Bootstrap, quantile};

/// Fewest rows and fewest pairs that an estimate is made from.
const MIN_ROWS: usize = 30;
const MIN_PAIRS: usize = 10;

/// One dyad-year of a sample.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Point {
    pub(crate) pair: (i64, i64),
    pub(crate) year: Year,
    pub(crate) x: f64,
    pub(crate) y: f64,
}

/// Least-squares slope of y on x. With a 0/1 x it is the difference of the two means.
pub(crate) fn slope(points: &[Point], bootstrap: &Bootstrap) -> Result<Measured, String> {
    enough(points)?;
    let blocks = blocks(points);
    let mut sums = vec![Moments::default(); blocks.len()];
    for (p, b) in points.iter().zip(blocks.of_row()) {
        if let Some(s) = sums.get_mut(*b) {
            s.add(p.x, p.y);
        }
    }
    let statistic = |counts: &[u32], _: u64| {
        let mut all = Moments::default();
        for (s, c) in sums.iter().zip(counts) {
            all.merge(s, f64::from(*c));
        }
        all.slope()
    };
    let ones = vec![1; blocks.len()];
    let estimate = statistic(&ones, 0).ok_or("the explaining value does not vary in the sample")?;
    measured(points, &blocks, estimate, statistic, bootstrap)
}

/// Takes each pair's own mean out of x and y, so that a slope compares a pair with itself.
pub(crate) fn within(points: &mut [Point]) {
    let blocks = blocks(points);
    let mut sums = vec![(0.0, 0.0, 0.0); blocks.len()];
    for (p, b) in points.iter().zip(blocks.of_row()) {
        if let Some((n, x, y)) = sums.get_mut(*b) {
            *n += 1.0;
            *x += p.x;
            *y += p.y;
        }
    }
    for (p, b) in points.iter_mut().zip(blocks.of_row()) {
        if let Some((n, x, y)) = sums.get(*b) {
            p.x -= x / n;
            p.y -= y / n;
        }
    }
}

/// Change, from the years before `split` to the years from it on, of the log odds ratio between
/// a 0/1 x and a 0/1 y, with one half added to every cell (Haldane 1956; Anscombe 1956).
pub(crate) fn odds_ratio_change(
    points: &[Point],
    split: Year,
    bootstrap: &Bootstrap,
) -> Result<Measured, String> {
    enough(points)?;
    let blocks = blocks(points);
    let mut cells = vec![[0.0; 8]; blocks.len()];
    for (p, b) in points.iter().zip(blocks.of_row()) {
        let cell =
            usize::from(p.year >= split) * 4 + usize::from(p.x > 0.5) * 2 + usize::from(p.y > 0.5);
        if let Some(c) = cells.get_mut(*b).and_then(|c| c.get_mut(cell)) {
            *c += 1.0;
        }
    }
    let statistic = |counts: &[u32], _: u64| {
        let mut all = [0.5; 8];
        for (block, c) in cells.iter().zip(counts) {
            for (sum, v) in all.iter_mut().zip(block) {
                *sum += v * f64::from(*c);
            }
        }
        let [n00, n01, n10, n11, m00, m01, m10, m11] = all.map(f64::ln);
        Some((m11 - m10 - m01 + m00) - (n11 - n10 - n01 + n00))
    };
    let ones = vec![1; blocks.len()];
    let estimate = statistic(&ones, 0).unwrap_or(f64::NAN);
    let coded =
        |later: bool| points.iter().any(|p| (p.year >= split) == later && p.x > 0.5 && p.y > 0.5);
    if !coded(false) || !coded(true) {
        return Err(
            "one half of the years has no cooperation between pairs that share an ideology".into(),
        );
    }
    measured(points, &blocks, estimate, statistic, bootstrap)
}

fn blocks(points: &[Point]) -> Blocks {
    Blocks::new(&points.iter().map(|p| p.pair).collect::<Vec<_>>())
}

fn enough(points: &[Point]) -> Result<(), String> {
    let mut pairs: Vec<_> = points.iter().map(|p| p.pair).collect();
    pairs.sort_unstable();
    pairs.dedup();
    if points.len() < MIN_ROWS || pairs.len() < MIN_PAIRS {
        return Err(format!(
            "{} dyad-years of {} pairs; {MIN_ROWS} of {MIN_PAIRS} are needed",
            points.len(),
            pairs.len()
        ));
    }
    Ok(())
}

fn measured(
    points: &[Point],
    blocks: &Blocks,
    estimate: f64,
    statistic: impl Fn(&[u32], u64) -> Option<f64> + Sync,
    bootstrap: &Bootstrap,
) -> Result<Measured, String> {
    let drawn = bootstrap.run(blocks, statistic).map_err(|e| e.message().to_owned())?;
    let drawn: Vec<f64> = drawn.into_iter().flatten().collect();
    let tail = (1.0 - bootstrap.level) / 2.0;
    let (Some(low), Some(high)) = (quantile(&drawn, tail), quantile(&drawn, 1.0 - tail)) else {
        return Err("the estimate is defined on no resample".into());
    };
    let years = || points.iter().map(|p| p.year);
    let (Some(first_year), Some(last_year)) = (years().min(), years().max()) else {
        return Err("there are no dyad-years".into());
    };
    Ok(Measured {
        estimate,
        low,
        high,
        n: points.len(),
        pairs: blocks.len(),
        first_year,
        last_year,
    })
}

/// Sums for a least-squares line.
#[derive(Clone, Default)]
struct Moments {
    n: f64,
    x: f64,
    y: f64,
    xx: f64,
    xy: f64,
}

impl Moments {
    fn add(&mut self, x: f64, y: f64) {
        self.n += 1.0;
        self.x += x;
        self.y += y;
        self.xx += x * x;
        self.xy += x * y;
    }

    fn merge(&mut self, other: &Self, times: f64) {
        self.n += times * other.n;
        self.x += times * other.x;
        self.y += times * other.y;
        self.xx += times * other.xx;
        self.xy += times * other.xy;
    }

    fn slope(&self) -> Option<f64> {
        let spread = self.xx - self.x * self.x / self.n;
        // Below rounding of the sums, x is constant.
        (spread > 1e-9 * self.xx.max(1.0)).then(|| (self.xy - self.x * self.y / self.n) / spread)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(f: impl Fn(i64, Year) -> (f64, f64)) -> Vec<Point> {
        (0..12)
            .flat_map(|d| (2000..2010).map(move |year| (d, year)))
            .map(|(d, year)| {
                let (x, y) = f(d, year);
                Point { pair: (d, d + 100), year, x, y }
            })
            .collect()
    }

    #[test]
    fn a_line_gives_its_slope_without_spread() {
        let line =
            points(|d, t| (f64::from(t - 2000), 3.0 + 0.5 * f64::from(t - 2000) + 0.0 * d as f64));
        let m = slope(&line, &Bootstrap::default()).unwrap();
        assert!(
            (m.estimate - 0.5).abs() < 1e-9
                && (m.low - 0.5).abs() < 1e-9
                && (m.high - 0.5).abs() < 1e-9
        );
        assert_eq!((m.n, m.pairs, m.first_year, m.last_year), (120, 12, 2000, 2009));
    }

    #[test]
    fn a_flag_gives_the_difference_of_means() {
        let flags = points(|d, t| {
            (f64::from(u8::from(d < 6)), if d < 6 { 0.75 } else { f64::from(t % 2) })
        });
        assert!((slope(&flags, &Bootstrap::default()).unwrap().estimate - 0.25).abs() < 1e-12);
    }

    #[test]
    fn differences_between_pairs_are_taken_out() {
        // Pairs differ in level the wrong way; within each pair y rises by 2 per x.
        let mut p = points(|d, t| {
            let x = d as f64 + f64::from(t - 2000);
            (x, -50.0 * d as f64 + 2.0 * x)
        });
        within(&mut p);
        assert!((slope(&p, &Bootstrap::default()).unwrap().estimate - 2.0).abs() < 1e-9);
    }

    #[test]
    fn odds_ratios_by_hand() {
        // Before the split 30 of each cell (ratio 1); after it, x and y agree 2 to 1.
        let p = points(|d, t| {
            let x = f64::from(u8::from(t % 2 == 0));
            let agree = d % 3 != 0;
            if t < 2005 {
                (x, f64::from(u8::from(d % 2 == 0)))
            } else {
                (x, if agree { x } else { 1.0 - x })
            }
        });
        let m = odds_ratio_change(&p, 2005, &Bootstrap::default()).unwrap();
        // Years 2005–2009 hold 2 even and 3 odd years over 12 pairs, 8 of which agree.
        let later = (16.5_f64 * 24.5 / (8.5 * 12.5)).ln();
        let earlier = (18.5_f64 * 12.5 / (18.5 * 12.5)).ln();
        assert!((m.estimate - (later - earlier)).abs() < 1e-12, "{m:?}");
    }

    #[test]
    fn thin_or_constant_samples_give_a_reason() {
        let p = points(|_, _| (1.0, 0.0));
        assert!(
            slope(&p[..20], &Bootstrap::default())
                .unwrap_err()
                .contains("20 dyad-years of 2 pairs")
        );
        assert!(slope(&p, &Bootstrap::default()).unwrap_err().contains("does not vary"));
    }
}
