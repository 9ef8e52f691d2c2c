//! The standards that a slot is offered, with the reason why one cannot be used.

use base::finding::Finding;
use base::id::StandardId;
use domain::library::standard::Standard;
use domain::pack::Known;
use domain::record::equip;
use leptos::prelude::*;

use super::screen::Screen;
use crate::data::tablet::finding;
use crate::text::format::{day, now};
use crate::text::{self, t_known, tr};

/// The standards that can be used in a slot today, then the others with the reason why not.
pub(super) fn options(screen: Screen, slot: &str) -> impl IntoView + use<> {
    let (fit, apart): (Vec<_>, Vec<_>) = offered(screen, slot).into_iter().partition(|(_, why_not)| why_not.is_none());
    let apart = apart.into_iter().map(|(known, why_not)| option(known, why_not)).collect_view();
    view! {
        {fit.into_iter().map(|(known, _)| option(known, None)).collect_view()}
        <optgroup label=tr("record.cannot_stand_here")>{apart}</optgroup>
    }
}

fn option(known: Known<Standard>, why_not: Option<Finding>) -> impl IntoView {
    let body = known.body;
    let disabled = why_not.is_some();
    let words = move || {
        let until = body.traceability.validity.until.map(day).unwrap_or_default();
        let why_not = why_not.as_ref().map(|why| format!(" – {}", briefly(why))).unwrap_or_default();
        format!("{} · {} · {until}{why_not}", body.number, text::name(&body.name))
    };
    view! { <option value=known.id.to_string() disabled=disabled>{words}</option> }
}

/// Why a standard cannot be used in a slot, shown beside its number.
fn briefly(why: &Finding) -> String {
    t_known(&format!("not_here.{}", why.code)).unwrap_or_else(|| text::finding(why))
}

/// Standards taken along first, then all others; each with the reason why it cannot be used in the slot today, if any.
fn offered(screen: Screen, slot: &str) -> Vec<(Known<Standard>, Option<Finding>)> {
    let Some(pack) = screen.tablet.pack_now() else { return Vec::new() };
    let (task, visit) = screen.with_untracked(|record| (record.opened.task, record.opened.visit)).unwrap_or_default();
    let against = |known: &Known<Standard>| {
        let refusal = screen.with_untracked(|record| {
            let today = record.opened.place.day_at(&[], now());
            equip::against(&record.opened.edition.form, slot, &known.body, today)
        });
        refusal.flatten().map(|refusal| finding(&refusal))
    };
    let mut taken: Vec<StandardId> =
        pack.tasks.iter().filter(|known| Some(known.id) == task).flat_map(|known| known.task.standards.clone()).collect();
    taken.extend(pack.visits.iter().filter(|known| Some(known.id) == visit).flat_map(|known| known.body.standards.clone()));
    let mut standards = pack.standards.clone();
    standards.sort_by_key(|known| (!taken.contains(&known.id), known.body.number.clone()));
    standards.into_iter().map(|known| (known.clone(), against(&known))).collect()
}
