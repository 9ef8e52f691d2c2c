//! The registers as one reader sees them: fields hidden from that reader are left out here, for every way of reading.

use base::id::IdOf;
use contract::api::register::{Row, Version};
use contract::api::{ListQuery, Page};
use domain::register::Entry;

use super::{get, history, list};
use crate::app::{Actor, Result};
use crate::state::App;

/// A person's view of the registers.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    app: &'a App,
    actor: &'a Actor,
}

impl<'a> Reader<'a> {
    /// By this person.
    pub const fn new(app: &'a App, actor: &'a Actor) -> Self {
        Self { app, actor }
    }

    /// A page of a noun's entries.
    pub async fn list<T: Entry>(self, query: ListQuery) -> Result<Page<Row<T>>> {
        let page = list::<T>(self.app, query).await?;
        let rows = page.rows.into_iter().map(|row| Row { body: self.seen(row.id, row.body), ..row }).collect();
        Ok(Page { rows, next: page.next })
    }

    /// One entry.
    pub async fn get<T: Entry>(self, id: IdOf<T>) -> Result<Row<T>> {
        let row = get(self.app, id).await?;
        Ok(Row { body: self.seen(id, row.body), ..row })
    }

    /// Every version of an entry, newest first. The reason is shown only for versions that hide nothing, because a reason says what was
    /// changed.
    pub async fn history<T: Entry>(self, id: IdOf<T>) -> Result<Vec<Version<T>>> {
        let versions = history(self.app, id).await?;
        let hides = |version: &Version<T>| self.seen(id, version.body.clone()) != version.body;
        let hidden: Vec<bool> = versions.iter().map(hides).collect();
        let around = |at: usize| hidden[at] || hidden.get(at + 1).copied().unwrap_or(false);
        let shown = versions.into_iter().enumerate().map(|(at, version)| {
            let reason = if around(at) { String::new() } else { version.reason };
            Version { body: self.seen(id, version.body), reason, ..version }
        });
        Ok(shown.collect())
    }

    fn seen<T: Entry>(self, id: IdOf<T>, body: T) -> T {
        body.seen(id.uuid() == self.actor.person.uuid(), &self.actor.roles)
    }
}
