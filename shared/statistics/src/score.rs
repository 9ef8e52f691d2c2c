//! Performance scores (P-4.3.2; ISO 13528 9, ISO/IEC 17043 B.4): classes are decided on fractions, as on paper, at any size.

use super::criteria::{Class, Criteria};
use super::exact::Exact;
use super::refusal::{StatisticsError, finite, not_negative, positive};

/// A score with its class.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// The score.
    pub value: f64,
    /// Its class.
    pub class: Class,
}

/// The class of a z score that is given as a number (ISO 13528 9.4.2).
///
/// # Errors
/// [`StatisticsError::NotFinite`].
pub fn classify(z: f64, criteria: &Criteria) -> Result<Class, StatisticsError> {
    Ok(criteria.class_of_square(&Exact::of(finite(z)?).square(), &Exact::of(1.0)))
}

/// x − x_pt, worked out in decimal (ISO 13528 9.3).
///
/// # Errors
/// [`StatisticsError::NotFinite`].
pub fn difference(x: f64, assigned: f64) -> Result<f64, StatisticsError> {
    finite(away(x, assigned)?.number())
}

/// D in percent of the assigned value (ISO 13528 9.3).
///
/// # Errors
/// [`StatisticsError::ZeroScale`] for an assigned value of zero.
pub fn difference_percent(x: f64, assigned: f64) -> Result<f64, StatisticsError> {
    percent_of(x, assigned, assigned)
}

/// D in percent of the largest permitted difference (ISO 13528 9.3, P_A).
///
/// # Errors
/// [`StatisticsError::ZeroScale`] for a permitted difference of zero, [`StatisticsError::OutOfRange`] for a negative one.
pub fn permitted_percent(x: f64, assigned: f64, permitted: f64) -> Result<f64, StatisticsError> {
    not_negative("delta_E", permitted)?;
    percent_of(x, assigned, permitted)
}

fn percent_of(x: f64, assigned: f64, whole: f64) -> Result<f64, StatisticsError> {
    let percent = away(x, assigned)?.multiplied(100).over(&Exact::of(finite(whole)?));
    finite(percent.ok_or(StatisticsError::ZeroScale)?.number())
}

/// z = D/σ (one scale), z′ = D/√(σ² + u²), ζ = D/√(u² + u_pt²): a score by standard deviations (ISO 13528 9.4 to 9.6).
///
/// # Errors
/// [`StatisticsError::ZeroScale`] where all scales are zero, [`StatisticsError::OutOfRange`] for a negative one.
pub fn score(x: f64, assigned: f64, scales: &[f64], criteria: &Criteria) -> Result<Score, StatisticsError> {
    let (away, squares) = (away(x, assigned)?, sum_of_squares(scales)?);
    Ok(Score { value: over_root(&away, &squares)?, class: criteria.class_of_square(&away.square(), &squares) })
}

/// En = D/√(U² + U_pt²) (ISO 13528 9.7; P-4.3.2). Both with the same coverage.
///
/// # Errors
/// As [`score`].
pub fn en(x: f64, assigned: f64, expanded: &[f64], criteria: &Criteria) -> Result<Score, StatisticsError> {
    let (away, squares) = (away(x, assigned)?, sum_of_squares(expanded)?);
    let within = criteria.en_holds(&away.square(), &squares);
    Ok(Score { value: over_root(&away, &squares)?, class: if within { Class::Acceptable } else { Class::Action } })
}

/// Logarithms on which a measurand is scored where its scatter is in proportion to it (P-4.3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Logarithm {
    /// To base e.
    Ln,
    /// To base 10.
    Log10,
}

impl Logarithm {
    /// Of a positive number.
    ///
    /// # Errors
    /// [`StatisticsError::OutOfRange`] for any other.
    pub fn of(self, x: f64) -> Result<f64, StatisticsError> {
        positive("x", x)?;
        Ok(match self {
            Self::Ln => x.ln(),
            Self::Log10 => x.log10(),
        })
    }

    /// The number that has this logarithm.
    ///
    /// # Errors
    /// [`StatisticsError::NotFinite`] where there is none.
    pub fn back(self, logarithm: f64) -> Result<f64, StatisticsError> {
        finite(match self {
            Self::Ln => logarithm.exp(),
            Self::Log10 => 10.0_f64.powf(logarithm),
        })
    }

    /// The standard uncertainty of a logarithm, to first order: u/x, over ln 10 for base ten (GUM 5.1.2).
    ///
    /// # Errors
    /// [`StatisticsError::OutOfRange`] for a negative uncertainty or an x that is not positive.
    pub fn uncertainty(self, x: f64, u: f64) -> Result<f64, StatisticsError> {
        positive("x", x)?;
        not_negative("u", u)?;
        finite(match self {
            Self::Ln => u / x,
            Self::Log10 => u / x / std::f64::consts::LN_10,
        })
    }
}

/// A score on a log scale: (log x − log x_pt)/√Σ scales², the scales being standard deviations of logarithms (P-4.3.2).
///
/// # Errors
/// As [`score`]; [`StatisticsError::OutOfRange`] where a value is not positive.
pub fn log_score(x: f64, assigned: f64, scales: &[f64], logarithm: Logarithm, criteria: &Criteria) -> Result<Score, StatisticsError> {
    score(logarithm.of(x)?, logarithm.of(assigned)?, scales, criteria)
}

fn away(x: f64, assigned: f64) -> Result<Exact, StatisticsError> {
    Ok(Exact::of(finite(x)?).minus(&Exact::of(finite(assigned)?)))
}

fn sum_of_squares(scales: &[f64]) -> Result<Exact, StatisticsError> {
    scales.iter().try_fold(Exact::zero(), |sum, scale| {
        not_negative("scale", *scale)?;
        Ok(sum.plus(&Exact::of(*scale).square()))
    })
}

/// A value exactly as assigned scores zero only where there is a scale to hold it against.
fn over_root(away: &Exact, squares: &Exact) -> Result<f64, StatisticsError> {
    let size = finite(away.square().over(squares).ok_or(StatisticsError::ZeroScale)?.root())?;
    Ok(if away.is_negative() { -size } else { size })
}
