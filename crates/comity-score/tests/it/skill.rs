use crate::{EXACT, P, Y, close};
use comity_core::Code;
use comity_score::{Blocks, Bootstrap, Metric, Replicated, Skill, skill};

fn sample(n: u32) -> (Vec<f64>, Vec<bool>, Vec<u32>) {
    // A deterministic scatter: forecasts on a grid, outcomes more frequent where they are high.
    let p: Vec<f64> = (0..n).map(|i| f64::from((i * 37) % 101) / 101.0).collect();
    let y = p.iter().enumerate().map(|(i, p)| ((i as u32 * 53) % 97) as f64 / 97.0 < *p).collect();
    (p, y, (0..n).map(|i| i / 5).collect())
}

#[test]
fn a_forecast_has_no_skill_against_itself() {
    let (p, y, keys) = sample(300);
    for metric in Metric::ALL {
        let s = skill(metric, &p, &p, &y, &Blocks::new(&keys), &Bootstrap::default()).unwrap();
        assert_eq!((s.difference, s.low, s.high, s.share_better), (0.0, 0.0, 0.0, 0.0));
    }
}

#[test]
fn informed_forecasts_beat_the_share_under_every_score() {
    let (p, y, keys) = sample(600);
    let share = y.iter().filter(|v| **v).count() as f64 / y.len() as f64;
    let flat = vec![share; y.len()];
    for metric in Metric::ALL {
        let s = skill(metric, &p, &flat, &y, &Blocks::new(&keys), &Bootstrap::default()).unwrap();
        assert!(s.is_better() && s.low <= s.difference && s.difference <= s.high, "{s:?}");
        let back =
            skill(metric, &flat, &p, &y, &Blocks::new(&keys), &Bootstrap::default()).unwrap();
        assert!(back.is_worse(), "{back:?}");
        close(back.difference, -s.difference, EXACT);
        close(back.low, -s.high, EXACT);
    }
}

#[test]
fn the_relative_skill_of_a_brier_score_by_hand() {
    let y = [true, false];
    let s = skill(
        Metric::Brier,
        &[0.9, 0.1],
        &[0.5, 0.5],
        &y,
        &Blocks::new(&[1, 2]),
        &Bootstrap::default(),
    )
    .unwrap();
    close(s.difference, 0.24, EXACT);
    close(s.relative.unwrap(), 1.0 - 0.01 / 0.25, EXACT);
}

#[test]
fn many_pairs_at_once_equal_one_pair_each() {
    let (p, y, keys) = sample(200);
    let blocks = Blocks::new(&keys);
    let other: Vec<f64> = p.iter().map(|p| 0.2 + 0.5 * p).collect();
    let third = vec![0.3; p.len()];
    let b = Bootstrap { replicates: 99, seed: 3, level: 0.8 };
    for metric in Metric::ALL {
        let scored = Replicated::new(metric, &[&p, &other, &third], &y, &blocks, &b).unwrap();
        let together = vec![scored.skill(0, 2).unwrap(), scored.skill(1, 0).unwrap()];
        let apart: Vec<Skill> = [(&p, &third), (&other, &p)]
            .map(|(m, base)| skill(metric, m, base, &y, &blocks, &b).unwrap())
            .to_vec();
        assert_eq!(together, apart);
    }
}

#[test]
fn draws_depend_on_the_seed_alone() {
    let (_, y, keys) = sample(200);
    let (blocks, flat) = (Blocks::new(&keys), vec![0.5; 200]);
    let with = |seed| {
        let b = Bootstrap { seed, replicates: 200, level: 0.9 };
        skill(
            Metric::Log,
            &flat,
            &flat.iter().map(|f| f * 0.9).collect::<Vec<_>>(),
            &y,
            &blocks,
            &b,
        )
        .unwrap()
    };
    assert_eq!(with(1), with(1));
    assert_ne!((with(1).low, with(1).high), (with(2).low, with(2).high));
}

