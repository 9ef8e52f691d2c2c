//! The built app: files of the folder, `index.html` for every other page.

use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, HeaderValue};
use axum::http::{Method, Uri};
use axum::response::{IntoResponse, Response};
use contract::api::Problem;
use tower::ServiceExt;
use tower_http::services::{ServeDir, ServeFile};

use super::problem::{no_method, no_route, refuse};
use crate::state::AppState;

/// Everything that is no route of the API.
pub(super) async fn serve(State(app): State<AppState>, request: Request) -> Response {
    let uri = request.uri().clone();
    if uri.path() == "/api" || uri.path().starts_with("/api/") {
        return no_route(uri).await;
    }
    let Some(folder) = app.config.app.as_deref() else { return no_route(uri).await };
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return no_method().await;
    }
    let is_file = is_file(&uri);
    let files = ServeDir::new(folder).precompressed_br().precompressed_gzip();
    let served = if is_file {
        files.oneshot(request).await.map(IntoResponse::into_response)
    } else {
        files.fallback(ServeFile::new(folder.join("index.html"))).oneshot(request).await.map(IntoResponse::into_response)
    };
    let mut response = served.unwrap_or_else(|never| match never {});
    if response.status().is_client_error() {
        return refuse(&Problem::new(404, "not_found"));
    }
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(caching(&uri)));
    response
}

fn is_file(uri: &Uri) -> bool {
    uri.path().rsplit('/').next().is_some_and(|name| name.contains('.'))
}

/// Trunk puts a hash into the names of what it builds: `name-0123456789abcdef.js`, `…_bg.wasm`.
fn caching(uri: &Uri) -> &'static str {
    let name = uri.path().rsplit('/').next().unwrap_or_default();
    let hashed = name.split(['-', '_', '.']).any(|part| part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit()));
    if hashed { "public, max-age=31536000, immutable" } else { "no-cache" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_carries_a_hash_in_its_name_is_kept_by_browsers() {
        for path in ["/", "/index.html", "/sw.js", "/records/7", "/manifest.webmanifest"] {
            assert_eq!(caching(&Uri::from_static(path)), "no-cache", "{path}");
        }
        assert_ne!(caching(&Uri::from_static("/frontend-0123456789abcdef_bg.wasm")), "no-cache");
    }
}
