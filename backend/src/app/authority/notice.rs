//! Tells everybody concerned: the person by mail and at the next sign-in, administrators at the desk.

use base::id::PersonId;
use base::time::Instant;
use domain::access::Role;
use domain::authority::{Authority, Kind};
use domain::library::person::Person;

use crate::app::Result;
use crate::app::authority::known::Known;
use crate::app::messages::{self, Letter};
use crate::random;
use crate::store::{Tx, authority as store, register};

const LETTER: &str = include_str!("../../../templates/mail/account.txt");

/// The events, in both languages of the body's letters; the screens have their own texts under `notice.<code>`.
const WORDS: &[(&str, &str, &str)] = &[
    ("account_renamed", "您的姓名、登录名或邮箱地址已更改。", "Your name, sign-in name or e-mail address was changed."),
    (
        "authority_alone",
        "首位管理员更改了您的角色、授权或登录信息。",
        "The first administrator changed your roles, authorisations or account.",
    ),
    (
        "authority_asked",
        "有人申请更改您的角色、授权或登录信息，等待另一人确认。",
        "A change of your roles, authorisations or account was requested and waits for a second person.",
    ),
    (
        "authority_given",
        "您的角色、授权或登录信息已更改，经另一人确认。",
        "Your roles, authorisations or account were changed and confirmed by a second person.",
    ),
    ("authority_taken", "您的部分角色或授权已被收回。", "Some of your roles or authorisations were withdrawn."),
    (
        "declaration_withdrawn",
        "已申报的利益冲突或其他任职经另一人确认后撤回。",
        "A declared conflict of interest or employment was withdrawn, confirmed by a second person.",
    ),
    (
        "device_first",
        "您的账户登记了第一台设备。若不是您本人所为，请立即告知管理员。",
        "The first device was enrolled for your account. If it was not you, tell an administrator at once.",
    ),
    (
        "device_new",
        "您的账户新登记了一台设备。确认之前，不能用它签名。",
        "A new device was enrolled for your account. Nothing can be signed on it until it is confirmed.",
    ),
    (
        "device_new_pin",
        "您的一台设备设置了新 PIN。确认之前，不能用它签名。",
        "A new PIN was chosen on one of your devices. Nothing can be signed on it until it is confirmed.",
    ),
    ("password_alone", "首位管理员为您设置了一次性密码。", "The first administrator gave your account a one-time password."),
    (
        "password_asked",
        "有人为您的账户申请新密码，等待另一人确认。",
        "A new password for your account was requested and waits for a second person.",
    ),
    (
        "password_by_link",
        "您的密码已通过邮件链接更改。确认之前，不能签名。",
        "Your password was changed with the e-mail link. Nothing can be signed until it is confirmed.",
    ),
    ("password_command_line", "您的密码已在服务器命令行上重置。", "Your password was reset on the server's command line."),
    (
        "password_first",
        "您的账户获得了首个一次性密码。首次登录时系统会要求您更改密码；若未要求，说明已有人用过，请立即告知管理员和技术负责人。",
        "Your account was given its first password, for one use. The server asks you to change it when you first sign in; if it does not, \
         somebody has used it: tell an administrator and the technical manager at once.",
    ),
    (
        "password_given",
        "您的账户获得了一次性密码，由两人办理。确认之前，不能签名。",
        "Two people gave your account a one-time password. Nothing can be signed until it is confirmed.",
    ),
    ("role_command_line", "已在服务器命令行上授予管理员角色。", "The role of administrator was given on the server's command line."),
    ("signing_alone", "首位管理员恢复了您的签名。", "The first administrator allowed you to sign again."),
    ("signing_asked", "有人申请恢复您的签名，等待另一人确认。", "A request to let you sign again waits for a second person."),
    ("signing_by_device", "您先前的设备已确认，您可以重新签名。", "Your earlier device confirmed it: you can sign again."),
    ("signing_released", "两人已确认，您可以重新签名。", "Two people confirmed it: you can sign again."),
    (
        "technical_manager_command_line",
        "已在服务器命令行上授予技术负责人角色。",
        "The role of technical manager was given on the server's command line.",
    ),
];

/// What happened when the server was restored from a backup; the backup's time follows.
const RESTORED: &str = "restored";

/// Tells a person, without a message to their mailbox, that the server was restored from a backup of this time.
pub(super) async fn restored(tx: &mut Tx, person: PersonId, backup: Instant, now: Instant) -> Result<()> {
    stored(tx, person, format!("{RESTORED} {}", backup.0), None, now).await.map(drop)
}

/// Whether the server writes such a notice.
pub(in crate::app) fn is_notice(what: &str) -> bool {
    match named(what.to_owned()) {
        (code, None) => code == what && WORDS.iter().any(|(known, ..)| *known == what),
        (code, Some(_)) => code == RESTORED,
    }
}

