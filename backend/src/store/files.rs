//! Files, addressed by the SHA-256 of their content: attachments and documents.

use std::path::Path as Folder;
use std::sync::Arc;

pub use bytes::Bytes;
use domain::event::Hash;
use futures_util::TryStreamExt;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutPayload};

use super::private;

/// The store of files.
#[derive(Clone)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
    folder: Arc<Folder>,
}

impl Files {
    /// A folder on this machine, made if it is not there: nobody else on the machine reads it.
    pub fn local(folder: &Folder) -> object_store::Result<Self> {
        private::folder(folder).map_err(failed)?;
        Ok(Self { store: Arc::new(LocalFileSystem::new_with_prefix(folder)?.with_fsync(true)), folder: folder.into() })
    }

    /// Stores content under its hash. What is there already stays as it is.
    pub async fn put(&self, content: Bytes) -> object_store::Result<Hash> {
        let hash = Hash::of(&content);
        match self.store.put_opts(&key(hash), PutPayload::from(content), PutMode::Create.into()).await {
            // Where the folder was made by an earlier release, others may come this far.
            Ok(_) => private::close(&self.folder.join(key(hash).to_string())).map_err(failed).map(|()| hash),
            Err(object_store::Error::AlreadyExists { .. }) => Ok(hash),
            Err(error) => Err(error),
        }
    }

    /// The content, if it is there.
    pub async fn get(&self, hash: Hash) -> object_store::Result<Option<Bytes>> {
        match self.store.get(&key(hash)).await {
            Ok(found) => Ok(Some(found.bytes().await?)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Removes the content, if it is there.
    pub async fn delete(&self, hash: Hash) -> object_store::Result<()> {
        match self.store.delete(&key(hash)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// The names of everything stored, in order. What is no SHA-256 does not come from here and is left out.
    pub async fn list(&self) -> object_store::Result<Vec<Hash>> {
        let found: Vec<_> = self.store.list(None).try_collect().await?;
        let mut names: Vec<Hash> = found.iter().filter_map(|meta| Hash::parse(meta.location.filename()?)).collect();
        names.sort();
        Ok(names)
    }

    /// How many files are there that do not come from here.
    pub async fn foreign(&self) -> object_store::Result<usize> {
        let found: Vec<_> = self.store.list(None).try_collect().await?;
        Ok(found.iter().filter(|meta| meta.location.filename().and_then(Hash::parse).is_none()).count())
    }

    /// Whether the content is there.
    pub async fn has(&self, hash: Hash) -> object_store::Result<bool> {
        match self.store.head(&key(hash)).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

fn failed(error: std::io::Error) -> object_store::Error {
    object_store::Error::Generic { store: "local", source: Box::new(error) }
}

/// Two levels, so that no folder grows too large for a file manager.
fn key(hash: Hash) -> Path {
    let name = hash.to_string();
    Path::from(format!("{}/{name}", &name[..2]))
}
