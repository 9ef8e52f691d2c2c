//! Lists: what is asked for, as a query.

use contract::api::ListQuery;

use super::encode;

/// The address of a list.
pub fn address(path: &str, query: &ListQuery) -> String {
    let limit = if query.limit == 0 { String::new() } else { query.limit.to_string() };
    let pairs = [
        ("search", &query.search),
        ("status", &query.status),
        ("customer", &query.customer),
        ("names", &query.names),
        ("after", &query.after),
        ("limit", &limit),
    ];
    let asked: Vec<String> =
        pairs.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}={}", encode(value))).collect();
    if asked.is_empty() { path.to_owned() } else { format!("{path}?{}", asked.join("&")) }
}
