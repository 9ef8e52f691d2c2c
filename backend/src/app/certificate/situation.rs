//! Everything that decides what can be issued for a record, loaded in one snapshot.

use domain::library::method::Method;
use std::collections::BTreeMap;

use base::finding::Finding;
use base::id::{CertificateId, OrderId, PersonId, RecordId, ServiceId};
use base::time::{Date, Instant};
use domain::case::Folded;
use domain::certificate::compare::{Difference, compare};
use domain::certificate::complete::{complete, days_in_order};
use domain::certificate::compose::{Sources, check_of, compose};
use domain::certificate::correction::{CaseCheck, Correction, CorrectionCase};
use domain::certificate::document::CertificateDocument;
use domain::certificate::issue::{Before, Check};
use domain::certificate::office::OfficeFacts;
use domain::certificate::origin::Origin;
use domain::conditions::{self, Act, Basis, Unmet};
use domain::event::{Hash, Stream};
use domain::library::body::Body;
use domain::library::person::Person;
use domain::record::Record;
use domain::record::facts::Facts;
use domain::record::office::Office;
use domain::stream::judge::StreamState;
use domain::visit::fold::VisitState;
use measurement::{Derivation, Results, compute_with, derivations_with};

use super::{document, office, parsed};
use crate::app::record::office::around;
use crate::app::{Error, Result, correction, simulate, zone};
use crate::store::{Tx, certificate as store, facts as current, ledger, register};

/// A certificate of the record that is not void.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Identity.
    pub id: CertificateId,
    /// Number.
    pub number: String,
    /// What it says.
    pub document: CertificateDocument,
}

/// What the edition's computation makes of a record.
#[derive(Debug, Clone, Default)]
pub struct Worked {
    /// Results.
    pub results: Results,
    /// How they came about, where the annex is asked for.
    pub derivations: Vec<Derivation>,
    /// Results by the decision rule that the record began with: those the calibrator signed, unless a finding says otherwise.
    pub of_record: Results,
}

/// A record with everything its certificate depends on.
#[derive(Debug, Clone)]
pub struct Situation {
    /// The record.
    pub record: Record,
    /// Entries of its stream.
    pub entries: u64,
    /// Hash of the last one.
    pub head: Hash,
    /// The body.
    pub body: Body,
    /// The service of its method.
    pub service: ServiceId,
    /// People who signed, as they were when they signed.
    pub people: BTreeMap<PersonId, Person>,
    /// The one who asks, as of now.
    pub asking: Option<Person>,
    /// Office facts for the document to be composed.
    pub office: OfficeFacts,
    /// What acts on the record rest on, from the registers.
    pub facts: Facts,
    /// What acts on the record rest on, from the office.
    pub known: Office,
    /// The visit it was made on: its checks of the standards and its briefing are verified again (C-5.2.2).
    pub visit: Option<VisitState>,
    /// Who asks.
    pub who: PersonId,
    /// Certificates that are not void, each after the one it follows: the last one is in force, the others it supplements.
    pub standing: Vec<Standing>,
    /// The open correction case.
    pub open: Option<Folded<CorrectionCase>>,
    /// Server time.
    pub now: Instant,
}

/// Loads the situation of a record for a person.
///
/// # Errors
/// 404 without the record; 409 without a body.
pub async fn load(tx: &mut Tx, id: RecordId, asking: PersonId, now: Instant) -> Result<Situation> {
    let entries = ledger::stream(tx, Stream::record(id)).await?;
    let record = StreamState::of(&entries).record.ok_or_else(Error::not_found)?;
    let head = entries.last().map_or(Hash::ZERO, |entry| entry.hash());
    let body = register::by_code::<Body>(tx, "body").await?.ok_or_else(|| Error::refused(409, "body_missing"))?.body;
    let method = current::current::<Method>(tx, record.opened.edition.method).await?.ok_or_else(Error::not_found)?;
    let open = correction::of_record(tx, id).await?.map(|(_, folded)| folded);
    let (case, checks) = open.as_ref().map_or((None, &[][..]), |open| (open.case.correction(), open.case.checks()));
    let standing = standing(tx, id).await?;
    let people = signed(tx, &record, checks).await?;
    let (facts, known) = around(tx, &record, asking, now).await?;
    let visit = match record.opened.visit {
        Some(visit) => Some(StreamState::of(&ledger::stream(tx, Stream::visit(visit)).await?).visit),
        None => None,
    };
    let (who, asking) = (asking, current::current(tx, asking).await?);
    let case = case.zip(standing.last());
    let line = conditions::agreed(&record, &facts, Some(&known)).and_then(|agreed| agreed.line(&record, &facts));
    let stood = case.map(|(case, in_force)| (case.origin, &in_force.document));
    let office = office::facts(tx, &record, &body, line, known.afresh, stood).await?;
    let (entries, service) = (entries.len() as u64, method.service);
    Ok(Situation { record, entries, head, body, service, people, asking, office, facts, known, visit, who, standing, open, now })
}

/// Everybody who signed, as the register knew them at that moment: a title given later is not printed on what was signed
/// before.
async fn signed(tx: &mut Tx, record: &Record, checks: &[CaseCheck]) -> Result<BTreeMap<PersonId, Person>> {
    let submissions = record.submissions.iter().map(|submission| (submission.by, submission.at));
    let check = record.check.iter().map(|check| (check.by, check.at));
    let corrected = checks.iter().map(|check| (check.by, check.at));
    let mut people = BTreeMap::new();
    for (person, at) in submissions.chain(check).chain(corrected).collect::<Vec<_>>() {
        people.extend(current::versions::<Person>(tx, person).await?.map(|versions| (person, versions.at(at).clone())));
    }
    Ok(people)
}

