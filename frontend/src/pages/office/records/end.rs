//! What the office can do when calibrators cannot: give a record up, take it up again, or take off a calibrator who recorded nothing, each
//! with a reason.

use base::id::PersonId;
use base::text::Bilingual;
use contract::access::table::Verb;
use contract::api::path;
use contract::api::record::RecordView;
use domain::record::RecordStatus;
use leptos::prelude::*;

use super::super::command::Command;
use crate::components::{Button, Dialog, TextField};
use crate::data::records;
use crate::data::session::Session;
use crate::failure::Failure;
use crate::text::{self, t, tr};

/// One of these acts.
#[derive(Clone, PartialEq)]
enum Act {
    GiveUp,
    TakeUp,
    TakeOff(PersonId, Bilingual),
}

impl Act {
    fn title(&self) -> String {
        match self {
            Self::GiveUp => t("record.abandon"),
            Self::TakeUp => t("record.take_up"),
            Self::TakeOff(_, name) => format!("{}: {}", t("calibrators.take_off"), text::name(name)),
        }
    }

    const fn about(&self) -> &'static str {
        match self {
            Self::GiveUp => "record.abandon_text",
            Self::TakeUp => "record.take_up_text",
            Self::TakeOff(..) => "calibrators.take_off_text",
        }
    }

    async fn send(&self, id: &str, seen: u64, reason: String) -> Result<(), Failure> {
        match self {
            Self::GiveUp => records::give_up(id, seen, reason).await,
            Self::TakeUp => records::take_up(id, seen, reason).await,
            Self::TakeOff(person, _) => records::take_off(id, seen, *person, reason).await,
        }
    }
}

/// The acts that the person signed in may do.
#[component]
pub fn End(view: RecordView, #[prop(into)] on_done: Callback<()>) -> impl IntoView {
    let session = Session::here();
    let asking = RwSignal::new(None::<Act>);
    let record = &view.record;
    let allowed = |action: &str| view.actions.iter().any(|entry| entry.action == action && entry.refused.is_none());
    let unfinished = record.status.is_open() || record.status == RecordStatus::Submitted;
    let idle = record.calibrators.iter().filter(|calibrator| !record.has_recorded(calibrator.person));
    let idle = idle.filter(|_| unfinished && record.calibrators.len() > 1);
    let mut acts: Vec<(Act, &'static str)> =
        idle.map(|calibrator| (Act::TakeOff(calibrator.person, calibrator.name.clone()), path::RECORD_TAKE_OFF)).collect();
    if allowed("give_up") {
        acts.push((Act::GiveUp, path::RECORD_GIVE_UP));
    }
    if allowed("take_up") {
        acts.push((Act::TakeUp, path::RECORD_TAKE_UP));
    }
    let (id, seen) = (record.id.to_string(), view.entries.len() as u64);
    let button = move |(act, route): (Act, &'static str)| {
        let words = act.clone();
        let press = move |()| asking.set(Some(act.clone()));
        view! { <Show when=move || session.may(Verb::Post, route, "")><EndButton words=words.clone() on_press=press.clone() /></Show> }
    };
    view! {
        <div class="row" data-test="end">{acts.into_iter().map(button).collect_view()}</div>
        {move || asking.get().map(|act| view! { <Reason act=act id=id.clone() seen=seen on_close=move || asking.set(None) on_done=on_done /> })}
    }
}

#[component]
fn EndButton(words: Act, #[prop(into)] on_press: Callback<()>) -> impl IntoView {
    view! { <Button label=move || words.title() look="quiet" on_press=on_press /> }
}

#[component]
fn Reason(act: Act, id: String, seen: u64, #[prop(into)] on_close: Callback<()>, on_done: Callback<()>) -> impl IntoView {
    let reason = RwSignal::new(String::new());
    let sending = Command::new();
    let why_not = Signal::derive(move || reason.with(|reason| text::why_missing(reason)));
    let (title, label, about) = (act.clone(), act.clone(), act.about());
    let send = move |()| {
        let (act, id) = (act.clone(), id.clone());
        sending.send(async move { act.send(&id, seen, reason.get_untracked()).await }, on_close, on_done);
    };
    view! {
        <Dialog title=move || title.title() on_close=on_close>
            <div class="body">
                <p>{tr(about)}</p>
                <TextField label=tr("record.reason") value=reason name="end_reason" needed=true />
                {sending.refusal()}
            </div>
            <footer>
                <Button label=tr("button.cancel") on_press=on_close />
                <Button label=move || label.title() look="danger" why_not=why_not busy=sending.busy on_press=send />
            </footer>
        </Dialog>
    }
}
