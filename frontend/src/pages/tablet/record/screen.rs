//! What the parts of a record's screen share: the record, what is typed and not yet committed, what is wrong with it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use base::decimal::{self, DecimalText};
use base::finding::{Finding, Refusal};
use base::id::RecordId;
use base::unit::Unit;
use domain::event::Stream;
use domain::event::body::{Body, Value};
use domain::record::{CellEntry, Record};
use leptos::prelude::*;
use leptos::task::spawn_local;
use measurement::method::{Point, Stage};
use measurement::monte_carlo::Simulation;
use measurement::{MeasurementError, PointResult, Results, compute_with, simulations};

use crate::data::engine::Engine;
use crate::data::tablet::{Tablet, finding, form};
use crate::text::format::{decimal_sign, written};

pub const PREPARE: &str = "record.prepare";
pub const AS_FOUND: &str = "record.as_found";
pub const AS_LEFT: &str = "record.as_left";
pub const FINISH: &str = "record.finish";

/// A value about to be struck through.
#[derive(Debug, Clone, PartialEq)]
pub struct Struck {
    /// Address.
    pub path: String,
    /// The value in force.
    pub entry: CellEntry,
    /// Unit, for a number in its place.
    pub unit: Option<Unit>,
}

/// The field that the pad writes into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Active {
    /// Address.
    pub path: String,
    /// Unit, fixed by the method.
    pub unit: Unit,
}

/// A record's screen.
#[derive(Clone, Copy)]
pub struct Screen {
    pub tablet: Tablet,
    pub id: RecordId,
    pub record: Memo<Option<Arc<Record>>>,
    pub engine: Engine,
    results: Memo<Results>,
    /// Typed and not committed, by path.
    pub typed: RwSignal<BTreeMap<String, String>>,
    /// What is wrong, by path; under the empty path what concerns the whole.
    pub errors: RwSignal<BTreeMap<String, Finding>>,
    pub active: RwSignal<Option<Active>>,
    pub tab: RwSignal<&'static str>,
    /// Key of the point on the screen.
    pub point: RwSignal<String>,
    /// The highest reading that the person asked for, by point and quantity.
    pub extra: RwSignal<BTreeMap<String, u8>>,
    pub struck: RwSignal<Option<Struck>>,
    /// Path of what is being declared not observed.
    pub unseen: RwSignal<Option<String>>,
    /// Path whose history is shown.
    pub shown: RwSignal<Option<String>>,
    writing: RwSignal<BTreeSet<String>>,
}

impl Screen {
    /// Put into the context by the record's page.
    pub fn provide(id: RecordId) -> Self {
        let tablet = Tablet::here();
        let record = Memo::new(move |_| tablet.record(id).map(Arc::new));
        let first =
            record.with_untracked(|record| record.as_ref().and_then(|r| r.opened.edition.form.points.first()).map(|p| p.key.clone()));
        let started = record.with_untracked(|record| record.as_ref().is_some_and(|r| !r.equipment.is_empty()));
        let engine = Engine::here();
        let simulate = move |simulation: &Simulation| engine.look_up(simulation);
        let results = Memo::new(move |_| {
            record.with(|record| record.as_deref().map(|record| compute_with(&record.observations(), &simulate)).unwrap_or_default())
        });
        let screen = Self {
            tablet,
            id,
            record,
            engine,
            results,
            typed: RwSignal::new(BTreeMap::new()),
            errors: RwSignal::new(BTreeMap::new()),
            active: RwSignal::new(None),
            tab: RwSignal::new(if started { AS_FOUND } else { PREPARE }),
            point: RwSignal::new(first.unwrap_or_default()),
            extra: RwSignal::new(BTreeMap::new()),
            struck: RwSignal::new(None),
            unseen: RwSignal::new(None),
            shown: RwSignal::new(None),
            writing: RwSignal::new(BTreeSet::new()),
        };
        provide_context(screen);
        Effect::new(move || {
            record.track();
            screen.simulate();
        });
        Effect::new(move || tablet.typing.set(screen.typed.with(|typed| !typed.is_empty())));
        on_cleanup(move || {
            tablet.typing.try_set(false);
        });
        screen
    }

    /// What the readings give, followed; simulated results come when the thread beside the screen has them.
    pub fn results(self) -> Memo<Results> {
        self.results
    }

    /// Whether simulations are still open, followed.
    pub fn simulates(self) -> bool {
        let simulating = |point: &PointResult| point.refused.as_deref() == Some(MeasurementError::Simulating.code());
        self.results.with(|results| results.points.iter().any(simulating))
    }

    /// Has worked out what the record needs and nobody has worked out yet.
    pub fn simulate(self) {
        self.engine.ask(self.with_untracked(|record| simulations(&record.observations())).unwrap_or_default());
    }

