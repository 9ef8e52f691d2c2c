//! Names in both languages of a certificate.

use serde::{Deserialize, Serialize};

/// A name in both languages of a certificate. Either may be empty until the certificate needs it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// The Chinese name.
    #[serde(default)]
    pub zh: String,
    /// The English name.
    #[serde(default)]
    pub en: String,
}

impl Bilingual {
    /// Both names.
    pub fn new(zh: &str, en: &str) -> Self {
        Self { zh: zh.to_owned(), en: en.to_owned() }
    }

    /// The name for a reader of `language` ("zh-CN", "en", "uk"), or the other where that one is empty.
    pub fn for_language(&self, language: &str) -> &str {
        let (first, second) = if language.starts_with("zh") { (&self.zh, &self.en) } else { (&self.en, &self.zh) };
        if first.is_empty() { second } else { first }
    }

    /// Both in one line, or the one that is given.
    pub fn both(&self) -> String {
        match (self.zh.is_empty(), self.en.is_empty()) {
            (false, false) => format!("{} {}", self.zh, self.en),
            (true, _) => self.en.clone(),
            _ => self.zh.clone(),
        }
    }

    /// Whether neither is given.
    pub fn is_empty(&self) -> bool {
        self.zh.is_empty() && self.en.is_empty()
    }
}
