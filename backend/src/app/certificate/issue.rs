//! Issue: a trial rendering, then one transaction that fixes number, document and hash, then the PDF.

use base::id::{CertificateId, PersonId, RecordId};
use base::text::search::folded;
use base::time::Instant;
use contract::api::Problem;
use contract::api::certificate::{IssueCertificate, IssuedView};
use domain::case::By;
use domain::certificate::correction::{Around, Fact};
use domain::certificate::document::{CertificateDocument, Kind};
use domain::certificate::issue::{Issue, IssueRefused, Request, Signatory, decide, fix};
use domain::certificate::number::{Pattern, check_code};
use domain::certificate::office::OfficeFacts;
use domain::conditions::{Act, Answer, Answered};
use domain::event::Hash;
use domain::register::Entry;

use super::draft::refused;
use super::message;
use super::situation::{self, Situation, Worked};
use crate::app::authority::hold;
use crate::app::documents::{self, Document};
use crate::app::jobs;
use crate::app::noted::Noted;
use crate::app::numbers;
use crate::app::order::settle;
use crate::app::record::rests::settled;
use crate::app::{Actor, Error, Result, account, case, correction};
use crate::random;
use crate::state::App;
use crate::store::certificate::Happening;
use crate::store::{Tx, audit, certificate as store, is_taken, record as records, settlement};

/// How long a rendering takes at most, in milliseconds, before it is taken for one that was cut short.
const RENDERED_WITHIN: i64 = 60_000;

/// An issue on its way, cloned for each run of the transaction.
#[derive(Clone)]
struct Ordered {
    id: CertificateId,
    record: RecordId,
    by: PersonId,
    seen: u64,
    stated: Hash,
    expected: String,
    answers: Vec<Answer>,
    check_code: String,
    website: String,
    /// What was computed before the transaction, for this state of the record's stream.
    worked: Worked,
    head: Hash,
    office: OfficeFacts,
    now: Instant,
    /// Whether a number may be given already, by an earlier pattern. Asked only then: looking costs those who issue at once.
    numbers_meet: bool,
    /// Every sequence that numbers were taken from before. Read ahead of the transaction: in it, those who issue at once would wait.
    sequences: Vec<String>,
}

/// Issues a certificate for a checked record (C-3, C-4.3.2, C-5.4.1, C-5.4.2).
///
/// # Errors
/// Every rule of [`decide`]; 422 where a stated text cannot be set.
pub async fn issue(app: &App, actor: &Actor, record: RecordId, command: IssueCertificate) -> Result<IssuedView> {
    account::verify_password(app, actor, command.password).await?;
    let (person, now) = (actor.person, app.now());
    let (situation, unsettled, sequences) = app
        .db
        .read(move |tx| {
            Box::pin(async move {
                let situation = situation::load(tx, record, person, now).await?;
                let sequences = numbers::sequences(tx).await?;
                Ok::<_, Error>((situation, numbers::after_restore::unsettled(tx).await?, sequences))
            })
        })
        .await?;
    let ordered = Ordered {
        id: random::id(now),
        record,
        by: person,
        seen: command.seen,
        stated: command.stated,
        expected: command.kind,
        answers: command.answers,
        check_code: check_code(random::bytes()),
        website: website(app, &situation),
        worked: Worked::default(),
        head: situation.head,
        office: situation.office.clone(),
        now,
        numbers_meet: false,
        sequences,
    };
    let ordered = trial(ordered, situation).await?;
    // A restore fills an empty database, so this cannot come in between.
    if unsettled {
        return Err(refused(&IssueRefused::NumbersUnsettled));
    }
    let fixed = match fix_once(app, ordered.clone()).await {
        Err(Error::Database(error)) if is_taken(&error) => fix_once(app, Ordered { numbers_meet: true, ..ordered }).await,
        settled => settled,
    }?;
    // The number is given; a rendering that fails now is taken up again by the next start.
    if let Err(error) = documents::release::<CertificateDocument>(app, fixed.id).await {
        tracing::error!(number = %fixed.number, %error, "issued, but the PDF is not stored yet");
    }
    Ok(fixed)
}

async fn fix_once(app: &App, ordered: Ordered) -> Result<IssuedView> {
    app.db
        .write(move |tx| {
            let ordered = ordered.clone();
            Box::pin(async move { fixed(tx, &ordered).await })
        })
        .await
}

