//! One entry of a noun: seen, changed, made.

use base::finding::Finding;
use contract::api::register::Put;
use domain::item::Item;
use domain::library::body::Body;
use domain::register::Entry as _;
use domain::register::noun::{Noun, stops};
use domain::register::nouns::find;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map, use_query_map};
use serde_json::Value;

use super::super::form::Form;
use super::super::panels;
use super::leaving::Leaving;
use super::told::{Reload, Said, Told};
use super::{of_noun, unmended, why_not_write};
use crate::components::{Button, FailureView, FindingList, LinkButton, Notice, StateBadge, loaded};
use crate::data::labels;
use crate::data::register::{self, Entry};
use crate::failure::Failure;
use crate::text::format::{decimal_sign, today};
use crate::text::{t, title, tr};

/// The entry in the address; `new` makes one.
#[component]
pub fn EntryPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    provide_context(Made(StoredValue::new(None)));
    of_noun(move |noun| {
        move || match id.get() {
            id if id == "new" => view! { <New noun=noun /> }.into_any(),
            id => view! { <Known noun=noun id=id /> }.into_any(),
        }
    })
}

/// The body's own profile: there is one.
#[component]
pub fn BodyPage() -> impl IntoView {
    let noun = find(Body::NOUN);
    let found = LocalResource::new(|| async { register::search(Body::NOUN, &contract::api::ListQuery::default()).await });
    around(Callback::new(|()| ()), None);
    noun.map(|noun| loaded(found, move |page| view! { <Editor noun=noun entry=page.rows.into_iter().next() /> }))
}

/// A new entry; `?like=<id>` begins with a copy of another one (a new edition, another item of the same model).
#[component]
fn New(noun: &'static Noun) -> impl IntoView {
    around(Callback::new(|()| ()), None);
    let Some(like) = use_query_map().read_untracked().get("like") else {
        return view! { <Editor noun=noun entry=None /> }.into_any();
    };
    let other = LocalResource::new(move || {
        let like = like.clone();
        async move { register::one(noun.name, &like).await }
    });
    loaded(other, move |other: Entry| view! { <Editor noun=noun entry=None like=other.body /> }).into_any()
}

#[component]
fn Known(noun: &'static Noun, id: String) -> impl IntoView {
    let made = expect_context::<Made>().said_of(&id);
    let entry = LocalResource::new(move || {
        let id = id.clone();
        async move { register::one(noun.name, &id).await }
    });
    around(Callback::new(move |()| entry.refetch()), made);
    loaded(entry, move |entry: Entry| {
        labels::learn(noun.name, &entry);
        view! { <Editor noun=noun entry=Some(entry) /> }
    })
}

/// What stands around an entry. A new one has it too: the page before it may have left its own, whose signals are gone.
fn around(reload: Callback<()>, told: Option<Said>) {
    provide_context(Reload(reload));
    provide_context(Told(RwSignal::new(told)));
}

/// The entry that was made last, with the server's warnings: they are read on the page of the entry, which follows the one that made it.
#[derive(Clone, Copy)]
struct Made(StoredValue<Option<(String, Vec<Finding>)>>);

impl Made {
    fn said_of(self, id: &str) -> Option<Said> {
        let made = self.0.try_update_value(Option::take).flatten();
        made.filter(|(made, _)| made == id).map(|(_, warnings)| ("register.saved", warnings))
    }
}

/// What saving needs and says.
#[derive(Clone, Copy)]
struct Saving {
    noun: &'static Noun,
    form: Form,
    reason: RwSignal<String>,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
    told: Told,
    made: Option<Made>,
}

#[component]
fn Editor(noun: &'static Noun, entry: Option<Entry>, #[prop(optional)] like: Option<Value>) -> impl IntoView {
    let known = entry.as_ref().map(|entry| entry.body.clone());
    let body = RwSignal::new(known.or(like.map(|like| noun.copy(like, today()))).unwrap_or_else(|| noun.blank(today())));
    let refused = RwSignal::new(None::<Failure>);
    let findings = Signal::derive(move || {
        let mut findings = body.with(|body| noun.check(body, decimal_sign()));
        findings.extend(refused.get().map(told).unwrap_or_default());
        findings
    });
    let form = Form::new(noun.fields, body, findings);
    let told = expect_context::<Told>();
    let saving =
        Saving { noun, form, reason: RwSignal::default(), busy: RwSignal::new(false), failure: refused, told, made: use_context() };
    let saved = StoredValue::new(entry.clone());
    let dirty = Memo::new(move |_| body.with(|body| saved.with_value(|entry| entry.as_ref().is_none_or(|entry| entry.body != *body))));
    let blank = StoredValue::new(body.get_untracked());
    let unsaved = Memo::new(move |_| match saved.with_value(|entry| entry.as_ref().map(|entry| entry.body.clone())) {
        Some(_) => dirty.get(),
        None => body.with(|body| blank.with_value(|blank| blank != body)),
    });
    let no_right = why_not_write(noun);
    let locked = move || no_right.get().is_some();
    let named = entry.clone();
    title::page(move || heading(noun, named.as_ref()));
    view! {
        <Leaving unsaved=unsaved />
        <Head noun=noun entry=entry.clone() saving=saving saved=saved dirty=dirty />
        <div class="stack wide">
            {move || saving.failure.get().map(|failure| view! { <FailureView failure=failure /> })}
            {move || told.0.get().map(|(words, warnings)| view! {
                <Notice tone=if warnings.is_empty() { "good" } else { "attention" }><p>{tr(words)}</p>{(!warnings.is_empty()).then(|| view! { <FindingList findings=warnings /> })}</Notice>
            })}
            // What the server refused is said above.
            <Show when=move || saving.failure.get().is_none()><unmended::Unmended form=form /></Show>
            {panels::above(noun.name, entry.as_ref(), form)}
            {match panels::beside(noun.name, form) {
                Some(beside) => view! { <div class="beside"><fieldset class="kept" disabled=locked>{form.draw()}</fieldset>{beside}</div> }.into_any(),
                None => view! { <fieldset class="kept" disabled=locked>{form.draw()}</fieldset> }.into_any(),
            }}
            {panels::below(noun.name, entry.as_ref())}
        </div>
    }
}

