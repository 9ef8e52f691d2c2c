//! What a record says beside its readings: who, what, where, with which standards, in which environment.

use domain::record::{ConfirmationEntry, Record, Signed, limits, path};
use leptos::prelude::*;
use measurement::method::Form;

use super::path_words::path_words;
use crate::components::cell_view::CellView;
use crate::components::{Icon, Names, Notice};
use crate::data::records;
use crate::text::format::{bytes, day, moment, moment_exact, written};
use crate::text::{self, statement, t, t_with, tr};

/// Item, customer, place, method, order, people, standards.
#[component]
pub fn Facts(record: Record, names: Names) -> impl IntoView {
    let opened = record.opened.clone();
    let (item, place, customer, edition) =
        (opened.item.item.clone(), opened.place.clone(), opened.customer.clone(), opened.edition.clone());
    let order = opened.order.as_ref().map(|order| order.number.clone());
    let calibrators = record.calibrators.clone();
    let gone = record.taken_off.clone();
    let gone = gone.into_iter().map(|entry| {
        let (name, reason, by, at) = (entry.what.name, entry.what.reason, names.follow(entry.by), entry.at);
        view! { <dd class="soft" data-test="taken-off"><s>{move || text::name(&name)}</s>" · "{tr("calibrators.taken_off")}{tr("text.colon")}{reason}" · "{by}" · "{move || moment(at)}</dd> }
    });
    let gone = gone.collect_view();
    let who = move || calibrators.iter().map(|calibrator| text::name(&calibrator.name)).collect::<Vec<_>>().join(", ");
    let title = edition.title.clone();
    let opened_at = record.opened_at;
    view! {
        <div class="grid2">
            <section class="card"><header><h2>{tr("record.facts")}</h2></header><dl class="body facts">
                <dt>{tr("field.customer")}</dt><dd>{move || text::name(&customer.name)}</dd>
                <dt>{tr("field.place")}</dt><dd>{move || text::name(&place.name)}</dd>
                <dt>{tr("field.method")}</dt><dd><span class="mono">{edition.named()}</span>" "{move || text::name(&title)}</dd>
                <dt>{tr("field.manufacturer")}</dt><dd>{item.manufacturer}</dd>
                <dt>{tr("field.range")}</dt><dd>{item.range}</dd>
                <dt>{tr("field.order")}</dt><dd>{move || order.clone().unwrap_or_else(|| t("records.unplanned"))}</dd>
                <dt>{tr("field.calibrators")}</dt><dd>{who}</dd>{gone}
                <dt>{tr("record.opened")}</dt><dd>{move || moment(opened_at)}</dd>
            </dl></section>
            <Equipment record=record names=names />
        </div>
    }
}

#[component]
fn Equipment(record: Record, names: Names) -> impl IntoView {
    let form = record.opened.edition.form.clone();
    let slots: Vec<String> = record.equipment.iter().map(|entry| entry.slot.clone()).collect();
    let lines = record.equipment.into_iter().enumerate().map(move |(n, entry)| {
        // Readings taken with it count: it is not struck.
        let replaced = slots[n + 1..].contains(&entry.slot);
        let slot = form.slots.iter().find(|slot| slot.key == entry.slot).map(|slot| slot.label.clone());
        let slot = move || slot.as_ref().map(|label| format!("{}{}", text::name(label), t("text.colon")));
        let standard = entry.standard.standard;
        let (name, until) = (standard.name.clone(), standard.traceability.validity.until);
        let (by, at) = (names.follow(entry.by), entry.at);
        view! {
            <li class="stack tight">
                <span>
                    <span class="soft">{slot}</span>
                    <span class="mono strong">{standard.number}</span>" "{move || text::name(&name)}" "{standard.model}
                    {replaced.then(|| view! { " "<span class="soft small">{tr("record.replaced_since")}</span> })}
                </span>
                <span class="soft small">
                    {standard.characteristic}" · "{standard.traceability.certificate}
                    {move || until.map(|until| format!(" · {}", t_with("record.valid_until", &[("day", &day(until))])))}
                    " · "{by}" · "{move || moment(at)}
                    {(!entry.reason.is_empty()).then(|| view! { " · "{tr("record.in_place_of")}{tr("text.colon")}{entry.reason} })}
                </span>
            </li>
        }
    });
    view! { <section class="card"><header><h2>{tr("noun.standards")}</h2></header><ul class="body stack">{lines.collect_view()}</ul></section> }
}

