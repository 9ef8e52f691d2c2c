//! What is shown to whom: at the desk, on a person's page, at the person's own sign-in.

use base::id::PersonId;
use base::text::Bilingual;
use base::time::Instant;
use contract::api::account::SessionView;
use contract::api::authority::{AuthorityView, ConfirmationView, HoldView, NoticeView, ReadNotices};
use domain::access::Role;
use domain::access::declared::reads_declarations;
use domain::authority::Hold;
use domain::library::person::Person;

use super::confirm::Weighed;
use super::notice;
use crate::app::account::Session;
use crate::app::register::load;
use crate::app::{Actor, Error, Result};
use crate::state::App;
use crate::store::{Tx, account, authority as store, device, facts};

/// How many requests and notices are shown at once.
const MOST: u32 = 50;
/// How long an account event stays at the desk, in milliseconds.
const SHOWN: i64 = 14 * 86_400_000;

/// Requests that wait for a second person, holds on signing, and recent account events.
pub async fn desk(app: &App, actor: &Actor) -> Result<AuthorityView> {
    let (reader, now) = (actor.person, app.now());
    let keeps = actor.has(Role::Administrator) || actor.has(Role::TechnicalManager);
    app.db
        .read(move |tx| {
            Box::pin(async move {
                let waiting = store::waiting(tx, now, MOST).await?;
                let holds = store::all_holds(tx, MOST).await?;
                let notices = if keeps { store::notices(tx, now.plus_millis(-SHOWN)).await? } else { Vec::new() };
                shown(tx, reader, now, (waiting, holds, notices)).await
            })
        })
        .await
}

/// The same for one person, including what is over.
pub async fn of_person(app: &App, actor: &Actor, person: PersonId) -> Result<AuthorityView> {
    let (reader, now) = (actor.person, app.now());
    app.db
        .read(move |tx| {
            Box::pin(async move {
                load::<Person>(tx, person).await?;
                let requests = store::of_person(tx, person, MOST).await?;
                let (holds, notices) = (store::holds(tx, person).await?, store::notices_of(tx, person).await?);
                shown(tx, reader, now, (requests, holds, notices)).await
            })
        })
        .await
}

/// The session, with what its person should be told.
pub async fn told(app: &App, session: Session) -> Result<SessionView> {
    let Session { mut view, token, .. } = session;
    let (person, now) = (view.person, app.now());
    let read = app.db.read(move |tx| {
        Box::pin(async move {
            let (holds, unread) = (store::holds(tx, person).await?, store::unread(tx, person).await?);
            let one_time = account::opened_with_one_time(tx, token).await?;
            Ok::<_, Error>((shown(tx, person, now, (Vec::new(), holds, unread)).await?, one_time))
        })
    });
    let (told, one_time) = read.await?;
    (view.holds, view.notices, view.opened_with_one_time) = (told.holds, told.notices, one_time);
    Ok(view)
}

/// The person has read what happened to their account.
pub async fn read(app: &App, actor: &Actor, command: ReadNotices) -> Result<()> {
    let (person, now, until) = (actor.person, app.now(), command.until.to_string());
    app.db
        .write::<_, Error, _>(move |tx| {
            let until = until.clone();
            Box::pin(async move {
                for notice in store::unread(tx, person).await?.into_iter().filter(|notice| notice.id <= until) {
                    store::read(tx, &notice.id, now).await?;
                }
                Ok(())
            })
        })
        .await
}

type Found = (Vec<store::Request>, Vec<Hold>, Vec<store::Notice>);

async fn shown(tx: &mut Tx, reader: PersonId, now: Instant, (requests, holds, notices): Found) -> Result<AuthorityView> {
    let mut view = AuthorityView::default();
    for request in requests {
        view.requests.push(of_request(tx, reader, now, request).await?);
    }
    view.requests.sort_by_key(|request| request.ended.is_some());
    for hold in holds {
        let device_name = match hold.device {
            Some(id) => device::find(tx, id).await?.map(|row| row.name).unwrap_or_default(),
            None => String::new(),
        };
        view.holds.push(HoldView { person_name: name(tx, hold.person).await?, device_name, hold });
    }
    for notice in notices {
        let parsed = |text: &str| text.parse::<PersonId>().map_err(Error::corrupt);
        let by = if notice.by_person.is_empty() { None } else { Some(parsed(&notice.by_person)?) };
        let person = parsed(&notice.person_id)?;
        let by_name = match by.filter(|by| *by != person) {
            Some(by) => name(tx, by).await?,
            None => Bilingual::default(),
        };
        let (what, since) = notice::named(notice.what);
        view.notices.push(NoticeView {
            id: notice.id.parse().map_err(Error::corrupt)?,
            person,
            person_name: name(tx, person).await?,
            what,
            since,
            by_name,
            at: Instant(notice.at),
        });
    }
    Ok(view)
}

async fn of_request(tx: &mut Tx, reader: PersonId, now: Instant, request: store::Request) -> Result<ConfirmationView> {
    let weighed = Weighed::of(tx, request.confirmation).await?;
    let why_not = weighed.why_not(tx, reader, now).await?;
    let asked = weighed.request;
    let roles = facts::current(tx, reader).await?.map(|reader: Person| reader.roles).unwrap_or_default();
    // The person who confirms sees everything; everybody else sees declarations as far as the register shows them.
    let reads = why_not.is_none() || reads_declarations(asked.subject == reader, &roles);
    let ended_by_name = match &asked.ended {
        Some(ended) => name(tx, ended.by).await?,
        None => Bilingual::default(),
    };
    let view = ConfirmationView {
        id: asked.id,
        subject: asked.subject,
        subject_name: name(tx, asked.subject).await?,
        content: asked.content,
        hash: asked.hash,
        asked_by: asked.asked_by,
        asked_by_name: name(tx, asked.asked_by).await?,
        asked_at: asked.asked_at,
        reason: request.reason,
        expires_at: asked.expires_at,
        ended: asked.ended,
        ended_by_name,
        why_not,
    };
    Ok(view.seen(reads))
}

async fn name(tx: &mut Tx, person: PersonId) -> Result<Bilingual> {
    Ok(facts::current(tx, person).await?.map(|person: Person| person.name).unwrap_or_default())
}
