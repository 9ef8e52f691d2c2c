//! What happens by the clock: one server of all on a database does it, each job is safe to do twice, and no day is lost.

use std::sync::{Arc, Mutex};

use backend::app::Error;
use backend::app::jobs::{self, Kind, LEASE, Runner, When};
use backend::app::messages;
use backend::state::{App, Clock, Config, Smtp};
use backend::store::{Db, job};
use base::time::Instant;
use serde_json::json;
use support::mail::MailServer;
use support::{Lab, days, hours, minutes, on_both_engines};

use crate::certificate::{Desk, change};

/// What was done, as the jobs of a test note it.
#[derive(Clone, Default)]
struct Done(Arc<Mutex<Vec<String>>>);

impl Done {
    /// What was done since it was asked last.
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().expect("the list"))
    }

    /// A kind of job that notes its key.
    fn kind(&self, name: &'static str, when: When) -> Kind {
        self.failing(name, when, Arc::default())
    }

    /// The same, which fails on the keys that stand here.
    fn failing(&self, name: &'static str, when: When, fails: Arc<Mutex<Vec<String>>>) -> Kind {
        let done = self.clone();
        Kind::new(name, when, move |_, key, _| {
            let (done, fails, key) = (done.clone(), fails.clone(), key.to_owned());
            Box::pin(async move {
                if fails.lock().expect("the list").contains(&key) {
                    return Err(Error::Internal("as the test asks".to_owned()));
                }
                done.0.lock().expect("the list").push(key);
                Ok(None)
            })
        })
    }
}

async fn run(lab: &Lab, runner: &Runner) {
    runner.run_due(&lab.app).await.expect("what is due is run");
}

/// Another server on the same database, with a clock of its own.
async fn another(lab: &Lab) -> Lab {
    let db =
        if lab.database_url().starts_with("sqlite:") { lab.app.db.clone() } else { Db::open(lab.database_url()).await.expect("it opens") };
    lab.beside(App::new(db, lab.app.files.clone(), Clock::manual(lab.now()), lab.app.config.clone()))
}

on_both_engines!(days_on_which_no_server_ran_are_made_up_for_in_their_order, Lab::new_on);
async fn days_on_which_no_server_ran_are_made_up_for_in_their_order(lab: Lab) {
    let (done, fails) = (Done::default(), Arc::<Mutex<Vec<String>>>::default());
    // At one o'clock where the laboratory is.
    let server = || Runner::new(vec![done.failing("report", When::Daily(60), fails.clone())]);
    run(&lab, &server()).await;
    assert_eq!(done.take(), ["2026-11-20"]);
    run(&lab, &server()).await;
    assert_eq!(done.take(), [""; 0], "once a day");
    lab.advance(hours(15));
    run(&lab, &server()).await;
    assert_eq!(done.take(), [""; 0], "it is midnight, and not one o'clock");
    lab.advance(hours(1));
    run(&lab, &server()).await;
    assert_eq!(done.take(), ["2026-11-21"]);
    // Three days without a server; one of the days fails at first and keeps its place.
    lab.advance(days(3));
    fails.lock().expect("the list").push("2026-11-23".to_owned());
    run(&lab, &server()).await;
    assert_eq!(done.take(), ["2026-11-22"]);
    fails.lock().expect("the list").clear();
    lab.advance(hours(1));
    run(&lab, &server()).await;
    assert_eq!(done.take(), ["2026-11-23", "2026-11-24"]);
}

on_both_engines!(of_two_servers_on_one_database_one_does_what_is_due, Lab::empty_on);
async fn of_two_servers_on_one_database_one_does_what_is_due(lab: Lab) {
    let other = another(&lab).await;
    let done = Done::default();
    let [here, there] = [(); 2].map(|()| Runner::new(vec![done.kind("round", When::Every(minutes(1)))]));
    for _ in 0..5 {
        let (a, b) = tokio::join!(here.run_due(&lab.app), there.run_due(&other.app));
        assert!(a.is_ok() && b.is_ok(), "{a:?} {b:?}");
        assert_eq!(done.take().len(), 1, "one of them, and once");
        lab.advance(minutes(1));
        other.advance(minutes(1));
    }
}

