//! What a choice offers: narrowed by the rest of the form; entries that cannot be chosen are listed separately, with the reason.

use base::finding::Refusal;
use contract::api::ListQuery;
use domain::library::edition::Edition;
use domain::library::standard::Standard;
use domain::order::assign::against_standard;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

use super::Form;
use super::json::text_at;
use crate::data::labels;
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
    pub fn of(noun: &str, path: &str, body: &Value) -> Self {
        let beside =
            |field: &str| path.rsplit_once('/').map_or_else(|| text_at(body, field), |(line, _)| text_at(body, &format!("{line}/{field}")));
        match noun {
            "items" | "visits" => Self { customer: text_at(body, "customer"), ..Self::default() },
            // The place of a laboratory order is the body's own.
            "places" if text_at(body, "location") != "laboratory" => Self { customer: text_at(body, "customer"), ..Self::default() },
            "editions" => Self { service: beside("service"), ..Self::default() },
            "standards" => Self { edition: text_at(body, "edition"), ..Self::default() },
            _ => Self::default(),
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
    if noun == "editions" && !narrow.service.is_empty() {
        return Ok(plain(serving(&query, &narrow.service).await?));
    }
    if noun == "standards" && !narrow.edition.is_empty() {
        return fitting(query, &narrow.edition).await;
    }
    Ok(plain(register::search(noun, &query).await?.rows))
}

/// Editions in force of the methods that serve a service.
async fn serving(query: &ListQuery, service: &str) -> Result<Vec<Entry>, Failure> {
    let mut editions = Vec::new();
    for method in register::naming("methods", service).await? {
        let of_method = ListQuery { names: method.id.to_string(), status: "in_force".to_owned(), ..query.clone() };
        editions.extend(register::search("editions", &of_method).await?.rows);
    }
    Ok(editions)
}

/// Standards that fit the edition first; then the others, each with the reason.
async fn fitting(query: ListQuery, edition: &str) -> Result<Vec<Offer>, Failure> {
    let edition = register::one("editions", edition).await?;
    let edition = serde_json::from_value::<Edition>(edition.body).ok();
    let page = register::search("standards", &ListQuery { limit: LOOKED_AT, ..query }).await?;
    let offer = |entry: Entry| {
        let standard = serde_json::from_value::<Standard>(entry.body.clone()).ok();
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

/// Called when a line's service is chosen: fills in the edition in force that serves it if there is only one, and removes an edition of
/// another service.
pub fn follow_service(line: &str, service: String, form: Form) {
    let path = format!("{line}/edition");
    if service.is_empty() || form.body.with_untracked(|body| body.pointer(&format!("/{line}/method_agreement")).is_none()) {
        return;
    }
    spawn_local(async move {
        let Ok(editions) = serving(&ListQuery { limit: OFFERED, ..ListQuery::default() }, &service).await else { return };
        editions.iter().for_each(|entry| labels::learn("editions", entry));
        let chosen = form.body.with_untracked(|body| text_at(body, &path));
        if editions.iter().any(|edition| edition.id.to_string() == chosen) {
            return;
        }
        match editions.as_slice() {
            [only] => form.set(&path, Value::String(only.id.to_string())),
            _ if chosen.is_empty() => {}
            _ => form.set(&path, Value::String(String::new())),
        }
    });
}
