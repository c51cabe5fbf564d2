use comity_core::Code;
use comity_score::{Blocks, Bootstrap};

#[test]
fn blocks_are_numbered_by_key_and_whole() {
    let blocks = Blocks::new(&[(2, 5), (1, 9), (2, 5), (1, 3)]);
    assert_eq!(blocks.of_row(), [2, 1, 2, 0]);
    assert_eq!(blocks.len(), 3);
}

#[test]
fn each_replicate_draws_as_many_blocks_as_there_are() {
    let blocks = Blocks::new(&[1, 1, 1, 2, 3, 3]);
    let sizes = [3, 1, 2];
    let draws = Bootstrap { replicates: 300, ..Bootstrap::default() }
        .run(&blocks, |counts, rows| (counts.to_vec(), rows))
        .unwrap();
    for (counts, rows) in &draws {
        assert_eq!(counts.iter().sum::<u32>(), 3);
        let want: u64 = counts.iter().zip(sizes).map(|(c, s)| u64::from(*c) * s).sum();
        assert_eq!(*rows, want);
    }
    assert!(draws.windows(2).any(|w| w[0].0 != w[1].0), "replicates must differ");
}

#[test]
fn the_spread_of_a_mean_over_blocks_is_the_textbook_one() {
    // 400 blocks of one row, values 0..399: the standard error of a mean is sd/√n.
    let keys: Vec<u32> = (0..400).collect();
    let means = Bootstrap { replicates: 2000, seed: 5, level: 0.95 }
        .run(&Blocks::new(&keys), |counts, rows| {
            counts.iter().zip(&keys).map(|(c, v)| f64::from(c * v)).sum::<f64>() / rows as f64
        })
        .unwrap();
    let mean = means.iter().sum::<f64>() / 2000.0;
    let sd = (means.iter().map(|m| (m - mean).powi(2)).sum::<f64>() / 1999.0).sqrt();
    let want = ((400.0_f64.powi(2) - 1.0) / 12.0).sqrt() / 20.0;
    // The standard error of a standard deviation from 2000 draws is 1.6 %; allow four of them.
    assert!((sd / want - 1.0).abs() < 0.064, "{sd} {want}");
}

#[test]
fn settings_are_checked() {
    let (blocks, fine) = (Blocks::new(&[1, 2]), Bootstrap::default());
    let run = |b: Bootstrap, blocks: &Blocks| b.run(blocks, |_, _| ()).unwrap_err().code();
    assert_eq!(run(Bootstrap { replicates: 0, ..fine }, &blocks), Code::BadSetting);
    assert_eq!(run(Bootstrap { level: 1.0, ..fine }, &blocks), Code::BadSetting);
    assert_eq!(run(fine, &Blocks::new::<u8>(&[])), Code::NoSample);
}
