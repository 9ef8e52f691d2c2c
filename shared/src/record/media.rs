//! What a file is, by its first bytes: what it says it is does not count.

use crate::finding::Refusal;

/// Why a file is not stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileRefusal {
    /// The bytes have another hash.
    HashMismatch,
    /// Not a picture and not a PDF.
    KindNotAllowed,
    /// Its first bytes say something else than its sender.
    NotWhatItSays,
}

impl Refusal for FileRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::HashMismatch => "hash_mismatch",
            Self::KindNotAllowed => "file_not_allowed",
            Self::NotWhatItSays => "file_not_what_it_says",
        }
    }
}

/// The media type of an allowed file.
pub fn sniff(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some("image/png"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        [b'%', b'P', b'D', b'F', b'-', ..] => Some("application/pdf"),
        _ => None,
    }
}

/// The media type to keep a file under; what the sender says must be that, or nothing.
///
/// # Errors
/// When the file is of no allowed kind, or not what it says.
pub fn admit(bytes: &[u8], said: &str) -> Result<&'static str, FileRefusal> {
    let found = sniff(bytes).ok_or(FileRefusal::KindNotAllowed)?;
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
        for other in [&b"<html>"[..], b"", b"MZ\x90", b"RIFF\0\0\0\0WAVE", b"GIF89a"] {
            assert_eq!(admit(other, "image/png"), Err(FileRefusal::KindNotAllowed));
        }
    }
}
