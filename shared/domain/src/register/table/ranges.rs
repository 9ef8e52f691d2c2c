//! Measuring ranges of a standard in one cell: a line each, `low; high; unit`. `|` parts lines too, where a spreadsheet will not
//! take a new one.

use super::number::number;
use super::refusal::CellRefusal;
use base::unit::Unit;
use measurement::method::MeasuringRange;

/// The ranges as one cell.
pub fn written(ranges: &[MeasuringRange]) -> String {
    let line = |range: &MeasuringRange| format!("{}; {}; {}", range.low, range.high, range.unit);
    ranges.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The ranges that a cell says; an empty cell says that there are none.
///
/// # Errors
/// A line that is no such range, or a number that reads as two.
pub fn read(cell: &str) -> Result<Vec<MeasuringRange>, CellRefusal> {
    let lines = cell.split(['\n', '|']).map(str::trim).filter(|line| !line.is_empty());
    lines.map(one).collect()
}

fn one(line: &str) -> Result<MeasuringRange, CellRefusal> {
    const MALFORMED: CellRefusal = CellRefusal::RangeMalformed;
    let fields: Vec<&str> = line.split([';', '；']).map(str::trim).collect();
    let [low, high, unit] = fields.as_slice() else { return Err(MALFORMED) };
    Ok(MeasuringRange { low: number(low, MALFORMED)?, high: number(high, MALFORMED)?, unit: Unit::find(unit).ok_or(MALFORMED)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// C-4.5.2
    #[test]
    fn what_is_written_is_read_back_with_its_digits() {
        let cell = "0.50; 150; mm\n-1000; 1000; V";
        let ranges = read(cell).unwrap();
        assert_eq!((ranges.len(), ranges[0].low.as_str()), (2, "0.50"));
        assert_eq!(written(&ranges), cell);
        assert_eq!(read(&cell.replace('\n', " | ")), Ok(ranges));
        assert_eq!(read("  "), Ok(Vec::new()));
    }

    #[test]
    fn a_line_that_is_no_range_is_refused() {
        for cell in ["0 to 150 mm", "0; 150", "0; 150; furlong", "0; x; mm", "0; 150; mm; more"] {
            assert_eq!(read(cell), Err(CellRefusal::RangeMalformed), "{cell}");
        }
    }

    /// C-4.5.2
    #[test]
    fn no_end_of_a_range_is_a_thousand_times_another() {
        for cell in ["0; 1,000; kPa", "-1,000; 0; kPa", "0; 150; mm | 0; 1,000; mm"] {
            assert!(matches!(read(cell), Err(CellRefusal::Ambiguous(_))), "{cell}");
        }
        assert_eq!(read("0; 1,5; kPa").unwrap()[0].high.as_str(), "1.5");
    }
}
