//! Somebody of the demo at a desk, by the commands behind the screens.

use base::id::{CertificateId, CustomerId, IdOf, ItemId, OrderId, PlaceId, RecordId, StandardId, TaskId, VisitId, kind};
use base::time::Date;
use contract::api::certificate::{CheckCorrection, IssueCertificate, NoteRecall, OpenCorrection};
use contract::api::order::{AssignTask, ReviewOrder};
use contract::api::record::{CheckRecord, NewFinding, ReturnRecord};
use contract::api::register::Put;
use domain::certificate::origin::Origin;
use domain::library::person::Person;
use domain::order::Order;
use domain::order::noted::{Ability, Outcome};
use domain::order::task::Task;
use domain::visit::Visit;
use serde_json::json;

use super::super::data::id;
use super::super::names::PASSWORD;
use super::job::{Job, Work};
use crate::app::{Actor, Error, Result, certificate, order, record, register};
use crate::state::{App, AppState};

/// Whether an order was written down already.
pub(super) async fn known(app: &App, number: &str) -> Result<bool> {
    let number = number.to_owned();
    let found =
        app.db.read(move |tx| Box::pin(async move { Ok::<_, Error>(crate::store::register::by_code::<Order>(tx, &number).await?) }));
    Ok(found.await?.is_some())
}

/// A person at work in the office.
pub(super) struct Desk {
    app: AppState,
    actor: Actor,
}

impl Desk {
    /// Of the person with this sign-in name.
    pub async fn of(app: &AppState, name: &str) -> Result<Self> {
        let person = register::get::<Person>(app, id::<kind::Person>(name)).await?;
        let actor = Actor { person: person.id, roles: person.body.roles, customer: person.body.customer, session: None };
        Ok(Self { app: app.clone(), actor })
    }

    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Writes an order down, as agreed (C-5.1.1).
    pub async fn order(&self, job: &Job, day: Date) -> Result<OrderId> {
        let received = day.checked_sub(jiff::Span::new().days(4)).map_err(Error::corrupt)?;
        // For laboratory work the item arrives with the order; on site it is received where it is.
        let came = job.visit.is_none().then_some(received);
        let lines: Vec<_> = job.items.iter().map(|work| line(work, came)).collect();
        let body = json!({
            "number": job.order, "customer": customer(job), "received_as": "written", "received_on": received, "lines": lines,
            "location": if job.visit.is_some() { "site" } else { "laboratory" }, "place": place(job), "agreed_on": day, "status": "draft",
        });
        self.create::<Order>(body).await
    }

    async fn create<T: register::Ruled>(&self, body: serde_json::Value) -> Result<IdOf<T>> {
        let body = serde_json::from_value::<T>(body).map_err(Error::corrupt)?;
        Ok(register::create(&self.app, &self.actor, Put { revision: 0, reason: String::new(), body }).await?.id)
    }

    /// Reviews it, accepts it, makes its tasks (C-5.1.2).
    pub async fn review(&self, id: OrderId) -> Result<Vec<TaskId>> {
        let able = Ability { people: true, standards: true, method: true, environment: true };
        let command = ReviewOrder { revision: 1, outcome: Outcome::Accepted, able, discussion: "电话确认，无变更".to_owned() };
        order::review(&self.app, &self.actor, id, command).await?;
        Ok(order::make_tasks(&self.app, &self.actor, id).await?.tasks)
    }

    /// Plans a visit.
    pub async fn visit(&self, job: &Job, number: &str, day: Date) -> Result<VisitId> {
        let mut standards: Vec<_> = job.items.iter().flat_map(|work| work.standards.values()).collect();
        standards.sort();
        standards.dedup();
        let standards: Vec<StandardId> = standards.into_iter().map(|name| id::<kind::Standard>(name)).collect();
        let body = json!({
            "number": number, "customer": customer(job), "place": place(job), "day": day, "starts": "09:00",
            "people": [id::<kind::Person>(&job.calibrator)], "standards": standards,
        });
        self.create::<Visit>(body).await
    }

    /// Assigns a task as it stands.
    pub async fn assign(&self, task: TaskId, command: AssignTask) -> Result<()> {
        let revision = register::get::<Task>(&self.app, task).await?.revision;
        order::assign(&self.app, &self.actor, task, AssignTask { revision, ..command }).await.map(|_| ())
    }

