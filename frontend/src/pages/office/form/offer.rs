//! What a choice offers: narrowed by the rest of the form; entries that cannot be chosen are listed separately, with the reason.

use base::finding::Refusal;
use contract::api::ListQuery;
use domain::library::edition::Edition;
use domain::library::method::Method;
use domain::library::standard::Standard;
use domain::order::assign::against_standard;
use domain::register::Entry as _;
use domain::register::field::Offered;
use domain::register::json::text_at;
use domain::register::noun::read;
use serde_json::Value;

use super::beside;
use crate::data::register::{self, Entry};
use crate::failure::Failure;
use crate::text;
use crate::text::format::today;

/// How many entries are offered at once.
const OFFERED: u32 = 20;
/// How many standards are examined to separate those that do not fit.
const LOOKED_AT: u32 = 200;

/// What the rest of the form says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Narrow {
    /// A customer: only its own entries.
    pub customer: String,
    /// A service: editions of methods that serve it (C-4.2).
    pub service: String,
    /// An edition: standards that fit one of its slots (C-4.5.2).
    pub edition: String,
}

impl Narrow {
    /// For a field in a form.
    pub fn of(offered: Offered, path: &str, body: &Value) -> Self {
        match offered {
            Offered::Every => Self::default(),
            Offered::OfCustomerUnless(_, (field, code)) if text_at(body, field) == code => Self::default(),
            Offered::OfCustomer(customer) | Offered::OfCustomerUnless(customer, _) => {
                Self { customer: text_at(body, customer), ..Self::default() }
            }
            Offered::Serving(service) => Self { service: text_at(body, &beside(path, service)), ..Self::default() },
            Offered::Fitting(edition) => Self { edition: text_at(body, edition), ..Self::default() },
        }
    }
}

/// An entry, and why it cannot be chosen.
#[derive(Debug, Clone)]
pub struct Offer {
    /// The entry.
    pub entry: Entry,
    /// The reason in words; `None` if it can be chosen.
    pub why_not: Option<String>,
}

/// What fits a search.
pub async fn offered(noun: &'static str, search: String, narrow: &Narrow) -> Result<Vec<Offer>, Failure> {
    let query = ListQuery { search, customer: narrow.customer.clone(), limit: OFFERED, ..ListQuery::default() };
    let plain = |rows: Vec<Entry>| rows.into_iter().map(|entry| Offer { entry, why_not: None }).collect();
    if !narrow.service.is_empty() {
        return Ok(plain(serving(&query, &narrow.service).await?));
    }
    if !narrow.edition.is_empty() {
        return fitting(query, &narrow.edition).await;
    }
    Ok(plain(register::search(noun, &query).await?.rows))
}

/// Editions in force of the methods that serve a service.
async fn serving(query: &ListQuery, service: &str) -> Result<Vec<Entry>, Failure> {
    let mut editions = Vec::new();
    for method in register::naming(Method::NOUN, service).await? {
        let of_method = ListQuery { names: method.id.to_string(), status: "in_force".to_owned(), ..query.clone() };
        editions.extend(register::search(Edition::NOUN, &of_method).await?.rows);
    }
    Ok(editions)
}

/// Standards that fit the edition first; then the others, each with the reason.
async fn fitting(query: ListQuery, edition: &str) -> Result<Vec<Offer>, Failure> {
    let edition = read::<Edition>(&register::one(Edition::NOUN, edition).await?.body);
    let page = register::search(Standard::NOUN, &ListQuery { limit: LOOKED_AT, ..query }).await?;
    let offer = |entry: Entry| {
        let standard = read::<Standard>(&entry.body);
        let refusal =
            edition.as_ref().zip(standard.as_ref()).and_then(|(edition, standard)| against_standard(edition, 0, standard, today()));
        let why_not = refusal.map(|refusal| text::code(refusal.code(), &refusal.params()));
        Offer { entry, why_not }
    };
    let mut offers: Vec<Offer> = page.rows.into_iter().map(offer).collect();
    offers.sort_by_key(|offer| offer.why_not.is_some());
    offers.truncate(OFFERED as usize);
    Ok(offers)
}
