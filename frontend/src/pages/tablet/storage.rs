//! What is on this device: how much, for how long, what the office does not have; and the ways out.

use base::finding::Finding;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

use super::refused::Refused;
use crate::components::{Button, Dialog, Icon, Notice};
use crate::data::session::Session;
use crate::data::tablet::{Export, Kept, Room, Tablet, Trouble, ask_persistent, room};
use crate::sync;
use crate::text::format::{bytes, moment, moment_exact};
use crate::text::{self, t, t_count, t_with, tr, verdict};

/// The storage page.
#[component]
pub fn StoragePage() -> impl IntoView {
    let tablet = Tablet::here();
    let session = Session::here();
    let room = LocalResource::new(room);
    let exporting = RwSignal::new(false);
    let send = move |()| spawn_local(sync::wake(tablet));
    let ask = Callback::new(move |()| {
        spawn_local(async move {
            ask_persistent().await;
            room.refetch();
        });
    });
    let leave = move |()| {
        tablet.lock();
        spawn_local(async move {
            // Without a network the session ends by itself; what is stored stays sealed either way.
            let _ = session.sign_out().await;
        });
    };
    view! {
        <div class="stack wide">
            <h1>{tr("tablet.storage")}</h1>
            {move || room.get().map(|room| view! { <RoomView room=room on_ask=ask /> })}
            <Facts />
            <div class="row">
                // The office accepts nothing more from a revoked tablet: its data can only be exported as a file.
                <Show when=move || !tablet.is_revoked()>
                    <span data-test="send-now"><Button label=tr("storage.send_now") look="primary" icon="upload" on_press=send /></span>
                </Show>
                {move || {
                    let look = if tablet.is_revoked() { "primary" } else { "" };
                    view! { <span data-test="export"><Button label=tr("storage.export") look=look icon="download" on_press=move |()| exporting.set(true) /></span> }
                }}
                <span data-test="sign-out"><Button label=tr("storage.sign_out") icon="lock" on_press=leave /></span>
            </div>
            {move || exporting.get().then(|| view! { <ExportDialog on_close=move || exporting.set(false) /> })}
            <Troubles />
        </div>
    }
}

/// What is saved, and that whoever has the file can read it.
#[component]
fn ExportDialog(#[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let tablet = Tablet::here();
    let refused = RwSignal::new(None::<Finding>);
    let saved = RwSignal::new(None::<(usize, usize)>);
    let export = move |()| {
        spawn_local(async move {
            match tablet.export().await {
                Ok(export) => {
                    save(&export);
                    saved.try_set(Some((export.entries, export.files)));
                }
                Err(why) => drop(refused.try_set(Some(why))),
            }
        });
    };
    let told = move |(entries, files): (usize, usize)| {
        t_with("storage.exported", &[("entries", &entries.to_string()), ("files", &files.to_string())])
    };
    view! {
        <Dialog title=tr("storage.export") on_close=on_close>
            <div class="body stack">
                <p>{tr("storage.export_text")}</p>
                <Notice tone="attention"><p>{tr("storage.export_readable")}</p></Notice>
                {move || saved.get().map(|saved| view! { <Notice tone="good"><p data-test="exported">{move || told(saved)}</p></Notice> })}
                {move || refused.get().map(|why| view! { <Refused why=why /> })}
            </div>
            <footer data-test="save-export"><Button label=tr("storage.export_save") look="primary" icon="download" on_press=export /></footer>
        </Dialog>
    }
}

#[component]
fn RoomView(room: Room, on_ask: Callback<()>) -> impl IntoView {
    let (tone, key) = if room.persistent { ("good", "storage.persistent") } else { ("attention", "storage.not_persistent") };
    let share = if room.quota > 0.0 { room.used / room.quota * 100.0 } else { 0.0 };
    view! {
        <Notice tone=tone>
            <p data-test="persistent" data-granted=room.persistent.to_string()>{tr(key)}</p>
            <p class="soft" data-test="room">{move || t_with("storage.used", &[("used", &bytes(room.used)), ("quota", &bytes(room.quota))])}</p>
            <div class="bar"><i style:width=format!("{share:.2}%")></i></div>
            {(!room.persistent).then(|| view! {
                <div><button type="button" class="button" data-test="ask-persistent" on:click=move |_| on_ask.run(())>{tr("storage.ask_persistent")}</button></div>
            })}
        </Notice>
    }
}

