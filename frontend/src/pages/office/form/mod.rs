//! Forms out of a schema: every noun's form, list member and part is drawn by the same few files.

pub mod check;
mod draw;
mod input;
pub mod json;
pub mod kinds;
mod list;
mod offer;
pub mod pick;
pub mod spec;
pub mod words;

use base::finding::{Finding, Severity};
pub use draw::draw;
use leptos::prelude::*;
use serde_json::Value;
pub use spec::{Kind, Spec, Variant};

use crate::text;

/// A form being filled in. Copies share the same entry.
#[derive(Clone, Copy)]
pub struct Form {
    /// The entry.
    pub body: RwSignal<Value>,
    /// What is wrong with it.
    pub findings: Signal<Vec<Finding>>,
    /// Whether saving was tried: from then on empty needed fields are named.
    pub tried: RwSignal<bool>,
    /// Whether what records were made with stays as it is: an edition that was used (C-4.2).
    pub frozen: RwSignal<bool>,
    /// Paths of the fields hidden from the person who looks at the entry.
    pub hidden: RwSignal<&'static [&'static str]>,
}

impl Form {
    /// An empty form.
    pub fn new(body: RwSignal<Value>, findings: Signal<Vec<Finding>>) -> Self {
        Self { body, findings, tried: RwSignal::new(false), frozen: RwSignal::new(false), hidden: RwSignal::default() }
    }

    /// The text at a path, followed.
    fn text(self, path: String) -> Memo<String> {
        Memo::new(move |_| self.body.with(|body| json::text_at(body, &path)))
    }

    /// Writes at a path.
    fn set(self, path: &str, value: Value) {
        self.body.update(|body| json::set(body, path, value));
    }

    /// Writes a text, or takes the field out where it is to be absent when empty.
    fn set_text(self, spec: Spec, path: &str, text: String) {
        if text.is_empty() && spec.absent_when_empty {
            self.body.update(|body| json::remove(body, path));
        } else {
            self.set(path, Value::String(text));
        }
    }

    fn about(self, path: String, severity: Severity) -> Signal<Option<String>> {
        Signal::derive(move || {
            let tried = self.tried.get();
            self.findings.with(|findings| {
                let own =
                    |finding: &&Finding| finding.path == path && finding.severity == severity && (tried || finding.code != "required");
                findings.iter().find(own).map(text::finding)
            })
        })
    }

    /// What is wrong at a path, in words.
    fn error(self, path: String) -> Signal<Option<String>> {
        self.about(path, Severity::Error)
    }

    /// What is odd at a path, in words.
    fn warning(self, path: String) -> Signal<Option<String>> {
        self.about(path, Severity::Warning)
    }
}
