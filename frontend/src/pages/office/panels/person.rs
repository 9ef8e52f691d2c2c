//! Authority of a person, and the means to act as them: requested here, confirmed by a second person (C-4.3.1, C-4.3.2).

use base::time::Instant;
use contract::access::table::Verb;
use contract::api::authority::{AskAuthority, AskedView};
use contract::api::path;
use domain::access::declared::reads_declarations;
use domain::authority::Authority as Given;
use domain::library::person::Person;
use domain::register::faults;
use domain::register::noun::read;
use domain::register::nouns::person::{AUTHORITY, DECLARED};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::authority::Authority;
use super::super::form::Form;
use super::super::register::told::Reload;
use crate::components::{Button, ClauseLink, Dialog, FailureView, Notice, TextField, loaded};
use crate::data::register::Entry;
use crate::data::session::Session;
use crate::data::{access, authority};
use crate::failure::Failure;
use crate::text::format::{decimal_sign, moment};
use crate::text::{self, t, t_with, tr};

/// For a new person: authority is given afterwards.
#[component]
pub fn NewPerson(form: Form) -> impl IntoView {
    form.frozen.set(true);
    view! { <Notice><p>{tr("authority.form_about")}" "<ClauseLink clause="C-4.3.2".to_owned() /></p></Notice> }
}

/// A request made with a button.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Password,
    Mailbox,
    Signing,
}

impl Asked {
    async fn send(self, person: &str) -> Result<AskedView, Failure> {
        match self {
            Self::Password => authority::ask_password(person).await,
            Self::Mailbox => authority::ask_mailbox(person).await,
            Self::Signing => authority::ask_signing(person).await,
        }
    }

    /// The message when it waits for confirmation.
    const fn waits(self) -> &'static str {
        match self {
            Self::Mailbox => "person.reset_mailed",
            Self::Password | Self::Signing => "authority.asked",
        }
    }

    /// Title and text of the question asked first, if any: it says what the request does to the person.
    const fn question(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Password => Some(("person.reset", "person.reset_about")),
            Self::Mailbox => Some(("person.reset_mail", "person.reset_mail_about")),
            Self::Signing => None,
        }
    }
}

/// The person's authority, requests and account events, and the buttons for new requests.
#[component]
pub fn PersonPanel(entry: Entry, form: Form) -> impl IntoView {
    form.frozen.set(true);
    let session = Session::here();
    let reload = use_context::<Reload>();
    let id = StoredValue::new(entry.id.to_string());
    let made = RwSignal::new(None::<(String, Option<Instant>)>);
    let told = RwSignal::new(None::<&'static str>);
    let failure = RwSignal::new(None::<Failure>);
    let changing = RwSignal::new(false);
    let asking = RwSignal::new(None::<Asked>);
    let found = LocalResource::new(move || async move { authority::of_person(&id.get_value()).await });
    let may = move |route: &'static str| session.may(Verb::Post, route, "");
    let own = entry.id;
    let is_own = Memo::new(move |_| session.view().is_some_and(|view| view.person.uuid() == own.uuid()));
    // Said before the form is filled in: somebody else must do it (C-4.3.2).
    let why_not = move |route: &'static str| {
        Signal::derive(move || session.why_not(Verb::Post, route, "").or_else(|| is_own.get().then(|| t("code.own_authority"))))
    };
    let ask = move |asked: Asked| {
        failure.set(None);
        told.set(None);
        spawn_local(async move {
            match asked.send(&id.get_value()).await {
                Ok(AskedView { one_time_password: Some(password), valid_until, .. }) => drop(made.try_set(Some((password, valid_until)))),
                Ok(view) => drop(told.try_set(Some(if view.done { "authority.done_alone" } else { asked.waits() }))),
                Err(why) => drop(failure.try_set(Some(why))),
            }
            found.refetch();
        });
    };
    let changed = Callback::new(move |()| {
        found.refetch();
        if let Some(Reload(reload)) = reload {
            reload.run(());
        }
    });
    let kept = StoredValue::new(entry.clone());
    let hidden = move || session.view().is_some_and(|view| !reads_declarations(is_own.get(), &view.roles));
    // Shown empty, they would look as if the person had declared nothing.
    Effect::new(move || form.hidden.set(if hidden() { DECLARED } else { &[] }));
    view! {
        {move || hidden().then(|| view! { <Notice><p>{tr("person.declarations_hidden")}</p></Notice> })}
        <section class="card" data-test="authority">
            <header>
                <h2>{tr("authority.title")}</h2>
                <Button label=tr("authority.ask") icon="people" why_not=why_not(path::PERSON_AUTHORITY) on_press=move |()| changing.set(true) />
            </header>
            <div class="body stack">
                <p class="soft">{tr("authority.form_about")}" "<ClauseLink clause="C-4.3.2".to_owned() /></p>
                <Show when=move || may(path::PERSON_RESET)>
                    <div class="row">
                        <Button label=tr("person.reset") icon="lock" look="small" why_not=why_not(path::PERSON_RESET) on_press=move |()| asking.set(Some(Asked::Password)) />
                        <Button label=tr("person.reset_mail") icon="send" look="small" why_not=why_not(path::PERSON_RESET_MAIL) on_press=move |()| asking.set(Some(Asked::Mailbox)) />
                        <SignOutAll entry=kept.get_value() />
                    </div>
                </Show>
                {move || told.get().map(|words| view! { <Notice tone="good"><p>{tr(words)}</p></Notice> })}
                {move || failure.get().map(|failure| view! { <FailureView failure=failure /> })}
                <Show when=move || session.may(Verb::Get, path::PERSON_AUTHORITY, "")>
                    {loaded(found, move |view| {
                        let release = move || t_with("authority.release", &[("name", &kept.with_value(|entry| text::name(&name_of(entry))))]);
                        let held = !view.holds.is_empty();
                        view! {
                            {(held && may(path::PERSON_SIGNING)).then(|| view! {
                                <div><Button label=release icon="seal" look="small" why_not=why_not(path::PERSON_SIGNING) on_press=move |()| ask(Asked::Signing) /></div>
                            })}
                            <Authority view=view of_one=true on_change=changed />
                        }
                    })}
                </Show>
            </div>
        </section>
        {move || changing.get().then(|| view! {
            <Change entry=kept.get_value() on_close=move |()| changing.set(false) on_done=changed told=told />
        })}
        {move || asking.get().and_then(Asked::question).map(|(title, about)| view! {
            <Dialog title=tr(title) on_close=move |()| asking.set(None)>
                <div class="body"><p>{move || t_with(about, &[("name", &kept.with_value(|entry| text::name(&name_of(entry))))])}</p></div>
                <footer>
                    <Button label=tr("button.cancel") on_press=move |()| asking.set(None) />
                    <Button label=tr(title) look="primary" on_press=move |()| if let Some(asked) = asking.get_untracked() {
                        asking.set(None);
                        ask(asked);
                    } />
                </footer>
            </Dialog>
        })}
        {move || made.get().map(|(password, until)| view! {
            <Dialog title=tr("person.reset") on_close=move |()| made.set(None)>
                <div class="body">
                    <p>{tr("person.one_time")}</p>
                    <p class="one-time mono">{password}</p>
                    {until.map(|until| view! { <p>{move || t_with("person.one_time_until", &[("at", &moment(until))])}</p> })}
                </div>
                <footer><Button label=tr("button.close") look="primary" on_press=move |()| made.set(None) /></footer>
            </Dialog>
        })}
    }
}

