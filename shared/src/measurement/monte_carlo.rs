//! Propagation of distributions (JCGM 101): seeded, so that tablet and server draw the same trials.

use super::formula::Formula;
use super::random::Generator;
use super::refusal::MeasurementError;

/// Fewest trials.
pub const MIN_TRIALS: u32 = 10_000;
/// Most trials.
pub const MAX_TRIALS: u32 = 10_000_000;
/// Trials worked out at once.
const BLOCK: usize = 1024;

/// What is known of an input.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Variable {
    /// A constant.
    Constant(f64),
    /// Normal: mean and standard uncertainty.
    Normal(f64, f64),
    /// Scaled and shifted t: mean, scale, degrees of freedom.
    Student(f64, f64, f64),
    /// Rectangular between two ends.
    Uniform(f64, f64),
    /// Symmetric triangular between two ends.
    Triangular(f64, f64),
    /// Trapezoidal between two ends, with the ratio of top to base.
    Trapezoidal(f64, f64, f64),
    /// U-shaped between two ends.
    Arcsine(f64, f64),
    /// Rectangular between two ends, each of them known within ± the third (JCGM 101 6.4.3).
    CurvilinearTrapezoid(f64, f64, f64),
}

/// Which interval holds the probability.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Equal tails.
    Symmetric,
    /// The narrowest.
    Shortest,
}

/// A run.
#[derive(Debug, Clone, PartialEq)]
pub struct Run<'a> {
    /// The model.
    pub model: &'a Formula,
    /// Its symbols' variables, in its order.
    pub variables: &'a [Variable],
    /// Correlations of normal variables: two places and r.
    pub correlations: &'a [(usize, usize, f64)],
    /// Trials.
    pub trials: u32,
    /// Seed.
    pub seed: u64,
    /// Coverage probability.
    pub probability: f64,
    /// Interval.
    pub interval: Kind,
}

/// What came out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Simulated {
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub u: f64,
    /// Lower end of the coverage interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Runs the trials.
///
/// # Errors
/// [`MeasurementError::Coverage`] for a probability outside 0 to 1 or too few trials for it, [`MeasurementError::NotFinite`] where
/// the model has no value, [`MeasurementError::NotPositive`] for an impossible variable or correlation.
pub fn run(run: &Run<'_>) -> Result<Simulated, MeasurementError> {
    let sound = run.probability > 0.0 && run.probability < 1.0 && (MIN_TRIALS..=MAX_TRIALS).contains(&run.trials);
    if !sound {
        return Err(MeasurementError::Coverage);
    }
    for (symbol, variable) in run.model.symbols().iter().zip(run.variables) {
        if !variable.is_sound() {
            return Err(MeasurementError::NotPositive(symbol.clone()));
        }
    }
    let mixing = Mixing::of(run)?;
    let values = trials(run, &mixing);
    if values.iter().any(|value| !value.is_finite()) {
        return Err(MeasurementError::NotFinite("model".to_owned()));
    }
    summarise(values, run).ok_or(MeasurementError::Coverage)
}

fn trials(run: &Run<'_>, mixing: &Mixing) -> Vec<f64> {
    let mut generator = Generator::new(run.seed);
    let wanted = usize::try_from(run.trials).unwrap_or(usize::MAX);
    let mut values = Vec::with_capacity(wanted);
    while values.len() < wanted {
        let length = BLOCK.min(wanted - values.len());
        let draw = |variable: &Variable| (0..length).map(|_| variable.draw(&mut generator)).collect::<Vec<f64>>();
        let mut columns: Vec<Vec<f64>> = run.variables.iter().map(draw).collect();
        mixing.apply(run.variables, &mut columns);
        if columns.is_empty() {
            columns.push(vec![0.0; length]);
        }
        values.extend(run.model.values(&columns));
    }
    values
}

