//! A schedule: who works, who exchanges, what breaks, in an order out of a seed. Two tablets of one calibrator and one of
//! another; the office changes things meanwhile.

use base::id::{EventId, RecordId, VisitId};
use contract::sync::engine::{Engine, Failure};
use domain::event::Stream;
use domain::pack::JobPack;
use domain::record::facts::Asked;
use support::database::Engine as Database;
use support::{Client, Lab, Tablet, World};

use crate::broken::{Missing, Server, drop_what_was_sent};
use crate::chance::Chance;
use crate::network::{Heard, Network, Parcel, Wire};
use crate::overlap::{Work, interleaved};
use crate::{invariants, office, work};

/// Whose each tablet is: two of the first calibrator, one of the second.
const WHOSE: [usize; 3] = [0, 0, 1];
/// Schedules of one visit: its stream is not to grow without end.
const ON_ONE_VISIT: u64 = 20;

/// What a person's tablet has in the morning.
struct Morning {
    client: Client,
    pack: JobPack,
    cursor: u64,
}

/// A laboratory that many schedules are played in, each with new tablets and new records.
pub struct Stage {
    lab: Lab,
    world: World,
    people: [Morning; 2],
    visit: VisitId,
    played: u64,
    /// Whether the server is rolled back to an older build now.
    older: bool,
    /// A guard that is taken out.
    pub missing: Option<Missing>,
}

/// What a schedule has made.
#[derive(Default)]
pub struct Made {
    pub records: Vec<RecordId>,
    pub events: Vec<EventId>,
}

impl Stage {
    pub async fn new(database: Database) -> Self {
        let lab = Lab::new_on(database).await;
        let world = World::new(&lab).await;
        let people = [morning(&lab, "lin", u64::MAX).await, morning(&lab, "sun", u64::MAX - 1).await];
        let visit = world.visit;
        Self { lab, world, people, visit, played: 0, older: false, missing: None }
    }

    /// A tablet that was in the office this morning: it has the job pack and the visit, and nothing of other schedules.
    async fn tablet(&self, whose: usize, seed: u64) -> Tablet {
        let morning = &self.people[whose];
        let mut tablet = Tablet::enrol(&self.lab, &morning.client, seed).await;
        // Everything an older build accepts is exchanged as well.
        tablet.asked = Asked::Made;
        let mut meta = tablet.engine.meta().clone();
        meta.cursor = morning.cursor;
        meta.pack.clone_from(&morning.pack.version);
        let visit = invariants::entries(&self.lab, Stream::visit(self.visit)).await;
        tablet.disk.entries = visit.into_iter().map(|entry| ((entry.stream, entry.seq), entry)).collect();
        tablet.disk.pack = Some(morning.pack.clone());
        tablet.disk.meta = Some(meta.clone());
        tablet.engine = Engine::restore(meta, Vec::new());
        tablet
    }

    async fn renew(&mut self) {
        self.visit = office::next_visit(&self.lab, &self.world, self.visit, self.played).await;
        for whose in [0, 1] {
            // No two tablets share a key; those of the schedules count up from zero.
            let mut tablet = self.tablet(whose, u64::MAX - 2 * self.played - 2 - whose as u64).await;
            tablet.exchange(&self.people[whose].client, self.lab.now()).await;
            self.keep(whose, &tablet);
        }
    }

    fn keep(&mut self, whose: usize, tablet: &Tablet) {
        self.people[whose].cursor = tablet.engine.meta().cursor;
        self.people[whose].pack = tablet.pack().clone();
    }

    fn wires(&self) -> [Wire; 3] {
        let people = [self.world.lin, self.world.sun];
        let broken = |whose: usize| {
            let missing = self.missing.filter(|missing| *missing != Missing::Outbox)?;
            Some(Server { app: self.lab.app.clone(), person: people[whose], missing })
        };
        let older = self.older.then(|| self.lab.app.clone());
        WHOSE.map(|whose| Wire { client: self.people[whose].client.clone(), broken: broken(whose), older: older.clone() })
    }

    /// Plays one schedule, whose invariants must hold.
    pub async fn play(&mut self, seed: u64) {
        if let Err(broken) = self.look(seed).await {
            panic!("{broken}");
        }
    }

