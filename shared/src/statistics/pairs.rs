//! Distances between all pairs of values, without writing them down: n(n − 1)/2 of them are counted in one walk.

/// Sorted values and their distance as an ordered whole number.
pub(super) struct Pairs<'a, T> {
    sorted: &'a [T],
    distance: fn(T, T) -> u64,
}

impl<'a> Pairs<'a, i64> {
    /// Whole numbers, smallest first.
    pub(super) const fn of_integers(sorted: &'a [i64]) -> Self {
        Self { sorted, distance: |low, high| high.abs_diff(low) }
    }
}

impl<'a> Pairs<'a, f64> {
    /// Finite numbers, smallest first. Their distances are ordered as their bits are.
    pub(super) fn of_numbers(sorted: &'a [f64]) -> Self {
        Self { sorted, distance: |low, high| (high - low).max(0.0).to_bits() }
    }
}

impl<T: Copy> Pairs<'_, T> {
    /// How many pairs there are.
    pub(super) const fn all(&self) -> u64 {
        let n = self.sorted.len() as u64;
        n * n.saturating_sub(1) / 2
    }

    /// How many are at most so far apart.
    pub(super) fn at_most(&self, reach: u64) -> u64 {
        let mut from = 0;
        let mut pairs = 0;
        for (n, high) in self.sorted.iter().enumerate() {
            while (self.distance)(self.sorted[from], *high) > reach {
                from += 1;
            }
            pairs += (n - from) as u64;
        }
        pairs
    }

    /// How many are nearer.
    pub(super) fn below(&self, reach: u64) -> u64 {
        reach.checked_sub(1).map_or(0, |nearer| self.at_most(nearer))
    }

    /// The largest distance of all.
    fn widest(&self) -> u64 {
        self.sorted.first().zip(self.sorted.last()).map_or(0, |(low, high)| (self.distance)(*low, *high))
    }

    /// The smallest distance for which something holds that holds for all larger ones; `None` where it holds for none.
    pub(super) fn smallest(&self, holds: impl Fn(&Self, u64) -> bool) -> Option<u64> {
        let (mut low, mut high) = (0, self.widest());
        if !holds(self, high) {
            return None;
        }
        while low < high {
            let middle = low + (high - low) / 2;
            if holds(self, middle) { high = middle } else { low = middle + 1 }
        }
        Some(low)
    }

    /// The nearest distances that pairs have: the largest below, and the smallest not below.
    pub(super) fn around(&self, reach: u64) -> (Option<u64>, Option<u64>) {
        let (mut below, mut above) = (None, None);
        let mut from = 0;
        for (n, high) in self.sorted.iter().enumerate() {
            while from < n && (self.distance)(self.sorted[from], *high) >= reach {
                from += 1;
            }
            if from < n {
                below = below.max(Some((self.distance)(self.sorted[from], *high)));
            }
            if let Some(low) = from.checked_sub(1).and_then(|n| self.sorted.get(n)) {
                let distance = (self.distance)(*low, *high);
                above = Some(above.map_or(distance, |nearest: u64| nearest.min(distance)));
            }
        }
        (below, above)
    }
}