#[component]
fn Facts() -> impl IntoView {
    let tablet = Tablet::here();
    let status = move || tablet.status();
    let waiting = move || match status().waiting_since {
        Some(_) if tablet.is_revoked() => t_count("revoked.waiting", status().waiting),
        None if tablet.is_revoked() => t("storage.office_takes_none"),
        Some(since) => format!("{} · {}", t_count("status.waiting", status().waiting), moment(since)),
        None => t("status.office_has_all"),
    };
    let kept = move || {
        t(match tablet.kept() {
            Kept::Whole | Kept::NewReady(_) => "storage.app_kept",
            Kept::Unknown => "storage.app_unknown",
            Kept::Impossible => "storage.app_impossible",
        })
    };
    let offset = move || {
        let millis = status().clock_offset?;
        if millis.abs() < 100 {
            return Some(t("storage.clock_right"));
        }
        let seconds = format!("{}.{}", millis.abs() / 1000, millis.abs() % 1000 / 100);
        Some(t_with(
            if millis < 0 { "storage.clock_ahead" } else { "storage.clock_behind" },
            &[("seconds", &text::format::written(&seconds))],
        ))
    };
    view! {
        <dl class="facts">
            <dt>{tr("storage.not_uploaded")}</dt>
            <dd data-test="not-uploaded">{waiting}</dd>
            <dt>{tr("storage.files")}</dt>
            <dd>{move || tablet.uploads()}</dd>
            <dt>{tr("storage.last_exchange")}</dt>
            <dd data-test="last-exchange" data-at=move || status().last_exchange.map_or(0, |at| at.0).to_string()>{move || status().last_exchange.map_or_else(|| t("storage.never"), moment)}</dd>
            <dt>{tr("storage.clock")}</dt>
            <dd>{offset}</dd>
            <dt>{tr("storage.pack")}</dt>
            <dd>{move || tablet.pack().map_or_else(|| t("storage.never"), |pack| moment(pack.made_at))}</dd>
            <dt>{tr("storage.app")}</dt>
            <dd data-test="app-kept">{kept}</dd>
        </dl>
    }
}

/// Entries that do not count, with what to do: what the office refused, and what it set aside.
#[component]
fn Troubles() -> impl IntoView {
    let tablet = Tablet::here();
    let line = |trouble: Trouble| {
        let kind = format!("event.{}", trouble.event.body.kind());
        let code = trouble.code.clone();
        view! {
            <li data-test="trouble" data-code=trouble.code.clone()>
                <Icon name=if trouble.refused { "cross" } else { "alert" } />
                <span class="strong">{move || t(&kind)}</span>
                " "{move || moment_exact(trouble.event.at)}" · "{move || verdict(&code)}
            </li>
        }
    };
    let list = move |title: &'static str, text: &'static str, troubles: Vec<Trouble>| {
        (!troubles.is_empty()).then(|| {
            view! {
                <section class="stack">
                    <h2>{tr(title)}</h2>
                    <p>{tr(text)}</p>
                    <ul class="stack tight">{troubles.into_iter().map(line).collect_view()}</ul>
                </section>
            }
        })
    };
    view! {
        {move || list("storage.refused", "storage.refused_text", tablet.refused())}
        {move || list("storage.set_aside", "storage.set_aside_text", tablet.set_aside())}
    }
}

/// Hands a file to the browser's downloads.
fn save(export: &Export) {
    let parts = js_sys::Array::of1(&export.text.as_str().into());
    let Ok(blob) = web_sys::Blob::new_with_str_sequence(&parts) else { return };
    let Ok(address) = web_sys::Url::create_object_url_with_blob(&blob) else { return };
    let anchor = web_sys::window().and_then(|w| w.document()).and_then(|d| d.create_element("a").ok());
    let anchor = anchor.and_then(|element| element.dyn_into::<web_sys::HtmlAnchorElement>().ok());
    if let Some(anchor) = anchor {
        anchor.set_href(&address);
        anchor.set_download(&export.name);
        anchor.click();
    }
}
