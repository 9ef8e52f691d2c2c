//! The routes as a list: what is added is served and can be walked by a test.

use std::any::type_name;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::routing::{MethodRouter, delete, get, post, put};
use contract::access::table::Verb;

use super::FILE_LIMIT;
use super::describe::{Described, Tells};
use crate::state::AppState;

/// Routes being collected.
#[derive(Default)]
pub struct Routes {
    router: Router<AppState>,
    listed: Vec<(Verb, &'static str)>,
    told: Vec<Told>,
}

/// What the API's description is told of a route.
#[derive(Clone, Copy)]
pub(super) struct Told {
    /// The path of its handler in the code.
    pub(super) handler: &'static str,
    /// What the handler takes and answers.
    pub(super) tells: Tells,
}

impl Routes {
    fn add<H: Described<T>, T>(mut self, (verb, path): (Verb, &'static str), route: MethodRouter<AppState>) -> Self {
        self.router = self.router.route(path, route);
        self.listed.push((verb, path));
        self.told.push(Told { handler: type_name::<H>(), tells: H::tell });
        self
    }

    /// Serves GET.
    #[must_use]
    pub(super) fn get<H: Handler<T, AppState> + Described<T>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.add::<H, T>((Verb::Get, path), get(handler))
    }

    /// Serves POST.
    #[must_use]
    pub(super) fn post<H: Handler<T, AppState> + Described<T>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.add::<H, T>((Verb::Post, path), post(handler))
    }

    /// Serves POST with a body as large as a file.
    #[must_use]
    pub(super) fn post_large<H: Handler<T, AppState> + Described<T>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.add::<H, T>((Verb::Post, path), post(handler).layer(DefaultBodyLimit::max(FILE_LIMIT)))
    }

    /// Serves PUT.
    #[must_use]
    pub(super) fn put<H: Handler<T, AppState> + Described<T>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.add::<H, T>((Verb::Put, path), put(handler))
    }

    /// Serves PUT with a body as large as a file.
    #[must_use]
    pub(super) fn put_large<H: Handler<T, AppState> + Described<T>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.add::<H, T>((Verb::Put, path), put(handler).layer(DefaultBodyLimit::max(FILE_LIMIT)))
    }

    /// Serves DELETE.
    #[must_use]
    pub(super) fn delete<H: Handler<T, AppState> + Described<T>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.add::<H, T>((Verb::Delete, path), delete(handler))
    }

    /// What is served.
    pub fn listed(&self) -> &[(Verb, &'static str)] {
        &self.listed
    }

    /// The same with what is told of each.
    pub(super) fn told(&self) -> impl Iterator<Item = ((Verb, &'static str), Told)> {
        self.listed.iter().copied().zip(self.told.iter().copied())
    }

    pub(super) fn into_router(self) -> Router<AppState> {
        self.router
    }
}
