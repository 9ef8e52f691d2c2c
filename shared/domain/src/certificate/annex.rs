//! The annex with the uncertainty budgets, on the customer's request: one table per point, as the engine works them out (C-5.4.1 j).

use serde::{Deserialize, Serialize};

use crate::record::Record;
use base::unit::Unit;
use measurement::method::Stage;
use measurement::{BudgetLine, CorrelationLine, Derivation};

/// The budgets of one stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StatedBudgets {
    /// Stage.
    pub stage: Stage,
    /// A budget per point that has a result.
    pub points: Vec<StatedBudget>,
}

/// The budget at one point. Numbers are texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StatedBudget {
    /// Point's key.
    pub point: String,
    /// Nominal value, as written in the edition.
    pub nominal: String,
    /// Its unit.
    pub nominal_unit: Unit,
    /// The measurement model.
    pub model: String,
    /// Unit of result, contributions and uncertainties of the result.
    pub unit: Unit,
    /// One line per input.
    pub lines: Vec<BudgetLine>,
    /// What correlated inputs add or take away together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub correlations: Vec<CorrelationLine>,
    /// Result, rounded.
    pub value: String,
    /// Combined standard uncertainty.
    pub standard_uncertainty: String,
    /// Effective degrees of freedom; `None` when infinite.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub degrees_of_freedom: Option<String>,
    /// Coverage factor.
    pub coverage_factor: String,
    /// Expanded uncertainty, as in the table of results.
    pub expanded_uncertainty: String,
    /// Whether it was raised to the body's capability: it is not k·u then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub raised_to_cmc: bool,
    /// Whether it was simulated: k is the ratio of U and u then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub simulated: bool,
}

/// The annex out of the record's derivations, by stage, in the order of the form.
pub fn budgets(record: &Record, derivations: &[Derivation]) -> Vec<StatedBudgets> {
    let of_stage = |stage: Stage| {
        let points: Vec<_> = derivations.iter().filter(|d| d.stage == stage).filter_map(|d| budget(record, d)).collect();
        (!points.is_empty()).then_some(StatedBudgets { stage, points })
    };
    [Stage::AsFound, Stage::AsLeft].into_iter().filter_map(of_stage).collect()
}

fn budget(record: &Record, derivation: &Derivation) -> Option<StatedBudget> {
    let point = record.opened.edition.form.points.iter().find(|point| point.key == derivation.point)?;
    let table = &derivation.budget;
    let outcome = table.outcome.clone();
    Some(StatedBudget {
        point: point.key.clone(),
        nominal: point.nominal.to_string(),
        nominal_unit: point.unit,
        model: table.model.clone(),
        unit: table.unit,
        lines: table.lines.clone(),
        correlations: table.correlations.clone(),
        value: outcome.value,
        standard_uncertainty: outcome.standard_uncertainty,
        raised_to_cmc: outcome.raised_to_cmc,
        simulated: outcome.coverage_by == "monte_carlo",
        degrees_of_freedom: outcome.degrees_of_freedom,
        coverage_factor: outcome.coverage_factor,
        expanded_uncertainty: outcome.expanded_uncertainty,
    })
}
