//! Random bytes and what is made of them.

use base::id::Id;
use base::time::Instant;

/// Bytes from the operating system. Without them no identity, token or salt can be made: the process ends.
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    if let Err(error) = getrandom::fill(&mut bytes) {
        tracing::error!(%error, "the operating system gives no random bytes");
        std::process::abort();
    }
    bytes
}

/// A new identity.
pub fn id<K>(now: Instant) -> Id<K> {
    Id::new(now, bytes())
}
