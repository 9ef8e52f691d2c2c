//! Devices: whose, seen when, revoked or not.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::account::DeviceView;

use crate::components::{Button, Dialog, EmptyState, FailureView, StateBadge, loaded};
use crate::data::settings;
use crate::failure::Failure;
use crate::text::format::{ago, moment, now};
use crate::text::{self, t_with, tr};

/// The list.
#[component]
pub fn DevicesPage() -> impl IntoView {
    let devices = LocalResource::new(|| async { settings::devices().await });
    let revoking = RwSignal::new(None::<DeviceView>);
    view! {
        <div class="page-head"><h1>{tr("nav.devices")}</h1></div>
        {loaded(devices, move |rows| {
            if rows.is_empty() {
                return view! { <EmptyState text=tr("devices.none") /> }.into_any();
            }
            view! {
                <div class="list"><table>
                    <thead><tr><th>{tr("devices.name")}</th><th>{tr("register.state")}</th><th>{tr("devices.whose")}</th><th>{tr("devices.enrolled")}</th><th>{tr("devices.seen")}</th><th>{tr("devices.offset")}</th><th></th></tr></thead>
                    <tbody>{rows.into_iter().map(|device| view! { <Line device=device revoking=revoking /> }).collect_view()}</tbody>
                </table></div>
            }
            .into_any()
        })}
        {move || revoking.get().map(|device| view! { <Revoke device=device on_close=move |()| revoking.set(None) on_done=move |()| devices.refetch() /> })}
    }
}

#[component]
fn Line(device: DeviceView, revoking: RwSignal<Option<DeviceView>>) -> impl IntoView {
    let asked = device.clone();
    let revoked = device.revoked_at.is_some();
    let offset = device.clock_offset;
    let flagged = offset.is_some_and(|offset| offset.unsigned_abs() > 120_000);
    view! {
        <tr>
            <td class="strong">{device.name.clone()}</td>
            <td><StateBadge state=if revoked { "revoked" } else { "active" } /></td>
            <td>{move || text::name(&device.person_name)}</td>
            <td class="nowrap">{move || moment(device.enrolled_at)}</td>
            <td class="nowrap">{move || device.last_seen_at.map(|at| ago(at, now()))}</td>
            <td class="num" class:attention-text=flagged>{offset.map(|offset| format!("{} s", offset / 1000))}</td>
            <td>{(!revoked).then(|| view! { <Button label=tr("devices.revoke") look="small danger" on_press=move |()| revoking.set(Some(asked.clone())) /> })}</td>
        </tr>
    }
}

#[component]
fn Revoke(device: DeviceView, #[prop(into)] on_close: Callback<()>, #[prop(into)] on_done: Callback<()>) -> impl IntoView {
    let failure = RwSignal::new(None::<Failure>);
    let (id, name) = (device.id.to_string(), device.name.clone());
    let send = move |()| {
        let id = id.clone();
        spawn_local(async move {
            match settings::revoke(&id).await {
                Ok(()) => {
                    on_close.run(());
                    on_done.run(());
                }
                Err(why) => drop(failure.try_set(Some(why))),
            }
        });
    };
    view! {
        <Dialog title=tr("devices.revoke") on_close=on_close>
            <div class="body">
                <p>{move || t_with("devices.revoke_about", &[("name", &name), ("person", &text::name(&device.person_name))])}</p>
                {move || failure.get().map(|failure| view! { <FailureView failure=failure /> })}
            </div>
            <footer>
                <Button label=tr("button.cancel") on_press=on_close />
                <Button label=tr("devices.revoke") look="danger" on_press=send />
            </footer>
        </Dialog>
    }
}
