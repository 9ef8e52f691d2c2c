//! What a file is, by its first bytes: what it says it is does not count.

use std::collections::BTreeMap;

use base::finding::Refusal;

/// Why a file is not stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileRefusal {
    /// The bytes have another hash.
    HashMismatch,
    /// Not a picture and not a PDF.
    KindNotAllowed,
    /// A photo as some telephones take it, which hardly any browser can show.
    Heic,
    /// Its first bytes say something else than its sender.
    NotWhatItSays,
    /// So much that no record names is kept of one person.
    UnattachedMost {
        /// How much, in units of 1,048,576 bytes.
        megabytes: u64,
    },
    /// It is being removed, for nothing names it: it can be sent again in a moment.
    BeingRemoved,
}

impl Refusal for FileRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::HashMismatch => "hash_mismatch",
            Self::KindNotAllowed => "file_not_allowed",
            Self::Heic => "file_heic",
            Self::NotWhatItSays => "file_not_what_it_says",
            Self::UnattachedMost { .. } => "files_unattached_most",
            Self::BeingRemoved => "file_being_removed",
        }
    }

    fn params(&self) -> BTreeMap<String, String> {
        match self {
            Self::UnattachedMost { megabytes } => BTreeMap::from([("megabytes".to_owned(), megabytes.to_string())]),
            _ => BTreeMap::new(),
        }
    }
}

/// The media type of an allowed file.
pub fn sniff(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        _ if infer::image::is_jpeg(bytes) => Some("image/jpeg"),
        _ if infer::image::is_png(bytes) => Some("image/png"),
        _ if infer::image::is_webp(bytes) => Some("image/webp"),
        _ if infer::archive::is_pdf(bytes) => Some("application/pdf"),
        _ => None,
    }
}

/// Whether it is a picture in HEIF, by the brand in its first box (ISO/IEC 14496-12, 23008-12): what cameras name `.heic`, or `.jpg`.
/// Their brands are more than `infer` knows, and the answer says what to do about it.
pub fn is_heic(bytes: &[u8]) -> bool {
    const BRANDS: [&[u8]; 9] = [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"mif1", b"msf1"];
    bytes.get(4..8) == Some(b"ftyp") && bytes.get(8..12).is_some_and(|brand| BRANDS.contains(&brand))
}

/// The media type of an allowed file, by its content alone.
///
/// # Errors
/// When the file is of no allowed kind.
pub fn kind(bytes: &[u8]) -> Result<&'static str, FileRefusal> {
    sniff(bytes).ok_or(if is_heic(bytes) { FileRefusal::Heic } else { FileRefusal::KindNotAllowed })
}

/// The media type to keep a file under; what the sender says must be that, or nothing.
///
/// # Errors
/// When the file is of no allowed kind, or not what it says.
pub fn admit(bytes: &[u8], said: &str) -> Result<&'static str, FileRefusal> {
    let found = kind(bytes)?;
    if said.is_empty() || said == "application/octet-stream" || said == found { Ok(found) } else { Err(FileRefusal::NotWhatItSays) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_bytes_say() {
        assert_eq!(admit(b"%PDF-1.7\n", "application/pdf"), Ok("application/pdf"));
        assert_eq!(admit(b"\xFF\xD8\xFF\xE0", ""), Ok("image/jpeg"));
        assert_eq!(admit(b"RIFF\0\0\0\0WEBPVP8 ", "application/octet-stream"), Ok("image/webp"));
        assert_eq!(admit(b"\x89PNG\r\n\x1A\n", "image/jpeg"), Err(FileRefusal::NotWhatItSays));
        // What a telephone calls `photo.jpg`.
        assert_eq!(admit(b"\0\0\0\x18ftypheic\0\0\0\0", "image/jpeg"), Err(FileRefusal::Heic));
        assert_eq!(admit(b"\0\0\0\x1cftypmif1", ""), Err(FileRefusal::Heic));
        assert_eq!(admit(b"\0\0\0\x1cftypavif", ""), Err(FileRefusal::KindNotAllowed));
        assert_eq!(admit(b"\0\0\0\x1cftyphe", ""), Err(FileRefusal::KindNotAllowed));
        for other in [&b"<html>"[..], b"", b"MZ\x90", b"RIFF\0\0\0\0WAVE", b"GIF89a"] {
            assert_eq!(admit(other, "image/png"), Err(FileRefusal::KindNotAllowed));
        }
    }
}
