//! A letter gets its own link when it is sent.

use domain::authority::AuthorityRefusal;
use domain::event::Hash;

use crate::app::{Error, Result, account};
use crate::state::App;
use crate::store::authority as store;

/// The text of a message as it is sent, with its own link, whose token is in this text only. The link leads to the address that the
/// operator of the server set; without one there is no link: the body's website is written by one administrator, who could have the token
/// sent there.
pub async fn filled(app: &App, text: &str, request: &str) -> Result<String> {
    if app.config.public_url.is_empty() {
        return Err(Error::rule(&AuthorityRefusal::MailNotSent));
    }
    let token = account::token();
    let (hash, request, now) = (Hash::of(token.as_bytes()), request.to_owned(), app.now());
    app.db
        .write::<_, Error, _>(move |tx| {
            let request = request.clone();
            Box::pin(async move { Ok(store::link(tx, hash, &request, now).await?) })
        })
        .await?;
    Ok(text.replace("{link}", &format!("{}/reset?token={token}", app.config.public_url.trim_end_matches('/'))))
}
