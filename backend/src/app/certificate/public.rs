//! What anybody may ask: whether a certificate is genuine, and who the body is.

use base::text::search::folded;
use contract::api::portal::{PublicBody, PublicCheck, PublicCheckView};
use domain::certificate::number::read_check_code;
use domain::event::Hash;
use domain::library::body::Body;

use super::{document, followed_by, pdf_hash, state};
use crate::app::{Error, Result};
use crate::state::App;
use crate::store::{certificate as store, register};

/// Checks a number with its code. A number that is not there, a wrong code and a certificate not yet released get one answer.
pub async fn check(app: &App, question: PublicCheck) -> Result<PublicCheckView> {
    let number = question.number.trim().to_owned();
    // Typed from paper, in whatever case and with whatever dash.
    let capital = folded(&number).to_uppercase();
    let read = app.db.read(move |tx| {
        Box::pin(async move { Ok::<_, Error>((store::by_number(tx, &number).await?, store::by_number(tx, &capital).await?)) })
    });
    let (as_typed, in_capitals) = read.await?;
    let found = as_typed.or(in_capitals);
    // Compared by hash, so that the time taken says nothing of how much of a code was right.
    let asked = Hash::of(read_check_code(&question.code).as_bytes());
    let held = Hash::of(found.as_ref().map_or("", |row| row.stored.check_code.as_str()).as_bytes());
    let row = found.filter(|row| asked == held && row.sha256.is_some());
    let row = row.ok_or_else(|| Error::refused(404, "certificate_not_found"))?;
    let document = document(&row.stored)?;
    Ok(PublicCheckView {
        number: row.stored.number.clone(),
        state: state(&row),
        followed_by: followed_by(&row),
        issued_on: document.envelope.issued_on,
        item: document.stated.item.name,
        serial_number: document.stated.item.serial_number,
        body: document.stated.body.name,
        pdf_hash: pdf_hash(&row)?,
    })
}

/// The body's public page.
pub async fn body(app: &App) -> Result<PublicBody> {
    let found = app.db.read(|tx| Box::pin(async move { Ok::<_, Error>(register::by_code::<Body>(tx, "body").await?) })).await?;
    let body = found.ok_or_else(Error::not_found)?.body;
    Ok(PublicBody { name: body.name, address: body.address, telephone: body.telephone, email: body.email, permits: body.permits })
}
