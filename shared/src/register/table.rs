//! Registers as tables, for import and export: named columns, cells as text.

mod characteristics;
mod columns;
mod read;

use std::collections::BTreeMap;

use crate::finding::Refusal;
use crate::id::Id;
use crate::library::service::CalibrationService;
use crate::order::customer::Customer;
use crate::register::Entry;
pub use read::{Reading, RowChange, read};

/// The codes that cells name other entries by.
#[derive(Debug, Clone, Default)]
pub struct References {
    /// Customers by code.
    pub customers: BTreeMap<String, Id<Customer>>,
    /// Services by code.
    pub services: BTreeMap<String, Id<CalibrationService>>,
}

/// A column of a register's table.
pub struct Column<T> {
    /// Its name, in the first row of the file.
    pub name: &'static str,
    /// The field it fills, as findings address it.
    pub field: &'static str,
    /// Whether a new entry needs it.
    pub required: bool,
    /// The cell's text.
    pub get: fn(&T, &References) -> String,
    /// Takes a cell over.
    pub set: fn(&mut T, &str, &References) -> Result<(), CellRefusal>,
}

/// A register that can be imported and exported. The first column is the code that tells entries apart.
pub trait Tabular: Entry {
    /// Its columns, in their order.
    fn columns() -> Vec<Column<Self>>;
    /// An entry with nothing in it.
    fn blank() -> Self;
}

/// Why a cell is not taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellRefusal {
    /// No customer has this code.
    CustomerUnknown,
    /// No service has this code.
    ServiceUnknown,
    /// Not a day as `2026-03-01`.
    DateMalformed,
    /// Not a status of the noun.
    StatusUnknown,
    /// A line that is no certified value with its uncertainty.
    CharacteristicMalformed,
    /// Two certified values with one key.
    CharacteristicRepeated,
}

impl Refusal for CellRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::CustomerUnknown => "import_customer_unknown",
            Self::ServiceUnknown => "import_service_unknown",
            Self::DateMalformed => "import_date_malformed",
            Self::StatusUnknown => "import_status_unknown",
            Self::CharacteristicMalformed => "import_characteristic_malformed",
            Self::CharacteristicRepeated => "import_characteristic_repeated",
        }
    }
}

/// The names of a register's columns, for the head of a file.
pub fn head<T: Tabular>() -> Vec<&'static str> {
    T::columns().iter().map(|column| column.name).collect()
}

/// An entry as a row of its table.
pub fn row<T: Tabular>(entry: &T, references: &References) -> Vec<String> {
    T::columns().iter().map(|column| (column.get)(entry, references)).collect()
}

#[cfg(test)]
mod tests;
