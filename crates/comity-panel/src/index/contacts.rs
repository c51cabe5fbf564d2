//! Earlier years of contact between actors.

use comity_core::Year;
use std::cmp::Ordering;

/// For every actor, the actors it was in contact with and in which years.
#[derive(Clone, Debug, Default)]
pub(crate) struct Contacts {
    starts: Vec<u32>,
    /// By actor, then contact, then year; distinct.
    years: Vec<(u32, Year)>,
}

impl Contacts {
    /// From `(actor, year, contact)` in any order and any number of times.
    pub(crate) fn new<'a>(
        actors: usize,
        entries: impl Iterator<Item = &'a (u32, Year, u32)>,
    ) -> Self {
        let mut cells: Vec<(u32, u32, Year)> =
            entries.filter(|e| (e.0 as usize) < actors).map(|(a, y, c)| (*a, *c, *y)).collect();
        cells.sort_unstable();
        cells.dedup();
        let mut starts = vec![0_u32; actors + 1];
        for (actor, ..) in &cells {
            if let Some(s) = starts.get_mut(*actor as usize + 1) {
                *s += 1;
            }
        }
        let mut total = 0;
        for s in &mut starts {
            total += *s;
            *s = total;
        }
        Self { starts, years: cells.into_iter().map(|(_, c, y)| (c, y)).collect() }
    }

    fn of(&self, actor: u32) -> &[(u32, Year)] {
        let bounds = || {
            let at = actor as usize;
            Some(*self.starts.get(at)? as usize..*self.starts.get(at + 1)? as usize)
        };
        bounds().and_then(|range| self.years.get(range)).unwrap_or(&[])
    }

    /// Number of years before `year` in which `b` is a contact of `a`.
    pub(crate) fn between(&self, a: u32, b: u32, year: Year) -> usize {
        let all = self.of(a);
        let below = |bound| all.partition_point(|contact| *contact < bound);
        below((b, year)) - below((b, Year::MIN))
    }

    /// Σ over third actors of the smaller number of years before `year` in which each of the two
    /// was in contact with them.
    pub(crate) fn shared(&self, a: u32, b: u32, year: Year) -> usize {
        let mut by_contact = [self.of(a), self.of(b)].map(|years| Runs { years, before: year });
        let [x, y] = &mut by_contact;
        let (mut left, mut right) = (x.next(), y.next());
        let mut sum = 0;
        while let (Some((c, n)), Some((d, m))) = (left, right) {
            match c.cmp(&d) {
                Ordering::Less => left = x.next(),
                Ordering::Greater => right = y.next(),
                Ordering::Equal => {
                    sum += n.min(m);
                    (left, right) = (x.next(), y.next());
                }
            }
        }
        sum
    }
}

/// The contacts of an actor one by one, with the number of years before one.
struct Runs<'a> {
    years: &'a [(u32, Year)],
    before: Year,
}

impl Iterator for Runs<'_> {
    type Item = (u32, usize);

    fn next(&mut self) -> Option<(u32, usize)> {
        let (contact, _) = *self.years.first()?;
        let length = self.years.iter().take_while(|c| c.0 == contact).count();
        let (own, rest) = self.years.split_at(length);
        self.years = rest;
        Some((contact, own.iter().take_while(|c| c.1 < self.before).count()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_counted_before_and_once() {
        let entries = [
            (0, 1990, 5),
            (0, 1991, 5),
            (0, 1991, 5),
            (0, 1993, 5),
            (0, 1990, 7),
            (1, 1989, 5),
            (1, 1992, 5),
            (1, 1992, 6),
            (1, 1992, 0),
            (9, 1990, 5),
        ];
        let contacts = Contacts::new(3, entries.iter());
        assert_eq!((contacts.between(0, 5, 1993), contacts.between(0, 5, 2000)), (2, 3));
        assert_eq!((contacts.between(0, 6, 2000), contacts.between(9, 5, 2000)), (0, 0));
        // Of 5: two and one before 1992, three and two in the end; 6 and 7 are not shared.
        assert_eq!((contacts.shared(0, 1, 1992), contacts.shared(1, 0, 2000)), (1, 2));
        assert_eq!((contacts.shared(0, 2, 2000), contacts.shared(0, 1, 1990)), (0, 0));
    }
}
