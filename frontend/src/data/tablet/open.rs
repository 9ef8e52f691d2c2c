//! Beginning a record: everything a certificate will need, as it is now.

use base::finding::Finding;
use base::id::{CustomerId, EditionId, Id, ItemId, RecordId, TaskId, VisitId};
use domain::event::Stream;
use domain::event::body::{Body, Calibrator, Opened};
use domain::pack::JobPack;
use domain::record::snapshot::{CustomerSnapshot, ItemSnapshot};
use leptos::prelude::*;

use super::Tablet;
use crate::local::crypto;
use crate::text::format::now;

/// What a record is begun from.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The item.
    pub item: ItemId,
    /// The method edition.
    pub edition: EditionId,
    /// The task, where it was planned.
    pub task: Option<TaskId>,
    /// The visit, for work on site.
    pub visit: Option<VisitId>,
    /// The record it takes the place of.
    pub instead_of: Option<RecordId>,
}

impl Tablet {
    /// Begins a record; the new record's identity.
    pub async fn begin_record(self, plan: &Plan) -> Result<RecordId, Finding> {
        let opened = self.opened(plan)?;
        let record = self.new_id()?;
        self.commit(Stream::record(record), Body::Opened(Box::new(opened))).await?;
        Ok(record)
    }

    /// An identity never used before.
    pub fn new_id<K>(self) -> Result<Id<K>, Finding> {
        Ok(Id::new(now(), crypto::random().map_err(|why| super::finding(&why))?))
    }

    fn opened(self, plan: &Plan) -> Result<Opened, Finding> {
        let missing = |what: &'static str| Finding::error("pack_incomplete", what);
        let pack = self.pack_now().ok_or_else(|| missing("pack"))?;
        let who = self.vault.get_untracked().ok_or_else(|| missing("person"))?;
        let item = untrack(|| self.items()).remove(&plan.item).ok_or_else(|| missing("item"))?;
        let edition = pack.editions.iter().find(|known| known.id == plan.edition).ok_or_else(|| missing("edition"))?;
        let task = plan.task.and_then(|id| pack.tasks.iter().find(|task| task.id == id));
        Ok(Opened {
            edition_id: edition.id,
            edition: edition.body.clone(),
            place: pack.place_of(task, plan.visit).ok_or_else(|| missing("place"))?.snapshot.clone(),
            customer: customer(&pack, item.customer).ok_or_else(|| missing("customer"))?,
            item: ItemSnapshot { id: plan.item, item },
            order: task.map(|task| task.order.clone()),
            task: plan.task,
            visit: plan.visit,
            calibrators: vec![Calibrator { person: who.person, name: who.name.clone() }],
            instead_of: plan.instead_of,
        })
    }
}

fn customer(pack: &JobPack, id: CustomerId) -> Option<CustomerSnapshot> {
    let known = pack.customers.iter().find(|known| known.id == id)?;
    let contact = known.body.contacts.first().map(|contact| format!("{} {}", contact.name, contact.telephone)).unwrap_or_default();
    Some(CustomerSnapshot { id, name: known.body.name.clone(), address: known.body.address.clone(), contact: contact.trim().to_owned() })
}
