//! An entry as JSON, read and written by the paths of its fields (`contacts/0/email`): what is generic over nouns goes by them.

use serde_json::{Map, Value};

/// What stands at a path; the empty path is the whole.
pub fn at<'a>(body: &'a Value, path: &str) -> Option<&'a Value> {
    if path.is_empty() { Some(body) } else { body.pointer(&format!("/{path}")) }
}

/// The text at a path, numbers included; empty where there is none.
pub fn text_at(body: &Value, path: &str) -> String {
    match at(body, path) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// Every text in a value.
pub fn texts(value: &Value) -> Vec<String> {
    leaves(value).into_iter().map(|(_, text)| text).collect()
}

/// Writes at a path, making the objects on the way; an index beyond a list's end is ignored.
pub fn set(body: &mut Value, path: &str, value: Value) {
    let mut here = body;
    for key in path.split('/').filter(|key| !key.is_empty()) {
        if let Value::Array(list) = here {
            match key.parse::<usize>().ok().and_then(|n| list.get_mut(n)) {
                Some(next) => here = next,
                None => return,
            }
        } else {
            if !here.is_object() {
                *here = Value::Object(Map::new());
            }
            match here {
                Value::Object(map) => here = map.entry(key).or_insert(Value::Null),
                _ => return,
            }
        }
    }
    *here = value;
}

/// Takes a field away.
pub fn remove(body: &mut Value, path: &str) {
    let (parent, key) = path.rsplit_once('/').unwrap_or(("", path));
    let pointer = if parent.is_empty() { String::new() } else { format!("/{parent}") };
    if let Some(Value::Object(map)) = body.pointer_mut(&pointer) {
        map.remove(key);
    }
}

/// Changes the list at a path; one that is not there yet begins empty.
pub fn edit_list(body: &mut Value, path: &str, edit: impl FnOnce(&mut Vec<Value>)) {
    if !at(body, path).is_some_and(Value::is_array) {
        set(body, path, Value::Array(Vec::new()));
    }
    if let Some(Value::Array(list)) = body.pointer_mut(&format!("/{path}")) {
        edit(list);
    }
}

/// A path within another.
pub fn join(prefix: &str, path: &str) -> String {
    match (prefix.is_empty(), path.is_empty()) {
        (true, _) => path.to_owned(),
        (_, true) => prefix.to_owned(),
        _ => format!("{prefix}/{path}"),
    }
}

/// A difference between two documents: path, before, after.
pub type Difference = (String, Option<String>, Option<String>);

/// Where two documents differ, leaf by leaf.
pub fn differences(before: &Value, after: &Value) -> Vec<Difference> {
    let (before, after) = (leaves(before), leaves(after));
    let mut paths: Vec<&String> = before.iter().chain(&after).map(|(path, _)| path).collect();
    paths.sort();
    paths.dedup();
    let find = |leaves: &[(String, String)], path: &str| leaves.iter().find(|(own, _)| own == path).map(|(_, value)| value.clone());
    paths
        .into_iter()
        .map(|path| (path.clone(), find(&before, path), find(&after, path)))
        .filter(|(_, before, after)| before != after)
        .collect()
}

fn leaves(value: &Value) -> Vec<(String, String)> {
    let mut out = Vec::new();
    collect(value, "", &mut out);
    out
}

fn collect(value: &Value, path: &str, out: &mut Vec<(String, String)>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| collect(value, &join(path, key), out)),
        Value::Array(list) => list.iter().enumerate().for_each(|(n, value)| collect(value, &join(path, &n.to_string()), out)),
        Value::Null => {}
        Value::String(text) if text.is_empty() => {}
        Value::String(text) => out.push((path.to_owned(), text.clone())),
        other => out.push((path.to_owned(), other.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_is_written_where_nothing_stood() {
        let mut body = json!({});
        set(&mut body, "name/zh", json!("卡尺"));
        assert_eq!(body, json!({"name": {"zh": "卡尺"}}));
        remove(&mut body, "name/zh");
        assert_eq!(body, json!({"name": {}}));
    }

    #[test]
    fn a_list_grows_and_its_members_are_written() {
        let mut body = json!({});
        edit_list(&mut body, "contacts", |list| list.push(json!({})));
        set(&mut body, "contacts/0/name", json!("Wang"));
        set(&mut body, "contacts/7/name", json!("nobody"));
        assert_eq!(body, json!({"contacts": [{"name": "Wang"}]}));
    }

    #[test]
    fn differences_name_the_leaves_with_before_and_after() {
        let found = differences(&json!({"a": {"b": "1"}, "c": "x"}), &json!({"a": {"b": "2"}, "d": ["y"]}));
        let expected: Vec<Difference> = vec![
            ("a/b".into(), Some("1".into()), Some("2".into())),
            ("c".into(), Some("x".into()), None),
            ("d/0".into(), None, Some("y".into())),
        ];
        assert_eq!(found, expected);
    }
}
