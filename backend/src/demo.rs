//! The demo body: loaded into an empty database, with sign-ins that everybody may know.

use shared::api::account::DemoSignIn;

use crate::app::Result;
use crate::state::App;

/// Loads the demo body if the database is empty.
pub async fn load(_app: &App) -> Result<()> {
    Ok(())
}

/// The demo's accounts.
pub fn sign_ins() -> Vec<DemoSignIn> {
    Vec::new()
}
