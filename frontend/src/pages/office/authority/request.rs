//! A request: its exact content, the requester, and the second person's answer.

use base::time::Instant;
use contract::api::authority::{AskedView, ConfirmationView};
use domain::authority::{Authority, Content, Outcome};
use domain::library::person::Person;
use domain::register::Entry;
use domain::register::json::{Difference, differences};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

use super::super::form::words;
use crate::components::badge::code_of;
use crate::components::{Button, Dialog, FailureView, TextField};
use crate::data::authority;
use crate::data::session::Session;
use crate::failure::Failure;
use crate::text::format::moment;
use crate::text::{self, t_with, tr};

/// The action in progress on a request.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    Confirm,
    Decline,
}

/// The request with its buttons.
#[component]
pub fn Request(request: ConfirmationView, of_one: bool, #[prop(into)] on_change: Callback<()>) -> impl IntoView {
    let session = Session::here();
    let acting = RwSignal::new(None::<Act>);
    let failure = RwSignal::new(None::<Failure>);
    let kept = StoredValue::new(request.clone());
    let title = format!("authority.kind.{}", request.content.kind().name());
    let (subject, subject_name) = (request.subject, request.subject_name.clone());
    let (asked_by, by, at, expires) = (request.asked_by, request.asked_by_name.clone(), request.asked_at, request.expires_at);
    let refused = request.why_not.clone();
    let why_not = Signal::derive(move || refused.as_ref().map(|code| text::code(code, std::iter::empty())));
    let own = move || session.view().is_some_and(|view| view.person == asked_by);
    let waits = request.ended.is_none();
    let id = StoredValue::new(request.id.to_string());
    let withdraw = move |()| {
        spawn_local(async move {
            match authority::withdraw(&id.get_value()).await {
                Ok(()) => on_change.run(()),
                Err(why) => drop(failure.try_set(Some(why))),
            }
        });
    };
    view! {
        <section class="card" data-test="request" data-kind=request.content.kind().name()>
            <header>
                <h3>
                    {move || crate::text::t(&title)}
                    {(!of_one).then(|| view! { {tr("text.colon")}<a href=format!("/office/people/{subject}")>{move || text::name(&subject_name)}</a> })}
                </h3>
                {(!waits).then(|| view! { <Ended request=request.clone() /> })}
            </header>
            <div class="body stack tight">
                <p class="soft small">
                    {move || t_with("authority.asked_by", &[("name", &text::name(&by)), ("at", &moment(at))])}
                    {waits.then(|| view! { " · "{move || t_with("authority.expires", &[("at", &moment(expires))])} })}
                </p>
                {(!request.reason.is_empty()).then(|| view! { <p>{request.reason.clone()}</p> })}
                <What content=request.content.clone() />
                {move || failure.get().map(|failure| view! { <FailureView failure=failure /> })}
                {waits.then(|| view! {
                    <div class="row">
                        {move || if own() {
                            view! { <Button label=tr("authority.withdraw") look="small" icon="return" on_press=withdraw /> }.into_any()
                        } else {
                            view! {
                                <Button label=tr("authority.confirm") look="small primary" icon="check" why_not=why_not on_press=move |()| acting.set(Some(Act::Confirm)) />
                                <Button label=tr("authority.decline") look="small danger" icon="cross" on_press=move |()| acting.set(Some(Act::Decline)) />
                            }
                            .into_any()
                        }}
                    </div>
                })}
            </div>
        </section>
        {move || acting.get().map(|act| view! {
            <Answer act=act request=kept.get_value() on_close=move |()| acting.set(None) on_done=on_change />
        })}
    }
}

/// How it ended.
#[component]
fn Ended(request: ConfirmationView) -> impl IntoView {
    let name = request.ended_by_name;
    request.ended.map(|ended| {
        let key = match ended.outcome {
            Outcome::Confirmed => "authority.confirmed",
            Outcome::Alone => "authority.alone",
            Outcome::Declined => "authority.declined",
            Outcome::Withdrawn => "authority.withdrawn",
        };
        let at = ended.at;
        view! { <span class="soft small" data-outcome=code_of(&ended.outcome)>{move || t_with(key, &[("name", &text::name(&name))])}" · "{move || moment(at)}</span> }
    })
}

