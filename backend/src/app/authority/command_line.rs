//! Restores access for whoever runs the server: written to the audit trail, and the people concerned are told.

use base::finding::Finding;
use base::id::{Id, PersonId};
use contract::access::account::sign_in_name;
use domain::access::Role;
use domain::library::person::{Person, TitleLevel};
use domain::register::Entry;

use super::done::{OneTime, reset};
use super::notice;
use crate::app::authority::known::{Known, employed_elsewhere, today};
use crate::app::authority::posts::{other_administrators, settle};
use crate::app::register::{Change, write};
use crate::app::{Error, Result};
use crate::state::App;
use crate::store::{Tx, authority as store, register};

/// Gives a person a one-time password and returns it to be shown.
pub async fn password(app: &App, sign_in: &str) -> Result<String> {
    let one_time = OneTime::new(app).await?;
    let (sign_in, now, shown) = (sign_in_name(sign_in), app.now(), one_time.password.clone());
    app.db
        .write::<_, Error, _>(move |tx| {
            let (sign_in, one_time) = (sign_in.clone(), one_time.clone());
            Box::pin(async move {
                let subject = named(tx, &sign_in).await?;
                reset(tx, &subject, one_time.hash(), true, None, now).await?;
                notice::happened(tx, &subject, "password_command_line", None, now).await
            })
        })
        .await?;
    Ok(shown)
}

/// A role that the command line gives: a post that is always to be filled, and whose holder nobody else can follow once they are gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Post {
    /// Administrator.
    Administrator,
    /// Technical manager (C-4.3.3), with the level of the title they have. `None` where the entry says it: to enter a higher one takes a
    /// technical manager.
    TechnicalManager(Option<TitleLevel>),
}

impl Post {
    const fn role(self) -> Role {
        match self {
            Self::Administrator => Role::Administrator,
            Self::TechnicalManager(_) => Role::TechnicalManager,
        }
    }

    const fn notice(self) -> &'static str {
        match self {
            Self::Administrator => "role_command_line",
            Self::TechnicalManager(_) => "technical_manager_command_line",
        }
    }
}

/// Gives a person a post, and makes them active.
pub async fn role(app: &App, sign_in: &str, post: Post) -> Result<()> {
    let (sign_in, now) = (sign_in_name(sign_in), app.now());
    app.db
        .write::<_, Error, _>(move |tx| {
            let sign_in = sign_in.clone();
            Box::pin(async move {
                settle(tx, now).await?;
                let subject = named(tx, &sign_in).await?;
                let mut entry = subject.entry.clone();
                entry.active = true;
                if !entry.roles.contains(&post.role()) {
                    entry.roles.push(post.role());
                }
                if entry.customer.is_some() {
                    return Err(Error::findings("entry_invalid", vec![Finding::error("customer_role_alone", "roles")]));
                }
                if let Post::TechnicalManager(title) = post {
                    entry.title_level = title.unwrap_or(entry.title_level);
                    may_manage(&entry)?;
                    employed_elsewhere(&entry, today(tx, now).await?)?;
                }
                let change = Change { id: subject.id, revision: subject.revision, body: &entry, at: now, by: None, reason: "command_line" };
                write(tx, change).await?;
                notice::happened(tx, &subject, post.notice(), None, now).await
            })
        })
        .await
}

/// The title that the post of a technical manager asks for (C-4.3.2, C-4.3.3).
fn may_manage(entry: &Person) -> Result<()> {
    let low: Vec<_> = entry.findings().into_iter().filter(|finding| finding.path == "title_level").collect();
    if low.is_empty() { Ok(()) } else { Err(Error::findings("entry_invalid", low)) }
}

/// Whether any administrator can sign in.
pub async fn anybody(app: &App) -> Result<bool> {
    let nobody: PersonId = Id::from_uuid(uuid::Uuid::nil());
    app.db.read(move |tx| Box::pin(async move { other_administrators(tx, nobody).await })).await
}

async fn named(tx: &mut Tx, sign_in: &str) -> Result<Known> {
    let row = register::by_code::<Person>(tx, sign_in).await?.ok_or_else(Error::not_found)?;
    Ok(Known { id: row.id, revision: row.revision, entry: row.body, holds: store::holds(tx, row.id).await? })
}
