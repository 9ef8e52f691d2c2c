//! Forms out of what nouns declare: every noun's form, list member and part is drawn by the same few files.

mod bring;
mod draw;
mod input;
mod kinds;
mod list;
mod offer;
pub mod pick;
pub mod words;

use base::finding::{Finding, Severity};
use domain::register::field::Field;
use domain::register::json;
use leptos::prelude::*;
use serde_json::Value;

use crate::text;

/// A field, as its noun declares it.
type Spec = &'static Field;

/// A form being filled in. Copies share the same entry.
#[derive(Clone, Copy)]
pub struct Form {
    /// What the entry holds.
    fields: &'static [Field],
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
    /// A form of these fields.
    pub fn new(fields: &'static [Field], body: RwSignal<Value>, findings: Signal<Vec<Finding>>) -> Self {
        Self { fields, body, findings, tried: RwSignal::new(false), frozen: RwSignal::new(false), hidden: RwSignal::default() }
    }

    /// Draws its fields.
    pub fn draw(self) -> AnyView {
        draw::draw(self.fields, "", self)
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
        if text.is_empty() && spec.optional {
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

/// A field beside the one at a path.
fn beside(path: &str, key: &str) -> String {
    json::join(path.rsplit_once('/').map_or("", |(part, _)| part), key)
}
