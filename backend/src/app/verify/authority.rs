//! Authority: each request is what was confirmed, by somebody other than the requester; each release by an earlier device carries that
//! device's signature. Acts of the first administrator alone are counted.

use std::collections::{BTreeMap, BTreeSet};

use domain::authority::{Authority, Content, Kind, Outcome, release_text};
use domain::event::{Hash, signature};

use super::details::Details;
use super::report::{Fault, Report};
use super::rows::{Fields, Snapshot};
use crate::app::Result;

/// What the end of a request is compared with.
struct Asked {
    kind: String,
    subject: String,
    by: String,
    content: Option<Content>,
}

/// A request for authority or a password that was carried out.
#[derive(Debug, Clone)]
pub(super) struct Done {
    /// The request.
    pub(super) id: String,
    /// Whom it was about.
    pub(super) subject: String,
    /// Who requested it.
    pub(super) asked_by: String,
    /// Who confirmed it, or did it alone.
    pub(super) ended_by: String,
    /// When.
    pub(super) at: i64,
    /// Whether the first administrator did it alone.
    pub(super) alone: bool,
    /// The revision of the entry that it was based on.
    pub(super) revision: u64,
    /// What kind of request it was.
    pub(super) kind: Kind,
    /// The authority that was requested, if it was for some.
    pub(super) after: Option<Authority>,
}

/// A request to release holds that was carried out: which, by whom, when.
struct Confirmed {
    holds: BTreeSet<String>,
    by: String,
    at: i64,
}

impl Confirmed {
    /// Whether this release is one that it made.
    fn released(&self, row: &Fields) -> bool {
        self.holds.contains(row.text("hold_id")) && self.by == row.text("by_person") && self.at == row.int("at")
    }
}

/// Walks every request and every release; returns the requests for authority and passwords that were carried
/// out.
pub(super) async fn walk(snapshot: &mut Snapshot<'_>, details: &Details, report: &mut Report) -> Result<Vec<Done>> {
    let mut asked: BTreeMap<String, Asked> = BTreeMap::new();
    let each = |row: Fields| {
        let place = format!("confirmations {}", row.text("id"));
        let hash = row.text("content_hash");
        report.must(Hash::of(row.text("content").as_bytes()).to_string() == hash, &place, Fault::HashDiffers);
        let text = |name| row.text(name).to_owned();
        let content = serde_json::from_str(row.text("content")).ok();
        asked.insert(text("id"), Asked { kind: text("kind"), subject: text("subject_id"), by: text("asked_by"), content });
    };
    snapshot.each("confirmations", "id", each).await?;
    let (mut confirmed, mut done): (BTreeMap<String, Confirmed>, Vec<Done>) = (BTreeMap::new(), Vec::new());
    let each = |row: Fields| {
        let (id, by) = (row.text("confirmation_id"), row.text("by_person"));
        let place = format!("confirmation_ends {id}");
        let Some(request) = asked.get(id) else { return report.broken(place, Fault::Missing) };
        let outcome = row.text("outcome");
        let holds = match outcome {
            _ if outcome == Outcome::Confirmed.name() && request.kind == Kind::Mailbox.name() => by == request.subject,
            _ if outcome == Outcome::Confirmed.name() => by != request.by && by != request.subject,
            _ if outcome == Outcome::Alone.name() => by == request.by && by != request.subject,
            _ => true,
        };
        report.must(holds, &place, Fault::Differs);
        if outcome == Outcome::Alone.name() {
            report.count("acts of the first administrator alone");
        }
        if [Outcome::Confirmed.name(), Outcome::Alone.name()].contains(&outcome) {
            if let Some(Content::Signing { holds }) = &request.content {
                let holds = holds.iter().map(ToString::to_string).collect();
                confirmed.insert(id.to_owned(), Confirmed { holds, by: by.to_owned(), at: row.int("at") });
            }
            done.extend(carried_out(id, request, &row));
        }
    };
    snapshot.each("confirmation_ends", "confirmation_id", each).await?;
    releases(snapshot, &confirmed, details, report).await?;
    Ok(done)
}

fn carried_out(id: &str, request: &Asked, end: &Fields) -> Option<Done> {
    let content = request.content.as_ref()?;
    let (revision, after) = match content {
        Content::Authority { revision, after, .. } => (*revision, Some((**after).clone())),
        Content::Password { revision } => (*revision, None),
        // Which holds a request ended is looked at with the holds; a link is confirmed by its person alone.
        Content::Signing { .. } | Content::Mailbox { .. } => return None,
    };
    Some(Done {
        id: id.to_owned(),
        subject: request.subject.clone(),
        asked_by: request.by.clone(),
        ended_by: end.text("by_person").to_owned(),
        at: end.int("at"),
        alone: end.text("outcome") == Outcome::Alone.name(),
        revision,
        kind: content.kind(),
        after,
    })
}

async fn releases(
    snapshot: &mut Snapshot<'_>,
    confirmed: &BTreeMap<String, Confirmed>,
    details: &Details,
    report: &mut Report,
) -> Result<()> {
    let mut keys: BTreeMap<String, (String, String)> = BTreeMap::new();
    let each =
        |row: Fields| drop(keys.insert(row.text("id").to_owned(), (row.text("person_id").to_owned(), row.text("public_key").to_owned())));
    snapshot.each("devices", "id", each).await?;
    // One signature covers all holds on the person at that time.
    let mut signed: BTreeMap<(String, String), (String, Vec<String>)> = BTreeMap::new();
    let mut told = details.released.clone();
    let each = |row: Fields| {
        let hold = row.text("hold_id");
        let place = format!("signing_releases {hold}");
        if row.is_null("device_id") {
            return match confirmed.get(row.text("confirmation_id")) {
                Some(request) => report.must(request.released(&row), place, Fault::Differs),
                None => report.broken(place, Fault::Missing),
            };
        }
        let when = (row.text("by_person").to_owned(), row.int("at"));
        report.must(details.released.contains(&when), place, Fault::NotAudited);
        told.remove(&when);
        let key = (row.text("device_id").to_owned(), row.text("signature").to_owned());
        signed.entry(key).or_insert_with(|| (row.text("by_person").to_owned(), Vec::new())).1.push(hold.to_owned());
    };
    snapshot.each("signing_releases", "hold_id", each).await?;
    for (person, _) in told {
        report.broken(format!("signing_releases of person {person}"), Fault::Missing);
    }
    for ((device, signature), (by, holds)) in signed {
        let known = keys.get(&device).filter(|(person, _)| *person == by);
        let parsed: Option<Vec<_>> = holds.iter().map(|hold| hold.parse().ok()).collect();
        let text = device.parse().ok().zip(parsed).map(|(device, holds)| release_text(device, &holds));
        let good = known.zip(text).is_some_and(|((_, key), text)| signature::verify(key, text.as_bytes(), &signature).is_ok());
        report.must(good, format!("signing_releases {}", holds.join(" ")), Fault::SignatureWrong);
    }
    Ok(())
}
