//! What somebody's authorisation covers, shown where they sign under it (C-4.3.1, C-4.3.2).

use base::id::MethodId;
use domain::library::person::Activity;
use leptos::prelude::*;

use crate::data::labels;
use crate::data::session::Session;
use crate::text::format::today;
use crate::text::{t, t_with};

/// The words of the authorisations of the person signed in for a method's service, today.
#[component]
pub fn Scope(method: MethodId, activity: Activity) -> impl IntoView {
    let session = Session::here();
    let words = move || {
        let (person, method) = (labels::known(session.view()?.person)?, labels::known(method)?);
        let scopes = person.scopes(method.service, activity, today());
        let named = |scope: &&str| if scope.is_empty() { t("scope.whole") } else { (*scope).to_owned() };
        let listed = scopes.iter().map(named).collect::<Vec<_>>().join("; ");
        Some(if scopes.is_empty() { t("scope.none") } else { t_with("scope.covers", &[("scope", &listed)]) })
    };
    view! { <p class="soft" data-test="scope">{words}</p> }
}
