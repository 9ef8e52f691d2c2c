//! How often one may try: per account and per address.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use shared::access::account::AccountRefusal;
use shared::api::Problem;
use shared::event::Hash;

use crate::app::{Error, Result};
use crate::state::Rates;

/// Above this many keys, those at rest are forgotten.
const KEYS: usize = 10_000;

/// The limiters of one server.
pub struct Limits {
    /// By the hash of the account's name: a key takes the same room whatever was typed.
    account: DefaultKeyedRateLimiter<Hash>,
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
        self.account.check_key(&Hash::of(sign_in.as_bytes())).map_err(|_| too_many())
    }

    /// One try from an address.
    pub fn address(&self, address: IpAddr) -> Result<()> {
        if self.address.len() > KEYS {
            self.address.retain_recent();
        }
        self.address.check_key(&network(address)).map_err(|_| too_many())
    }
}

/// Whom an address stands for: of IPv6 the /64, which is what one subscriber has.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64)),
        v4 => v4,
    }
}

fn quota(a_minute: u32) -> Quota {
    Quota::per_minute(NonZeroU32::new(a_minute).unwrap_or(NonZeroU32::MIN))
}

fn too_many() -> Error {
    Error::Refused(Box::new(Problem::of(429, &AccountRefusal::TooManyAttempts)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_subscriber_is_one_address_however_many_they_have() {
        let of = |text: &str| network(text.parse().expect("an address"));
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), of("2001:db8:1:2::1"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.7"), of("192.0.2.7"));
        assert_ne!(of("192.0.2.7"), of("192.0.2.8"));
    }

    #[test]
    fn a_subscribers_other_addresses_are_no_further_tries() {
        let limits = Limits::new(&Rates { account: 1, address: 1 });
        assert!(limits.address("2001:db8::1".parse().expect("an address")).is_ok());
        assert!(limits.address("2001:db8::2".parse().expect("an address")).is_err());
    }
}
