//! One screen per item, made for gloves and hurry.

mod abandon;
mod adjust;
mod amend;
mod bar;
mod calibrators;
mod cell;
mod conflicts;
mod derived;
mod deviation;
mod environment;
mod findings;
mod finish;
mod history;
mod inspection;
mod notes;
mod number;
mod offered;
mod pad;
mod photo;
mod points;
mod prepare;
mod remarks;
mod result;
mod screen;
mod seals;
mod signature;
mod standards;
mod strike;
mod submit;
mod unseen;
mod wrong_standard;

use base::id::RecordId;
use domain::record::RecordStatus;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use measurement::method::Stage;

use crate::components::badge::code_of;
use crate::components::{EmptyState, StateBadge, TabPanel, Tabs};
use crate::text::{self, t, title, tr};
use screen::{AS_FOUND, AS_LEFT, FINISH, PREPARE, Screen};

/// The identity of what the tabs lead to.
const PANEL: &str = "record-panel";

/// The record of the address.
#[component]
pub fn RecordPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").and_then(|id| id.parse::<RecordId>().ok()));
    move || match id.get() {
        Some(id) => view! { <OneRecord id=id /> }.into_any(),
        None => view! { <Unknown /> }.into_any(),
    }
}

#[component]
fn Unknown() -> impl IntoView {
    view! { <EmptyState text=tr("record.unknown")><a class="button" href="/today">{tr("nav.today")}</a></EmptyState> }
}

#[component]
fn OneRecord(id: RecordId) -> impl IntoView {
    let screen = Screen::provide(id);
    let known = Memo::new(move |_| screen.record.with(Option::is_some));
    move || {
        if known.get() {
            view! {
                <div class="tb-record">
                    <Head />
                    <conflicts::Conflicts />
                    <findings::Findings />
                    <Body />
                </div>
                {move || screen.struck.get().map(|struck| view! { <amend::AmendDialog struck=struck /> })}
                {move || screen.unseen.get().map(|path| view! { <unseen::NotObservedDialog path=path /> })}
                {move || screen.shown.get().map(|path| view! { <history::HistoryDialog path=path /> })}
            }
            .into_any()
        } else {
            view! { <Unknown /> }.into_any()
        }
    }
}

#[component]
fn Head() -> impl IntoView {
    let screen = Screen::here();
    let name = move || screen.with(|record| text::name(&record.opened.item.item.name));
    title::page(move || {
        let words = |item: &domain::item::Item| format!("{} {}", text::name(&item.name), item.serial_number);
        screen.with(|record| words(&record.opened.item.item)).unwrap_or_default()
    });
    let serial = move || {
        screen
            .with(|record| format!("{} · {}", text::serial(&record.opened.item.item.serial_number), record.opened.item.item.identification))
    };
    let customer = move || screen.with(|record| text::name(&record.opened.customer.name));
    let method = move || screen.with(|record| record.opened.edition.named());
    let status = Memo::new(move |_| screen.with(|record| code_of(&record.status)).unwrap_or_default());
    let tabs = Memo::new(move |_| {
        let adjustable = screen.with(|record| record.opened.edition.form.adjustable || !record.adjustments.is_empty()).unwrap_or(false);
        if adjustable { vec![PREPARE, AS_FOUND, AS_LEFT, FINISH] } else { vec![PREPARE, AS_FOUND, FINISH] }
    });
    view! {
        <header class="tb-head">
            <div class="row between">
                <h1>{name}<span class="soft tb-serial">{serial}</span></h1>
                {move || view! { <StateBadge state=status.get() /> }}
            </div>
            <p class="soft small">{customer}" · "{method}</p>
            {move || view! { <Tabs tabs=tabs.get() chosen=screen.tab panel=PANEL /> }}
        </header>
    }
}

#[component]
fn Body() -> impl IntoView {
    let screen = Screen::here();
    let closed = Memo::new(move |_| screen.with(|record| record.status).filter(|status| !status.is_open()));
    view! {
        {move || closed.get().map(|status| view! { <p class="soft" data-test="closed">{closed_words(status)}</p> })}
        <TabPanel id=PANEL chosen=Signal::derive(move || screen.tab.get().to_owned())>
            {move || match screen.tab.get() {
                AS_FOUND => view! { <points::Points stage=Stage::AsFound /> }.into_any(),
                AS_LEFT => view! { <adjust::AsLeft /> }.into_any(),
                FINISH => view! { <finish::Finish /> }.into_any(),
                _ => view! { <prepare::Prepare /> }.into_any(),
            }}
        </TabPanel>
    }
}

fn closed_words(status: RecordStatus) -> String {
    t(&format!("record.closed.{}", code_of(&status)))
}
