//! The person's sessions and devices, with the last use of each.

use std::future::Future;

use contract::api::account::{AccessView, DeviceView, OpenSession};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{Button, FailureView, StateBadge, loaded};
use crate::data::access;
use crate::failure::Failure;
use crate::text::format::{ago, moment, now};
use crate::text::{self, t, tr};

/// The lists; any session except the present one can be ended.
#[component]
pub fn OwnAccess() -> impl IntoView {
    let found = LocalResource::new(access::own);
    let failure = RwSignal::new(None::<Failure>);
    let then = move |result: Result<(), Failure>| match result {
        Ok(()) => {
            failure.set(None);
            found.refetch();
        }
        Err(why) => failure.set(Some(why)),
    };
    view! {
        {move || failure.get().map(|failure| view! { <FailureView failure=failure /> })}
        {loaded(found, move |view: AccessView| view! { <Sessions sessions=view.sessions on_ended=then /><Devices devices=view.devices /> })}
    }
}

#[component]
fn Sessions(sessions: Vec<OpenSession>, #[prop(into)] on_ended: Callback<Result<(), Failure>>) -> impl IntoView {
    let alone = sessions.iter().all(|session| session.this);
    let why_not = Signal::derive(move || alone.then(|| t("access.no_others")));
    let rows = sessions.into_iter().map(|session| view! { <Session session=session on_ended=on_ended /> }).collect_view();
    view! {
        <section class="card" data-test="own-sessions">
            <header><h2>{tr("access.title")}</h2></header>
            <div class="body stack">
                <p class="soft">{tr("access.about")}</p>
                <div class="list"><table>
                    <thead><tr><th>{tr("access.browser")}</th><th>{tr("access.address")}</th><th>{tr("access.since")}</th><th>{tr("access.last_used")}</th><th></th></tr></thead>
                    <tbody>{rows}</tbody>
                </table></div>
                <div><Button label=tr("access.end_others") why_not=why_not on_press=move |()| end(access::end_others(), on_ended) /></div>
            </div>
        </section>
    }
}

fn end(ending: impl Future<Output = Result<(), Failure>> + 'static, on_ended: Callback<Result<(), Failure>>) {
    spawn_local(async move {
        let result = ending.await;
        on_ended.try_run(result);
    });
}

#[component]
fn Session(session: OpenSession, on_ended: Callback<Result<(), Failure>>) -> impl IntoView {
    let OpenSession { id, this, since, last_used_at, browser, address, .. } = session;
    let noted = |text: String| move || if text.is_empty() { t("access.unknown") } else { text.clone() };
    let last = if this {
        view! { <td class="nowrap strong">{tr("access.this")}</td><td></td> }.into_any()
    } else {
        view! {
            <td class="nowrap">{move || ago(last_used_at, now())}</td>
            <td><Button label=tr("access.end") look="small" on_press=move |()| end(access::end(id), on_ended) /></td>
        }
        .into_any()
    };
    view! {
        <tr data-test="own-session" data-this=this.to_string()>
            <td class="small" title=browser.clone()>{noted(text::browser(&browser))}</td>
            <td class="mono small">{noted(address)}</td>
            <td class="nowrap">{move || moment(since)}</td>
            {last}
        </tr>
    }
}

#[component]
fn Devices(devices: Vec<DeviceView>) -> impl IntoView {
    let none = devices.is_empty();
    let row = |device: DeviceView| {
        let state = if device.revoked_at.is_some() { "revoked" } else { "active" };
        view! {
            <tr>
                <td class="strong">{device.name}</td>
                <td><StateBadge state=state /></td>
                <td class="nowrap">{move || moment(device.enrolled_at)}</td>
                <td class="nowrap">{move || device.last_seen_at.map(|at| ago(at, now()))}</td>
            </tr>
        }
    };
    let body = if none {
        view! { <p class="soft">{tr("access.no_devices")}</p> }.into_any()
    } else {
        view! {
            <p class="soft">{tr("access.devices_about")}</p>
            <div class="list"><table>
                <thead><tr><th>{tr("devices.name")}</th><th>{tr("register.state")}</th><th>{tr("devices.enrolled")}</th><th>{tr("devices.seen")}</th></tr></thead>
                <tbody>{devices.into_iter().map(row).collect_view()}</tbody>
            </table></div>
        }
        .into_any()
    };
    view! {
        <section class="card" data-test="own-devices">
            <header><h2>{tr("access.devices")}</h2></header>
            <div class="body stack">{body}</div>
        </section>
    }
}
