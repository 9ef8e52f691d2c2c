//! The vault: rows and files that nobody reads but the named, under a key outside the database (ADR 0343). Tables, backups, the store of
//! files and the log hold ciphertext; addresses, seals and digests cover it. Each reading is logged, with its reason, before anything is
//! read. Without the key everything else works.

mod key;

use base::id::{Id, PersonId};
use base::text::fault::is_blank;
use base::time::Instant;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::access::vault::VaultRefusal;
use domain::event::Hash;

pub use key::Keys;

use super::{Actor, Error, Result};
use crate::random;
use crate::state::App;
use crate::store::{Tx, vault as store};

/// Something in the vault.
#[derive(Debug, Clone, Copy)]
pub enum Kept {}

/// What is to be kept. It is never printed.
#[derive(Clone)]
pub struct New<'a> {
    /// What it is ("complainant"): not secret.
    pub kind: &'a str,
    /// What it is about: not secret.
    pub object: &'a str,
    /// Who may read it.
    pub readers: &'a [PersonId],
    /// The text.
    pub text: &'a [u8],
}

/// What was sealed, ready to be written: random bytes are drawn before the transaction, which may run more than once.
#[derive(Debug, Clone)]
pub struct Sealed {
    row: store::Row,
    readers: Vec<PersonId>,
}

impl Sealed {
    /// Its identity.
    ///
    /// # Errors
    /// Never: it was made here.
    pub fn id(&self) -> Result<Id<Kept>> {
        self.row.id.parse().map_err(Error::corrupt)
    }
}

/// Seals a text for the named.
///
/// # Errors
/// Without a key, and where nobody is named.
pub fn seal(app: &App, actor: &Actor, new: &New<'_>) -> Result<Sealed> {
    sealed(app, actor, new, None)
}

/// Seals a file for the named and stores its ciphertext; `text` tells of it (its name, its media type).
///
/// # Errors
/// Without a key, where nobody is named, and if the store of files fails.
pub async fn seal_file(app: &App, actor: &Actor, new: &New<'_>, content: &[u8]) -> Result<Sealed> {
    let (_, cipher) = app.config.vault.seal(&of_file(new.kind, new.object), content)?;
    let sha256 = app.files.put(cipher.into()).await?;
    sealed(app, actor, new, Some(sha256))
}

fn sealed(app: &App, actor: &Actor, new: &New<'_>, file: Option<Hash>) -> Result<Sealed> {
    if new.readers.is_empty() {
        return Err(Error::rule(&VaultRefusal::NobodyNamed));
    }
    let now = app.now();
    let id = random::id::<Kept>(now).to_string();
    let sha256 = file.map(|file| file.to_string());
    let place = place(&id, new.kind, new.object, sha256.as_deref());
    let (key_id, sealed) = app.config.vault.seal(&place, new.text)?;
    let row = store::Row {
        id,
        kind: new.kind.to_owned(),
        object_id: new.object.to_owned(),
        key_id,
        sealed: STANDARD.encode(sealed),
        sha256,
        at: now.0,
        by_person: actor.person.to_string(),
    };
    Ok(Sealed { row, readers: new.readers.to_vec() })
}

/// Writes what was sealed, in the transaction of what it belongs to.
///
/// # Errors
/// When the database fails.
pub async fn keep(tx: &mut Tx, sealed: &Sealed) -> Result<()> {
    store::put(tx, &sealed.row).await?;
    let by = (sealed.row.by_person.parse().map_err(Error::corrupt)?, Instant(sealed.row.at));
    for reader in &sealed.readers {
        store::name(tx, &sealed.row.id, *reader, true, by).await?;
    }
    Ok(())
}

/// Says that somebody may read an entry, or no longer. Only who may read it says so; everybody else is told that it is not there.
///
/// # Errors
/// When this person is not named.
pub async fn name(app: &App, actor: &Actor, id: Id<Kept>, person: PersonId, may: bool) -> Result<()> {
    let (by, now) = (actor.person, app.now());
    app.db
        .write(move |tx| {
            Box::pin(async move {
                found(tx, id, by).await?;
                Ok(store::name(tx, &id.to_string(), person, may, (by, now)).await?)
            })
        })
        .await
}

