//! The demo's entries as they stand in `backend/demo/*.json`. A text that begins with `@` stands for something:
//! `@today`, `@today-30`, `@now`, `@now-3600000` for time, `@people/wang` for an identity.

use base::id::Id;
use base::time::{Date, Instant};
use domain::register::{Entry, Kept};
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The identity of a demo entry, the same in every demo.
pub fn id<K: Kept>(name: &str) -> Id<K> {
    Id::from_uuid(identity(&format!("{}/{name}", K::Entry::NOUN)))
}

fn identity(name: &str) -> Uuid {
    let digest: [u8; 32] = Sha256::digest(format!("etalon-demo/{name}")).into();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// When the demo is loaded.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// Now.
    pub now: Instant,
    /// Today at the body.
    pub today: Date,
}

/// The entries of a file: name and entry.
pub fn entries<T: DeserializeOwned>(text: &str, moment: Moment) -> serde_json::Result<Vec<(String, T)>> {
    let file: serde_json::Map<String, Value> = serde_json::from_str(text)?;
    file.into_iter().map(|(name, entry)| Ok((name, serde_json::from_value(resolved(entry, moment))?))).collect()
}

fn resolved(value: Value, moment: Moment) -> Value {
    match value {
        Value::String(text) => text.strip_prefix('@').map_or_else(|| Value::String(text.clone()), |name| meaning(name, moment)),
        Value::Array(values) => values.into_iter().map(|value| resolved(value, moment)).collect(),
        Value::Object(fields) => fields.into_iter().map(|(key, value)| (key, resolved(value, moment))).collect(),
        other => other,
    }
}

fn meaning(name: &str, moment: Moment) -> Value {
    let shift = |rest: &str| rest.parse::<i64>().unwrap_or(0);
    if let Some(rest) = name.strip_prefix("today") {
        let day = moment.today.checked_add(jiff::Span::new().days(shift(rest).clamp(-100_000, 100_000)));
        Value::String(day.unwrap_or(moment.today).to_string())
    } else if let Some(rest) = name.strip_prefix("now") {
        Value::from(moment.now.plus_millis(shift(rest)).0)
    } else {
        Value::String(identity(name).to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::id::kind;

    #[test]
    fn words_with_an_at_sign_stand_for_days_times_and_identities() {
        let moment = Moment { now: Instant(1000), today: Date::constant(2026, 3, 1) };
        let text = r#"{"a": ["@today", "@today-1", "@now+5", "@people/wang", "plain"]}"#;
        let read: Vec<(String, Value)> = entries(text, moment).unwrap();
        let wang = id::<kind::Person>("wang").to_string();
        assert_eq!(read[0].1, serde_json::json!(["2026-03-01", "2026-02-28", 1005, wang, "plain"]));
    }
}