    /// Plays one schedule and looks at what came of it.
    pub async fn look(&mut self, seed: u64) -> Result<(), String> {
        if self.played % ON_ONE_VISIT == ON_ONE_VISIT - 1 {
            self.renew().await;
        }
        self.played += 1;
        office::repair(&self.lab, &self.world).await;
        let mut chance = Chance::new(seed);
        let mut tablets = Vec::new();
        for (at, whose) in WHOSE.into_iter().enumerate() {
            tablets.push(self.tablet(whose, seed * 3 + at as u64).await);
        }
        tablets[1].clock = if chance.one_in(4) { 300_000 } else { 0 };
        let mut network = Network::default();
        let mut made = Made::default();
        let mut told = vec![format!("seed {seed}")];
        for _ in 0..8 + chance.below(12) {
            self.lab.advance(1_000);
            told.push(self.step(&mut tablets, &mut chance, &mut network, &mut made).await);
        }
        // Once updated, the server accepts what waited; a tablet finds out after a while, or when it is opened.
        self.older = false;
        tablets.iter_mut().filter(|tablet| tablet.engine.status().held > 0).for_each(Tablet::restart);
        let wires = self.wires();
        while network.deliver(&wires, &mut chance).await {}
        let told = |broken: String| format!("{broken}\n{}", told.join("\n"));
        for at in [0, 1, 2, 0, 1, 2] {
            let send = async |request| wires[at].send(&serde_json::to_vec(&request).expect("JSON")).await;
            tablets[at].try_exchange(send, self.lab.now()).await.map_err(told)?;
        }
        made.events = tablets.iter().flat_map(|tablet| tablet.disk.own.values().map(|own| own.event)).collect();
        invariants::hold(&self.lab, &tablets, &made, self.visit).await.map_err(told)?;
        self.keep(0, &tablets[0]);
        self.keep(1, &tablets[2]);
        Ok(())
    }

    async fn step(&mut self, tablets: &mut [Tablet], chance: &mut Chance, network: &mut Network, made: &mut Made) -> String {
        let (now, at) = (self.lab.now(), chance.below(3));
        match chance.below(24) {
            0 => {
                tablets[at].restart();
                format!("tablet {at} is switched off and on")
            }
            1 if chance.one_in(3) => {
                self.lab.restart().await;
                for person in &mut self.people {
                    person.client = person.client.moved(&self.lab.router);
                }
                "the server restarts".to_owned()
            }
            1 if chance.one_in(3) => {
                self.older = !self.older;
                format!("the server is {}", if self.older { "rolled back" } else { "updated" })
            }
            2 | 3 => {
                network.deliver(&self.wires(), chance).await;
                "a delayed request arrives".to_owned()
            }
            4 => {
                office::change(&self.lab, &self.world, at, now.0 as u64).await;
                "the office changes something".to_owned()
            }
            5..=8 => self.exchange(tablets, &[at], false, chance, network).await,
            9..=12 => {
                let other = (at + 1 + chance.below(2)) % 3;
                let office = chance.one_in(6);
                self.exchange(tablets, &[at, other], office, chance, network).await
            }
            _ => {
                work::act(&mut tablets[at], &self.world, self.visit, chance, &mut made.records, now);
                format!("tablet {at} works")
            }
        }
    }

    /// The exchanges of these tablets, and a change by the office where it is wanted, all under way at once.
    async fn exchange(&self, tablets: &mut [Tablet], who: &[usize], office: bool, chance: &mut Chance, network: &mut Network) -> String {
        let now = self.lab.now();
        let wires = self.wires();
        let mut sent: Vec<(usize, u64, Parcel)> = Vec::new();
        for at in who {
            if let Some((token, request)) = tablets[*at].request(now) {
                sent.push((*at, token, network.take(*at, chance, &request)));
                if self.missing == Some(Missing::Outbox) {
                    drop_what_was_sent(&mut tablets[*at]);
                }
            }
        }
        let kind = chance.below(4);
        let mut works: Vec<Work<'_, Option<Heard>>> = Vec::new();
        for (at, _, parcel) in &sent {
            works.push(Box::pin(parcel.travel(&wires[*at])));
        }
        if office {
            works.push(Box::pin(async move {
                office::change(&self.lab, &self.world, kind, now.0 as u64 + 1).await;
                None
            }));
        }
        if works.is_empty() {
            return "nothing to send".to_owned();
        }
        let heard = interleaved(chance, works).await;
        for ((at, token, _), response) in sent.iter().zip(heard) {
            tablets[*at].hear(*token, response.unwrap_or(Err(Failure::Network)), now);
        }
        let faults: Vec<_> = sent.iter().map(|(at, _, parcel)| format!("{at} {:?}", parcel.fault)).collect();
        format!("exchanges at once: {}{}", faults.join(", "), if office { ", and the office" } else { "" })
    }
}

async fn morning(lab: &Lab, name: &str, seed: u64) -> Morning {
    let client = lab.person(name).await;
    let mut first = Tablet::enrol(lab, &client, seed).await;
    first.exchange(&client, lab.now()).await;
    Morning { pack: first.pack().clone(), cursor: first.engine.meta().cursor, client }
}
