//! Headers of every response: what browsers may do with it.

use std::path::Path;

use axum::extract::{Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::state::Config;

/// What is sent with every response.
#[derive(Clone)]
pub(super) struct Policy {
    content: HeaderValue,
    https: bool,
}

impl Policy {
    /// The policy for this set-up; inline module scripts of the built index.html are allowed by their SHA-256.
    pub(super) fn new(config: &Config) -> Self {
        let index = config.app.as_deref().map(index).unwrap_or_default();
        let content = HeaderValue::from_str(&content_policy(&index)).unwrap_or(HeaderValue::from_static("default-src 'none'"));
        Self { content, https: config.https }
    }
}

fn index(app: &Path) -> String {
    std::fs::read_to_string(app.join("index.html")).unwrap_or_default()
}

fn content_policy(index: &str) -> String {
    let scripts: String = inline_scripts(index).map(|script| format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(script)))).collect();
    format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'{scripts}; style-src 'self'; img-src 'self' data: blob:; \
         connect-src 'self'; worker-src 'self'; frame-src 'self' blob:; object-src 'none'; base-uri 'none'; \
         form-action 'self'; frame-ancestors 'self'"
    )
}

/// Texts between `<script …>` and `</script>` where the tag has no `src`.
fn inline_scripts(html: &str) -> impl Iterator<Item = &str> {
    html.split("<script").skip(1).filter_map(|after| {
        let (tag, rest) = after.split_once('>')?;
        let (text, _) = rest.split_once("</script>")?;
        (!tag.contains("src=") && !text.is_empty()).then_some(text)
    })
}

/// Middleware over everything that is served.
pub(super) async fn every(State(policy): State<Policy>, request: Request, next: Next) -> Response {
    let api = request.uri().path().starts_with("/api");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    set(headers, header::CONTENT_SECURITY_POLICY, &policy.content);
    fixed(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    fixed(headers, header::X_FRAME_OPTIONS, "SAMEORIGIN");
    fixed(headers, header::REFERRER_POLICY, "no-referrer");
    fixed(headers, HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    fixed(headers, HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    fixed(headers, HeaderName::from_static("permissions-policy"), "camera=(self), geolocation=(), microphone=()");
    if policy.https {
        fixed(headers, header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    if api {
        fixed(headers, header::CACHE_CONTROL, "no-store");
    }
    response
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &HeaderValue) {
    headers.insert(name, value.clone());
}

fn fixed(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_inline_scripts_are_allowed_by_their_hash_and_nothing_is_unsafe_inline() {
        let html = r#"<script type="module">import a</script><script src="x.js"></script><link>"#;
        let policy = content_policy(html);
        let hash = STANDARD.encode(Sha256::digest("import a"));
        assert!(policy.contains(&format!("'wasm-unsafe-eval' 'sha256-{hash}';")), "{policy}");
        assert_eq!(policy.matches("sha256-").count(), 1);
        assert!(!policy.contains("unsafe-inline"));
    }
}
