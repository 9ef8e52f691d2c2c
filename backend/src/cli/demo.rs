//! `etalon demo`.

use std::process::ExitCode;

use clap::Args;

use super::serve::{Serve, listen};
use crate::app::Result;
use crate::cli::say::say;
use crate::demo;
use crate::state::{Clock, Config};

/// How to serve the demo.
#[derive(Debug, Clone, Args)]
pub(super) struct Demo {
    #[command(flatten)]
    serve: Serve,
    /// Without past work: no records and no certificates yet.
    #[arg(long, env = "ETALON_DEMO_PLAIN")]
    plain: bool,
    /// How many milliseconds the demo's clock is ahead of the machine's, so that stories can run at any hour of the day.
    #[arg(long, env = "ETALON_DEMO_AHEAD", hide = true, default_value_t = 0)]
    ahead: i64,
}

/// Serves the demo body.
pub(super) async fn run(command: Demo) -> Result<ExitCode> {
    let Demo { serve, plain, ahead } = command;
    let config = config(&serve);
    let state = serve.storage.keyed(serve.storage.app_at(config, Clock::Ahead(ahead)).await?).await?;
    if plain {
        demo::load(&state).await?;
    } else {
        demo::load_with_history(&state, tell).await?;
    }
    say(format_args!("Etalon's demo body serves on {}", serve.address()));
    for account in demo::sign_ins() {
        say(format_args!("  {:<12} {:<16} {}", account.sign_in, account.password, account.name.en));
    }
    listen(&serve, state).await
}

/// If the demo is served at another address, that address appears in its QR codes, mails and certificates.
fn config(serve: &Serve) -> Config {
    let config = serve.config();
    let public_url = if config.public_url.is_empty() { serve.address() } else { config.public_url.clone() };
    Config { demo: true, public_url, ..config }
}

fn tell(done: usize, of: usize) {
    if done == 0 {
        say(format_args!("The demo's past work is made, if it is not there yet: {of} orders"));
    } else {
        say(format_args!("  {done} of {of}"));
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        demo: Demo,
    }

    #[test]
    fn the_demo_names_the_address_that_it_listens_on() {
        let of = |arguments: &[&str]| {
            let line = Line::parse_from([&["demo", "--public-url", ""][..], arguments].concat());
            config(&line.demo.serve).public_url
        };
        assert_eq!(of(&["--listen", "127.0.0.1:8111"]), "http://localhost:8111");
        assert_eq!(of(&["--listen", "0.0.0.0:8111"]), "http://localhost:8111");
        assert_eq!(of(&["--listen", "192.168.1.7:80"]), "http://192.168.1.7:80");
        assert_eq!(of(&["--listen", "[fe80::1]:8111"]), "http://[fe80::1]:8111");
        let line = Line::parse_from(["demo", "--listen", "127.0.0.1:8111", "--public-url", "https://lab.example"]);
        assert_eq!(config(&line.demo.serve).public_url, "https://lab.example");
    }
}
