//! An entry through time: every version a register ever had of it, each with the moment from which it was the one.

use base::time::Instant;

/// Every version of an entry. Never empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Versions<T> {
    before: Vec<(Instant, T)>,
    latest: (Instant, T),
}

impl<T> Versions<T> {
    /// The versions, the latest last; `None` where there are none.
    #[must_use]
    pub fn of(mut versions: Vec<(Instant, T)>) -> Option<Self> {
        let latest = versions.pop()?;
        Some(Self { before: versions, latest })
    }

    /// One that always was: what a job pack knows.
    pub const fn always(body: T) -> Self {
        Self { before: Vec::new(), latest: (Instant(i64::MIN), body) }
    }

    /// The entry as it is now.
    pub const fn latest(&self) -> &T {
        &self.latest.1
    }

    /// The same, to be changed.
    pub const fn latest_mut(&mut self) -> &mut T {
        &mut self.latest.1
    }

    /// Every version, the latest last.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.dated().map(|(_, body)| body)
    }

    /// The entry as it was at a moment; before the first version, the first.
    pub fn at(&self, when: Instant) -> &T {
        let then = self.dated().rev().find(|(since, _)| *since <= when).or_else(|| self.dated().next());
        then.map_or(&self.latest.1, |(_, body)| body)
    }

    /// Since when the entry first was something; `None` where it never was.
    pub fn first(&self, was: impl Fn(&T) -> bool) -> Option<Instant> {
        self.dated().find(|(_, body)| was(body)).map(|(since, _)| *since)
    }

    /// Every version that came after a moment.
    pub fn since(&self, when: Instant) -> impl Iterator<Item = &T> {
        self.dated().filter(move |(since, _)| *since > when).map(|(_, body)| body)
    }

    /// Since when the entry is like this, without a break until now; `None` where it is not.
    pub fn became(&self, like: impl Fn(&T) -> bool) -> Option<Instant> {
        let run = self.dated().rev().take_while(|(_, version)| like(version));
        run.last().map(|(since, _)| *since)
    }

    /// Since when the entry last began to be something, whether or not it still is; `None` where it never was.
    pub fn last_began(&self, is: impl Fn(&T) -> bool) -> Option<Instant> {
        let (mut began, mut was) = (None, false);
        for (since, version) in self.dated() {
            let now = is(version);
            if now && !was {
                began = Some(*since);
            }
            was = now;
        }
        began
    }

    /// When the entry was first written down; the earliest moment of all where nobody knows.
    pub fn entered_at(&self) -> Instant {
        self.dated().next().map_or(self.latest.0, |(since, _)| *since)
    }

    /// Every version with the moment from which it was the one, the latest last.
    pub fn dated(&self) -> impl DoubleEndedIterator<Item = &(Instant, T)> {
        self.before.iter().chain(std::iter::once(&self.latest))
    }
}

impl<T: PartialEq> Versions<T> {
    /// Whether the entry ever was this.
    pub fn ever(&self, body: &T) -> bool {
        self.all().any(|version| version == body)
    }

    /// Since when the entry is this no more; `None` while it is, and where it never was.
    pub fn left_at(&self, body: &T) -> Option<Instant> {
        let mut left = None;
        let mut was = false;
        for (since, version) in self.dated() {
            match (was, version == body) {
                (_, true) => (was, left) = (true, None),
                (true, false) if left.is_none() => left = Some(*since),
                _ => {}
            }
        }
        left
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_what_its_last_version_by_then_says() {
        let versions = Versions::of(vec![(Instant(10), 'a'), (Instant(20), 'b'), (Instant(30), 'a'), (Instant(40), 'c')]).unwrap();
        for (when, what) in [(0, 'a'), (10, 'a'), (19, 'a'), (20, 'b'), (39, 'a'), (40, 'c'), (99, 'c')] {
            assert_eq!(*versions.at(Instant(when)), what, "{when}");
        }
        assert_eq!((*versions.latest(), versions.all().collect::<String>()), ('c', "abac".to_owned()));
        let left = ['a', 'b', 'c', 'd'].map(|body| versions.left_at(&body).map(|when| when.0));
        assert_eq!(left, [Some(40), Some(30), None, None]);
        assert_eq!([versions.first(|body| *body == 'a'), versions.first(|body| *body == 'x')], [Some(Instant(10)), None]);
        assert_eq!((versions.ever(&'b'), versions.ever(&'d')), (true, false));
        let began = ['a', 'b', 'd'].map(|body| versions.last_began(|version| *version == body).map(|when| when.0));
        assert_eq!((began, versions.entered_at()), ([Some(30), Some(20), None], Instant(10)));
        assert_eq!(Versions::of(Vec::<(Instant, char)>::new()), None);
        assert_eq!(Versions::always('x').at(Instant(i64::MIN)), &'x');
    }
}
