//! Drafts carried to the office as a file: what a tablet could not send, with the photos that belong to it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use super::ExchangeRequest;
use domain::event::Hash;

/// The file. It is signed like an exchange; it is not sealed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Carried {
    /// What the tablet would have sent.
    pub exchange: ExchangeRequest,
    /// Photos and documents that the office does not have.
    pub files: Vec<CarriedFile>,
}

/// A photo or document inside the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CarriedFile {
    /// SHA-256, as the record names it; the office compares.
    pub sha256: Hash,
    /// Media type.
    pub media_type: String,
    /// Content, base64.
    content: String,
}

impl CarriedFile {
    /// A file with its bytes.
    pub fn of(sha256: Hash, media_type: String, bytes: &[u8]) -> Self {
        Self { sha256, media_type, content: STANDARD.encode(bytes) }
    }

    /// Its bytes; `None` where the text was damaged.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        STANDARD.decode(&self.content).ok()
    }
}

impl Carried {
    /// Reads the file; one without photos is an exchange alone, as tablets wrote it before.
    pub fn read(text: &str) -> Option<Self> {
        let whole = serde_json::from_str(text).ok();
        whole.or_else(|| serde_json::from_str(text).ok().map(|exchange| Self { exchange, files: Vec::new() }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::id::Id;
    use base::time::Instant;

    fn exchange() -> ExchangeRequest {
        let device = Id::from_uuid(uuid::Uuid::from_u128(7));
        let (now, signature, pack) = (Instant(1), String::new(), String::new());
        let (answered, clock_offset) = (None, None);
        ExchangeRequest { device, now, events: Vec::new(), head: Hash::ZERO, signature, cursor: 0, pack, answered, clock_offset }
    }

    // C15: a file of an older app, an exchange alone, is still taken.
    #[test]
    fn a_file_is_read_with_its_photos_and_without() {
        let carried = Carried { exchange: exchange(), files: vec![CarriedFile::of(Hash::of(b"photo"), "image/png".to_owned(), b"photo")] };
        assert_eq!(Carried::read(&serde_json::to_string(&carried).unwrap()), Some(carried.clone()));
        assert_eq!(carried.files[0].bytes().as_deref(), Some(&b"photo"[..]));
        let damaged = serde_json::to_string(&carried).unwrap().replace("cGhvdG8=", "cGhvdG8");
        assert_eq!(Carried::read(&damaged).unwrap().files[0].bytes(), None);
        let alone = Carried { exchange: exchange(), files: Vec::new() };
        assert_eq!(Carried::read(&serde_json::to_string(&exchange()).unwrap()), Some(alone));
        assert_eq!(Carried::read("{}"), None);
    }
}
