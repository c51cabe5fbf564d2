use crate::{EXACT, P, Y, close};
use comity_score::{LogScore, log_score};

#[test]
fn agrees_with_scikit_learn() {
    // sklearn.metrics.log_loss, version 1.9.1.
    close(log_score(&P, &Y).unwrap().nats(), 0.530_550_344_467_053_7, EXACT);
}

#[test]
fn impossible_events_are_counted_not_clipped() {
    let s = log_score(&[0.0, 1.0, 0.5, 0.0], &[true, false, true, false]).unwrap();
    assert_eq!(s, LogScore::Infinite { rows: 2 });
    assert_eq!((s.finite(), s.nats()), (None, f64::INFINITY));
    assert_eq!(serde_json::to_string(&s).unwrap(), r#"{"infinite":{"rows":2}}"#);
}

#[test]
fn tiny_forecasts_keep_their_digits() {
    // −ln(1 − p) = p + p²/2 + …; 1 − 1e-20 would round to one.
    close(log_score(&[1e-20], &[false]).unwrap().nats(), 1e-20, 1e-35);
}
