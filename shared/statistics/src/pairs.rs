//! Distances between all pairs of values, without writing them down: n(n − 1)/2 of them are counted in one walk.

use num_bigint::{BigInt, BigUint};

use super::scaled::{Scaled, Whole};

/// A distance: a whole number that can be halved between two others.
pub(super) trait Distance: Clone + Ord {
    /// Whether halving takes long: such distances are looked for among those that pairs have.
    const LONG: bool;

    /// No distance.
    fn zero() -> Self;
    /// Midway, rounded down.
    fn middle(low: &Self, high: &Self) -> Self;
    /// The next larger one.
    fn next(self) -> Self;
    /// The next smaller one; `None` of zero.
    fn previous(&self) -> Option<Self>;
}

macro_rules! distance {
    ($($type:ty),*) => {$(
        impl Distance for $type {
            const LONG: bool = false;

            fn zero() -> Self {
                0
            }

            fn middle(low: &Self, high: &Self) -> Self {
                low + (high - low) / 2
            }

            fn next(self) -> Self {
                self.saturating_add(1)
            }

            fn previous(&self) -> Option<Self> {
                self.checked_sub(1)
            }
        }
    )*};
}
distance!(u64, u128);

impl Distance for BigUint {
    const LONG: bool = true;

    fn zero() -> Self {
        Self::ZERO
    }

    fn middle(low: &Self, high: &Self) -> Self {
        (low + high) >> 1
    }

    fn next(self) -> Self {
        self + 1_u32
    }

    fn previous(&self) -> Option<Self> {
        (*self != Self::ZERO).then(|| self - 1_u32)
    }
}

/// A collection of pairs that can be counted by their distance. Counts may be weighted.
pub(super) trait Counted {
    /// What a distance is.
    type Distance: Distance;

    /// How many pairs there are.
    fn all(&self) -> u128;
    /// How many are at most so far apart.
    fn at_most(&self, reach: &Self::Distance) -> u128;
    /// The largest distance of all.
    fn widest(&self) -> Self::Distance;
    /// The nearest distances that pairs have: the largest below, and the smallest not below.
    fn around(&self, reach: &Self::Distance) -> (Option<Self::Distance>, Option<Self::Distance>);

    /// How many are nearer.
    fn below(&self, reach: &Self::Distance) -> u128 {
        reach.previous().map_or(0, |nearer| self.at_most(&nearer))
    }

    /// The smallest distance for which something holds that holds for all larger ones; `None` where it holds for none. What holds
    /// depends on counts alone, so that a distance that no pair has may stand for the next one that some pair has.
    fn smallest(&self, holds: impl Fn(&Self, &Self::Distance) -> bool) -> Option<Self::Distance> {
        if Self::Distance::LONG {
            return self.smallest_of_pairs(holds);
        }
        let (mut low, mut high) = (Self::Distance::zero(), self.widest());
        if !holds(self, &high) {
            return None;
        }
        while low < high {
            let middle = Self::Distance::middle(&low, &high);
            if holds(self, &middle) { high = middle } else { low = middle.next() }
        }
        Some(low)
    }

    /// The same from one distance that pairs have to another.
    fn smallest_of_pairs(&self, holds: impl Fn(&Self, &Self::Distance) -> bool) -> Option<Self::Distance> {
        let (mut low, mut high) = (Self::Distance::zero(), self.widest());
        if !holds(self, &high) {
            return None;
        }
        while low < high {
            let middle = Self::Distance::middle(&low, &high);
            if holds(self, &middle) {
                match self.around(&middle) {
                    (Some(below), _) if holds(self, &below) => high = below,
                    (_, above) => return above,
                }
            } else {
                low = self.around(&middle.next()).1?;
            }
        }
        Some(low)
    }
}

/// Sorted values and their distance.
pub(super) struct Pairs<'a, T, D> {
    pub(super) sorted: &'a [T],
    pub(super) distance: fn(&T, &T) -> D,
}

impl<T, D: Distance> Counted for Pairs<'_, T, D> {
    type Distance = D;

    fn all(&self) -> u128 {
        let n = self.sorted.len() as u128;
        n * n.saturating_sub(1) / 2
    }

    fn at_most(&self, reach: &D) -> u128 {
        let mut from = 0;
        let mut pairs = 0_u64;
        for (n, high) in self.sorted.iter().enumerate() {
            while (self.distance)(&self.sorted[from], high) > *reach {
                from += 1;
            }
            pairs += (n - from) as u64;
        }
        u128::from(pairs)
    }

    fn widest(&self) -> D {
        self.sorted.first().zip(self.sorted.last()).map_or_else(D::zero, |(low, high)| (self.distance)(low, high))
    }

    fn around(&self, reach: &D) -> (Option<D>, Option<D>) {
        let (mut below, mut above) = (None, None);
        let mut from = 0;
        for (n, high) in self.sorted.iter().enumerate() {
            while from < n && (self.distance)(&self.sorted[from], high) >= *reach {
                from += 1;
            }
            if from < n {
                below = below.max(Some((self.distance)(&self.sorted[from], high)));
            }
            if let Some(low) = from.checked_sub(1).and_then(|n| self.sorted.get(n)) {
                above = nearer(above, (self.distance)(low, high));
            }
        }
        (below, above)
    }
}

/// The smaller one of those that there are.
pub(super) fn nearer<D: Ord>(known: Option<D>, other: D) -> Option<D> {
    Some(match known {
        Some(known) if known <= other => known,
        _ => other,
    })
}

/// What is done with pairs, whatever their values are made of.
pub(super) trait Visit {
    /// What comes of it.
    type Outcome;

    /// Sorted whole numbers with the distance of two and the length of a distance.
    fn visit<T: Ord, D: Distance>(self, values: Vec<T>, distance: fn(&T, &T) -> D, length: &dyn Fn(&D) -> f64) -> Self::Outcome;
}

/// Values as whole numbers: distances equal on paper are equal.
pub(super) fn with_whole<V: Visit>(values: &[f64], visit: V) -> V::Outcome {
    let Scaled { whole, exponent } = Scaled::of(values);
    let unit = Scaled { whole: Whole::Short(Vec::new()), exponent };
    match whole {
        Whole::Short(values) => visit.visit(values, |low: &i64, high: &i64| high.abs_diff(*low), &|units| unit.length(units)),
        Whole::Long(values) => visit.visit(values, |low: &i128, high: &i128| high.abs_diff(*low), &|units| unit.length(units)),
        Whole::Wide(values) => {
            visit.visit(values, |low: &BigInt, high: &BigInt| (high - low).magnitude().clone(), &|units| unit.length(units))
        }
    }
}