    /// The one in the context.
    pub fn here() -> Self {
        expect_context()
    }

    /// Something of the record, followed.
    pub fn with<T>(self, read: impl FnOnce(&Record) -> T) -> Option<T> {
        self.record.with(|record| record.as_deref().map(read))
    }

    /// Something of the record, as it is now.
    pub fn with_untracked<T>(self, read: impl FnOnce(&Record) -> T) -> Option<T> {
        self.record.with_untracked(|record| record.as_deref().map(read))
    }

    /// Whether anything can be recorded, followed.
    pub fn is_open(self) -> bool {
        self.with(|record| record.status.is_open()).unwrap_or(false)
    }

    /// What is wrong at a path, followed.
    pub fn error(self, path: &str) -> Option<Finding> {
        self.errors.with(|errors| errors.get(path).cloned())
    }

    /// Writes an event down; a refusal is shown at its path.
    pub async fn commit(self, path: &str, body: Body) -> bool {
        let outcome = self.tablet.commit(Stream::record(self.id), body).await;
        let done = outcome.is_ok();
        self.errors.try_update(|errors| match outcome {
            Ok(()) => drop(errors.remove(path)),
            Err(why) => drop(errors.insert(path.to_owned(), why)),
        });
        done
    }

    /// The same without waiting for it.
    pub fn commit_soon(self, path: &str, body: Body) {
        let path = path.to_owned();
        spawn_local(async move {
            self.commit(&path, body).await;
        });
    }

    /// Commits what is typed at a path: the person left the field, or asked for the next one. What is no number stays typed.
    pub async fn commit_typed(self, path: String, unit: Unit) -> bool {
        // The record may have been left together with the field.
        let Some(text) = self.typed.try_with_untracked(|typed| typed.get(&path).cloned()) else { return false };
        let text = text.unwrap_or_default();
        if text.trim().is_empty() {
            self.forget(&path);
            self.errors.update(|errors| drop(errors.remove(&path)));
            return false;
        }
        if self.writing.with_untracked(|writing| writing.contains(&path)) {
            return false;
        }
        let text = match number(&text) {
            Ok(text) => text,
            Err(why) => {
                self.errors.update(|errors| drop(errors.insert(path, why)));
                return false;
            }
        };
        self.writing.update(|writing| {
            writing.insert(path.clone());
        });
        let body = Body::Entered { path: path.clone(), value: Value::Number { text, unit } };
        let done = self.commit(&path, body).await;
        self.writing.try_update(|writing| writing.remove(&path));
        if done {
            self.forget(&path);
        }
        done
    }

    /// Stores the number that was meant by the input at a path.
    pub fn settle(self, path: String, unit: Unit, meant: String) {
        self.typed.update(|typed| drop(typed.insert(path.clone(), meant)));
        self.errors.update(|errors| drop(errors.remove(&path)));
        spawn_local(async move {
            self.commit_typed(path, unit).await;
        });
    }

    /// What was typed at a path is no longer wanted, or stored.
    pub fn forget(self, path: &str) {
        if self.typed.try_with_untracked(|typed| typed.contains_key(path)) == Some(true) {
            self.typed.update(|typed| drop(typed.remove(path)));
        }
    }

    /// A field lost the focus: the pad writes into it no more, and what was typed is committed. Not where it is just being declared
    /// not observed.
    pub fn leave(self, path: String, unit: Unit) {
        if self.unseen.try_with_untracked(|unseen| unseen.as_deref() == Some(&path)) != Some(false) {
            return;
        }
        self.deactivate(&path);
        spawn_local(async move {
            self.commit_typed(path, unit).await;
        });
    }

    /// The pad writes into the field of this path no more.
    pub fn deactivate(self, path: &str) {
        if self.active.try_with_untracked(|active| active.as_ref().is_some_and(|active| active.path == path)) == Some(true) {
            self.active.set(None);
        }
    }

    /// Brings the field of a path onto the screen and puts the focus into it.
    pub fn show(self, path: &str) {
        let parts: Vec<&str> = path.split('/').collect();
        let tab = match parts.as_slice() {
            ["environment", "end", ..] => FINISH,
            ["as_found", "points", point, ..] => {
                self.point.set((*point).to_owned());
                AS_FOUND
            }
            ["as_left", "points", point, ..] => {
                self.point.set((*point).to_owned());
                AS_LEFT
            }
            _ => PREPARE,
        };
        self.tab.set(tab);
        focus_soon(path.to_owned());
    }

