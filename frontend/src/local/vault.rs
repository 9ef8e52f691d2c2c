//! A person's opened part of the store.

use base::id::{DeviceId, PersonId};
use base::text::Bilingual;
use contract::sync::ExchangeRequest;
use domain::event::signature;

use super::strict::{self, Act, Write};
use super::{LocalError, crypto, db, schema};

/// The stores of a person, by what they hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf {
    /// Event texts of the device's own chain.
    Chain,
    /// The office's answers by event.
    Answers,
    /// The office's ledger.
    Ledger,
    /// The job pack.
    Pack,
    /// Attachments' bytes.
    Files,
    /// Cursor and the like.
    State,
}

impl Shelf {
    const fn store(self) -> &'static str {
        match self {
            Self::Chain => schema::CHAIN,
            Self::Answers => schema::ANSWERS,
            Self::Ledger => schema::LEDGER,
            Self::Pack => schema::PACKS,
            Self::Files => schema::FILES,
            Self::State => schema::STATE,
        }
    }
}

/// A row to be sealed and written.
#[derive(Debug, Clone)]
pub struct Sealed {
    act: Act,
    shelf: Shelf,
    key: String,
    plain: Vec<u8>,
}

impl Sealed {
    /// A row that must not be there yet.
    pub fn add(shelf: Shelf, key: impl Into<String>, plain: impl Into<Vec<u8>>) -> Self {
        Self { act: Act::Add, shelf, key: key.into(), plain: plain.into() }
    }

    /// A row that takes the place of the one before.
    pub fn put(shelf: Shelf, key: impl Into<String>, plain: impl Into<Vec<u8>>) -> Self {
        Self { act: Act::Put, shelf, key: key.into(), plain: plain.into() }
    }

    /// A row to be taken away.
    pub fn delete(shelf: Shelf, key: impl Into<String>) -> Self {
        Self { act: Act::Delete, shelf, key: key.into(), plain: Vec::new() }
    }
}

/// A person's keys, in memory only.
#[derive(Clone)]
pub struct Vault {
    /// Who.
    pub person: PersonId,
    /// Name.
    pub name: Bilingual,
    /// Sign-in name.
    pub sign_in: String,
    /// The person's device on this tablet.
    pub device: DeviceId,
    pub(super) data: crypto::Key,
    pub(super) secret: crypto::Key,
}

impl Vault {
    /// Signs an exchange with the person's key on this device.
    pub fn sign_exchange(&self, request: &mut ExchangeRequest) -> Result<(), LocalError> {
        request.sign(&self.secret).map_err(|_| LocalError::Damaged)
    }

    /// Signs a text with the person's key on this device.
    pub fn sign(&self, text: &str) -> Result<String, LocalError> {
        signature::sign(&self.secret, text.as_bytes()).map_err(|_| LocalError::Damaged)
    }

    /// Seals and writes rows, all or none; returns when they are on disk.
    pub async fn write(&self, rows: Vec<Sealed>) -> Result<(), LocalError> {
        let writes = rows.into_iter().map(|row| self.seal(row)).collect::<Result<Vec<_>, _>>()?;
        strict::write(&writes).await
    }

    /// Every row of a shelf, in the order of the keys.
    pub async fn read_all(&self, shelf: Shelf) -> Result<Vec<(String, Vec<u8>)>, LocalError> {
        let rows = db::read_all(shelf.store(), &self.owner()).await?;
        rows.into_iter()
            .map(|(key, sealed)| {
                let plain = crypto::open(&self.data, &self.place(shelf, &key), &sealed)?;
                Ok((key, plain))
            })
            .collect()
    }

    /// One row.
    pub async fn read(&self, shelf: Shelf, key: &str) -> Result<Option<Vec<u8>>, LocalError> {
        let sealed = db::read(shelf.store(), &self.owner(), key).await?;
        sealed.map(|sealed| crypto::open(&self.data, &self.place(shelf, key), &sealed)).transpose()
    }

    fn seal(&self, row: Sealed) -> Result<Write, LocalError> {
        let bytes = match row.act {
            Act::Delete => Vec::new(),
            Act::Add | Act::Put => crypto::seal(&self.data, &self.place(row.shelf, &row.key), &row.plain)?,
        };
        Ok(Write { act: row.act, store: row.shelf.store(), owner: self.owner(), key: row.key, bytes })
    }

    fn owner(&self) -> String {
        self.device.to_string()
    }

    fn place(&self, shelf: Shelf, key: &str) -> String {
        format!("{}/{}/{key}", shelf.store(), self.device)
    }
}
