//! Acts that give authority, or the means to act as somebody, are requested by one person and confirmed by another (`domain::authority`).
//! Here they are loaded, decided and written.

pub mod ask;
pub mod command_line;
pub mod confirm;
mod done;
pub(super) mod filled;
pub mod hold;
pub(super) mod known;
pub mod link;
mod notice;
pub(super) mod posts;
pub mod restored;
pub mod view;

use base::id::PersonId;
use base::time::Instant;
use domain::authority::{Authority, AuthorityRefusal, keeps_posts};
use domain::library::person::Person;

use super::{Error, Result};
use crate::store::Tx;
use known::{signed, today};
pub(in crate::app) use notice::is_notice;
use posts::{posts, settle};

/// What the register's form may change in a person's entry: it cannot give authority or remove the last administrator or
/// technical manager. Authorisations keep the time they were given at, whatever the form says.
pub(super) async fn admit(
    tx: &mut Tx,
    (by, now): (PersonId, Instant),
    id: PersonId,
    before: Option<&Person>,
    after: Person,
) -> Result<Person> {
    settle(tx, now).await?;
    let held = before.map_or_else(|| Authority::none(&after), Authority::of);
    let authority = held.dated(Authority::of(&after), today(tx, now).await?, now);
    let own = id == by;
    if own && before.is_some_and(|before| !before.same_authority(&after)) {
        return Err(Error::rule(&AuthorityRefusal::Own));
    }
    // People may change their own names.
    let given =
        held.given(&authority, signed(tx, id).await?).into_iter().find(|path| !own || !matches!(path.as_str(), "sign_in" | "email"));
    if let Some(path) = given {
        return Err(Error::rule(&AuthorityRefusal::ByRequest { path }));
    }
    let entry = authority.onto(&after);
    if let Some(before) = before {
        keeps_posts(before, &entry, posts(tx, id).await?).map_err(|refusal| Error::rule(&refusal))?;
        notice::of_change(tx, id, before, &entry, by, now).await?;
    }
    Ok(entry)
}
