//! Who read which customer's results (C-4.1.2.2).

use base::id::{CustomerId, PersonId};
use base::time::Instant;
use domain::event::Hash;
use domain::library::person::Person;
use serde_json::json;

use super::list::of_readings::{self, READINGS};
use super::list::{self, Found, Wanted};
use super::many::{self, listed, text};
use super::{Tx, seal};
use crate::random;

/// What the seal of a reading says of its customers, in the audit trail.
pub const CUSTOMERS: &str = "customers";

const NOTE: &str = "INSERT INTO read_log (id, at, person_id, customer_id, noun, object_id, listed) VALUES ($1, $2, $3, $4, $5, $6, $7)";
const OF_CUSTOMER: &str = "SELECT person_id, noun, object_id FROM read_log WHERE customer_id = $1 ORDER BY id";
const OF_RECORD: &str = "INSERT INTO read_log_customers (customer_id, reading_id) SELECT customer_id, $2 FROM records WHERE id = $1 \
    ON CONFLICT (customer_id, reading_id) DO NOTHING";
const OF_CERTIFICATE: &str = "INSERT INTO read_log_customers (customer_id, reading_id) SELECT customer_id, $2 FROM certificates \
    WHERE id = $1 ON CONFLICT (customer_id, reading_id) DO NOTHING";
const OF_CASE: &str = "INSERT INTO read_log_customers (customer_id, reading_id) SELECT customer_id, $2 FROM cases \
    WHERE id = $1 AND customer_id IS NOT NULL ON CONFLICT (customer_id, reading_id) DO NOTHING";
const OF_REGISTER: &str = "INSERT INTO read_log_customers (customer_id, reading_id) SELECT DISTINCT customer_id, $2 \
    FROM register_entries WHERE noun = $1 AND customer_id IS NOT NULL AND customer_id <> '' ON CONFLICT (customer_id, reading_id) DO NOTHING";
const OF_CUSTOMERS: &str = "INSERT INTO read_log_customers (customer_id, reading_id) SELECT id, $2 FROM register_entries \
    WHERE noun = $1 ON CONFLICT (customer_id, reading_id) DO NOTHING";
const THESE: &str = "SELECT r.id, r.at, r.person_id, COALESCE(p.label, '') AS person, r.customer_id, r.noun, r.object_id, \
    COALESCE(r.listed, '') AS listed FROM read_log r LEFT JOIN register_entries p ON p.id = r.person_id WHERE r.id IN ({places})";
const WHOSE: &str = "SELECT c.reading_id, c.customer_id, COALESCE(e.label, '') AS name FROM read_log_customers c \
    LEFT JOIN register_entries e ON e.id = c.customer_id WHERE c.reading_id IN ({places}) ORDER BY c.reading_id, c.customer_id";
const SHOWN: &str = "SELECT customer_id FROM read_log_customers WHERE reading_id = $1";
const NAME: &str = "SELECT label FROM register_entries WHERE noun = 'customers' AND id = $1";

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[NOTE, OF_CUSTOMER, OF_RECORD, OF_CERTIFICATE, OF_CASE, OF_REGISTER, OF_CUSTOMERS, SHOWN, NAME];

/// A reading to be noted.
#[derive(Debug, Clone)]
pub struct NewReading<'a> {
    /// Who.
    pub person: PersonId,
    /// Whose results; `None` if the object does not say, or several customers' are shown.
    pub customer: Option<CustomerId>,
    /// What kind of thing.
    pub noun: &'a str,
    /// Its identity, or the placeholder for several.
    pub object: &'a str,
    /// What was asked and shown, if there are several.
    pub listed: Option<&'a str>,
    /// Server time.
    pub at: Instant,
}

/// A reading as stored.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    /// Identity.
    pub id: String,
    /// When.
    pub at: i64,
    /// Who.
    pub person_id: String,
    /// Their name.
    pub person: String,
    /// Whose results; may be empty.
    pub customer_id: String,
    /// What kind of thing.
    pub noun: String,
    /// Its identity.
    pub object_id: String,
    /// What was asked and shown, as JSON; may be empty.
    pub listed: String,
}

