//! The server's entry: a fact as the server received it, chained to the entry before.

use base::id::{CaseId, FactId};
use base::time::Instant;

use crate::event::Hash;
use crate::event::ledger::Verdict;

/// A fact as the server received it.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The case.
    pub case: CaseId,
    /// Its kind.
    pub kind: String,
    /// Order within the case, from 0. The only order that counts.
    pub seq: u64,
    /// Hash of the case's previous entry. For the first: [`Hash::ZERO`], or the digest of what was written before there were cases.
    pub prev: Hash,
    /// The fact's identity.
    pub fact: FactId,
    /// Hash of its text.
    pub fact_hash: Hash,
    /// Server time.
    pub received_at: Instant,
    /// Whether it counts.
    pub verdict: Verdict,
    /// The maker's signature over the text, by the key that the text names.
    pub signature: Option<String>,
    /// The fact's text, byte for byte.
    pub text: String,
}

impl Entry {
    /// The hash that the next entry carries as `prev` and the next text as `head` (`docs/CHAINS.md`).
    pub fn hash(&self) -> Hash {
        Hash::of(self.hashed_text().as_bytes())
    }

    /// What is hashed: named fields, one a line, in this order.
    pub fn hashed_text(&self) -> String {
        let Self { case, kind, seq, prev, fact, fact_hash, .. } = self;
        let received_at = self.received_at.0;
        let verdict = match &self.verdict {
            Verdict::Effective => "effective".to_owned(),
            Verdict::SetAside { code } => format!("set_aside {code}"),
        };
        let signature = self.signature.as_ref().map(|signature| format!("signature {signature}\n")).unwrap_or_default();
        format!(
            "etalon-case-1\ncase {kind} {case}\nseq {seq}\nprev {prev}\nfact {fact}\nfact_hash {fact_hash}\nreceived_at {received_at}\n\
             verdict {verdict}\n{signature}"
        )
    }

    /// Whether the text is the one that was hashed, and this is the next entry after one at `seq - 1` with the hash `prev`.
    pub fn follows(&self, (seq, prev): (u64, Hash)) -> bool {
        self.seq == seq && self.prev == prev && self.fact_hash == Hash::of(self.text.as_bytes())
    }
}
