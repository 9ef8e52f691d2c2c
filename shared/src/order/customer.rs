//! Customers with contacts.

use serde::{Deserialize, Serialize};

use crate::text::Bilingual;

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
