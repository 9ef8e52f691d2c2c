//! The head of the tablet's screens.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;

use crate::components::{Icon, LanguageSwitch};
use crate::data::tablet::{Kept, Tablet};
use crate::text::{self, t, tr};

/// Where to, who, which language; and a newer version where one is ready.
#[component]
pub fn Top() -> impl IntoView {
    let tablet = Tablet::here();
    let who = move || tablet.who().map(|vault| text::name(&vault.name));
    view! {
        <header class="tb-top">
            <nav class="row">
                <A href="/today" attr:class="tb-link" attr:data-test="nav-today"><Icon name="inbox" />{tr("nav.today")}</A>
                <A href="/scan" attr:class="tb-link" attr:data-test="nav-scan"><Icon name="search" />{tr("tablet.scan")}</A>
                <A href="/storage" attr:class="tb-link" attr:data-test="nav-storage"><Icon name="download" />{tr("tablet.storage")}</A>
            </nav>
            <div class="row">
                <NewVersion />
                <LanguageSwitch />
                {move || who().map(|name| view! {
                    <button type="button" class="button quiet" data-test="lock" on:click=move |_| tablet.lock()>
                        <Icon name="lock" /><span>{name}</span>
                    </button>
                })}
            </div>
        </header>
    }
}

#[component]
fn NewVersion() -> impl IntoView {
    let tablet = Tablet::here();
    move || match tablet.kept() {
        Kept::NewReady(build) => {
            let may = tablet.may_change_version();
            let change = move |_| spawn_local(tablet.change_version(build.clone()));
            view! {
                <span class="row tb-version">
                    <button type="button" class="button small" disabled=!may data-test="update" on:click=change>
                        <Icon name="refresh" />{tr("tablet.new_version")}
                    </button>
                    {(!may).then(|| view! { <span class="small soft">{t("tablet.new_version_waits")}</span> })}
                </span>
            }
            .into_any()
        }
        _ => ().into_any(),
    }
}
