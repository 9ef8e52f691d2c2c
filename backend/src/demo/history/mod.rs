//! The demo body's past: orders, records and certificates of the last months, made by the same commands that people use,
//! with the clock set back.

mod desk;
mod job;
mod tablet;

use std::collections::BTreeMap;

use base::id::{RecordId, VisitId, kind};
use base::time::{Date, Instant};
use contract::api::order::AssignTask;

use super::data::{Moment, id};
use crate::app::limit::Rates;
use crate::app::{Error, Result};
use crate::state::{App, AppState, Clock, Config};
use desk::Desk;
use job::{End, Job, Work};
use tablet::Tablet;

const HISTORY: &str = include_str!("../../../demo/history.json");
const ZONE: &str = "Asia/Shanghai";
const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// Makes the past that is not there yet; `tell` hears how many orders of how many are done.
pub(super) async fn load(app: &App, moment: Moment, tell: impl Fn(usize, usize)) -> Result<()> {
    let jobs: Vec<Job> = serde_json::from_str(HISTORY).map_err(Error::corrupt)?;
    let mut past = Past { app: back_then(app, moment), moment, tablets: BTreeMap::new() };
    for (n, job) in jobs.iter().enumerate() {
        tell(n, jobs.len());
        if !desk::known(&past.app, &job.order).await? {
            past.work(job).await?;
        }
    }
    tell(jobs.len(), jobs.len());
    Ok(())
}

/// The same application with a clock that is set, and without limits on how often one signs.
fn back_then(app: &App, moment: Moment) -> AppState {
    let rates = Rates { account: 100_000, address: 100_000 };
    let config = Config { rates, ..app.config.clone() };
    App::new(app.db.clone(), app.files.clone(), Clock::manual(moment.now), config)
}

/// The laboratory in the past.
struct Past {
    app: AppState,
    moment: Moment,
    tablets: BTreeMap<String, Tablet>,
}

impl Past {
    async fn work(&mut self, job: &Job) -> Result<()> {
        let day = workday(self.moment.today, job.day);
        self.set(day, -4, 10)?;
        let office = Desk::of(&self.app, super::names::OFFICE).await?;
        let order = office.order(job, day).await?;
        self.pass(HOUR);
        let tasks = office.review(order).await?;
        let visit = match &job.visit {
            Some(number) => Some(office.visit(job, number, day).await?),
            None => None,
        };
        self.pass(HOUR);
        for (work, task) in job.items.iter().zip(&tasks) {
            let calibrators = vec![id::<kind::Person>(&job.calibrator)];
            let standards = work.standards.values().map(|name| id::<kind::Standard>(name)).collect();
            office.assign(*task, AssignTask { revision: 0, calibrators, standards, visit }).await?;
        }
        self.set(day, 0, 7)?;
        let records = self.observe(job, visit).await?;
        // The next working day.
        self.set(day, if day.weekday() == jiff::civil::Weekday::Friday { 3 } else { 1 }, 10)?;
        self.finish(job, &records).await
    }

    /// On the tablet: standards checked, each item recorded and signed, everything sent.
    async fn observe(&mut self, job: &Job, visit: Option<VisitId>) -> Result<Vec<RecordId>> {
        let mut tablet = match self.tablets.remove(&job.calibrator) {
            Some(tablet) => tablet,
            None => Tablet::enrol(&self.app, &job.calibrator).await?,
        };
        tablet.exchange(&self.app).await?;
        if let Some(visit) = visit {
            self.pass(2 * HOUR);
            tablet.arrives(&self.app, visit, job)?;
        }
        let mut records = Vec::new();
        for work in &job.items {
            self.pass(HOUR / 3);
            records.push(tablet.records(&self.app, work, visit)?);
        }
        self.pass(HOUR);
        tablet.exchange(&self.app).await?;
        self.tablets.insert(job.calibrator.clone(), tablet);
        Ok(records)
    }

    async fn finish(&mut self, job: &Job, records: &[RecordId]) -> Result<()> {
        for (work, record) in job.items.iter().zip(records) {
            self.pass(HOUR / 2);
            let checker = Desk::of(&self.app, &job.checker).await?;
            match &work.then {
                End::Submitted => {}
                End::Returned { path, text } => checker.returns(*record, path, text).await?,
                _ => checker.checks(*record).await?,
            }
        }
        for (work, record) in job.items.iter().zip(records) {
            self.pass(HOUR / 2);
            self.issue(job, work, *record).await?;
        }
        Ok(())
    }

    async fn issue(&mut self, job: &Job, work: &Work, record: RecordId) -> Result<()> {
        if matches!(work.then, End::Submitted | End::Returned { .. } | End::Checked) {
            return Ok(());
        }
        let signatory = Desk::of(&self.app, &job.signatory).await?;
        let certificate = signatory.issues(record, "original").await?;
        let office = Desk::of(&self.app, super::names::OFFICE).await?;
        match &work.then {
            End::Supplemented { months, reason } => {
                self.pass(2 * DAY);
                office.supplements(certificate, &job.order, &work.item, *months, reason).await?;
                self.pass(HOUR);
                Desk::of(&self.app, &job.checker).await?.checks_case(record).await?;
                signatory.issues(record, "supplement").await?;
            }
            End::Replaced { path, after, reason } => {
                self.pass(3 * DAY);
                office.opens_case(certificate, reason, domain::certificate::origin::Origin::Record).await?;
                self.amend(job, record, path, after, reason).await?;
                self.pass(HOUR);
                Desk::of(&self.app, &job.checker).await?.checks(record).await?;
                self.pass(HOUR);
                signatory.issues(record, "replacement").await?;
                self.pass(2 * DAY);
                office.recalled(certificate).await?;
            }
            _ => {}
        }
        Ok(())
    }

    /// The calibrator strikes a reading of the reopened record through, and signs again.
    async fn amend(&mut self, job: &Job, record: RecordId, path: &str, after: &str, reason: &str) -> Result<()> {
        let Some(tablet) = self.tablets.get_mut(&job.calibrator) else { return Ok(()) };
        tablet.exchange(&self.app).await?;
        tablet.amends(&self.app, record, path, after, reason)?;
        tablet.submits(&self.app, record)?;
        tablet.exchange(&self.app).await
    }

    fn pass(&self, millis: i64) {
        self.app.clock.set(self.app.now().plus_millis(millis));
    }

    /// So many days from a day, at an hour in the morning; never backwards.
    fn set(&self, day: Date, days: i64, hour: i8) -> Result<()> {
        let day = day.checked_add(jiff::Span::new().days(days)).map_err(Error::corrupt)?;
        let zoned = day.at(hour, 0, 0, 0).in_tz(ZONE).map_err(Error::corrupt)?;
        let at = Instant(zoned.timestamp().as_millisecond());
        self.app.clock.set(at.min(self.moment.now));
        Ok(())
    }
}

/// Nobody works at the week's end: the Friday before.
fn workday(today: Date, days: i64) -> Date {
    let day = today.checked_add(jiff::Span::new().days(days)).unwrap_or(today);
    let back = i64::from(day.weekday().to_monday_one_offset()) - 5;
    day.checked_sub(jiff::Span::new().days(back.max(0))).unwrap_or(day)
}
