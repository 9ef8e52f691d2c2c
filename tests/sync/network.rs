//! A network that drops, doubles, delays and cuts.

use axum::http::Method;
use backend::app::Error;
use backend::state::AppState;
use backend::store::{Tx, event};
use contract::api::path;
use contract::sync::engine::Failure;
use contract::sync::{ExchangeRequest, ExchangeResponse};
use domain::event::chain;
use support::Client;

use crate::broken::Server;
use crate::chance::Chance;

/// What a tablet receives: an answer, or how its request failed.
pub type Heard = Result<ExchangeResponse, Failure>;

/// A tablet's way to the server.
#[derive(Clone)]
pub struct Wire {
    pub client: Client,
    /// The server with a guard taken out, where it is to answer in place of the true one.
    pub broken: Option<Server>,
    /// The server, if it was rolled back to a build that does not know every kind of event.
    pub older: Option<AppState>,
}

/// Kinds of event that the older build does not know.
const NEWER: [&str; 3] = ["remarked", "withdrawn", "chosen"];

/// What happens to a request and its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    None,
    DropRequest,
    DropResponse,
    /// Two copies are on their way at once.
    Duplicate,
    /// The request arrives, but only after later ones.
    Delay,
    CutRequest,
    CutResponse,
}

const FAULTS: [Fault; 10] = [
    Fault::None,
    Fault::None,
    Fault::None,
    Fault::None,
    Fault::DropRequest,
    Fault::DropResponse,
    Fault::Duplicate,
    Fault::Delay,
    Fault::CutRequest,
    Fault::CutResponse,
];

/// The network of one schedule: requests that arrive at last, each from whom.
#[derive(Default)]
pub struct Network {
    delayed: Vec<(usize, Vec<u8>)>,
}

/// A request on its way.
pub struct Parcel {
    pub fault: Fault,
    body: Vec<u8>,
    luck: usize,
}

impl Network {
    /// Takes a request of a tablet; what becomes of it is decided here.
    pub fn take(&mut self, from: usize, chance: &mut Chance, request: &ExchangeRequest) -> Parcel {
        let fault = *chance.one_of(&FAULTS);
        let body = serde_json::to_vec(request).expect("JSON");
        if fault == Fault::Delay {
            self.delayed.push((from, body.clone()));
        }
        Parcel { fault, body, luck: chance.below(1 << 30) }
    }

    /// One delayed request arrives at last; nobody hears the answer.
    pub async fn deliver(&mut self, wires: &[Wire], chance: &mut Chance) -> bool {
        if self.delayed.is_empty() {
            return false;
        }
        let (from, body) = self.delayed.swap_remove(chance.below(self.delayed.len()));
        drop(wires[from].send(&body).await);
        true
    }
}

impl Parcel {
    /// Carries it; `None` where the tablet hears nothing.
    pub async fn travel(&self, wire: &Wire) -> Option<Heard> {
        match self.fault {
            Fault::None => Some(wire.send(&self.body).await),
            Fault::DropRequest | Fault::Delay => None,
            Fault::DropResponse => {
                drop(wire.send(&self.body).await);
                None
            }
            Fault::Duplicate => {
                let (first, second) = tokio::join!(wire.send(&self.body), wire.send(&self.body));
                Some(if self.luck.is_multiple_of(2) { first } else { second })
            }
            Fault::CutRequest => {
                let cut = self.body[..self.luck % self.body.len()].to_vec();
                let answer = wire.client.bytes(Method::POST, path::SYNC, Some(("application/json", cut))).await;
                assert!(answer.status.is_client_error(), "a cut request is refused: {answer:?}");
                None
            }
            Fault::CutResponse => {
                let text = match wire.send(&self.body).await {
                    Ok(response) => serde_json::to_vec(&response).expect("JSON"),
                    Err(_) => return None,
                };
                let cut = &text[..self.luck % text.len()];
                assert!(serde_json::from_slice::<ExchangeResponse>(cut).is_err(), "a cut answer is not taken for a whole one");
                None
            }
        }
    }
}

impl Wire {
    /// Carries a request there and the answer back, whole.
    pub async fn send(&self, body: &[u8]) -> Heard {
        if let Some(at) = self.not_known_there(body).await {
            return Err(Failure::ServerOlder { at });
        }
        if let Some(server) = &self.broken {
            return Ok(server.answer(body).await);
        }
        let answer = self.client.bytes(Method::POST, path::SYNC, Some(("application/json", body.to_vec()))).await;
        if answer.status.is_success() { Ok(answer.success()) } else { Err(Failure::of(&answer.problem())) }
    }

    /// The place of the first text that the older build neither knows nor already has from before it was rolled back.
    async fn not_known_there(&self, body: &[u8]) -> Option<usize> {
        let app = self.older.as_ref()?;
        let request: ExchangeRequest = serde_json::from_slice(body).expect("a request");
        for (at, text) in request.events.iter().enumerate() {
            let written = chain::read(text).expect("an event");
            let id = written.event.id;
            let read = app.db.read::<_, Error, _>(move |tx: &mut Tx| Box::pin(async move { Ok(event::known(tx, id).await?) }));
            if NEWER.contains(&written.event.body.kind()) && read.await.expect("the events").is_none() {
                return Some(at);
            }
        }
        None
    }
}
