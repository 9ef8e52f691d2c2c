//! After a restore: what was ended or replaced since the backup is as it was before, so nothing that opens an account stays in force, and
//! those who look after accounts are told to look at passwords and devices again. If certificates were issued, their numbers are open.

use base::time::Instant;
use domain::access::Role;
use domain::authority::Outcome;
use domain::event::Hash;
use domain::library::person::Person;

use super::{done, notice};
use crate::app::Result;
use crate::store::{Tx, account, audit, authority as store, certificate, register};

/// A backup that was restored.
#[derive(Debug, Clone, Copy)]
pub struct Backup {
    /// When it was made.
    pub at: Instant,
    /// Hash of its content.
    pub sha256: Hash,
}

/// Ends sessions, known browsers and waiting links; says in the audit trail, and to administrators and technical managers, what was
/// restored.
pub async fn restored(tx: &mut Tx, backup: Backup, now: Instant) -> Result<()> {
    account::end_everybodys(tx, now).await?;
    for request in store::mailboxes(tx).await? {
        let request = request.confirmation;
        done::end(tx, &request, Outcome::Withdrawn, request.asked_by, now, "restored").await?;
    }
    for row in register::all::<Person>(tx).await? {
        let keeps = [Role::Administrator, Role::TechnicalManager].iter().any(|role| row.body.roles.contains(role));
        if row.body.active && keeps {
            notice::restored(tx, row.id, backup.at, now).await?;
        }
    }
    let restored = audit::Backup::Restored { made_at: backup.at, numbers_open: certificate::any(tx).await? };
    Ok(audit::append(tx, now, None, audit::Act::Backup(backup.sha256, restored)).await?)
}
