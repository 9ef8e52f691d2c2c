//! The uncertainty budget as a table: a line per input, with the texts a person reads (GUM 8, C-5.5.3).

use serde::{Deserialize, Serialize};

use super::correlation::Correlation;
use super::evaluate::Evaluation;
use super::line::Line;
use super::number::{Number, text_of, text_of_decimal};
use super::outcome::{decimals, significant};
use super::refusal::MeasurementError;
use super::situation::Situation;
use super::{Outcome, rounding};
use crate::method::{RoundingMode, Source, Uncertainty};
use base::text::Bilingual;
use base::unit::Unit;

/// Digits of binary values that no rule has rounded.
pub(super) const DIGITS: u8 = 7;

/// A budget at one point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BudgetTable {
    /// Point's key.
    pub point: String,
    /// The model.
    pub model: String,
    /// Unit of result, contributions and uncertainties of the result.
    pub unit: Unit,
    /// One line per input, in the edition's order.
    pub lines: Vec<BudgetLine>,
    /// What correlated inputs add or take away together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub correlations: Vec<CorrelationLine>,
    /// What they make.
    pub outcome: Outcome,
}

/// A line of the budget for two inputs that correlate (GUM 5.2.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CorrelationLine {
    /// Symbol of the one.
    pub a: String,
    /// Symbol of the other.
    pub b: String,
    /// Correlation coefficient.
    pub r: String,
    /// Share of the combined variance, in percent with one decimal; negative where they take away.
    pub share: String,
}

/// A line of the budget. Numbers are texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BudgetLine {
    /// Symbol.
    pub symbol: String,
    /// What it is.
    pub label: Bilingual,
    /// Unit of estimate and standard uncertainty.
    pub unit: Unit,
    /// Estimate.
    pub estimate: String,
    /// "a", "b" or "exact".
    pub kind: String,
    /// What a type B statement rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// Distribution: "normal", "t", "rectangular", "triangular", "trapezoidal", "u_shaped".
    pub distribution: String,
    /// Standard uncertainty.
    pub standard_uncertainty: String,
    /// Degrees of freedom; `None` when infinite.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub degrees_of_freedom: Option<String>,
    /// Sensitivity coefficient.
    pub sensitivity: String,
    /// |sensitivity| · standard uncertainty, in the result's unit.
    pub contribution: String,
    /// Share of the combined variance, in percent with one decimal.
    pub share: String,
}

pub(super) fn table(situation: &Situation<'_>, evaluation: &Evaluation<'_>, outcome: Outcome) -> Result<BudgetTable, MeasurementError> {
    let computation = &situation.procedure.computation;
    let correlation = |pair: &Correlation| -> Result<Option<CorrelationLine>, MeasurementError> {
        let (Some(a), Some(b)) = (evaluation.lines.get(pair.a), evaluation.lines.get(pair.b)) else { return Ok(None) };
        let share = 2.0 * pair.r * part(a.contribution(), evaluation.first) * part(b.contribution(), evaluation.first) * 100.0;
        let (a, b) = (a.input.symbol.clone(), b.input.symbol.clone());
        Ok(Some(CorrelationLine { a, b, r: significant(pair.r)?, share: decimals(share, 1)? }))
    };
    let correlations: Vec<_> = evaluation.pairs.iter().map(correlation).collect::<Result<_, _>>()?;
    Ok(BudgetTable {
        point: situation.point.key.clone(),
        model: computation.model.clone(),
        unit: computation.unit,
        lines: evaluation.lines.iter().map(|l| line(l, evaluation.first)).collect::<Result<Vec<_>, _>>()?,
        correlations: correlations.into_iter().flatten().collect(),
        outcome,
    })
}

/// A contribution as part of the combined uncertainty; none of an uncertainty of zero.
fn part(contribution: f64, combined: f64) -> f64 {
    if combined > 0.0 { contribution / combined } else { 0.0 }
}

fn line(line: &Line<'_>, combined: f64) -> Result<BudgetLine, MeasurementError> {
    let share = part(line.contribution(), combined).powi(2) * 100.0;
    let (kind, source) = match &line.input.uncertainty {
        Uncertainty::None => ("exact", None),
        Uncertainty::TypeA { .. } => ("a", None),
        Uncertainty::TypeB { source, .. } => ("b", Some(*source)),
        Uncertainty::Certificate { .. } => ("b", Some(Source::Standard)),
    };
    Ok(BudgetLine {
        symbol: line.input.symbol.clone(),
        label: line.input.label.clone(),
        unit: line.input.unit,
        estimate: shown(line.estimate)?,
        kind: kind.to_owned(),
        source,
        distribution: line.shape.key().to_owned(),
        standard_uncertainty: significant(line.u)?,
        degrees_of_freedom: line.dof.map(|dof| decimals(dof, 0)).transpose()?,
        sensitivity: significant(line.sensitivity)?,
        contribution: significant(line.contribution().abs())?,
        share: decimals(share, 1)?,
    })
}

/// The decimal to twelve places; a binary value to seven digits.
pub(super) fn shown(number: Number) -> Result<String, MeasurementError> {
    if let Some(text) = number.exact.map(|exact| exact.round_dp(12)).and_then(text_of_decimal) {
        return Ok(rounding::plain(&text));
    }
    let text = text_of(number.approx).ok_or(MeasurementError::TooLarge)?;
    Ok(rounding::to_significant(&text, DIGITS, RoundingMode::HalfEven)?)
}
