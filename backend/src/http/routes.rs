//! The routes as a list: what is added is served and can be walked by a test.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::routing::{MethodRouter, delete, get, post, put};
use contract::access::table::Verb;

use super::FILE_LIMIT;
use crate::state::AppState;

/// Routes being collected.
#[derive(Default)]
pub struct Routes {
    router: Router<AppState>,
    listed: Vec<(Verb, &'static str)>,
}

impl Routes {
    fn add(mut self, verb: Verb, path: &'static str, route: MethodRouter<AppState>) -> Self {
        self.router = self.router.route(path, route);
        self.listed.push((verb, path));
        self
    }

    /// Serves GET.
    #[must_use]
    pub fn get<H: Handler<T, AppState>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.add(Verb::Get, path, get(handler))
    }

    /// Serves POST.
    #[must_use]
    pub fn post<H: Handler<T, AppState>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.add(Verb::Post, path, post(handler))
    }

    /// Serves POST with a body as large as a file.
    #[must_use]
    pub fn post_large<H: Handler<T, AppState>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.add(Verb::Post, path, post(handler).layer(DefaultBodyLimit::max(FILE_LIMIT)))
    }

    /// Serves PUT.
    #[must_use]
    pub fn put<H: Handler<T, AppState>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.add(Verb::Put, path, put(handler))
    }

    /// Serves PUT with a body as large as a file.
    #[must_use]
    pub fn put_large<H: Handler<T, AppState>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.add(Verb::Put, path, put(handler).layer(DefaultBodyLimit::max(FILE_LIMIT)))
    }

    /// Serves DELETE.
    #[must_use]
    pub fn delete<H: Handler<T, AppState>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.add(Verb::Delete, path, delete(handler))
    }

    /// What is served.
    pub fn listed(&self) -> &[(Verb, &'static str)] {
        &self.listed
    }

    pub(super) fn into_router(self) -> Router<AppState> {
        self.router
    }
}
