//! An event's envelope, whatever it says.

use base::hash::Hash;
use base::id::{DeviceId, EventId, ItemId, PersonId, RecordId, VisitId};
use base::time::Instant;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What events say. The ledger does not know it; it asks what it needs to tell an older program's limits from rubbish.
pub trait Payload: Serialize + DeserializeOwned {
    /// The newest version of the event format that this program reads.
    const NEWEST: u16;

    /// The lowest version of the event format that can say this.
    fn version(&self) -> u16;

    /// Whether this program knows a kind of this name.
    fn is_named(kind: &str) -> bool;
}

/// What one person wrote down on one device. Its text is stored and hashed byte for byte as it was made, never
/// re-serialised. Frozen: fields are only ever added, with a new `v`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Event<P> {
    /// Format version.
    pub v: u16,
    /// Identity; also the idempotency key of sync.
    pub id: EventId,
    /// What it speaks of.
    pub stream: Stream,
    /// Who.
    pub author: PersonId,
    /// On which device. A tablet shared by several people is one device per person.
    pub device: DeviceId,
    /// Place in the device's chain, from 0.
    pub device_seq: u64,
    /// Hash of the event before it in the device's chain; [`Hash::ZERO`] for the first.
    pub prev: Hash,
    /// Device time.
    pub at: Instant,
    /// Milliseconds of the device's monotonic clock since it started, which no clock change alters.
    pub elapsed: i64,
    /// What happened.
    pub body: P,
}

/// What an event speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Stream {
    /// Kind.
    pub kind: StreamKind,
    /// The record's, visit's or item's UUID.
    pub id: Uuid,
}

impl Stream {
    /// A record's stream.
    pub const fn record(id: RecordId) -> Self {
        Self { kind: StreamKind::Record, id: id.uuid() }
    }

    /// A visit's stream.
    pub const fn visit(id: VisitId) -> Self {
        Self { kind: StreamKind::Visit, id: id.uuid() }
    }

    /// An item's stream.
    pub const fn item(id: ItemId) -> Self {
        Self { kind: StreamKind::Item, id: id.uuid() }
    }
}

/// Kinds of stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StreamKind {
    /// An original record.
    Record,
    /// A visit: checks of standards.
    Visit,
    /// An item found or corrected on site.
    Item,
}

impl StreamKind {
    /// Whether a kind has this name.
    pub fn is_named(name: &str) -> bool {
        [Self::Record, Self::Visit, Self::Item].iter().any(|kind| kind.name() == name)
    }

    /// Its name, as in `kind` and in the ledger's hashed text.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Visit => "visit",
            Self::Item => "item",
        }
    }

    /// The lowest version of the event format that knows it.
    pub const fn version(self) -> u16 {
        match self {
            Self::Record | Self::Visit | Self::Item => 1,
        }
    }

    /// The name of such objects in the audit trail.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Record => "records",
            Self::Visit => "visits",
            Self::Item => "items",
        }
    }
}
