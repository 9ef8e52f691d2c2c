//! Who read which customer's results.

use contract::api::reading::{ReadingQuery, ReadingRow};
use contract::api::{Page, path};

use crate::failure::Failure;
use crate::remote;

/// A page, the latest first.
pub async fn page(query: &ReadingQuery) -> Result<Page<ReadingRow>, Failure> {
    let day = |day: Option<base::time::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let pairs = [
        ("customer", query.customer.clone()),
        ("person", query.person.clone()),
        ("noun", query.noun.clone()),
        ("from", day(query.from)),
        ("until", day(query.until)),
        ("after", query.after.clone()),
        ("limit", query.limit.to_string()),
    ];
    let asked: Vec<String> =
        pairs.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}={}", remote::encode(value))).collect();
    remote::get(&format!("{}?{}", path::READINGS, asked.join("&"))).await
}
