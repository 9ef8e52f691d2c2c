//! What an entry holds, field by field, as data. It is said once, beside the noun, and forms, rules, references, searches and files follow
//! from it. A test holds it against the type (`tests/tidy/declared.rs`).

/// A field of an entry, or of a part of one.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name in JSON.
    pub key: &'static str,
    /// The key of its words where it is not `field.<key>`; help stands under `<words>.help`, where there is any.
    words: Option<&'static str>,
    /// What it holds.
    pub kind: Kind,
    /// Whether it must be filled in.
    pub need: Need,
    /// What it is in a new entry.
    pub begins: Begins,
    /// Whose a change of it is.
    pub governed: Governed,
    /// Whether leaving it empty takes it out of the entry (optional days, references, numbers).
    pub optional: bool,
    /// Whether it stays as it is once the entry was used.
    pub kept: bool,
    /// Whether a copy of an entry begins without it: what tells entries apart, and where they stand.
    pub own: bool,
    /// Whether the entry is found by what it says.
    pub found: bool,
    /// Whether a form shows it; an act of its own writes what no form shows.
    pub drawn: bool,
    /// Whether it takes the whole width of a form.
    pub wide: bool,
    /// Whether a new member of a list begins with what the one before it says.
    pub like_last: bool,
}

/// Whether a field must be filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It may be left empty.
    Free,
    /// Forms ask for it; other ways to write the entry do not.
    Asked,
    /// An entry without it is refused.
    Required,
}

/// Whose a change of a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Governed {
    /// Anybody's who may write the entry.
    No,
    /// An act's of its own, with its own rules (`library::back`): an import says it of new entries only.
    Always,
    /// The same for items that orders, tasks or records name.
    WhereBound,
}

