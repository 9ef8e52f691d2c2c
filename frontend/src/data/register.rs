//! Registers: every noun the office keeps, as JSON that the noun's form knows.

use contract::api::register::{EditionUse, ImportView, ItemUse, Put, Row, Version, Written};
use contract::api::{ListQuery, Page, path};
use serde_json::Value;

use crate::failure::Failure;
use crate::remote::{self, list};

/// Rows of a page where all are wanted.
const PAGE: u32 = 200;

/// A row with its entry.
pub type Entry = Row<Value>;

/// A page of a noun's list.
pub async fn search(noun: &str, query: &ListQuery) -> Result<Page<Entry>, Failure> {
    remote::get(&list::address(&path::with(path::REGISTER, noun), query)).await
}

/// Every entry of a noun that names this one, page by page to the end.
pub async fn naming(noun: &str, id: &str) -> Result<Vec<Entry>, Failure> {
    let mut query = ListQuery { names: id.to_owned(), limit: PAGE, ..ListQuery::default() };
    let mut all = Vec::new();
    loop {
        let page = search(noun, &query).await?;
        all.extend(page.rows);
        match page.next {
            Some(next) => query.after = next,
            None => return Ok(all),
        }
    }
}

/// One entry.
pub async fn one(noun: &str, id: &str) -> Result<Entry, Failure> {
    remote::get(&path::with2(path::REGISTER_ENTRY, noun, id)).await
}

/// Creates an entry.
pub async fn create(noun: &str, body: Value) -> Result<Written<Value>, Failure> {
    remote::post(&path::with(path::REGISTER, noun), &Put { revision: 0, reason: String::new(), body }).await
}

/// Writes a new version.
pub async fn update(noun: &str, id: &str, put: &Put<Value>) -> Result<Written<Value>, Failure> {
    remote::put(&path::with2(path::REGISTER_ENTRY, noun, id), put).await
}

/// Its versions, as the server orders them.
pub async fn history(noun: &str, id: &str) -> Result<Vec<Version<Value>>, Failure> {
    remote::get(&path::with2(path::REGISTER_HISTORY, noun, id)).await
}

/// How to read a file, as far as the file itself does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct How {
    /// Encoding of a text without a byte order mark; empty if none was chosen.
    pub encoding: String,
    /// Sheet of a workbook; empty if none was chosen.
    pub sheet: String,
    /// Columns whose blank cells clear the existing value.
    pub clear: Vec<String>,
}

impl How {
    fn query(&self) -> String {
        let (encoding, sheet, clear) = (&self.encoding, remote::encode(&self.sheet), self.clear.join(","));
        format!("encoding={encoding}&sheet={sheet}&clear={clear}")
    }
}

/// What a file would do, row by row.
pub async fn preview(noun: &str, file: &web_sys::File, how: &How) -> Result<ImportView, Failure> {
    let address = path::with(path::REGISTER_IMPORT, noun);
    remote::send_file(&format!("{address}?dry_run=true&{}", how.query()), file).await
}

/// Imports what was previewed; `state` names the preview.
pub async fn import(noun: &str, file: &web_sys::File, how: &How, state: &str, reason: &str) -> Result<ImportView, Failure> {
    let (address, reason) = (path::with(path::REGISTER_IMPORT, noun), remote::encode(reason));
    remote::send_file(&format!("{address}?seen={state}&reason={reason}&{}", how.query()), file).await
}

/// Where the whole register is as a table that can be imported again.
pub fn export_href(noun: &str) -> String {
    format!("{}?format=xlsx", path::with(path::REGISTER_EXPORT, noun))
}

/// Whether a record was ever opened with an edition.
pub async fn edition_used(id: &str) -> Result<bool, Failure> {
    let use_: EditionUse = remote::get(&path::with(path::EDITION_USE, id)).await?;
    Ok(use_.used)
}

/// Whether an order, a task or a record names an item.
pub async fn item_named(id: &str) -> Result<bool, Failure> {
    let use_: ItemUse = remote::get(&path::with(path::ITEM_USE, id)).await?;
    Ok(use_.named)
}
