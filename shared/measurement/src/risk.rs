//! Global risks of a process that is measured and accepted within limits (JCGM 106 9).

use super::refusal::MeasurementError;
use statistics::normal::{GAUSS, between, density, tail};

/// How many standard deviations of process and measurement are looked at: beyond, a normal density is no number any more.
const REACH: i32 = 38;

/// How far the sum of all probabilities may be from one.
const WHOLE: f64 = 1e-9;

/// An interval with limits on one side or both.
pub type Limits = (Option<f64>, Option<f64>);

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
    pub tolerance: Limits,
    /// Acceptance interval.
    pub acceptance: Limits,
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
/// [`MeasurementError::NotPositive`] for a standard deviation that is not positive, [`MeasurementError::LimitsMissing`],
/// [`MeasurementError::LimitsCrossed`], [`MeasurementError::NotFinite`] where nothing is accepted or numbers do not hold it.
pub fn global(process: &Process) -> Result<Risks, MeasurementError> {
    for (value, name) in [(process.sigma, "sigma"), (process.u, "u")] {
        if !(value > 0.0 && value.is_finite()) {
            return Err(MeasurementError::NotPositive(name.to_owned()));
        }
    }
    let (low, high) = ends(process.tolerance)?;
    ends(process.acceptance)?;
    let outside = process.integral(f64::NEG_INFINITY, low, true) + process.integral(high, f64::INFINITY, true);
    let inside = process.integral(low, high, true);
    let rejected = process.integral(low, high, false);
    let others = process.integral(f64::NEG_INFINITY, low, false) + process.integral(high, f64::INFINITY, false);
    let share = outside / (outside + inside);
    // All there is, is one: numbers too coarse to hold the process beside its limits show here.
    let whole = (outside + inside + rejected + others - 1.0).abs() < WHOLE;
    if !(share.is_finite() && whole && process.mean.is_finite()) {
        return Err(MeasurementError::NotFinite("acceptance".to_owned()));
    }
    Ok(Risks { false_acceptance: outside, false_rejection: rejected, false_acceptance_of_accepted: share })
}

fn ends(limits: Limits) -> Result<(f64, f64), MeasurementError> {
    let sound = |limit: Option<f64>| limit.is_none_or(f64::is_finite);
    match limits {
        (None, None) => Err(MeasurementError::LimitsMissing),
        (Some(low), Some(high)) if low > high => Err(MeasurementError::LimitsCrossed),
        (low, high) if sound(low) && sound(high) => Ok((low.unwrap_or(f64::NEG_INFINITY), high.unwrap_or(f64::INFINITY))),
        _ => Err(MeasurementError::NotFinite("limits".to_owned())),
    }
}

impl Process {
    /// The probability of a true value from `from` to `to` that is accepted, or rejected. Each true value is told as its distance from
    /// the nearer acceptance limit, so that a measurement far finer than the process keeps its digits.
    fn integral(&self, from: f64, to: f64, accepted: bool) -> f64 {
        match self.acceptance {
            (Some(low), Some(high)) => {
                let middle = 0.5 * low + 0.5 * high;
                self.about(low, from, to.min(middle), accepted) + self.about(high, from.max(middle), to, accepted)
            }
            (Some(limit), None) | (None, Some(limit)) => self.about(limit, from, to, accepted),
            (None, None) => f64::NAN,
        }
    }

    fn about(&self, limit: f64, from: f64, to: f64, accepted: bool) -> f64 {
        let mean = self.mean - limit;
        let reach = f64::from(REACH) * self.sigma;
        let (from, to) = ((from - limit).max(mean - reach), (to - limit).min(mean + reach));
        if from.is_nan() || to.is_nan() {
            return f64::NAN;
        }
        if from >= to {
            return 0.0;
        }
        // Cut where the density and where the measurement bend.
        let bends = (-REACH..=REACH).flat_map(|n| [f64::from(n) * self.u, mean + f64::from(n) * self.sigma]);
        let mut cuts: Vec<f64> = bends.filter(|cut| *cut > from && *cut < to).chain([from, to]).collect();
        cuts.sort_unstable_by(f64::total_cmp);
        let panels = cuts.windows(2).filter(|ends| ends[0] < ends[1]);
        panels.map(|ends| panel(ends[0], ends[1], |at| self.density(limit, at, accepted))).sum::<f64>() / self.sigma
    }

