//! What a route takes and answers, from the signature of its handler.

use std::future::Future;

use super::input::Takes;
use super::operation::Operation;
use super::output::Answers;

/// A handler with arguments `T`, as axum writes them, tells of itself.
pub(in crate::http) trait Described<T> {
    /// Adds what its arguments take and its result answers.
    fn tell(about: &mut Operation<'_>);
}

macro_rules! described {
    ([$($marker:ident)?] $($argument:ident),*) => {
        impl<F, Fut, R, $($marker,)? $($argument,)*> Described<($($marker,)? $($argument,)*)> for F
        where
            F: Fn($($argument),*) -> Fut,
            Fut: Future<Output = R>,
            R: Answers,
            $($argument: Takes,)*
        {
            fn tell(about: &mut Operation<'_>) {
                $($argument::tell(about);)*
                R::tell(about);
            }
        }
    };
}

impl<F, Fut, R> Described<((),)> for F
where
    F: Fn() -> Fut,
    Fut: Future<Output = R>,
    R: Answers,
{
    fn tell(about: &mut Operation<'_>) {
        R::tell(about);
    }
}

described!([M] A);
described!([M] A, B);
described!([M] A, B, C);
described!([M] A, B, C, D);
described!([M] A, B, C, D, E);
