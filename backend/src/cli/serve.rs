//! `etalon serve`.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use clap::Args;
use domain::access::wing::Wing;
use domain::event::Hash;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use hyper_util::server::conn::auto::Builder;

use crate::app::account::one_time;
use crate::app::authority::command_line;
use crate::app::jobs::{self, Runner};
use crate::app::limit::Rates;
use crate::app::{Error, Result, setup};
use crate::cli::say::say;
use crate::cli::storage::Storage;
use crate::http::router;
use crate::state::{AppState, Config, Smtp};

/// How long a client may take to say what it wants.
const HEAD_WITHIN: Duration = Duration::from_secs(30);

/// How to serve.
#[derive(Debug, Clone, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    pub(super) storage: Storage,
    /// Address and port to listen on.
    #[arg(long, env = "ETALON_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Folder with the built app.
    #[arg(long, env = "ETALON_APP", default_value = "dist")]
    app: PathBuf,
    /// Certificate chain (PEM), to serve HTTPS without a proxy.
    #[arg(long, env = "ETALON_TLS_CERT", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// Private key (PEM) of the certificate.
    #[arg(long, env = "ETALON_TLS_KEY", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// A proxy in front speaks HTTPS to browsers and names their address in `X-Forwarded-For`.
    #[arg(long, env = "ETALON_BEHIND_PROXY")]
    behind_proxy: bool,
    /// Address of this server in e-mails and QR codes. QR codes name the body's website by default; links to a new password are sent only
    /// if this is set.
    #[arg(long, env = "ETALON_PUBLIC_URL", default_value = "")]
    public_url: String,
    /// `smtp://` or `smtps://` address, with user and password; without it messages stay in the outbox.
    #[arg(long, env = "SMTP_URL", hide_env_values = true, requires = "smtp_from")]
    smtp_url: Option<String>,
    /// Sender of e-mails.
    #[arg(long, env = "SMTP_FROM")]
    smtp_from: Option<String>,
    /// Failed passwords allowed per minute and account, from one address or known browser.
    #[arg(long, env = "ETALON_RATE_ACCOUNT", default_value_t = Rates::default().account)]
    rate_account: u32,
    /// Failed sign-ins and public checks allowed per minute and address.
    #[arg(long, env = "ETALON_RATE_ADDRESS", default_value_t = Rates::default().address)]
    rate_address: u32,
    /// One-time token required to create the first administrator; by default a new one is printed at the start. Several servers on one
    /// database need the same token.
    #[arg(long, env = "ETALON_SETUP_TOKEN", hide_env_values = true, value_parser = setup_token)]
    setup_token: Option<String>,
    /// Wings to show, separated by commas: calibration, comparison. Nothing of another wing is served or shown.
    #[arg(long, env = "ETALON_WINGS", value_delimiter = ',', default_value = "calibration")]
    wings: Vec<Wing>,
}

/// Fewest characters of a setup token.
const TOKEN_LEAST: usize = 16;

fn setup_token(given: &str) -> std::result::Result<String, String> {
    let long = given.trim().chars().count() >= TOKEN_LEAST;
    if long { Ok(given.trim().to_owned()) } else { Err(format!("at least {TOKEN_LEAST} characters")) }
}

impl Serve {
    /// What the application is told.
    pub(super) fn config(&self) -> Config {
        let smtp = self.smtp_url.clone().zip(self.smtp_from.clone());
        Config {
            https: self.behind_proxy || self.tls_cert.is_some(),
            trust_proxy: self.behind_proxy,
            app: Some(self.app.clone()),
            rates: Rates { account: self.rate_account, address: self.rate_address },
            public_url: self.public_url.clone(),
            smtp: smtp.map(|(url, from)| Smtp { url, from }),
            wings: self.wings.clone(),
            ..Config::default()
        }
    }

    /// The address to print.
    pub(super) fn address(&self) -> String {
        let scheme = if self.tls_cert.is_some() { "https" } else { "http" };
        let ip = self.listen.ip();
        // A browser trusts `localhost` without HTTPS; a server that listens on all addresses can be reached there too.
        let here = ip.is_loopback() || ip.is_unspecified();
        if here { format!("{scheme}://localhost:{}", self.listen.port()) } else { format!("{scheme}://{}", self.listen) }
    }
}

/// Serves until it is told to stop.
pub(super) async fn run(command: Serve) -> Result<ExitCode> {
    let token = command.setup_token.clone().unwrap_or_else(one_time);
    let config = Config { setup_token: Some(Hash::of(token.as_bytes())), ..command.config() };
    let state = command.storage.keyed(command.storage.app(config).await?).await?;
    say(format_args!("Etalon serves on {}", command.address()));
    if setup::view(&state).await?.needed {
        say(format_args!("The first administrator is made at {}/setup with this one-time token: {token}", command.address()));
    } else if !command_line::anybody(&state).await? {
        say(format_args!("No administrator can sign in: etalon admin restores access"));
    }
    listen(&command, state).await
}

/// Answers requests; on SIGINT or SIGTERM it finishes what it has begun.
pub(super) async fn listen(command: &Serve, state: AppState) -> Result<ExitCode> {
    for path in command.storage.open_to_all() {
        say(format_args!("Everybody on this machine can read {}: take it from them with chmod -R go-rwx", path.display()));
    }
    let handle = Handle::new();
    tokio::spawn(stop_on_signal(handle.clone()));
    let runner = Runner::new(jobs::list::kinds(&state.config));
    runner.start(state.clone());
    let service = router(state.clone()).into_make_service_with_connect_info::<SocketAddr>();
    match command.tls_cert.as_ref().zip(command.tls_key.as_ref()) {
        Some((cert, key)) => {
            // Fails only where a provider is installed already.
            let _ = rustls::crypto::ring::default_provider().install_default();
            let tls = RustlsConfig::from_pem_file(cert, key).await?;
            let mut server = axum_server::bind_rustls(command.listen, tls).handle(handle);
            impatient(server.http_builder());
            server.serve(service).await
        }
        None => {
            let mut server = axum_server::bind(command.listen).handle(handle);
            impatient(server.http_builder());
            server.serve(service).await
        }
    }
    .map_err(|error| Error::Internal(format!("{}: {error}", command.listen)))?;
    runner.stop(&state).await?;
    state.db.close().await;
    Ok(ExitCode::SUCCESS)
}

/// A connection that does not say what it wants is closed: otherwise a few thousand of them would be all there can be.
fn impatient(builder: &mut Builder<TokioExecutor>) {
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD_WITHIN);
    builder.http2().timer(TokioTimer::new()).keep_alive_interval(HEAD_WITHIN);
}

async fn stop_on_signal(handle: Handle<SocketAddr>) {
    let interrupted = tokio::signal::ctrl_c();
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut terminated) => {
            tokio::select! { _ = interrupted => {}, _ = terminated.recv() => {} }
        }
        Err(_) => {
            let _ = interrupted.await;
        }
    }
    tracing::info!("stopping");
    handle.graceful_shutdown(Some(Duration::from_secs(10)));
}
