//! Why authority, a password or a signature is not given.

use std::collections::BTreeMap;

use base::finding::Refusal;

/// Why it is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuthorityRefusal {
    /// The register's form gives no authority: it is asked for, and a second person confirms it.
    ByRequest {
        /// The field.
        path: String,
    },
    /// Nobody says why what was declared is not so any more.
    DeclarationReason,
    /// Nobody gives authority to themselves.
    Own,
    /// Nothing is asked for that is not so already.
    Unchanged,
    /// Nobody who can sign in would be administrator any more.
    LastAdministrator,
    /// Nobody at work here would be technical manager any more.
    LastTechnicalManager,
    /// This person may not ask for this.
    NotAsking,
    /// This person may not confirm this.
    NotConfirming,
    /// Who asked does not confirm.
    Asker,
    /// Whom it is for does not confirm.
    Subject,
    /// Who entered the person, or wrote their account's names, does not confirm what they are given.
    EnteredBy,
    /// Who was shown the one-time password is not one of the two who let its person sign again.
    ShownPassword,
    /// Two accounts with one mailbox are one person.
    SameMailbox,
    /// Two accounts with one name, of which one has no mailbox, are taken for one person.
    SameName,
    /// Neither who asked nor who confirms is technical manager.
    WithoutTechnicalManager,
    /// Who asked could not ask any more.
    AskerGone,
    /// It was confirmed, declined or withdrawn already.
    Over,
    /// It waited too long.
    Expired,
    /// Something changed since it was asked for.
    Outdated,
    /// What was seen is not what is asked for.
    Differs,
    /// The person confirms it by the link in their mailbox.
    ByMailbox,
    /// Another person of the body has this mailbox.
    MailboxOfAnother,
    /// The person has no mailbox.
    MailboxMissing,
    /// The mailbox was changed too lately, or by who asks.
    MailboxTooNew,
    /// No mail server is configured, or not the server's own address, to which a link would lead.
    MailNotSent,
    /// The link is not one, was used, or is over.
    LinkWrong,
    /// A new password or device is not confirmed yet.
    SigningHeld,
    /// Nothing holds the person's signing back.
    NothingHeld,
    /// The device is not an earlier one of this person, or its PIN was let be chosen anew.
    NotEarlierDevice,
    /// The one-time token of the server's start is another.
    SetupTokenWrong,
}

impl Refusal for AuthorityRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::ByRequest { .. } => "authority_by_request",
            Self::DeclarationReason => "declaration_reason_missing",
            Self::Own => "own_authority",
            Self::Unchanged => "authority_unchanged",
            Self::LastAdministrator => "last_administrator",
            Self::LastTechnicalManager => "last_technical_manager",
            Self::NotAsking => "confirmation_not_asking",
            Self::NotConfirming => "confirmation_not_confirming",
            Self::Asker => "confirmation_own",
            Self::Subject => "confirmation_of_oneself",
            Self::EnteredBy => "confirmation_by_who_entered",
            Self::ShownPassword => "confirmation_by_who_was_shown",
            Self::SameMailbox => "confirmation_same_mailbox",
            Self::SameName => "confirmation_same_name",
            Self::WithoutTechnicalManager => "confirmation_without_technical_manager",
            Self::AskerGone => "confirmation_asker_gone",
            Self::Over => "confirmation_over",
            Self::Expired => "confirmation_expired",
            Self::Outdated => "confirmation_outdated",
            Self::Differs => "confirmation_differs",
            Self::ByMailbox => "confirmation_by_mailbox",
            Self::MailboxOfAnother => "mailbox_of_another",
            Self::MailboxMissing => "reset_mailbox_missing",
            Self::MailboxTooNew => "reset_mailbox_too_new",
            Self::MailNotSent => "reset_mail_not_sent",
            Self::LinkWrong => "reset_link_wrong",
            Self::SigningHeld => "signing_held",
            Self::NothingHeld => "signing_not_held",
            Self::NotEarlierDevice => "release_not_earlier_device",
            Self::SetupTokenWrong => "setup_token_wrong",
        }
    }

    fn path(&self) -> String {
        match self {
            Self::ByRequest { path } => path.clone(),
            Self::DeclarationReason => "reason".to_owned(),
            Self::Differs => "seen".to_owned(),
            Self::MailboxOfAnother => "email".to_owned(),
            Self::SetupTokenWrong | Self::LinkWrong => "token".to_owned(),
            _ => String::new(),
        }
    }

    fn params(&self) -> BTreeMap<String, String> {
        BTreeMap::new()
    }

    fn clause(&self) -> Option<&'static str> {
        match self {
            Self::ByRequest { .. }
            | Self::Own
            | Self::Asker
            | Self::Subject
            | Self::EnteredBy
            | Self::ShownPassword
            | Self::SameMailbox
            | Self::SameName
            | Self::SigningHeld => Some("C-4.3.2"),
            Self::DeclarationReason => Some("C-4.1.2.1"),
            Self::WithoutTechnicalManager | Self::LastTechnicalManager => Some("C-4.3.3"),
            _ => None,
        }
    }
}
