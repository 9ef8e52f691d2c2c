//! Registers as tables, for import and export: named columns, cells as text.

mod cell;
pub mod changed;
mod characteristics;
mod columns;
mod number;
mod ranges;
mod read;

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::item::owner::Named;
use crate::register::Entry;
use base::decimal;
use base::finding::Refusal;
use base::id::{CustomerId, IdOf, Identified, ServiceId};
pub use cell::{Cell, CellFault, Line};
pub use read::{Change, Existing, Known, Reading, Row, fits, located, read};

/// What cells name other entries by, and what no import moves.
#[derive(Debug, Clone, Default)]
pub struct References {
    /// Customers by code.
    pub customers: BTreeMap<String, CustomerId>,
    /// Services by code.
    pub services: BTreeMap<String, ServiceId>,
    /// Items that orders, tasks or records name.
    pub bound_items: BTreeSet<Uuid>,
}

impl References {
    /// Whether anything names an item.
    fn named(&self, item: Uuid) -> Named {
        if self.bound_items.contains(&item) { Named::ByWork } else { Named::Nowhere }
    }
}

/// Whose a change of a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Governed {
    /// Anybody's who may import.
    No,
    /// An act's of its own, with its own rules (`library::back`): an import says it of new entries only.
    Always,
    /// The same for items that orders, tasks or records name.
    WhereBound,
}

/// A column of a register's table.
pub struct Column<T> {
    /// Its name, in the first row of the file.
    pub name: &'static str,
    /// The field it fills, as findings address it.
    pub field: &'static str,
    /// Whether a new entry needs it.
    pub required: bool,
    /// Whether it holds a day.
    pub day: bool,
    /// Who may change it in an entry that exists.
    pub governed: Governed,
    /// The cell's text.
    pub get: Get<T>,
    /// Takes a cell over.
    pub set: Set<T>,
}

/// Reads a column of an entry.
pub type Get<T> = fn(&T, &References) -> String;
/// Writes a column of an entry.
pub type Set<T> = fn(&mut T, &str, &References) -> Result<(), CellRefusal>;

impl<T: Identified> Column<T> {
    /// Whether a blank cell can be asked to clear what stands there: not what an entry needs, nor what an import never changes.
    pub fn clearable(&self) -> bool {
        !self.required && self.governed == Governed::No
    }

    /// Whether an import may not change it in this entry.
    fn is_governed(&self, id: IdOf<T>, references: &References) -> bool {
        match self.governed {
            Governed::No => false,
            Governed::Always => true,
            Governed::WhereBound => references.named(id.uuid()).settles_owner(),
        }
    }
}

/// A register that can be imported and exported. The first column is the code that tells entries apart.
pub trait Tabular: Entry {
    /// Its columns, in their order.
    fn columns() -> Vec<Column<Self>>;
    /// An entry with nothing in it.
    fn blank() -> Self;
}

/// Why a cell is not taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellRefusal {
    /// No customer has this code.
    CustomerUnknown,
    /// No service has this code.
    ServiceUnknown,
    /// Not a day as `2026-03-01`, nor one with its year first.
    DateMalformed,
    /// Not a status of the noun.
    StatusUnknown,
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
            Self::CharacteristicMalformed => "import_characteristic_malformed",
            Self::RangeMalformed => "import_range_malformed",
            Self::CharacteristicRepeated => "import_characteristic_repeated",
            Self::Ambiguous(both) => both.code(),
        }
    }

    fn params(&self) -> BTreeMap<String, String> {
        if let Self::Ambiguous(both) = self { both.params() } else { BTreeMap::new() }
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