/// Environment and inspections.
#[component]
pub fn Conditions(record: Record, names: Names) -> impl IntoView {
    let form: Form = record.opened.edition.form.clone();
    let cell = |at: String| record.cells.get(&at).map(|cell| view! { <CellView cell=cell.clone() names=names.clone() /> });
    let environment = form.environment.iter().map(|field| {
        let label = field.label.clone();
        let limit = |value: &Option<base::decimal::DecimalText>| value.as_ref().map(ToString::to_string).unwrap_or_default();
        let held = limits::of(&record, field);
        let (low, high) = (limit(&held.low), limit(&held.high));
        view! {
            <tr>
                <th scope="row">{move || text::name(&label)}<span class="soft">" "{field.unit.symbol()}</span></th>
                <td class="num">{cell(path::environment("start", &field.key))}</td>
                <td class="num">{cell(path::environment("end", &field.key))}</td>
                <td class="num soft">{move || format!("{} … {}", written(&low), written(&high))}</td>
            </tr>
        }
    });
    let inspections = form.inspections.iter().map(|field| {
        let label = field.label.clone();
        let choices = field.choices.clone();
        let words = Callback::new(move |key: String| {
            choices.iter().find(|choice| choice.key == key).map_or(key.clone(), |choice| text::name(&choice.label))
        });
        let shown = record
            .cells
            .get(&path::inspection(&field.key))
            .map(|cell| view! { <CellView cell=cell.clone() names=names.clone() choice=words /> });
        view! { <tr><th scope="row">{move || text::name(&label)}</th><td colspan="3">{shown}</td></tr> }
    });
    view! {
        <div class="record-table">
            <table>
                <caption>{tr("record.conditions")}</caption>
                <thead><tr><th></th><th class="num">{tr("moment.start")}</th><th class="num">{tr("moment.end")}</th><th class="num">{tr("record.limits")}</th></tr></thead>
                <tbody>{environment.collect_view()}{inspections.collect_view()}</tbody>
            </table>
        </div>
    }
}

fn signed_line<T: Clone + Send + 'static>(
    entries: &[Signed<T>],
    names: &Names,
    title: &'static str,
    words: impl Fn(&T) -> String + Clone + Send + 'static,
) -> Option<AnyView> {
    if entries.is_empty() {
        return None;
    }
    let names = names.clone();
    let lines = entries.iter().cloned().map(move |entry| {
        let (by, at, what, words) = (names.follow(entry.by), entry.at, entry.what, words.clone());
        // C-5.5.4: what was struck through stays legible, with why.
        let said = match entry.struck {
            Some(strike) => view! { <span><del class="struck-text">{move || words(&what)}</del>" "<span class="soft small">{strike.reason}</span></span> }.into_any(),
            None => view! { <span>{move || words(&what)}</span> }.into_any(),
        };
        view! { <li class="stack tight">{said}<span class="soft small">{by}" · "{move || moment_exact(at)}</span></li> }
    });
    Some(
        view! { <section class="card"><header><h2>{tr(title)}</h2></header><ul class="body stack">{lines.collect_view()}</ul></section> }
            .into_any(),
    )
}

/// Adjustments, deviations, remarks, files, the customer's confirmation, findings with their answers.
#[component]
pub fn Further(record: Record, names: Names) -> impl IntoView {
    let adjustments = signed_line(&record.adjustments, &names, "record.adjustments", |entry| {
        t_with("record.adjustment", &[("what", &entry.what), ("consent", &entry.consent), ("seal", &entry.seal)])
    });
    let seals =
        signed_line(&record.seals, &names, "record.seals", |entry| t_with("record.seal", &[("what", &entry.what), ("seal", &entry.seal)]));
    let form = record.opened.edition.form.clone();
    let deviations = signed_line(&record.deviations, &names, "record.deviations", move |entry| {
        let consent = if entry.consent.is_empty() { t("record.not_agreed") } else { entry.consent.clone() };
        let said = t_with("record.deviation", &[("what", &entry.what), ("consent", &consent)]);
        match path::find(&form, &entry.path) {
            Some(path::Address::Environment(field)) => format!("{}{}{said}", text::name(&field.label), t("text.colon")),
            _ => said,
        }
    });
    let form = record.opened.edition.form.clone();
    let remarks = signed_line(&record.remarks, &names, "record.remarks", move |entry| match entry.path.as_str() {
        path::WHOLE => entry.text.clone(),
        at => format!("{}{}{}", path_words(&form, at), t("text.colon"), entry.text),
    });
    let submissions = signed_line(&record.submissions, &names, "record.signatures", |entry| statement(&entry.statement));
    let check = record
        .check
        .as_ref()
        .map(|check| signed_line(std::slice::from_ref(check), &names, "record.checked", |entry| statement(&entry.statement)));
    view! {
        <div class="grid2">
            {adjustments}{seals}{deviations}{remarks}{submissions}{check}
            <Files record=record.clone() names=names.clone() />
            <Confirmation record=record.clone() />
            <Answers record=record names=names />
        </div>
    }
}

