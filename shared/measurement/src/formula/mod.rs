//! Formulas as text (`(V_ix - V_s) / V_s * 100`): parsed once into a flat list of steps, evaluated without recursion,
//! differentiated exactly (C-5.5.3). What reads them, and why: `docs/adr/0071-formulas-are-read-by-winnow.md`.

mod block;
mod derive;
mod eval;
mod exact;
mod jet;
mod parse;
#[cfg(test)]
mod tests;
pub mod units;

use std::collections::BTreeMap;
use std::fmt;

use base::finding::Refusal;
pub use jet::Mixed;

/// Longest formula, in characters. With [`MAX_DEPTH`] it bounds time and memory: a formula has no loops.
pub const MAX_LENGTH: usize = 2000;
/// Deepest nesting of brackets, signs and powers.
pub const MAX_DEPTH: usize = 64;

/// A parsed formula: steps in the order of evaluation, the last one being the value.
#[derive(Debug, Clone, PartialEq)]
pub struct Formula {
    text: String,
    steps: Vec<Step>,
    symbols: Vec<String>,
}

/// One step; operands are indices of earlier steps.
#[derive(Debug, Clone, PartialEq)]
enum Step {
    /// A number as written, with its nearest binary value.
    Number(String, f64),
    Symbol(usize),
    Negative(usize),
    Add(usize, usize),
    Subtract(usize, usize),
    Multiply(usize, usize),
    Divide(usize, usize),
    Power(usize, usize),
    Call(Function, usize),
    Min(usize, usize),
    Max(usize, usize),
}

/// Functions of one argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Function {
    Sqrt,
    Exp,
    /// Natural logarithm, written `ln` or `log`.
    Ln,
    Log10,
    Sin,
    Cos,
    Tan,
    Asin,
    Acos,
    Atan,
    Abs,
}

impl Formula {
    /// The text it was read from.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether a name stands for a number of its own, so that no input can have it.
    pub fn is_constant(name: &str) -> bool {
        name == "pi"
    }

    /// Its symbols, in the order of their first use: the order of values in [`Formula::value`] and [`Formula::gradient`].
    pub fn symbols(&self) -> &[String] {
        &self.symbols
    }
}

/// Why a text is not a formula. Positions count characters from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormulaError {
    /// Nothing was written.
    Empty,
    /// Longer than [`MAX_LENGTH`].
    TooLong,
    /// Nested deeper than [`MAX_DEPTH`].
    TooDeep(usize),
    /// Something that cannot stand there.
    Unexpected(usize),
    /// The text ends where a value or a bracket is missing.
    EndsEarly(usize),
    /// A number that cannot be read.
    Number(usize),
    /// A function that is not known.
    UnknownFunction(usize),
    /// A function with too few or too many arguments.
    Arguments(usize),
}

impl FormulaError {
    /// The character it speaks of.
    pub const fn position(&self) -> Option<usize> {
        match self {
            Self::Empty | Self::TooLong => None,
            Self::TooDeep(at)
            | Self::Unexpected(at)
            | Self::EndsEarly(at)
            | Self::Number(at)
            | Self::UnknownFunction(at)
            | Self::Arguments(at) => Some(*at),
        }
    }
}

impl Refusal for FormulaError {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "formula_empty",
            Self::TooLong => "formula_too_long",
            Self::TooDeep(_) => "formula_too_deep",
            Self::Unexpected(_) => "formula_unexpected",
            Self::EndsEarly(_) => "formula_ends_early",
            Self::Number(_) => "formula_number",
            Self::UnknownFunction(_) => "formula_unknown_function",
            Self::Arguments(_) => "formula_arguments",
        }
    }

    fn params(&self) -> BTreeMap<String, String> {
        self.position().map(|at| ("position".to_owned(), (at + 1).to_string())).into_iter().collect()
    }

    fn clause(&self) -> Option<&'static str> {
        Some("C-5.5.3")
    }
}

impl fmt::Display for FormulaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
impl std::error::Error for FormulaError {}
