//! A schedule: who works, who exchanges, what breaks, in an order out of a seed.

use shared::event::Event;
use shared::id::Id;
use shared::record::Record;
use shared::sync::engine::Engine;
use shared::sync::pack::JobPack;
use support::database::Engine as Database;
use support::{Client, Lab, Tablet, World};

use crate::chance::Chance;
use crate::network::Network;
use crate::{invariants, work};

/// A laboratory that many schedules are played in, each with new tablets and new records.
pub struct Stage {
    lab: Lab,
    lin: Client,
    pack: JobPack,
    cursor: u64,
}

/// What a schedule has made.
#[derive(Default)]
pub struct Made {
    pub records: Vec<Id<Record>>,
    pub events: Vec<Id<Event>>,
}

impl Stage {
    pub async fn new(database: Database) -> Self {
        let lab = Lab::new_on(database).await;
        World::new(&lab).await;
        let lin = lab.person("lin").await;
        let mut first = Tablet::enrol(&lab, &lin, u64::MAX).await;
        first.exchange(&lin, lab.now()).await;
        Self { pack: first.pack().clone(), cursor: first.engine.meta().cursor, lab, lin }
    }

    /// A tablet that was in the office this morning: it has the job pack, and nothing of other schedules.
    async fn tablet(&self, seed: u64) -> Tablet {
        let mut tablet = Tablet::enrol(&self.lab, &self.lin, seed).await;
        let mut meta = tablet.engine.meta().clone();
        meta.cursor = self.cursor;
        meta.pack.clone_from(&self.pack.version);
        tablet.disk.pack = Some(self.pack.clone());
        tablet.disk.meta = Some(meta.clone());
        tablet.engine = Engine::restore(meta, Vec::new());
        tablet
    }

    /// Plays one schedule and looks at what came of it.
    pub async fn play(&mut self, seed: u64) {
        let mut chance = Chance::new(seed);
        let mut tablets = [self.tablet(seed * 2).await, self.tablet(seed * 2 + 1).await];
        tablets[1].clock = if chance.one_in(4) { 300_000 } else { 0 };
        let mut network = Network::default();
        let mut made = Made::default();
        let mut told = vec![format!("seed {seed}")];
        for _ in 0..10 + chance.below(16) {
            self.lab.advance(1_000);
            let at = chance.below(2);
            let happened = self.step(&mut tablets[at], &mut chance, &mut network, &mut made).await;
            told.push(format!("tablet {at}: {happened}"));
        }
        while network.deliver(&self.lin, &mut chance).await {}
        for at in [0, 1, 0, 1] {
            tablets[at].exchange(&self.lin, self.lab.now()).await;
        }
        made.events = tablets.iter().flat_map(|tablet| tablet.disk.own.values().map(|own| own.event)).collect();
        if let Err(broken) = invariants::hold(&self.lab, &tablets, &made).await {
            panic!("{broken}\n{}", told.join("\n"));
        }
        self.cursor = tablets[0].engine.meta().cursor;
    }

    async fn step(&mut self, tablet: &mut Tablet, chance: &mut Chance, network: &mut Network, made: &mut Made) -> String {
        let now = self.lab.now();
        match chance.below(20) {
            0 => {
                tablet.restart();
                "switched off and on".to_owned()
            }
            1 if chance.one_in(3) => {
                self.lab.restart().await;
                self.lin = self.lin.moved(&self.lab.router);
                "the server restarts".to_owned()
            }
            2 | 3 => {
                network.deliver(&self.lin, chance).await;
                "a delayed request arrives".to_owned()
            }
            4..=10 => {
                let Some((token, request)) = tablet.request(now) else { return "nothing to send".to_owned() };
                let (fault, response) = network.carry(&self.lin, chance, &request).await;
                tablet.answer(token, response, now);
                format!("exchange of {} with {fault:?}", request.events.len())
            }
            _ => {
                work::act(tablet, chance, &mut made.records, now);
                "works".to_owned()
            }
        }
    }
}
