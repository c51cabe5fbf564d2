//! Short tasks, shared between the calling thread and the pool.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Turns that a thread waits for others before it does something slower: tens of microseconds.
const SPINS: usize = 1_000;

/// Does tasks in two stages and gives what came of the second, in the order of the tasks; they
/// are done with what `between` makes of what came of the first. A stage is a number of tasks, and
/// what is done on the tasks 0, 1, …; each thread that takes part has a state of its own.
///
/// The caller takes tasks itself from the first moment on: handing everything to the pool would
/// put it to sleep, and waking threads takes as long as a dozen small tasks. For that reason, too,
/// the threads that were woken for the first stage wait a while for the second.
pub(crate) fn share<S, A: Send + Sync, M: Send + Sync, B: Send + Sync>(
    state: impl Fn() -> S + Sync,
    first: (usize, impl Fn(&mut S, usize) -> A + Sync),
    between: impl FnOnce(Vec<&A>) -> M,
    second: (usize, impl Fn(&M, &mut S, usize) -> B + Sync),
) -> Vec<B> {
    let (one, two) = (Tasks::new(first.0), Tasks::new(second.0));
    let made = OnceLock::new();
    // Threads that are taking tasks, or were called for it.
    let helpers = AtomicUsize::new(0);
    let then = |made: &M, own: &mut Option<S>| {
        two.take(own, &state, |own, task| (second.1)(made, own, task));
    };
    let help = || {
        let _leaving = Leaving(&helpers);
        let mut own = None;
        one.take(&mut own, &state, &first.1);
        spin_until(|| made.get().is_some());
        if let Some(made) = made.get() {
            then(made, &mut own);
        }
    };
    let wanted = |tasks: usize| rayon::current_num_threads().min(tasks).saturating_sub(1);
    rayon::in_place_scope(|scope| {
        let call = |wanted: usize| {
            let missing = wanted.saturating_sub(helpers.load(Ordering::Relaxed));
            helpers.fetch_add(missing, Ordering::Relaxed);
            (0..missing).for_each(|_| scope.spawn(|_| help()));
        };
        call(wanted(first.0));
        let mut own = None;
        one.take(&mut own, &state, &first.1);
        // With nobody left who could do them, somebody panicked.
        while !spin_until(|| one.done()) && helpers.load(Ordering::Acquire) > 0 {
            std::thread::yield_now();
        }
        let made =
            made.get_or_init(|| between(one.found.iter().filter_map(OnceLock::get).collect()));
        call(wanted(second.0));
        then(made, &mut own);
        // Going to sleep and being woken takes longer than the last tasks do.
        spin_until(|| two.done());
    });
    two.found.into_iter().filter_map(OnceLock::into_inner).collect()
}

/// Counts a helper off, also when it panics.
struct Leaving<'a>(&'a AtomicUsize);

impl Drop for Leaving<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Release);
    }
}

/// The tasks of a stage.
struct Tasks<T> {
    next: AtomicUsize,
    found: Vec<OnceLock<T>>,
}

impl<T> Tasks<T> {
    fn new(tasks: usize) -> Self {
        Self { next: AtomicUsize::new(0), found: (0..tasks).map(|_| OnceLock::new()).collect() }
    }

    /// Does one task after the other until all are taken.
    fn take<S>(
        &self,
        own: &mut Option<S>,
        state: impl Fn() -> S,
        work: impl Fn(&mut S, usize) -> T,
    ) {
        loop {
            let task = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(slot) = self.found.get(task) else { return };
            slot.get_or_init(|| work(own.get_or_insert_with(&state), task));
        }
    }

    fn done(&self) -> bool {
        self.found.iter().all(|slot| slot.get().is_some())
    }
}

/// Waits for a while until something holds; false when it does not.
fn spin_until(holds: impl Fn() -> bool) -> bool {
    (0..SPINS).any(|_| {
        std::hint::spin_loop();
        holds()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rayon::prelude::*;

    #[test]
    fn every_task_is_done_once_and_in_its_place() {
        for (tasks, more) in [(0, 0), (1, 2), (2, 0), (0, 100), (100, 100)] {
            let calls = AtomicUsize::new(0);
            let call = |one: &usize| calls.fetch_add(*one, Ordering::Relaxed);
            let first = |one: &mut usize, k| {
                call(one);
                k * k
            };
            let second = |made: &usize, one: &mut usize, k| {
                call(one);
                made + k
            };
            let sum = |squares: Vec<&usize>| squares.into_iter().sum();
            let found = share(|| 1, (tasks, first), sum, (more, second));
            let made: usize = (0..tasks).map(|k| k * k).sum();
            assert_eq!(found, (0..more).map(|k| made + k).collect::<Vec<usize>>());
            assert_eq!(calls.into_inner(), tasks + more);
        }
    }

    /// A stage may take longer than threads wait, and a task may share out work of its own.
    #[test]
    fn stages_wait_for_each_other_however_long() {
        let sum_up_to = |k: usize| {
            std::thread::sleep(std::time::Duration::from_millis(2));
            (0..k).into_par_iter().sum::<usize>()
        };
        let total = |sums: Vec<&usize>| sums.into_iter().sum::<usize>();
        let second = |total: &usize, _: &mut (), k| total + sum_up_to(k);
        let found = share(|| (), (5, |_: &mut (), k| sum_up_to(k)), total, (5, second));
        assert_eq!(found, [10, 10, 11, 13, 16]);
    }

    /// What a task panics with reaches the caller.
    #[test]
    #[should_panic(expected = "the third")]
    fn a_panic_is_passed_on() {
        let work = |_: &mut (), k: usize| {
            std::thread::sleep(std::time::Duration::from_millis(2));
            assert!(k < 2, "the third");
        };
        share(|| (), (4, work), |_| (), (4, |_: &(), _: &mut (), _| ()));
    }
}