    /// Brings a point onto the screen and puts the focus into its first empty field.
    pub fn show_point(self, stage: Stage, point: &Point) {
        self.point.set(point.key.clone());
        let first = self.with_untracked(|record| form::missing_at(record, stage, point).into_iter().next()).flatten();
        if let Some(path) = first.filter(|_| untrack(|| self.is_open())) {
            focus_soon(path);
        }
    }

    /// Commits the field the pad writes into and goes on to the next empty one.
    pub fn next(self) {
        let Some(active) = self.active.get_untracked() else { return self.go_to_next("") };
        spawn_local(async move {
            let typed = self.typed.with_untracked(|typed| typed.get(&active.path).is_some_and(|text| !text.trim().is_empty()));
            if !typed || self.commit_typed(active.path.clone(), active.unit).await {
                // What is far from the nominal value is looked at; the next press goes on.
                let look = typed && self.with_untracked(|record| form::wants_a_look(record, &active.path)).unwrap_or(false);
                if look {
                    self.deactivate(&active.path);
                } else {
                    self.go_to_next(&active.path);
                }
            }
        });
    }

    fn go_to_next(self, after: &str) {
        if !self.focus_next(after)
            && let Some(tab) = self.with_untracked(|record| following(record, self.tab.get_untracked())).flatten()
        {
            self.tab.set(tab);
        }
    }

    /// Puts the focus into the next empty field of this part; `false` where there is none.
    pub fn focus_next(self, after: &str) -> bool {
        match untrack(|| self.with_untracked(|record| self.open_after(record, after))).flatten() {
            Some((point, path)) => {
                if !point.is_empty() {
                    self.point.set(point);
                }
                focus_soon(path);
                true
            }
            None => {
                self.active.set(None);
                false
            }
        }
    }

    /// The point and path of the next empty field of the part on the screen.
    fn open_after(self, record: &Record, after: &str) -> Option<(String, String)> {
        let next = match self.tab.get() {
            AS_FOUND => form::next_open(record, Stage::AsFound, after),
            AS_LEFT => form::next_open(record, Stage::AsLeft, after),
            FINISH => form::next_environment(record, "end", after).map(|path| (String::new(), path)),
            _ => form::next_environment(record, "start", after).or_else(|| form::next_inspection(record)).map(|path| (String::new(), path)),
        };
        next.filter(|(_, path)| path != after)
    }

    /// The part of the record that comes next, once nothing but the active field is empty in this one; followed.
    pub fn onward(self) -> Option<&'static str> {
        let after = self.active.with(|active| active.as_ref().map(|active| active.path.clone())).unwrap_or_default();
        self.with(|record| match self.open_after(record, &after) {
            Some(_) => None,
            None => following(record, self.tab.get()),
        })
        .flatten()
    }

    /// Who made an observation is the only one to strike it through.
    pub fn is_own(self, record: &Record, path: &str) -> bool {
        let person = self.tablet.vault.with_untracked(|vault| vault.as_ref().map(|vault| vault.person));
        record.cells.get(path).and_then(domain::record::Cell::observer) == person
    }
}

/// The input as a number; if it can be read in two ways, the person is asked.
pub fn number(typed: &str) -> Result<DecimalText, Finding> {
    let text = DecimalText::parse(typed).map_err(|why| finding(&why))?;
    match decimal::ask(typed, decimal_sign()) {
        Ok(()) => Ok(text),
        Err(why) => {
            let mut asked = finding(&why);
            asked.params.values_mut().for_each(|reading| *reading = written(reading));
            Err(asked)
        }
    }
}

/// The part after this one; as left only where something was adjusted.
fn following(record: &Record, tab: &'static str) -> Option<&'static str> {
    match tab {
        PREPARE => Some(AS_FOUND),
        AS_FOUND if !record.adjustments.is_empty() => Some(AS_LEFT),
        AS_FOUND | AS_LEFT => Some(FINISH),
        _ => None,
    }
}

/// The key of [`Screen::extra`].
pub fn extra_key(stage: Stage, point: &str, quantity: &str) -> String {
    format!("{}/{point}/{quantity}", stage.key())
}

/// The id of a field's element.
pub fn field_id(path: &str) -> String {
    format!("field-{}", path.replace('/', "-"))
}

/// The id of the words that name a field.
pub fn label_id(path: &str) -> String {
    format!("label-{}", path.replace('/', "-"))
}

/// After the screen has followed.
pub fn focus_soon(path: String) {
    request_animation_frame(move || {
        let element = web_sys::window().and_then(|w| w.document()).and_then(|d| d.get_element_by_id(&field_id(&path)));
        if let Some(element) = element.and_then(|element| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(element).ok()) {
            // An element that went away meanwhile cannot be focused; nothing is lost.
            let _ = element.focus();
        }
    });
}
