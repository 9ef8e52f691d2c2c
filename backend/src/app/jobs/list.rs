//! What this server does by the clock.

use base::time::Instant;
use domain::certificate::document::CertificateDocument;

use super::kind::{Kind, When};
use super::name::{DOCUMENTS, MESSAGES};
use crate::app::{attachments, documents, messages};
use crate::state::Config;

/// Files that nothing names are removed.
const FILES: &str = "files";

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// Every kind of job. Without a mail server messages stay in the outbox.
pub fn kinds(config: &Config) -> Vec<Kind> {
    let mut kinds = vec![
        Kind::new(DOCUMENTS, When::Every(10 * MINUTE), |app, _, _| {
            Box::pin(async move { documents::resume::<CertificateDocument>(app).await.map(|()| None::<Instant>) })
        }),
        Kind::new(FILES, When::Every(HOUR), |app, _, _| Box::pin(async move { attachments::sweep::sweep(app).await.map(|_| None) })),
    ];
    if let Some(smtp) = config.smtp.clone() {
        kinds.push(Kind::new(MESSAGES, When::Every(10 * MINUTE), move |app, _, _| {
            let smtp = smtp.clone();
            Box::pin(async move {
                messages::send_waiting(app, &smtp).await?;
                messages::next(app).await
            })
        }));
    }
    kinds
}
