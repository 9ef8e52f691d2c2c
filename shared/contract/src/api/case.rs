//! Cases of every kind: one list, one time-line.

use base::id::{CaseId, CustomerId, FactId};
use base::time::{Date, Instant};
use domain::case::{Acts, By, Link};
use domain::event::Hash;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::ListQuery;
use super::name::NameView;

/// What a list of cases is asked for, as query parameters. Empty fields ask for everything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct CaseQuery {
    /// The kind.
    pub kind: String,
    /// Words to be found.
    pub search: String,
    /// A state's code.
    pub status: String,
    /// A customer's identity.
    pub customer: String,
    /// What they are about: `records/<identity>`.
    pub about: String,
    /// Who is to act: a person's identity, or a role.
    pub acts: String,
    /// [`super::Page::next`] of the page before.
    pub after: String,
    /// Rows wanted; 0 leaves it to the server.
    pub limit: u32,
}

/// A row of cases.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CaseRow {
    /// Identity.
    pub id: CaseId,
    /// Its kind.
    pub kind: String,
    /// The kind's word for where it stands.
    pub status: String,
    /// Whether anything is still to happen.
    pub open: bool,
    /// The day by which the next step is due.
    pub due: Option<Date>,
    /// Who is to act.
    pub acts: Vec<Acts>,
    /// The customer it is about.
    pub customer: Option<CustomerId>,
    /// What it is called.
    pub label: String,
    /// When the first fact came.
    pub opened_at: Instant,
    /// When the last came.
    pub updated_at: Instant,
    /// What the kind's list shows.
    pub summary: Value,
}

/// A case with what happened in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CaseView {
    /// Its row.
    pub row: CaseRow,
    /// What it is about.
    pub about: Vec<Link>,
    /// Files that its facts name.
    pub files: Vec<Hash>,
    /// What happened, in its order.
    pub facts: Vec<FactView>,
    /// Names of the people it names.
    pub names: Vec<NameView>,
    /// Hash of its last entry; to be passed back by whoever adds a fact.
    pub head: Hash,
}

/// A fact of a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct FactView {
    /// Identity.
    pub id: FactId,
    /// Who made it.
    pub by: By,
    /// When.
    pub at: Instant,
    /// What happened: its `type`, and what it says.
    pub fact: Value,
    /// The rule by which it does not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set_aside: Option<String>,
    /// Whether its maker's key signed it.
    pub signed: bool,
    /// Whether it was written before there were cases.
    pub earlier: bool,
}

impl CaseQuery {
    /// The same as other lists are asked, but for who is to act.
    pub fn asked(&self) -> ListQuery {
        let Self { search, status, customer, about, after, limit, .. } = self.clone();
        ListQuery { search, status, customer, names: about, after, limit }
    }
}

/// Begin a case by its first fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BeginCase {
    /// The kind.
    pub kind: String,
    /// What happened: its `type`, and what it says.
    pub fact: Value,
}

/// Add a fact to a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AddFact {
    /// The head of the case that was seen ([`CaseView::head`]).
    pub head: Hash,
    /// What happened: its `type`, and what it says.
    pub fact: Value,
}
