//! Where a request comes from.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum_client_ip::RightmostXForwardedFor;

use crate::app::{Error, Result};
use crate::state::AppState;

/// Where a request comes from.
#[derive(Debug, Clone, Copy)]
pub struct Address(pub IpAddr);

impl FromRequestParts<AppState> for Address {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self> {
        let direct = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        // The proxy writes last, in a separate header line or after earlier values.
        let behind_proxy = match app.config.trust_proxy {
            true => RightmostXForwardedFor::from_request_parts(parts, app).await.ok().map(|named| named.0),
            false => None,
        };
        Ok(Self(behind_proxy.or(direct).unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST))))
    }
}
