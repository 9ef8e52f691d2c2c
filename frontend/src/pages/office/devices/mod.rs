//! Devices: whose, seen when, revoked or not; a new PIN for a forgotten one; drafts carried here as a file.

mod import;

use contract::access::table::Verb;
use contract::api::account::DeviceView;
use contract::api::path;
use leptos::prelude::*;

use super::command::Command;
use crate::components::{Button, Dialog, EmptyState, StateBadge, loaded};
use crate::data::session::Session;
use crate::data::settings;
use crate::failure::Failure;
use crate::text::format::{ago, clock, moment, now, written};
use crate::text::{self, t_with, tr};

use import::ImportDrafts;

/// What is asked before it is done.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    Revoke,
    NewPin,
}

impl Act {
    const fn title(self) -> &'static str {
        match self {
            Self::Revoke => "devices.revoke",
            Self::NewPin => "devices.new_pin",
        }
    }

    const fn about(self) -> &'static str {
        match self {
            Self::Revoke => "devices.revoke_about",
            Self::NewPin => "devices.new_pin_about",
        }
    }

    async fn send(self, id: &str) -> Result<(), Failure> {
        match self {
            Self::Revoke => settings::revoke(id).await,
            Self::NewPin => settings::allow_new_pin(id).await,
        }
    }
}

type Asked = RwSignal<Option<(Act, DeviceView)>>;

/// The list.
#[component]
pub fn DevicesPage() -> impl IntoView {
    let devices = LocalResource::new(|| async { settings::devices().await });
    let asked: Asked = RwSignal::new(None);
    let importing = RwSignal::new(false);
    let session = Session::here();
    let no_import = Signal::derive(move || session.why_not(Verb::Post, path::SYNC_IMPORT, ""));
    view! {
        <div class="page-head">
            <h1>{tr("nav.devices")}</h1>
            <div class="actions" data-test="import-drafts">
                <Button label=tr("devices.import") icon="upload" why_not=no_import on_press=move |()| importing.set(true) />
            </div>
        </div>
        {loaded(devices, move |rows| {
            if rows.is_empty() {
                return view! { <EmptyState text=tr("devices.none") /> }.into_any();
            }
            view! {
                <div class="list"><table>
                    <thead><tr><th>{tr("devices.name")}</th><th>{tr("register.state")}</th><th>{tr("devices.whose")}</th><th>{tr("devices.enrolled")}</th><th>{tr("devices.seen")}</th><th>{tr("devices.offset")}</th><th></th></tr></thead>
                    <tbody>{rows.into_iter().map(|device| view! { <Line device=device asked=asked /> }).collect_view()}</tbody>
                </table></div>
            }
            .into_any()
        })}
        {move || asked.get().map(|(act, device)| view! {
            <Ask act=act device=device on_close=move |()| asked.set(None) on_done=move |()| devices.refetch() />
        })}
        {move || importing.get().then(|| view! { <ImportDrafts on_close=move |()| importing.set(false) /> })}
    }
}

#[component]
fn Line(device: DeviceView, asked: Asked) -> impl IntoView {
    let revoked = device.revoked_at.is_some();
    let offset = device.clock_offset;
    let flagged = offset.is_some_and(|offset| offset.unsigned_abs() > 120_000);
    let new_pin = device.new_pin_until.filter(|until| now() < *until && !revoked);
    let button = {
        let device = device.clone();
        move |act: Act, look: &'static str| {
            let device = device.clone();
            view! { <Button label=tr(act.title()) look=look on_press=move |()| asked.set(Some((act, device.clone()))) /> }
        }
    };
    let buttons = (!revoked).then(|| {
        view! { <span class="row" data-test=format!("device-{}", device.id)>{button(Act::NewPin, "small")}{button(Act::Revoke, "small danger")}</span> }
    });
    view! {
        <tr>
            <td class="strong">{device.name.clone()}</td>
            <td>
                <StateBadge state=if revoked { "revoked" } else { "active" } />
                {new_pin.map(|until| view! { <div class="soft small" data-test="new-pin-until">{move || t_with("devices.new_pin_until", &[("at", &clock(until))])}</div> })}
            </td>
            <td>{move || text::name(&device.person_name)}</td>
            <td class="nowrap">{move || moment(device.enrolled_at)}</td>
            <td class="nowrap">{move || device.last_seen_at.map(|at| ago(at, now()))}</td>
            <td class="num" class:attention-text=flagged>{move || offset.map(|offset| t_with("devices.seconds", &[("seconds", &written(&(offset / 1000).to_string()))]))}</td>
            <td>{buttons}</td>
        </tr>
    }
}

#[component]
fn Ask(act: Act, device: DeviceView, #[prop(into)] on_close: Callback<()>, #[prop(into)] on_done: Callback<()>) -> impl IntoView {
    let sending = Command::new();
    let (id, name) = (device.id.to_string(), device.name.clone());
    let send = move |()| {
        let id = id.clone();
        sending.send(async move { act.send(&id).await }, on_close, on_done);
    };
    view! {
        <Dialog title=tr(act.title()) on_close=on_close>
            <div class="body">
                <p>{move || t_with(act.about(), &[("name", &name), ("person", &text::name(&device.person_name))])}</p>
                {sending.refusal()}
            </div>
            <footer>
                <Button label=tr("button.cancel") on_press=on_close />
                <Button label=tr(act.title()) look=if act == Act::Revoke { "danger" } else { "primary" } busy=sending.busy on_press=send />
            </footer>
        </Dialog>
    }
}