/// What the page is about: the entry, or a new one.
fn heading(noun: &Noun, entry: Option<&Entry>) -> String {
    entry.map_or_else(|| t(&format!("new.{}", noun.name)), |entry| labels::words(noun.name, entry))
}

/// A server's refusal as findings at its fields, so that each stands where it belongs.
fn told(failure: Failure) -> Vec<Finding> {
    match failure {
        Failure::Unreachable => Vec::new(),
        Failure::Problem(problem) => {
            let mut findings = problem.findings;
            if !problem.path.is_empty() {
                findings.push(Finding {
                    severity: base::finding::Severity::Error,
                    code: problem.code.into(),
                    path: problem.path,
                    params: problem.params,
                });
            }
            findings
        }
    }
}

#[component]
fn Head(noun: &'static Noun, entry: Option<Entry>, saving: Saving, saved: StoredValue<Option<Entry>>, dirty: Memo<bool>) -> impl IntoView {
    let title_entry = entry.clone();
    let heading = move || heading(noun, title_entry.as_ref());
    let id = entry.as_ref().map(|entry| entry.id.to_string());
    let history = id.as_ref().map(|id| view! { <LinkButton label=tr("register.history") look="quiet" icon="history" href=format!("/office/{}/{id}/history", noun.name) /> });
    let no_right = why_not_write(noun);
    let copied = id.clone().filter(|_| noun.is_copied());
    let copy = move || {
        let id = copied.clone().filter(|_| no_right.get().is_none());
        id.map(|id| view! { <LinkButton label=tr("register.copy") look="quiet" icon="copy" href=format!("/office/{}/new?like={id}", noun.name) /> })
    };
    let label = id
        .as_ref()
        .filter(|_| noun.name == Item::NOUN)
        .map(|id| view! { <LinkButton label=tr("labels.one") look="quiet" icon="print" href=format!("/office/labels?items={id}") /> });
    let state = entry
        .as_ref()
        .filter(|entry| !entry.status.is_empty() && !noun.states.is_empty())
        .map(|entry| view! { <StateBadge state=entry.status.clone() /> });
    let why_not = Signal::derive(move || no_right.get().or_else(|| (!dirty.get()).then(|| t("register.nothing_to_save"))));
    let save = save(saving, saved);
    view! {
        <div class="page-head">
            <div class="stack tight">
                <a class="crumbs" href=format!("/office/{}", noun.name)>{move || t(&format!("noun.{}", noun.name))}</a>
                <div class="row"><h1>{heading}</h1>{state}</div>
            </div>
            <div class="actions">
                {label}
                {copy}
                {history}
                {id.map(|_| view! {
                    <input class="input reason" type="text" name="reason" aria-label=tr("register.reason") placeholder=tr("register.reason") prop:value=saving.reason on:input:target=move |event| saving.reason.set(event.target().value()) />
                })}
                <Button label=tr("button.save") look="primary" why_not=why_not busy=saving.busy on_press=save />
            </div>
        </div>
    }
}

/// Saves: the rules first, here; then the server, whose word counts.
fn save(saving: Saving, saved: StoredValue<Option<Entry>>) -> Callback<()> {
    let navigate = use_navigate();
    let Reload(reload) = expect_context();
    Callback::new(move |()| {
        saving.form.tried.set(true);
        saving.failure.set(None);
        saving.told.0.set(None);
        let body: Value = saving.form.body.get_untracked();
        if stops(&saving.noun.check(&body, decimal_sign())) {
            unmended::to_the_first();
            return;
        }
        saving.busy.set(true);
        let navigate = navigate.clone();
        let (noun, known) = (saving.noun.name, saved.get_value());
        let reason = saving.reason.get_untracked();
        spawn_local(async move {
            let written = match &known {
                Some(entry) => register::update(noun, &entry.id.to_string(), &Put { revision: entry.revision, reason, body }).await,
                None => register::create(noun, body).await,
            };
            saving.busy.try_set(false);
            match written {
                Ok(written) if known.is_none() && noun != Body::NOUN => {
                    if let Some(Made(made)) = saving.made {
                        made.try_set_value(Some((written.id.to_string(), written.findings)));
                    }
                    navigate(&format!("/office/{noun}/{}", written.id), NavigateOptions { replace: true, ..NavigateOptions::default() })
                }
                Ok(written) => {
                    saving.told.0.try_set(Some(("register.saved", written.findings)));
                    saving.reason.try_set(String::new());
                    saved.try_update_value(|saved| {
                        if let Some(entry) = saved {
                            entry.revision = written.revision;
                            if let Some(body) = saving.form.body.try_get_untracked() {
                                entry.body = body;
                            }
                            labels::learn(noun, entry);
                        }
                    });
                    saving.form.body.try_update(|_| ());
                    reload.run(());
                }
                Err(why) => {
                    saving.failure.try_set(Some(why));
                }
            }
        });
    })
}