/// What was read. It is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Opened {
    /// The text.
    pub text: Vec<u8>,
    /// The content of the file, if it has one.
    pub content: Option<Vec<u8>>,
}

/// Reads an entry, for a reason. The reading is logged before anything is read.
///
/// # Errors
/// Not found for who is not named; refused without a reason, and without the key.
pub async fn read(app: &App, actor: &Actor, id: Id<Kept>, reason: &str) -> Result<Opened> {
    let (person, reason, now) = (actor.person, reason.trim().to_owned(), app.now());
    let (row, named) = app
        .db
        .read(move |tx| {
            Box::pin(async move {
                let row = found(tx, id, person).await?;
                let file = store::file(&row)?;
                Ok::<_, Error>((row, file))
            })
        })
        .await?;
    if is_blank(&reason) {
        return Err(Error::rule(&VaultRefusal::ReasonMissing));
    }
    if !app.config.vault.has(&row.key_id) {
        return Err(Error::conflict(&VaultRefusal::KeyMissing));
    }
    app.db
        .write(move |tx| {
            let reason = reason.clone();
            Box::pin(async move {
                found(tx, id, person).await?;
                Ok::<_, Error>(store::read(tx, &id.to_string(), person, &reason, now).await?)
            })
        })
        .await?;
    let text = opened(&app.config.vault, &row)?.ok_or_else(|| Error::corrupt(format!("the vault's entry {id} was changed")))?;
    let content = match named {
        Some(sha256) => Some(content(app, &row, sha256).await?),
        None => None,
    };
    Ok(Opened { text, content })
}

async fn content(app: &App, row: &store::Row, sha256: Hash) -> Result<Vec<u8>> {
    let cipher = app.files.get(sha256).await?.ok_or_else(|| Error::Internal(format!("the vault's file {sha256} is missing")))?;
    let clear = app.config.vault.open(&row.key_id, &of_file(&row.kind, &row.object_id), &cipher)?;
    clear.ok_or_else(|| Error::corrupt(format!("the vault's file {sha256} was changed")))
}

/// The entry, where this person may read it; for everybody else it is not there.
async fn found(tx: &mut Tx, id: Id<Kept>, person: PersonId) -> Result<store::Row> {
    let row = store::find(tx, &id.to_string()).await?.ok_or_else(Error::not_found)?;
    if store::may(tx, &row.id, person).await? { Ok(row) } else { Err(Error::not_found()) }
}

/// The text of an entry; `None` where it is not what was sealed there.
///
/// # Errors
/// Without the key.
pub(in crate::app) fn opened(keys: &Keys, row: &store::Row) -> Result<Option<Vec<u8>>> {
    let Ok(sealed) = STANDARD.decode(&row.sealed) else { return Ok(None) };
    keys.open(&row.key_id, &place(&row.id, &row.kind, &row.object_id, row.sha256.as_deref()), &sealed)
}

/// What the ciphertext of an entry is bound to: it opens nowhere else.
fn place(id: &str, kind: &str, object: &str, sha256: Option<&str>) -> String {
    format!("etalon-vault-1\n{id}\n{kind}\n{object}\n{}\n", sha256.unwrap_or_default())
}

/// What the ciphertext of a file is bound to; which entry names it is bound by the entry.
fn of_file(kind: &str, object: &str) -> String {
    format!("etalon-vault-file-1\n{kind}\n{object}\n")
}

/// How many entries are under a key that is not on this server.
///
/// # Errors
/// When the database fails.
pub async fn unreadable(app: &App) -> Result<u64> {
    let keys = app.db.read(|tx| Box::pin(async move { Ok::<_, Error>(store::keys(tx).await?) })).await?;
    Ok(keys.iter().filter(|(key, _)| !app.config.vault.has(key)).map(|(_, count)| count).sum())
}