on_both_engines!(a_server_that_died_leaves_the_jobs_to_another, Lab::empty_on);
async fn a_server_that_died_leaves_the_jobs_to_another(lab: Lab) {
    let done = Done::default();
    let [died, lives] = [(); 2].map(|()| Runner::new(vec![done.kind("round", When::Every(minutes(1)))]));
    run(&lab, &died).await;
    lab.advance(minutes(1));
    run(&lab, &lives).await;
    assert_eq!(done.take().len(), 1, "the lease is held");
    lab.advance(LEASE);
    run(&lab, &lives).await;
    assert_eq!(done.take().len(), 1, "it has run out");
    // A server that ends in order leaves at once.
    lives.stop(&lab.app).await.expect("the lease is given back");
    lab.advance(minutes(1));
    run(&lab, &died).await;
    assert_eq!(done.take().len(), 1);
}

on_both_engines!(a_clock_that_was_wrong_for_a_while_stops_nothing, Lab::empty_on);
async fn a_clock_that_was_wrong_for_a_while_stops_nothing(lab: Lab) {
    let done = Done::default();
    let [ahead, right] = [(); 2].map(|()| Runner::new(vec![done.kind("round", When::Every(minutes(1)))]));
    lab.advance(days(400));
    run(&lab, &ahead).await;
    lab.advance(-days(400));
    run(&lab, &right).await;
    assert_eq!(done.take().len(), 2, "neither the lease nor the next round waits for a year");
}

on_both_engines!(a_job_is_done_once_when_it_is_due_unless_it_is_called_off, Lab::empty_on);
async fn a_job_is_done_once_when_it_is_due_unless_it_is_called_off(lab: Lab) {
    let done = Done::default();
    let runner = Runner::new(vec![done.kind("remind", When::Once)]);
    let now = lab.now();
    let put = |key: &'static str, due: Instant| lab.app.db.write(move |tx| Box::pin(async move { jobs::at(tx, "remind", key, due).await }));
    put("a", now.plus_millis(hours(1))).await.expect("put");
    put("b", now.plus_millis(hours(1))).await.expect("put");
    put("c", now.plus_millis(hours(1))).await.expect("put");
    put("c", now.plus_millis(hours(3))).await.expect("put off");
    lab.app.db.write(|tx| Box::pin(async move { jobs::call_off(tx, "remind", "b").await })).await.expect("called off");
    run(&lab, &runner).await;
    assert_eq!(done.take(), [""; 0]);
    lab.advance(hours(2));
    run(&lab, &runner).await;
    assert_eq!(done.take(), ["a"]);
    lab.advance(hours(2));
    run(&lab, &runner).await;
    assert_eq!(done.take(), ["c"]);
    // What another release asks for is left to a server that knows it.
    lab.app.db.write(move |tx| Box::pin(async move { jobs::at(tx, "of a later release", "", now).await })).await.expect("put");
    run(&lab, &runner).await;
    let left = lab.app.db.read::<_, Error, _>(|tx| Box::pin(async move { Ok(job::of_kind(tx, "of a later release").await?) })).await;
    assert_eq!(left.expect("read").len(), 1);
}

// E21, E22: two servers that both take themselves for the one that runs the jobs do the same work at once, and nothing is done twice.
on_both_engines!(what_the_server_does_by_the_clock_is_safe_to_do_twice_at_once, Lab::new_on);
async fn what_the_server_does_by_the_clock_is_safe_to_do_twice_at_once(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let contacts = json!({"contacts": [{"name": "Pan", "telephone": "1", "email": "pan@hengda.example"}]});
    change(&desk.wu, desk.site.world.customer, contacts).await;
    desk.issued("original").await;
    let mails = MailServer::start().await;
    let config = Config { smtp: Some(Smtp { url: mails.url(), from: "lab@lab.example".to_owned() }), ..lab.app.config.clone() };
    let other = another(&lab).await;
    // The other's clock is so far ahead that the lease has run out for it.
    other.advance(LEASE + 1);
    let [here, there] = [(); 2].map(|()| Runner::new(jobs::list::kinds(&config)));
    run(&lab, &here).await;
    let (a, b) = tokio::join!(here.run_due(&lab.app), there.run_due(&other.app));
    assert!(a.is_ok() && b.is_ok(), "{a:?} {b:?}");
    for _ in 0..3 {
        lab.advance(hours(1));
        other.advance(hours(1));
        let (a, b) = tokio::join!(here.run_due(&lab.app), there.run_due(&other.app));
        assert!(a.is_ok() && b.is_ok(), "{a:?} {b:?}");
    }
    assert_eq!(mails.received().len(), 1);
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
    assert_eq!(messages::next(&lab.app).await.expect("read"), None, "nothing waits");
}
