//! Simulations (JCGM 101) beside the screen: asked for once, worked out on a thread of their own, kept by what they were made of.

mod job;
mod thread;
mod worker;

use std::collections::HashMap;

use base::time::Instant;
use leptos::prelude::*;
use measurement::MeasurementError;
use measurement::monte_carlo::{Simulated, Simulation, SimulationKey};

use job::{Job, Said};
pub use thread::serve;
use worker::Thread;

use crate::text::format::now;

/// How the thread is doing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Doing {
    /// Nothing is asked.
    Nothing,
    /// It works: blocks done, blocks at most, and since when.
    Working(u32, u32, Instant),
    /// The person stopped it; what was not found stays open.
    Stopped,
}

type Outcome = Result<Simulated, MeasurementError>;

/// The one of the app.
#[derive(Clone, Copy)]
pub struct Engine {
    found: RwSignal<HashMap<SimulationKey, Outcome>>,
    doing: RwSignal<Doing>,
    thread: StoredValue<Option<Thread>, LocalStorage>,
    /// Whether the program on the thread listens: what it is told before is lost.
    listens: StoredValue<bool>,
    /// What is being worked out, until all of it is.
    job: StoredValue<Option<Job>>,
    /// What was asked while the thread was busy: the latest only, since it asks for all that is not found.
    next: StoredValue<Vec<(SimulationKey, Simulation)>>,
}

impl Engine {
    /// Put into the context once, by the app.
    pub fn provide() -> Self {
        let engine = Self {
            found: RwSignal::new(HashMap::new()),
            doing: RwSignal::new(Doing::Nothing),
            thread: StoredValue::new_local(None),
            listens: StoredValue::new(false),
            job: StoredValue::new(None),
            next: StoredValue::new(Vec::new()),
        };
        provide_context(engine);
        engine
    }

    /// The one in the context.
    pub fn here() -> Self {
        expect_context()
    }

    /// How the thread is doing, followed.
    pub fn doing(self) -> Doing {
        self.doing.get()
    }

    /// The result of a simulation, followed: from before, or [`MeasurementError::Simulating`].
    pub fn look_up(self, simulation: &Simulation) -> Outcome {
        self.found.with(|found| found.get(&simulation.key()).cloned()).unwrap_or(Err(MeasurementError::Simulating))
    }

    /// Has worked out what of these simulations is not found yet.
    pub fn ask(self, mut simulations: Vec<(SimulationKey, Simulation)>) {
        self.found.with_untracked(|found| simulations.retain(|(key, _)| !found.contains_key(key)));
        if simulations.is_empty() {
            return;
        }
        if matches!(self.doing.get_untracked(), Doing::Working(..)) {
            return self.next.set_value(simulations);
        }
        self.doing.set(Doing::Working(0, 0, now()));
        self.job.set_value(Some(Job(simulations.into_iter().map(|(_, simulation)| simulation).collect())));
        if self.listens.get_value() {
            return self.give();
        }
        let started = Thread::start(move |said| self.hear(said));
        if started.is_none() {
            return self.work_here();
        }
        self.thread.set_value(started);
    }

    fn give(self) {
        self.thread.with_value(|thread| {
            self.job.with_value(|job| {
                if let (Some(thread), Some(job)) = (thread, job) {
                    thread.give(job);
                }
            });
        });
    }

    /// A browser without threads works it out on the spot rather than not at all.
    fn work_here(self) {
        let job = self.job.try_update_value(Option::take).flatten();
        for simulation in job.iter().flat_map(|job| &job.0) {
            self.found.update(|found| drop(found.insert(simulation.key(), simulation.run())));
        }
        self.doing.set(Doing::Nothing);
    }

    /// Ends the work; what was found stays.
    pub fn stop(self) {
        self.thread.update_value(|thread| drop(thread.take()));
        self.listens.set_value(false);
        self.next.set_value(Vec::new());
        self.doing.set(Doing::Stopped);
    }

    fn hear(self, said: Said) {
        match said {
            Said::Ready => {
                self.listens.set_value(true);
                self.give();
            }
            Said::Progress(done, all) => self.doing.update(|doing| {
                if let Doing::Working(_, _, since) = *doing {
                    *doing = Doing::Working(done, all, since);
                }
            }),
            Said::Found(key, outcome) => self.found.update(|found| drop(found.insert(key, outcome.map_err(|code| refused(&code))))),
            // A thread that never listened is none: what it cannot do is done here. One that broke down at its work would break the page
            // too: the person decides whether it is tried again.
            Said::Failed if self.listens.get_value() => self.stop(),
            Said::Failed => {
                self.thread.update_value(|thread| drop(thread.take()));
                self.work_here();
            }
            Said::Done => {
                self.job.set_value(None);
                self.doing.set(Doing::Nothing);
                self.ask(self.next.try_update_value(std::mem::take).unwrap_or_default());
            }
        }
    }
}

/// What a simulation can fail with.
fn refused(code: &str) -> MeasurementError {
    if code == "not_finite" { MeasurementError::NotFinite("model".to_owned()) } else { MeasurementError::Coverage }
}

#[cfg(test)]
mod tests {
    use measurement::formula::Formula;
    use measurement::monte_carlo::{Kind, Run, Variable};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    fn simulation() -> Simulation {
        let model = Formula::parse("a").expect("a formula");
        let (variables, trials) = ([Variable::Normal(1.0, 0.1)], 10_000);
        let run = Run {
            model: &model,
            variables: &variables,
            correlations: &[],
            trials,
            seed: 1,
            probability: 0.95,
            interval: Kind::Symmetric,
            digits: None,
        };
        Simulation::new(&run).expect("a simulation")
    }

    /// An engine whose thread has been given a simulation.
    fn at_work(listens: bool) -> (Engine, Simulation) {
        let (engine, simulation) = (Engine::provide(), simulation());
        engine.doing.set(Doing::Working(0, 0, now()));
        engine.job.set_value(Some(Job(vec![simulation.clone()])));
        engine.listens.set_value(listens);
        (engine, simulation)
    }

    #[wasm_bindgen_test]
    fn what_a_thread_that_never_listened_was_given_is_done_here() {
        Owner::new().with(|| {
            let (engine, simulation) = at_work(false);
            engine.hear(Said::Failed);
            assert!(engine.look_up(&simulation).is_ok());
            assert_eq!(engine.doing(), Doing::Nothing);
        });
    }

    #[wasm_bindgen_test]
    fn a_thread_that_broke_down_at_its_work_is_stopped_and_can_be_tried_again() {
        Owner::new().with(|| {
            let (engine, simulation) = at_work(true);
            engine.hear(Said::Failed);
            assert_eq!(engine.look_up(&simulation), Err(MeasurementError::Simulating));
            assert_eq!(engine.doing(), Doing::Stopped);
        });
    }
}
