//! The routes as a list: what is added is served and can be walked by a test.

use std::any::type_name;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::routing::{MethodRouter, delete, get, post, put};
use contract::access::table::{Verb, find};
use domain::access::wing::Wing;

use crate::http::describe::handler::Described;
use crate::http::describe::operation::Tells;
use crate::http::limits::FILE_LIMIT;
use crate::state::AppState;

/// Routes being collected.
#[derive(Default)]
pub struct Routes {
    router: Router<AppState>,
    listed: Vec<(Verb, &'static str)>,
    told: Vec<Told>,
    /// The wings whose routes are collected; `None` for every one.
    shown: Option<Vec<Wing>>,
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
    /// Collects the routes of these wings and those of none: what belongs to another wing is not served at all.
    pub(super) fn showing(wings: &[Wing]) -> Self {
        Self { shown: Some(wings.to_vec()), ..Self::default() }
    }

    fn add<H: Described<T>, T>(mut self, (verb, path): (Verb, &'static str), route: MethodRouter<AppState>) -> Self {
        let hidden = |wings: &Vec<Wing>| find(verb, path).is_some_and(|rule| !rule.is_shown(wings, ""));
        if self.shown.as_ref().is_some_and(hidden) {
            return self;
        }
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
