//! Choosing other entries: search at once, arrows and Enter, or a press.

use std::time::Duration;

use domain::register::field::Offered;
use domain::register::json::{at, edit_list, text_at};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};

use super::offer::{Narrow, Offer, offered};
use super::{Form, Spec, bring};
use crate::components::{Icon, unique};
use crate::data::labels;
use crate::text::tr;

/// One entry.
pub fn one(spec: Spec, (noun, by): (&'static str, Offered), path: String, form: Form) -> AnyView {
    let chosen = {
        let path = path.clone();
        Memo::new(move |_| form.body.with(|body| text_at(body, &path)))
    };
    let (put, clear, at_path) = (path.clone(), path.clone(), path);
    let of = Signal::derive(move || form.body.with(|body| Narrow::of(by, &at_path, body)));
    let choose = Callback::new(move |id: String| {
        form.set(&put, Value::String(id.clone()));
        bring::chosen(&put, &id, form);
    });
    let cleared = Callback::new(move |_: String| form.set_text(spec, &clear, String::new()));
    view! {
        <div class="stack tight">
            {move || { let id = chosen.get(); (!id.is_empty()).then(|| view! { <Chip noun=noun id=id on_away=cleared /> }) }}
            <Show when=move || chosen.with(String::is_empty)><Search noun=noun of=of on_choose=choose /></Show>
        </div>
    }
    .into_any()
}

/// Several entries, in the order chosen.
pub fn several((noun, by): (&'static str, Offered), path: String, form: Form) -> AnyView {
    let chosen = {
        let path = path.clone();
        Memo::new(move |_| {
            form.body.with(|body| {
                let list = at(body, &path).and_then(Value::as_array).into_iter().flatten();
                list.filter_map(|id| id.as_str().map(str::to_owned)).collect::<Vec<_>>()
            })
        })
    };
    let (put, away, at_path) = (path.clone(), path.clone(), path);
    let of = Signal::derive(move || form.body.with(|body| Narrow::of(by, &at_path, body)));
    let choose = Callback::new(move |id: String| {
        form.body.update(|body| {
            edit_list(body, &put, |list| {
                if !list.contains(&json!(id)) {
                    list.push(json!(id))
                }
            })
        });
    });
    let remove =
        Callback::new(move |id: String| form.body.update(|body| edit_list(body, &away, |list| list.retain(|held| *held != json!(id)))));
    view! {
        <div class="stack tight">
            <div class="chips">{move || chosen.get().into_iter().map(|id| view! { <Chip noun=noun id=id on_away=remove /> }).collect_view()}</div>
            <Search noun=noun of=of on_choose=choose />
        </div>
    }
    .into_any()
}

/// A chosen entry, with a way to it and away from it.
#[component]
pub fn Chip(noun: &'static str, id: String, #[prop(into)] on_away: Callback<String>) -> impl IntoView {
    let (shown, href, away) = (id.clone(), format!("/office/{noun}/{id}"), id);
    view! {
        <span class="chip">
            <a href=href>{move || labels::label(noun, &shown)}</a>
            <button type="button" aria-label=tr("form.take_away") on:click=move |_| on_away.run(away.clone())><Icon name="cross" /></button>
        </span>
    }
}

/// Search of a noun, offering what fits.
#[component]
pub fn Search(noun: &'static str, #[prop(optional)] of: Signal<Narrow>, #[prop(into)] on_choose: Callback<String>) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let open = RwSignal::new(false);
    let offers = RwSignal::new(Vec::<Offer>::new());
    let at = RwSignal::new(0_usize);
    let asked = StoredValue::new(0_u32);
    let options = StoredValue::new(unique("options"));
    let option_id = move |n: usize| options.with_value(|options| format!("{options}-{n}"));
    let shown = Memo::new(move |_| open.get() && !offers.with(Vec::is_empty));
    let ask = move || {
        let turn = asked.get_value().wrapping_add(1);
        asked.set_value(turn);
        let (search, narrow) = (typed.get_untracked(), of.get_untracked());
        set_timeout(
            move || {
                if asked.try_get_value() != Some(turn) {
                    return;
                }
                spawn_local(async move {
                    // Without an answer nothing is offered; the field itself says what is missing.
                    if let Ok(found) = offered(noun, search, &narrow).await
                        && asked.try_get_value() == Some(turn)
                    {
                        found.iter().for_each(|offer| labels::learn(noun, &offer.entry));
                        offers.set(found);
                        at.set(0);
                    }
                });
            },
            Duration::from_millis(120),
        );
    };
    let take = move |id: String| {
        on_choose.run(id);
        typed.set(String::new());
        open.set(false);
    };
    let key = move |event: KeyboardEvent| {
        let count = offers.with(|offers| offers.iter().filter(|offer| offer.why_not.is_none()).count());
        match event.key().as_str() {
            "ArrowDown" => at.update(|at| *at = (*at + 1).min(count.saturating_sub(1))),
            "ArrowUp" => at.update(|at| *at = at.saturating_sub(1)),
            "Escape" => open.set(false),
            "Enter" => {
                if let Some(id) = offers.with(|offers| can_be(offers, at.get_untracked())).filter(|_| open.get_untracked()) {
                    event.prevent_default();
                    take(id);
                }
                return;
            }
            _ => return,
        }
        event.prevent_default();
    };
    let option = move |n: usize, offer: Offer| {
        let id = offer.entry.id.to_string();
        let words = labels::words(noun, &offer.entry);
        let Some(why_not) = offer.why_not else {
            return view! {
                <button type="button" role="option" id=option_id(n) tabindex="-1" aria-selected=move || (at.get() == n).to_string() class:at=move || at.get() == n on:mousedown=move |event| { event.prevent_default(); take(id.clone()); }>
                    {words}
                </button>
            }
            .into_any();
        };
        view! {
            <button type="button" role="option" id=option_id(n) tabindex="-1" aria-disabled="true" aria-selected="false" class="soft" on:mousedown=move |event| event.prevent_default()>
                {words}<span class="small">{format!(" – {why_not}")}</span>
            </button>
        }
        .into_any()
    };
    view! {
        <div class="pick">
            <input
                class="input"
                type="text"
                autocomplete="off"
                role="combobox"
                data-noun=noun
                aria-label=tr("form.search")
                aria-autocomplete="list"
                aria-controls=options.get_value()
                aria-expanded=move || shown.get().to_string()
                aria-activedescendant=move || shown.get().then(|| option_id(at.get()))
                placeholder=tr("form.search")
                prop:value=typed
                on:focus=move |_| { open.set(true); ask(); }
                on:blur=move |_| open.set(false)
                on:keydown=key
                on:input:target=move |event| { typed.set(event.target().value()); open.set(true); ask(); }
            />
            <Show when=move || shown.get()>
                <div class="options" role="listbox" id=options.get_value() aria-label=tr("form.search")>{move || offers.get().into_iter().enumerate().map(|(n, offer)| option(n, offer)).collect_view()}</div>
            </Show>
        </div>
    }
}

/// The identity of the offer at a position, if it can be chosen.
fn can_be(offers: &[Offer], n: usize) -> Option<String> {
    offers.get(n).filter(|offer| offer.why_not.is_none()).map(|offer| offer.entry.id.to_string())
}