impl Variable {
    fn is_sound(self) -> bool {
        match self {
            Self::Constant(value) => value.is_finite(),
            Self::Normal(mean, u) => mean.is_finite() && u.is_finite() && u >= 0.0,
            Self::Student(mean, scale, dof) => mean.is_finite() && scale >= 0.0 && scale.is_finite() && dof > 0.0 && dof.is_finite(),
            Self::Uniform(a, b) | Self::Triangular(a, b) | Self::Arcsine(a, b) => a <= b && (b - a).is_finite(),
            Self::Trapezoidal(a, b, beta) => a <= b && (b - a).is_finite() && (0.0..=1.0).contains(&beta),
            Self::CurvilinearTrapezoid(a, b, d) => a <= b && (b - a).is_finite() && d >= 0.0 && d <= (b - a) / 2.0,
        }
    }

    fn draw(self, generator: &mut Generator) -> f64 {
        match self {
            Self::Constant(value) => value,
            Self::Normal(mean, u) => mean + u * generator.normal(),
            Self::Student(mean, scale, dof) => mean + scale * generator.student(dof),
            Self::Uniform(a, b) => a + (b - a) * generator.uniform(),
            Self::Triangular(a, b) => a + (b - a) / 2.0 * (generator.uniform() + generator.uniform()),
            Self::Trapezoidal(a, b, beta) => a + (b - a) / 2.0 * ((1.0 + beta) * generator.uniform() + (1.0 - beta) * generator.uniform()),
            Self::Arcsine(a, b) => (a + b) / 2.0 + (b - a) / 2.0 * (std::f64::consts::TAU * generator.uniform()).sin(),
            Self::CurvilinearTrapezoid(a, b, d) => {
                let low = a - d + 2.0 * d * generator.uniform();
                let high = a + b - low;
                low + (high - low) * generator.uniform()
            }
        }
    }
}

/// The Cholesky factor of the correlation matrix, where there are correlations.
struct Mixing(Option<Vec<Vec<f64>>>);

impl Mixing {
    fn of(run: &Run<'_>) -> Result<Self, MeasurementError> {
        if run.correlations.is_empty() {
            return Ok(Self(None));
        }
        let size = run.variables.len();
        let mut matrix: Vec<Vec<f64>> = (0..size).map(|n| (0..size).map(|m| if n == m { 1.0 } else { 0.0 }).collect()).collect();
        for &(a, b, r) in run.correlations {
            let normal = |n: usize| matches!(run.variables.get(n), Some(Variable::Normal(..)));
            if !(normal(a) && normal(b) && a != b && r.abs() <= 1.0) {
                return Err(MeasurementError::NotPositive("correlation".to_owned()));
            }
            matrix[a][b] = r;
            matrix[b][a] = r;
        }
        cholesky(matrix).map(|factor| Self(Some(factor))).ok_or_else(|| MeasurementError::NotPositive("correlation".to_owned()))
    }

    fn apply(&self, variables: &[Variable], columns: &mut [Vec<f64>]) {
        let Some(factor) = &self.0 else { return };
        let length = columns.first().map_or(0, Vec::len);
        for trial in 0..length {
            let standard: Vec<f64> = variables.iter().zip(columns.iter()).map(|(v, column)| v.standard(column[trial])).collect();
            for (n, variable) in variables.iter().enumerate() {
                if let Variable::Normal(mean, u) = variable {
                    let mixed: f64 = factor[n].iter().zip(&standard).map(|(weight, z)| weight * z).sum();
                    columns[n][trial] = mean + u * mixed;
                }
            }
        }
    }
}

impl Variable {
    /// The draw in units of its standard uncertainty; zero for what cannot be correlated.
    fn standard(self, drawn: f64) -> f64 {
        match self {
            Self::Normal(mean, u) if u > 0.0 => (drawn - mean) / u,
            _ => 0.0,
        }
    }
}

/// Lower triangle L with L·Lᵀ = matrix; `None` where the correlations contradict each other.
fn cholesky(mut matrix: Vec<Vec<f64>>) -> Option<Vec<Vec<f64>>> {
    let size = matrix.len();
    for n in 0..size {
        for m in 0..=n {
            let sum: f64 = (0..m).map(|k| matrix[n][k] * matrix[m][k]).sum();
            let rest = matrix[n][m] - sum;
            matrix[n][m] = if n == m {
                if rest < -1e-12 {
                    return None;
                }
                rest.max(0.0).sqrt()
            } else if matrix[m][m] > 0.0 {
                rest / matrix[m][m]
            } else if rest.abs() <= 1e-9 {
                0.0
            } else {
                return None;
            };
        }
    }
    for (n, row) in matrix.iter_mut().enumerate() {
        for weight in row.iter_mut().skip(n + 1) {
            *weight = 0.0;
        }
    }
    Some(matrix)
}