#[test]
fn a_resample_is_scored_as_its_rows_written_out() {
    // One block per row: each row is written out as often as its block was drawn.
    let keys: Vec<usize> = (0..10).collect();
    let blocks = Blocks::new(&keys);
    let b = Bootstrap { replicates: 50, seed: 11, level: 0.95 };
    for metric in Metric::ALL {
        let draws = b.run(&blocks, |counts, _| counts.to_vec()).unwrap();
        let mut want: Vec<f64> = Vec::new();
        for counts in draws {
            let rows: Vec<usize> =
                (0..10).flat_map(|i| std::iter::repeat_n(i, counts[i] as usize)).collect();
            let p: Vec<f64> = rows.iter().map(|i| P[*i]).collect();
            let y: Vec<bool> = rows.iter().map(|i| Y[*i]).collect();
            if y.iter().any(|v| *v) && y.iter().any(|v| !*v) {
                let sign = if metric.lower_is_better() { -1.0 } else { 1.0 };
                let flat = vec![0.4; p.len()];
                want.push(
                    sign * (metric.score(&p, &y).unwrap() - metric.score(&flat, &y).unwrap()),
                );
            }
        }
        want.sort_by(f64::total_cmp);
        let got = skill(metric, &P, &[0.4; 10], &Y, &blocks, &b).unwrap();
        assert_eq!(got.replicates, want.len());
        close(got.low, comity_score::quantile_sorted(&want, 0.025).unwrap(), EXACT);
        close(got.high, comity_score::quantile_sorted(&want, 0.975).unwrap(), EXACT);
    }
}

#[test]
fn faults_are_coded() {
    let blocks = Blocks::new(&[1, 2]);
    let run = |p: &[f64], y: &[bool]| {
        skill(Metric::Log, p, &[0.5, 0.5], y, &blocks, &Bootstrap::default()).unwrap_err().code()
    };
    assert_eq!(run(&[0.0, 0.5], &[true, false]), Code::BadForecast);
    assert_eq!(run(&[0.5], &[true, false]), Code::BadSetting);
    assert_eq!(run(&[0.5, 0.5], &[true]), Code::BadSetting);
    let b = Bootstrap::default();
    let one = Replicated::new(Metric::Brier, &[&[0.5, 0.5]], &[true, false], &blocks, &b).unwrap();
    assert_eq!(one.skill(0, 7).unwrap_err().code(), Code::BadSetting);
    assert_eq!(one.interval(7), None);
}

#[test]
fn a_score_lies_in_its_interval() {
    let (p, y, keys) = sample(600);
    for metric in Metric::ALL {
        let b = Bootstrap::default();
        let r = Replicated::new(metric, &[&p], &y, &Blocks::new(&keys), &b).unwrap();
        let i = r.interval(0).unwrap();
        assert!(i.low < i.value && i.value < i.high, "{metric:?} {i:?}");
        assert_eq!(i.value, metric.score(&p, &y).unwrap());
    }
}

#[test]
fn contrasts_and_shares_agree_with_skill() {
    let (p, y, keys) = sample(600);
    let half: Vec<f64> = p.iter().map(|p| 0.5 * p + 0.25).collect();
    let flat = vec![0.5; y.len()];
    let (blocks, bootstrap) = (Blocks::new(&keys), Bootstrap::default());
    for metric in Metric::ALL {
        let r = Replicated::new(metric, &[&p, &half, &flat], &y, &blocks, &bootstrap).unwrap();
        let skill = r.skill(0, 2).unwrap();
        let sign = if metric.lower_is_better() { -1.0 } else { 1.0 };
        let contrast = r.contrast(&[1.0, 0.0, -1.0]).unwrap().unwrap();
        close(contrast.value, sign * (skill.score - skill.baseline), EXACT);
        close(contrast.low, skill.low, EXACT);
        close(contrast.high, skill.high, EXACT);
        let (whole, part) = ([1.0, 0.0, -1.0], [0.0, 1.0, -1.0]);
        let of_itself = r.share(&whole, &whole).unwrap().unwrap();
        assert_eq!((of_itself.low, of_itself.value, of_itself.high), (1.0, 1.0, 1.0));
        let rest = r.share(&[1.0, -1.0, 0.0], &whole).unwrap().unwrap();
        let share = r.share(&part, &whole).unwrap().unwrap();
        close(share.value + rest.value, 1.0, EXACT);
        close(share.low + rest.high, 1.0, EXACT);
        assert_eq!(r.share(&whole, &[-1.0, 0.0, 1.0]).unwrap(), None);
        assert_eq!(r.contrast(&[1.0]).unwrap_err().code(), Code::BadSetting);
    }
}
