//! Authority: each version of a person's entry that gives some is what one person requested and another confirmed, and the two could do so
//! then (C-4.3.1, C-4.3.2). What was written before a release that asks for two people is not looked at.

use std::collections::BTreeMap;

use base::time::Instant;
use domain::access::Role;
use domain::authority::{Authority, Somebody, came, two_could};
use domain::library::person::Person;
use domain::register::Entry;

use super::audit::Audited;
use super::authority::Done;
use super::report::{CLOCKS, Fault, Report};
use super::rows::{Fields, Snapshot};
use crate::app::Result;

/// A version of a person's entry.
struct Version {
    at: i64,
    by: String,
    person: Person,
}

/// Every person's versions, in their order.
struct People(BTreeMap<String, Vec<Version>>);

/// Walks every version of every person's entry, and every request that was carried out.
pub(super) async fn walk(snapshot: &mut Snapshot<'_>, audited: &Audited, done: &[Done], report: &mut Report) -> Result<()> {
    let people = People::load(snapshot).await?;
    let (stored, came) = (settled(snapshot, &people, audited, report).await?, people.came(audited));
    if let (None, Some((person, _))) = (stored, came) {
        report.broken(format!("authority_settled of person {person}"), Fault::Missing);
    }
    let settled = stored.into_iter().chain(came.map(|(_, at)| at)).min();
    if let Some(since) = audited.two_since() {
        for (id, versions) in &people.0 {
            people.given(id, versions, (since, done), report);
        }
    }
    for one in done {
        let could = if one.alone { people.was_alone(one, settled) } else { people.could(one) };
        report.must(could, format!("confirmation_ends {}", one.id), Fault::NotConfirmed);
    }
    Ok(())
}

/// When a technical manager had come: who is named was one by then, and the audit trail tells of the act that it was noticed with.
async fn settled(snapshot: &mut Snapshot<'_>, people: &People, audited: &Audited, report: &mut Report) -> Result<Option<i64>> {
    let mut settled: Option<i64> = None;
    let each = |row: Fields| {
        let (person, at) = (row.text("person_id"), row.int("at"));
        let noticed = audited.details.of_people.contains(&at) && people.managed(person, at);
        report.must(noticed, format!("authority_settled {person}"), Fault::Differs);
        settled = settled.into_iter().chain([at]).min();
    };
    snapshot.each("authority_settled", "person_id", each).await?;
    Ok(settled)
}

impl People {
    async fn load(snapshot: &mut Snapshot<'_>) -> Result<Self> {
        let mut people: BTreeMap<String, Vec<Version>> = BTreeMap::new();
        let each = |row: Fields| {
            if row.text("noun") == Person::NOUN {
                people.insert(row.text("id").to_owned(), Vec::new());
            }
        };
        snapshot.each("register_entries", "id", each).await?;
        let each = |row: Fields| {
            if let Some(versions) = people.get_mut(row.text("entry_id"))
                && let Ok(person) = serde_json::from_str(row.text("body"))
            {
                versions.push(Version { at: row.int("at"), by: row.text("by_person").to_owned(), person });
            }
        };
        snapshot.each("register_versions", "entry_id, revision", each).await?;
        Ok(Self(people))
    }

    /// Who came first as technical manager, and when, by the audit trail.
    fn came(&self, audited: &Audited) -> Option<(&str, i64)> {
        let of = |id: &str, versions: &[Version]| {
            let versions: Vec<_> = versions.iter().map(|version| (Instant(version.at), &version.person)).collect();
            came(&versions, &audited.entrances(id)).map(|at| at.0)
        };
        self.0.iter().filter_map(|(id, versions)| Some((id.as_str(), of(id, versions)?))).min_by_key(|(_, at)| *at)
    }

    /// Whether the person was an active technical manager by then, however the server's clock was set.
    fn managed(&self, id: &str, at: i64) -> bool {
        let versions = self.0.get(id).map_or(&[][..], Vec::as_slice);
        let manages = |version: &Version| version.person.active && version.person.roles.contains(&Role::TechnicalManager);
        versions.iter().any(|version| version.at <= at + CLOCKS && manages(version))
    }

    /// Names each version of a person's entry that gives what no request accounts for.
    fn given(&self, id: &str, versions: &[Version], (since, done): (i64, &[Done]), report: &mut Report) {
        let mut signed = false;
        for (n, version) in versions.iter().enumerate() {
            let now = Authority::of(&version.person);
            let before =
                n.checked_sub(1).map_or_else(|| Authority::none(&version.person), |before| Authority::of(&versions[before].person));
            // People may change the names of their own account.
            let own = version.by == id;
            let gives = before.given(&now, signed).into_iter().any(|path| !own || !matches!(path.as_str(), "sign_in" | "email"));
            if gives && version.at > since && version.by.is_empty() {
                report.count("authority given without anybody signed in");
            } else if gives && version.at > since {
                let accounts = |one: &Done| {
                    (one.subject.as_str(), one.asked_by.as_str(), one.at) == (id, version.by.as_str(), version.at)
                        && one.revision == n as u64
                        && one.after.clone().is_some_and(|after| after.accounts_for(&before, &now, signed))
                };
                report.must(done.iter().any(accounts), format!("register {} {id} version {}", Person::NOUN, n + 1), Fault::NotConfirmed);
            }
            signed |= now.signs();
        }
    }

    /// The person's entry as it was about then, as exactly as the server's clock tells: one of these.
    fn about(&self, id: &str, at: i64) -> Vec<&Person> {
        let versions = self.0.get(id).map_or(&[][..], Vec::as_slice);
        let before = versions.iter().rposition(|version| version.at < at - CLOCKS).unwrap_or(0);
        let near = |(n, version): &(usize, &Version)| *n == before || (version.at - at).abs() <= CLOCKS;
        versions.iter().enumerate().filter(near).map(|(_, version)| &version.person).collect()
    }

    fn somebody(&self, id: &str, at: i64) -> Vec<Somebody<'_>> {
        let Ok(parsed) = id.parse() else { return Vec::new() };
        self.about(id, at).into_iter().map(|entry| Somebody { id: parsed, entry, held: false }).collect()
    }

    /// Whether the two could decide it between them then.
    fn could(&self, one: &Done) -> bool {
        let [askers, confirmers, subjects] = [&one.asked_by, &one.ended_by, &one.subject].map(|id| self.somebody(id, one.at));
        let mut pairs = askers.iter().flat_map(|asker| confirmers.iter().map(move |confirmer| (asker, confirmer)));
        pairs.any(|(asker, confirmer)| subjects.iter().any(|subject| two_could(one.kind, asker, confirmer, subject)))
    }

    /// Whether it was done by the person who entered themselves at the setup, before a technical manager had come.
    fn was_alone(&self, one: &Done, settled: Option<i64>) -> bool {
        let entered_by_themselves =
            self.0.get(&one.ended_by).and_then(|versions| versions.first()).is_some_and(|first| first.by == one.ended_by);
        entered_by_themselves && settled.is_none_or(|settled| one.at <= settled + CLOCKS)
    }
}
