//! Global risks of a process that is measured and accepted within limits (JCGM 106 9).

use super::refusal::MeasurementError;
use crate::statistics::student::normal_tail;

/// Panels of the integration.
const PANELS: u32 = 4000;
/// How many standard deviations of the process are looked at.
const REACH: f64 = 9.0;

/// A normal process and its measurement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Process {
    /// Mean of the process.
    pub mean: f64,
    /// Its standard deviation.
    pub sigma: f64,
    /// Standard uncertainty of the measurement.
    pub u: f64,
    /// Tolerance interval.
    pub tolerance: (f64, f64),
    /// Acceptance interval.
    pub acceptance: (f64, f64),
}

/// Risks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Risks {
    /// Accepted and outside the tolerance.
    pub false_acceptance: f64,
    /// Rejected and within the tolerance.
    pub false_rejection: f64,
    /// Outside the tolerance, of those accepted.
    pub false_acceptance_of_accepted: f64,
}

/// Integrates over the process.
///
/// # Errors
/// [`MeasurementError::NotPositive`] for a standard deviation that is not positive, [`MeasurementError::NotFinite`] where nothing is
/// accepted.
pub fn global(process: &Process) -> Result<Risks, MeasurementError> {
    let positive = |value: f64| value > 0.0 && value.is_finite();
    if !(positive(process.sigma) && positive(process.u)) {
        return Err(MeasurementError::NotPositive("sigma".to_owned()));
    }
    let (low, high) = process.tolerance;
    let (from, to) = (process.mean - REACH * process.sigma, process.mean + REACH * process.sigma);
    let accepted = |x: f64| accepted(process, x);
    let outside = integral(process, from, low.min(to), accepted) + integral(process, high.max(from), to, accepted);
    let inside = integral(process, low.max(from), high.min(to), accepted);
    let rejected = integral(process, low.max(from), high.min(to), |x| 1.0 - accepted(x));
    let share = outside / (outside + inside);
    if !share.is_finite() {
        return Err(MeasurementError::NotFinite("acceptance".to_owned()));
    }
    Ok(Risks { false_acceptance: outside, false_rejection: rejected, false_acceptance_of_accepted: share })
}

fn accepted(process: &Process, x: f64) -> f64 {
    let z = |limit: f64| (limit - x) / process.u;
    (normal_tail(z(process.acceptance.0)) - normal_tail(z(process.acceptance.1))).max(0.0)
}

/// Simpson's rule of density times a probability.
fn integral(process: &Process, from: f64, to: f64, probability: impl Fn(f64) -> f64) -> f64 {
    if from >= to {
        return 0.0;
    }
    let step = (to - from) / f64::from(PANELS);
    let value = |n: u32| {
        let x = from + f64::from(n) * step;
        let z = (x - process.mean) / process.sigma;
        (-0.5 * z * z).exp() * probability(x)
    };
    let inner: f64 = (1..PANELS).map(|n| value(n) * if n % 2 == 1 { 4.0 } else { 2.0 }).sum();
    (value(0) + inner + value(PANELS)) * step / 3.0 / (process.sigma * (2.0 * std::f64::consts::PI).sqrt())
}
