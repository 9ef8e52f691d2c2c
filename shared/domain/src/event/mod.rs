//! What events say. Their envelope, a device's chain and the server's ledger are the crate `ledger`'s; what is hashed is specified in
//! `docs/CHAINS.md`.

pub mod body;
pub mod chain;
pub mod kind;
mod version;

pub use ::ledger::event::{Stream, StreamKind};
pub use ::ledger::{entry as ledger, signature};
pub use base::hash::Hash;
pub use body::Body;
pub use kind::EventKind;

/// The newest version of the event format. Sync accepts every version ever released; each event carries the lowest version that
/// can say it ([`Body::version`]), so that an older tablet reads everything that it can.
pub const VERSION: u16 = 2;

/// What one person wrote down on one device.
pub type Event = ::ledger::event::Event<Body>;

impl ::ledger::event::Payload for Body {
    const NEWEST: u16 = VERSION;

    fn version(&self) -> u16 {
        Self::version(self)
    }

    fn is_named(kind: &str) -> bool {
        Self::is_named(kind)
    }
}
