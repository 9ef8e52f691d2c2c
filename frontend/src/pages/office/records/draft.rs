//! The certificate before it is issued: what is missing, how it will look, what differs from the one in force.

use std::collections::BTreeSet;

use base::finding::{Finding, Severity};
use contract::api::certificate::{DifferenceView, DraftView, IssueCertificate};
use domain::event::Hash;
use domain::library::person::Activity;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map};

use super::case_check::CaseCheck;
use super::give_back::GiveBack;
use super::scope::Scope;
use crate::components::conditions::Question;
use crate::components::{
    Button, Conditions, Dialog, FailureView, FindingList, LinkButton, Names, Notice, Questions, TextField, answers, loaded, questions,
    unanswered,
};
use crate::data::records;
use crate::data::session::Session;
use crate::failure::Failure;
use crate::text::{self, t, t_count, t_with, title, tr};

/// The paper alone, without the viewer's own bars.
pub const PLAIN: &str = "#toolbar=0&navpanes=0&view=FitH";

/// The draft of the record in the address.
#[component]
pub fn DraftPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let draft = LocalResource::new(move || {
        let id = id.get();
        async move { records::draft(&id).await }
    });
    let reload = Callback::new(move |()| draft.refetch());
    loaded(draft, move |view| view! { <Draft id=id.get_untracked() draft=view on_change=reload /> })
}

/// What the signatory must expect: "original", or what the difference makes.
fn kind_of(draft: &DraftView) -> String {
    draft.difference.as_ref().map_or_else(|| "original".to_owned(), |difference| difference.kind.clone())
}

#[component]
fn Draft(id: String, draft: DraftView, on_change: Callback<()>) -> impl IntoView {
    let asking = RwSignal::new(false);
    let returning = RwSignal::new(false);
    let kind = kind_of(&draft);
    // A warning blocks nothing; an error blocks the issue here as it does on the server.
    let stopping = draft.missing.iter().filter(|finding| finding.severity == Severity::Error).count() + draft.refusals.len();
    let names = Names::new(draft.names.iter().map(|entry| (entry.person, entry.name.clone())));
    let asked = StoredValue::new(questions(&draft.conditions));
    let session = Session::here();
    let no_return = Signal::derive(move || session.signing_held());
    let why_not = Signal::derive(move || {
        // Each reason is listed once below.
        let own = (stopping > 0).then(|| t_count("draft.reasons", stopping));
        own.or_else(|| session.signing_held())
    });
    let (seen, stated, item) = (draft.seen, draft.stated, draft.document.stated.item.clone());
    let record = StoredValue::new(id.clone());
    let kind = StoredValue::new(kind);
    let named = item.clone();
    title::page(move || format!("{} · {}", t("draft.title"), text::name(&named.name)));
    let navigate = use_navigate();
    let returned = Callback::new(move |()| navigate(&format!("/office/records/{}", record.get_value()), NavigateOptions::default()));
    view! {
        <div class="page-head">
            <div class="stack tight">
                <a class="crumbs" href=format!("/office/records/{id}")>{tr("draft.record")}</a>
                <h1>{tr("draft.title")}" · "{move || text::name(&item.name)}" "<span class="mono">{item.serial_number.clone()}</span></h1>
            </div>
            <div class="actions">
                <LinkButton label=tr("draft.pdf") look="quiet" icon="file" href=records::draft_href(&id) apart=true />
                <Button label=tr("record.return") icon="return" why_not=no_return on_press=move |()| returning.set(true) />
                <Button label=tr("draft.issue") look="primary" icon="seal" why_not=why_not on_press=move |()| asking.set(true) />
            </div>
        </div>
        <div class="draft">
            <div class="stack">
                <Missing draft=draft.clone() />
                {draft.check.map(|check| view! { <CaseCheck check=check stated=stated on_done=on_change /> })}
                <Conditions conditions=draft.conditions.clone() names=names />
                {draft.difference.map(|difference| view! { <Difference difference=difference /> })}
            </div>
            <iframe class="paper" src=records::draft_href(&id) + PLAIN title=tr("draft.title")></iframe>
        </div>
        {move || asking.get().then(|| view! { <Issue id=record.get_value() seen=seen stated=stated kind=kind.get_value() questions=asked.get_value() on_close=move |()| asking.set(false) /> })}
        {move || returning.get().then(|| view! { <ReturnFromDraft id=record.get_value() on_close=move |()| returning.set(false) on_done=returned /> })}
    }
}

