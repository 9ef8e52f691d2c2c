//! Writing a backup while the server serves: one snapshot of the database, then the files, which are never changed.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use domain::event::Hash;
use sha2::{Digest, Sha256};

use super::Extent;
use super::line::{FORMAT, Line, to_json};
use crate::app::{Error, Result};
use crate::state::App;
use crate::store::{Tx, dump, private};

/// Writes a backup to a file that must not exist yet. A broken-off backup leaves only `<file>.partial`.
pub async fn backup(app: &App, to: &Path) -> Result<Extent> {
    if to.exists() {
        return Err(Error::Internal(format!("{} exists", to.display())));
    }
    let partial = to.with_added_extension("partial");
    // What broke off before is no backup; nobody else on the machine reads one.
    if partial.exists() {
        std::fs::remove_file(&partial)?;
    }
    let mut out = Out::new(private::file(&partial)?);
    out.line(&Line::EtalonBackup { format: FORMAT, at: app.now().0 })?;
    let mut out = app.db.read(|tx| Box::pin(rows(tx, out))).await?;
    for name in app.files.list().await? {
        let content = app.files.get(name).await?.ok_or_else(|| Error::Internal(format!("file {name} vanished")))?;
        out.line(&Line::File { sha256: name, size: content.len() as u64 })?;
        out.bytes(&content)?;
        out.bytes(b"\n")?;
        out.extent.files += 1;
    }
    let extent = out.finish()?;
    std::fs::rename(&partial, to)?;
    Ok(extent)
}

async fn rows(tx: &mut Tx, mut out: Out) -> Result<Out> {
    for table in dump::carried(tx).await? {
        let columns = table.columns.iter().map(|column| column.name.clone()).collect();
        out.line(&Line::Table { name: table.name.clone(), columns })?;
        dump::each(tx, &table, |cells| {
            out.extent.rows += 1;
            out.json(&to_json(cells))
        })
        .await?;
    }
    Ok(out)
}

/// The file being written, with the hash of what is in it.
struct Out {
    file: BufWriter<File>,
    hash: Sha256,
    extent: Extent,
}

impl Out {
    fn new(file: File) -> Self {
        Self { file: BufWriter::new(file), hash: Sha256::new(), extent: Extent::default() }
    }

    fn bytes(&mut self, bytes: &[u8]) -> Result<()> {
        self.hash.update(bytes);
        Ok(self.file.write_all(bytes)?)
    }

    fn json(&mut self, value: &impl serde::Serialize) -> Result<()> {
        let mut text = serde_json::to_vec(value).map_err(Error::corrupt)?;
        text.push(b'\n');
        self.bytes(&text)
    }

    fn line(&mut self, line: &Line) -> Result<()> {
        self.json(line)
    }

    fn finish(mut self) -> Result<Extent> {
        let sha256 = Hash(self.hash.clone().finalize().into());
        let extent = self.extent;
        self.line(&Line::End { extent, sha256 })?;
        let file = self.file.into_inner().map_err(|error| Error::from(error.into_error()))?;
        file.sync_all()?;
        Ok(extent)
    }
}
