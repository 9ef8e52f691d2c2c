//! The demo body: loaded into an empty database, with sign-ins that everybody may know.

mod data;
mod history;
pub mod names;

use base::finding::{Finding, Severity};
use base::id::kind;
use base::time::{Date, Instant};
use contract::api::account::DemoSignIn;
use domain::item::Item;
use domain::library::body::Body;
use domain::library::edition::Edition;
use domain::library::method::Method;
use domain::library::person::Person;
use domain::library::place::Place;
use domain::library::service::CalibrationService;
use domain::library::standard::Standard;
use domain::order::Order;
use domain::order::customer::Customer;
use domain::order::task::Task;
use domain::register::Entry;
use domain::visit::Visit;

use crate::app::register::{Change, write};
use crate::app::{Error, Result, password, zone};
use crate::state::App;
use crate::store::{Tx, account, register};
pub use data::id;
use data::{Moment, entries};

const PEOPLE: &str = include_str!("../../demo/people.json");

/// The editions of the methods of the same names.
const EDITIONS: &[(&str, &str)] = &[
    ("calliper", include_str!("../../demo/editions/calliper.json")),
    ("multimeter", include_str!("../../demo/editions/multimeter.json")),
    ("pressure_gauge", include_str!("../../demo/editions/pressure_gauge.json")),
    ("thermometer", include_str!("../../demo/editions/thermometer.json")),
    ("digital_thermometer", include_str!("../../demo/editions/digital_thermometer.json")),
    ("balance", include_str!("../../demo/editions/balance.json")),
    ("torque_wrench", include_str!("../../demo/editions/torque_wrench.json")),
];

/// Days before today on which the demo body's registers were begun.
const BEGUN: i64 = 320;

/// Loads the demo body, without past work, if the database is empty.
pub async fn load(app: &App) -> Result<()> {
    if begun(app).await? != Begun::Other {
        body(app, moment(app)).await?;
        today(app, moment(app)).await?;
    }
    Ok(())
}

/// Loads the demo body with months of past work: what of it is not there yet. `tell` hears how far it is.
pub async fn load_with_history(app: &App, tell: impl Fn(usize, usize)) -> Result<()> {
    match begun(app).await? {
        Begun::Other => return Ok(()),
        Begun::Nothing | Begun::Demo => body(app, moment(app)).await?,
    }
    history::load(app, moment(app), tell).await?;
    today(app, moment(app)).await
}

/// What is in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Begun {
    /// Nothing yet.
    Nothing,
    /// A demo body.
    Demo,
    /// Somebody's laboratory: the demo stays out of it.
    Other,
}

async fn begun(app: &App) -> Result<Begun> {
    app.db
        .read(|tx| {
            Box::pin(async move {
                let demo = register::find::<Person>(tx, id::<kind::Person>(names::ADMINISTRATOR)).await?.is_some();
                Ok(match (account::any(tx).await?, demo) {
                    (false, _) => Begun::Nothing,
                    (true, true) => Begun::Demo,
                    (true, false) => Begun::Other,
                })
            })
        })
        .await
}

fn moment(app: &App) -> Moment {
    let now = app.now();
    Moment { now, today: zone::date("Asia/Shanghai", now) }
}

/// The body with its people, customers, standards and methods, as they were begun.
async fn body(app: &App, moment: Moment) -> Result<()> {
    // One hash for all: the password is no secret.
    let hash = password::hash(app, names::PASSWORD.to_owned()).await?;
    let public_url = &app.config.public_url;
    let website = if public_url.is_empty() { "http://localhost:8080".to_owned() } else { public_url.clone() };
    app.db
        .write(move |tx| {
            let (hash, website) = (hash.clone(), website.clone());
            Box::pin(async move {
                if account::any(tx).await? {
                    return Ok(());
                }
                registers(tx, moment, &website).await?;
                for (name, _) in people(moment)? {
                    account::put_password(tx, id::<kind::Person>(&name), &hash, false, moment.now).await?;
                }
                Ok(())
            })
        })
        .await
}

/// Orders, visits and tasks that are open today.
async fn today(app: &App, moment: Moment) -> Result<()> {
    app.db
        .write(move |tx| {
            Box::pin(async move {
                if register::find::<Visit>(tx, id::<kind::Visit>("hengda_today")).await?.is_some() {
                    return Ok(());
                }
                let days = |days: i64| moment.now.plus_millis(days * 86_400_000);
                add::<Order>(tx, include_str!("../../demo/orders.json"), moment, days(-1)).await?;
                add::<Visit>(tx, include_str!("../../demo/visits.json"), moment, days(-1)).await?;
                add::<Task>(tx, include_str!("../../demo/tasks.json"), moment, days(-1)).await
            })
        })
        .await
}

async fn registers(tx: &mut Tx, moment: Moment, website: &str) -> Result<()> {
    let then = moment.now.plus_millis(-BEGUN * 86_400_000);
    let body = include_str!("../../demo/body.json").replace("http://localhost:8080", website);
    add::<Body>(tx, &body, moment, then).await?;
    add::<CalibrationService>(tx, include_str!("../../demo/services.json"), moment, then).await?;
    add::<Customer>(tx, include_str!("../../demo/customers.json"), moment, then).await?;
    add::<Person>(tx, PEOPLE, moment, then).await?;
    add::<Place>(tx, include_str!("../../demo/places.json"), moment, then).await?;
    add::<Standard>(tx, include_str!("../../demo/standards.json"), moment, then).await?;
    add::<Method>(tx, include_str!("../../demo/methods.json"), moment, then).await?;
    for (name, text) in EDITIONS {
        let edition: Edition = serde_json::from_str(text).map_err(Error::corrupt)?;
        add_one(tx, name, &Edition { method: id::<kind::Method>(name), ..edition }, then).await?;
    }
    add::<Item>(tx, include_str!("../../demo/items.json"), moment, then).await
}

async fn add<T: Entry>(tx: &mut Tx, text: &str, moment: Moment, at: Instant) -> Result<()> {
    for (name, entry) in entries::<T>(text, moment).map_err(Error::corrupt)? {
        add_one(tx, &name, &entry, at).await?;
    }
    Ok(())
}

async fn add_one<T: Entry>(tx: &mut Tx, name: &str, body: &T, at: Instant) -> Result<()> {
    let findings = body.all_findings();
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
