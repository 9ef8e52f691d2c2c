//! Assigned values by each route, with their standard uncertainty: data of a programme (P-4.3.1; ISO 13528 7).

use serde::{Deserialize, Serialize};

use super::consensus::{Consensus, Route, of_experts};
use super::descriptive::{mean, standard_deviation};
use super::exact::Exact;
use super::refusal::{StatisticsError, count, finite, not_negative};
use super::uncertainty::combined_uncertainty;

/// Standard uncertainties of an assigned value that does not come from results (ISO 13528 7.3.2, 7.5.3).
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parts {
    /// Characterisation: of the formulation or of the measurement.
    pub u_char: f64,
    /// Between items.
    #[serde(default)]
    pub u_hom: f64,
    /// By transport.
    #[serde(default)]
    pub u_trans: f64,
    /// By instability.
    #[serde(default)]
    pub u_stab: f64,
}

impl Parts {
    /// All of them together.
    ///
    /// # Errors
    /// [`StatisticsError::OutOfRange`] for a negative one.
    pub fn together(&self) -> Result<f64, StatisticsError> {
        combined_uncertainty(&[self.u_char, self.u_hom, self.u_trans, self.u_stab])
    }
}

/// Where an assigned value comes from (P-4.3.1).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "route", rename_all = "snake_case", deny_unknown_fields)]
pub enum Assigned {
    /// By formulation: what was put in (ISO 13528 7.3).
    Formulation {
        /// Value.
        x: f64,
        /// Uncertainties.
        u: Parts,
    },
    /// By direct measurement, or as certified for the item (ISO 13528 7.4).
    Measurement {
        /// Value.
        x: f64,
        /// Uncertainties.
        u: Parts,
    },
    /// By comparison with a certified reference (ISO 13528 7.5).
    Reference {
        /// Certified value.
        x_crm: f64,
        /// Its standard uncertainty.
        u_crm: f64,
        /// Item minus reference, measured side by side.
        differences: Vec<f64>,
        /// Between items, by transport, by instability.
        #[serde(default)]
        others: Vec<f64>,
    },
    /// Consensus of expert laboratories (ISO 13528 7.6).
    Experts {
        /// Their results.
        x: Vec<f64>,
        /// Their standard uncertainties, of all or of none.
        #[serde(default)]
        u: Vec<f64>,
        /// How they are combined.
        by: Route,
    },
    /// Consensus of the participants (ISO 13528 7.7).
    Participants {
        /// How they are combined.
        by: Route,
    },
}

/// An assigned value that is known before any participant reports.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stated {
    /// Value.
    pub x: f64,
    /// Standard uncertainty.
    pub u: f64,
}

impl Assigned {
    /// A value from outside with its standard uncertainty.
    pub fn known(x: f64, u: f64) -> Self {
        Self::Measurement { x, u: Parts { u_char: u, ..Parts::default() } }
    }

    /// The value, where it does not come from the participants (P-4.3.1).
    ///
    /// # Errors
    /// Those of the route.
    pub fn stated(&self) -> Result<Option<Stated>, StatisticsError> {
        Ok(Some(match self {
            Self::Formulation { x, u } | Self::Measurement { x, u } => Stated { x: finite(*x)?, u: u.together()? },
            Self::Reference { x_crm, u_crm, differences, others } => {
                let carried = from_reference(*x_crm, *u_crm, differences)?;
                Stated { x: carried.x, u: finite(carried.u.hypot(combined_uncertainty(others)?))? }
            }
            Self::Experts { x, u, by } => {
                let Consensus { x, u, .. } = of_experts(x, u, *by)?;
                Stated { x, u }
            }
            Self::Participants { .. } => return Ok(None),
        }))
    }
}

/// A value carried over from a certified reference material by differences measured side by side (ISO 13528 7.5).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Carried {
    /// Assigned value.
    pub x: f64,
    /// Standard uncertainty of the mean difference.
    pub u_difference: f64,
    /// Standard uncertainty of the assigned value.
    pub u: f64,
}

/// From a reference material's value and the differences to it (ISO 13528 7.5.2).
///
/// # Errors
/// [`StatisticsError::TooFew`] below two differences, [`StatisticsError::OutOfRange`] for a negative uncertainty.
pub fn from_reference(x: f64, u: f64, differences: &[f64]) -> Result<Carried, StatisticsError> {
    not_negative("u", u)?;
    let u_difference = standard_deviation(differences)? / count(differences.len()).sqrt();
    Ok(Carried { x: finite(x + mean(differences)?)?, u_difference, u: finite(u.hypot(u_difference))? })
}

