//! The server, over HTTP. Knows how a refusal travels and when there is no network; decides nothing.

#![allow(clippy::disallowed_types, reason = "the wire lives here")]

pub mod list;

use contract::api::version::{CLIENT_VERSION_HEADER, ClientVersion};
use contract::api::{Problem, REQUEST_HEADER};
use gloo_net::http::{Request, RequestBuilder, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use crate::failure::Failure;

/// GET, decoded.
pub async fn get<T: DeserializeOwned>(path: &str) -> Result<T, Failure> {
    read(raw(Request::get(path), None).await?).await
}

/// POST as JSON, answer decoded.
pub async fn post<B: Serialize, T: DeserializeOwned>(path: &str, body: &B) -> Result<T, Failure> {
    read(post_empty(path, body).await?).await
}

/// PUT as JSON, answer decoded.
pub async fn put<B: Serialize, T: DeserializeOwned>(path: &str, body: &B) -> Result<T, Failure> {
    read(raw(json(Request::put(path)), Some(encoded(body)?)).await?).await
}

/// POST as JSON; the answer's body is not looked at.
pub async fn post_empty<B: Serialize>(path: &str, body: &B) -> Result<Response, Failure> {
    raw(json(Request::post(path)), Some(encoded(body)?)).await
}

/// PUT as JSON; the answer's body is not looked at.
pub async fn put_empty<B: Serialize>(path: &str, body: &B) -> Result<(), Failure> {
    raw(json(Request::put(path)), Some(encoded(body)?)).await.map(drop)
}

/// DELETE.
pub async fn delete(path: &str) -> Result<(), Failure> {
    raw(Request::delete(path), None).await.map(|_| ())
}

/// POST or PUT a file as it is.
pub async fn send_file<T: DeserializeOwned>(path: &str, file: &web_sys::File) -> Result<T, Failure> {
    // Plain text is a content type that forms send, so a table that the system labels as plain text is sent as bytes.
    let own = Some(file.type_()).filter(|kind| !kind.is_empty() && kind != "text/plain");
    let media_type = own.unwrap_or_else(|| "application/octet-stream".to_owned());
    let request = Request::post(path).header("content-type", &media_type).header("x-file-name", &encode(&file.name()));
    read(raw(request, Some(JsValue::from(file.clone()))).await?).await
}

/// GET, as text.
pub async fn text(path: &str) -> Result<String, Failure> {
    raw(Request::get(path), None).await?.text().await.map_err(|_| Failure::Unreachable)
}

/// PUT bytes as they are.
pub async fn put_bytes(path: &str, media_type: &str, bytes: &[u8]) -> Result<(), Failure> {
    let request = Request::put(path).header("content-type", media_type);
    raw(request, Some(js_sys::Uint8Array::from(bytes).into())).await.map(drop)
}

/// A text for use inside a path or query.
pub fn encode(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

fn json(request: RequestBuilder) -> RequestBuilder {
    request.header("content-type", "application/json")
}

fn encoded<B: Serialize>(body: &B) -> Result<JsValue, Failure> {
    serde_json::to_string(body).map(|text| JsValue::from_str(&text)).map_err(|_| broken())
}

async fn raw(request: RequestBuilder, body: Option<JsValue>) -> Result<Response, Failure> {
    let request = request.header(REQUEST_HEADER, "1").header(CLIENT_VERSION_HEADER, &ClientVersion::CURRENT.to_string());
    let request = match body {
        Some(body) => request.body(body),
        None => request.build(),
    };
    let response = request.map_err(|_| broken())?.send().await.map_err(|_| Failure::Unreachable)?;
    if response.ok() { Ok(response) } else { Err(problem(&response).await) }
}

async fn read<T: DeserializeOwned>(response: Response) -> Result<T, Failure> {
    let text = response.text().await.map_err(|_| Failure::Unreachable)?;
    serde_json::from_str(&text).map_err(|_| broken())
}

async fn problem(response: &Response) -> Failure {
    let decoded = match response.text().await {
        Ok(text) => serde_json::from_str::<Problem>(&text).ok(),
        Err(_) => return Failure::Unreachable,
    };
    // A proxy in between answers 502 to 504 while the server is away.
    match decoded {
        Some(problem) => Failure::Problem(Box::new(problem)),
        None if (502..=504).contains(&response.status()) => Failure::Unreachable,
        None => Failure::Problem(Box::new(Problem::new(response.status(), "unexpected_answer"))),
    }
}

fn broken() -> Failure {
    Failure::Problem(Box::new(Problem::new(0, "unexpected_answer")))
}
