//! The paper original of a void certificate is asked back, and ticked off when it returns (C-5.4.2.2).

use base::id::CertificateId;
use contract::api::certificate::NoteRecall;
use domain::certificate::correction::{self, CorrectionRefused};

use crate::app::authority::hold;
use crate::app::{Actor, Error, Result};
use crate::state::App;
use crate::store::certificate::Happening;
use crate::store::{audit, certificate as store};

/// Notes what came back: the original, or the customer's word that it was destroyed or lost.
pub async fn note(app: &App, actor: &Actor, id: CertificateId, command: NoteRecall) -> Result<()> {
    let (by, now) = (actor.person, app.now());
    app.db
        .write(move |tx| {
            let note = command.note.clone();
            Box::pin(async move {
                hold::free(tx, by).await?;
                let row = store::find(tx, id).await?.ok_or_else(Error::not_found)?;
                correction::recall(&note, row.recall_asked.is_some(), row.recall_returned.is_some()).map_err(|refusal| match refusal {
                    CorrectionRefused::NoteMissing => Error::rule(&refusal),
                    _ => Error::conflict(&refusal),
                })?;
                store::happen(tx, id, Happening::RecallReturned(&note), Some(by), now).await?;
                Ok::<_, Error>(audit::append(tx, now, by, audit::Act::Certificate(id, audit::CertificateAct::Returned(&note))).await?)
            })
        })
        .await
}
