//! The checker's screen: the record beside its history, the server's results beside the tablet's.

use base::finding::Severity;
use contract::api::record::{ActionView, RecordView};
use contract::api::visit::VisitView;
use domain::record::RecordStatus;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use measurement::method::Stage;

use super::super::checks::Checks;
use super::derived::Derived;
use super::end::End;
use super::entries::Entries;
use super::facts::{Conditions, Facts, Further};
use super::give_back::GiveBack;
use super::path_words::path_words;
use super::settle::Settle;
use super::sign::Sign;
use crate::components::badge::code_of;
use crate::components::conditions;
use crate::components::conditions::questions;
use crate::components::record_table::has_stage;
use crate::components::{Button, FindingList, LinkButton, Names, Notice, RecordTable, StateBadge, loaded};
use crate::data::records;
use crate::data::session::Session;
use crate::text::{self, t_count, t_with, title, tr};

/// The record in the address.
#[component]
pub fn RecordViewPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let record = LocalResource::new(move || {
        let id = id.get();
        async move { records::one(&id).await }
    });
    let reload = Callback::new(move |()| record.refetch());
    loaded(record, move |view| view! { <Record view=view on_change=reload /> })
}

/// Names of everyone in a record.
pub fn names_of(view: &RecordView) -> Names {
    Names::new(view.names.iter().map(|entry| (entry.person, entry.name.clone())))
}

/// The action that is offered under this name.
fn offered<'v>(view: &'v RecordView, action: &str) -> Option<&'v ActionView> {
    view.actions.iter().find(|entry| entry.action == action)
}

/// The refusal that stops an offered action, in words; empty where it may be done.
fn why_not(action: &ActionView) -> Signal<Option<String>> {
    let (refused, session) = (action.refused.clone(), Session::here());
    Signal::derive(move || refused.as_ref().map(text::finding).or_else(|| session.signing_held()))
}

#[component]
fn Record(view: RecordView, on_change: Callback<()>) -> impl IntoView {
    let names = names_of(&view);
    let returning = RwSignal::new(None::<Vec<String>>);
    let signing = RwSignal::new(false);
    let add = Callback::new(move |path: String| returning.update(|list| list.get_or_insert_with(Vec::new).push(path)));
    let can_return = offered(&view, "return").is_some_and(|action| action.refused.is_none());
    let id = view.record.id.to_string();
    let seen = view.entries.len() as u64;
    let form = StoredValue::new(view.record.opened.edition.form.clone());
    let record_id = StoredValue::new(id);
    let method = view.record.opened.edition.method;
    let asked = StoredValue::new(questions(&view.conditions));
    let place = Callback::new(move |path: String| form.with_value(|form| path_words(form, &path)));
    let item = view.record.opened.item.item.clone();
    title::page(move || format!("{} {}", text::name(&item.name), item.serial_number));
    view! {
        <Head view=view.clone() returning=returning signing=signing />
        <div class="stack wide">
            <Stops view=view.clone() />
            <Settle view=view.clone() on_done=on_change />
            <conditions::Conditions conditions=view.conditions.clone() names=names.clone() place=place />
            <Facts record=view.record.clone() names=names.clone() />
            <Conditions record=view.record.clone() names=names.clone() />
            {view.visit.clone().map(|visit| view! { <VisitCard visit=*visit /> })}
            <Tables view=view.clone() names=names.clone() on_choose=can_return.then_some(add) />
            <Recomputed view=view.clone() />
            {(!view.derivations.is_empty()).then(|| view! { <Derived derivations=view.derivations.clone() form=form.get_value() /> })}
            {can_return.then(|| view! { <p class="small soft">{tr("record.press_to_note")}</p> })}
            <Further record=view.record.clone() names=names.clone() />
            <End view=view.clone() on_done=on_change />
            <Entries entries=view.entries.clone() form=view.record.opened.edition.form.clone() names=names />
        </div>
        {move || returning.get().map(|paths| view! {
            <GiveBack id=record_id.get_value() seen=seen paths=paths form=form.get_value() on_close=move |()| returning.set(None) on_done=on_change />
        })}
        {move || signing.get().then(|| view! { <Sign id=record_id.get_value() seen=seen method=method questions=asked.get_value() place=place on_close=move |()| signing.set(false) on_done=on_change /> })}
    }
}

