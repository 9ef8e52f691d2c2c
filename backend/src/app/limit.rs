//! How often somebody may try: failures count, successful tries are given back. Failures elsewhere do not lock the account's person out:
//! they count by account and address, by account and known browser, or by session (ADR 0220).

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use contract::access::account::AccountRefusal;
use contract::api::Problem;
use domain::event::Hash;

use super::{Error, Result};

/// Above this many keys, those that no longer count are forgotten.
const KEYS: usize = 10_000;
/// Ratio of the failures allowed at one account from all addresses together to those allowed from one. Unknown browsers are stopped at that
/// limit, known browsers never.
const EVERYWHERE: u32 = 10;

/// Tries allowed per minute. For passwords, only failures count.
#[derive(Debug, Clone)]
pub struct Rates {
    /// Failed passwords of one account from one address, one known browser, or one session.
    pub account: u32,
    /// Failed passwords, public checks and setup attempts from one address.
    pub address: u32,
}

impl Default for Rates {
    fn default() -> Self {
        Self { account: 10, address: 60 }
    }
}

/// The origin of a password try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tries {
    /// A browser its person has signed in with before, by the hash of its token.
    Known(Hash),
    /// An unknown browser, by its address.
    Stranger(IpAddr),
}

/// The limiters of one server.
pub struct Limits {
    rates: Rates,
    /// Until when the tries with a key count. A key has a fixed size, whatever was typed.
    spent: Mutex<HashMap<Hash, Instant>>,
}

/// A try in progress: it counts as failed unless marked as successful.
#[must_use]
pub struct Attempt<'a> {
    limits: &'a Limits,
    taken: Vec<(Hash, u32)>,
}

impl Attempt<'_> {
    /// The try succeeded and does not count.
    pub fn went_right(self) {
        let mut spent = self.limits.spent();
        for (key, a_minute) in &self.taken {
            if let Some(until) = spent.get_mut(key) {
                *until = until.checked_sub(share(*a_minute)).unwrap_or(*until);
            }
        }
    }
}

impl Limits {
    /// Limiters with these rates.
    pub fn new(rates: &Rates) -> Self {
        Self { rates: rates.clone(), spent: Mutex::default() }
    }

    /// A try at an account's password, to sign in.
    pub fn sign_in(&self, account: &str, by: Tries) -> Result<Attempt<'_>> {
        let Rates { account: a_minute, address } = self.rates;
        match by {
            Tries::Known(browser) => self.take(vec![(key("browser", account, &browser.to_string()), a_minute)]),
            Tries::Stranger(from) => {
                let from = network(from).to_string();
                self.take(vec![
                    (key("account", account, &from), a_minute),
                    (key("everywhere", account, ""), a_minute.saturating_mul(EVERYWHERE)),
                    (key("address", "", &from), address),
                ])
            }
        }
    }

    /// A try at the password of a signed-in person, before a signature.
    pub fn again(&self, person: &str, session: Option<Hash>) -> Result<Attempt<'_>> {
        let session = session.map(|session| session.to_string()).unwrap_or_default();
        self.take(vec![(key("again", person, &session), self.rates.account)])
    }

    /// One request from an address; it counts whatever the answer, and beside the tries to sign in: who checks certificates at a desk
    /// does not lock its colleagues out.
    pub fn address(&self, from: IpAddr) -> Result<()> {
        self.take(vec![(key("request", "", &network(from).to_string()), self.rates.address)]).map(|_| ())
    }

    /// Takes one try from every key, or none at all.
    fn take(&self, keys: Vec<(Hash, u32)>) -> Result<Attempt<'_>> {
        self.take_at(keys, Instant::now()).ok_or_else(|| Error::Refused(Box::new(Problem::of(429, &AccountRefusal::TooManyAttempts))))
    }

    /// Each try counts for its share of a minute: a whole minute's tries may come at once, then one per share.
    fn take_at(&self, keys: Vec<(Hash, u32)>, now: Instant) -> Option<Attempt<'_>> {
        let mut spent = self.spent();
        if spent.len() > KEYS {
            spent.retain(|_, until| *until > now);
        }
        let until_of = |spent: &HashMap<Hash, Instant>, key: &Hash, a_minute: u32| {
            let until = spent.get(key).map_or(now, |until| (*until).max(now)) + share(a_minute);
            (until <= now + MINUTE).then_some(until)
        };
        let taken: Vec<_> = keys.iter().map(|(key, a_minute)| Some((*key, until_of(&spent, key, *a_minute)?))).collect::<Option<_>>()?;
        spent.extend(taken);
        drop(spent);
        Some(Attempt { limits: self, taken: keys })
    }

    fn spent(&self) -> std::sync::MutexGuard<'_, HashMap<Hash, Instant>> {
        self.spent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const MINUTE: Duration = Duration::from_secs(60);