#[component]
fn Files(record: Record, names: Names) -> impl IntoView {
    let any = !record.attachments.is_empty();
    let form = record.opened.edition.form.clone();
    let lines = record.attachments.into_iter().map(move |entry| {
        let href = records::file_href(&entry.what.sha256.to_string());
        let picture = entry.what.media_type.starts_with("image/").then(|| view! { <img src=href.clone() alt=entry.what.name.clone() class="thumb" loading="lazy" /> });
        #[allow(clippy::cast_precision_loss, reason = "sizes of files fit a double")]
        let size = entry.what.size as f64;
        let by = names.follow(entry.by);
        let (form, at) = (form.clone(), entry.what.path.clone());
        let place = move || (at != path::WHOLE).then(|| format!("{} · ", path_words(&form, &at)));
        let struck = entry.struck.map(|strike| view! { <span class="soft small" data-test="struck">{tr("record.struck")}{tr("text.colon")}{strike.reason}</span> });
        let name = match struck {
            Some(_) => view! { <del class="struck-text">{entry.what.name}</del> }.into_any(),
            None => entry.what.name.into_any(),
        };
        view! { <li class="row">{picture}<a href=href.clone() target="_blank" rel="external noopener">{name}</a><span class="soft small">{place}{move || bytes(size)}" · "{by}</span>{struck}</li> }
    });
    any.then(|| view! { <section class="card"><header><h2>{tr("record.files")}</h2></header><ul class="body stack">{lines.collect_view()}</ul></section> })
}

/// The names and drawn signatures of the customer's people: all of them stay.
#[component]
fn Confirmation(record: Record) -> impl IntoView {
    let one = |confirmation: Signed<ConfirmationEntry>| {
        let strokes = confirmation.what.signature.split(';').map(str::to_owned).collect::<Vec<_>>();
        let at = confirmation.at;
        let outdated = confirmation
            .what
            .outdated
            .then(|| view! { <span class="attention-text small"><Icon name="alert" />{tr("customer.outdated")}</span> });
        view! {
            <section class="card"><header><h2>{tr("record.confirmation")}</h2></header><div class="body stack tight">
                <svg class="signature" viewBox="0 0 1000 400" role="img" aria-label=confirmation.what.name.clone()>
                    {strokes.into_iter().map(|points| view! { <polyline points=points /> }).collect_view()}
                </svg>
                <span>{confirmation.what.name}" · "<span class="soft">{move || moment(at)}</span></span>
                {outdated}
            </div></section>
        }
    };
    record.confirmations.into_iter().map(one).collect_view()
}

/// Findings of earlier returns, with what was answered.
#[component]
fn Answers(record: Record, names: Names) -> impl IntoView {
    let any = !record.findings.is_empty();
    let form = record.opened.edition.form.clone();
    let lines = record.findings.into_iter().map(move |entry| {
        let (form, path, by) = (form.clone(), entry.finding.path.clone(), names.follow(entry.by));
        let answer = entry.answer.map(|answer| (answer.text, names.follow(answer.by)));
        let tone = if answer.is_some() { "good" } else { "attention" };
        view! {
            <li><Notice tone=tone>
                <span class="soft small">{move || path_words(&form, &path)}</span>
                <p>{entry.finding.text}" "<span class="soft small">{by}</span></p>
                {match answer {
                    Some((text, by)) => view! { <p>"→ "{text}" "<span class="soft small">{by}</span></p> }.into_any(),
                    None => view! { <p class="attention-text">{tr("record.unanswered")}</p> }.into_any(),
                }}
            </Notice></li>
        }
    });
    any.then(|| view! { <section class="card"><header><h2>{tr("record.answers")}</h2></header><ul class="body stack">{lines.collect_view()}</ul></section> })
}
