//! Every version of an entry, with what changed from one to the next.

use contract::api::register::Version;
use domain::register::json::{Difference, differences};
use domain::register::noun::Noun;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use serde_json::Value;

use super::super::form::words;
use super::of_noun;
use crate::components::loaded;
use crate::data::{labels, register};
use crate::text::format::moment_exact;
use crate::text::{t, t_known, t_with, tr};

/// The history of the entry in the address.
#[component]
pub fn HistoryPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    of_noun(move |noun| view! { <History noun=noun id=id.get() /> })
}

#[component]
fn History(noun: &'static Noun, id: String) -> impl IntoView {
    let back = format!("/office/{}/{id}", noun.name);
    let (shown, name) = (id.clone(), noun.name);
    let versions = LocalResource::new(move || {
        let id = id.clone();
        async move { register::history(name, &id).await }
    });
    view! {
        <div class="page-head">
            <div class="stack tight">
                <a class="crumbs" href=back>{move || labels::label(name, &shown)}</a>
                <h1>{tr("register.history")}</h1>
            </div>
        </div>
        {loaded(versions, move |mut versions: Vec<Version<Value>>| {
            versions.sort_by_key(|version| version.revision);
            let before = std::iter::once(None).chain(versions.iter().cloned().map(Some)).collect::<Vec<_>>();
            let mut lines: Vec<_> = versions.into_iter().zip(before).collect();
            lines.reverse();
            lines.into_iter().map(|(version, before)| view! { <VersionView noun=noun version=version before=before /> }).collect_view()
        })}
    }
}

#[component]
fn VersionView(noun: &'static Noun, version: Version<Value>, before: Option<Version<Value>>) -> impl IntoView {
    let changes = before.map(|before| differences(&before.body, &version.body));
    let (revision, by, at) = (version.revision.to_string(), version.by_name.clone(), version.at);
    let reason = version.reason.clone();
    let by = move || if by.is_empty() { t("history.system") } else { by.clone() };
    view! {
        <section class="card version">
            <header>
                <span><span class="strong">{move || t_with("history.version", &[("n", &revision)])}</span>" · "{by}" · "{move || moment_exact(at)}</span>
                <span class="soft">{move || reason_words(&reason)}</span>
            </header>
            <div class="body">
                {match changes {
                    None => view! { <p class="soft">{tr("history.first")}</p> }.into_any(),
                    Some(changes) if changes.is_empty() => view! { <p class="soft">{tr("history.nothing")}</p> }.into_any(),
                    Some(changes) => view! { <Changes noun=noun changes=changes /> }.into_any(),
                }}
            </div>
        </section>
    }
}

/// What changed: the old value struck, the new one beside it.
#[component]
fn Changes(noun: &'static Noun, changes: Vec<Difference>) -> impl IntoView {
    let line = |(path, before, after): Difference| {
        let (label, at) = (path.clone(), StoredValue::new(path));
        let read = move |value: &str| at.with_value(|path| words::value(noun.fields, path, value));
        view! {
            <tr>
                <td class="soft">{move || words::path(noun.fields, &label)}</td>
                <td>
                    {before.map(|before| view! { <del class="struck-text">{move || read(&before)}</del> })}
                    " "
                    {after.map(|after| view! { <ins class="new-text">{move || read(&after)}</ins> })}
                </td>
            </tr>
        }
    };
    view! { <table class="changes"><tbody>{changes.into_iter().map(line).collect_view()}</tbody></table> }
}

/// Why a version was made: reasons that the system gives are codes, what a person wrote stays as written.
fn reason_words(reason: &str) -> String {
    t_known(&format!("reason.{reason}")).filter(|_| !reason.is_empty()).unwrap_or_else(|| reason.to_owned())
}
