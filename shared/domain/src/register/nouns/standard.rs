//! Measurement standards with what a certificate states of them (C-5.4.1 h, C-4.5.2).

mod checked;

use crate::access::Role;
use crate::access::groups::TECHNICAL;
use crate::library::standard::{Standard, StandardStatus};
use crate::register::entry::{Entry, Group, Kept};
use crate::register::field::{Field, Governed, Kind};
use crate::register::shown::{Column, Shown, code_of};
use crate::register::table::columns::{File, InFile, OwnCell};
use crate::register::table::{CellRefusal, characteristics, ranges};
use base::finding::Finding;
use base::id::kind;
use base::text::Bilingual;
use base::time::Date;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

const STATES: &[&str] = &["in_use", "at_calibration", "failed", "retired"];

/// A range as data, ends included.
pub const RANGE: &[Field] =
    &[Field::decimal("low").asked(), Field::decimal("high").asked(), Field::unit("unit").asked().begins("mm").like_last()];

const CHARACTERISTIC: &[Field] = &[
    Field::code("key").asked(),
    Field::decimal("value").asked(),
    Field::code("expanded_uncertainty").asked(),
    Field::decimal("coverage_factor").asked().begins("2"),
    Field::unit("unit").asked().begins("mm"),
];

const TRACEABILITY: &[Field] =
    &[Field::name("traced_to").wide(), Field::text("certificate").asked(), Field::day("calibrated_on").optional(), Field::days("validity")];

const RANGES: &OwnCell = &OwnCell { written: |held| written(held, ranges::written), read: |cell| said(ranges::read(cell)) };
const CERTIFIED: &OwnCell =
    &OwnCell { written: |held| written(held, characteristics::written), read: |cell| said(characteristics::read(cell)) };
const STATUS: &OwnCell = &OwnCell { written: |held| held.as_str().unwrap_or_default().to_owned(), read: status };

const IN_FILES: &[InFile] = &[
    InFile::new("number", "number"),
    InFile::new("name_zh", "name/zh"),
    InFile::new("name_en", "name/en"),
    InFile::new("model", "model"),
    InFile::new("manufacturer", "manufacturer"),
    InFile::new("serial_number", "serial_number"),
    InFile::new("kind", "kind"),
    InFile::new("range", "range"),
    InFile::own("ranges", "ranges", RANGES),
    InFile::new("characteristic", "characteristic"),
    InFile::own("certified_values", "characteristics", CERTIFIED),
    InFile::new("traced_to_zh", "traceability/traced_to/zh"),
    InFile::new("traced_to_en", "traceability/traced_to/en"),
    InFile::new("certificate", "traceability/certificate"),
    InFile::new("valid_from", "traceability/validity/from"),
    InFile::new("valid_until", "traceability/validity/until"),
    InFile::new("calibrated_on", "traceability/calibrated_on"),
    InFile::new("location", "location"),
    InFile::own("status", "status", STATUS),
];

impl Entry for Standard {
    const NOUN: &'static str = "standards";
    const FIELDS: &'static [Field] = &[
        Field::code("number").required().own(),
        // A standard is taken out of use, and back into it, by an act that looks at what was measured with it.
        Field::choice("status", "standard_status", STATES).governed(Governed::Always),
        Field::name("name").required().wide(),
        Field::text("model"),
        Field::text("manufacturer"),
        Field::text("serial_number").own(),
        Field::new("kind", Kind::OfStandard).optional(),
        Field::text("range"),
        Field::list("ranges", RANGE),
        Field::text("characteristic"),
        Field::text("location"),
        Field::group("traceability", TRACEABILITY),
        Field::list("characteristics", CHARACTERISTIC),
    ];
    const WRITERS: &'static [Role] = TECHNICAL;
    const GROUP: Group = Group::Laboratory;
    const CODE_FIELD: &'static str = "number";
    const STATED: bool = true;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("field.kind", |standard| Shown::OfStandard(standard.kind.clone())),
        Column::new("field.model", |standard| Shown::text(&standard.model)),
        Column::new("field.serial_number", |standard| Shown::text(&standard.serial_number)),
        Column::new("field.certificate", |standard| Shown::text(&standard.traceability.certificate)),
        Column::<Self>::new("field.until", |standard| Shown::Day(standard.traceability.validity.until)).passing(is_out_of_date),
        Column::new("field.location", |standard| Shown::text(&standard.location)),
    ];
    const STATES: &'static [&'static str] = STATES;
    const FILE: File = File::Of(IN_FILES);

    fn code(&self) -> String {
        self.number.clone()
    }

    fn name(&self) -> Option<&Bilingual> {
        Some(&self.name)
    }

    fn label(&self) -> String {
        format!("{} {}", self.name.both(), self.model)
    }

    fn search_text(&self) -> String {
        format!("{} {} {}", self.serial_number, self.traceability.certificate, self.location)
    }

    fn status(&self) -> String {
        code_of(&self.status)
    }

    /// "In use" alone would suggest that a standard past its date can be used.
    fn states(&self, today: Date) -> Vec<String> {
        let expired = is_out_of_date(self, today).then(|| "expired".to_owned());
        [self.status()].into_iter().chain(expired).collect()
    }

    fn findings(&self) -> Vec<Finding> {
        checked::findings(self)
    }
}

impl Kept for kind::Standard {
    type Entry = Standard;
}

/// Whether a standard is marked as in use although its validity ended before this day (C-4.5.2).
fn is_out_of_date(standard: &Standard, today: Date) -> bool {
    standard.status == StandardStatus::InUse && standard.traceability.validity.until.is_some_and(|until| until < today)
}

fn written<T: DeserializeOwned>(held: &Value, written: fn(&[T]) -> String) -> String {
    serde_json::from_value::<Vec<T>>(held.clone()).map(|held| written(&held)).unwrap_or_default()
}

fn said<T: Serialize>(read: Result<Vec<T>, CellRefusal>) -> Result<Value, CellRefusal> {
    read.map(|values| serde_json::to_value(values).unwrap_or_default())
}

/// A new standard of which a file says nothing is in use.
fn status(cell: &str) -> Result<Value, CellRefusal> {
    let known = if cell.is_empty() { STATES.first() } else { STATES.iter().find(|state| **state == cell) };
    known.map(|state| json!(state)).ok_or(CellRefusal::StatusUnknown)
}
