//! What a device signs of an exchange, in two forms (`docs/CHAINS.md`). The first says nothing of the time: whoever has such an
//! exchange can send it again with another `now`. The second covers all that an exchange asks and brings.

use super::ExchangeRequest;
use base::id::DeviceId;
use base::time::Instant;
use domain::event::Hash;
use domain::event::signature::{self, SignatureError};

/// A form of the signed text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// `etalon-exchange-1`: of the first release. Taken from a device until it has once signed the second.
    First,
    /// `etalon-exchange-2`.
    Second,
}

/// What the second form states, a line for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The device.
    pub device: DeviceId,
    /// Number of event texts.
    pub events: usize,
    /// Hash of the last of them, or of the last acknowledged one.
    pub head: Hash,
    /// Device time at sending.
    pub now: Instant,
    /// Server time of the last answer that the app has had since it was opened.
    pub answered: Option<Instant>,
    /// Server minus device time in milliseconds, as an answer told it before what is sent was made.
    pub clock_offset: Option<i64>,
    /// What the device has received.
    pub cursor: u64,
    /// Version of its job pack.
    pub pack: String,
}

impl Statement {
    /// What a request states.
    pub fn of(request: &ExchangeRequest) -> Self {
        Self {
            device: request.device,
            events: request.events.len(),
            head: request.head,
            now: request.now,
            answered: request.answered,
            clock_offset: request.clock_offset,
            cursor: request.cursor,
            pack: request.pack.clone(),
        }
    }

    /// The text that is signed; what is not there is an empty line.
    pub fn text(&self) -> String {
        let Self { device, events, head, now, cursor, pack, .. } = self;
        let answered = self.answered.map(|at| at.0.to_string()).unwrap_or_default();
        let clock_offset = self.clock_offset.map(|offset| offset.to_string()).unwrap_or_default();
        format!("etalon-exchange-2\n{device}\n{events}\n{head}\n{}\n{answered}\n{clock_offset}\n{cursor}\n{pack}\n", now.0)
    }

    /// What a text of the second form states; `None` for any other text.
    pub fn read(text: &str) -> Option<Self> {
        let mut lines = text.strip_prefix("etalon-exchange-2\n")?.strip_suffix('\n')?.splitn(8, '\n');
        let mut line = || lines.next();
        let optional = |line: &str| if line.is_empty() { Some(None) } else { line.parse().ok().map(Some) };
        let found = Self {
            device: line()?.parse().ok()?,
            events: line()?.parse().ok()?,
            head: Hash::parse(line()?)?,
            now: Instant(line()?.parse().ok()?),
            answered: optional(line()?)?.map(Instant),
            clock_offset: optional(line()?)?,
            cursor: line()?.parse().ok()?,
            pack: line()?.to_owned(),
        };
        (found.text() == text).then_some(found)
    }
}

impl ExchangeRequest {
    /// Signs it with the person's key on this device, in the second form.
    ///
    /// # Errors
    /// When the bytes are no key.
    pub fn sign(&mut self, secret: &[u8; 32]) -> Result<(), SignatureError> {
        self.signature = signature::sign(secret, Statement::of(self).text().as_bytes())?;
        Ok(())
    }

    /// Signs it as the first release does.
    ///
    /// # Errors
    /// When the bytes are no key.
    pub fn sign_first(&mut self, secret: &[u8; 32]) -> Result<(), SignatureError> {
        self.signature = signature::sign(secret, &Self::first_text(self.device, self.events.len(), self.head))?;
        Ok(())
    }

    /// The form in which this key signed it; `None` where it did not.
    pub fn form(&self, public_key: &str) -> Option<Form> {
        let holds = |text: &[u8]| signature::verify(public_key, text, &self.signature).is_ok();
        if holds(Statement::of(self).text().as_bytes()) {
            return Some(Form::Second);
        }
        holds(&Self::first_text(self.device, self.events.len(), self.head)).then_some(Form::First)
    }

    /// The text of the first form: device, number of events, head.
    pub fn first_text(device: DeviceId, events: usize, head: Hash) -> Vec<u8> {
        format!("etalon-exchange-1\n{device}\n{events}\n{head}\n").into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::id::Id;
    use uuid::Uuid;

    const SECRET: [u8; 32] = [7; 32];

    fn request() -> ExchangeRequest {
        ExchangeRequest {
            device: Id::from_uuid(Uuid::from_u128(1)),
            now: Instant(5),
            events: vec!["{}".to_owned()],
            head: Hash::of(b"{}"),
            signature: String::new(),
            cursor: 7,
            pack: "abc".to_owned(),
            answered: Some(Instant(-3)),
            clock_offset: None,
        }
    }

    #[test]
    fn a_statement_reads_back_and_no_other_text_does() {
        for request in [request(), ExchangeRequest { answered: None, clock_offset: Some(-9), pack: String::new(), ..request() }] {
            let stated = Statement::of(&request);
            assert_eq!(Statement::read(&stated.text()), Some(stated.clone()));
            for other in [stated.text().replacen("-2\n", "-1\n", 1), stated.text() + "\n", stated.text().replacen("\n5\n", "\n+5\n", 1)] {
                assert_ne!(Statement::read(&other), Some(stated.clone()), "{other}");
            }
        }
        assert_eq!(Statement::read(""), None);
    }

    // C 11: nothing of an exchange can be changed without the key.
    #[test]
    fn whatever_is_changed_the_signature_is_gone() {
        let key = signature::public_key(&SECRET).unwrap();
        let mut signed = request();
        signed.sign(&SECRET).unwrap();
        assert_eq!(signed.form(&key), Some(Form::Second));
        let changed = [
            ExchangeRequest { now: Instant(6), ..signed.clone() },
            ExchangeRequest { answered: Some(Instant(6)), ..signed.clone() },
            ExchangeRequest { answered: None, ..signed.clone() },
            ExchangeRequest { clock_offset: Some(0), ..signed.clone() },
            ExchangeRequest { cursor: 0, ..signed.clone() },
            ExchangeRequest { pack: String::new(), ..signed.clone() },
            ExchangeRequest { head: Hash::ZERO, ..signed.clone() },
            ExchangeRequest { events: Vec::new(), ..signed.clone() },
            ExchangeRequest { device: Id::from_uuid(Uuid::from_u128(2)), ..signed.clone() },
        ];
        for request in changed {
            assert_eq!(request.form(&key), None, "{request:?}");
        }
        let mut first = request();
        first.sign_first(&SECRET).unwrap();
        assert_eq!(first.form(&key), Some(Form::First));
        first.now = Instant(6);
        assert_eq!(first.form(&key), Some(Form::First), "which is why it is taken no longer than it must be");
    }
}
