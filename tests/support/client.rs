//! Speaking to the router in process, as a browser would: session cookie, the header no other site can set, JSON.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use contract::api::account::{SessionView, SignIn};
use contract::api::version::{CLIENT_VERSION_HEADER, ClientVersion};
use contract::api::{Problem, REQUEST_HEADER, path};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tower::ServiceExt;

use crate::described;

/// Somebody's browser: signed in or not.
#[derive(Clone)]
pub struct Client {
    router: Router,
    cookie: Option<String>,
    address: IpAddr,
    /// The version the app says it understands; none for the first released build.
    version: Option<ClientVersion>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Bytes,
}

impl Client {
    /// Nobody signed in.
    pub fn new(router: Router) -> Self {
        Self { router, cookie: None, version: Some(ClientVersion::CURRENT), address: IpAddr::V4(Ipv4Addr::LOCALHOST) }
    }

    /// The same from another address.
    pub fn at(mut self, address: IpAddr) -> Self {
        self.address = address;
        self
    }

    /// The same with these cookies.
    pub fn holding(mut self, cookie: &str) -> Self {
        self.cookie = Some(cookie.to_owned());
        self
    }

    /// The same with a session.
    pub async fn signed_in(router: &Router, sign_in: &str, password: &str) -> Self {
        let mut client = Self::new(router.clone());
        let answer = client.send(Method::POST, path::SESSION, &SignIn { sign_in: sign_in.into(), password: password.into() }).await;
        assert!(answer.status.is_success(), "{sign_in} signs in: {answer:?}");
        let cookie = answer.headers.get(header::SET_COOKIE).expect("a session cookie").to_str().expect("an ASCII cookie");
        client.cookie = cookie.split(';').next().map(str::to_owned);
        client
    }

    /// The same browser, speaking to a server that was started again.
    pub fn moved(&self, router: &Router) -> Self {
        Self { router: router.clone(), ..self.clone() }
    }

    /// The same browser with the app of the first released build, which does not send a version.
    pub fn of_first_build(&self) -> Self {
        Self { version: None, ..self.clone() }
    }

    /// The session's cookie.
    pub fn cookie(&self) -> Option<&str> {
        self.cookie.as_deref()
    }

    /// Who is signed in.
    pub async fn session(&self) -> SessionView {
        self.get(path::SESSION).await
    }

    /// Reads; anything but success fails the test.
    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> T {
        self.bytes(Method::GET, path, None).await.success()
    }

    /// Posts; anything but success fails the test.
    pub async fn post<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> T {
        self.send(Method::POST, path, body).await.success()
    }

    /// Puts; anything but success fails the test.
    pub async fn put<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> T {
        self.send(Method::PUT, path, body).await.success()
    }

    /// Downloads a file.
    pub async fn download(&self, path: &str) -> Bytes {
        let answer = self.bytes(Method::GET, path, None).await;
        assert!(answer.status.is_success(), "GET {path}: {answer:?}");
        answer.bytes
    }

    /// Sends JSON and gives back whatever comes.
    pub async fn send(&self, method: Method, path: &str, body: &impl Serialize) -> Answer {
        let json = serde_json::to_vec(body).expect("a body that is JSON");
        self.bytes(method, path, Some(("application/json", json))).await
    }

    /// Sends bytes and gives back whatever comes.
    pub async fn bytes(&self, method: Method, path: &str, body: Option<(&str, Vec<u8>)>) -> Answer {
        let asked = body.as_ref().filter(|(media_type, _)| *media_type == "application/json").map(|(_, bytes)| bytes.clone());
        let mut request = Request::builder().method(method.clone()).uri(path).header(header::HOST, "localhost");
        request = request.header(REQUEST_HEADER, "1").header("sec-fetch-site", "same-origin");
        if let Some(version) = self.version {
            request = request.header(CLIENT_VERSION_HEADER, version.to_string());
        }
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        let body = match body {
            Some((media_type, bytes)) => {
                request = request.header(header::CONTENT_TYPE, media_type);
                Body::from(bytes)
            }
            None => Body::empty(),
        };
        let answer = self.raw(request.body(body).expect("a request")).await;
        if answer.status.is_success() {
            described::success(method.as_str(), path, asked.as_deref(), (answer.status.as_u16(), &answer.bytes));
        } else {
            described::problem(method.as_str(), path, &answer.bytes);
        }
        answer
    }

    /// Sends a request as it is.
    pub async fn raw(&self, mut request: Request<Body>) -> Answer {
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(self.address, 40_000)));
        let response = self.router.clone().oneshot(request).await.expect("the router is infallible");
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.expect("the whole answer");
        Answer { status: parts.status, headers: parts.headers, bytes }
    }
}

impl Answer {
    /// The value of a success.
    #[track_caller]
    pub fn success<T: DeserializeOwned>(self) -> T {
        assert!(self.status.is_success(), "{}: {}", self.status, self.text());
        // An empty answer (204) is JSON's null.
        let bytes: &[u8] = if self.bytes.is_empty() { b"null" } else { &self.bytes };
        serde_json::from_slice(bytes).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The problem of a refusal; never a 5xx.
    #[track_caller]
    pub fn problem(self) -> Problem {
        assert!(self.status.is_client_error(), "a refusal is 4xx, not {}: {}", self.status, self.text());
        let media_type = self.headers.get(header::CONTENT_TYPE).map(|value| value.to_str().unwrap_or_default());
        assert_eq!(media_type, Some("application/problem+json"), "{}", self.text());
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// Refused with this code.
    #[track_caller]
    pub fn refused(self, code: &str) -> Problem {
        let problem = self.problem();
        assert_eq!(problem.code, code, "{problem:?}");
        problem
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or(Value::Null)
    }
}