    fn density(&self, limit: f64, at: f64, accepted: bool) -> f64 {
        let above = |end: Option<f64>| end.map(|end| ((end - limit) - at) / self.u);
        let low = above(self.acceptance.0).unwrap_or(f64::NEG_INFINITY);
        let high = above(self.acceptance.1).unwrap_or(f64::INFINITY);
        let probability = if accepted { between(low, high) } else { tail(-low) + tail(high) };
        density(((limit - self.mean) + at) / self.sigma) * probability
    }
}

/// Gauss and Legendre's rule.
fn panel(from: f64, to: f64, f: impl Fn(f64) -> f64) -> f64 {
    let (middle, half) = (0.5 * from + 0.5 * to, 0.5 * (to - from));
    half * GAUSS.iter().map(|(x, weight)| weight * (f(middle - half * x) + f(middle + half * x))).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two(low: f64, high: f64) -> Limits {
        (Some(low), Some(high))
    }

    /// mpmath, 25 digits.
    #[test]
    fn risks_keep_their_digits_however_fine_the_measurement() {
        let one_sided = (None, Some(1.0));
        for (sigma, u, tolerance, acceptance, expected) in [
            (1.0, 0.001, two(-1.0, 1.0), two(-1.0, 1.0), [0.00019294371995831516, 0.00019318569056184898, 0.00028262305274510095]),
            (10.0, 0.01, two(-1.0, 1.0), two(-1.0, 1.0), [0.0003167023568724364, 0.00031674205209751197, 0.003975893951930732]),
            (0.5, 1e-5, two(-1.0, 1.0), two(-1.0, 1.0), [8.615495760319663e-07, 8.615927688051811e-07, 9.026189777567461e-07]),
            (1.0, 0.2, two(-1.0, 1.0), two(-0.8, 0.8), [0.007342764614622852, 0.1227998374194934, 0.012944895891647474]),
            (1.0, 0.3, one_sided, (None, Some(0.7)), [0.005246881787861317, 0.09786806365553413, 0.0070077690067914915]),
            (0.1, 0.02, two(-1.0, 1.0), two(-1.0, 1.0), [5.089160388361456e-24, 9.614363463291343e-23, 5.089160388361456e-24]),
            (1.0, 3.0, two(-1.0, 1.0), two(-2.0, 2.0), [0.1396099838607246, 0.3493887328633486, 0.2952142362750882]),
        ] {
            let got = global(&Process { mean: 0.0, sigma, u, tolerance, acceptance }).unwrap();
            let got = [got.false_acceptance, got.false_rejection, got.false_acceptance_of_accepted];
            for (got, expected) in got.into_iter().zip(expected) {
                assert!((got / expected - 1.0).abs() < 1e-11, "{sigma} {u}: {got:e}, not {expected:e}");
            }
        }
    }

    #[test]
    fn a_process_that_cannot_be_is_refused() {
        let process = Process { mean: 0.0, sigma: 1.0, u: 0.1, tolerance: two(-1.0, 1.0), acceptance: two(-1.0, 1.0) };
        assert_eq!(global(&Process { tolerance: two(1.0, -1.0), ..process }), Err(MeasurementError::LimitsCrossed));
        assert_eq!(global(&Process { acceptance: two(1.0, -1.0), ..process }), Err(MeasurementError::LimitsCrossed));
        assert_eq!(global(&Process { tolerance: (None, None), ..process }), Err(MeasurementError::LimitsMissing));
        assert_eq!(global(&Process { acceptance: (None, None), ..process }), Err(MeasurementError::LimitsMissing));
        assert!(matches!(global(&Process { u: 0.0, ..process }), Err(MeasurementError::NotPositive(_))));
        assert!(matches!(global(&Process { mean: f64::NAN, ..process }), Err(MeasurementError::NotFinite(_))));
        assert!(matches!(global(&Process { acceptance: two(500.0, 501.0), ..process }), Err(MeasurementError::NotFinite(_))));
    }
}
