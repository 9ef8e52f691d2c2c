//! A fact's text: made once, by whoever acts, and hashed as it was made.

use base::id::{CaseId, DeviceId, FactId};
use base::time::Instant;
use serde::{Deserialize, Serialize};

use super::{By, Case, CaseRefusal};
use crate::event::Hash;

/// The newest version of the format. Every version ever released is read.
pub const VERSION: u16 = 1;

/// The largest text of a fact, in bytes.
pub const MAX_TEXT: usize = 256 * 1024;

/// What a fact's text says. Frozen: fields are only ever added, with a new `v`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text<F> {
    /// Format version.
    pub v: u16,
    /// Identity; also the key by which the same fact sent twice is known.
    pub id: FactId,
    /// The case.
    pub case: CaseId,
    /// Its kind.
    pub kind: String,
    /// The head of the case that its maker saw: hash of its last entry. A signature is over everything before, too.
    pub head: Hash,
    /// Who made it.
    pub by: By,
    /// The key that signs it; none in what the server made after a session and, where asked for, a password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<DeviceId>,
    /// When, by the maker's clock.
    pub at: Instant,
    /// What happened.
    pub fact: F,
}

/// What a fact is made of, beside what happened and the case it goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Identity.
    pub id: FactId,
    /// Who.
    pub by: By,
    /// The key that will sign it.
    pub key: Option<DeviceId>,
    /// When.
    pub at: Instant,
}

/// A fact with its text, byte for byte as it was made, and the hash of that text.
#[derive(Debug, Clone, PartialEq)]
pub struct Written<F> {
    /// What it says.
    pub says: Text<F>,
    /// Its text.
    pub text: String,
    /// SHA-256 of the text.
    pub hash: Hash,
}

/// Makes the next fact of a case: the text is made here, once.
///
/// # Errors
/// When the text would be too long or hold NUL.
pub fn write<C: Case>(case: CaseId, head: Hash, made: Made, fact: C::Fact) -> Result<Written<C::Fact>, CaseRefusal> {
    let Made { id, by, key, at } = made;
    let says = Text { v: VERSION, id, case, kind: C::KIND.to_owned(), head, by, key, at, fact };
    let text = serde_json::to_string(&says).map_err(|_| CaseRefusal::Malformed)?;
    check(&text)?;
    let hash = Hash::of(text.as_bytes());
    Ok(Written { says, text, hash })
}

/// Reads the text of a fact of this kind, of any version ever released.
///
/// # Errors
/// When it is not one.
pub fn read<C: Case>(text: &str) -> Result<Written<C::Fact>, CaseRefusal> {
    check(text)?;
    let says: Text<C::Fact> = serde_json::from_str(text).map_err(|_| unread(text))?;
    match says.v {
        0 => Err(CaseRefusal::Malformed),
        v if v > VERSION => Err(CaseRefusal::Newer),
        _ if says.kind != C::KIND => Err(CaseRefusal::Malformed),
        _ => Ok(Written { says, text: text.to_owned(), hash: Hash::of(text.as_bytes()) }),
    }
}

/// Why a text cannot be read: a newer program made it, or it is no fact.
fn unread(text: &str) -> CaseRefusal {
    #[derive(Deserialize)]
    struct Claimed {
        v: u16,
    }
    match serde_json::from_str::<Claimed>(text) {
        Ok(claimed) if claimed.v > VERSION => CaseRefusal::Newer,
        _ => CaseRefusal::Malformed,
    }
}

fn check(text: &str) -> Result<(), CaseRefusal> {
    if text.len() > MAX_TEXT {
        return Err(CaseRefusal::TooLong);
    }
    if crate::event::chain::holds_nul(text) { Err(CaseRefusal::Nul) } else { Ok(()) }
}

impl<F: Serialize> Written<F> {
    /// Whether the text is the one that [`write()`] makes of the fact: each fact has one text. Asked of what arrives, never of what is
    /// stored.
    ///
    /// # Errors
    /// When another text says the same.
    pub fn check_spelling(&self) -> Result<(), CaseRefusal> {
        let one = serde_json::to_string(&self.says).is_ok_and(|text| text == self.text);
        if one { Ok(()) } else { Err(CaseRefusal::NotCanonical) }
    }
}
