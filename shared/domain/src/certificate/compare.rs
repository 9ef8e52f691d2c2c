//! The difference of what two certificates state decides between supplement and replacement (C-5.4.2.1, C-5.4.2.2).

use std::collections::BTreeMap;

use serde_json::Value;

use crate::certificate::document::Stated;

/// One stated value that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Where: fields by name, rows by what names them (`results/[as_found]/rows/[p1]/value`).
    pub path: String,
    /// What the old certificate states; `None` for an addition.
    pub before: Option<String>,
    /// What the new one states; `None` for a removal.
    pub after: Option<String>,
}

/// What differs between two certificates.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// Stated values that are another now, or gone; and an adjustment, with what was measured after it, that is stated only now.
    pub changed: Vec<Change>,
    /// Values stated only now.
    pub added: Vec<Change>,
}

/// What a difference makes of the new certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DifferenceKind {
    /// Nothing differs: there is nothing to issue.
    Nothing,
    /// Everything stated stands; something was added (C-5.4.2.1).
    Supplement,
    /// Something stated is another now, or gone (C-5.4.2.2).
    Replacement,
}

impl DifferenceKind {
    /// Its name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nothing => "none",
            Self::Supplement => "supplement",
            Self::Replacement => "replacement",
        }
    }
}

impl Difference {
    /// The kind that follows.
    pub fn kind(&self) -> DifferenceKind {
        match (self.changed.is_empty(), self.added.is_empty()) {
            (false, _) => DifferenceKind::Replacement,
            (true, false) => DifferenceKind::Supplement,
            (true, true) => DifferenceKind::Nothing,
        }
    }
}

/// Compares every stated value of the old certificate with the new one. A certificate that states no adjustment states that the item is
/// as it was found: an adjustment that comes to light, or results as left, contradict it.
pub fn compare(old: &Stated, new: &Stated) -> Difference {
    let (old, new) = (leaves(old), leaves(new));
    let mut difference = Difference::default();
    for (path, before) in &old {
        let after = new.get(path);
        if after != Some(before) {
            difference.changed.push(Change { path: path.clone(), before: Some(before.clone()), after: after.cloned() });
        }
    }
    for (path, after) in new.iter().filter(|(path, _)| !old.contains_key(*path)) {
        let kind = if contradicts(path, &old) { &mut difference.changed } else { &mut difference.added };
        kind.push(Change { path: path.clone(), before: None, after: Some(after.clone()) });
    }
    difference
}

/// Whether a value stated only now says that the item is no longer as it was found: of an adjustment that the old certificate does not
/// state, or of results as left where it states none.
fn contradicts(path: &str, old: &BTreeMap<String, String>) -> bool {
    const AS_LEFT: &str = "results/[as_left]/";
    let row = match path.rsplit_once('/') {
        Some((row, _)) if path.starts_with("adjustments/") => format!("{row}/"),
        _ if path.starts_with(AS_LEFT) => AS_LEFT.to_owned(),
        _ => return false,
    };
    !old.keys().any(|stated| stated.starts_with(&row))
}

/// Every stated value by its path. What is empty states nothing.
fn leaves(stated: &Stated) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    collect(&mut out, String::new(), &serde_json::to_value(stated).unwrap_or_default());
    out
}

fn collect(out: &mut BTreeMap<String, String>, path: String, value: &Value) {
    let under = |key: &str| {
        if path.is_empty() { key.to_owned() } else { format!("{path}/{key}") }
    };
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, field)| collect(out, under(key), field)),
        Value::Array(rows) => {
            for (name, row) in named(rows) {
                collect(out, under(&name), row);
            }
        }
        Value::String(text) if text.is_empty() => {}
        Value::String(text) => _ = out.insert(path, text.clone()),
        Value::Null => {}
        Value::Bool(_) | Value::Number(_) => _ = out.insert(path, value.to_string()),
    }
}

/// Rows with what names them, so that an added row moves no other: a second of the same name gets `#2`.
fn named(rows: &[Value]) -> Vec<(String, &Value)> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    rows.iter()
        .map(|row| {
            let name = name_of(row);
            let count = seen.entry(name.clone()).and_modify(|n| *n += 1).or_insert(1);
            (if *count == 1 { format!("[{name}]") } else { format!("[{name}]#{count}") }, row)
        })
        .collect()
}

/// The field that names a row: point, stage, key, number (of a standard), quantity (of a mean), what (of an adjustment),
/// symbol (of a budget's line).
fn name_of(row: &Value) -> String {
    let field = |name: &str| row.get(name).and_then(Value::as_str).map(str::to_owned);
    let named = ["point", "stage", "key", "number", "quantity", "what", "symbol"].into_iter().find_map(field);
    named.unwrap_or_else(|| row.as_str().map_or_else(|| row.to_string(), str::to_owned))
}

#[cfg(test)]
#[path = "compare_tests.rs"]
mod tests;
