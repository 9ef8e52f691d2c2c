//! A method edition: the form that is filled in on the spot and the computation of its results, as data.
//! Immutable once used (C-4.2, C-5.5.3).

use serde::{Deserialize, Serialize};

use base::id::MethodId;
use base::text::Bilingual;
use base::time::{Date, Validity};

use measurement::method::{Computation, Form, Procedure, Slot};

/// One edition of a method.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// The method.
    pub method: MethodId,
    /// Code as printed on certificates; snapshot of the method's.
    pub code: String,
    /// Title as printed on certificates; snapshot of the method's.
    pub title: Bilingual,
    /// Name of this edition ("2016", "B/2").
    pub name: String,
    /// In force, superseded or withdrawn.
    pub status: EditionStatus,
    /// The days on which it is in force.
    pub validity: Validity,
    /// What is filled in.
    pub form: Form,
    /// What is computed from it.
    pub computation: Computation,
}

impl base::id::Identified for Edition {
    type Kind = base::id::kind::Edition;
}

impl Edition {
    /// What the engine computes with.
    pub const fn procedure(&self) -> Procedure<'_> {
        Procedure { form: &self.form, computation: &self.computation }
    }

    /// Whether it says what the first version of events could not: what standards its slots take, the ratio that it asks for.
    pub fn says_more(&self) -> bool {
        let slot = |slot: &Slot| !slot.kinds.is_empty() || slot.covers.is_some();
        self.form.slots.iter().any(slot) || self.computation.decision.as_ref().is_some_and(|decision| decision.ratio.is_some())
    }

    /// How it is called: by its code, and by its name where the code does not end with that already.
    pub fn named(&self) -> String {
        named(&self.code, &self.name)
    }

    /// Whether records can be opened with it on a day (C-4.2).
    pub fn in_force_on(&self, day: Date) -> bool {
        self.status == EditionStatus::InForce && self.validity.holds_on(day)
    }
}

/// A method's code with the name of an edition, which is said once: "JJG 30-2012" of 2012, "Q-7 B/2" of B/2.
pub fn named(code: &str, name: &str) -> String {
    let said = name.is_empty() || code.strip_suffix(name).is_some_and(|before| before.ends_with([' ', '-', ':', '/', '—', '–']));
    if said { code.to_owned() } else { format!("{code} {name}") }
}

/// Whether an edition can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum EditionStatus {
    /// Being written; nothing can be recorded with it.
    Draft,
    /// In force.
    InForce,
    /// A newer edition took its place.
    Superseded,
    /// Not to be used any more.
    Withdrawn,
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn the_name_of_an_edition_is_said_once() {
        for (code, name, called) in [
            ("JJG 30-2012", "2012", "JJG 30-2012"),
            ("ДСТУ 7000:2009", "2009", "ДСТУ 7000:2009"),
            ("Q-7", "B/2", "Q-7 B/2"),
            ("JJG 30-2012", "2", "JJG 30-2012 2"),
            ("JJG 30-2012", "2025", "JJG 30-2012 2025"),
            ("2012", "2012", "2012 2012"),
            ("Q-7", "", "Q-7"),
        ] {
            assert_eq!(named(code, name), called);
        }
    }
}
