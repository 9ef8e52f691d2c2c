//! Who read which customer's results (C-4.1.2.2).

use shared::id::Id;
use shared::library::person::Person;
use shared::order::customer::Customer;
use shared::time::Instant;

use super::{Tx, seal};
use crate::random;

const NOTE: &str = "INSERT INTO read_log (id, at, person_id, customer_id, noun, object_id) VALUES ($1, $2, $3, $4, $5, $6)";
const OF_CUSTOMER: &str = "SELECT person_id, noun, object_id FROM read_log WHERE customer_id = $1 ORDER BY id";

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[NOTE, OF_CUSTOMER];

/// Notes a reading; without a customer where the object does not say whose it is.
pub async fn note(
    tx: &mut Tx,
    person: Id<Person>,
    customer: Option<Id<Customer>>,
    noun: &str,
    object: &str,
    at: Instant,
) -> sqlx::Result<()> {
    let id = random::id::<Person>(at).to_string();
    let customer = customer.map(|customer| customer.to_string()).unwrap_or_default();
    execute!(tx, NOTE, &id, at.0, person.to_string(), customer, noun, object)?;
    seal::seal(tx, "read_log", &[&id], at).await
}

/// Every reading of a customer's results: person, noun, object.
pub async fn of_customer(tx: &mut Tx, customer: Id<Customer>) -> sqlx::Result<Vec<(String, String, String)>> {
    fetch_all!(tx, (String, String, String), OF_CUSTOMER, customer.to_string())
}
