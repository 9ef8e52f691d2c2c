//! Several outputs and second-order terms, with inputs as they are known.

use std::collections::BTreeMap;

use measurement::MeasurementError;
use measurement::distribution::Shape;
use measurement::formula::Formula;
use measurement::outputs::{propagate_all, second_order};
use measurement::propagate::Known;
use serde::Deserialize;
use serde_json::{Value, json};

use super::call::{Outcome, Pair, Refused, correlated, input, reserved};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    model: Option<String>,
    #[serde(default)]
    models: Vec<String>,
    inputs: BTreeMap<String, Input>,
    correlations: Option<Vec<Pair>>,
}

/// An input by its standard uncertainty, an expanded one, readings, or the half-width of a shape.
#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Input {
    Standard {
        x: f64,
        u: f64,
        dof: Option<f64>,
    },
    Expanded {
        x: f64,
        #[serde(rename = "U")]
        expanded: f64,
        k: f64,
        dof: Option<f64>,
    },
    Readings {
        readings: Vec<f64>,
    },
    HalfWidth {
        x: f64,
        half_width: f64,
        distribution: String,
        beta: Option<f64>,
        dof: Option<f64>,
    },
}

impl Input {
    fn known(&self, symbol: &str) -> Result<Known, MeasurementError> {
        match self {
            Self::Standard { x, u, dof } => Ok(Known { symbol: symbol.to_owned(), x: *x, u: *u, dof: *dof }),
            Self::Expanded { x, expanded, k, dof } => Known::from_expanded(symbol, *x, *expanded, *k, *dof),
            Self::Readings { readings } => Known::from_readings(symbol, readings),
            Self::HalfWidth { x, half_width, distribution, beta, dof } => {
                let shape = match distribution.as_str() {
                    "rectangular" => Shape::Rectangular,
                    "triangular" => Shape::Triangular,
                    "trapezoidal" => Shape::Trapezoidal(beta.unwrap_or(f64::NAN)),
                    "u_shaped" => Shape::UShaped,
                    _ => return Err(MeasurementError::NotPositive(symbol.to_owned())),
                };
                Known::from_half_width(symbol, *x, *half_width, shape, *dof)
            }
        }
    }
}

pub(super) fn call(function: &str, value: &Value) -> Option<Outcome> {
    Some(match function {
        "gum_outputs" => several(value),
        "gum_second_order" => second(value),
        _ => return None,
    })
}

impl Case {
    fn known(&self) -> Result<Vec<Known>, Refused> {
        reserved(self.inputs.keys())?;
        Ok(self.inputs.iter().map(|(symbol, input)| input.known(symbol)).collect::<Result<_, _>>()?)
    }
}

fn several(value: &Value) -> Outcome {
    let case: Case = input(value)?;
    let models = case.models.iter().chain(&case.model).map(|text| Formula::parse(text)).collect::<Result<Vec<_>, _>>()?;
    let got = propagate_all(&models, &case.known()?, &correlated(case.correlations.as_deref()))?;
    let each = |f: fn(&measurement::propagate::Propagated) -> Value| got.outputs.iter().map(f).collect::<Vec<_>>();
    Ok(json!({
        "y": each(|o| json!(o.value)), "u_c": each(|o| json!(o.combined)), "nu_eff": each(|o| json!(o.dof)),
        "covariance": got.covariance, "correlation": got.correlation,
    }))
}

fn second(value: &Value) -> Outcome {
    let case: Case = input(value)?;
    let model = Formula::parse(case.model.as_deref().unwrap_or_default())?;
    let got = second_order(&model, &case.known()?, &correlated(case.correlations.as_deref()))?;
    Ok(json!({"u_c": got.first, "u_c_second_order": got.combined, "shift": got.shift, "needed": got.needed}))
}
