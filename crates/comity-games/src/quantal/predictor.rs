//! The predictor: the cubic through the last two points that has the branch's directions there.
//!
//! Along the tangent t at the later point the branch is that point plus s·t plus what lies across
//! t, bend·s² + twist·s³ (Hermite). Where it is followed less far than along its arc, as where it
//! turns, s is still the distance along t, so that the cubic meets both points.

use super::point::Point;
use super::tracer::dot;

/// Coefficients of s² and s³, those of σ last.
#[derive(Clone, Debug)]
pub(super) struct Predictor {
    bend: Vec<f64>,
    twist: Vec<f64>,
}

impl Predictor {
    /// Straight on, for points of `n` numbers.
    pub(super) fn new(n: usize) -> Self {
        Self { bend: vec![0.0; n + 1], twist: vec![0.0; n + 1] }
    }

    /// Straight on.
    pub(super) fn clear(&mut self) {
        self.bend.fill(0.0);
        self.twist.fill(0.0);
    }

    /// Takes the last two points, `length` apart as the step went. Returns how far apart they are
    /// along the later tangent; where the branch turns by a right angle between them, `length`,
    /// and goes straight on.
    pub(super) fn fit(&mut self, before: &Point, now: &Point, length: f64) -> f64 {
        let gone = |i: usize| match now.x.get(i) {
            Some(x) => x - before.x[i],
            None => now.sigma - before.sigma,
        };
        let cos = dot(&now.tangent, &before.tangent);
        let h: f64 = now.tangent.iter().enumerate().map(|(i, t)| t * gone(i)).sum();
        if !(cos > 0.0 && h > 0.0) {
            self.clear();
            return length;
        }
        let tangents = now.tangent.iter().zip(&before.tangent);
        let coefficients = self.bend.iter_mut().zip(&mut self.twist);
        for (i, ((bend, twist), (new, old))) in coefficients.zip(tangents).enumerate() {
            let place = (new - gone(i) / h) / h;
            let slope = (new - old / cos) / h;
            *bend = 3.0 * place - slope;
            *twist = (2.0 * place - slope) / h;
        }
        h
    }

    /// The prediction at distance `s` along the tangent at `now`, into `to`.
    pub(super) fn point(&self, now: &Point, s: f64, to: &mut Point) {
        let along = |i: usize| s * (now.tangent[i] + s * (self.bend[i] + s * self.twist[i]));
        for (i, (to, from)) in to.x.iter_mut().zip(&now.x).enumerate() {
            *to = from + along(i);
        }
        to.sigma = now.sigma + along(now.x.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(x: [f64; 2], sigma: f64, tangent: [f64; 3]) -> Point {
        let norm = dot(&tangent, &tangent).sqrt();
        Point {
            x: x.to_vec(),
            sigma,
            tangent: tangent.iter().map(|t| t / norm).collect(),
            ..Point::of(2)
        }
    }

    /// A cubic in σ over a tangent along σ is met everywhere, both points with it.
    #[test]
    fn a_cubic_is_predicted_exactly() {
        let at = |s: f64| [s * s - 2.0 * s * s * s, 0.5 * s * s * s];
        let slope = |s: f64| [2.0 * s - 6.0 * s * s, 1.5 * s * s, 1.0];
        let (before, now) = (point(at(-0.7), 0.3, slope(-0.7)), point(at(0.0), 1.0, slope(0.0)));
        let mut predictor = Predictor::new(2);
        let h = predictor.fit(&before, &now, 1.0);
        assert!((h - 0.7).abs() < 1e-15);
        for s in [-0.7, -0.2, 0.0, 0.4, 1.5] {
            let mut to = Point::of(2);
            predictor.point(&now, s, &mut to);
            assert!((to.sigma - 1.0 - s).abs() < 1e-14);
            for (found, expected) in to.x.iter().zip(at(s)) {
                assert!((found - expected).abs() < 1e-13, "{s}: {found} {expected}");
            }
        }
    }

    /// On a circle, 1 − √(1 − s²) over its tangent, the first term left out is s⁴/8.
    #[test]
    fn an_arc_is_followed_whatever_its_length_along_the_tangent() {
        let on = |angle: f64| {
            let (sin, cos) = angle.sin_cos();
            point([sin, 0.0], 1.0 - cos, [cos, 0.0, sin])
        };
        let (before, now) = (on(-20_f64.to_radians()), on(0.0));
        let mut predictor = Predictor::new(2);
        let length = predictor.fit(&before, &now, 20_f64.to_radians());
        assert!((length - 20_f64.to_radians().sin()).abs() < 1e-15);
        let (mut to, s) = (Point::of(2), 0.17);
        predictor.point(&now, s, &mut to);
        let off = 1.0 - (1.0 - s * s).sqrt() - to.sigma;
        let expected = s * s * (s + length).powi(2) / 8.0;
        assert!((to.x[0] - s).abs() < 1e-15 && (off / expected - 1.0).abs() < 0.2, "{off}");
        // Turned by more than a right angle: straight on.
        predictor.fit(&on(-2.0), &now, 0.5);
        predictor.point(&now, 0.5, &mut to);
        assert!((to.x[0] - 0.5).abs() < 1e-15 && to.sigma.abs() < 1e-15);
    }
}