#[component]
fn Head(view: RecordView, returning: RwSignal<Option<Vec<String>>>, signing: RwSignal<bool>) -> impl IntoView {
    let record = &view.record;
    let item = record.opened.item.item.clone();
    let id = record.id.to_string();
    let state = code_of(&record.status);
    let action = |name: &str| offered(&view, name).map(why_not);
    let give_back = action("return").map(|why| {
        view! { <Button label=tr("record.return") icon="return" why_not=why on_press=move |()| returning.set(Some(Vec::new())) /> }
    });
    let sign = action("check").map(
        |why| view! { <Button label=tr("record.sign") look="primary" icon="check" why_not=why on_press=move |()| signing.set(true) /> },
    );
    let draft = (record.status == RecordStatus::Checked)
        .then(|| view! { <LinkButton label=tr("record.draft") look="primary" icon="seal" href=format!("/office/records/{id}/draft") /> });
    let (serial, identification) = (item.serial_number.clone(), item.identification.clone());
    view! {
        <div class="page-head">
            <div class="stack tight">
                <a class="crumbs" href="/office/records">{tr("nav.records")}</a>
                <div class="row"><h1>{move || text::name(&item.name)}</h1><StateBadge state=state /></div>
                <span class="soft">{item.model.clone()}" · "<span class="mono">{serial}</span>" · "{identification}</span>
            </div>
            <div class="actions">
                <LinkButton label=tr("record.print") look="quiet" icon="print" href=records::print_href(&id) apart=true />
                {give_back}
                {sign}
                {draft}
            </div>
        </div>
    }
}

/// Whether the server's computation gives what the calibrator signed, and by which engine that was computed.
#[component]
fn Recomputed(view: RecordView) -> impl IntoView {
    let differs = view.findings.iter().filter(|finding| finding.code == "result_differs").count();
    view.record.submissions.last().map(|submission| {
        let engine = submission.what.engine_version.clone();
        let words = move || {
            if differs == 0 {
                t_with("record.recomputed_same", &[("engine", &engine)])
            } else {
                t_count("record.recomputed_differs", differs)
            }
        };
        view! { <p class=if differs == 0 { "small soft" } else { "attention-text" } data-test="recomputed">{words}</p> }
    })
}

/// What stops or warns a check.
#[component]
fn Stops(view: RecordView) -> impl IntoView {
    let findings = view.findings.clone();
    let missing = view.missing_files.len();
    let form = view.record.opened.edition.form.clone();
    let place = Callback::new(move |path: String| path_words(&form, &path));
    let tone = if findings.iter().any(|finding| finding.severity == Severity::Error) { "bad" } else { "attention" };
    view! {
        {(!findings.is_empty()).then(|| view! { <Notice tone=tone><p class="strong">{tr("record.findings")}</p><FindingList findings=findings place=place /></Notice> })}
        {(missing > 0).then(|| view! { <Notice tone="attention"><p>{move || text::t_count("record.missing_files", missing)}</p></Notice> })}
    }
}

/// The checks of the standards on the visit, without which no reading is entered (C-5.2.2.2).
#[component]
fn VisitCard(visit: VisitView) -> impl IntoView {
    let (id, number) = (visit.id, visit.visit.number.clone());
    view! {
        <section class="card">
            <header><h2>{tr("checks.title")}</h2><a href=format!("/office/visits/{id}")>{number}</a></header>
            <div class="body stack"><Checks view=visit /></div>
        </section>
    }
}

#[component]
fn Tables(view: RecordView, names: Names, on_choose: Option<Callback<String>>) -> impl IntoView {
    let cells = StoredValue::new(view.record.cells.clone());
    let said = view.record.submissions.last().map(|submission| (*submission.what.results).clone());
    let results = StoredValue::new(view.recomputed.clone());
    let edition = view.record.opened.edition.clone();
    let table = move |stage: Stage| {
        let there = cells.with_value(|cells| has_stage(cells, stage)) || stage == Stage::AsFound;
        there.then(|| {
            let said = said.clone();
            let beside: Signal<Option<measurement::Results>> = Signal::stored(said);
            let names = names.clone();
            let cells = Signal::derive(move || cells.get_value());
            let results = Signal::derive(move || results.get_value());
            let names = Signal::stored(names);
            match on_choose {
                Some(choose) => view! { <RecordTable edition=edition.clone() stage=stage cells=cells results=results beside=beside names=names on_choose=choose /> }.into_any(),
                None => view! { <RecordTable edition=edition.clone() stage=stage cells=cells results=results beside=beside names=names /> }.into_any(),
            }
        })
    };
    view! { <div class="stack">{table(Stage::AsFound)}{table(Stage::AsLeft)}</div> }
}
