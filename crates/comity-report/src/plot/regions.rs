//! From cells of classes to outlines.

use std::collections::BTreeMap;
use std::fmt::Write;

/// A corner of cells, in half cells.
type Corner = (i32, i32);

/// The corner before cell `i` of `n`, in half cells: the first and the last cell are halves,
/// so that the first value stands at 0 and the last at 2(n − 1).
pub(super) fn edge(i: usize, n: usize) -> i32 {
    (2 * i as i32 - 1).clamp(0, 2 * (n as i32 - 1))
}

/// The outline of the cells of a class as the data of one path, to be filled by the even-odd
/// rule: x along the lists, y down them, in half cells. Empty when no cell has the class.
///
/// Every side between a cell of the class and another is one step; steps are joined corner to
/// corner and straight runs written once, so that the length grows with the outline, not with
/// the number of cells.
pub(super) fn outline(rows: &[Vec<u16>], class: u16) -> String {
    let (height, width) = (rows.len(), rows.first().map_or(0, Vec::len));
    let inside = |row: i64, column: i64| {
        let row = usize::try_from(row).ok().and_then(|r| rows.get(r));
        let cell = usize::try_from(column).ok().and_then(|c| row?.get(c));
        cell == Some(&class)
    };
    // From each corner the corners that steps lead to, the class to the right of the step.
    let mut steps: BTreeMap<Corner, Vec<Corner>> = BTreeMap::new();
    let corner = |row: i64, column: i64| {
        (edge(column.max(0) as usize, width), edge(row.max(0) as usize, height))
    };
    let mut step = |from: Corner, to: Corner| {
        if from != to {
            steps.entry(from).or_default().push(to);
        }
    };
    for row in 0..=height as i64 {
        for column in 0..=width as i64 {
            let (here, above) = (inside(row, column), inside(row - 1, column));
            let (left, right) = (corner(row, column), corner(row, column + 1));
            match (here, above) {
                (true, false) => step(left, right),
                (false, true) => step(right, left),
                _ => {}
            }
            let (below, before) = (corner(row + 1, column), inside(row, column - 1));
            match (here, before) {
                (true, false) => step(below, left),
                (false, true) => step(left, below),
                _ => {}
            }
        }
    }
    let mut path = String::new();
    while let Some((&start, _)) = steps.iter().next() {
        let mut corners = vec![start];
        let mut at = start;
        while let Some(next) = take(&mut steps, at) {
            corners.push(next);
            at = next;
            if at == start {
                break;
            }
        }
        write(&mut path, &corners);
    }
    path
}

/// Takes a step from a corner.
fn take(steps: &mut BTreeMap<Corner, Vec<Corner>>, from: Corner) -> Option<Corner> {
    let list = steps.get_mut(&from)?;
    let next = list.pop();
    if list.is_empty() {
        steps.remove(&from);
    }
    next
}

/// Writes a closed line through corners.
fn write(path: &mut String, corners: &[Corner]) {
    let Some(&(x, y)) = corners.first() else { return };
    // Writing to a string cannot fail.
    let _ = write!(path, "M{x} {y}");
    let (mut dx, mut dy) = (0, 0);
    let mut flush = |dx: &mut i32, dy: &mut i32| {
        if *dx != 0 {
            let _ = write!(path, "h{dx}");
        }
        if *dy != 0 {
            let _ = write!(path, "v{dy}");
        }
        (*dx, *dy) = (0, 0);
    };
    for pair in corners.windows(2) {
        let &[(x0, y0), (x1, y1)] = pair else { continue };
        let turned = (dx != 0 && y1 != y0) || (dy != 0 && x1 != x0);
        if turned {
            flush(&mut dx, &mut dy);
        }
        (dx, dy) = (dx + x1 - x0, dy + y1 - y0);
    }
    flush(&mut dx, &mut dy);
    path.push('z');
}

