//! Pages for everybody: sign-in, first set-up, the public check.

mod access;
mod check;
mod clauses;
mod home;
mod password;
mod reset;
mod setup;
mod sign_in;

pub use check::CheckPage;
pub use clauses::ClausesPage;
pub use home::{Home, NotFound};
pub use password::PasswordPage;
pub use reset::ResetPage;
pub use setup::SetupPage;
pub use sign_in::SignInPage;

use leptos::prelude::*;

use crate::components::LanguageSwitch;
use crate::layout::Brand;

/// The frame of these pages.
#[component]
fn PublicFrame(#[prop(optional)] wide: bool, children: Children) -> impl IntoView {
    view! {
        <header class="top"><Brand /><LanguageSwitch /></header>
        <main class=if wide { "centre wide" } else { "centre" }>{children()}</main>
    }
}
