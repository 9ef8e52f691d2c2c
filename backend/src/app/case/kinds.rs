//! The kinds of cases, each by its name.

/// Calls a generic function with the kind of this name; an unknown kind is not found.
macro_rules! by_kind {
    (@ $kind:expr, $call:ident, $args:tt, $($case:ty),+) => {
        match $kind {
            $(<$case as domain::case::Case>::KIND => $call::<$case> $args.await,)+
            _ => Err($crate::app::Error::not_found()),
        }
    };
    ($kind:expr, $call:ident, $args:tt) => {
        by_kind!(
            @ $kind, $call, $args,
            domain::certificate::correction::CorrectionCase, domain::order::settlement::Settled
        )
    };
}
pub(in crate::app) use by_kind;

/// Every kind.
pub use crate::store::list::of_cases::KINDS;
