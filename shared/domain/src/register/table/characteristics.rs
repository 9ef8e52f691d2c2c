//! Certified values of a standard in one cell: a line each, `key; value; U; k; unit`. `|` parts lines too, where a
//! spreadsheet will not take a new one.

use std::collections::BTreeSet;

use super::number::number;
use super::refusal::CellRefusal;
use base::decimal::DecimalText;
use base::unit::Unit;
use measurement::method::Characteristic;

/// The values as one cell.
pub fn written(values: &[Characteristic]) -> String {
    let line = |value: &Characteristic| {
        let Characteristic { key, value, expanded_uncertainty, coverage_factor, unit } = value;
        format!("{key}; {value}; {expanded_uncertainty}; {coverage_factor}; {}", unit.symbol())
    };
    values.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The values that a cell says; an empty cell says that there are none.
///
/// # Errors
/// A line that is no such value, a number that reads as two, or a key that stands in two of them.
pub fn read(cell: &str) -> Result<Vec<Characteristic>, CellRefusal> {
    let lines = cell.split(['\n', '|']).map(str::trim).filter(|line| !line.is_empty());
    let values = lines.map(one).collect::<Result<Vec<_>, _>>()?;
    let mut keys = BTreeSet::new();
    match values.iter().find(|value| !keys.insert(value.key.as_str())) {
        Some(_) => Err(CellRefusal::CharacteristicRepeated),
        None => Ok(values),
    }
}

fn one(line: &str) -> Result<Characteristic, CellRefusal> {
    const MALFORMED: CellRefusal = CellRefusal::CharacteristicMalformed;
    let fields: Vec<&str> = line.split([';', '；']).map(str::trim).collect();
    let [key, value, expanded_uncertainty, coverage_factor, unit] = fields.as_slice() else { return Err(MALFORMED) };
    if key.is_empty() || expanded_uncertainty.is_empty() {
        return Err(MALFORMED);
    }
    // U is a formula, or a number: a formula knows no comma but between the arguments of a function.
    if DecimalText::parse(expanded_uncertainty).is_ok() {
        number(expanded_uncertainty, MALFORMED)?;
    }
    Ok(Characteristic {
        key: (*key).to_owned(),
        value: number(value, MALFORMED)?,
        expanded_uncertainty: (*expanded_uncertainty).to_owned(),
        coverage_factor: number(coverage_factor, MALFORMED)?,
        unit: Unit::find(unit).ok_or(MALFORMED)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// C-5.4.1 h
    #[test]
    fn what_is_written_is_read_back_with_its_digits() {
        let cell = "dc_voltage; 0; 2e-5 * abs(nominal); 2; V\ndeviation; -0.020; max(0.06, 0.001 * nominal); 2.00; µm";
        let values = read(cell).unwrap();
        assert_eq!((values.len(), values[1].value.as_str(), values[1].coverage_factor.as_str()), (2, "-0.020", "2.00"));
        assert_eq!(written(&values), cell);
        assert_eq!(read(&cell.replace('\n', " | ")), Ok(values));
        assert_eq!(read(" \n "), Ok(Vec::new()));
    }

    #[test]
    fn a_line_that_is_no_certified_value_is_refused() {
        for cell in ["dc_voltage", "a; 1; 0.1; 2; furlong", "a; one; 0.1; 2; V", "a; 1; ; 2; V", "; 1; 0.1; 2; V", "a; 1; 0.1; 2; V; more"]
        {
            assert_eq!(read(cell), Err(CellRefusal::CharacteristicMalformed), "{cell}");
        }
        assert_eq!(read("a; 1; 0.1; 2; V | a; 2; 0.1; 2; V"), Err(CellRefusal::CharacteristicRepeated));
    }

    /// C-4.5.2: one rule for all numbers of a line.
    #[test]
    fn no_number_of_a_line_is_a_thousand_times_another() {
        for cell in ["a; 1,000; 0.1; 2; MPa", "a; 1; 1,000; 2; MPa", "a; 1; 0.1; 2,000; MPa", "a; 1; 0.1; 2; V | b; -1,013; 0.1; 2; V"] {
            assert!(matches!(read(cell), Err(CellRefusal::Ambiguous(_))), "{cell}");
        }
        assert_eq!(read("a; 1,5; max(0.06, 0.001 * nominal); 2,0; V").unwrap()[0].value.as_str(), "1.5");
    }
}
