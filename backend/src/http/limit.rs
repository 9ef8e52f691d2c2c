//! How often one may try: per account and per address.

use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use shared::access::account::AccountRefusal;
use shared::api::Problem;

use crate::app::{Error, Result};
use crate::state::Rates;

/// Above this many keys, those at rest are forgotten.
const KEYS: usize = 10_000;

/// The limiters of one server.
pub struct Limits {
    account: DefaultKeyedRateLimiter<String>,
    address: DefaultKeyedRateLimiter<IpAddr>,
}

impl Limits {
    /// Limiters with these rates.
    pub fn new(rates: &Rates) -> Self {
        Self { account: RateLimiter::keyed(quota(rates.account)), address: RateLimiter::keyed(quota(rates.address)) }
    }

    /// One try at an account's password.
    pub fn account(&self, sign_in: &str) -> Result<()> {
        if self.account.len() > KEYS {
            self.account.retain_recent();
        }
        self.account.check_key(&sign_in.to_owned()).map_err(|_| too_many())
    }

    /// One try from an address.
    pub fn address(&self, address: IpAddr) -> Result<()> {
        if self.address.len() > KEYS {
            self.address.retain_recent();
        }
        self.address.check_key(&address).map_err(|_| too_many())
    }
}

fn quota(a_minute: u32) -> Quota {
    Quota::per_minute(NonZeroU32::new(a_minute).unwrap_or(NonZeroU32::MIN))
}

fn too_many() -> Error {
    Error::Refused(Box::new(Problem::of(429, &AccountRefusal::TooManyAttempts)))
}
