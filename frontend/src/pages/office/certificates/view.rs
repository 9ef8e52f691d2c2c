//! One certificate: its document, what became of it, and its correction.

use base::text::says_something;
use contract::access::table::Verb;
use contract::api::certificate::{CertificateRow, CertificateState, CertificateView};
use contract::api::path;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_params_map;

use super::super::records::PLAIN;
use super::correct::Correct;
use crate::components::badge::code_of;
use crate::components::{Button, FailureView, FindingList, Notice, PaperLink, StateBadge, TextField, loaded, wanted_void};
use crate::data::certificates;
use crate::data::session::Session;
use crate::failure::Failure;
use crate::text::format::{day, moment};
use crate::text::{self, t, t_with, title, tr};

/// The certificate in the address.
#[component]
pub fn CertificatePage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let certificate = LocalResource::new(move || {
        let id = id.get();
        async move { certificates::one(&id).await }
    });
    let reload = Callback::new(move |()| certificate.refetch());
    loaded(certificate, move |view| view! { <Certificate view=view on_change=reload /> })
}

#[component]
fn Certificate(view: CertificateView, on_change: Callback<()>) -> impl IntoView {
    let row = view.row.clone();
    let id = row.id.to_string();
    let correcting = RwSignal::new(false);
    let session = Session::here();
    let case = view.correction.clone();
    let open_case = case.is_some();
    let void = row.state == CertificateState::Void;
    let why_not = Signal::derive(move || match () {
        () if void => Some(t("certificate.void_is_final")),
        () if open_case => Some(t("certificate.case_open")),
        () => session.why_not(Verb::Post, path::CERTIFICATE_CORRECT, ""),
    });
    let no_longer_met = view.no_longer_met.clone();
    let void_by = row.followed_by.clone().filter(|_| void);
    let shown = if void { wanted_void(&certificates::pdf_href(&id)) } else { certificates::pdf_href(&id) };
    let stored = StoredValue::new(id.clone());
    let number = row.number.clone();
    title::page(move || number.clone());
    view! {
        <div class="page-head">
            <div class="stack tight">
                <a class="crumbs" href="/office/certificates">{tr("nav.certificates")}</a>
                <div class="row"><h1 class="mono">{row.number.clone()}</h1><StateBadge state=code_of(&row.state) /></div>
            </div>
            <div class="actions">
                <PaperLink label=tr("certificate.xml") look="quiet" icon="file" href=certificates::xml_href(&id) void_by=void_by.clone() />
                <PaperLink label=tr("certificate.pdf") icon="download" href=certificates::pdf_href(&id) void_by=void_by />
                <Button label=tr("certificate.correct") icon="pencil" why_not=why_not on_press=move |()| correcting.set(true) />
            </div>
        </div>
        <div class="draft">
            <div class="stack">
                {(!row.released).then(|| view! { <Notice tone="attention"><p>{tr("certificate.not_released")}</p></Notice> })}
                {row.followed_by.clone().map(|number| {
                    let key = if void { "certificate.replaced_by" } else { "certificate.supplemented_by" };
                    view! { <Notice tone=if void { "bad" } else { "info" }><p>{move || t_with(key, &[("number", &number)])}</p></Notice> }
                })}
                {case.map(|case| view! {
                    <Notice tone="attention">
                        <p class="strong">{tr("certificate.case_open")}</p>
                        <p>{case.reason}</p>
                        <p><a href=format!("/office/records/{}/draft", case.record)>{tr("certificate.to_draft")}</a></p>
                    </Notice>
                })}
                {(!no_longer_met.is_empty()).then(|| view! {
                    <Notice tone="attention"><div data-test="no-longer-met"><p>{tr("certificate.no_longer_met")}</p><FindingList findings=no_longer_met /></div></Notice>
                })}
                <Facts view=view.clone() />
                <RecallCard row=row on_change=on_change />
            </div>
            <div class="paper-frame" class:void=void data-void=move || void.then(|| t("state.void"))>
                <iframe class="paper" src=shown + PLAIN title=tr("certificate.pdf")></iframe>
            </div>
        </div>
        {move || correcting.get().then(|| view! { <Correct id=stored.get_value() on_close=move |()| correcting.set(false) on_done=on_change /> })}
    }
}

#[component]
fn Facts(view: CertificateView) -> impl IntoView {
    let (row, stated) = (view.row, view.document.stated);
    let kind = format!("kind.{}", row.kind);
    let signatures = view.document.envelope.signatures.into_iter().map(|signature| {
        let role = format!("signature.{}", code_of(&signature.role));
        view! { <dt>{move || t(&role)}</dt><dd>{move || text::name(&signature.name)}<span class="soft small">" "{move || moment(signature.at)}</span></dd> }
    });
    let days = stated.calibrated_on.clone();
    view! {
        <section class="card"><dl class="body facts">
            <dt>{tr("certificate.kind")}</dt><dd>{move || t(&kind)}</dd>
            <dt>{tr("field.customer")}</dt><dd>{move || text::name(&row.customer_name)}</dd>
            <dt>{tr("field.item")}</dt><dd>{row.item}</dd>
            <dt>{tr("certificate.calibrated_on")}</dt><dd>{move || days.iter().map(|date| day(*date)).collect::<Vec<_>>().join(" – ")}</dd>
            <dt>{tr("certificate.issued")}</dt><dd>{move || moment(row.issued_at)}</dd>
            {signatures.collect_view()}
            <dt>{tr("nav.records")}</dt><dd><a href=format!("/office/records/{}", row.record)>{tr("draft.record")}</a></dd>
            <dt>"SHA-256"</dt><dd class="hash">{view.pdf_hash.map(|hash| hash.to_string())}</dd>
        </dl></section>
    }
}

/// The recall of a void certificate's paper original, tracked to its return (C-5.4.2.2).
#[component]
fn RecallCard(row: CertificateRow, on_change: Callback<()>) -> impl IntoView {
    let id = row.id.to_string();
    row.recall.map(|recall| {
        let note = RwSignal::new(String::new());
        let failure = RwSignal::new(None::<Failure>);
        let why_not = Signal::derive(move || note.with(|note| !says_something(note)).then(|| t("recall.write_first")));
        let send = move |()| {
            let (id, note) = (id.clone(), note.get_untracked());
            spawn_local(async move {
                match certificates::note_recall(&id, note).await {
                    Ok(()) => on_change.run(()),
                    Err(why) => drop(failure.try_set(Some(why))),
                }
            });
        };
        let (asked, back) = (recall.asked_at, recall.returned_at);
        view! {
            <section class="card"><header><h2>{tr("certificate.recall")}</h2><StateBadge state=if back.is_some() { "back" } else { "asked" } /></header>
                <div class="body stack">
                    <p class="soft">{move || t_with("recall.asked", &[("when", &moment(asked))])}</p>
                    {match back {
                        Some(at) => view! { <p>{recall.note}" · "{move || moment(at)}</p> }.into_any(),
                        None => view! {
                            <TextField label=tr("recall.note") value=note name="note" />
                            {move || failure.get().map(|failure| view! { <FailureView failure=failure /> })}
                            <Button label=tr("recall.tick_off") look="primary" icon="check" why_not=why_not on_press=send />
                        }
                        .into_any(),
                    }}
                </div>
            </section>
        }
    })
}