/// An assigned value held against a reference (ISO 13528 7.8).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Against {
    /// Reference minus assigned value.
    pub difference: f64,
    /// Its standard uncertainty.
    pub u: f64,
    /// Their ratio.
    pub ratio: f64,
    /// Whether the difference is within twice its uncertainty; if not, its cause is looked for before anything is scored.
    pub consistent: bool,
}

/// Difference of an assigned value from a reference, and whether it is more than chance (ISO 13528 7.8).
///
/// # Errors
/// [`StatisticsError::ZeroScale`] without any uncertainty, [`StatisticsError::OutOfRange`] for a negative one.
pub fn against_reference(reference: (f64, f64), assigned: (f64, f64)) -> Result<Against, StatisticsError> {
    not_negative("u", reference.1)?;
    not_negative("u", assigned.1)?;
    let difference = Exact::of(finite(reference.0)?).minus(&Exact::of(finite(assigned.0)?));
    let squares = Exact::of(reference.1).square().plus(&Exact::of(assigned.1).square());
    let ratio = difference.square().over(&squares).ok_or(StatisticsError::ZeroScale)?.root();
    Ok(Against {
        difference: finite(difference.number())?,
        u: finite(squares.root())?,
        ratio: finite(if difference.is_negative() { -ratio } else { ratio })?,
        consistent: difference.square().compare(&squares.multiplied(4)).is_le(),
    })
}

/// Whether the uncertainty of the assigned value is negligible: u ≤ 0.3 σ, decided in decimal (P-4.3.1; ISO 13528 9.2.1). Where it
/// is not, z′ is the score to use.
pub fn negligible(u: f64, sigma: f64) -> bool {
    u.is_finite() && sigma.is_finite() && Exact::of(u).multiplied(10).compare(&Exact::of(sigma).multiplied(3)).is_le()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Assigned {
        serde_json::from_str(text).unwrap()
    }

    // P-4.3.1: formulation, direct measurement, comparison with a certified reference, expert consensus.
    #[test]
    fn every_route_from_outside_gives_a_value_with_its_uncertainty() {
        let stated = |text: &str| read(text).stated().unwrap().unwrap();
        assert_eq!(stated(r#"{"route": "formulation", "x": 12.5, "u": {"u_char": 3, "u_hom": 4}}"#), Stated { x: 12.5, u: 5.0 });
        assert_eq!(stated(r#"{"route": "measurement", "x": 12.5, "u": {"u_char": 0.1}}"#), Stated { x: 12.5, u: 0.1 });
        let carried = stated(r#"{"route": "reference", "x_crm": 10, "u_crm": 0.3, "differences": [0.6, 1.4], "others": [1.2]}"#);
        assert!((carried.x - 11.0).abs() < 1e-15 && (carried.u - 1.3_f64.hypot(0.0)).abs() < 0.02, "{carried:?}");
        let experts = stated(r#"{"route": "experts", "x": [1, 2, 3, 4], "u": [0.2, 0.2, 0.2, 0.2], "by": "median_MADe"}"#);
        assert!((experts.x - 2.5).abs() < 1e-15 && (experts.u - 1.25 * 0.4 / 4.0).abs() < 1e-15, "{experts:?}");
        assert_eq!(read(r#"{"route": "participants", "by": {"trimmed": {"share": 0.1}}}"#).stated(), Ok(None));
        assert!(serde_json::from_str::<Assigned>(r#"{"route": "measurement", "x": 1, "u": {"u_char": 1}, "v": 1}"#).is_err());
        assert_eq!(read(r#"{"route": "measurement", "x": 1, "u": {"u_char": -1}}"#).stated(), Err(StatisticsError::OutOfRange("u")));
        let some = read(r#"{"route": "experts", "x": [1, 2, 3], "u": [0.2], "by": "mean"}"#);
        assert_eq!(some.stated(), Err(StatisticsError::Missing("u")));
    }

    // P-4.3.1, acceptance criterion and ISO 13528 7.8, both on their limits.
    #[test]
    fn limits_of_the_uncertainty_and_of_the_difference_are_held_in_decimal() {
        assert!(negligible(0.03, 0.1) && !negligible(0.030_000_000_000_000_002, 0.1) && negligible(3e-31, 1e-30));
        let against = |x: f64| against_reference((x, 0.3), (0.1, 0.4)).unwrap();
        assert!(against(1.1).consistent && !against(1.100_000_000_000_000_3).consistent);
        assert_eq!(against(1.1).ratio, 2.0);
        assert_eq!(against_reference((1.0, 0.0), (1.0, 0.0)), Err(StatisticsError::ZeroScale));
        assert_eq!(against_reference((1.0, -0.1), (1.0, 0.2)), Err(StatisticsError::OutOfRange("u")));
    }
}
