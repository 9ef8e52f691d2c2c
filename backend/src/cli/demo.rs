//! `etalon demo`.

use std::process::ExitCode;

use clap::Args;

use super::serve::{Serve, listen};
use crate::app::Result;
use crate::demo;
use crate::state::Config;

/// How to serve the demo.
#[derive(Debug, Clone, Args)]
pub(super) struct Demo {
    #[command(flatten)]
    serve: Serve,
    /// Without past work: no records and no certificates yet.
    #[arg(long, env = "ETALON_DEMO_PLAIN")]
    plain: bool,
}

/// Serves the demo body.
pub(super) async fn run(command: Demo) -> Result<ExitCode> {
    let Demo { serve, plain } = command;
    let config = Config { demo: true, ..serve.config() };
    let state = serve.storage.app(config).await?;
    if plain {
        demo::load(&state).await?;
    } else {
        demo::load_with_history(&state, tell).await?;
    }
    println!("Etalon's demo body serves on {}", serve.address());
    for account in demo::sign_ins() {
        println!("  {:<12} {:<16} {}", account.sign_in, account.password, account.name.en);
    }
    listen(&serve, state).await
}

fn tell(done: usize, of: usize) {
    if done == 0 {
        println!("The demo's past work is made, if it is not there yet: {of} orders");
    } else {
        println!("  {done} of {of}");
    }
}
