//! Imports a table: first a preview, row by row; then all of it, or nothing if anything is wrong or has changed since.

use std::collections::{BTreeMap, BTreeSet};

use base::finding::{Finding, Severity};
use base::id::{IdOf, Identified};
use base::text::says_something;
use base::time::Instant;
use contract::api::Problem;
use contract::api::register::{ImportRow, ImportView};
use domain::event::Hash;
use domain::item::Item;
use domain::register::Entry;
use domain::register::table::{self, Existing, Known, Reading, References, fits, located, read};
use serde_json::json;
use uuid::Uuid;

use super::doubled::doubled;
use super::sheet::{How, Sheet, SheetRefusal, parse};
use super::{Asked, Change, Ruled, dangling, printed, readable, write_with};
use crate::app::noted::Noted;
use crate::app::{Actor, Error, Result};
use crate::random;
use crate::state::App;
use crate::store::{Tx, register};

/// The reason used for entries that a file creates.
const REASON: &str = "import";

/// A file that is to be imported.
#[derive(Debug, Clone)]
pub struct File {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How to read it, as far as the file itself does not say.
    pub how: How,
    /// Columns whose blank cells clear the existing value.
    pub clears: BTreeSet<String>,
}

/// The import, after the preview.
#[derive(Debug, Clone)]
pub struct Doing {
    /// The previewed state, from [`ImportView::state`].
    pub seen: String,
    /// Why entries change.
    pub reason: String,
}

/// Previews what a file would do. Nothing is written.
pub async fn preview<T: Ruled>(app: &App, actor: &Actor, file: File) -> Result<ImportView> {
    let (source, who) = (parsed::<T>(file).await?, Noted { by: actor.person, at: app.now() });
    app.db.read(move |tx| Box::pin(async move { Ok(judged::<T>(tx, &source, who).await?.view(&source, who.at)) })).await
}

/// Writes what was previewed: every row, or none.
pub async fn import<T: Ruled>(app: &App, actor: &Actor, file: File, doing: Doing) -> Result<ImportView> {
    in_files::<T>()?;
    readable("reason", &doing.reason)?;
    let seen = Seen::read(&doing.seen).ok_or_else(|| Error::refused(422, "import_not_previewed"))?;
    let (source, who) = (parsed::<T>(file).await?, Noted { by: actor.person, at: app.now() });
    app.db
        .write(move |tx| {
            let (source, doing, seen) = (source.clone(), doing.clone(), seen.clone());
            Box::pin(async move {
                let judged = judged::<T>(tx, &source, who).await?;
                judged.stands(&source, &seen, &doing)?;
                judged.write(tx, &source, &doing, who).await?;
                Ok(judged.view(&source, who.at))
            })
        })
        .await
}

/// A file, read into cells.
#[derive(Debug, Clone)]
struct Source {
    sheet: Sheet,
    hash: Hash,
    clears: BTreeSet<String>,
}

/// Reads the file beside the request's thread; a reader that stumbles over it refuses it.
async fn parsed<T: Ruled>(file: File) -> Result<Source> {
    in_files::<T>()?;
    let hash = Hash::of(&file.bytes);
    let work = move || parse(&file.bytes, &file.how, fits::<T>).map(|sheet| (sheet, file.clears));
    let read = tokio::task::spawn_blocking(work).await.unwrap_or(Err(SheetRefusal::NotATable));
    let (sheet, clears) = read.map_err(|refusal| Error::rule(&refusal))?;
    Ok(Source { sheet, hash, clears })
}

/// The previewed state.
#[derive(Debug, Clone)]
struct Seen {
    at: Instant,
    hash: String,
}

impl Seen {
    fn read(text: &str) -> Option<Self> {
        let (at, hash) = text.split_once('-')?;
        Some(Self { at: Instant(at.parse().ok()?), hash: hash.to_owned() })
    }
}

/// What the table would change in the register as it is now.
struct Judged<T: Identified> {
    reading: Reading<T>,
    /// The identity of each row's entry.
    ids: Vec<IdOf<T>>,
    /// When the entries were written last.
    written: BTreeMap<Uuid, Instant>,
}

async fn judged<T: Ruled>(tx: &mut Tx, source: &Source, who: Noted) -> Result<Judged<T>> {
    let rows = register::all::<T>(tx).await?;
    let written = rows.iter().map(|row| (row.id.uuid(), row.updated_at)).collect();
    let known: Known<T> = rows.into_iter().map(|row| (row.code, Existing { id: row.id, revision: row.revision, body: row.body })).collect();
    let mut references = references::<T>(tx).await?;
    if T::NOUN == Item::NOUN {
        references.bound_items = register::bound_items(tx).await?;
    }
    let mut reading = read(&source.sheet.lines, &source.clears, &known, &references);
    reading.findings.extend(source.sheet.findings.iter().cloned());
    let ids = reading.rows.iter().map(|row| row.change.existing().unwrap_or_else(|| random::id(who.at))).collect();
    let mut judged = Judged { reading, ids, written };
    judged.admit(tx, who).await?;
    let doubled = doubled(&judged.reading, &judged.ids, &known);
    judged.reading.findings.extend(doubled);
    Ok(judged)
}

