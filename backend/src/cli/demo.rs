//! `etalon demo`.

use std::process::ExitCode;

use super::serve::{Serve, listen};
use crate::app::Result;
use crate::demo;
use crate::state::Config;

/// Serves the demo body.
pub(super) async fn run(command: Serve) -> Result<ExitCode> {
    let config = Config { demo: true, ..command.config() };
    let state = command.storage.app(config).await?;
    demo::load(&state).await?;
    println!("Etalon's demo body serves on {}", command.address());
    for account in demo::sign_ins() {
        println!("  {:<12} {:<16} {}", account.sign_in, account.password, account.name.en);
    }
    listen(&command, state).await
}
