//! Facts of cases as a version would have written them that asked nothing.

use backend::app::Error;
use backend::app::case::{Kept, load};
use backend::store::case::{self as store, Lifted};
use backend::store::{Tx, audit};
use base::id::{CaseId, FactId, PersonId};
use domain::case::{By, Entry, Made, write};
use domain::event::ledger::Verdict;
use serde_json::Value;

use crate::Lab;

/// Writes a fact with its audit entry, and what lists are searched by, without any rule.
pub async fn written<C: Kept>(lab: &Lab, case: CaseId, by: By, fact: C::Fact)
where
    C::Fact: Clone,
{
    let (now, id): (_, FactId) = (lab.now(), lab.app.new_id());
    let done = lab.app.db.write::<_, Error, _>(move |tx: &mut Tx| {
        let (by, fact) = (by.clone(), fact.clone());
        Box::pin(async move {
            let mut folded = load::<C>(tx, case).await?.unwrap_or_default();
            let made = Made { id, by: by.clone(), key: None, at: now };
            let written = write::<C>(case, folded.head, made, fact).expect("a text");
            let entry = Entry {
                case,
                kind: C::KIND.to_owned(),
                seq: folded.next_seq,
                prev: folded.head,
                fact: id,
                fact_hash: written.hash,
                received_at: now,
                verdict: Verdict::Effective,
                signature: None,
                text: written.text,
            };
            folded.take(&entry).expect("a fact of this kind");
            store::put(tx, case, &folded).await?;
            store::append(tx, &entry, &Lifted::of(&by, None)).await?;
            told(tx, &entry).await
        })
    });
    done.await.expect("the fact is written");
}

/// The audit entry of a fact, as the server writes it.
pub async fn told(tx: &mut Tx, entry: &Entry) -> Result<(), Error> {
    let says: Value = serde_json::from_str(&entry.text).expect("a fact");
    let by: Option<PersonId> = says["by"]["person"].as_str().map(|person| person.parse().expect("an identity"));
    let what = says["fact"]["type"].as_str().expect("its type");
    Ok(audit::append(tx, entry.received_at, by, audit::Act::Fact(audit::FactAdded { entry, what, answers: None })).await?)
}
