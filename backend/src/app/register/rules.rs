//! What each noun asks for beyond its own fields: a rule on how it may change, and on what it refers to.

use std::collections::BTreeMap;
use std::future::Future;

use base::finding::{Finding, Refusal};
use base::id::{IdOf, Identified, PersonId, PlaceId, StandardId};
use base::text::search;
use base::time::{Date, Instant};
use contract::api::Problem;
use contract::api::register::Row;
use domain::certificate::number::Pattern;
use domain::item::Item;
use domain::item::owner::{self, Named};
use domain::item::twice as item_twice;
use domain::library::back;
use domain::library::body::Body;
use domain::library::edition::{Edition, EditionStatus};
use domain::library::edition_check;
use domain::library::edition_use::EditionUse;
use domain::library::method::Method;
use domain::library::person::Person;
use domain::library::place::Place;
use domain::library::standard::{Standard, StandardStatus};
use domain::library::twice;
use domain::order::customer::{self, Customer};
use domain::order::fitting;
use domain::order::review::OrderRefusal;
use domain::order::task::Task;
use domain::order::{Order, OrderStatus, review, terms};
use domain::register::Entry;
use domain::register::identified;
use domain::register::versions::Versions;
use domain::visit::Visit;

use crate::app::authority::hold;
use crate::app::noted::Noted;
use crate::app::numbers;
use crate::app::order::{known_of_lines, services, settle};
use crate::app::{Error, Result, account, affected, authority, zone};
use crate::store::{Tx, facts, record, register};

/// A change by hand that is asked for.
#[derive(Debug)]
pub struct Asked<T: Identified> {
    /// What is to be changed.
    pub id: IdOf<T>,
    /// Who asks.
    pub by: PersonId,
    /// Server time.
    pub at: Instant,
    /// The reason they give; may be empty.
    pub reason: String,
}

/// A noun with the rules of its register.
pub trait Ruled: Entry {
    /// The entry as it is to be kept after a change by hand; refused where it may not be made.
    fn admit(_tx: &mut Tx, _asked: Asked<Self>, _before: Option<&Self>, after: Self) -> impl Future<Output = Result<Self>> + Send {
        async { Ok(after) }
    }

    /// What is wrong with it beside what it refers to.
    fn further(_tx: &mut Tx, _own: IdOf<Self>, _entry: &Self, _now: Instant) -> impl Future<Output = Result<Vec<Finding>>> + Send {
        async { Ok(Vec::new()) }
    }

    /// Warnings about other entries, if they are of the same thing.
    fn doubled<'e>(&self, _others: impl Iterator<Item = &'e Self>) -> Vec<Finding> {
        Vec::new()
    }

    /// What else is told to whoever changes it by hand.
    fn told(_tx: &mut Tx, _own: IdOf<Self>, _entry: &Self) -> impl Future<Output = Result<Vec<Finding>>> + Send {
        async { Ok(Vec::new()) }
    }

    /// What follows from a change by hand, in its transaction.
    fn follow(_tx: &mut Tx, _entry: &Self, _noted: Noted) -> impl Future<Output = Result<()>> + Send {
        async { Ok(()) }
    }
}

/// Nouns that have no further rules.
macro_rules! plain {
    (@each [] $($how:ident $noun:ty,)+) => { $(plain!(@$how $noun);)+ };
    (@plain $noun:ty) => { impl Ruled for $noun {} };
    (@ruled $noun:ty) => {};
}
domain::each_noun!(plain);

impl Ruled for Person {
    /// Authority is not given here: it is requested, and a second person confirms it (C-4.3.2). A person cannot be active while another
    /// calibration body employs them (C-4.3.4), and the last administrator stays.
    async fn admit(tx: &mut Tx, asked: Asked<Self>, before: Option<&Self>, after: Self) -> Result<Self> {
        authority::known::employed_elsewhere(&after, authority::known::today(tx, asked.at).await?)?;
        authority::admit(tx, (asked.by, asked.at), asked.id, before, after).await
    }

    /// A person who stops working here is signed out at once; coming back does not restore their sessions.
    async fn follow(tx: &mut Tx, person: &Self, noted: Noted) -> Result<()> {
        match register::by_code::<Self>(tx, &person.sign_in).await? {
            Some(row) if !person.active => account::end_all(tx, row.id, noted.at).await,
            _ => Ok(()),
        }
    }
}
impl Ruled for Customer {
    /// Whoever declared a conflict of interest declared it for one entry: two entries of one customer are seen by who writes them
    /// (C-4.1.2.1).
    async fn told(tx: &mut Tx, own: IdOf<Self>, entry: &Self) -> Result<Vec<Finding>> {
        let mut others = BTreeMap::new();
        for mark in entry.known_by() {
            others.extend(register::known_by::<Self>(tx, &mark).await?.into_iter().map(|row| (row.id, row.body)));
        }
        others.remove(&own);
        Ok(entry.doubled(others.values()))
    }

