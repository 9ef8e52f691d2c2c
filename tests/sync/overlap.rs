//! Several things under way at once, each moved on in an order out of a seed.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

use crate::chance::Chance;

/// Work of a schedule.
pub type Work<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Runs all of it to its end. At each turn the seed says who is moved on, and sometimes lets one wait that could go on.
pub async fn interleaved<T: Send>(chance: &mut Chance, works: Vec<Work<'_, T>>) -> Vec<T> {
    let mut works: Vec<_> = works.into_iter().map(Some).collect();
    let mut done: Vec<Option<T>> = works.iter().map(|_| None).collect();
    poll_fn(move |context| {
        let (first, count) = (chance.below(works.len()), works.len());
        for at in (0..count).map(|n| (first + n) % count) {
            let Some(work) = &mut works[at] else { continue };
            if chance.one_in(4) {
                // It comes back to it.
                context.waker().wake_by_ref();
                continue;
            }
            if let Poll::Ready(outcome) = work.as_mut().poll(context) {
                done[at] = Some(outcome);
                works[at] = None;
            }
        }
        if works.iter().any(Option::is_some) {
            return Poll::Pending;
        }
        Poll::Ready(done.iter_mut().filter_map(Option::take).collect())
    })
    .await
}