/// The exact content of a request; for authority, each field with its old and new value.
#[component]
fn What(content: Content) -> impl IntoView {
    let Content::Authority { before, after, .. } = content else { return ().into_any() };
    let changes = changes(&before, &after);
    let fields = Person::FIELDS;
    let line = move |(path, before, after): Difference| {
        let (label, at) = (path.clone(), StoredValue::new(path));
        let read = move |value: &str| at.with_value(|path| words::value(fields, path, value));
        view! {
            <tr>
                <td class="soft">{move || words::path(fields, &label)}</td>
                <td>
                    {before.map(|before| view! { <del class="struck-text">{move || read(&before)}</del> })}
                    " "
                    {after.map(|after| view! { <ins class="new-text">{move || read(&after)}</ins> })}
                </td>
            </tr>
        }
    };
    view! { <table class="changes"><tbody>{changes.into_iter().map(line).collect_view()}</tbody></table> }.into_any()
}

fn changes(before: &Authority, after: &Authority) -> Vec<Difference> {
    let value = |authority: &Authority| serde_json::to_value(authority).unwrap_or(Value::Null);
    differences(&value(before), &value(after))
}

/// The second person's answer: confirming needs the password, declining a reason.
#[component]
fn Answer(act: Act, request: ConfirmationView, #[prop(into)] on_close: Callback<()>, #[prop(into)] on_done: Callback<()>) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let failure = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let given = RwSignal::new(None::<(String, Option<Instant>)>);
    let (id, seen, name) = (request.id.to_string(), request.hash, request.subject_name.clone());
    let kind = format!("authority.kind.{}", request.content.kind().name());
    let send = move |()| {
        let (id, typed) = (id.clone(), typed.get_untracked());
        busy.set(true);
        spawn_local(async move {
            let done = match act {
                Act::Confirm => authority::confirm(&id, seen, typed).await,
                Act::Decline => authority::decline(&id, typed).await.map(|()| AskedView {
                    request: None,
                    done: true,
                    one_time_password: None,
                    valid_until: None,
                }),
            };
            busy.try_set(false);
            match done {
                Ok(AskedView { one_time_password: Some(password), valid_until, .. }) => drop(given.try_set(Some((password, valid_until)))),
                Ok(_) => {
                    on_close.run(());
                    on_done.run(());
                }
                Err(why) => drop(failure.try_set(Some(why))),
            }
        });
    };
    let shut = move |()| {
        on_close.run(());
        on_done.run(());
    };
    let title = match act {
        Act::Confirm => "authority.confirm",
        Act::Decline => "authority.decline",
    };
    view! {
        <Dialog title=tr(title) on_close=shut>
            <div class="body">
                <p class="strong">{move || text::t(&kind)}{tr("text.colon")}{move || text::name(&name)}</p>
                <What content=request.content.clone() />
                {move || match given.get() {
                    Some((password, until)) => view! {
                        <p>{tr("person.one_time")}</p>
                        <p class="one-time mono">{password}</p>
                        {until.map(|until| view! { <p>{move || t_with("person.one_time_until", &[("at", &moment(until))])}</p> })}
                    }
                    .into_any(),
                    None if act == Act::Confirm => view! {
                        <p>{tr("authority.confirm_about")}</p>
                        <TextField label=tr("sign_in.password") value=typed name="password" kind="password" autocomplete="current-password" />
                    }
                    .into_any(),
                    None => view! { <TextField label=tr("authority.reason") value=typed name="reason" /> }.into_any(),
                }}
                {move || failure.get().map(|failure| view! { <FailureView failure=failure /> })}
            </div>
            <footer>
                {move || if given.get().is_some() {
                    view! { <Button label=tr("button.close") look="primary" on_press=shut /> }.into_any()
                } else {
                    let send = send.clone();
                    view! {
                        <Button label=tr("button.cancel") on_press=on_close />
                        <Button label=tr(title) look=if act == Act::Confirm { "primary" } else { "danger" } busy=busy on_press=send />
                    }
                    .into_any()
                }}
            </footer>
        </Dialog>
    }
}
