//! What a rule has to say: findings on data, and refusals of commands, each with a stable code.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Shown, never stops anything.
    Notice,
    /// Shown until looked at; does not stop.
    Warning,
    /// Stops what was asked.
    Error,
}

/// One thing a rule found, addressed to a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Finding {
    /// How much it weighs.
    pub severity: Severity,
    /// The stable code; `locales/` holds its text under `code.<code>`.
    pub code: Cow<'static, str>,
    /// The field it speaks of, as a path (`contacts/0/email`); empty for the whole.
    #[serde(default)]
    pub path: String,
    /// Values the text names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, String>,
}

impl Finding {
    /// An error at a path.
    pub fn error(code: &'static str, path: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, path)
    }

    /// A warning at a path.
    pub fn warning(code: &'static str, path: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, path)
    }

    fn new(severity: Severity, code: &'static str, path: impl Into<String>) -> Self {
        Self { severity, code: Cow::Borrowed(code), path: path.into(), params: BTreeMap::new() }
    }

    /// The same with a value that its text names.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }
}

/// What every refusal can say of itself. Implemented by each rule's closed enum.
pub trait Refusal {
    /// The stable code, in snake_case; `locales/` holds its text under `code.<code>`.
    fn code(&self) -> &'static str;
    /// The field it speaks of; empty for the whole command.
    fn path(&self) -> String {
        String::new()
    }
    /// Values the text names.
    fn params(&self) -> BTreeMap<String, String> {
        BTreeMap::new()
    }
    /// The requirement it enforces ("C-5.5.4"), where there is one.
    fn clause(&self) -> Option<&'static str> {
        None
    }
}
