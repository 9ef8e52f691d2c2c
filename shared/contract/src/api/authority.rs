//! Requests that wait for a second person, and what holds signing back.

use serde::{Deserialize, Serialize};

use base::id::{ConfirmationId, HoldId, NoticeId, PersonId};
use base::text::Bilingual;
use base::time::Instant;
use domain::authority::{Authority, Content, Ended, Hold};
use domain::event::Hash;

/// Ask for another authority of a person; what only takes away is done at once.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AskAuthority {
    /// The revision of the person's entry that this is based on.
    pub revision: u64,
    /// Why.
    #[serde(default)]
    pub reason: String,
    /// As it is to be.
    pub authority: Authority,
}

/// What became of what was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AskedView {
    /// The request; `None` where none was needed.
    pub request: Option<ConfirmationId>,
    /// Whether it is done already.
    pub done: bool,
    /// Where that gave a one-time password: shown once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub one_time_password: Option<String>,
    /// Until when that opens a session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Instant>,
}

/// Confirm a request.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Confirm {
    /// Hash of what was seen.
    pub seen: Hash,
    /// The password again.
    pub password: String,
}

/// Decline a request.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Decline {
    /// Why.
    pub reason: String,
}

/// A request, with names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ConfirmationView {
    /// Identity.
    pub id: ConfirmationId,
    /// Whom it is about.
    pub subject: PersonId,
    /// Their name.
    pub subject_name: Bilingual,
    /// What exactly is asked for.
    pub content: Content,
    /// Hash of it, to be sent back by who confirms.
    pub hash: Hash,
    /// Who asked.
    pub asked_by: PersonId,
    /// Their name.
    pub asked_by_name: Bilingual,
    /// When.
    pub asked_at: Instant,
    /// Why.
    pub reason: String,
    /// Until when it can be confirmed.
    pub expires_at: Instant,
    /// How it ended; `None` while it waits.
    pub ended: Option<Ended>,
    /// Name of who ended it.
    pub ended_by_name: Bilingual,
    /// Why the person who reads this cannot confirm it: a code; `None` where they can.
    pub why_not: Option<String>,
}

impl ConfirmationView {
    /// The request as somebody sees it who reads declarations, or does not: what was declared, and why it is said to be over or still
    /// holds, stays between the person, the body and whoever confirms it (C-4.1.2.1).
    #[must_use]
    pub fn seen(self, reads: bool) -> Self {
        match self.content {
            Content::Authority { revision, before, after } if !reads && (before.declares() || after.declares()) => Self {
                content: Content::Authority { revision, before: Box::new(before.undeclared()), after: Box::new(after.undeclared()) },
                reason: String::new(),
                ended: self.ended.map(|ended| Ended { reason: String::new(), ..ended }),
                ..self
            },
            content => Self { content, ..self },
        }
    }
}

/// Something that holds somebody's signing back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct HoldView {
    /// What it is.
    #[serde(flatten)]
    pub hold: Hold,
    /// The person's name.
    pub person_name: Bilingual,
    /// The device's name; empty for a password.
    pub device_name: String,
}

/// Something that happened to an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NoticeView {
    /// Identity.
    pub id: NoticeId,
    /// Whose account.
    pub person: PersonId,
    /// Their name.
    pub person_name: Bilingual,
    /// What: a code with a text under `notice.<code>`.
    pub what: String,
    /// Where it names another time, as the backup's that was restored: that time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Instant>,
    /// Who did it; empty for the server's command line and for the person.
    pub by_name: Bilingual,
    /// When.
    pub at: Instant,
}

/// What of all this concerns the reader, or a person: requests, the latest first; what holds signing back; what happened.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AuthorityView {
    /// Requests; those that wait first.
    pub requests: Vec<ConfirmationView>,
    /// What holds signing back.
    pub holds: Vec<HoldView>,
    /// What happened to accounts.
    pub notices: Vec<NoticeView>,
}

/// An earlier device ends what holds its person's signing back.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReleaseByDevice {
    /// All that does, in the order of their identities.
    pub holds: Vec<HoldId>,
    /// The device's signature over [`domain::authority::release_text`].
    pub signature: String,
}

/// Have read what happened to one's account.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReadNotices {
    /// The latest that was shown.
    pub until: NoticeId,
}

/// Choose a new password by the link in one's mailbox.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ResetByLink {
    /// The link's token.
    pub token: String,
    /// The new password.
    pub password: String,
}
