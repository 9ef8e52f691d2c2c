//! Customers with contacts.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use base::finding::Finding;
use base::id::CustomerId;
use base::text::Bilingual;
use base::text::search::{bare, folded, one_name};

/// How many letters or digits of a name an entry is looked up by.
const LOOKED_UP: usize = 8;
/// An address with fewer letters and digits than this tells of no customer.
const TELLING: usize = 8;
/// How many letters or digits of an address an entry is looked up by: those of one town begin alike.
const ADDRESS_LOOKED_UP: usize = 32;

/// A customer (C-5.4.1 c).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
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

impl base::id::Identified for Customer {
    type Kind = base::id::kind::Customer;
}

/// A contact of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
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

/// What an entry of the same customer is looked up by before it is compared: the beginnings of its names, its addresses and its
/// mailboxes, each by letters and digits.
pub fn marks(entry: &Customer) -> Vec<String> {
    let addresses = addresses(entry).map(|address| address.chars().take(ADDRESS_LOOKED_UP).collect());
    let mailboxes = mailboxes(entry).map(|(_, mailbox)| bare(&mailbox)).filter(|mailbox| !mailbox.is_empty());
    beginnings(&entry.name).chain(addresses).chain(mailboxes).collect()
}

/// Addresses that tell of a customer, by letters and digits: of some length, and with a number in it. A town or an industrial park alone
/// is that of many.
fn addresses(entry: &Customer) -> impl Iterator<Item = String> {
    let written = [&entry.address.zh, &entry.address.en].map(|address| bare(address));
    written.into_iter().filter(|address| address.chars().count() >= TELLING && address.contains(char::is_numeric))
}

/// The mailboxes of the contacts, each with the contact's place in the list.
fn mailboxes(entry: &Customer) -> impl Iterator<Item = (usize, String)> {
    let written = entry.contacts.iter().map(|contact| folded(contact.email.trim()));
    written.enumerate().filter(|(_, mailbox)| !mailbox.is_empty())
}

/// Where an entry with another name says the same as this one: its address, or the mailbox of a contact.
fn alike_at(entry: &Customer, other: &Customer) -> Option<String> {
    if addresses(entry).any(|address| addresses(other).any(|known| known == address)) {
        return Some("address".to_owned());
    }
    let (at, _) = mailboxes(entry).find(|(_, mailbox)| mailboxes(other).any(|(_, known)| known == *mailbox))?;
    Some(format!("contacts/{at}/email"))
}

/// The entries under which one customer stands: its own, and those of its name. A conflict of interest is with the customer, not with
/// an entry (C-4.1.2.1).
pub fn entries<'a>(
    own: CustomerId,
    names: &[&Bilingual],
    known: impl IntoIterator<Item = (CustomerId, &'a Customer)>,
) -> BTreeSet<CustomerId> {
    let same = |customer: &Customer| names.iter().any(|name| one_name(name, &customer.name));
    let others = known.into_iter().filter(|(_, customer)| same(customer)).map(|(id, _)| id);
    others.chain([own]).collect()
}

/// Warnings about other entries with the name of this one, or with its address or a mailbox of its. The latter may be another customer,
/// in one building or served by one agent: nothing follows from it but that somebody looks.
pub fn findings<'a>(entry: &Customer, others: impl Iterator<Item = &'a Customer>) -> Vec<Finding> {
    let told = |other: &Customer| match one_name(&entry.name, &other.name) {
        true => Some(Finding::warning("customer_entered_twice", "name").with("customer", &other.code)),
        false => Some(Finding::warning("customer_alike", alike_at(entry, other)?).with("customer", &other.code)),
    };
    others.filter_map(told).collect()
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

    // C-4.1.2.1: a shorter name makes no other customer of somebody at the same address or mailbox.
    #[test]
    fn an_entry_of_the_same_address_or_mailbox_is_told() {
        let at = |name: &str, [zh, en]: [&str; 2], mailboxes: &[&str]| {
            let contact = |email: &&str| Contact { name: "Ho".to_owned(), telephone: String::new(), email: (*email).to_owned() };
            let contacts = mailboxes.iter().map(contact).collect();
            Customer { address: Bilingual::new(zh, en), contacts, ..customer("", name) }
        };
        let own = at("Hengda Valves (Suzhou)", ["苏州市迎宾路88号", "88 Yingbin Road, Suzhou"], &["", "quality@hengda.example"]);
        for (name, address, mailboxes, expected) in [
            ("Hengda-Valves Suzhou", ["", ""], &[][..], Some(("customer_entered_twice", "name"))),
            ("Hengda", ["苏州市 迎宾路 88 号", ""], &[], Some(("customer_alike", "address"))),
            ("Hengda", ["", "88, Yingbin road (Suzhou)"], &[], Some(("customer_alike", "address"))),
            ("Hengda", ["", ""], &["hall2@hengda.example", " Quality@Hengda.example"], Some(("customer_alike", "contacts/1/email"))),
            ("Hengda", ["苏州市迎宾路89号", "89 Yingbin Road, Suzhou"], &["", "office@hengda.example"], None),
            ("Hengda", ["", ""], &[""], None),
        ] {
            let other = at(name, address, mailboxes);
            let told = findings(&other, [&own].into_iter());
            let found = told.first().map(|finding| (finding.code.as_ref(), finding.path.as_str()));
            assert_eq!((told.len(), found), (usize::from(expected.is_some()), expected), "{name} {address:?} {mailboxes:?}");
            let common = marks(&other).iter().any(|mark| marks(&own).contains(mark));
            assert!(common || expected.is_none(), "it is looked up: {name} {address:?} {mailboxes:?}");
            let twins = entries(id(1), &[&own.name], [(id(2), &other)]).len() > 1;
            assert_eq!(twins, found.is_some_and(|(code, _)| code == "customer_entered_twice"), "a conflict goes by the name");
        }
        for town in [["上海市", "Shanghai"], ["苏州工业园区", "Suzhou Industrial Park"], ["1号", "No. 1"], ["", ""]] {
            assert_eq!(findings(&at("A", town, &[]), [&at("B", town, &[])].into_iter()), [], "many are there: {town:?}");
        }
    }
}