    fn doubled<'e>(&self, others: impl Iterator<Item = &'e Self>) -> Vec<Finding> {
        customer::findings(self, others)
    }
}

impl Ruled for Item {
    /// An item stays with its customer once work on it was agreed or done, and its numbers identify it (C-5.3.3).
    async fn admit(tx: &mut Tx, asked: Asked<Self>, before: Option<&Self>, after: Self) -> Result<Self> {
        unless_any(identified::item(before, &after))?;
        if before.is_some_and(|before| before.customer != after.customer) {
            let named = if register::is_bound(tx, asked.id).await? { Named::ByWork } else { Named::Nowhere };
            owner::may_become(before, &after, named).map_err(|refusal| Error::rule(&refusal))?;
        }
        Ok(after)
    }

    /// Other entries of the same instrument, whoever's (C-5.3.3).
    async fn told(tx: &mut Tx, own: IdOf<Self>, item: &Self) -> Result<Vec<Finding>> {
        let Some(serial) = item_twice::serial(item) else { return Ok(Vec::new()) };
        let alike = match item_twice::is_telling(&serial) {
            true => register::known_by::<Self>(tx, &serial).await?,
            false => register::all_of_customer::<Self>(tx, item.customer).await?,
        };
        Ok(item.doubled(alike.iter().filter(|row| row.id != own).map(|row| &row.body)))
    }

    fn doubled<'e>(&self, others: impl Iterator<Item = &'e Self>) -> Vec<Finding> {
        item_twice::findings(self, others)
    }
}

impl Ruled for Standard {
    /// A failed standard comes back into use by a separate act, under its own number, and stays by what shows that it is in order
    /// (C-4.5.3).
    async fn admit(tx: &mut Tx, asked: Asked<Self>, before: Option<&Self>, after: Self) -> Result<Self> {
        unless_any(identified::standard(before, &after))?;
        let out = out_of_use(tx, asked.id).await?;
        twice::may_stand(before, &after, out.iter()).map_err(|refusal| Error::rule(&refusal))?;
        if before.is_some() && after.status == StandardStatus::InUse {
            in_order(tx, &asked, &after).await?;
        }
        Ok(after)
    }

    async fn further(tx: &mut Tx, own: IdOf<Self>, standard: &Self, now: Instant) -> Result<Vec<Finding>> {
        let all = register::all::<Self>(tx).await?;
        let mut findings = twice::findings(standard, all.iter().filter(|row| row.id != own).map(|row| &row.body));
        findings.extend(standard.calibrated_later(now.latest_day()));
        Ok(findings)
    }
}

/// Refuses to have a standard in use that failed, while nothing since then shows that it is in order (C-4.5.3).
async fn in_order(tx: &mut Tx, asked: &Asked<Standard>, after: &Standard) -> Result<()> {
    let Some(versions) = facts::versions(tx, asked.id).await? else { return Ok(()) };
    if let Some(at) = back::failed_since_use(&versions) {
        hold::free(tx, asked.by).await?;
        let failed = failed(tx, asked.id, (&versions, at)).await?;
        let roles = register::find::<Person>(tx, asked.by).await?.map(|row| row.body.roles).unwrap_or_default();
        let word = back::Word { roles: &roles, reason: &asked.reason };
        return back::may_become(Some(failed), after, word).map_err(|refusal| Error::rule(&refusal));
    }
    let Some((at, was)) = back::came_back(&versions) else { return Ok(()) };
    let failed = failed(tx, asked.id, (&versions, at)).await?;
    back::may_stay(failed, was, after).map_err(|refusal| Error::rule(&refusal))
}

/// What is known of a standard's failure at a moment.
async fn failed<'a>(tx: &mut Tx, id: StandardId, (versions, at): (&'a Versions<Standard>, Instant)) -> Result<back::Failed<'a>> {
    let passed_since = affected::passed_since(tx, id, at).await?;
    Ok(back::Failed { then: versions.at(at), on: today(tx, at).await?, passed_since })
}

/// The other standards that are out of use, with all their versions.
async fn out_of_use(tx: &mut Tx, own: StandardId) -> Result<Vec<Versions<Standard>>> {
    let mut out = Vec::new();
    for row in register::all::<Standard>(tx).await? {
        if row.id != own && row.body.status != StandardStatus::InUse {
            out.extend(facts::versions(tx, row.id).await?);
        }
    }
    Ok(out)
}