/// What a field is in a new entry, beside nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begins {
    /// Empty; the first of a choice.
    Empty,
    /// A text, a code, a decimal.
    Text(&'static str),
    /// A whole number.
    Number(i64),
    /// Yes.
    Yes,
    /// The day on which it is made.
    Today,
    /// A key that no other member of the list has, with this stem: keys are never reused.
    Key(&'static str),
}

/// What a field holds.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// One line.
    Text,
    /// Several lines.
    Long,
    /// A number, a formula or a key, in a typewriter face.
    Code,
    /// The address of a mailbox.
    Email,
    /// The address of a page.
    Website,
    /// A name in the languages of certificates.
    Name,
    /// A civil day.
    Day,
    /// Days from one until another, both included; open at the end (`base::time::Validity`).
    Days,
    /// A moment.
    Moment,
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
    /// Any of these codes.
    Choices(&'static str, &'static [&'static str]),
    /// Any of the roles that are offered here.
    Roles,
    /// A kind of measurement standard: a known one, or free text.
    OfStandard,
    /// Several of them.
    OfStandards,
    /// An entry of a noun.
    One(&'static str, Offered, Brings),
    /// Entries of a noun.
    Many(&'static str, Offered),
    /// A list of small forms.
    List(&'static [Field]),
    /// A part that may be absent.
    Part(&'static [Field]),
    /// A part that is always there.
    Group(&'static [Field]),
    /// One of several shapes, told apart by a tag.
    Shape(&'static str, &'static [Variant]),
    /// What acts write, in a shape of theirs.
    OfActs,
}

/// A shape: the tag's value (words under `choice.<tag>.<code>`), and its fields.
#[derive(Debug, Clone, Copy)]
pub struct Variant {
    /// The tag's value.
    pub code: &'static str,
    /// Its fields.
    pub fields: &'static [Field],
}

/// Which entries a reference offers, by other fields of the form. A field is named by its key: one of the whole entry, where nothing else is
/// said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offered {
    /// Every one.
    Every,
    /// Those of the customer that a field names.
    OfCustomer(&'static str),
    /// The same, unless a field holds a code.
    OfCustomerUnless(&'static str, (&'static str, &'static str)),
    /// Editions in force of methods for the service that a field beside names (C-4.2).
    Serving(&'static str),
    /// Standards, those first that fit the edition that a field names (C-4.5.2).
    Fitting(&'static str),
}

/// What choosing an entry brings into other fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Brings {
    /// Nothing.
    Nothing,
    /// Its fields, into those of the same key.
    Fields(&'static [&'static str]),
    /// Its field, into the one beside of the same key, if that is still empty.
    IfEmpty(&'static str),
    /// The only entry that the field beside offers then; what it no longer offers goes.
    OnlyOne(&'static str),
}

/// The fields of [`Kind::Days`].
pub const SPAN: &[Field] = &[Field::day("from").asked().today(), Field::day("until").optional()];

impl Kind {
    /// The fields within, where it holds some by itself: of a part, a group or a span of days.
    pub const fn within(self) -> Option<&'static [Field]> {
        match self {
            Self::Part(fields) | Self::Group(fields) => Some(fields),
            Self::Days => Some(SPAN),
            _ => None,
        }
    }

    /// Whether an empty one is none: it is there with a value, or not at all.
    pub const fn has_no_empty_value(self) -> bool {
        matches!(self, Self::Day | Self::Decimal | Self::Integer(..) | Self::Unit | Self::Choice(..) | Self::One(..))
    }
}

impl Field {
    /// A field that holds this.
    pub const fn new(key: &'static str, kind: Kind) -> Self {
        Self {
            key,
            words: None,
            kind,
            need: Need::Free,
            begins: Begins::Empty,
            governed: Governed::No,
            optional: false,
            kept: false,
            own: false,
            found: false,
            drawn: true,
            wide: false,
            like_last: false,
        }
    }

    /// One line.
    pub const fn text(key: &'static str) -> Self {
        Self::new(key, Kind::Text)
    }

    /// Several lines.
    pub const fn long(key: &'static str) -> Self {
        Self::new(key, Kind::Long)
    }

    /// A number, a formula or a key.
    pub const fn code(key: &'static str) -> Self {
        Self::new(key, Kind::Code)
    }

    /// A mailbox.
    pub const fn email(key: &'static str) -> Self {
        Self::new(key, Kind::Email)
    }

    /// A name in the languages of certificates.
    pub const fn name(key: &'static str) -> Self {
        Self::new(key, Kind::Name)
    }

    /// A day.
    pub const fn day(key: &'static str) -> Self {
        Self::new(key, Kind::Day)
    }

    /// Days from one until another.
    pub const fn days(key: &'static str) -> Self {
        Self::new(key, Kind::Days)
    }

    /// A decimal.
    pub const fn decimal(key: &'static str) -> Self {
        Self::new(key, Kind::Decimal)
    }

    /// A whole number from `low` to `high`.
    pub const fn integer(key: &'static str, low: i64, high: i64) -> Self {
        Self::new(key, Kind::Integer(low, high))
    }

    /// Yes or no.
    pub const fn flag(key: &'static str) -> Self {
        Self::new(key, Kind::Flag)
    }

    /// A unit.
    pub const fn unit(key: &'static str) -> Self {
        Self::new(key, Kind::Unit)
    }

    /// One of some codes.
    pub const fn choice(key: &'static str, group: &'static str, codes: &'static [&'static str]) -> Self {
        Self::new(key, Kind::Choice(group, codes))
    }

    /// Any of some codes.
    pub const fn choices(key: &'static str, group: &'static str, codes: &'static [&'static str]) -> Self {
        Self::new(key, Kind::Choices(group, codes))
    }

    /// An entry of a noun.
    pub const fn one(key: &'static str, noun: &'static str) -> Self {
        Self::new(key, Kind::One(noun, Offered::Every, Brings::Nothing))
    }

    /// Entries of a noun.
    pub const fn many(key: &'static str, noun: &'static str) -> Self {
        Self::new(key, Kind::Many(noun, Offered::Every))
    }

    /// A list.
    pub const fn list(key: &'static str, fields: &'static [Self]) -> Self {
        Self::new(key, Kind::List(fields))
    }

    /// A part that may be absent.
    pub const fn part(key: &'static str, fields: &'static [Self]) -> Self {
        Self::new(key, Kind::Part(fields))
    }

    /// A part that is always there.
    pub const fn group(key: &'static str, fields: &'static [Self]) -> Self {
        Self::new(key, Kind::Group(fields))
    }

    /// One of several shapes.
    pub const fn shape(key: &'static str, tag: &'static str, variants: &'static [Variant]) -> Self {
        Self::new(key, Kind::Shape(tag, variants))
    }

    /// What acts write.
    pub const fn of_acts(key: &'static str) -> Self {
        Self::new(key, Kind::OfActs).undrawn()
    }

    /// Its words stand under this key.
    pub const fn words(mut self, key: &'static str) -> Self {
        self.words = Some(key);
        self
    }

    /// An entry without it is refused.
    pub const fn required(mut self) -> Self {
        self.need = Need::Required;
        self
    }

    /// Forms ask for it.
    pub const fn asked(mut self) -> Self {
        self.need = Need::Asked;
        self
    }

    /// Left empty, it is not in the entry at all.
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// It stays as it is once the entry was used.
    pub const fn kept(mut self) -> Self {
        self.kept = true;
        self
    }

    /// A copy of an entry begins without it.
    pub const fn own(mut self) -> Self {
        self.own = true;
        self
    }

    /// The entry is found by what it says.
    pub const fn found(mut self) -> Self {
        self.found = true;
        self
    }

    /// No form shows it.
    pub const fn undrawn(mut self) -> Self {
        self.drawn = false;
        self
    }

    /// It takes the whole width.
    pub const fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// A change of it is whose this says.
    pub const fn governed(mut self, governed: Governed) -> Self {
        self.governed = governed;
        self
    }

    /// It begins with this text.
    pub const fn begins(mut self, text: &'static str) -> Self {
        self.begins = Begins::Text(text);
        self
    }

    /// It begins with this number.
    pub const fn begins_at(mut self, number: i64) -> Self {
        self.begins = Begins::Number(number);
        self
    }

    /// It begins with yes.
    pub const fn yes(mut self) -> Self {
        self.begins = Begins::Yes;
        self
    }

    /// It begins with the day on which it is made.
    pub const fn today(mut self) -> Self {
        self.begins = Begins::Today;
        self
    }

    /// It begins with a key of its own.
    pub const fn keyed(mut self, stem: &'static str) -> Self {
        self.begins = Begins::Key(stem);
        self
    }

    /// In a new member it says what it says in the one before.
    pub const fn like_last(mut self) -> Self {
        self.like_last = true;
        self
    }

    /// A reference offers these entries.
    pub const fn offers(mut self, offered: Offered) -> Self {
        self.kind = match self.kind {
            Kind::One(noun, _, brings) => Kind::One(noun, offered, brings),
            Kind::Many(noun, _) => Kind::Many(noun, offered),
            other => other,
        };
        self
    }

    /// Choosing an entry brings this.
    pub const fn brings(mut self, brings: Brings) -> Self {
        if let Kind::One(noun, offered, _) = self.kind {
            self.kind = Kind::One(noun, offered, brings);
        }
        self
    }

    /// The key of its words.
    pub fn label(&self) -> String {
        self.words.map_or_else(|| format!("field.{}", self.key), str::to_owned)
    }

    /// Whether an empty one stops an entry: it must be filled in, or its type has no empty value.
    pub const fn stops_when_empty(&self) -> bool {
        !matches!(self.need, Need::Free) || (self.kind.has_no_empty_value() && !self.optional)
    }

    /// Whether forms mark it as one that must be filled in.
    pub const fn is_marked(&self) -> bool {
        !matches!(self.need, Need::Free)
    }
}
