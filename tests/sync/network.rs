//! A network that drops, doubles, delays and cuts.

use axum::http::Method;
use shared::api::path;
use shared::sync::{ExchangeRequest, ExchangeResponse};
use support::Client;

use crate::chance::Chance;

/// What happens to a request and its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    None,
    DropRequest,
    DropResponse,
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

/// The network of one schedule.
#[derive(Default)]
pub struct Network {
    delayed: Vec<Vec<u8>>,
}

impl Network {
    /// Carries a request; `None` where the tablet hears nothing.
    pub async fn carry(&mut self, client: &Client, chance: &mut Chance, request: &ExchangeRequest) -> (Fault, Option<ExchangeResponse>) {
        let fault = *chance.one_of(&FAULTS);
        let body = serde_json::to_vec(request).expect("JSON");
        let heard = match fault {
            Fault::None => Some(send(client, &body).await),
            Fault::DropRequest => None,
            Fault::DropResponse => {
                send(client, &body).await;
                None
            }
            Fault::Duplicate => {
                let first = send(client, &body).await;
                let second = send(client, &body).await;
                Some(if chance.one_in(2) { first } else { second })
            }
            Fault::Delay => {
                self.delayed.push(body);
                None
            }
            Fault::CutRequest => {
                let cut = chance.below(body.len());
                let answer = client.bytes(Method::POST, path::SYNC, Some(("application/json", body[..cut].to_vec()))).await;
                assert!(answer.status.is_client_error(), "a cut request is refused: {answer:?}");
                None
            }
            Fault::CutResponse => {
                let answer = send(client, &body).await;
                let text = serde_json::to_vec(&answer).expect("JSON");
                let cut = chance.below(text.len());
                assert!(serde_json::from_slice::<ExchangeResponse>(&text[..cut]).is_err(), "a cut answer is not taken for a whole one");
                None
            }
        };
        (fault, heard)
    }

    /// One delayed request arrives at last; nobody hears the answer.
    pub async fn deliver(&mut self, client: &Client, chance: &mut Chance) -> bool {
        if self.delayed.is_empty() {
            return false;
        }
        let body = self.delayed.swap_remove(chance.below(self.delayed.len()));
        send(client, &body).await;
        true
    }
}

async fn send(client: &Client, body: &[u8]) -> ExchangeResponse {
    client.bytes(Method::POST, path::SYNC, Some(("application/json", body.to_vec()))).await.success()
}