    /// Signs as checker.
    pub async fn checks(&self, id: RecordId) -> Result<()> {
        let seen = self.seen(id).await?;
        record::check::check(&self.app, &self.actor, id, CheckRecord { seen, password: PASSWORD.to_owned(), answers: Vec::new() }).await
    }

    /// Returns it with one finding.
    pub async fn returns(&self, id: RecordId, path: &str, text: &str) -> Result<()> {
        let findings = vec![NewFinding { path: path.to_owned(), text: text.to_owned() }];
        let seen = self.seen(id).await?;
        record::give_back::give_back(&self.app, &self.actor, id, ReturnRecord { seen, findings }).await
    }

    async fn seen(&self, id: RecordId) -> Result<u64> {
        Ok(record::view::view(&self.app, &self.actor, id).await?.entries.len() as u64)
    }

    /// Issues the certificate of a checked record.
    pub async fn issues(&self, id: RecordId, kind: &str) -> Result<CertificateId> {
        let draft = certificate::draft::view(&self.app, &self.actor, id).await?;
        let (kind, password) = (kind.to_owned(), PASSWORD.to_owned());
        let command = IssueCertificate { seen: draft.seen, stated: draft.stated, kind, password, answers: Vec::new() };
        Ok(certificate::issue::issue(&self.app, &self.actor, id, command).await?.id)
    }

    /// Checks the correction of office facts that is open for a record (C-5.4.2).
    pub async fn checks_case(&self, id: RecordId) -> Result<()> {
        let draft = certificate::draft::view(&self.app, &self.actor, id).await?;
        let case = draft.check.ok_or_else(Error::not_found)?.case;
        let command = CheckCorrection { stated: draft.stated, password: PASSWORD.to_owned(), answers: Vec::new() };
        certificate::check::check(&self.app, &self.actor, case, command).await
    }

    /// Opens a correction case (C-5.4.2).
    pub async fn opens_case(&self, id: CertificateId, reason: &str, origin: Origin) -> Result<()> {
        let command = OpenCorrection { reason: reason.to_owned(), origin };
        certificate::correct::open(&self.app, &self.actor, id, command).await.map(|_| ())
    }

    /// Writes the interval that the customer asked for into the order, for a supplement (C-5.4.2.1).
    pub async fn supplements(&self, id: CertificateId, number: &str, name: &str, months: u16, reason: &str) -> Result<()> {
        self.opens_case(id, reason, Origin::Office).await?;
        let number = number.to_owned();
        let found = self
            .app
            .db
            .read(move |tx| Box::pin(async move { Ok::<_, Error>(crate::store::register::by_code::<Order>(tx, &number).await?) }));
        let mut row = found.await?.ok_or_else(Error::not_found)?;
        for line in row.body.lines.iter_mut().filter(|line| line.item == item(name)) {
            line.recalibration_months = Some(months);
        }
        let command = Put { revision: row.revision, reason: reason.to_owned(), body: row.body };
        register::put(&self.app, &self.actor, row.id, command).await.map(|_| ())
    }

    /// The paper original came back.
    pub async fn recalled(&self, id: CertificateId) -> Result<()> {
        certificate::recall::note(&self.app, &self.actor, id, NoteRecall { note: "原件已收回".to_owned() }).await
    }
}

fn line(work: &Work, came: Option<Date>) -> serde_json::Value {
    let (service, edition) = (id::<kind::Service>(&work.service), id::<kind::Edition>(&work.service));
    let mut line = json!({
        "item": item(&work.item), "service": service, "edition": edition, "method_agreement": "consented", "range": work.range,
    });
    if let Some(came) = came {
        line["received_on"] = json!(came);
    }
    if let Some(rule) = &work.rule {
        line["decision_rule"] = json!(rule);
    }
    if let Some(months) = work.months {
        line["recalibration_months"] = json!(months);
    }
    line
}

fn item(name: &str) -> ItemId {
    id::<kind::Item>(name)
}

fn customer(job: &Job) -> CustomerId {
    id::<kind::Customer>(&job.customer)
}

fn place(job: &Job) -> PlaceId {
    id::<kind::Place>(&job.place)
}
