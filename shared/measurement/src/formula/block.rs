//! The values of a formula for many trials at once: step by step over columns, which processors like.

use super::eval::power;
use super::{Formula, Function, Step};

/// The values of one step: the same for all trials, an input's, or its own.
enum Column<'a> {
    Same(f64),
    Input(&'a [f64]),
    Own(Vec<f64>),
}

impl Column<'_> {
    fn values(&self) -> Result<&[f64], f64> {
        match self {
            Self::Same(value) => Err(*value),
            Self::Input(values) => Ok(values),
            Self::Own(values) => Ok(values),
        }
    }
}

impl Column<'_> {
    /// Whether every value is a finite number; an input's are.
    fn is_finite(&self) -> bool {
        match self {
            Self::Same(value) => value.is_finite(),
            Self::Input(_) => true,
            // A sum of zeros is zero unless one of them came from infinity: no branch in the way of vectors.
            Self::Own(values) => values.iter().fold(0.0, |sum, value| sum + value * 0.0) == 0.0,
        }
    }
}

impl Step {
    /// Whether what is not finite can go in and not come out: 1/∞, exp(−∞), atan(∞), min and max.
    fn may_swallow(&self, done: &[Column<'_>]) -> bool {
        match *self {
            Self::Divide(_, b) | Self::Call(Function::Exp | Function::Atan, b) => !done[b].is_finite(),
            Self::Power(a, b) | Self::Min(a, b) | Self::Max(a, b) => !(done[a].is_finite() && done[b].is_finite()),
            _ => false,
        }
    }
}

impl Formula {
    /// Values for `columns[symbol][trial]`, in the order of [`Formula::symbols`], all columns of one length. Not numbers where any step
    /// of any trial is not finite.
    pub fn values(&self, columns: &[Vec<f64>]) -> Vec<f64> {
        let length = columns.first().map_or(1, Vec::len);
        let mut done: Vec<Column<'_>> = Vec::with_capacity(self.steps.len());
        for step in &self.steps {
            if step.may_swallow(&done) {
                return vec![f64::NAN; length];
            }
            let next = match *step {
                Step::Number(_, value) => Column::Same(value),
                Step::Symbol(n) => columns.get(n).map_or(Column::Same(f64::NAN), |column| Column::Input(column)),
                Step::Negative(a) => each(&done[a], |x| -x),
                Step::Add(a, b) => both(&done[a], &done[b], |x, y| x + y),
                Step::Subtract(a, b) => both(&done[a], &done[b], |x, y| x - y),
                Step::Multiply(a, b) => both(&done[a], &done[b], |x, y| x * y),
                Step::Divide(a, b) => both(&done[a], &done[b], |x, y| x / y),
                Step::Power(a, b) => match done[b] {
                    Column::Same(2.0) => each(&done[a], |x| x * x),
                    _ => both(&done[a], &done[b], power),
                },
                Step::Call(function, a) => each(&done[a], |x| function.value(x)),
                Step::Min(a, b) => both(&done[a], &done[b], f64::min),
                Step::Max(a, b) => both(&done[a], &done[b], f64::max),
            };
            done.push(next);
        }
        match done.pop() {
            Some(Column::Own(values)) => values,
            Some(Column::Input(values)) => values.to_vec(),
            Some(Column::Same(value)) => vec![value; length],
            None => Vec::new(),
        }
    }
}

fn each<'a>(a: &Column<'_>, f: impl Fn(f64) -> f64) -> Column<'a> {
    match a.values() {
        Ok(values) => Column::Own(values.iter().map(|x| f(*x)).collect()),
        Err(same) => Column::Same(f(same)),
    }
}

fn both<'a>(a: &Column<'_>, b: &Column<'_>, f: impl Fn(f64, f64) -> f64) -> Column<'a> {
    match (a.values(), b.values()) {
        (Ok(a), Ok(b)) => Column::Own(a.iter().zip(b).map(|(x, y)| f(*x, *y)).collect()),
        (Ok(a), Err(y)) => Column::Own(a.iter().map(|x| f(*x, y)).collect()),
        (Err(x), Ok(b)) => Column::Own(b.iter().map(|y| f(x, *y)).collect()),
        (Err(x), Err(y)) => Column::Same(f(x, y)),
    }
}
