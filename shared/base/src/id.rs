//! Identities: UUIDv7 with the kind of thing they name in the type.

pub mod kind;

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use crate::time::Instant;

/// The identity of a `K`. Orders by time of making (UUIDv7).
pub struct Id<K> {
    uuid: Uuid,
    kind: PhantomData<fn() -> K>,
}

/// What has an identity of a kind.
pub trait Identified {
    /// The kind.
    type Kind;
}

/// A form that reads its noun from the address keeps entries as JSON.
impl Identified for serde_json::Value {
    type Kind = kind::Entry;
}

/// The identity of a `T`.
pub type IdOf<T> = Id<<T as Identified>::Kind>;

/// Identity of: somebody of the body, or a customer's contact who signs in.
pub type PersonId = Id<kind::Person>;
/// Identity of: an original record.
pub type RecordId = Id<kind::Record>;
/// Identity of: a tablet with one person's key on it, or the office's device of a person.
pub type DeviceId = Id<kind::Device>;
/// Identity of: an event of a device's chain.
pub type EventId = Id<kind::Event>;
/// Identity of: an item to be calibrated.
pub type ItemId = Id<kind::Item>;
/// Identity of: a customer.
pub type CustomerId = Id<kind::Customer>;
/// Identity of: a visit to a customer's site.
pub type VisitId = Id<kind::Visit>;
/// Identity of: a measurement standard.
pub type StandardId = Id<kind::Standard>;
/// Identity of: a customer's order.
pub type OrderId = Id<kind::Order>;
/// Identity of: a certificate.
pub type CertificateId = Id<kind::Certificate>;
/// Identity of: a task of an order.
pub type TaskId = Id<kind::Task>;
/// Identity of: a calibration service.
pub type ServiceId = Id<kind::Service>;
/// Identity of: something that a second person confirms.
pub type ConfirmationId = Id<kind::Confirmation>;
/// Identity of: a place of work.
pub type PlaceId = Id<kind::Place>;
/// Identity of: an edition of a method.
pub type EditionId = Id<kind::Edition>;
/// Identity of: a correction of a certificate.
pub type CorrectionId = Id<kind::Correction>;
/// Identity of: a calibration method.
pub type MethodId = Id<kind::Method>;
/// Identity of: a finding of a checker.
pub type FindingId = Id<kind::Finding>;
/// Identity of: a device or account that waits for a second person.
pub type HoldId = Id<kind::Hold>;
/// Identity of: a notice to a person.
pub type NoticeId = Id<kind::Notice>;
/// Identity of: a check of a corrected certificate.
pub type CaseCheckId = Id<kind::CaseCheck>;
/// Identity of: a case of any kind.
pub type CaseId = Id<kind::Case>;
/// Identity of: a fact of a case.
pub type FactId = Id<kind::Fact>;
/// Identity of: the calibration body.
pub type BodyId = Id<kind::Body>;

impl<K> Id<K> {
    /// A new identity from the time and ten random bytes, both passed in.
    pub fn new(now: Instant, random: [u8; 10]) -> Self {
        let millis = u64::try_from(now.0).unwrap_or(0);
        Self::from_uuid(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }

    /// The identity with this UUID.
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self { uuid, kind: PhantomData }
    }

    /// The UUID within.
    pub const fn uuid(&self) -> Uuid {
        self.uuid
    }

    /// The same UUID as the identity of another kind of thing (a stream's id is its record's id).
    pub const fn cast<L>(&self) -> Id<L> {
        Id::from_uuid(self.uuid)
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.uuid == other.uuid
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.uuid.cmp(&other.uuid)
    }
}
impl<K> Hash for Id<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.uuid.hash(state);
    }
}
impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uuid.fmt(f)
    }
}
impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uuid.fmt(f)
    }
}
impl<K> FromStr for Id<K> {
    type Err = uuid::Error;
    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        Uuid::parse_str(text).map(Self::from_uuid)
    }
}

#[cfg(feature = "openapi")]
impl<K> schemars::JsonSchema for Id<K> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Id".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "uuid", "x-identifies": named::<K>() })
    }
}

/// What a kind is called.
#[cfg(feature = "openapi")]
pub fn named<K>() -> &'static str {
    std::any::type_name::<K>().rsplit("::").next().unwrap_or_default()
}

impl<K> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.uuid)
    }
}
impl<'de, K> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Uuid::deserialize(deserializer).map(Self::from_uuid)
    }
}
