//! Checks of standards before departure, on arrival, after the return (C-5.2.2.2).

use base::finding::Finding;
use base::id::{StandardId, VisitId};
use base::time::Date;
use domain::event::Stream;
use domain::event::body::Body;
use domain::library::standard::{Standard, StandardStatus};
use domain::pack::{JobPack, Known};
use domain::visit::fold::VisitState;
use domain::visit::{CheckMoment, StandardCheck, Visit};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::badge::code_of;
use crate::components::{Button, Dialog, Icon, Notice, TextField};
use crate::data::tablet::Tablet;
use crate::pages::tablet::refused::Refused;
use crate::text::format::{clock, day, today};
use crate::text::{self, t, tr};

const MOMENTS: [CheckMoment; 3] = [CheckMoment::Departure, CheckMoment::Arrival, CheckMoment::Return];

type Asked = (StandardId, String, CheckMoment);

/// Every standard of the visit, then every other one that was checked or can be swapped in.
#[component]
pub fn Checks(pack: JobPack, visit: Known<Visit>) -> impl IntoView {
    let tablet = Tablet::here();
    let id = visit.id;
    let asked = RwSignal::new(None::<Asked>);
    let more = RwSignal::new(false);
    let taken = visit.body.standards.clone();
    let (mut planned, mut others): (Vec<_>, Vec<_>) = pack.standards.into_iter().partition(|known| taken.contains(&known.id));
    let day_of_visit = visit.body.day;
    planned.sort_by(|a, b| a.body.number.cmp(&b.body.number));
    // Standards that cannot be used that day come last.
    others.sort_by_key(|known| (unusable(&known.body, day_of_visit).is_some(), known.body.number.clone()));
    let checked_too = {
        let others = others.clone();
        move || {
            let state = tablet.visit(id);
            let show = move |known: &&Known<Standard>| more.get() || state.checks.iter().any(|done| done.check.standard == known.id);
            others.iter().filter(show).cloned().collect::<Vec<_>>()
        }
    };
    let row = move |known: Known<Standard>| standard_row(id, day_of_visit, known, asked);
    view! {
        <div class="list"><table class="tb-checks">
            <thead><tr>
                <th>{tr("noun.standards")}</th>
                {MOMENTS.map(|moment| view! { <th>{move || t(&format!("check.{}", code_of(&moment)))}</th> })}
            </tr></thead>
            <tbody>
                {planned.into_iter().map(row).collect_view()}
                {move || checked_too().into_iter().map(row).collect_view()}
            </tbody>
        </table></div>
        <button type="button" class="button" data-test="other-standards" on:click=move |_| more.update(|more| *more = !*more)>
            <Icon name="plus" />{tr("check.other_standard")}
        </button>
        {move || asked.get().map(|asked_now| view! { <CheckDialog visit=id asked=asked_now on_close=move || asked.set(None) /> })}
    }
}

/// Why a standard by itself cannot be used on a day.
fn unusable(standard: &Standard, day: Date) -> Option<Finding> {
    let code = match (standard.status, standard.valid_on(day)) {
        (StandardStatus::InUse, true) => return None,
        (StandardStatus::InUse, false) => "standard_out_of_date",
        _ => "standard_not_in_use",
    };
    Some(Finding::warning(code, "").with("number", &standard.number).with("day", text::format::day(day)))
}

/// Why a check cannot be made yet, as the key of a text. The checks on arrival and after the return need a check before departure, and the
/// one after the return is not before the visit (C-5.2.2.2). A standard that came back without the check before departure, when it is too
/// late for it, can still be reported as not in order.
fn too_early(moment: CheckMoment, done: &VisitState, standard: StandardId, (day, today): (Date, Date)) -> Option<&'static str> {
    let departed = done.has_departed(standard);
    let was_there = done.last(standard, CheckMoment::Arrival).is_some() || today > day.tomorrow().unwrap_or(day);
    match moment {
        CheckMoment::Arrival if !departed => Some("check.departure_first"),
        CheckMoment::Return if today < day.yesterday().unwrap_or(day) => Some("check.return_early"),
        CheckMoment::Return if !departed && !was_there => Some("check.departure_first"),
        _ => None,
    }
}

fn standard_row(visit: VisitId, day_of_visit: Date, known: Known<Standard>, asked: RwSignal<Option<Asked>>) -> impl IntoView + use<> {
    let tablet = Tablet::here();
    let standard = known.body;
    let id = known.id;
    let until = standard.traceability.validity.until;
    let until = move || until.map_or_else(|| "—".to_owned(), day);
    let number = standard.number.clone();
    let why_not = unusable(&standard, day_of_visit);
    let cell = {
        let number = number.clone();
        move |moment: CheckMoment| {
            let number = number.clone();
            // Said before the button is pressed.
            let early = move || too_early(moment, &tablet.visit(visit), id, (day_of_visit, today())).map(t);
            let test = format!("check-{}-{}", code_of(&moment), number);
            let done = move || tablet.visit(visit).last(id, moment).cloned();
            view! {
                <td>
                    <button type="button" class="button" data-test=test disabled=move || early().is_some() title=early on:click=move |_| asked.set(Some((id, number.clone(), moment)))>
                        {move || match done() {
                            Some(done) if done.check.is_good() => view! { <span class="good-text"><Icon name="check" />{clock(done.at)}</span> }.into_any(),
                            Some(done) => view! { <span class="bad-text"><Icon name="cross" />{clock(done.at)}</span> }.into_any(),
                            None => view! { <span>{tr("check.do")}</span> }.into_any(),
                        }}
                    </button>
                    {move || early().map(|why| view! { <div class="soft small">{why}</div> })}
                </td>
            }
        }
    };
    view! {
        <tr>
            <td>
                <div class="strong">{number}</div>
                <div>{move || text::name(&standard.name)}</div>
                <div class="soft small">{move || text::t_with("check.valid_until", &[("day", &until())])}</div>
                {why_not.map(|why| view! { <div class="bad-text small" data-test="unusable"><Icon name="alert" />{move || text::finding(&why)}</div> })}
            </td>
            {MOMENTS.map(cell)}
        </tr>
    }
}

