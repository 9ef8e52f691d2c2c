//! What stands in the navigation, by what the person signed in may read. Showing a link gives no right: the server decides, by
//! the same table.

use contract::access::table::Verb::{self, Get};
use contract::api::account::SessionView;
use contract::api::path;
use domain::access::Role;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::data::session::Session;
use crate::text::{t, tr};

/// What a link is for.
#[derive(Clone, Copy)]
enum For {
    /// Whoever may read this register.
    Register(&'static str),
    /// Whoever may do one of these.
    Routes(&'static [(Verb, &'static str)]),
    /// Who calibrates: their tablet's screens.
    Calibrators,
}

impl For {
    fn has(self, session: Session) -> bool {
        match self {
            Self::Register(noun) => session.may(Get, path::REGISTER, noun),
            Self::Routes(routes) => routes.iter().any(|(verb, route)| session.may(*verb, route, "")),
            Self::Calibrators => session.has(Role::Calibrator),
        }
    }
}

type Link = (&'static str, &'static str, For);

/// Groups of links: text key of the group, then address, text key and use of each link.
const GROUPS: &[(&str, &[Link])] = &[
    (
        "nav.work",
        &[
            ("/office", "nav.desk", For::Routes(&[(Get, path::DESK)])),
            ("/today", "nav.today", For::Calibrators),
            ("/office/orders", "noun.orders", For::Register("orders")),
            ("/office/tasks", "noun.tasks", For::Register("tasks")),
            ("/office/visits", "noun.visits", For::Register("visits")),
            ("/office/records", "nav.records", For::Routes(&[(Get, path::RECORDS)])),
            ("/office/certificates", "nav.certificates", For::Routes(&[(Get, path::CERTIFICATES)])),
            ("/office/corrections", "nav.corrections", For::Routes(&[(Get, path::CORRECTIONS)])),
        ],
    ),
    (
        "nav.customers",
        &[
            ("/office/customers", "noun.customers", For::Register("customers")),
            ("/office/places", "noun.places", For::Register("places")),
            ("/office/items", "noun.items", For::Register("items")),
        ],
    ),
    (
        "nav.laboratory",
        &[
            ("/office/people", "noun.people", For::Register("people")),
            ("/office/standards", "noun.standards", For::Register("standards")),
            ("/office/services", "noun.services", For::Register("services")),
            ("/office/methods", "noun.methods", For::Register("methods")),
            ("/office/editions", "noun.editions", For::Register("editions")),
        ],
    ),
    (
        "nav.settings",
        &[
            ("/office/body", "noun.body", For::Register("body")),
            ("/office/devices", "nav.devices", For::Routes(&[(Get, path::DEVICES)])),
            ("/office/outbox", "nav.outbox", For::Routes(&[(Get, path::OUTBOX)])),
            ("/office/readings", "nav.readings", For::Routes(&[(Get, path::READINGS)])),
        ],
    ),
];

/// Where a person begins.
pub fn home_of(view: &SessionView) -> &'static str {
    let only_calibrates = view.roles.iter().all(|role| *role == Role::Calibrator) && !view.roles.is_empty();
    match view {
        _ if view.customer.is_some() => "/portal",
        _ if only_calibrates => "/today",
        _ => "/office",
    }
}

/// The navigation.
#[component]
pub fn Nav() -> impl IntoView {
    let session = Session::here();
    let group = move |(title, links): &'static (&'static str, &'static [Link])| {
        let link = move |(href, label, use_): &'static Link| {
            view! {
                <Show when=move || use_.has(session)>
                    <A href=*href exact=*href == "/office">{move || t(label)}</A>
                </Show>
            }
        };
        let any = move || links.iter().any(|(_, _, use_)| use_.has(session));
        view! {
            <Show when=any>
                <div>
                    <h3>{move || t(title)}</h3>
                    {links.iter().map(link).collect_view()}
                </div>
            </Show>
        }
    };
    view! { <nav class="nav stack" aria-label=tr("nav.main")>{GROUPS.iter().map(group).collect_view()}</nav> }
}
