//! Carries out what the engine says.

use contract::api::path;
use contract::sync::engine::{Failure as Cut, Input, Outgoing, Output, Write};
use contract::sync::{EventAnswer, EventOutcome, ExchangeRequest, ExchangeResponse};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{tell_others, uploads};
use crate::data::tablet::Tablet;
use crate::failure::Failure;
use crate::local::{Book, LocalError, Vault};
use crate::remote;
use crate::text::format::now;

/// No session, or one that ended.
const NOT_SIGNED_IN: &str = "not_signed_in";
/// The device is.
const REVOKED: &str = "device_revoked";
/// The session is another person's.
const OF_ANOTHER: &str = "device_of_another";

/// One step of the engine and everything that follows from it at once.
pub async fn step(tablet: Tablet, input: Input) {
    let Some(vault) = tablet.vault.get_untracked() else { return };
    let mut inputs = vec![input];
    while let Some(input) = inputs.pop() {
        // The screens do not follow the engine's own state; they are told by what changes the book.
        let outputs = tablet.book.try_update_untracked(|book| book.as_mut().map(|book| book.engine.step(input, now())));
        for output in outputs.flatten().unwrap_or_default() {
            match carry_out(tablet, &vault, output).await {
                Ok(next) => inputs.extend(next),
                Err(why) => return recover(tablet, why).await,
            }
        }
    }
}

async fn carry_out(tablet: Tablet, vault: &Vault, output: Output) -> Result<Option<Input>, LocalError> {
    match output {
        Output::Send { token, request } => send(tablet, vault.clone(), token, *request)?,
        Output::Store(writes) => store(tablet, vault, writes).await?,
        Output::Recall { from } => return Ok(Some(Input::Recalled(recalled(tablet, from)))),
        Output::Status(status) => drop(tablet.status.try_set(status)),
        // Taken in with what was stored.
        Output::Changed(_) | Output::Pack(_) => {}
    }
    Ok(None)
}

fn send(tablet: Tablet, vault: Vault, token: u64, mut request: ExchangeRequest) -> Result<(), LocalError> {
    vault.sign_exchange(&mut request)?;
    spawn_local(async move {
        let answer = exchanged(tablet, &vault, &request).await;
        if !tablet.is_still(&vault) {
            return;
        }
        let arrived = answer.is_ok();
        if let Some(revoked) = says_revoked(&answer) {
            tablet.hear_whether_revoked(&vault, revoked).await;
        }
        let input = match answer {
            Ok(response) => Input::Response { token, response: Box::new(response) },
            Err(failure) => Input::Failed { token, failure },
        };
        Box::pin(step(tablet, input)).await;
        if arrived {
            uploads::send(tablet).await;
            tablet.look_for_version_once().await;
            tablet.keep_recovery_once().await;
        }
    });
    Ok(())
}

/// Whether the answer says that the device is revoked: entries of a revoked device are stored and set aside, an exchange without entries is
/// refused. A network failure says nothing about it.
fn says_revoked(answer: &Result<ExchangeResponse, Cut>) -> Option<bool> {
    match answer {
        Ok(response) => {
            let revoked = |answer: &EventAnswer| matches!(&answer.outcome, EventOutcome::SetAside { code } if code == REVOKED);
            if response.answers.is_empty() { Some(false) } else { response.answers.iter().any(revoked).then_some(true) }
        }
        Err(Cut::Refused { code }) => (code == REVOKED).then_some(true),
        Err(_) => None,
    }
}

/// The office's answer. What one person wrote never goes out under another's session: to this person, another's is none.
async fn exchanged(tablet: Tablet, vault: &Vault, request: &ExchangeRequest) -> Result<ExchangeResponse, Cut> {
    if tablet.is_of_another(vault) {
        return Err(Cut::Refused { code: NOT_SIGNED_IN.to_owned() });
    }
    let answer = remote::post::<_, ExchangeResponse>(path::SYNC, request).await;
    if answer.as_ref().is_err_and(|why| [NOT_SIGNED_IN, OF_ANOTHER].contains(&why.code())) {
        // Whose session it is was not known here, or has changed in another tab.
        tablet.session.refresh().await;
    }
    answer.map_err(|why| cut(&why))
}

/// What ends by itself is tried again; the rest waits for the person.
fn cut(why: &Failure) -> Cut {
    match why {
        Failure::Unreachable => Cut::Network,
        Failure::Problem(problem) if problem.code == OF_ANOTHER => Cut::Refused { code: NOT_SIGNED_IN.to_owned() },
        Failure::Problem(problem) => Cut::of(problem),
    }
}

async fn store(tablet: Tablet, vault: &Vault, writes: Vec<Write>) -> Result<(), LocalError> {
    vault.write(Book::rows(&writes)?).await?;
    let news = writes.iter().any(|write| !matches!(write, Write::Meta(_)));
    if tablet.is_still(vault) && news {
        tablet.book.try_update(|book| {
            if let Some(book) = book {
                book.take_in(writes);
            }
        });
        tell_others(vault.device);
    }
    Ok(())
}

fn recalled(tablet: Tablet, from: u64) -> Vec<Outgoing> {
    tablet.book.with_untracked(|book| {
        book.as_ref().map(|book| book.own.range(from..).map(|(_, written)| Outgoing::of(written)).collect()).unwrap_or_default()
    })
}

/// The write failed: what is on disk is what counts.
async fn recover(tablet: Tablet, why: LocalError) {
    tablet.failing.try_set(Some(why));
    if tablet.reload().await.is_ok() {
        tablet.failing.try_set(None);
    }
}
