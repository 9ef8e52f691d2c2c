//! What a form is made of, as data. One file per noun in `nouns/` says it.

use serde_json::Value;

/// A field of a form.
#[derive(Clone, Copy)]
pub struct Spec {
    /// Where it stands in the entry, within its list or group.
    pub path: &'static str,
    /// Key of its label; also of its help under `<label>.help`, where there is one.
    pub label: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it must be filled in.
    pub needed: bool,
    /// Whether it takes the whole width.
    pub wide: bool,
    /// Whether leaving it empty takes it out of the entry (optional dates, references, numbers).
    pub absent_when_empty: bool,
    /// Whether it stays as it is once the entry was used ([`super::Form::frozen`]).
    pub kept: bool,
}

/// What a field holds.
#[derive(Clone, Copy)]
pub enum Kind {
    /// One line.
    Text,
    /// Several lines.
    Long,
    /// A formula or key, in a typewriter face.
    Code,
    /// Chinese and English.
    Bilingual,
    /// A civil day.
    Date,
    /// A decimal, kept as typed.
    Decimal,
    /// A whole number within limits.
    Integer(i64, i64),
    /// Yes or no.
    Flag,
    /// A unit out of the table.
    Unit,
    /// One of these codes; words under `choice.<group>.<code>`.
    Choice(&'static str, &'static [&'static str]),
    /// Any of the roles that are offered here.
    Roles,
    /// A kind of measurement standard: a known one, or free text.
    OfStandard,
    /// Several of them.
    OfStandards,
    /// An entry of a noun.
    Reference(&'static str),
    /// Entries of a noun.
    References(&'static str),
    /// A list of small forms; the function makes a new member, given those that stand there.
    List(&'static [Spec], fn(&[Value]) -> Value),
    /// A part that may be absent; the function makes it.
    Part(&'static [Spec], fn() -> Value),
    /// A part that is always there.
    Group(&'static [Spec]),
    /// One of several shapes, told apart by a tag; each with fields of its own.
    Shape(&'static str, &'static [Variant]),
}

/// A shape: code (words under `choice.<tag>.<code>`), fields, and what they begin with.
#[derive(Clone, Copy)]
pub struct Variant {
    /// The tag's value.
    pub code: &'static str,
    /// Its fields.
    pub fields: &'static [Spec],
}

impl Spec {
    /// A field with its label's key.
    pub const fn new(path: &'static str, label: &'static str, kind: Kind) -> Self {
        Self { path, label, kind, needed: false, wide: false, absent_when_empty: false, kept: false }
    }

    /// It must be filled in.
    pub const fn needed(mut self) -> Self {
        self.needed = true;
        self
    }

    /// It takes the whole width.
    pub const fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// It stays as it is once the entry was used.
    pub const fn kept(mut self) -> Self {
        self.kept = true;
        self
    }

    /// Left empty, it is not in the entry at all.
    pub const fn optional(mut self) -> Self {
        self.absent_when_empty = true;
        self
    }
}
