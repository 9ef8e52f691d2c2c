//! Why a cell of a file is not taken over.

use std::collections::BTreeMap;

use base::decimal;
use base::finding::Refusal;

/// Why a cell is not taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellRefusal {
    /// No customer has this code.
    CustomerUnknown,
    /// No service has this code.
    ServiceUnknown,
    /// Not a day as `2026-03-01`, nor one with its year first.
    DateMalformed,
    /// Not a status of a standard.
    StatusUnknown,
    /// None of the codes that the field knows, which are these.
    ChoiceUnknown(&'static [&'static str]),
    /// No entry of another noun has this code.
    EntryUnknown,
    /// A line that is no certified value with its uncertainty.
    CharacteristicMalformed,
    /// A line that is no range with its unit.
    RangeMalformed,
    /// Two certified values with one key.
    CharacteristicRepeated,
    /// A number that two people read as two numbers.
    Ambiguous(Box<decimal::Ambiguous>),
}

impl Refusal for CellRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::CustomerUnknown => "import_customer_unknown",
            Self::ServiceUnknown => "import_service_unknown",
            Self::DateMalformed => "import_date_malformed",
            Self::StatusUnknown => "import_status_unknown",
            Self::ChoiceUnknown(_) => "import_choice_unknown",
            Self::EntryUnknown => "reference_unknown",
            Self::CharacteristicMalformed => "import_characteristic_malformed",
            Self::RangeMalformed => "import_range_malformed",
            Self::CharacteristicRepeated => "import_characteristic_repeated",
            Self::Ambiguous(both) => both.code(),
        }
    }

    fn params(&self) -> BTreeMap<String, String> {
        match self {
            Self::Ambiguous(both) => both.params(),
            Self::ChoiceUnknown(choices) => [("choices".to_owned(), choices.join(", "))].into(),
            _ => BTreeMap::new(),
        }
    }
}
