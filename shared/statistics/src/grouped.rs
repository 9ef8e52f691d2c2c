//! Distances between results of different participants with several results each, counted with weights: every pair of participants
//! counts the same (ISO 13528 C.5.2.2).

use super::pairs::{Counted, Distance, nearer};

/// The largest common multiple of numbers of results that weights are whole for; beyond, they are right to twelve digits.
const LARGEST_MULTIPLE: u64 = 1 << 20;

/// Results of all participants, sorted.
pub(super) struct Grouped<T, D> {
    values: Vec<T>,
    owners: Vec<usize>,
    /// Of one result, by participant.
    weights: Vec<u128>,
    /// Sums of weights before each place.
    sums: Vec<u128>,
    /// The nearest place to the left, and to the right, with another owner.
    left: Vec<Option<usize>>,
    right: Vec<Option<usize>>,
    /// Sorted results of each participant.
    own: Vec<Vec<usize>>,
    distance: fn(&T, &T) -> D,
}

impl<T: Ord, D: Distance> Grouped<T, D> {
    /// Values in the order of the participants, who have so many each.
    pub(super) fn of(values: Vec<T>, sizes: &[usize], distance: fn(&T, &T) -> D) -> Self {
        let owner = sizes.iter().enumerate().flat_map(|(owner, size)| std::iter::repeat_n(owner, *size));
        let mut pairs: Vec<(T, usize)> = values.into_iter().zip(owner).collect();
        pairs.sort_unstable();
        let (values, owners): (Vec<T>, Vec<usize>) = pairs.into_iter().unzip();
        let weights = weights(sizes);
        let mut sums = vec![0];
        let mut own = vec![Vec::new(); sizes.len()];
        for (place, owner) in owners.iter().enumerate() {
            sums.push(sums[place] + weights[*owner]);
            own[*owner].push(place);
        }
        let (left, right) = (neighbours(&owners, false), neighbours(&owners, true));
        Self { values, owners, weights, sums, left, right, own, distance }
    }

    fn apart(&self, low: usize, high: usize) -> D {
        (self.distance)(&self.values[low], &self.values[high])
    }

    /// Pairs of one participant's own results that are at most so far apart.
    fn own_at_most(&self, own: &[usize], reach: &D) -> u128 {
        let (mut from, mut pairs) = (0, 0);
        for (n, high) in own.iter().enumerate() {
            while self.apart(own[from], *high) > *reach {
                from += 1;
            }
            pairs += n - from;
        }
        pairs as u128
    }
}

impl<T: Ord, D: Distance> Counted for Grouped<T, D> {
    type Distance = D;

    fn all(&self) -> u128 {
        let square = |sum: u128| sum * sum;
        let of = |(own, weight): (&Vec<usize>, &u128)| own.len() as u128 * weight;
        let parts = || self.own.iter().zip(&self.weights).map(of);
        (square(parts().sum()) - parts().map(square).sum::<u128>()) / 2
    }

    fn at_most(&self, reach: &D) -> u128 {
        let (mut from, mut pairs) = (0, 0);
        for (n, owner) in self.owners.iter().enumerate() {
            while self.apart(from, n) > *reach {
                from += 1;
            }
            pairs += self.weights[*owner] * (self.sums[n] - self.sums[from]);
        }
        let own = self.own.iter().zip(&self.weights).map(|(own, weight)| weight * weight * self.own_at_most(own, reach));
        pairs - own.sum::<u128>()
    }

    fn widest(&self) -> D {
        if self.values.is_empty() { D::zero() } else { self.apart(0, self.values.len() - 1) }
    }

    fn around(&self, reach: &D) -> (Option<D>, Option<D>) {
        let (mut below, mut above) = (None, None);
        let mut from = 0;
        for (n, owner) in self.owners.iter().enumerate() {
            while from < n && self.apart(from, n) >= *reach {
                from += 1;
            }
            let other = |place: usize, next: &[Option<usize>]| if self.owners[place] == *owner { next[place] } else { Some(place) };
            if let Some(low) = Some(from).filter(|from| *from < n).and_then(|from| other(from, &self.right)).filter(|low| *low < n) {
                below = below.max(Some(self.apart(low, n)));
            }
            if let Some(low) = from.checked_sub(1).and_then(|place| other(place, &self.left)) {
                above = nearer(above, self.apart(low, n));
            }
        }
        (below, above)
    }
}

/// For each place the next one, to the right or to the left, that another participant owns.
fn neighbours(owners: &[usize], right: bool) -> Vec<Option<usize>> {
    let mut found = vec![None; owners.len()];
    let mut last: Option<usize> = None;
    let places: Box<dyn Iterator<Item = usize>> = if right { Box::new((0..owners.len()).rev()) } else { Box::new(0..owners.len()) };
    for place in places {
        found[place] = last.and_then(|last| if owners[last] == owners[place] { found[last] } else { Some(last) });
        last = Some(place);
    }
    found
}

/// Weights in proportion to one over the number of results.
fn weights(sizes: &[usize]) -> Vec<u128> {
    let divisor = |mut a: u64, mut b: u64| {
        while b > 0 {
            (a, b) = (b, a % b);
        }
        a
    };
    let multiple = sizes.iter().try_fold(1_u64, |multiple, size| {
        let size = *size as u64;
        Some(multiple / divisor(multiple, size) * size).filter(|multiple| *multiple <= LARGEST_MULTIPLE)
    });
    let multiple = u128::from(multiple.unwrap_or(1 << 40));
    sizes.iter().map(|size| (multiple + *size as u128 / 2) / (*size as u128).max(1)).collect()
}
