//! Visits, and items found and corrected on site.

use std::collections::BTreeMap;

use base::id::{Id, ItemId, VisitId};
use domain::event::Stream;
use domain::event::StreamKind;
use domain::item::Item;
use domain::item::fold::ItemState;
use domain::visit::fold::VisitState;
use leptos::prelude::*;

use super::Tablet;

impl Tablet {
    /// What was done for a visit, followed.
    pub fn visit(self, id: VisitId) -> VisitState {
        self.book.with(|book| book.as_ref().map(|book| book.visit(Stream::visit(id))).unwrap_or_default())
    }

    /// Every item this person knows: those of the pack and those found on site, with what was corrected there, followed.
    pub fn items(self) -> BTreeMap<ItemId, Item> {
        self.book.with(|book| {
            let Some(book) = book else { return BTreeMap::new() };
            let mut items: BTreeMap<ItemId, Item> =
                book.pack.iter().flat_map(|pack| pack.items.iter()).map(|known| (known.id, known.body.clone())).collect();
            for stream in book.streams().into_iter().filter(|stream| stream.kind == StreamKind::Item) {
                amend(&mut items, Id::from_uuid(stream.id), &book.item(stream));
            }
            items
        })
    }
}

fn amend(items: &mut BTreeMap<ItemId, Item>, id: ItemId, state: &ItemState) {
    if let Some(found) = &state.found {
        items.entry(id).or_insert_with(|| (**found).clone());
    }
    if let Some(item) = items.get_mut(&id) {
        *item = state.corrected(item.clone());
    }
}
