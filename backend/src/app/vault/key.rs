//! The vault's keys: in a file outside the database, one a line, 64 hexadecimal digits each. The first one writes, all of them read.

use std::fmt;
use std::io::Write;
use std::path::Path;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use domain::access::vault::VaultRefusal;
use domain::event::Hash;

use crate::app::{Error, Result};
use crate::random;
use crate::store::private;

/// Bytes of a nonce: so many that random ones never meet.
const NONCE: usize = 24;

/// One key.
#[derive(Clone)]
struct Key {
    id: String,
    bytes: [u8; 32],
}

/// The keys that this server has; it may have none.
#[derive(Clone, Default)]
pub struct Keys(Vec<Key>);

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|key| &key.id)).finish()
    }
}

impl Key {
    /// The identity of a key tells which one it is and nothing about it.
    fn new(bytes: [u8; 32]) -> Self {
        let told = [b"etalon-vault-key-1\n".as_slice(), &bytes].concat();
        Self { id: Hash::of(&told).to_string()[..16].to_owned(), bytes }
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.bytes.into())
    }
}

impl Keys {
    /// Reads the text of a file of keys; lines that begin with `#` are remarks.
    ///
    /// # Errors
    /// Names the line that is no key.
    pub fn parse(text: &str) -> Result<Self> {
        let lines = text.lines().map(str::trim).enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        let key = |(at, line): (usize, &str)| {
            let mut bytes = [0; 32];
            hex::decode_to_slice(line, &mut bytes).map_err(|_| Error::Internal(format!("line {} of the vault's key is no key", at + 1)))?;
            Ok(Key::new(bytes))
        };
        lines.map(key).collect::<Result<_>>().map(Self)
    }

    /// The keys of a file; none where there is no file.
    ///
    /// # Errors
    /// If the file cannot be read, or is no file of keys.
    pub fn of_file(path: &Path) -> Result<Self> {
        if path.exists() { Self::parse(&std::fs::read_to_string(path)?) } else { Ok(Self::default()) }
    }

    /// Makes a file with a new key, which nobody else on the machine reads.
    ///
    /// # Errors
    /// If it is there already, or cannot be written.
    pub fn make(path: &Path) -> Result<Self> {
        let key = hex::encode(random::bytes::<32>());
        let mut file = private::file(path)?;
        writeln!(
            file,
            "# The key of Etalon's vault. Keep a copy apart from the backups: without it nobody reads what is in there.\n{key}"
        )?;
        file.sync_all()?;
        Self::parse(&key)
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this key is among them.
    pub fn has(&self, id: &str) -> bool {
        self.0.iter().any(|key| key.id == id)
    }

    /// Encrypts what belongs to a place; the identity of the key, and nonce and ciphertext.
    pub(super) fn seal(&self, place: &str, clear: &[u8]) -> Result<(String, Vec<u8>)> {
        let key = self.0.first().ok_or_else(|| Error::conflict(&VaultRefusal::KeyMissing))?;
        let nonce = random::bytes::<NONCE>();
        let payload = Payload { msg: clear, aad: place.as_bytes() };
        let sealed = key.cipher().encrypt(&XNonce::from(nonce), payload).map_err(|_| Error::corrupt("nothing could be sealed"))?;
        Ok((key.id.clone(), [nonce.as_slice(), &sealed].concat()))
    }

    /// Decrypts what belongs to a place; `None` where it is not what was sealed there.
    pub(in crate::app) fn open(&self, key: &str, place: &str, sealed: &[u8]) -> Result<Option<Vec<u8>>> {
        let key = self.0.iter().find(|known| known.id == key).ok_or_else(|| Error::conflict(&VaultRefusal::KeyMissing))?;
        let Some((nonce, sealed)) = sealed.split_first_chunk::<NONCE>() else { return Ok(None) };
        Ok(key.cipher().decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: place.as_bytes() }).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> Keys {
        Keys::parse(&format!("# new\n{}\n\n{}\n", "07".repeat(32), "08".repeat(32))).unwrap()
    }

    #[test]
    fn what_was_sealed_opens_at_its_place_with_its_key_alone() {
        let keys = keys();
        let (key, sealed) = keys.seal("a place", b"a name").unwrap();
        assert_eq!(keys.open(&key, "a place", &sealed).unwrap().as_deref(), Some(b"a name".as_slice()));
        assert_eq!(keys.open(&key, "another place", &sealed).unwrap(), None);
        let mut changed = sealed.clone();
        changed[NONCE] ^= 1;
        assert_eq!(keys.open(&key, "a place", &changed).unwrap(), None);
        assert_eq!(keys.open(&key, "a place", &sealed[..10]).unwrap(), None);
        let other = Keys::parse(&"09".repeat(32)).unwrap();
        assert!(other.open(&key, "a place", &sealed).is_err() && Keys::default().seal("a place", b"").is_err());
    }

    #[test]
    fn the_first_key_writes_and_a_file_of_keys_says_which_line_is_none() {
        let keys = keys();
        assert!(keys.seal("", b"").unwrap().0 == keys.0[0].id && keys.0[0].id != keys.0[1].id);
        assert!(Keys::parse("a key").unwrap_err().to_string().contains("line 1"));
        assert!(!format!("{keys:?}").contains("0707"), "a key is never printed");
    }
}
