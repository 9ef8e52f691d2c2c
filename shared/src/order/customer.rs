//! Customers with contacts.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::finding::Finding;
use crate::id::Id;
use crate::text::Bilingual;
use crate::text::search::{bare, one_name};

/// How many letters or digits of a name an entry is looked up by.
const LOOKED_UP: usize = 8;

/// A customer (C-5.4.1 c).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Customer {
    /// Short code; unique.
    pub code: String,
    /// Name.
    pub name: Bilingual,
    /// Address.
    pub address: Bilingual,
    /// Contacts.
    #[serde(default)]
    pub contacts: Vec<Contact>,
    /// Notes for the office.
    #[serde(default)]
    pub notes: String,
}

/// A contact of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Name.
    pub name: String,
    /// Telephone.
    #[serde(default)]
    pub telephone: String,
    /// E-mail address; told of issue, supplement, replacement.
    #[serde(default)]
    pub email: String,
}

/// What an entry of the same name is looked up by before it is compared: the first letters or digits of each name, whatever stands
/// between them.
pub fn beginnings(name: &Bilingual) -> impl Iterator<Item = String> {
    let names = [&name.zh, &name.en].map(|name| bare(name).chars().take(LOOKED_UP).collect::<String>());
    names.into_iter().filter(|name| !name.is_empty())
}

/// The entries under which one customer stands: its own, and those of its name. A conflict of interest is with the customer, not with
/// an entry (C-4.1.2.1).
pub fn entries<'a>(
    own: Id<Customer>,
    names: &[&Bilingual],
    known: impl IntoIterator<Item = (Id<Customer>, &'a Customer)>,
) -> BTreeSet<Id<Customer>> {
    let same = |customer: &Customer| names.iter().any(|name| one_name(name, &customer.name));
    let others = known.into_iter().filter(|(_, customer)| same(customer)).map(|(id, _)| id);
    others.chain([own]).collect()
}

/// Warnings about other entries with the name of this one.
pub fn findings<'a>(entry: &Customer, others: impl Iterator<Item = &'a Customer>) -> Vec<Finding> {
    let twins = others.filter(|other| one_name(&entry.name, &other.name));
    twins.map(|other| Finding::warning("customer_entered_twice", "name").with("customer", &other.code)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::tests::example::id;

    fn customer(zh: &str, en: &str) -> Customer {
        let (code, name, address) = ("PJ".to_owned(), Bilingual::new(zh, en), Bilingual::default());
        Customer { code, name, address, contacts: Vec::new(), notes: String::new() }
    }

    // C-4.1.2.1
    #[test]
    fn an_entry_of_the_same_name_is_the_same_customer_however_it_is_typed() {
        let own = customer("浦江仪器", "Pujiang Instruments Co., Ltd.");
        for (zh, en, same) in [
            ("浦江仪器", "", true),
            ("", "PUJIANG  Instruments Co Ltd", true),
            ("别的", "Ｐujiang Instruments Co., Ltd", true),
            ("浦江 仪器", "Other", true),
            ("浦江", "Pujiang", false),
            ("", "", false),
            ("—", ".", false),
        ] {
            let other = customer(zh, en);
            assert_eq!(findings(&own, [&other].into_iter()).len(), usize::from(same), "{zh} {en}");
            let both = if same { BTreeSet::from([id(1), id(2)]) } else { BTreeSet::from([id(1)]) };
            assert_eq!(entries(id(1), &[&own.name], [(id(1), &own), (id(2), &other)]), both, "{zh} {en}");
        }
        assert_eq!(beginnings(&Bilingual::new(" «Р. Т.»", "A & B Gauges")).collect::<Vec<_>>(), ["рт", "abgauges"]);
        assert!(beginnings(&Bilingual::new("—", "P.T. Baja")).eq(beginnings(&Bilingual::new("", "PT Baja"))));
        assert_eq!(findings(&customer("", ""), [&customer("", "")].into_iter()), [], "no name is nobody's");
        assert_eq!(entries(id(1), &[], []), BTreeSet::from([id(1)]), "what a tablet knows");
    }
}
