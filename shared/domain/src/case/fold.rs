//! The fold: what a case's entries make of it, in their order.

use base::finding::Refusal;
use base::time::Instant;

use super::{By, Case, CaseRefusal, Entry, Stamp, read};
use crate::event::Hash;
use crate::event::ledger::Verdict;

/// What was written of a case before there were cases: it stays where it is, and the case goes on from there.
#[derive(Debug, Clone, PartialEq)]
pub struct Earlier<F> {
    /// What happened, in its order.
    pub facts: Vec<(Stamp, F)>,
    /// Digest of the rows that say so: the first new fact is chained to it.
    pub digest: Hash,
}

/// A case with the place at which it goes on.
#[derive(Debug, Clone, PartialEq)]
pub struct Folded<C> {
    /// Where it stands.
    pub case: C,
    /// Place of the next entry.
    pub next_seq: u64,
    /// Hash of the last entry.
    pub head: Hash,
    /// How many facts there are, set aside or earlier ones too.
    pub facts: u64,
    /// When the first was made.
    pub opened_at: Option<Instant>,
    /// When the last was made or received.
    pub updated_at: Option<Instant>,
}

/// An entry that cannot be folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unfolded {
    /// Its place.
    pub seq: u64,
    /// Why.
    pub why: CaseRefusal,
}

impl<C: Case> Default for Folded<C> {
    fn default() -> Self {
        Self { case: C::default(), next_seq: 0, head: Hash::ZERO, facts: 0, opened_at: None, updated_at: None }
    }
}

impl<C: Case> Folded<C> {
    /// A case as it was written before there were cases; one that begins as a case where there is nothing of it.
    pub fn begun(earlier: Option<Earlier<C::Fact>>) -> Self {
        let mut folded = Self::default();
        let Some(earlier) = earlier else { return folded };
        folded.head = earlier.digest;
        for (stamp, fact) in earlier.facts {
            folded.counted(stamp.at);
            folded.case.apply(&stamp, fact);
        }
        folded
    }

    /// The same after this entry; what is set aside is counted and changes nothing.
    ///
    /// # Errors
    /// If its text is none of this kind.
    pub fn take(&mut self, entry: &Entry) -> Result<(), Unfolded> {
        let written = read::<C>(&entry.text).map_err(|why| Unfolded { seq: entry.seq, why })?;
        if entry.verdict == Verdict::Effective {
            let says = written.says;
            self.case.apply(&Stamp { case: says.case, id: says.id, by: says.by, at: says.at, hash: written.hash }, says.fact);
        }
        self.counted(entry.received_at);
        self.next_seq = entry.seq + 1;
        self.head = entry.hash();
        Ok(())
    }

    fn counted(&mut self, at: Instant) {
        self.facts += 1;
        self.opened_at = self.opened_at.or(Some(at));
        self.updated_at = Some(at);
    }

    /// The case that these entries make, in the order of their places.
    ///
    /// # Errors
    /// Names the first that cannot be read.
    pub fn of<'e>(earlier: Option<Earlier<C::Fact>>, entries: impl IntoIterator<Item = &'e Entry>) -> Result<Self, Unfolded> {
        let mut folded = Self::begun(earlier);
        for entry in entries {
            folded.take(entry)?;
        }
        Ok(folded)
    }
}

/// A fact that was decided, and what became of it: nothing else is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Decided<F> {
    by: By,
    fact: F,
    verdict: Verdict,
}

impl<F> Decided<F> {
    /// What became of it.
    pub const fn verdict(&self) -> &Verdict {
        &self.verdict
    }

    /// Who made it, what happened, and what became of it.
    pub fn into_parts(self) -> (By, F, Verdict) {
        (self.by, self.fact, self.verdict)
    }
}

/// Decides a fact. What follows from an event is written in any case, and set aside if it may not count. Whatever else is refused is not
/// written.
///
/// # Errors
/// Names the rule.
pub fn judge<C: Case>(case: &C, context: &C::Context<'_>, by: By, fact: C::Fact) -> Result<Decided<C::Fact>, C::Refusal> {
    let verdict = match (case.decide(context, &by, &fact), &by) {
        (Ok(()), _) => Verdict::Effective,
        (Err(refusal), By::Event { .. }) => Verdict::SetAside { code: refusal.code().to_owned() },
        (Err(refusal), _) => return Err(refusal),
    };
    Ok(Decided { by, fact, verdict })
}