#[component]
fn CheckDialog(visit: VisitId, asked: Asked, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let tablet = Tablet::here();
    let (standard, number, moment) = asked;
    let answers = [RwSignal::new(None::<bool>), RwSignal::new(None), RwSignal::new(None)];
    let remark = RwSignal::new(String::new());
    let refused = RwSignal::new(None::<Finding>);
    let key = code_of(&moment);
    let questions = ["working", "protected_or_settled", "passed"];
    let all_good = move |_| answers.iter().for_each(|answer| answer.set(Some(true)));
    let fails = move || {
        let [Some(working), Some(protected_or_settled), Some(passed)] = answers.map(|answer| answer.get()) else { return false };
        let check = StandardCheck { standard, moment, working, protected_or_settled, passed, remark: String::new() };
        check.takes_out_of_use(&tablet.visit(visit).checks)
    };
    // Whether it failed because it is not settled yet is for its person to say.
    let early = move || moment == CheckMoment::Arrival && answers[0].get() == Some(true) && answers[1].get() == Some(true);
    let why_not = Signal::derive(move || answers.iter().any(|answer| answer.get().is_none()).then(|| t("check.answer_all")));
    let store = move |()| {
        let given = answers.map(|answer| answer.get_untracked().unwrap_or(false));
        let [working, protected_or_settled, passed] = given;
        let check = StandardCheck { standard, moment, working, protected_or_settled, passed, remark: remark.get_untracked() };
        spawn_local(async move {
            match tablet.commit(Stream::visit(visit), Body::StandardChecked(check)).await {
                Ok(()) => on_close.run(()),
                Err(why) => drop(refused.try_set(Some(why))),
            }
        });
    };
    let title = {
        let key = key.clone();
        move || format!("{number} · {}", t(&format!("check.{key}")))
    };
    view! {
        <Dialog title=title on_close=on_close>
            <div class="body">
                {questions.into_iter().zip(answers).map(|(question, answer)| {
                    let text = format!("check.{key}.{question}");
                    view! { <YesNo label=text test=question value=answer /> }
                }).collect_view()}
                {move || fails().then(|| view! { <Notice tone="attention"><p data-test="check-fails">{tr("check.fails_text")}</p>{early().then(|| view! { <p>{tr("check.fails_early")}</p> })}</Notice> })}
                <TextField label=tr("field.remark") value=remark name="remark" />
                {move || refused.get().map(|why| view! { <Refused why=why /> })}
            </div>
            <footer>
                <button type="button" class="button" data-test="all-good" on:click=all_good>{tr("check.all_good")}</button>
                <span data-test="store-check"><Button label=tr("check.store") look="primary" on_press=store why_not=why_not /></span>
            </footer>
        </Dialog>
    }
}

#[component]
fn YesNo(label: String, test: &'static str, value: RwSignal<Option<bool>>) -> impl IntoView {
    let choice = move |answer: bool, key: &'static str| {
        view! {
            <button
                type="button"
                class="tb-choice"
                aria-pressed=move || (value.get() == Some(answer)).to_string()
                data-test=format!("{test}-{key}")
                on:click=move |_| value.set(Some(answer))
            >
                {tr(if answer { "answer.yes" } else { "answer.no" })}
            </button>
        }
    };
    let (id, names) = (format!("question-{test}"), format!("question-{test}"));
    view! {
        <div class="row between" role="group" aria-labelledby=names>
            <span class="grow" id=id>{move || t(&label)}</span>
            <span class="row">{choice(true, "yes")}{choice(false, "no")}</span>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use base::id::Id;
    use base::time::Instant;
    use domain::visit::CheckDone;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    const DAY: Date = Date::constant(2026, 3, 10);

    fn checked(moments: &[CheckMoment]) -> VisitState {
        let done = |moment: &CheckMoment| {
            let check = StandardCheck {
                standard: id(),
                moment: *moment,
                working: true,
                protected_or_settled: true,
                passed: true,
                remark: String::new(),
            };
            CheckDone { check, by: Id::new(Instant(2), [2; 10]), at: Instant(0), clock_offset: 0, device: None, device_seq: 0 }
        };
        VisitState { checks: moments.iter().map(done).collect(), ..VisitState::default() }
    }

    fn id() -> StandardId {
        Id::new(Instant(1), [1; 10])
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_standard_comes_back_after_it_left_and_not_before_the_visit() {
        use CheckMoment::{Arrival, Departure, Return};
        let on = |moment, done: &[CheckMoment], today| too_early(moment, &checked(done), id(), (DAY, today));
        assert_eq!(on(Departure, &[], DAY), None);
        assert_eq!(on(Arrival, &[], DAY), Some("check.departure_first"));
        assert_eq!(on(Return, &[], DAY), Some("check.departure_first"));
        assert_eq!(on(Return, &[Departure], DAY), None);
        assert_eq!(on(Return, &[Departure], Date::constant(2026, 3, 8)), Some("check.return_early"));
        // It was there, or it is too late for the check before departure: it can still be reported as broken.
        assert_eq!(on(Return, &[Arrival], DAY), None);
        assert_eq!(on(Return, &[], Date::constant(2026, 3, 12)), None);
    }
}
