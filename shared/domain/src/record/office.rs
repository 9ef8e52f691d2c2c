//! What the office knows of a record, for acts of the office: the checker's, the signatory's, a correction case's.

use std::collections::{BTreeMap, BTreeSet};

use base::hash::Hash;
use base::id::PersonId;
use base::time::Instant;
use measurement::Results;

use crate::certificate::origin::Origin;
use crate::conditions::facts::{Answered, Attached, OtherCertified, OtherStart, Twin};

/// A file as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// Media type, by its first bytes.
    pub media_type: String,
    /// Size in bytes.
    pub size: u64,
    /// Who has sent it, or had it carried to the office with the own drafts.
    pub by: BTreeSet<PersonId>,
}

/// Facts for acts of the office: the checker's, the signatory's, a correction case's.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Office {
    /// When the body's first certificate was issued; `None` while there is none.
    pub first_issue: Option<Instant>,
    /// Files whose bytes are stored.
    pub stored: BTreeMap<Hash, StoredFile>,
    /// Whether the record has a certificate.
    pub issued: bool,
    /// Whether it was issued on the check in force.
    pub issued_on_check: bool,
    /// Where the error is that the open correction case is for; `None` where none is open.
    pub case: Option<Origin>,
    /// The certificate that an open case of the record corrects: its number, and when it was issued.
    pub corrects: Option<(String, Instant)>,
    /// Who checked the open correction of office facts as it is, and when.
    pub corrected_by: Option<(PersonId, Instant)>,
    /// The line of an order that the office put the record under.
    pub attached: Option<Attached>,
    /// Whether the office took the register's facts for the certificate, in place of those that the record began with.
    pub afresh: bool,
    /// Other records of the same task, or of the same line of the same order, that are not given up.
    pub twins: Vec<Twin>,
    /// Other records of the same work that have readings and were given up, or left open without an order or under another one.
    pub other_starts: Vec<OtherStart>,
    /// Other records of the item by the same service, begun about the same time, that have a certificate.
    pub certified: Vec<OtherCertified>,
    /// Whether the record names one that it takes the place of and cannot: no such record, one of another item, or one that was neither
    /// given up nor returned.
    pub misnamed: bool,
    /// Whether the item was found on site: its entry is later than what was found.
    pub item_found: bool,
    /// What the server computes, once it has.
    pub computed: Option<Results>,
    /// What was answered with the check in force and with every issue.
    pub answers: Vec<Answered>,
}