fn website(app: &App, situation: &Situation) -> String {
    if app.config.public_url.is_empty() { situation.body.website.clone() } else { app.config.public_url.clone() }
}

/// Decides and renders once with the last number this sequence could give, so that nothing is fixed that cannot be set.
async fn trial(mut ordered: Ordered, situation: Situation) -> Result<Ordered> {
    documents::blocking(move || {
        ordered.worked = situation.work_out();
        let (draft, kind, pattern) = decided(&situation, &ordered)?;
        answered(&situation, &ordered, &draft)?;
        let number = pattern.number(situation.today().year(), u64::from(u32::MAX));
        complete(&situation, &ordered, draft, kind, number)?.render()?;
        Ok(ordered)
    })
    .await
}

fn decided(situation: &Situation, ordered: &Ordered) -> Result<(CertificateDocument, Kind, Pattern)> {
    let draft = situation.draft(&ordered.worked);
    let missing = situation.missing(&draft);
    let unmet = situation.refused(Act::Issue, &draft, &ordered.worked);
    let request = Request {
        who: signatory(situation, ordered)?,
        service: situation.service,
        today: situation.today(),
        unmet: &unmet,
        seen: ordered.seen,
        entries: situation.entries,
        stated_seen: ordered.stated,
        stated: draft.stated.hash(),
        expected: &ordered.expected,
    };
    let kind = decide(request, &situation.record, &missing, &situation.before(&draft)).map_err(|refusal| match refusal {
        IssueRefused::Incomplete { .. } => Error::Refused(Box::new(Problem { findings: missing, ..Problem::of(422, &refusal) })),
        other => refused(&other),
    })?;
    let pattern = Pattern::parse(&situation.body.number_pattern).map_err(|error| Error::rule(&error))?;
    Ok((draft, kind, pattern))
}

/// The answers given with the issue; refuses while a finding has no answer.
fn answered(situation: &Situation, ordered: &Ordered, draft: &CertificateDocument) -> Result<Vec<Answered>> {
    let known = situation.known_of(draft, &ordered.worked);
    settled(&situation.basis(Act::Issue, &known), &ordered.answers)
}

fn signatory<'a>(situation: &'a Situation, ordered: &Ordered) -> Result<Signatory<'a>> {
    let person = situation.asking.as_ref().ok_or_else(|| refused(&IssueRefused::NotSignatory))?;
    Ok(Signatory { id: ordered.by, person })
}

fn complete(
    situation: &Situation,
    ordered: &Ordered,
    draft: CertificateDocument,
    kind: Kind,
    number: String,
) -> Result<CertificateDocument> {
    let issue = Issue {
        number,
        check_code: ordered.check_code.clone(),
        kind,
        issued_on: situation.today(),
        by: signatory(situation, ordered)?,
        at: ordered.now,
        website: &ordered.website,
    };
    Ok(fix(draft, issue))
}

/// The issuing transaction: everything is loaded and decided again.
async fn fixed(tx: &mut Tx, ordered: &Ordered) -> Result<IssuedView> {
    hold::free(tx, ordered.by).await?;
    let situation = situation::load(tx, ordered.record, ordered.by, ordered.now).await?;
    if situation.head != ordered.head {
        return Err(refused(&IssueRefused::RecordChanged));
    }
    // The results were computed by what the office said then: the decision rule is part of it.
    if situation.office != ordered.office {
        return Err(refused(&IssueRefused::DraftChanged));
    }
    let (draft, kind, pattern) = decided(&situation, ordered)?;
    let answers = answered(&situation, ordered, &draft)?;
    let year = situation.today().year();
    let number = numbers::next(tx, &pattern, year, ordered.numbers_meet, ordered.now).await?;
    if let Some(like) = numbers::like(tx, &ordered.sequences, &number).await? {
        return Err(Error::conflict(&like));
    }
    let document = complete(&situation, ordered, draft, kind.clone(), number.clone())?;
    let stored = stored(&situation, ordered, &document)?;
    store::insert(tx, &stored).await?;
    let answers = settlement::answer(tx, ordered.record, &stored.id, &answers).await?;
    note(tx, ordered, &stored, &answers).await?;
    follow(tx, &situation, ordered, &kind).await?;
    if let Some(check) = &situation.record.check {
        records::issued(tx, ordered.record, &number, check.event, ordered.now).await?;
    }
    if let Some(order) = situation.order() {
        settle(tx, order, Noted { by: ordered.by, at: ordered.now }).await?;
    }
    closes(tx, &situation, ordered, &number).await?;
    // The PDF is rendered as soon as this is on disk; where the server is stopped before, somewhat later.
    jobs::wake(tx, jobs::DOCUMENTS, ordered.now.plus_millis(RENDERED_WITHIN)).await?;
    message::tell(tx, &situation.record, &document, &ordered.website, ordered.now).await?;
    Ok(IssuedView { id: ordered.id, number })
}