impl<T: Ruled> Judged<T> {
    /// Applies the rules for a change by hand to each row.
    async fn admit(&mut self, tx: &mut Tx, who: Noted) -> Result<()> {
        for (row, id) in self.reading.rows.iter_mut().zip(&self.ids) {
            let before = match &row.change {
                table::Change::Create => None,
                table::Change::Change(existing) => Some(&existing.body),
                table::Change::Unchanged(_) => continue,
            };
            // The rule gets no reason here: an import cannot make changes that need a reason of their own.
            let asked = Asked { id: *id, by: who.by, at: who.at, reason: String::new() };
            let mut found = match T::admit(tx, asked, before, row.after.clone()).await {
                Ok(after) => {
                    row.after = after;
                    T::further(tx, *id, &row.after, who.at).await?
                }
                Err(Error::Refused(problem)) => named(*problem),
                Err(failure) => return Err(failure),
            };
            found.extend(dangling(tx, &row.after).await?);
            found.extend(printed::findings(&row.after));
            let columns = &self.reading.columns;
            self.reading.findings.extend(found.into_iter().map(|finding| located::<T>(row.number, finding, columns)));
        }
        Ok(())
    }

    /// A hash of the outcome, the file and how it was read.
    fn hash(&self, source: &Source) -> String {
        let rows: Vec<_> =
            self.reading.rows.iter().map(|row| (row.number, row.change.existing(), revision(&row.change), &row.after)).collect();
        let read = (T::NOUN, source.hash.to_string(), &source.sheet.name, source.sheet.encoding, &self.reading.columns);
        Hash::of(json!([read, rows]).to_string().as_bytes()).to_string()
    }

    /// Whether it may be written: it is what was previewed, it has no errors, and it gives a reason if entries change.
    fn stands(&self, source: &Source, seen: &Seen, doing: &Doing) -> Result<()> {
        if self.hash(source) != seen.hash {
            let findings = self.changed_since(seen.at).chain(self.reading.findings.iter().cloned()).collect();
            return Err(Error::Refused(Box::new(Problem { findings, ..Problem::new(409, "import_stale") })));
        }
        if self.reading.has_errors() {
            return Err(Error::findings("import_refused", self.reading.findings.clone()));
        }
        let changes = self.reading.rows.iter().any(|row| matches!(row.change, table::Change::Change(_)));
        if changes && !says_something(&doing.reason) {
            return Err(Error::Refused(Box::new(Problem { path: "reason".to_owned(), ..Problem::new(422, "import_reason_missing") })));
        }
        Ok(())
    }

    /// Rows whose entries were written since the preview.
    fn changed_since(&self, at: Instant) -> impl Iterator<Item = Finding> {
        let code = table::head::<T>().into_iter().next().unwrap_or_default();
        let later = move |id: &IdOf<T>| self.written.get(&id.uuid()).is_some_and(|written| *written >= at);
        let rows = self.reading.rows.iter().zip(&self.ids).filter(move |(_, id)| later(id));
        rows.map(move |(row, _)| Finding::error("import_changed_meanwhile", format!("{}/{code}", row.number)))
    }

    async fn write(&self, tx: &mut Tx, source: &Source, doing: &Doing, who: Noted) -> Result<()> {
        let reason = if doing.reason.trim().is_empty() { REASON } else { doing.reason.trim() };
        for (row, id) in self.reading.rows.iter().zip(&self.ids) {
            if matches!(row.change, table::Change::Unchanged(_)) {
                continue;
            }
            let change = Change { id: *id, revision: revision(&row.change), body: &row.after, at: who.at, by: Some(who.by), reason };
            write_with(tx, change, Some((source.hash, row.number as u64))).await?;
            T::follow(tx, &row.after, who).await?;
        }
        Ok(())
    }

    fn view(&self, source: &Source, at: Instant) -> ImportView {
        let Reading { rows, columns, findings } = &self.reading;
        let count = |wanted: fn(&table::Change<T>) -> bool| rows.iter().filter(|row| wanted(&row.change)).count() as u64;
        let shown = rows.iter().filter(|row| !matches!(row.change, table::Change::Unchanged(_))).map(|row| ImportRow {
            row: row.number as u64,
            code: row.code.clone(),
            revision: revision(&row.change),
            cells: row.cells.clone(),
        });
        ImportView {
            created: count(|change| matches!(change, table::Change::Create)),
            changed: count(|change| matches!(change, table::Change::Change(_))),
            unchanged: count(|change| matches!(change, table::Change::Unchanged(_))),
            findings: findings.clone(),
            rows: shown.collect(),
            columns: columns.clone(),
            state: format!("{}-{}", at.0, self.hash(source)),
            sheet: source.sheet.name.clone(),
            encoding: source.sheet.encoding.to_owned(),
        }
    }
}

const fn revision<T: Identified>(change: &table::Change<T>) -> u64 {
    match change {
        table::Change::Change(existing) => existing.revision,
        table::Change::Create | table::Change::Unchanged(_) => 0,
    }
}

/// The refusal of a change by hand, as findings.
fn named(problem: Problem) -> Vec<Finding> {
    if !problem.findings.is_empty() {
        return problem.findings;
    }
    let Problem { code, path, params, .. } = problem;
    vec![Finding { severity: Severity::Error, code: code.into(), path, params }]
}

/// 404 for a noun that no file holds.
pub(super) fn in_files<T: Ruled>() -> Result<()> {
    if table::of::<T>().is_empty() { Err(Error::not_found()) } else { Ok(()) }
}

/// The codes with which the cells of a noun's files name other entries.
pub(super) async fn references<T: Ruled>(tx: &mut Tx) -> Result<References> {
    let mut references = References::default();
    for noun in table::of::<T>().iter().filter_map(|column| column.names()) {
        references.codes.insert(noun, register::codes(tx, noun).await?);
    }
    Ok(references)
}