/// JCGM 101 7.6 and 7.7.
fn summarise(mut values: Vec<f64>, run: &Run<'_>) -> Option<Simulated> {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let u = (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0)).sqrt();
    let inside = (run.probability * count + 0.5).floor() as usize;
    let last = values.len().checked_sub(1)?;
    if inside == 0 || inside > last {
        return None;
    }
    values.sort_unstable_by(f64::total_cmp);
    let first = match run.interval {
        Kind::Symmetric => (values.len() - inside) / 2,
        Kind::Shortest => {
            let width = |at: &usize| values[at + inside] - values[*at];
            (0..=last - inside).min_by(|a, b| width(a).total_cmp(&width(b)))?
        }
    };
    Some(Simulated { mean, u, low: values[first], high: values[first + inside] })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn simulate(model: &str, variables: &[Variable], correlations: &[(usize, usize, f64)]) -> Result<Simulated, MeasurementError> {
        let model = Formula::parse(model).unwrap();
        run(&Run { model: &model, variables, correlations, trials: 200_000, seed: 7, probability: 0.95, interval: Kind::Symmetric })
    }

    #[test]
    fn four_normal_inputs_of_jcgm_101() {
        let got = simulate("a+b+c+d", &[Variable::Normal(0.0, 1.0); 4], &[]).unwrap();
        assert!(got.mean.abs() < 0.03 && (got.u - 2.0).abs() < 0.02 && (got.high - 3.92).abs() < 0.06, "{got:?}");
        assert_eq!(got, simulate("a+b+c+d", &[Variable::Normal(0.0, 1.0); 4], &[]).unwrap(), "reproducible from the seed");
    }

    #[test]
    fn shapes_have_their_standard_deviations() {
        for (variable, expected) in [
            (Variable::Uniform(-1.0, 1.0), 1.0 / 3.0_f64.sqrt()),
            (Variable::Triangular(-1.0, 1.0), 1.0 / 6.0_f64.sqrt()),
            (Variable::Trapezoidal(-1.0, 1.0, 0.5), (1.25_f64 / 6.0).sqrt()),
            (Variable::Arcsine(-1.0, 1.0), 0.5_f64.sqrt()),
            (Variable::CurvilinearTrapezoid(-1.0, 1.0, 0.5), (1.0 / 3.0 + 0.25 / 9.0_f64).sqrt()),
            (Variable::Student(0.0, 1.0, 10.0), 1.25_f64.sqrt()),
        ] {
            let got = simulate("x", &[variable], &[]).unwrap();
            assert!((got.u / expected - 1.0).abs() < 0.01, "{variable:?}: {}", got.u);
        }
    }

    #[test]
    fn correlated_inputs_cancel_or_add() {
        let two = [Variable::Normal(0.0, 1.0); 2];
        assert!(simulate("a-b", &two, &[(0, 1, 1.0)]).unwrap().u < 1e-12);
        assert!((simulate("a+b", &two, &[(0, 1, 0.5)]).unwrap().u - 3.0_f64.sqrt()).abs() < 0.02);
        assert!(simulate("a+b", &two, &[(0, 1, 1.5)]).is_err());
        let three = [Variable::Normal(0.0, 1.0); 3];
        assert!(simulate("a+b+c", &three, &[(0, 1, 0.9), (1, 2, 0.9), (0, 2, -0.9)]).is_err());
    }

    #[test]
    fn a_model_without_value_is_refused() {
        assert_eq!(simulate("sqrt(x)", &[Variable::Normal(0.0, 1.0)], &[]), Err(MeasurementError::NotFinite("model".to_owned())));
        assert!(simulate("x", &[Variable::Uniform(2.0, 1.0)], &[]).is_err());
    }
}