impl Ruled for Method {
    /// What editions in force rest on is not taken away (C-4.2).
    async fn admit(tx: &mut Tx, asked: Asked<Self>, before: Option<&Self>, after: Self) -> Result<Self> {
        let today = today(tx, asked.at).await?;
        if before.is_some_and(|before| before.is_approved(today)) && !after.is_approved(today) {
            let editions = register::naming::<Edition>(tx, asked.id).await?;
            if editions.iter().any(|edition| edition.body.status == EditionStatus::InForce) {
                return Err(clause("method_in_force", "C-4.2"));
            }
        }
        if let Some(before) = before {
            let has_editions = !register::naming::<Edition>(tx, asked.id).await?.is_empty();
            before.may_become(&after, has_editions).map_err(|refusal| Error::rule(&refusal))?;
        }
        Ok(after)
    }
}

impl Ruled for Edition {
    /// What records were opened with, or could be, stays as it was (C-4.2). Putting it in force is an act in that person's name.
    async fn admit(tx: &mut Tx, asked: Asked<Self>, before: Option<&Self>, after: Self) -> Result<Self> {
        let is_in_force = |edition: &Self| edition.status == EditionStatus::InForce;
        if is_in_force(&after) && !before.is_some_and(is_in_force) {
            hold::free(tx, asked.by).await?;
        }
        unless_any(edition_check::must_say(before, &after))?;
        let (Some(before), Some(versions)) = (before, facts::versions(tx, asked.id).await?) else { return Ok(after) };
        if EditionUse::Used.allows(before, &after) {
            return Ok(after);
        }
        let named = register::all::<Task>(tx).await?.iter().any(|row| row.body.edition == asked.id);
        let hangs = EditionUse::of(&versions, named, record::with_edition(tx, asked.id).await?);
        if hangs.allows(before, &after) { Ok(after) } else { Err(clause("edition_used", "C-4.2")) }
    }

    /// What the method says of it (C-4.2).
    async fn further(tx: &mut Tx, _own: IdOf<Self>, edition: &Self, now: Instant) -> Result<Vec<Finding>> {
        let (method, today) = (register::find::<Method>(tx, edition.method).await?, today(tx, now).await?);
        Ok(method.map(|method| method.body.findings_on(edition, today)).unwrap_or_default())
    }
}

/// The day at the office.
async fn today(tx: &mut Tx, now: Instant) -> Result<Date> {
    let body = register::by_code::<Body>(tx, "body").await?;
    Ok(zone::date(&body.map(|row| row.body.time_zone).unwrap_or_default(), now))
}

/// 422 with whatever is wrong.
fn unless_any(wrong: Vec<Finding>) -> Result<()> {
    if wrong.is_empty() { Ok(()) } else { Err(Error::findings("entry_invalid", wrong)) }
}

/// 422 by a requirement.
fn clause(code: &str, clause: &str) -> Error {
    Error::Refused(Box::new(Problem { clause: Some(clause.to_owned()), ..Problem::new(422, code) }))
}

fn zone_known(name: &str) -> Vec<Finding> {
    let unknown = jiff::tz::TimeZone::get(name).is_err();
    unknown.then(|| Finding::error("time_zone_unknown", "time_zone")).into_iter().collect()
}

impl Ruled for Body {
    /// Its next certificate has a number that reads like no other (C-5.4.1 a). A pattern that is in use already keeps nobody from changing
    /// the rest; the draft says it, and nothing is issued.
    async fn further(tx: &mut Tx, own: IdOf<Self>, body: &Self, now: Instant) -> Result<Vec<Finding>> {
        let mut findings = zone_known(&body.time_zone);
        if let Ok(pattern) = Pattern::parse(&body.number_pattern) {
            let like = numbers::next_like(tx, &pattern, zone::date(&body.time_zone, now).year()).await?;
            let used = facts::current::<Self>(tx, own).await?.is_some_and(|before| before.number_pattern == body.number_pattern);
            let weighed = if used { Finding::warning } else { Finding::error };
            findings.extend(like.map(|like| Finding { params: like.params(), ..weighed(like.code(), like.path()) }));
        }
        Ok(findings)
    }
}

impl Ruled for Place {
    async fn further(_tx: &mut Tx, _own: IdOf<Self>, place: &Self, _now: Instant) -> Result<Vec<Finding>> {
        Ok(zone_known(&place.time_zone))
    }

