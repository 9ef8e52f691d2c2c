//! Method editions: the form that is filled in and the computation of its results, as data (B7).

mod computation;
mod form;

use crate::access::Role;
use crate::access::groups::TECHNICAL;
use crate::access::wing::Wing;
use crate::library::edition::{Edition, named};
use crate::library::edition_check;
use crate::library::method::Method;
use crate::register::entry::{Entry, Group, Kept};
use crate::register::field::{Brings, Field};
use crate::register::shown::{Column, Shown, code_of};
use base::finding::Finding;
use base::id::kind;
use base::text::Bilingual;

const STATES: &[&str] = &["draft", "in_force", "superseded", "withdrawn"];

impl Entry for Edition {
    const NOUN: &'static str = "editions";
    const FIELDS: &'static [Field] = &[
        // An edition prints what its method is called.
        Field::one("method", Method::NOUN).asked().kept().brings(Brings::Fields(&["code", "title"])),
        Field::text("name").words("field.edition_name").required().kept().own(),
        Field::code("code").words("field.printed_code").asked().kept(),
        Field::name("title").words("field.printed_title").wide().kept(),
        Field::choice("status", "edition_status", STATES).own(),
        Field::days("validity").own(),
        Field::group("form", form::FORM).words("edition.form").kept(),
        Field::group("computation", computation::COMPUTATION).words("edition.computation").kept(),
    ];
    const WRITERS: &'static [Role] = TECHNICAL;
    const WING: Option<Wing> = Some(Wing::Calibration);
    const GROUP: Group = Group::Laboratory;
    const CODE_FIELD: &'static str = "name";
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("field.printed_title", |edition| Shown::name(&edition.title)),
        Column::new("field.from", |edition| Shown::Day(Some(edition.validity.from))),
        Column::new("field.until", |edition| Shown::Day(edition.validity.until)),
    ];
    const STATES: &'static [&'static str] = STATES;

    fn code(&self) -> String {
        format!("{}/{}", self.code, self.name)
    }

    fn name(&self) -> Option<&Bilingual> {
        Some(&self.title)
    }

    fn label(&self) -> String {
        format!("{} {}", self.code, self.title.both())
    }

    /// Its code ends with its name, and usually the method's code does too.
    fn reads(&self) -> Vec<Shown> {
        let title = if self.title.is_empty() { Shown::Text(self.label()) } else { Shown::name(&self.title) };
        vec![Shown::Text(named(&self.code, &self.name)), title]
    }

    fn status(&self) -> String {
        code_of(&self.status)
    }

    fn findings(&self) -> Vec<Finding> {
        edition_check::findings(self)
    }
}

impl Kept for kind::Edition {
    type Entry = Edition;
}
