//! What commands print.

use std::fmt::Arguments;
use std::io::Write;

/// Prints a line. Whoever reads it may have gone (`etalon restore … | head`): the command goes on all the same.
pub(super) fn say(line: Arguments<'_>) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
