//! The first administrator of an empty database.

use base::finding::Severity;
use base::text::Bilingual;
use contract::access::account::{AccountRefusal, sign_in_name};
use contract::api::account::{Setup, SetupView};
use domain::access::Role;
use domain::authority::AuthorityRefusal;
use domain::event::Hash;
use domain::library::body::{Body, CertificateLanguage};
use domain::library::person::{Person, TitleLevel};
use domain::register::Entry;

use super::account::at;
use super::password::strength;
use super::register::{Change, write};
use super::{Error, Result, password};
use crate::state::App;
use crate::store::account as store;
use crate::{demo, random};

/// Whether the first administrator is needed, and the demo's sign-ins where this is the demo.
pub async fn view(app: &App) -> Result<SetupView> {
    let any = app.db.read::<_, Error, _>(|tx| Box::pin(async move { Ok(store::any(tx).await?) })).await?;
    Ok(SetupView { needed: !any, demo: if app.config.demo { demo::sign_ins() } else { Vec::new() } })
}

/// Makes the body and its first administrator; refused once anybody can sign in.
pub async fn setup(app: &App, command: Setup) -> Result<()> {
    let token = Hash::of(command.token.trim().as_bytes());
    if app.config.setup_token != Some(token) {
        return Err(Error::forbidden(&AuthorityRefusal::SetupTokenWrong));
    }
    let about = strength::About::names(&command.sign_in, &[&command.name, &command.body]);
    strength::admit(&command.password, None, about).await.map_err(|refusal| at(Error::rule(&refusal), "password"))?;
    let (body, person) = (body(&command), administrator(&command));
    if command.body.is_empty() {
        return Err(at(Error::refused(422, "required"), "body"));
    }
    let findings: Vec<_> = domain::register::entry::text_findings(&body).into_iter().chain(person.all_findings()).collect();
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Err(Error::findings("invalid", findings));
    }
    let hash = password::hash(app, command.password).await?;
    let now = app.now();
    app.db
        .write(move |tx| {
            let (body, person, hash) = (body.clone(), person.clone(), hash.clone());
            Box::pin(async move {
                if store::any(tx).await? {
                    return Err(Error::conflict(&AccountRefusal::SetupDone));
                }
                let administrator = random::id(now);
                let (revision, by, reason) = (0, Some(administrator), "");
                write(tx, Change { id: random::id(now), revision, body: &body, at: now, by, reason }).await?;
                write(tx, Change { id: administrator, revision, body: &person, at: now, by, reason }).await?;
                Ok(store::put_password(tx, administrator, &hash, false, now).await?)
            })
        })
        .await
}

fn administrator(command: &Setup) -> Person {
    Person {
        name: command.name.clone(),
        sign_in: sign_in_name(&command.sign_in),
        email: String::new(),
        title: String::new(),
        title_level: TitleLevel::None,
        roles: vec![Role::Administrator],
        customer: None,
        employment: Vec::new(),
        authorisations: Vec::new(),
        conflicts: Vec::new(),
        active: true,
    }
}

/// A body with what every certificate needs still to be written in.
fn body(command: &Setup) -> Body {
    Body {
        name: command.body.clone(),
        address: Bilingual::default(),
        telephone: String::new(),
        email: String::new(),
        website: String::new(),
        seal: command.body.clone(),
        permits: String::new(),
        number_pattern: "EC{year}-{seq:5}".to_owned(),
        certificate_language: CertificateLanguage::Bilingual,
        time_zone: "Asia/Shanghai".to_owned(),
    }
}
