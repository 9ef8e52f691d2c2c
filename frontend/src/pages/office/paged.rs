//! Lists that come in pages: asked for afresh with every key typed, and further on by key.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use contract::api::{ListQuery, Page};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{FailureView, Pager, Tab, TabStrip};
use crate::failure::Failure;
use crate::text::tr;

/// Rows asked for at once.
const ROWS: u32 = 50;
/// The identity of what the tabs of a list lead to.
pub const PANEL: &str = "list-panel";

type Answer<T> = Pin<Box<dyn Future<Output = Result<Page<T>, Failure>>>>;
type Fetch<T> = Arc<dyn Fn(ListQuery) -> Answer<T> + Send + Sync>;

/// A list in pages.
pub struct Paged<T: Send + Sync + 'static> {
    pub search: RwSignal<String>,
    pub status: RwSignal<String>,
    pub rows: RwSignal<Vec<T>>,
    next: RwSignal<Option<String>>,
    failure: RwSignal<Option<Failure>>,
    asked: RwSignal<bool>,
    turn: StoredValue<u32>,
    fetch: StoredValue<Fetch<T>>,
}

impl<T: Send + Sync + 'static> Clone for Paged<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: Send + Sync + 'static> Copy for Paged<T> {}

impl<T: Clone + Send + Sync + 'static> Paged<T> {
    /// A list that follows its search and its state.
    pub fn new(status: &str, fetch: impl Fn(ListQuery) -> Answer<T> + Send + Sync + 'static) -> Self {
        let paged = Self {
            search: RwSignal::default(),
            status: RwSignal::new(status.to_owned()),
            rows: RwSignal::default(),
            next: RwSignal::default(),
            failure: RwSignal::default(),
            asked: RwSignal::new(false),
            turn: StoredValue::new(0),
            fetch: StoredValue::new(Arc::new(fetch)),
        };
        Effect::new(move |before: Option<()>| {
            paged.search.track();
            paged.status.track();
            match before {
                None => paged.ask(false),
                Some(()) => set_timeout(
                    move || {
                        if !paged.search.is_disposed() {
                            paged.ask(false)
                        }
                    },
                    Duration::from_millis(100),
                ),
            }
        });
        paged
    }

    /// Asks for the first rows, or for those after the last one. An answer to an older question is dropped.
    pub fn ask(self, more: bool) {
        let turn = self.turn.get_value().wrapping_add(1);
        self.turn.set_value(turn);
        let after = if more { self.next.get_untracked().unwrap_or_default() } else { String::new() };
        let query = ListQuery {
            search: self.search.get_untracked(),
            status: self.status.get_untracked(),
            after,
            limit: ROWS,
            ..ListQuery::default()
        };
        let answer = self.fetch.get_value()(query);
        spawn_local(async move {
            let answer = answer.await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            match answer {
                Ok(page) => {
                    self.rows.update(|rows| if more { rows.extend(page.rows) } else { *rows = page.rows });
                    self.next.set(page.next);
                    self.failure.set(None);
                }
                Err(why) => self.failure.set(Some(why)),
            }
            self.asked.set(true);
        });
    }

    /// Whether nothing was found.
    pub fn is_empty(self) -> bool {
        self.asked.get() && self.rows.with(Vec::is_empty) && self.failure.with(Option::is_none)
    }

    /// Whether something narrows the list down.
    pub fn is_narrowed(self) -> bool {
        !self.search.with(String::is_empty) || !self.status.with(String::is_empty)
    }

    /// Tabs over the list's states: each with its code and the key of its words.
    pub fn tabs(self, states: &[(&str, &str)]) -> impl IntoView + use<T> {
        let tabs = states.iter().map(|(state, label)| Tab { key: (*state).to_owned(), label: (*label).to_owned() }).collect();
        let choose = Callback::new(move |state: String| self.status.set(state));
        view! { <TabStrip tabs=tabs chosen=self.status on_choose=choose panel=PANEL /> }
    }

    /// The list's frame: waiting, why not, nothing, or the table with what follows it.
    pub fn frame(
        self,
        nothing: impl Fn() -> AnyView + Send + Sync + 'static,
        table: impl Fn() -> AnyView + Send + Sync + 'static,
    ) -> impl IntoView {
        let shown = Signal::derive(move || self.rows.with(Vec::len));
        let more = Signal::derive(move || self.next.with(Option::is_some));
        view! {
            {move || self.failure.get().map(|failure| view! { <FailureView failure=failure /> })}
            {move || (!self.asked.get()).then(|| view! { <p class="wait" aria-busy="true">{tr("wait.loading")}</p> })}
            {move || self.is_empty().then(&nothing)}
            {move || (!self.rows.with(Vec::is_empty)).then(&table)}
            {move || (!self.rows.with(Vec::is_empty)).then(|| view! { <Pager shown=shown more=more on_more=move |()| self.ask(true) /> })}
        }
    }
}