/// Ends all sessions of the person.
#[component]
fn SignOutAll(entry: Entry) -> impl IntoView {
    let session = Session::here();
    let failure = RwSignal::new(None::<Failure>);
    let (asked, done) = (RwSignal::new(false), RwSignal::new(false));
    let (id, name) = (StoredValue::new(entry.id.to_string()), StoredValue::new(name_of(&entry)));
    let sign_out = move |()| {
        asked.set(false);
        spawn_local(async move {
            match access::sign_out(&id.get_value()).await {
                Ok(()) => drop(done.try_set(true)),
                Err(why) => drop(failure.try_set(Some(why))),
            }
        });
    };
    view! {
        <Show when=move || session.may(Verb::Post, path::PERSON_SIGN_OUT, "")>
            <Button label=tr("person.sign_out") look="small" on_press=move |()| asked.set(true) />
        </Show>
        {move || done.get().then(|| view! { <Notice tone="good"><p>{tr("person.signed_out")}</p></Notice> })}
        {move || failure.get().map(|failure| view! { <FailureView failure=failure /> })}
        {move || asked.get().then(|| view! {
            <Dialog title=tr("person.sign_out") on_close=move |()| asked.set(false)>
                <div class="body"><p>{move || t_with("person.sign_out_about", &[("name", &name.with_value(text::name))])}</p></div>
                <footer>
                    <Button label=tr("button.cancel") on_press=move |()| asked.set(false) />
                    <Button label=tr("person.sign_out") look="danger" on_press=sign_out />
                </footer>
            </Dialog>
        })}
    }
}

fn name_of(entry: &Entry) -> base::text::Bilingual {
    read::<Person>(&entry.body).map(|person| person.name).unwrap_or_default()
}

/// The requested change; a change that only takes authority away is made at once.
#[component]
fn Change(
    entry: Entry,
    #[prop(into)] on_close: Callback<()>,
    #[prop(into)] on_done: Callback<()>,
    told: RwSignal<Option<&'static str>>,
) -> impl IntoView {
    let given = read::<Person>(&entry.body).map(|person| Given::of(&person));
    let body = given.and_then(|given| serde_json::to_value(given).ok()).unwrap_or_default();
    let body = RwSignal::new(body);
    let findings = Signal::derive(move || body.with(|body| faults::of_form(AUTHORITY, "", body, decimal_sign())));
    let form = Form::new(AUTHORITY, body, findings);
    let reason = RwSignal::new(String::new());
    let failure = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let (id, revision) = (entry.id.to_string(), entry.revision);
    let send = move |()| {
        let Ok(authority) = serde_json::from_value::<Given>(form.body.get_untracked()) else {
            form.tried.set(true);
            return;
        };
        let command = AskAuthority { revision, reason: reason.get_untracked(), authority };
        let id = id.clone();
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            match authority::ask(&id, &command).await {
                Ok(view) => {
                    let words = match (view.done, view.request) {
                        (false, _) => "authority.asked",
                        (true, None) => "authority.done",
                        (true, Some(_)) => "authority.done_alone",
                    };
                    told.try_set(Some(words));
                    on_close.run(());
                    on_done.run(());
                }
                Err(why) => drop(failure.try_set(Some(why))),
            }
            busy.try_set(false);
        });
    };
    view! {
        <Dialog title=tr("authority.ask") wide=true on_close=on_close>
            <div class="body stack">
                <p class="soft">{tr("authority.about")}</p>
                {form.draw()}
                <TextField label=tr("authority.reason") value=reason name="reason" />
                {move || failure.get().map(|failure| view! { <FailureView failure=failure /> })}
            </div>
            <footer>
                <Button label=tr("button.cancel") on_press=on_close />
                <Button label=tr("authority.ask") look="primary" busy=busy on_press=send />
            </footer>
        </Dialog>
    }
}
