//! The calibration body's profile: what a certificate states of it, against what it was before the work and at the check (C-4.1.1,
//! C-5.4.1 a, b).

use crate::conditions::act::Act;
use crate::conditions::basis::{Basis, Spot};
use crate::library::body::{Body, CertificateLanguage};
use crate::register::versions::Versions;

/// How long before the work the profile is looked at, in milliseconds: a day.
const BEFORE: i64 = 86_400_000;

/// A fact of the profile, in one or two languages.
type Said<'b> = (&'static str, [&'b str; 2]);

/// What a certificate states of the body, or prints as the address of its public check, and the time zone by which its date of issue is
/// reckoned.
fn stated(body: &Body) -> [Said<'_>; 7] {
    [
        ("body/name", [&body.name.zh, &body.name.en]),
        ("body/address", [&body.address.zh, &body.address.en]),
        ("body/telephone", [&body.telephone, ""]),
        ("body/email", [&body.email, ""]),
        ("body/website", [&body.website, ""]),
        ("body/seal", [&body.seal.zh, &body.seal.en]),
        ("body/time_zone", [&body.time_zone, ""]),
    ]
}

/// How a certificate is numbered and in which languages it is set.
fn set(body: &Body) -> [Said<'_>; 2] {
    let language = match body.certificate_language {
        CertificateLanguage::Bilingual => "中文 + English",
        CertificateLanguage::Chinese => "中文",
        CertificateLanguage::English => "English",
    };
    [("body/number_pattern", [&body.number_pattern, ""]), ("body/certificate_language", [language, ""])]
}

/// A fact that is another one now.
struct Change<'b> {
    path: &'static str,
    before: [&'b str; 2],
    after: [&'b str; 2],
}

/// Facts that differ. One that was not stated before is only filled in.
fn changes<'b>(then: impl IntoIterator<Item = Said<'b>>, now: impl IntoIterator<Item = Said<'b>>) -> Vec<Change<'b>> {
    let other =
        |before: &[&str; 2], after: &[&str; 2]| before.iter().zip(after).any(|(before, after)| !before.is_empty() && before != after);
    let pairs = then.into_iter().zip(now).filter(|((_, before), (_, after))| other(before, after));
    pairs.map(|((path, before), (_, after))| Change { path, before, after }).collect()
}

fn both(parts: [&str; 2]) -> String {
    parts.join(" ").trim().to_owned()
}

/// The profile, until a certificate is issued: what that states is corrected by a case.
fn known<'b>(basis: &Basis<'b>) -> Option<&'b Versions<Body>> {
    basis.facts.body.as_ref().filter(|_| basis.office.is_some_and(|office| !office.issued))
}

/// What differs from the profile at the check.
fn since_check<'b>(basis: &Basis<'b>) -> Vec<Change<'b>> {
    let Some((known, check)) = known(basis).zip(basis.record.check.as_ref()) else { return Vec::new() };
    let all = |body: &'b Body| stated(body).into_iter().chain(set(body));
    changes(all(known.at(check.when())), all(known.latest()))
}

/// Whether a version says this at the path.
fn says(body: &Body, path: &str, what: [&str; 2]) -> bool {
    stated(body).into_iter().chain(set(body)).any(|said| said == (path, what))
}

/// What a certificate states of the body, its time zone, its language or the pattern of its number differs from what it was at the check
/// (C-4.1.1, C-5.4.1).
pub(super) fn changed_since_check(basis: &Basis<'_>) -> Vec<Spot> {
    let Some(known) = known(basis) else { return Vec::new() };
    let spot = |Change { path, before, after }: Change<'_>| {
        let since = known.became(|version| says(version, path, after));
        Spot::at(path).with("before", both(before)).with("after", both(after)).since(since).with("href", "/office/body")
    };
    since_check(basis).into_iter().map(spot).collect()
}

/// The profile on the day before the work, or when the work began if it was entered after that day. Nothing is known of work that is
/// older than the profile.
fn before_work<'b>(basis: &Basis<'_>, known: &'b Versions<Body>) -> Option<&'b Body> {
    let (began, entered) = (basis.began_at(), known.entered_at());
    let before = began.plus_millis(-BEFORE);
    (entered <= began).then(|| known.at(if entered > before { began } else { before }))
}

/// What a certificate states of the body, or its time zone, differs from what the profile said on the day before the work began
/// (C-4.1.1, C-5.4.1). One question; what was changed after the check is asked about by itself.
pub(super) fn changed_since_work(basis: &Basis<'_>) -> Vec<Spot> {
    let Some((known, then)) = known(basis).and_then(|known| Some((known, before_work(basis, known)?))) else { return Vec::new() };
    let since_check = if basis.act == Act::Issue { since_check(basis) } else { Vec::new() };
    let asked = |path| since_check.iter().any(|change| change.path == path);
    let mut found = changes(stated(then), stated(known.latest()));
    found.retain(|change| !asked(change.path));
    if found.is_empty() {
        return Vec::new();
    }
    let since = known.last_began(|version| found.iter().all(|change| says(version, change.path, change.after)));
    let listed = |of: fn(&Change<'_>) -> String| found.iter().map(of).collect::<Vec<_>>().join("; ");
    let (before, after) = (listed(|change| both(change.before)), listed(|change| both(change.after)));
    vec![Spot::at("body").with("before", before).with("after", after).since(since).with("href", "/office/body")]
}
