//! Who is signed in here.

use base::id::DeviceId;
use contract::access::table::{Rule, Verb, find};
use contract::api::account::{ChangePassword, SessionView, Setup, SetupView, SignIn};
use contract::api::path;
use domain::access::Role;
use domain::authority::HoldCause;
use leptos::prelude::*;

use crate::failure::Failure;
use crate::remote;
use crate::text::format::office_days;
use crate::text::{t, t_with};

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

    /// Whether the person signed in has a role that is for something shown here, followed.
    pub fn has(self, role: Role) -> bool {
        self.view().is_some_and(|view| view.roles.contains(&role) && role.is_offered(&view.wings))
    }

    /// The roles that somebody can be given here, as they stand in JSON, followed.
    pub fn offered_roles(self) -> Vec<String> {
        let wings = self.view().map(|view| view.wings).unwrap_or_default();
        Role::ALL.iter().filter(|role| role.is_offered(&wings)).map(code).collect()
    }

    /// Whether the person signed in may call a route, by the one table that the server asks; `noun` is the register in the
    /// path, where there is one. Followed.
    pub fn may(self, verb: Verb, route: &str, noun: &str) -> bool {
        let rule = find(verb, route);
        let may = |view: &SessionView, rule: &Rule| rule.is_shown(&view.wings, noun) && rule.allow.admits(Some(&view.roles), noun);
        self.view().is_some_and(|view| rule.is_some_and(|rule| may(&view, rule)))
    }

    /// Why the person signed in may not call a route: whose it is, or that their reset password is not confirmed as theirs. `None` where
    /// they may.
    pub fn why_not(self, verb: Verb, route: &str, noun: &str) -> Option<String> {
        if self.may(verb, route, noun) {
            return self.signing_held().filter(|_| find(verb, route).is_some_and(|rule| rule.is_held_back()));
        }
        let theirs = |role: &Role| find(verb, route).is_some_and(|rule| rule.allow.admits(Some(std::slice::from_ref(role)), noun));
        let roles = Role::ALL.iter().filter(|role| theirs(role)).map(|role| t(&format!("role.{}", code(role)))).collect::<Vec<_>>();
        Some(t_with("access.only", &[("roles", &roles.join(", "))]))
    }

    /// Why the person signed in cannot sign in the office: their reset password is not confirmed as theirs. Followed.
    pub fn signing_held(self) -> Option<String> {
        let held = |view: &SessionView| view.holds.iter().any(|hold| hold.hold.cause == HoldCause::Password);
        self.view().filter(held).map(|_| t("code.signing_held"))
    }

    /// The same on a device of the person.
    pub fn signing_held_on(self, device: DeviceId) -> Option<String> {
        let held = |view: &SessionView| view.holds.iter().any(|hold| hold.hold.device == Some(device));
        self.view().filter(held).map(|_| t("code.signing_held"))
    }

    /// Asks the server.
    pub async fn refresh(self) {
        let state = match remote::get::<SessionView>(path::SESSION).await {
            Ok(view) => {
                office_days(view.zone.clone());
                State::In(Box::new(view))
            }
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

/// A role's name as it stands in JSON.
fn code(role: &Role) -> String {
    serde_json::to_value(role).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
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
