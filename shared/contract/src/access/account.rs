//! Signing in: what is refused, and which passwords will do.

use std::collections::BTreeMap;

use crate::api::REQUEST_HEADER;
use base::finding::Refusal;

/// Fewest characters of a password, blanks not counted.
pub const PASSWORD_LEAST: usize = 10;
/// Most characters of a password; more would only make hashing dear.
pub const PASSWORD_MOST: usize = 200;

/// Why an account's command is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountRefusal {
    /// Unknown name, wrong password or no longer at work here: one answer for all three.
    SignInFailed,
    /// The password entered again is not the one in force.
    PasswordWrong,
    /// Fewer characters than [`PASSWORD_LEAST`]; blanks do not count.
    PasswordTooShort,
    /// More characters than [`PASSWORD_MOST`].
    PasswordTooLong,
    /// The new password is the old one.
    PasswordUnchanged,
    /// The new password stands on lists of those that are tried first, or nearly.
    PasswordCommon,
    /// The new password repeats a few characters or words.
    PasswordRepeats,
    /// The new password follows the keys or the alphabet.
    PasswordSequence,
    /// The new password is guessed too soon for another reason: names, dates, too little of it.
    PasswordGuessable,
    /// The new password is the person's own sign-in name or e-mail address.
    PasswordIsAccount,
    /// The one-time password was not used in time.
    OneTimePasswordEnded,
    /// Nobody is signed in, or the session has ended.
    NotSignedIn,
    /// The roles held do not allow it.
    NotForRole,
    /// The one-time password must be changed first.
    PasswordChangeRequired,
    /// The first administrator exists.
    SetupDone,
    /// Tried too often.
    TooManyAttempts,
    /// A key that is no point on P-256.
    KeyMalformed,
    /// The key is enrolled already, for this person or another, on this device or another.
    KeyTaken,
    /// The device is enrolled for another person.
    DeviceTaken,
    /// The device was revoked; it can be enrolled under a new identity only.
    DeviceRevoked,
    /// A device may not be called so: it would be taken for one of the server's own.
    NameReserved,
    /// The office has not let a new PIN be chosen, or the hour for it is over.
    NewPinNotAllowed,
    /// No recovery key was kept for this device.
    RecoveryUnknown,
    /// A recovery key is kept already, and the device did not sign for another one.
    RecoveryKept,
    /// A recovery key that is no 256 bits in hexadecimal digits.
    RecoveryMalformed,
    /// The request does not come from this site's own pages, or lacks the header that they send.
    CrossSite,
}

impl Refusal for AccountRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::SignInFailed => "sign_in_failed",
            Self::PasswordWrong => "password_wrong",
            Self::PasswordTooShort => "password_too_short",
            Self::PasswordTooLong => "password_too_long",
            Self::PasswordUnchanged => "password_unchanged",
            Self::PasswordCommon => "password_common",
            Self::PasswordRepeats => "password_repeats",
            Self::PasswordSequence => "password_sequence",
            Self::PasswordGuessable => "password_guessable",
            Self::PasswordIsAccount => "password_is_account",
            Self::OneTimePasswordEnded => "one_time_password_ended",
            Self::NotSignedIn => "not_signed_in",
            Self::NotForRole => "not_for_role",
            Self::PasswordChangeRequired => "password_change_required",
            Self::SetupDone => "setup_done",
            Self::TooManyAttempts => "too_many_attempts",
            Self::KeyMalformed => "device_key_malformed",
            Self::KeyTaken => "device_key_taken",
            Self::DeviceTaken => "device_taken",
            Self::DeviceRevoked => "device_revoked",
            Self::NameReserved => "name_reserved",
            Self::NewPinNotAllowed => "new_pin_not_allowed",
            Self::RecoveryUnknown => "recovery_unknown",
            Self::RecoveryKept => "recovery_kept",
            Self::RecoveryMalformed => "recovery_malformed",
            Self::CrossSite => "cross_site",
        }
    }

    fn path(&self) -> String {
        match self {
            Self::PasswordTooShort
            | Self::PasswordTooLong
            | Self::PasswordUnchanged
            | Self::PasswordCommon
            | Self::PasswordRepeats
            | Self::PasswordSequence
            | Self::PasswordGuessable
            | Self::PasswordIsAccount => "new",
            Self::PasswordWrong | Self::OneTimePasswordEnded => "password",
            Self::KeyMalformed | Self::KeyTaken => "public_key",
            Self::NameReserved => "name",
            Self::RecoveryMalformed => "recovery_key",
            _ => "",
        }
        .to_owned()
    }

    fn params(&self) -> BTreeMap<String, String> {
        let (name, value) = match self {
            Self::PasswordTooShort => ("limit", PASSWORD_LEAST.to_string()),
            Self::PasswordTooLong => ("limit", PASSWORD_MOST.to_string()),
            Self::CrossSite => ("header", REQUEST_HEADER.to_owned()),
            _ => return BTreeMap::new(),
        };
        BTreeMap::from([(name.to_owned(), value)])
    }
}

/// Whether a new password will do.
pub fn check_password(new: &str, old: Option<&str>) -> Result<(), AccountRefusal> {
    let written = new.chars().filter(|c| !c.is_whitespace() && !c.is_control()).count();
    match new.chars().count() {
        _ if written < PASSWORD_LEAST => Err(AccountRefusal::PasswordTooShort),
        n if n > PASSWORD_MOST => Err(AccountRefusal::PasswordTooLong),
        _ if old == Some(new) => Err(AccountRefusal::PasswordUnchanged),
        _ => Ok(()),
    }
}

/// Whether a device's name is, as people read it, a name that is reserved.
pub fn is_reserved_name(name: &str, reserved: &str) -> bool {
    let read = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    read(name) == read(reserved)
}

/// A sign-in name as it is compared: without surrounding space, in lower case.
pub fn sign_in_name(typed: &str) -> String {
    typed.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_has_ten_to_two_hundred_characters_whatever_they_are_and_is_new() {
        assert_eq!(check_password("校准证书校准证书校", None), Err(AccountRefusal::PasswordTooShort));
        assert_eq!(check_password("校准证书校准证书校准", None), Ok(()));
        for blanks in ["  short      ", "short\u{3000}\u{3000}\u{3000}\u{3000}\u{3000}", "a b c d e f g h i\t\n"] {
            assert_eq!(check_password(blanks, None), Err(AccountRefusal::PasswordTooShort), "{blanks:?}");
        }
        assert_eq!(check_password("a b c d e f g h i j", None), Ok(()));
        assert_eq!(check_password(&"x".repeat(201), None), Err(AccountRefusal::PasswordTooLong));
        assert_eq!(check_password("the same one", Some("the same one")), Err(AccountRefusal::PasswordUnchanged));
    }

    #[test]
    fn a_sign_in_name_is_the_same_however_it_is_typed() {
        assert_eq!(sign_in_name(" Li.Wei "), "li.wei");
    }

    #[test]
    fn a_reserved_name_is_known_however_it_is_written() {
        for name in ["Tablet of past work", " tablet of  PAST work ", "Tablet\u{3000}of past work"] {
            assert!(is_reserved_name(name, "Tablet of past work"), "{name}");
        }
        assert!(!is_reserved_name("Tablet of past work 2", "Tablet of past work"));
        assert!(!is_reserved_name("Tablet 3", "Tablet of past work"));
    }
}
