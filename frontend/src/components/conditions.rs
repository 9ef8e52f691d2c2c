//! What a signature rests on: each condition with its state and where it is settled, and the answers given with the signature.

use base::text::fault::is_blank;
use base::text::says_something;
use domain::conditions::{Answer, ConditionView, Seen, Weight, When};
use domain::record::path::WHOLE;
use leptos::prelude::*;

use super::notice::place_said;
use super::{ClauseLink, Icon, Names};
use crate::text::format::moment;
use crate::text::{self, t, t_count, t_with, tr};

/// Every condition: those that do not hold, or did not, are shown; the others are collapsed under their count.
#[component]
pub fn Conditions(
    conditions: Vec<ConditionView>,
    names: Names,
    /// How a path reads, where it is not one of an entry's fields.
    #[prop(optional)]
    place: Option<Callback<String, String>>,
) -> impl IntoView {
    let (open, held): (Vec<_>, Vec<_>) = conditions.into_iter().partition(|condition| !condition.found.is_empty());
    let (all_hold, holding) = (open.is_empty(), held.len());
    let line = |condition: ConditionView| {
        let names = names.clone();
        view! { <Condition condition=condition names=names place=place /> }
    };
    view! {
        <section class="card" data-test="conditions">
            <header><h2>{tr("conditions.title")}</h2></header>
            <div class="body stack">
                {all_hold.then(|| view! { <p class="soft">{tr("conditions.all_hold")}</p> })}
                <ul class="stack tight">{open.into_iter().map(line).collect_view()}</ul>
                <details>
                    <summary class="soft">{move || t_count("conditions.hold", holding)}</summary>
                    <ul class="stack tight">{held.into_iter().map(line).collect_view()}</ul>
                </details>
            </div>
        </section>
    }
}

const fn when_key(when: When) -> &'static str {
    match when {
        When::OnTheDay => "conditions.when.on_the_day",
        When::Now => "conditions.when.now",
        When::Throughout => "conditions.when.throughout",
    }
}

#[component]
fn Condition(condition: ConditionView, names: Names, place: Option<Callback<String, String>>) -> impl IntoView {
    let open = |seen: &Seen| seen.answered.is_none();
    let refuses = condition.found.iter().any(|seen| seen.weight == Weight::Refuses);
    let (icon, class) = match (condition.found.is_empty(), refuses, condition.found.iter().any(open)) {
        (true, ..) | (false, false, false) => ("check", "soft"),
        (false, true, _) => ("cross", "bad-text"),
        (false, false, true) => ("alert", "attention-text"),
    };
    let (name, when) = (format!("condition.{}", condition.name), when_key(condition.when));
    let line = |seen: Seen| view! { <FoundLine seen=seen names=names.clone() place=place /> };
    let found = condition.found.into_iter().map(line).collect_view();
    view! {
        <li class="finding" data-condition=condition.name>
            <span class=class><Icon name=icon /></span>
            <span class="grow stack tight">
                <span>
                    {move || t(&name)}" "<span class="soft small">{tr(when)}</span>" "
                    {condition.clause.map(|clause| view! { <ClauseLink clause=clause /> })}
                </span>
                {found}
            </span>
        </li>
    }
}

/// Where a finding is, where that says more than that the record has it.
fn place_view(path: String, place: Option<Callback<String, String>>) -> impl IntoView {
    (!path.is_empty() && path != WHOLE).then(|| place_said(path, place))
}

/// A condition that does not hold: where, with what consequence, and what was answered.
#[component]
fn FoundLine(seen: Seen, names: Names, place: Option<Callback<String, String>>) -> impl IntoView {
    let Seen { finding, weight, answered } = seen;
    let href = finding.params.get("href").cloned();
    let does = match (weight, answered.is_some()) {
        (Weight::Refuses, _) => Some("conditions.refuses"),
        (Weight::Asks, false) => Some("conditions.asks"),
        _ => None,
    };
    let answered = answered.map(|given| {
        let words = move || {
            let (name, when) = (names.of(given.by), moment(given.at));
            t_with("conditions.answered", &[("name", &name), ("when", &when), ("text", &given.answer.text)])
        };
        view! { <span class="soft small">{words}</span> }
    });
    let at = place_view(finding.path.clone(), place);
    let words = move || text::finding(&finding);
    view! {
        <span class="small">
            {match href {
                Some(href) => view! { <a href=href>{words}</a> }.into_any(),
                None => view! { <span>{words}</span> }.into_any(),
            }}
            {at}
            {does.map(|does| view! { <span class="soft">{move || t_with("text.brackets", &[("text", &t(does))])}</span> })}
        </span>
        {answered}
    }
}

/// A question and the field for its answer.
#[derive(Clone)]
pub struct Question {
    seen: Seen,
    text: RwSignal<String>,
}

/// The findings that the signer has not answered yet.
pub fn questions(conditions: &[ConditionView]) -> Vec<Question> {
    let open = conditions.iter().flat_map(|condition| &condition.found);
    let open = open.filter(|seen| seen.weight == Weight::Asks && seen.answered.is_none());
    open.map(|seen| Question { seen: seen.clone(), text: RwSignal::new(String::new()) }).collect()
}

/// Why nothing can be signed yet: questions without an answer, or with one that says nothing. Followed.
pub fn unanswered(questions: &[Question]) -> Signal<Option<String>> {
    let texts: Vec<RwSignal<String>> = questions.iter().map(|question| question.text).collect();
    Signal::derive(move || {
        let open = texts.iter().filter(|text| text.with(|text| is_blank(text))).count();
        let wordless = || texts.iter().any(|text| text.with(|text| !says_something(text)));
        if open > 0 { Some(t_count("conditions.unanswered", open)) } else { wordless().then(|| t("code.answer_without_words")) }
    })
}

/// The answers as they are written.
pub fn answers(questions: &[Question]) -> Vec<Answer> {
    let answer = |question: &Question| {
        let finding = &question.seen.finding;
        let (code, path, params) = (finding.code.to_string(), finding.path.clone(), finding.params.clone());
        Answer { code, path, params, text: question.text.get_untracked() }
    };
    questions.iter().map(answer).collect()
}

/// The questions with a field each, in the dialog of a signature.
#[component]
pub fn Questions(
    questions: Vec<Question>,
    /// How a path reads, where it is not one of an entry's fields.
    #[prop(optional)]
    place: Option<Callback<String, String>>,
) -> impl IntoView {
    let field = move |question: Question| {
        let (finding, text) = (question.seen.finding, question.text);
        let code = finding.code.to_string();
        let at = place_view(finding.path.clone(), place);
        view! {
            <li class="stack tight" data-question=code>
                <span>{move || text::finding(&finding)}{at}</span>
                <textarea
                    class="input"
                    name="answer"
                    rows="2"
                    aria-label=tr("conditions.answer")
                    placeholder=tr("conditions.answer")
                    prop:value=text
                    on:input:target=move |event| text.set(event.target().value())
                ></textarea>
            </li>
        }
    };
    (!questions.is_empty()).then(|| {
        view! {
            <p class="strong">{tr("conditions.answer_first")}</p>
            <ul class="stack">{questions.into_iter().map(field).collect_view()}</ul>
        }
    })
}
