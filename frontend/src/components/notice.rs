//! Notices, refusals and findings in words.

use base::finding::{Finding, Severity};
use leptos::prelude::*;

use super::Icon;
use crate::failure::Failure;
use crate::text::{self, t};

/// A notice; `tone` is "info", "good", "attention" or "bad".
#[component]
pub fn Notice(#[prop(default = "info")] tone: &'static str, children: Children) -> impl IntoView {
    let icon = match tone {
        "good" => "check",
        "attention" | "bad" => "alert",
        _ => "info",
    };
    view! {
        <div class=format!("notice {tone}") role=if tone == "bad" { "alert" } else { "status" }>
            <Icon name=icon />
            <div class="grow stack tight">{children()}</div>
        </div>
    }
}

/// A link to the clause that a rule enforces.
#[component]
pub fn ClauseLink(clause: String) -> impl IntoView {
    view! { <a class="clause" href=format!("/clauses#{clause}")>{clause.clone()}</a> }
}

/// A refusal in the reader's language, with its clause and its findings.
#[component]
pub fn FailureView(failure: Failure) -> impl IntoView {
    match failure {
        Failure::Unreachable => view! { <Notice tone="attention"><p>{move || t("code.unreachable")}</p></Notice> }.into_any(),
        Failure::Problem(problem) => {
            // One finding that says what the refusal says is said once, with its place.
            let (place, findings) = match problem.findings.as_slice() {
                [only] if only.code == problem.code && !only.params.contains_key("href") => (Some(only.path.clone()), Vec::new()),
                several => (None, several.to_vec()),
            };
            let place = place.filter(|path| !path.is_empty()).map(place_view);
            let clause = problem.clause.clone();
            let code = problem.code.clone();
            let signed_out = problem.status == 401 && problem.code != "sign_in_failed";
            view! {
                <Notice tone="bad">
                    <p data-code=code>
                        {move || text::code(&problem.code, &problem.params)}
                        {place}
                        " "
                        {clause.map(|clause| view! { <ClauseLink clause=clause /> })}
                    </p>
                    {signed_out.then(|| view! { <p><a href="/sign-in">{move || t("sign_in.title")}</a></p> })}
                    {(!findings.is_empty()).then(|| view! { <FindingList findings=findings /> })}
                </Notice>
            }
            .into_any()
        }
    }
}

/// Where something is, in words, with the path for who looks for it.
fn place_view(path: String) -> impl IntoView {
    place_said(path, None)
}

/// The same, where a path may read otherwise than one of an entry's fields.
pub fn place_said(path: String, place: Option<Callback<String, String>>) -> impl IntoView {
    let at = path.clone();
    let words = move || place.map_or_else(|| text::place(&path), |place| place.run(path.clone()));
    view! { " "<span class="soft small" data-path=at>{words}</span> }
}

/// Findings, one a line, the heaviest first; each leads to where it is mended, where that is known.
#[component]
pub fn FindingList(
    findings: Vec<Finding>,
    /// How a path reads, where it is not one of an entry's fields.
    #[prop(optional)]
    place: Option<Callback<String, String>>,
) -> impl IntoView {
    let mut findings = findings;
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let lines = findings.into_iter().map(|finding| {
        let (icon, class) = match finding.severity {
            Severity::Error => ("cross", "bad-text"),
            Severity::Warning => ("alert", "attention-text"),
            Severity::Notice => ("info", "soft"),
        };
        let href = finding.params.get("href").cloned();
        let path = finding.path.clone();
        let words = move || text::finding(&finding);
        view! {
            <li class="finding">
                <span class=class><Icon name=icon /></span>
                <span class="grow">
                    {match href {
                        Some(href) => view! { <a href=href>{words}</a> }.into_any(),
                        None => view! { <span>{words}</span> }.into_any(),
                    }}
                    {(!path.is_empty()).then(|| place_said(path, place))}
                </span>
            </li>
        }
    });
    view! { <ul class="stack tight">{lines.collect_view()}</ul> }
}
