//! Handing out an issued document. A void certificate keeps its bytes, and is not taken for one in force (C-5.4.2.2).

use std::collections::BTreeMap;

use base::finding::Refusal;

/// A void certificate was asked for as if it were in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateVoid {
    /// Number of the certificate that replaced it.
    pub by: String,
}

impl Refusal for CertificateVoid {
    fn code(&self) -> &'static str {
        "certificate_void"
    }
    fn path(&self) -> String {
        "void".to_owned()
    }
    fn params(&self) -> BTreeMap<String, String> {
        BTreeMap::from([("number".to_owned(), self.by.clone())])
    }
    fn clause(&self) -> Option<&'static str> {
        Some("C-5.4.2.2")
    }
}

/// Whether a certificate is handed out: a void one only to who says that a void one is wanted. What stands before its file's name.
///
/// # Errors
/// When it is void and nobody said so.
pub fn hand_out(void_by: Option<&str>, void_wanted: bool) -> Result<&'static str, CertificateVoid> {
    match void_by {
        None => Ok(""),
        Some(_) if void_wanted => Ok("VOID-"),
        Some(by) => Err(CertificateVoid { by: by.to_owned() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // C-5.4.2.2
    #[test]
    fn a_void_certificate_is_handed_out_to_who_asks_for_a_void_one_under_a_name_that_says_so() {
        assert_eq!(hand_out(None, false), Ok(""));
        assert_eq!(hand_out(None, true), Ok(""));
        assert_eq!(hand_out(Some("EC-2"), true), Ok("VOID-"));
        assert_eq!(hand_out(Some("EC-2"), false), Err(CertificateVoid { by: "EC-2".to_owned() }));
    }
}
