//! The customer confirms on the spot: name and drawn signature.

use base::text::names_somebody;
use domain::event::body::Body;
use domain::record::enter::is_signature;
use domain::record::words::is_calibrators;
use domain::record::{ConfirmationEntry, RecordStatus, Signed};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::screen::Screen;
use crate::components::{Button, Icon, Notice, TextField};
use crate::pages::tablet::refused::Refused;
use crate::text::format::moment;
use crate::text::{t, tr};

/// The box that strokes are kept in, whatever the size on the screen.
const WIDTH: f64 = 1000.0;
const HEIGHT: f64 = 400.0;

type Strokes = Vec<Vec<(i32, i32)>>;

/// Every confirmation, and the form for a new one if there is none yet, or if the record has changed since.
#[component]
pub fn Confirmation() -> impl IntoView {
    let screen = Screen::here();
    let confirmed = Memo::new(move |_| screen.with(|record| record.confirmations.clone()).unwrap_or_default());
    let wanted = Memo::new(move |_| confirmed.with(|given| given.last().is_none_or(|given| given.what.outdated)));
    let anew = RwSignal::new(false);
    // The customer can confirm what was signed, too: before the check.
    let may = move || screen.with(|record| record.status.is_open() || record.status == RecordStatus::Submitted).unwrap_or(false);
    view! {
        <section class="stack">
            <h2>{tr("customer.title")}</h2>
            {move || confirmed.get().into_iter().map(|entry| view! { <Given entry=entry /> }).collect_view()}
            <Show when=move || may() && (wanted.get() || anew.get())><Sign on_done=move || anew.set(false) /></Show>
            <Show when=move || may() && !wanted.get() && !anew.get()>
                <div>
                    <button type="button" class="button" data-test="confirm-anew" on:click=move |_| anew.set(true)>{tr("customer.anew")}</button>
                </div>
            </Show>
        </section>
    }
}

#[component]
fn Given(entry: Signed<ConfirmationEntry>) -> impl IntoView {
    let (look, icon) = if entry.what.outdated { ("row soft", "clock") } else { ("row", "check") };
    view! {
        <div class=look data-test="confirmed" data-outdated=entry.what.outdated.to_string()>
            <Icon name=icon />{entry.what.name}" · "{move || moment(entry.at)}
            <svg class="tb-signature-shown" viewBox="0 0 1000 400" aria-hidden="true"><path d=path_of(&read(&entry.what.signature)) /></svg>
        </div>
        {entry.what.outdated.then(|| view! { <Notice tone="attention"><p>{tr("customer.outdated")}</p></Notice> })}
    }
}

#[component]
fn Sign(#[prop(into)] on_done: Callback<()>) -> impl IntoView {
    let screen = Screen::here();
    let name = RwSignal::new(String::new());
    let strokes = RwSignal::new(Strokes::new());
    let own = move || name.with(|name| screen.with(|record| is_calibrators(record, name))).unwrap_or(false);
    let missing = move || !name.with(|name| names_somebody(name)) || !strokes.with(|drawn| is_signature(&write(drawn)));
    let why_not = Signal::derive(move || missing().then(|| t("customer.missing")));
    let store = move |()| {
        let body = Body::CustomerConfirmed { name: name.get_untracked(), signature: strokes.with_untracked(|strokes| write(strokes)) };
        spawn_local(async move {
            if screen.commit("customer", body).await {
                on_done.run(());
            }
        });
    };
    view! {
        <div class="stack" data-test="customer">
            <TextField label=tr("customer.name") value=name name="customer_name" />
            {move || own().then(|| view! { <Notice tone="attention"><p data-test="customer-namesake">{tr("customer.namesake")}</p></Notice> })}
            <Canvas strokes=strokes />
            <div class="row">
                <button type="button" class="button" on:click=move |_| strokes.set(Strokes::new())>{tr("customer.again")}</button>
                <span data-test="confirm"><Button label=tr("customer.confirm") on_press=store why_not=why_not /></span>
            </div>
            {move || screen.error("customer").map(|why| view! { <Refused why=why /> })}
        </div>
    }
}

/// Drawn with a finger or a pen; kept as strokes, shown as a path.
#[component]
fn Canvas(strokes: RwSignal<Strokes>) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let drawing = StoredValue::new(false);
    let point = move |event: &leptos::ev::PointerEvent| {
        let area = node.get_untracked()?.get_bounding_client_rect();
        let scale = |at: f64, from: f64, length: f64, full: f64| ((at - from) / length.max(1.0) * full).clamp(0.0, full);
        let x = scale(f64::from(event.client_x()), area.left(), area.width(), WIDTH);
        let y = scale(f64::from(event.client_y()), area.top(), area.height(), HEIGHT);
        #[allow(clippy::cast_possible_truncation, reason = "clamped to the box")]
        Some((x as i32, y as i32))
    };
    let down = move |event: leptos::ev::PointerEvent| {
        event.prevent_default();
        drawing.set_value(true);
        if let Some(at) = point(&event) {
            strokes.update(|strokes| strokes.push(vec![at]));
        }
    };
    let go = move |event: leptos::ev::PointerEvent| {
        if let Some(at) = point(&event).filter(|_| drawing.get_value()) {
            strokes.update(|strokes| {
                if let Some(stroke) = strokes.last_mut() {
                    stroke.push(at);
                }
            });
        }
    };
    let up = move |_| drawing.set_value(false);
    view! {
        <div node_ref=node class="tb-signature" data-test="signature" on:pointerdown=down on:pointermove=go on:pointerup=up on:pointerleave=up>
            <svg viewBox="0 0 1000 400" preserveAspectRatio="none" aria-label=tr("customer.signature")>
                <path d=move || strokes.with(|strokes| path_of(strokes)) />
            </svg>
        </div>
    }
}

/// `x,y` pairs parted by blanks, strokes by `;`.
fn write(strokes: &[Vec<(i32, i32)>]) -> String {
    let stroke = |stroke: &Vec<(i32, i32)>| stroke.iter().map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" ");
    strokes.iter().map(stroke).collect::<Vec<_>>().join(";")
}

fn read(text: &str) -> Strokes {
    let pair = |pair: &str| {
        let (x, y) = pair.split_once(',')?;
        Some((x.parse().ok()?, y.parse().ok()?))
    };
    text.split(';').map(|stroke| stroke.split(' ').filter_map(pair).collect()).collect()
}

fn path_of(strokes: &[Vec<(i32, i32)>]) -> String {
    let stroke = |stroke: &Vec<(i32, i32)>| {
        let points = stroke.iter().map(|(x, y)| format!("{x} {y}")).collect::<Vec<_>>().join(" L ");
        if points.is_empty() { String::new() } else { format!("M {points}") }
    };
    strokes.iter().map(stroke).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::{read, write};

    #[wasm_bindgen_test(unsupported = test)]
    fn strokes_read_back_as_they_were_drawn() {
        let strokes = vec![vec![(1, 2), (3, 4)], vec![(1000, 400)]];
        assert_eq!(write(&strokes), "1,2 3,4;1000,400");
        assert_eq!(read(&write(&strokes)), strokes);
    }
}
