//! Short tasks, shared between the calling thread and the pool.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Turns that the caller waits for the last tasks of others before it sleeps: tens of
/// microseconds.
const SPINS: usize = 1_000;

/// Does `work` on the tasks 0, 1, … and gives what came of them, in their order. Each thread that
/// takes part has a state of its own.
///
/// The caller takes tasks itself from the first moment on: handing everything to the pool would
/// put it to sleep, and waking threads takes as long as a dozen small tasks.
pub(crate) fn share<S, T: Send + Sync>(
    tasks: usize,
    state: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, usize) -> T + Sync,
) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let found: Vec<OnceLock<T>> = (0..tasks).map(|_| OnceLock::new()).collect();
    let take = || {
        let mut own = None;
        loop {
            let task = next.fetch_add(1, Ordering::Relaxed);
            let Some(slot) = found.get(task) else { return };
            slot.get_or_init(|| work(own.get_or_insert_with(&state), task));
        }
    };
    rayon::in_place_scope(|scope| {
        for _ in 1..rayon::current_num_threads().min(tasks) {
            scope.spawn(|_| take());
        }
        take();
        // Going to sleep and being woken takes longer than the last tasks do.
        let spins = 0..SPINS;
        for _ in spins.take_while(|_| found.iter().any(|slot| slot.get().is_none())) {
            std::hint::spin_loop();
        }
    });
    found.into_iter().filter_map(OnceLock::into_inner).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_task_is_done_once_and_in_its_place() {
        for tasks in [0, 1, 2, 100] {
            let calls = AtomicUsize::new(0);
            let squares = share(
                tasks,
                || 1,
                |one, k| {
                    calls.fetch_add(*one, Ordering::Relaxed);
                    k * k
                },
            );
            assert_eq!(squares, (0..tasks).map(|k| k * k).collect::<Vec<_>>());
            assert_eq!(calls.into_inner(), tasks);
        }
    }
}