/// The certificate closes the correction that it was issued for.
async fn closes(tx: &mut Tx, situation: &Situation, ordered: &Ordered, number: &str) -> Result<()> {
    let (Some(case), Some(mut folded)) = (situation.case(), situation.open.clone()) else { return Ok(()) };
    let around = Around { issued: Some(ordered.id), ..Around::default() };
    let closed = Fact::Closed { certificate: ordered.id, number: number.to_owned() };
    let fact = case::Fact::new(case.id.cast(), By::Person { person: ordered.by }, closed, ordered.now);
    correction::happens(tx, &mut folded, &around, fact).await
}

fn stored(situation: &Situation, ordered: &Ordered, document: &CertificateDocument) -> Result<store::Stored> {
    let text = serde_json::to_string(document).map_err(Error::corrupt)?;
    let (opened, stated) = (&situation.record.opened, &document.stated);
    let item = opened.item.item.label();
    let customer = serde_json::to_string(&stated.customer.name).map_err(Error::corrupt)?;
    let envelope = &document.envelope;
    let words = [&envelope.number, &item, &stated.customer.name.zh, &stated.customer.name.en, &stated.item.serial_number];
    Ok(store::Stored {
        id: ordered.id.to_string(),
        number: envelope.number.clone(),
        check_code: envelope.check_code.clone(),
        kind: envelope.kind.name().to_owned(),
        record_id: ordered.record.to_string(),
        check_event: situation.record.check.as_ref().map(|check| check.event.to_string()).unwrap_or_default(),
        customer_id: opened.customer.id.to_string(),
        item_id: opened.item.id.to_string(),
        order_id: situation.order().map(|order| order.to_string()).unwrap_or_default(),
        customer,
        search: folded(&words.map(String::as_str).join(" ")),
        item,
        follows: situation.standing.last().map(|standing| standing.id.to_string()),
        correction_id: situation.case().map(|case| case.id.to_string()),
        issued_at: ordered.now.0,
        issued_by: ordered.by.to_string(),
        document_hash: Hash::of(text.as_bytes()).to_string(),
        document: text,
    })
}

/// The one before is supplemented, or it and all it supplements are void and asked back, in this very transaction.
async fn follow(tx: &mut Tx, situation: &Situation, ordered: &Ordered, kind: &Kind) -> Result<()> {
    match kind {
        Kind::Original => {}
        Kind::Supplement { to, .. } => happen(tx, ordered, *to, Happening::Supplemented(ordered.id)).await?,
        Kind::Replacement { .. } => {
            for old in &situation.standing {
                happen(tx, ordered, old.id, Happening::Void(ordered.id)).await?;
                happen(tx, ordered, old.id, Happening::RecallAsked).await?;
            }
        }
    }
    Ok(())
}

async fn happen(tx: &mut Tx, ordered: &Ordered, old: CertificateId, what: Happening<'_>) -> Result<()> {
    store::happen(tx, old, what, Some(ordered.by), ordered.now).await?;
    let followed = audit::CertificateAct::Followed(what, ordered.id);
    Ok(audit::append(tx, ordered.now, ordered.by, audit::Act::Certificate(old, followed)).await?)
}

async fn note(tx: &mut Tx, ordered: &Ordered, stored: &store::Stored, answers: &settlement::AnswersOf) -> Result<()> {
    let document = Hash::of(stored.document.as_bytes());
    let issued = audit::CertificateAct::Issued { document, number: &stored.number, kind: &stored.kind, record: &stored.record_id, answers };
    Ok(audit::append(tx, ordered.now, ordered.by, audit::Act::Certificate(ordered.id, issued)).await?)
}
