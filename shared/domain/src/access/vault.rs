//! Why the vault is not opened. Who is not named is told that there is nothing.

use base::finding::Refusal;

/// Why the vault is not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VaultRefusal {
    /// The key that it is under is not on this server.
    KeyMissing,
    /// Nobody reads without saying why.
    ReasonMissing,
    /// An entry that nobody may read says nothing to anybody.
    NobodyNamed,
}

impl Refusal for VaultRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::KeyMissing => "vault_key_missing",
            Self::ReasonMissing => "vault_reason_missing",
            Self::NobodyNamed => "vault_nobody_named",
        }
    }

    fn path(&self) -> String {
        match self {
            Self::KeyMissing => String::new(),
            Self::ReasonMissing => "reason".to_owned(),
            Self::NobodyNamed => "readers".to_owned(),
        }
    }

    fn clause(&self) -> Option<&'static str> {
        Some("C-4.1.2.2")
    }
}