/// Logs a reading of one thing.
pub async fn note(tx: &mut Tx, person: PersonId, customer: Option<CustomerId>, noun: &str, object: &str, at: Instant) -> sqlx::Result<()> {
    put(tx, &NewReading { person, customer, noun, object, listed: None, at }, Shown::One).await
}

/// Whose results a reading showed.
#[derive(Debug, Clone, Copy)]
pub enum Shown<'a> {
    /// Those of the customer that it names itself.
    One,
    /// Those of these objects of a list.
    Objects(&'a [String]),
    /// Those of a whole register.
    Register,
}

/// The hash of whose results a reading showed: `etalon-shown-1`, then each customer, in ascending order.
pub fn shown_hash(mut customers: Vec<String>) -> Hash {
    customers.sort();
    let lines: String = customers.into_iter().map(|customer| customer + "\n").collect();
    Hash::of(format!("etalon-shown-1\n{lines}").as_bytes())
}

/// Logs a reading and whose results it showed; the seal is over both.
pub async fn put(tx: &mut Tx, new: &NewReading<'_>, shown: Shown<'_>) -> sqlx::Result<()> {
    let id = random::id::<Person>(new.at).to_string();
    let customer = new.customer.map(|customer| customer.to_string()).unwrap_or_default();
    execute!(tx, NOTE, &id, new.at.0, new.person.to_string(), customer, new.noun, new.object, new.listed)?;
    match shown {
        Shown::One => {}
        Shown::Objects(objects) => showed(tx, &id, new.noun, objects).await?,
        Shown::Register => showed_register(tx, &id, new.noun).await?,
    }
    let customers = fetch_all!(tx, (String,), SHOWN, &id)?.into_iter().map(|row| row.0).collect();
    let detail = json!({ CUSTOMERS: shown_hash(customers) });
    of_readings::follow(tx, &id).await?;
    seal::with(tx, "read_log", &[&id], new.at, detail).await
}

/// Logs whose results these objects of a list are.
async fn showed(tx: &mut Tx, reading: &str, noun: &str, objects: &[String]) -> sqlx::Result<()> {
    let whose = match noun {
        "records" => OF_RECORD,
        "certificates" => OF_CERTIFICATE,
        "cases" | "corrections" => OF_CASE,
        _ => return Ok(()),
    };
    for object in objects {
        execute!(tx, whose, object, reading)?;
    }
    Ok(())
}

/// Logs whose entries a whole register holds.
async fn showed_register(tx: &mut Tx, reading: &str, noun: &str) -> sqlx::Result<()> {
    let whose = if noun == "customers" { OF_CUSTOMERS } else { OF_REGISTER };
    execute!(tx, whose, noun, reading).map(|_| ())
}

/// Every reading of a customer's results: person, noun, object.
pub async fn of_customer(tx: &mut Tx, customer: CustomerId) -> sqlx::Result<Vec<(String, String, String)>> {
    fetch_all!(tx, (String, String, String), OF_CUSTOMER, customer.to_string())
}

/// A page of readings, the latest first.
pub async fn list(tx: &mut Tx, wanted: &Wanted) -> sqlx::Result<(Vec<Row>, Found)> {
    let found = list::page(tx, READINGS, wanted).await?;
    Ok((many::these(tx, THESE, &[], &found.ids, |row: &Row| &row.id).await?, found))
}

/// Whose results these lists showed: reading, customer, name.
pub async fn whose(tx: &mut Tx, readings: &[String]) -> sqlx::Result<Vec<(String, String, String)>> {
    let mut whose = Vec::new();
    for some in readings.chunks(many::MOST) {
        let (places, ids) = listed(0, some.iter().map(text).collect());
        whose.extend(many::fetch::<(String, String, String)>(tx, WHOSE.replace("{places}", &places), &ids).await?);
    }
    Ok(whose)
}

/// A customer's name in the register.
pub async fn customer_name(tx: &mut Tx, customer: &str) -> sqlx::Result<Option<String>> {
    Ok(fetch_optional!(tx, (String,), NAME, customer)?.map(|row| row.0))
}