fn share(a_minute: u32) -> Duration {
    MINUTE / a_minute.max(1)
}

fn key(kind: &str, account: &str, by: &str) -> Hash {
    Hash::of(format!("{kind}\0{account}\0{by}").as_bytes())
}

/// The subscriber an address stands for: with IPv6 its /64.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64)),
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn one_subscriber_is_one_address_however_many_they_have() {
        let of = |text: &str| network(address(text));
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), of("2001:db8:1:2::1"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.7"), of("192.0.2.7"));
        assert_ne!(of("192.0.2.7"), of("192.0.2.8"));
    }

    #[test]
    fn a_subscribers_other_addresses_are_no_further_tries() {
        let limits = Limits::new(&Rates { account: 1, address: 1 });
        assert!(limits.address(address("2001:db8::1")).is_ok());
        assert!(limits.address(address("2001:db8::2")).is_err());
    }

    #[test]
    fn requests_from_an_address_and_its_tries_to_sign_in_count_apart() {
        let limits = Limits::new(&Rates { account: 1, address: 1 });
        let from = address("192.0.2.7");
        assert!(limits.address(from).is_ok() && limits.address(from).is_err());
        let _failed = limits.sign_in("li.wei", Tries::Stranger(from)).expect("a try");
        assert!(limits.sign_in("another", Tries::Stranger(from)).is_err());
    }

    #[test]
    fn what_goes_right_does_not_count_and_what_is_under_way_does() {
        let limits = Limits::new(&Rates { account: 2, address: 100 });
        let by = Tries::Stranger(address("192.0.2.7"));
        for _ in 0..20 {
            limits.sign_in("li.wei", by).expect("a try").went_right();
        }
        let (first, _second) = (limits.sign_in("li.wei", by).expect("a try"), limits.sign_in("li.wei", by).expect("a try"));
        assert!(limits.sign_in("li.wei", by).is_err(), "as many at once as a minute has");
        first.went_right();
        assert!(limits.sign_in("li.wei", by).is_ok());
    }

    #[test]
    fn who_fails_elsewhere_keeps_no_known_browser_out() {
        let limits = Limits::new(&Rates { account: 2, address: 1_000 });
        for n in 0..20_u8 {
            let _ = limits.sign_in("li.wei", Tries::Stranger(address(&format!("192.0.2.{n}"))));
        }
        assert!(limits.sign_in("li.wei", Tries::Stranger(address("198.51.100.1"))).is_err(), "strangers together have ten times as many");
        assert!(limits.sign_in("chen.na", Tries::Stranger(address("198.51.100.1"))).is_ok());
        assert!(limits.sign_in("li.wei", Tries::Known(Hash::of(b"tablet"))).is_ok());
        assert!(limits.again("li.wei", Some(Hash::of(b"session"))).is_ok());
    }

    #[test]
    fn a_minute_later_one_may_try_again() {
        let limits = Limits::new(&Rates { account: 2, address: 2 });
        let (keys, start) = (|| vec![(key("a", "", ""), 2)], Instant::now());
        assert!(limits.take_at(keys(), start).is_some() && limits.take_at(keys(), start).is_some());
        assert!(limits.take_at(keys(), start + Duration::from_secs(29)).is_none());
        assert!(limits.take_at(keys(), start + Duration::from_secs(31)).is_some());
    }
}
