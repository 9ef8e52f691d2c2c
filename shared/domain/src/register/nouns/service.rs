//! Calibration services the body offers.

use crate::access::Role;
use crate::access::groups::TECHNICAL;
use crate::access::wing::Wing;
use crate::library::service::CalibrationService;
use crate::register::entry::{Entry, Group, Kept};
use crate::register::field::Field;
use crate::register::shown::{Column, Shown};
use base::id::kind;
use base::text::Bilingual;

impl Entry for CalibrationService {
    const NOUN: &'static str = "services";
    const FIELDS: &'static [Field] =
        &[Field::code("code").required().own(), Field::flag("offered").yes(), Field::name("name").required(), Field::text("range")];
    const WRITERS: &'static [Role] = TECHNICAL;
    const WING: Option<Wing> = Some(Wing::Calibration);
    const GROUP: Group = Group::Laboratory;
    const COLUMNS: &'static [Column<Self>] = &[Column::new("field.range", |service| Shown::text(&service.range))];

    fn code(&self) -> String {
        self.code.clone()
    }

    fn name(&self) -> Option<&Bilingual> {
        Some(&self.name)
    }
}

impl Kept for kind::Service {
    type Entry = CalibrationService;
}
