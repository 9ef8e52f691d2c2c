//! Who is signed in here.

use leptos::prelude::*;
use shared::access::Role;
use shared::api::account::{ChangePassword, SessionView, Setup, SetupView, SignIn};
use shared::api::path;

use crate::failure::Failure;
use crate::remote;

/// What is known of the session.
#[derive(Debug, Clone, PartialEq)]
pub enum State {
    /// Not asked yet.
    Unknown,
    /// Nobody.
    Out,
    /// Somebody.
    In(Box<SessionView>),
    /// The server cannot be reached; a tablet works on by itself.
    Unreachable,
}

/// The session, shared by every page.
#[derive(Clone, Copy)]
pub struct Session(RwSignal<State>);

impl Session {
    /// A session nobody has asked for yet, put into the context by `App`.
    pub fn provide() -> Self {
        let session = Self(RwSignal::new(State::Unknown));
        provide_context(session);
        session
    }

    /// The one in the context.
    pub fn here() -> Self {
        expect_context()
    }

    /// The state, followed.
    pub fn state(self) -> State {
        self.0.get()
    }

    /// The state as it is now.
    pub fn with_untracked<T>(self, read: impl FnOnce(&State) -> T) -> T {
        self.0.with_untracked(read)
    }

    /// Who is signed in, followed.
    pub fn view(self) -> Option<SessionView> {
        match self.0.get() {
            State::In(view) => Some(*view),
            _ => None,
        }
    }

    /// Whether the person signed in has one of these roles, followed.
    pub fn has(self, roles: &[Role]) -> bool {
        self.view().is_some_and(|view| view.roles.iter().any(|role| roles.contains(role)))
    }

    /// Asks the server.
    pub async fn refresh(self) {
        let state = match remote::get::<SessionView>(path::SESSION).await {
            Ok(view) => State::In(Box::new(view)),
            Err(Failure::Unreachable) => State::Unreachable,
            Err(_) => State::Out,
        };
        self.0.try_set(state);
    }

    /// Signs in.
    pub async fn sign_in(self, sign_in: String, password: String) -> Result<(), Failure> {
        remote::post_empty(path::SESSION, &SignIn { sign_in, password }).await?;
        self.refresh().await;
        Ok(())
    }

    /// Signs out.
    pub async fn sign_out(self) -> Result<(), Failure> {
        remote::delete(path::SESSION).await?;
        self.0.try_set(State::Out);
        Ok(())
    }
}

/// Whether the first administrator is needed, and the demo accounts.
pub async fn setup_state() -> Result<SetupView, Failure> {
    remote::get(path::SETUP).await
}

/// Makes the first administrator.
pub async fn set_up(setup: &Setup) -> Result<(), Failure> {
    remote::post_empty(path::SETUP, setup).await.map(|_| ())
}

/// Changes one's own password.
pub async fn change_password(old: String, new: String) -> Result<(), Failure> {
    remote::post_empty(path::PASSWORD, &ChangePassword { old, new }).await.map(|_| ())
}