/// The code of a stored notice, and the time that it names.
pub(super) fn named(what: String) -> (String, Option<Instant>) {
    match what.split_once(' ') {
        Some((code, at)) => (code.to_owned(), at.parse().ok().map(Instant)),
        None => (what, None),
    }
}

/// Records what happened to an account and sends a message to its mailbox.
pub(super) async fn happened(tx: &mut Tx, subject: &Known, what: &'static str, by: Option<PersonId>, now: Instant) -> Result<()> {
    told(tx, subject.id, &subject.entry.email, what, by, now).await
}

/// A declaration is withdrawn: the person is told, and every technical manager (C-4.1.2.1).
pub(super) async fn withdrawn(tx: &mut Tx, subject: &Known, by: PersonId, now: Instant) -> Result<()> {
    happened(tx, subject, "declaration_withdrawn", Some(by), now).await?;
    for row in register::all::<Person>(tx).await? {
        let manages = row.body.active && row.body.roles.contains(&Role::TechnicalManager);
        if manages && row.id != subject.id {
            mail(tx, &row.body.email, "declaration_withdrawn", now).await?;
        }
    }
    Ok(())
}

/// The same for what the person has just done: there is nothing to read at the next sign-in.
pub(super) async fn known(tx: &mut Tx, subject: &Known, what: &'static str, now: Instant) -> Result<()> {
    let notice = stored(tx, subject.id, what.to_owned(), Some(subject.id), now).await?;
    store::read(tx, &notice, now).await?;
    mail(tx, &subject.entry.email, what, now).await
}

async fn told(tx: &mut Tx, person: PersonId, email: &str, what: &'static str, by: Option<PersonId>, now: Instant) -> Result<()> {
    stored(tx, person, what.to_owned(), by, now).await?;
    mail(tx, email, what, now).await
}

async fn stored(tx: &mut Tx, person: PersonId, what: String, by: Option<PersonId>, now: Instant) -> Result<String> {
    let (id, by_person) = (random::id::<store::Notice>(now).to_string(), by.map(|by| by.to_string()).unwrap_or_default());
    store::notice(tx, &store::Notice { id: id.clone(), person_id: person.to_string(), what, by_person, at: now.0 }).await?;
    Ok(id)
}

/// A request was made that waits for a second person.
pub(super) async fn asked(tx: &mut Tx, subject: &Known, kind: Kind, by: Option<PersonId>, now: Instant) -> Result<()> {
    let what = match kind {
        Kind::Authority => "authority_asked",
        // The mailbox gets the link itself; the notice at sign-in tells the person too.
        Kind::Password | Kind::Mailbox => "password_asked",
        Kind::Signing => "signing_asked",
    };
    let email = if kind == Kind::Mailbox { "" } else { &subject.entry.email };
    told(tx, subject.id, email, what, by, now).await
}

/// What changed at once, through the register's form or because it only takes authority away; no other changes are announced here.
pub(super) async fn of_change(tx: &mut Tx, id: PersonId, before: &Person, after: &Person, by: PersonId, now: Instant) -> Result<()> {
    let (was, is) = (Authority::of(before), Authority::of(after));
    let renamed = was.sign_in != is.sign_in || was.email != is.email || was.name != is.name;
    // A declaration in the same change is not authority taken away.
    let bare = |of: Authority| Authority { sign_in: String::new(), email: String::new(), name: None, title: None, ..of.undeclared() };
    if bare(was) != bare(is) {
        told(tx, id, &before.email, "authority_taken", Some(by), now).await?;
    }
    if renamed {
        told(tx, id, &before.email, "account_renamed", Some(by), now).await?;
        mail(tx, if after.email == before.email { "" } else { &after.email }, "account_renamed", now).await?;
    }
    Ok(())
}

/// Sends a message to the mailbox, if there is one.
pub(super) async fn mail(tx: &mut Tx, email: &str, what: &str, now: Instant) -> Result<()> {
    if email.is_empty() {
        return Ok(());
    }
    let (zh, en) = WORDS.iter().find(|(code, ..)| *code == what).map_or(("", ""), |(_, zh, en)| (zh, en));
    let filled = LETTER.replace("{what_zh}", zh).replace("{what_en}", en);
    let (subject, text) = filled.split_once('\n').unwrap_or((&filled, ""));
    messages::put(tx, Letter { to: email, subject, text, customer: None, link_for: None }, now).await
}

#[cfg(test)]
mod tests {
    use super::*;

    // C-4.3.2: what people are told is in the server's words.
    #[test]
    fn a_notice_is_one_of_the_servers_words_or_names_the_backup_that_was_restored() {
        for (what, known) in [
            ("password_given", true),
            ("restored 1764446400000", true),
            ("restored", false),
            ("restored yesterday", false),
            ("password_given 1764446400000", false),
            ("nothing_happened", false),
            ("", false),
        ] {
            assert_eq!(is_notice(what), known, "{what}");
        }
    }
}
