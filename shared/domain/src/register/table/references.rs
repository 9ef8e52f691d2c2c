//! What cells name other entries by, and what no import moves.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::refusal::CellRefusal;
use crate::item::owner::Named;

/// The codes of entries that cells may name.
#[derive(Debug, Clone, Default)]
pub struct References {
    /// Entries by code, noun by noun.
    pub codes: BTreeMap<&'static str, BTreeMap<String, Uuid>>,
    /// Items that orders, tasks or records name.
    pub bound_items: BTreeSet<Uuid>,
}

impl References {
    /// Whether anything names an item.
    pub(super) fn named(&self, item: Uuid) -> Named {
        if self.bound_items.contains(&item) { Named::ByWork } else { Named::Nowhere }
    }

    /// The code of an entry; empty where it has none.
    pub(super) fn code(&self, noun: &str, id: &str) -> String {
        let id = id.parse().ok();
        let known = self.codes.get(noun).into_iter().flatten().find(|(_, known)| Some(**known) == id);
        known.map(|(code, _)| code.clone()).unwrap_or_default()
    }

    /// The entry with a code.
    pub(super) fn entry(&self, noun: &str, code: &str) -> Result<Uuid, CellRefusal> {
        let found = self.codes.get(noun).and_then(|codes| codes.get(code)).copied();
        found.ok_or(match noun {
            "customers" => CellRefusal::CustomerUnknown,
            "services" => CellRefusal::ServiceUnknown,
            _ => CellRefusal::EntryUnknown,
        })
    }
}