/// The middle, in cells, of the widest place for a label `wide` by `high` cells within a
/// class, as (column, row); nothing when there is no such place.
pub(super) fn place(rows: &[Vec<u16>], class: u16, wide: f64, high: f64) -> Option<(f64, f64)> {
    let tall = high.ceil().max(1.0) as usize;
    let width = rows.first().map_or(0, Vec::len);
    let mut best: Option<(usize, usize, usize)> = None;
    let mut alike = Vec::new();
    for top in 0..=rows.len().checked_sub(tall)? {
        let window = rows.get(top..top + tall)?;
        let free = |c: usize| window.iter().all(|r| r.get(c) == Some(&class));
        let mut start = None;
        let mut longest = (0, 0);
        for c in 0..=width {
            if c < width && free(c) {
                start.get_or_insert(c);
            } else if let Some(s) = start.take()
                && c - s > longest.0
            {
                longest = (c - s, s);
            }
        }
        if longest.0 > 0 && best.is_none_or(|b| longest.0 >= b.0) {
            if best.is_none_or(|b| longest.0 > b.0) {
                alike.clear();
            }
            best = Some((longest.0, longest.1, top));
            alike.push((longest.1, top));
        }
    }
    let (length, ..) = best?;
    // Of equally wide places, the one in the middle.
    let &(column, top) = alike.get(alike.len() / 2)?;
    let middle = (column as f64 + 0.5 * length as f64, top as f64 + 0.5 * tall as f64);
    (length as f64 >= wide).then_some(middle)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The area within the loops of an outline, by the shoelace formula, in half cells.
    fn area(path: &str) -> i32 {
        let mut total = 0;
        for ring in path.split('M').filter(|r| !r.is_empty()) {
            let first = ring.find(['h', 'v']).unwrap();
            let (x, y) = ring[..first].split_once(' ').unwrap();
            let (mut x, mut y): (i32, i32) = (x.parse().unwrap(), y.parse().unwrap());
            let mut rest = ring[first..].trim_end_matches('z');
            while !rest.is_empty() {
                let end = rest[1..].find(['h', 'v']).map_or(rest.len(), |i| i + 1);
                let by: i32 = rest[1..end].parse().unwrap();
                let (nx, ny) = if rest.starts_with('h') { (x + by, y) } else { (x, y + by) };
                total += x * ny - nx * y;
                (x, y) = (nx, ny);
                rest = &rest[end..];
            }
        }
        total / 2
    }

    fn cells(rows: &[Vec<u16>], class: u16) -> i32 {
        let (h, w) = (rows.len(), rows[0].len());
        let mut sum = 0;
        for (r, row) in rows.iter().enumerate() {
            for (c, _) in row.iter().enumerate().filter(|(_, k)| **k == class) {
                sum += (edge(c + 1, w) - edge(c, w)) * (edge(r + 1, h) - edge(r, h));
            }
        }
        sum
    }

    #[test]
    fn an_outline_holds_as_much_as_its_cells() {
        // A deterministic patchwork with holes and touching corners.
        for n in 2..12_usize {
            let rows: Vec<Vec<u16>> = (0..n)
                .map(|r| (0..n + 3).map(|c| ((r * r + 3 * c * r + c / 2) % 3) as u16).collect())
                .collect();
            for class in 0..3 {
                assert_eq!(area(&outline(&rows, class)), cells(&rows, class), "{n} {class}");
            }
        }
        assert_eq!(outline(&[vec![0, 0], vec![0, 0]], 1), "");
        assert_eq!(outline(&[vec![0, 0], vec![0, 0]], 0), "M0 0h2v2h-2v-2z");
    }

    #[test]
    fn a_straight_border_is_written_once() {
        let rows = vec![[vec![0_u16; 100], vec![1; 100]].concat(); 200];
        assert!(outline(&rows, 0).len() < 40, "{}", outline(&rows, 0));
    }

    #[test]
    fn labels_stand_in_the_middle_of_the_widest_place() {
        let rows = vec![vec![0, 0, 0, 0, 1], vec![0, 0, 0, 0, 1], vec![1, 1, 1, 1, 1]];
        assert_eq!(place(&rows, 0, 3.0, 2.0), Some((2.0, 1.0)));
        assert_eq!(place(&rows, 0, 5.0, 1.0), None);
        assert_eq!(place(&rows, 2, 1.0, 1.0), None);
    }
}
