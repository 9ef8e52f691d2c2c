//! The demo body: loaded into an empty database, with sign-ins that everybody may know.

mod data;
pub mod names;

use shared::api::account::DemoSignIn;
use shared::finding::{Finding, Severity};
use shared::library::body::Body;
use shared::library::edition::Edition;
use shared::library::method::Method;
use shared::library::person::Person;
use shared::register::Entry;
use shared::time::{Date, Instant};

use crate::app::register::{Change, write};
use crate::app::{Error, Result, password, zone};
use crate::state::App;
use crate::store::{Tx, account};
pub use data::id;
use data::{Moment, entries};

const PEOPLE: &str = include_str!("../../demo/people.json");

/// The editions of the methods of the same names.
const EDITIONS: &[(&str, &str)] = &[
    ("calliper", include_str!("../../demo/editions/calliper.json")),
    ("multimeter", include_str!("../../demo/editions/multimeter.json")),
    ("pressure_gauge", include_str!("../../demo/editions/pressure_gauge.json")),
    ("thermometer", include_str!("../../demo/editions/thermometer.json")),
    ("balance", include_str!("../../demo/editions/balance.json")),
    ("torque_wrench", include_str!("../../demo/editions/torque_wrench.json")),
];

/// Loads the demo body if the database is empty.
pub async fn load(app: &App) -> Result<()> {
    // One hash for all: the password is no secret.
    let hash = password::hash(app, names::PASSWORD.to_owned()).await?;
    let now = app.now();
    let moment = Moment { now, today: zone::date("Asia/Shanghai", now) };
    app.db
        .write(move |tx| {
            let hash = hash.clone();
            Box::pin(async move {
                if account::any(tx).await? {
                    return Ok(());
                }
                registers(tx, moment).await?;
                for (name, _) in people(moment)? {
                    account::put_password(tx, id(&name), &hash, false, moment.now).await?;
                }
                Ok(())
            })
        })
        .await
}

async fn registers(tx: &mut Tx, moment: Moment) -> Result<()> {
    add::<Body>(tx, include_str!("../../demo/body.json"), moment).await?;
    add::<shared::library::service::CalibrationService>(tx, include_str!("../../demo/services.json"), moment).await?;
    add::<shared::order::customer::Customer>(tx, include_str!("../../demo/customers.json"), moment).await?;
    add::<Person>(tx, PEOPLE, moment).await?;
    add::<shared::library::place::Place>(tx, include_str!("../../demo/places.json"), moment).await?;
    add::<shared::library::standard::Standard>(tx, include_str!("../../demo/standards.json"), moment).await?;
    add::<Method>(tx, include_str!("../../demo/methods.json"), moment).await?;
    for (name, text) in EDITIONS {
        let edition: Edition = serde_json::from_str(text).map_err(Error::corrupt)?;
        add_one(tx, name, &Edition { method: id(name), ..edition }, moment.now).await?;
    }
    add::<shared::item::Item>(tx, include_str!("../../demo/items.json"), moment).await?;
    add::<shared::order::Order>(tx, include_str!("../../demo/orders.json"), moment).await?;
    add::<shared::visit::Visit>(tx, include_str!("../../demo/visits.json"), moment).await?;
    add::<shared::order::task::Task>(tx, include_str!("../../demo/tasks.json"), moment).await
}

async fn add<T: Entry>(tx: &mut Tx, text: &str, moment: Moment) -> Result<()> {
    for (name, entry) in entries::<T>(text, moment).map_err(Error::corrupt)? {
        add_one(tx, &name, &entry, moment.now).await?;
    }
    Ok(())
}

async fn add_one<T: Entry>(tx: &mut Tx, name: &str, body: &T, at: Instant) -> Result<()> {
    let findings = body.findings();
    if findings.iter().any(is_error) {
        return Err(Error::findings("entry_invalid", findings));
    }
    write(tx, Change { id: id(name), revision: 0, body, at, by: None, reason: "demo" }).await.map(|_| ())
}

fn is_error(finding: &Finding) -> bool {
    finding.severity == Severity::Error
}

fn people(moment: Moment) -> Result<Vec<(String, Person)>> {
    entries(PEOPLE, moment).map_err(Error::corrupt)
}

/// The demo's accounts.
pub fn sign_ins() -> Vec<DemoSignIn> {
    let any_day = Moment { now: Instant::default(), today: Date::constant(2026, 1, 1) };
    let shown = |(_, person): (String, Person)| DemoSignIn {
        sign_in: person.sign_in,
        password: names::PASSWORD.to_owned(),
        name: person.name,
        roles: person.roles,
    };
    people(any_day).unwrap_or_default().into_iter().map(shown).collect()
}