    /// Without its customer, or under another one, a place is no longer the site of the visits that are planned there (C-5.2.2.2).
    async fn told(tx: &mut Tx, own: IdOf<Self>, place: &Self) -> Result<Vec<Finding>> {
        let mut findings = place_twins(tx, own, place).await?;
        let before = facts::current(tx, own).await?.and_then(|before: Self| before.customer);
        if before.is_none() || before == place.customer {
            return Ok(findings);
        }
        let visits = register::naming::<Visit>(tx, own).await?;
        let told = |last: &Row<Visit>| Finding::warning("place_leaves_customer", "customer").with("visit", &last.body.number);
        findings.extend(visits.iter().max_by_key(|row| row.body.day).map(told));
        Ok(findings)
    }
}

/// Other entries of the same customer, or of the body's own, with this address: the one may have other limits and another time zone than the
/// other (C-4.4).
async fn place_twins(tx: &mut Tx, own: PlaceId, place: &Place) -> Result<Vec<Finding>> {
    let others = match place.customer {
        Some(customer) => register::all_of_customer::<Place>(tx, customer).await?,
        None => register::all::<Place>(tx).await?.into_iter().filter(|row| row.body.customer.is_none()).collect(),
    };
    let twin = |row: &&Row<Place>| row.id != own && search::one_name(&row.body.address, &place.address);
    let told = |row: &Row<Place>| Finding::warning("place_entered_twice", "address").with("name", row.body.name.both());
    Ok(others.iter().filter(twin).map(told).collect())
}

impl Ruled for Order {
    async fn admit(_tx: &mut Tx, _asked: Asked<Self>, before: Option<&Self>, after: Self) -> Result<Self> {
        review::edited(before, after).map_err(|refusal| Error::rule(&refusal))
    }

    async fn further(tx: &mut Tx, _own: IdOf<Self>, order: &Self, now: Instant) -> Result<Vec<Finding>> {
        let mut findings = terms::to_come(order, now.latest_day());
        // Said before the review, which would refuse it (C-5.1.2).
        if matches!(order.status, OrderStatus::Draft | OrderStatus::ReviewAgain) {
            let closed = review::not_offered(order, &services(tx, order).await?);
            findings.extend(
                closed
                    .iter()
                    .map(|refusal| Finding { params: refusal.params(), ..Finding::warning("service_not_offered", refusal.path()) }),
            );
        }
        for (n, line) in order.lines.iter().enumerate() {
            let item = register::find::<Item>(tx, line.item).await?;
            if item.is_some_and(|item| item.body.customer != order.customer) {
                findings.push(Finding::error("item_of_another_customer", format!("lines/{n}/item")));
            }
        }
        findings.extend(fitting::findings(order, &known_of_lines(tx, order).await?));
        if let Some(id) = order.place {
            let place = register::find::<Place>(tx, id).await?;
            if place.as_ref().is_some_and(|place| place.body.customer.is_some_and(|owner| owner != order.customer)) {
                findings.push(Finding::error("place_of_another_customer", "place"));
            }
            if let Some(Err(refusal)) =
                place.filter(|_| order.status != OrderStatus::Completed).map(|place| fitting::place(order, &place.body))
            {
                findings.push(Finding::warning(refusal.code(), refusal.path()));
            }
        }
        Ok(findings)
    }
}

impl Ruled for Task {
    /// Tasks come from accepted orders and change by assignment; by hand they are only called off or taken up again.
    async fn admit(tx: &mut Tx, _asked: Asked<Self>, before: Option<&Self>, after: Self) -> Result<Self> {
        let called_off = before.map(|before| Self { cancelled: after.cancelled, ..before.clone() });
        if called_off.as_ref() != Some(&after) {
            return Err(Error::refused(422, "task_by_assignment"));
        }
        let order = register::find::<Order>(tx, after.order).await?;
        if order.is_some_and(|order| order.body.status == OrderStatus::Completed) && before != Some(&after) {
            return Err(Error::rule(&OrderRefusal::Completed));
        }
        Ok(after)
    }

    /// The last task called off ends its order.
    async fn follow(tx: &mut Tx, task: &Self, noted: Noted) -> Result<()> {
        settle(tx, task.order, noted).await
    }
}

impl Ruled for Visit {
    async fn further(tx: &mut Tx, _own: IdOf<Self>, visit: &Self, _now: Instant) -> Result<Vec<Finding>> {
        let place = register::find::<Place>(tx, visit.place).await?;
        let foreign = place.is_some_and(|place| place.body.customer != Some(visit.customer));
        Ok(foreign.then(|| Finding::error("place_of_another_customer", "place")).into_iter().collect())
    }
}
