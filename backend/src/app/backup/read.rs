//! Restoring into an empty place: the whole file is checked first, then every row in one transaction, then the files.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use crate::store::files::Bytes;
use base::time::Instant;
use domain::event::Hash;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::Extent;
use super::line::{FORMAT, Line, from_json};
use crate::app::authority::restored::{Backup, restored};
use crate::app::record::streams;
use crate::app::{Error, Result, upgrade};
use crate::state::App;
use crate::store::dump::{self, Table};
use crate::store::{Db, Tx, file, register, upgrade as steps};

/// Restores a backup into an empty database and store of files.
pub async fn restore(app: &App, from: &Path) -> Result<Extent> {
    let (promised, backup) = check(from)?;
    let held = tables(&app.db, from.to_owned(), (backup, app.now())).await?;
    let files = files(app, from).await?;
    let extent = Extent { rows: held, files };
    if extent == promised { Ok(extent) } else { Err(odd("holds less than its last line says")) }
}

/// Reads everything once: whole, of a known format, and with the hash its last line names.
fn check(from: &Path) -> Result<(Extent, Backup)> {
    let mut reader = Reader::open(from)?;
    let at = match reader.next()? {
        Some(Piece::Line(Line::EtalonBackup { format: FORMAT, at })) => Instant(at),
        _ => return Err(odd("is no backup of a format known here")),
    };
    loop {
        let before = reader.hashed();
        match reader.next()? {
            Some(Piece::Line(Line::End { extent, sha256 })) if sha256 == before => return Ok((extent, Backup { at, sha256 })),
            Some(Piece::Line(Line::End { .. })) => return Err(odd("was changed: its hash differs")),
            Some(_) => {}
            None => return Err(odd("breaks off")),
        }
    }
}

async fn tables(db: &Db, from: PathBuf, of: (Backup, Instant)) -> Result<u64> {
    let count = filled(db, from, of).await?;
    upgrade::run(db, of.1).await?;
    Ok(count)
}

async fn filled(db: &Db, from: PathBuf, (backup, now): (Backup, Instant)) -> Result<u64> {
    db.write(move |tx| {
        let from = from.clone();
        Box::pin(async move {
            let known = dump::carried(tx).await?;
            for table in &known {
                if !dump::is_empty(tx, table).await? {
                    return Err(Error::Internal(format!("the database is not empty: {} holds rows", table.name)));
                }
            }
            // They ran over the empty database: all of them run again over what comes now.
            steps::forget(tx).await?;
            let count = rows(tx, &known, Reader::open(&from)?).await?;
            // A backup of a version before these tables says it in the entries' bodies and the records' streams alone.
            register::link_all(tx).await?;
            register::unlink_declarations(tx).await?;
            streams::add_links(tx).await?;
            file::index_all(tx).await?;
            restored(tx, backup, now).await?;
            Ok(count)
        })
    })
    .await
}

async fn rows(tx: &mut Tx, known: &[Table], mut reader: Reader) -> Result<u64> {
    let mut table = None;
    let mut count = 0;
    while let Some(piece) = reader.next()? {
        match piece {
            Piece::Line(Line::Table { name, columns }) => table = Some(with_columns(known, &name, &columns)?),
            Piece::Row(values) => {
                let table = table.as_ref().ok_or_else(|| odd("has a row before any table"))?;
                dump::insert(tx, table, from_json(table, values)?).await?;
                count += 1;
            }
            Piece::Line(_) | Piece::File(..) => {}
        }
    }
    Ok(count)
}

/// The table here with the columns in the order of the backup.
fn with_columns(known: &[Table], name: &str, columns: &[String]) -> Result<Table> {
    let unknown = |what: &str| Error::Internal(format!("the backup names {what}, which this version does not know"));
    let table = known.iter().find(|table| table.name == *name).ok_or_else(|| unknown(name))?;
    let find = |wanted: &String| table.columns.iter().find(|column| column.name == *wanted).cloned();
    let columns = columns.iter().map(|column| find(column).ok_or_else(|| unknown(&format!("{name}.{column}"))));
    Ok(Table { name: table.name.clone(), columns: columns.collect::<Result<_>>()? })
}

async fn files(app: &App, from: &Path) -> Result<u64> {
    let mut reader = Reader::open(from)?;
    let mut count = 0;
    while let Some(piece) = reader.next()? {
        if let Piece::File(name, content) = piece {
            if app.files.put(content).await? != name {
                return Err(Error::Internal(format!("file {name} does not have its hash")));
            }
            count += 1;
        }
    }
    Ok(count)
}

fn odd(what: &str) -> Error {
    Error::Internal(format!("the backup {what}"))
}

enum Piece {
    Line(Line),
    Row(Vec<Value>),
    File(Hash, Bytes),
}

struct Reader {
    file: BufReader<File>,
    hash: Sha256,
}

impl Reader {
    fn open(path: &Path) -> Result<Self> {
        Ok(Self { file: BufReader::new(File::open(path)?), hash: Sha256::new() })
    }

    /// Hash of everything read so far.
    fn hashed(&self) -> Hash {
        Hash(self.hash.clone().finalize().into())
    }

    fn next(&mut self) -> Result<Option<Piece>> {
        let mut text = Vec::new();
        if self.file.read_until(b'\n', &mut text)? == 0 {
            return Ok(None);
        }
        self.hash.update(&text);
        if text.starts_with(b"[") {
            return serde_json::from_slice(&text).map(|row| Some(Piece::Row(row))).map_err(|_| odd("has an unreadable row"));
        }
        match serde_json::from_slice(&text).map_err(|_| odd("has an unreadable line"))? {
            Line::File { sha256, size } => self.content(sha256, size).map(Some),
            line => Ok(Some(Piece::Line(line))),
        }
    }

    fn content(&mut self, name: Hash, size: u64) -> Result<Piece> {
        let mut content = Vec::new();
        self.file.by_ref().take(size + 1).read_to_end(&mut content)?;
        self.hash.update(&content);
        if content.pop() != Some(b'\n') || content.len() as u64 != size {
            return Err(odd("breaks off within a file"));
        }
        Ok(Piece::File(name, Bytes::from(content)))
    }
}
