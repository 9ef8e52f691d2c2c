//! `etalon`: the command line.

use std::process::ExitCode;

use clap::Parser;
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_env("ETALON_LOG").unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match backend::cli::run(backend::cli::Cli::parse()).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("etalon: {error}");
            ExitCode::FAILURE
        }
    }
}
