//! Cases of every kind.

use contract::api::case::{CaseQuery, CaseRow, CaseView};
use contract::api::{Page, path};

use crate::failure::Failure;
use crate::remote;

/// A page of cases of a kind, the newest first.
pub async fn page(query: &CaseQuery) -> Result<Page<CaseRow>, Failure> {
    let pairs = [
        ("kind", query.kind.clone()),
        ("search", query.search.clone()),
        ("status", query.status.clone()),
        ("customer", query.customer.clone()),
        ("about", query.about.clone()),
        ("acts", query.acts.clone()),
        ("after", query.after.clone()),
        ("limit", query.limit.to_string()),
    ];
    let asked: Vec<String> =
        pairs.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}={}", remote::encode(value))).collect();
    remote::get(&format!("{}?{}", path::CASES, asked.join("&"))).await
}

/// A case with what happened in it.
pub async fn one(id: &str) -> Result<CaseView, Failure> {
    remote::get(&path::with(path::CASE, id)).await
}
