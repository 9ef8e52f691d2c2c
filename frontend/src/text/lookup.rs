//! The texts of one language: flat keys, `{name}` placeholders, plural forms under `key.one`, `key.few` ….

use std::collections::HashMap;

/// Texts by key.
pub struct Texts(HashMap<String, String>);

impl Texts {
    /// Reads a locale file; a file that is not a flat JSON object has no texts (a test keeps that from happening).
    pub fn read(json: &str) -> Self {
        Self(serde_json::from_str(json).unwrap_or_default())
    }

    /// The text under a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    /// The form of a text for a plural category ("one", "few", "many", "other").
    pub fn plural(&self, key: &str, category: &str) -> Option<&str> {
        self.get(&format!("{key}.{category}")).or_else(|| self.get(&format!("{key}.other")))
    }
}

/// Fills `{name}` in a text. A name without a value stays as it stands, so that it is seen. A value that ends in a full stop ("24 лист.
/// 2026 р.") also ends the sentence.
pub fn fill<'a>(text: &str, values: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    values.into_iter().fold(text.to_owned(), |text, (name, value)| {
        let text = if value.ends_with('.') { text.replace(&format!("{{{name}}}."), value) } else { text };
        text.replace(&format!("{{{name}}}"), value)
    })
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::{Texts, fill};

    #[wasm_bindgen_test(unsupported = test)]
    fn a_placeholder_is_filled_and_an_unknown_one_stays_visible() {
        assert_eq!(fill("{n} of {all}", [("n", "3")]), "3 of {all}");
        assert_eq!(fill("Until {day}. Then {day}, {n}.", [("day", "24 р."), ("n", "3")]), "Until 24 р. Then 24 р., 3.");
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_missing_plural_form_falls_back_to_other() {
        let texts = Texts::read(r#"{"items.one":"one","items.other":"more"}"#);
        assert_eq!(texts.plural("items", "few"), Some("more"));
        assert_eq!(texts.plural("items", "one"), Some("one"));
    }
}
