//! Writing a fact: its text, its entry, what lists are searched by, and its audit entry, in the caller's transaction.

use base::id::{CaseId, FactId};
use base::time::Instant;
use domain::case::{self, By, Decided, Entry, Folded, Made};

use super::Kept;
use crate::app::authority::hold;
use crate::app::{Error, Result};
use crate::random;
use crate::store::settlement::AnswersOf;
use crate::store::{Tx, audit, case as store};

/// A fact to be decided and written.
#[derive(Debug)]
pub struct Fact<F> {
    /// Its identity.
    pub id: FactId,
    /// The case.
    pub case: CaseId,
    /// Who makes it.
    pub by: By,
    /// What happens.
    pub fact: F,
    /// Server time.
    pub now: Instant,
}

impl<F> Fact<F> {
    /// A fact that happens now.
    pub fn new(case: CaseId, by: By, fact: F, now: Instant) -> Self {
        Self { id: random::id(now), case, by, fact, now }
    }
}

/// Decides a fact and writes it. Refused by the kind's rules, nothing is written; the caller says what kind of problem that is.
///
/// # Errors
/// As [`append`].
pub async fn add<C: Kept>(
    tx: &mut Tx,
    folded: &mut Folded<C>,
    context: &C::Context<'_>,
    new: Fact<C::Fact>,
) -> Result<std::result::Result<(), C::Refusal>> {
    let Fact { id, case, by, fact, now } = new;
    match case::judge(&folded.case, context, by, fact) {
        Ok(decided) => append(tx, folded, decided, Place { id, case, now }, None).await.map(Ok),
        Err(refusal) => Ok(Err(refusal)),
    }
}

/// Where and when a decided fact is written.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// The fact's identity.
    pub id: FactId,
    /// The case.
    pub case: CaseId,
    /// Server time.
    pub now: Instant,
}

/// Writes a decided fact, with what its maker answered. What a person makes is in their name, so none is written while their signing is held back (C-4.3.2).
///
/// # Errors
/// 403 while it is held back, 422 where the fact's text would be too long or hold NUL.
pub async fn append<C: Kept>(
    tx: &mut Tx,
    folded: &mut Folded<C>,
    decided: Decided<C::Fact>,
    place: Place,
    answers: Option<&AnswersOf>,
) -> Result<()> {
    let (by, fact, verdict) = decided.into_parts();
    if let Ok(person) = by.person() {
        hold::free(tx, person).await?;
    }
    let Place { id, case, now } = place;
    let written = case::write::<C>(case, folded.head, Made { id, by: by.clone(), key: None, at: now }, fact)
        .map_err(|refusal| Error::rule(&refusal))?;
    let entry = Entry {
        case,
        kind: C::KIND.to_owned(),
        seq: folded.next_seq,
        prev: folded.head,
        fact: id,
        fact_hash: written.hash,
        received_at: now,
        verdict,
        signature: None,
        text: written.text,
    };
    folded.take(&entry).map_err(super::unread)?;
    store::put(tx, case, folded).await?;
    store::append(tx, &entry, &store::Lifted::of(&by, None)).await?;
    let (what, by) = (type_of(&entry.text)?, by.person().ok());
    Ok(audit::append(tx, now, by, audit::Act::Fact(audit::FactAdded { entry: &entry, what: &what, answers })).await?)
}

/// What a fact's text calls what happened.
pub(in crate::app) fn type_of(text: &str) -> Result<String> {
    #[derive(serde::Deserialize)]
    struct Says {
        fact: Named,
    }
    #[derive(serde::Deserialize)]
    struct Named {
        r#type: String,
    }
    serde_json::from_str::<Says>(text).map(|says| says.fact.r#type).map_err(Error::corrupt)
}
