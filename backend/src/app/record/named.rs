//! Which files attachments name, and whose carried drafts name them.

use base::id::PersonId;
use base::time::Instant;
use contract::sync::receive::{Arrival, ArrivalKind};
use domain::event::body::Body;
use domain::event::chain;
use domain::event::{Event, Hash};

use crate::app::Result;
use crate::store::{Tx, file};

/// Stores which files an exchange names. For carried drafts this includes entries the office already has, so that the photos that come with
/// them count as sent by the drafts' author.
pub async fn note(tx: &mut Tx, arrivals: &[Arrival], texts: &[String], carried_by: Option<PersonId>, now: Instant) -> Result<()> {
    for (arrival, text) in arrivals.iter().zip(texts) {
        let event = match &arrival.kind {
            ArrivalKind::New(written) => Some(written.event.clone()),
            ArrivalKind::Known if carried_by.is_some() => chain::read(text).ok().map(|written| written.event),
            _ => None,
        };
        let Some((event, sha256)) = event.and_then(|event| attached(&event).map(|sha256| (event, sha256))) else { continue };
        if matches!(arrival.kind, ArrivalKind::New(_)) {
            file::mention(tx, &event, sha256, now).await?;
        }
        if let Some(by) = carried_by {
            file::carried(tx, sha256, event.author, by).await?;
        }
    }
    Ok(())
}

const fn attached(event: &Event) -> Option<Hash> {
    match &event.body {
        Body::Attached { sha256, .. } => Some(*sha256),
        _ => None,
    }
}