/// Returning needs the record's form: it is fetched when asked for.
#[component]
fn ReturnFromDraft(id: String, #[prop(into)] on_close: Callback<()>, on_done: Callback<()>) -> impl IntoView {
    let asked = id.clone();
    let record = LocalResource::new(move || {
        let id = asked.clone();
        async move { records::one(&id).await }
    });
    loaded(record, move |view| {
        let seen = view.entries.len() as u64;
        view! { <GiveBack id=id.clone() seen=seen paths=Vec::new() form=view.record.opened.edition.form.clone() on_close=on_close on_done=on_done /> }
    })
}

/// What is missing or in the way, apart from the conditions.
#[component]
fn Missing(draft: DraftView) -> impl IntoView {
    let said: BTreeSet<String> =
        draft.conditions.iter().flat_map(|condition| &condition.found).map(|seen| seen.finding.code.to_string()).collect();
    let apart = |findings: Vec<Finding>| findings.into_iter().filter(|finding| !said.contains(&*finding.code)).collect::<Vec<_>>();
    let incomplete = draft.missing.iter().any(|finding| finding.severity == Severity::Error);
    let (missing, refusals) = (apart(draft.missing), apart(draft.refusals));
    let (tone, title) = if incomplete { ("bad", "draft.missing") } else { ("attention", "record.findings") };
    view! {
        {if missing.is_empty() {
            (!incomplete).then(|| view! { <Notice tone="good"><p>{tr("draft.complete")}</p></Notice> }).into_any()
        } else {
            view! { <Notice tone=tone><p class="strong">{tr(title)}</p><FindingList findings=missing /></Notice> }.into_any()
        }}
        {(!refusals.is_empty()).then(|| view! { <Notice tone="attention"><p class="strong">{tr("draft.refused")}</p><FindingList findings=refusals /></Notice> })}
    }
}

/// What differs from the certificate in force, and which kind that makes.
#[component]
pub fn Difference(difference: DifferenceView) -> impl IntoView {
    let (kind, number) = (difference.kind.clone(), difference.number.clone());
    let rows = difference.changed.into_iter().chain(difference.added);
    let line = |change: contract::api::certificate::Change| {
        let path = change.path.clone();
        view! {
            <tr>
                <td class="soft" data-path=change.path>{move || text::place(&path)}</td>
                <td>{change.before.map(|before| view! { <del class="struck-text">{before}</del>" " })}{change.after.map(|after| view! { <ins class="new-text">{after}</ins> })}</td>
            </tr>
        }
    };
    view! {
        <section class="card">
            <header><h2>{move || t_with(&format!("difference.{kind}"), &[("number", &number)])}</h2></header>
            <div class="body"><table class="changes"><tbody>{rows.map(line).collect_view()}</tbody></table></div>
        </section>
    }
}

/// The signatory's password, again.
#[component]
fn Issue(
    id: String,
    seen: u64,
    stated: Hash,
    kind: String,
    /// What the signatory answers with the signature.
    questions: Vec<Question>,
    #[prop(into)] on_close: Callback<()>,
) -> impl IntoView {
    let why_not = unanswered(&questions);
    let questions = StoredValue::new(questions);
    let password = RwSignal::new(String::new());
    let failure = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let navigate = use_navigate();
    let words = format!("issue.{kind}");
    let record = id.clone();
    let send = move |()| {
        let (id, navigate) = (id.clone(), navigate.clone());
        let command = IssueCertificate {
            seen,
            stated,
            kind: kind.clone(),
            password: password.get_untracked(),
            answers: questions.with_value(|questions| answers(questions)),
        };
        busy.set(true);
        spawn_local(async move {
            match records::issue(&id, &command).await {
                Ok(issued) => navigate(&format!("/office/certificates/{}", issued.id), NavigateOptions::default()),
                Err(why) => {
                    failure.try_set(Some(why));
                }
            }
            busy.try_set(false);
        });
    };
    view! {
        <Dialog title=tr("draft.issue") on_close=on_close>
            <div class="body">
                <p>{move || t(&words)}</p>
                <Questions questions=questions.get_value() />
                <SigningScope record=record />
                <TextField label=tr("sign_in.password") value=password name="password" kind="password" autocomplete="current-password" />
                {move || failure.get().map(|failure| view! { <FailureView failure=failure /> })}
            </div>
            <footer>
                <Button label=tr("button.cancel") on_press=on_close />
                <Button label=tr("draft.issue") look="primary" icon="seal" why_not=why_not busy=busy on_press=send />
            </footer>
        </Dialog>
    }
}

/// What the signatory is authorised for; the record names the method.
#[component]
fn SigningScope(record: String) -> impl IntoView {
    let record = LocalResource::new(move || {
        let id = record.clone();
        async move { records::one(&id).await }
    });
    loaded(record, |view| view! { <Scope method=view.record.opened.edition.method activity=Activity::Sign /> })
}
