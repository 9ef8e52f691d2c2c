//! Methods of the five kinds of C-4.2.

use serde::{Deserialize, Serialize};

use crate::library::edition::{Edition, EditionStatus};
use base::finding::{Finding, Refusal};
use base::id::ServiceId;
use base::text::Bilingual;
use base::time::Date;

/// A calibration method. Its editions carry the form and the computation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Method {
    /// Code as published ("JJF 1587-2016").
    pub code: String,
    /// Title.
    pub title: Bilingual,
    /// One of the five kinds.
    pub kind: MethodKind,
    /// The calibration service it serves.
    pub service: ServiceId,
    /// Expert review of the body's own method (kind b); validation and approval (kinds c to e).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<Approval>,
}

impl base::id::Identified for Method {
    type Kind = base::id::kind::Method;
}

impl Method {
    /// Whether it can be used: a published one as it is; the body's own once reviewed by experts; the customer's, the
    /// manufacturer's and a modified one once validated and approved (C-4.2). By that day: an approval that is to come is none.
    pub fn is_approved(&self, by: Date) -> bool {
        let approved = |approval: &Approval| !approval.by.trim().is_empty() && approval.on <= by;
        self.kind == MethodKind::Published || self.approval.as_ref().is_some_and(approved)
    }

    /// Whether a method may be changed to this: one with editions does not become a published one, which needs neither review nor
    /// approval (C-4.2). A method that was entered wrongly is entered again as another.
    ///
    /// # Errors
    /// Names the rule.
    pub fn may_become(&self, after: &Self, has_editions: bool) -> Result<(), MethodRefusal> {
        let published = after.kind == MethodKind::Published && self.kind != MethodKind::Published;
        if published && has_editions { Err(MethodRefusal::BecomesPublished) } else { Ok(()) }
    }

    /// What is wrong with an edition as one of this method: it comes into force only once the method is approved (C-4.2),
    /// and what it prints is what the method is called.
    pub fn findings_on(&self, edition: &Edition, today: Date) -> Vec<Finding> {
        let mut findings = Vec::new();
        if !self.is_approved(today) {
            match edition.status {
                EditionStatus::InForce => findings.push(Finding::error("method_not_approved", "status")),
                EditionStatus::Draft => findings.push(Finding::warning("method_not_approved", "method")),
                EditionStatus::Superseded | EditionStatus::Withdrawn => {}
            }
        }
        if edition.code != self.code {
            findings.push(Finding::warning("edition_code_differs", "code").with("code", &self.code));
        }
        if edition.title != self.title {
            let title = Finding::warning("edition_title_differs", "title");
            findings.push(title.with("zh", &self.title.zh).with("en", &self.title.en));
        }
        findings
    }
}

/// Why a method is not changed as asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MethodRefusal {
    /// It has editions, and would need neither review nor approval any more.
    BecomesPublished,
}

impl Refusal for MethodRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::BecomesPublished => "method_not_published",
        }
    }

    fn path(&self) -> String {
        "kind".to_owned()
    }

    fn clause(&self) -> Option<&'static str> {
        Some("C-4.2")
    }
}

/// The five kinds of C-4.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MethodKind {
    /// (a) A published standard method.
    Published,
    /// (b) The body's own method (JJF 1071).
    Own,
    /// (c) The customer's method.
    Customer,
    /// (d) The manufacturer's method.
    Manufacturer,
    /// (e) A standard method used outside its scope, or modified.
    Modified,
}

/// Who reviewed, validated or approved a method, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// Names of the experts or approvers.
    pub by: String,
    /// The day.
    pub on: Date,
    /// The report.
    #[serde(default)]
    pub reference: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::tests::example::{day, edition, id};
    use base::finding::Severity;

    fn method(kind: MethodKind, by: Option<&str>) -> Method {
        let edition = edition();
        let approval = by.map(|by| Approval { by: by.to_owned(), on: day("2026-01-01"), reference: String::new() });
        Method { code: edition.code, title: edition.title, kind, service: id(3), approval }
    }

    /// C-4.2
    #[test]
    fn an_edition_comes_into_force_once_its_method_is_approved() {
        use EditionStatus::{Draft, InForce, Superseded, Withdrawn};
        let own = [MethodKind::Own, MethodKind::Customer, MethodKind::Manufacturer, MethodKind::Modified];
        let severity = |method: &Method, status| {
            let findings = method.findings_on(&Edition { status, ..edition() }, day("2026-06-01"));
            findings.first().map(|finding| (finding.code.to_string(), finding.severity))
        };
        let stops = Some(("method_not_approved".to_owned(), Severity::Error));
        let warns = Some(("method_not_approved".to_owned(), Severity::Warning));
        for kind in own {
            for by in [None, Some(" ")] {
                let open = method(kind, by);
                assert_eq!(
                    [InForce, Draft, Superseded, Withdrawn].map(|status| severity(&open, status)),
                    [stops.clone(), warns.clone(), None, None]
                );
            }
            assert_eq!(severity(&method(kind, Some("Prof. Gu")), InForce), None, "{kind:?}");
        }
        assert_eq!(severity(&method(MethodKind::Published, None), InForce), None);
        let mut to_come = method(MethodKind::Own, Some("Prof. Gu"));
        to_come.approval.as_mut().unwrap().on = day("2026-06-02");
        assert_eq!(severity(&to_come, InForce), stops, "an approval that is to come");
    }

    /// C-4.2
    #[test]
    fn a_method_with_editions_does_not_become_a_published_one() {
        let [published, own, customer] = [MethodKind::Published, MethodKind::Own, MethodKind::Customer].map(|kind| method(kind, None));
        for (before, after, has_editions, refused) in [
            (&own, &published, true, true),
            (&customer, &published, true, true),
            (&own, &published, false, false),
            (&published, &published, true, false),
            // By mistake entered as published; what needs an approval is not less than what needs none.
            (&published, &own, true, false),
            (&own, &customer, true, false),
        ] {
            let decided = before.may_become(after, has_editions);
            assert_eq!(decided.is_err(), refused, "{:?} to {:?}", before.kind, after.kind);
        }
    }

    #[test]
    fn what_an_edition_prints_otherwise_than_its_method_is_called_is_named() {
        let mut other = method(MethodKind::Published, None);
        other.code = "JJG 30-2025".to_owned();
        other.title.en = "Callipers".to_owned();
        let findings = other.findings_on(&edition(), day("2026-06-01"));
        let codes: Vec<_> = findings.iter().map(|finding| (finding.code.as_ref(), finding.path.as_str(), finding.severity)).collect();
        let warning = Severity::Warning;
        assert_eq!(codes, [("edition_code_differs", "code", warning), ("edition_title_differs", "title", warning)]);
    }
}