async fn standing(tx: &mut Tx, record: RecordId) -> Result<Vec<Standing>> {
    let rows = store::of_record(tx, record).await?;
    let valid = rows.iter().filter(|row| row.void_by.is_none());
    valid
        .map(|row| Ok(Standing { id: parsed(&row.stored.id)?, number: row.stored.number.clone(), document: document(&row.stored)? }))
        .collect()
}

impl Situation {
    /// The open correction.
    pub fn case(&self) -> Option<&Correction> {
        self.open.as_ref()?.case.correction()
    }

    /// Its checks by a second person, the latest last.
    pub fn checks(&self) -> &[CaseCheck] {
        self.open.as_ref().map_or(&[], |open| open.case.checks())
    }

    /// Results by the decision rule of the office facts, and how they came about where the annex is asked for. Takes as long as the
    /// edition's computation: not in a write transaction.
    pub fn work_out(&self) -> Worked {
        let ordered = self.record.opened.order.is_some() || self.office.ordered;
        let agreed = self.office.decision_rule.as_ref().filter(|_| ordered);
        let (observed, recorded) = (self.record.observations_under(agreed), self.record.observations());
        let derivations = if self.office.budget_annex { derivations_with(&observed, &simulate::known) } else { Vec::new() };
        let results = compute_with(&observed, &simulate::known);
        let same = recorded.decision == self.office.decision_rule.as_ref();
        let of_record = if same { results.clone() } else { compute_with(&recorded, &simulate::known) };
        Worked { results, derivations, of_record }
    }

    /// The draft.
    pub fn draft(&self, worked: &Worked) -> CertificateDocument {
        compose(Sources {
            record: &self.record,
            head: self.head,
            results: &worked.results,
            derivations: &worked.derivations,
            office: &self.office,
            checks: self.checks(),
            people: &self.people,
            language: self.body.certificate_language,
            offset_minutes: zone::offset_minutes(&self.body.time_zone, self.now),
            offsets: &zone::for_pack(&self.body.time_zone, self.now),
            zone: &zone::table(&self.record.opened.place.time_zone),
        })
    }

    /// What C-5.4.1 requires and is missing or not in order.
    pub fn missing(&self, draft: &CertificateDocument) -> Vec<Finding> {
        let mut missing = complete(draft, &self.record, &self.body.number_pattern);
        let in_force = self.standing.last().map(|in_force| &in_force.document.stated);
        missing.extend(days_in_order(draft, &self.record, self.today(), in_force));
        // The day of receipt is entered in the record's order, whether planned or assigned later by the office.
        if let Some(order) = self.order() {
            let of_order = missing.iter_mut().filter(|finding| finding.path == "received_on");
            of_order.for_each(|finding| drop(finding.params.insert("href".to_owned(), format!("/office/orders/{order}"))));
        }
        missing
    }

    /// What the office knows, with the computed results and the person who checked the open correction as it stands.
    pub fn known_of(&self, draft: &CertificateDocument, worked: &Worked) -> Office {
        let corrected_by = self.checked(draft).map(|check| (check.by, check.at));
        Office { computed: Some(worked.of_record.clone()), corrected_by, ..self.known.clone() }
    }

    /// The conditions for an act of the person who asks.
    pub fn basis<'s>(&'s self, act: Act, known: &'s Office) -> Basis<'s> {
        let (record, facts, who, at, today) = (&self.record, &self.facts, self.who, self.now, self.today());
        Basis { act, record, facts, visit: self.visit.as_ref(), office: Some(known), who, at, today }
    }

    /// The refusals of an act of the person who asks.
    pub fn refused(&self, act: Act, draft: &CertificateDocument, worked: &Worked) -> Vec<Unmet> {
        let known = self.known_of(draft, worked);
        conditions::refusals(&self.basis(act, &known))
    }

    /// The order that the record belongs to.
    pub fn order(&self) -> Option<OrderId> {
        conditions::agreed(&self.record, &self.facts, Some(&self.known)).map(|agreed| agreed.id)
    }

    /// The day, in the office's time zone.
    pub fn today(&self) -> Date {
        zone::date(&self.body.time_zone, self.now)
    }

    /// The difference from the certificate in force, where a case is open.
    pub fn difference(&self, draft: &CertificateDocument) -> Option<(&Standing, Difference)> {
        self.case()?;
        let in_force = self.standing.last()?;
        Some((in_force, compare(&in_force.document.stated, &draft.stated)))
    }

    /// How the open case is checked: with the record where that is corrected, else by who has checked exactly this draft.
    fn check(&self, draft: &CertificateDocument) -> Check {
        match self.case() {
            Some(case) if case.origin == Origin::Office => self.checked(draft).map_or(Check::Missing, |check| Check::By(check.by)),
            _ => Check::WithRecord,
        }
    }

    /// The check of exactly this draft of a correction.
    pub fn checked(&self, draft: &CertificateDocument) -> Option<&CaseCheck> {
        check_of(self.checks(), &draft.stated)
    }

    /// What stands before the issue of this draft.
    pub fn before(&self, draft: &CertificateDocument) -> Before {
        match (self.difference(draft), self.standing.last()) {
            (Some((in_force, difference)), _) => Before::Case {
                certificate: in_force.id,
                number: in_force.number.clone(),
                supplemented: self.standing.iter().rev().skip(1).map(|older| older.number.clone()).collect(),
                difference,
                check: self.check(draft),
            },
            (None, Some(in_force)) => Before::Issued { number: in_force.number.clone() },
            (None, None) => Before::Nothing,
        }
    }
}
