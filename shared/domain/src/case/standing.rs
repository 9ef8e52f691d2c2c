//! Where a case stands, in what every kind says alike.

use std::collections::BTreeSet;

use base::id::{CustomerId, PersonId};
use base::time::Date;
use serde::{Deserialize, Serialize};

use crate::access::Role;
use crate::event::Hash;

/// Where a case stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// The kind's own word for it.
    pub status: &'static str,
    /// Whether anything is still to happen.
    pub open: bool,
    /// The day until which the next step was promised or is due, as a fact says it.
    pub due: Option<Date>,
    /// Who is to act.
    pub acts: BTreeSet<Acts>,
    /// People named on the case, beside who is to act.
    pub named: BTreeSet<PersonId>,
    /// What it is about.
    pub about: BTreeSet<Link>,
    /// The customer it is about.
    pub customer: Option<CustomerId>,
    /// Files that its facts name.
    pub files: BTreeSet<Hash>,
    /// What it is called in lists: its number, or that of what it is about.
    pub label: String,
    /// What else it is found by, in words.
    pub search: String,
}

/// Who is to act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Acts {
    /// This person.
    Person {
        /// Who.
        person: PersonId,
    },
    /// Whoever has this role, as far as the kind's rules let them.
    Role {
        /// The role.
        role: Role,
    },
    /// Somebody from outside: a customer's answer is waited for.
    Outsider {},
}

/// Something that a case is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Link {
    /// The kind of object ("certificates", "records", "orders").
    pub noun: String,
    /// Which one.
    pub id: String,
}

impl Link {
    /// A link to an object.
    pub fn to(noun: &str, id: impl ToString) -> Self {
        Self { noun: noun.to_owned(), id: id.to_string() }
    }
}

/// How something hangs on a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// The case is about it.
    About,
    /// A person named on the case.
    Named,
    /// Who is to act.
    Acts,
    /// A file that a fact names.
    File,
}

impl Relation {
    /// Its name as it is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::About => "about",
            Self::Named => "named",
            Self::Acts => "acts",
            Self::File => "file",
        }
    }
}

impl Acts {
    /// The same as a link: people and roles by their names.
    pub fn link(&self) -> Link {
        match self {
            Self::Person { person } => Link::to("people", person),
            Self::Role { role } => Link::to("roles", role.name()),
            Self::Outsider {} => Link::to("outsiders", ""),
        }
    }
}

impl Standing {
    /// Everything that hangs on the case, as it is looked up by.
    pub fn links(&self) -> BTreeSet<(Relation, Link)> {
        let about = self.about.iter().cloned().map(|link| (Relation::About, link));
        let named = self.named.iter().map(|person| (Relation::Named, Link::to("people", person)));
        let acts = self.acts.iter().map(|acts| (Relation::Acts, acts.link()));
        let files = self.files.iter().map(|sha256| (Relation::File, Link::to("files", sha256)));
        about.chain(named).chain(acts).chain(files).collect()
    }
}
