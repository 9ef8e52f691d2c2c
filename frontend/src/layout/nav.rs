//! What stands in the navigation, by role. Showing a link gives no right: the server decides.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::access::Role;
use shared::api::account::SessionView;

use crate::data::session::Session;
use crate::text::t;

use Role::{Administrator, Calibrator, Checker, Office, Signatory, TechnicalManager};

const STAFF: &[Role] = &[Administrator, Office, Calibrator, Checker, Signatory, TechnicalManager];

type Link = (&'static str, &'static str, &'static [Role]);

/// Groups of links: text key of the group, then address, text key and roles of each link.
const GROUPS: &[(&str, &[Link])] = &[
    (
        "nav.work",
        &[
            ("/office", "nav.desk", STAFF),
            ("/today", "nav.today", &[Calibrator]),
            ("/office/orders", "noun.orders", STAFF),
            ("/office/tasks", "noun.tasks", STAFF),
            ("/office/visits", "noun.visits", STAFF),
            ("/office/records", "nav.records", STAFF),
            ("/office/certificates", "nav.certificates", STAFF),
            ("/office/corrections", "nav.corrections", STAFF),
        ],
    ),
    (
        "nav.customers",
        &[("/office/customers", "noun.customers", STAFF), ("/office/places", "noun.places", STAFF), ("/office/items", "noun.items", STAFF)],
    ),
    (
        "nav.laboratory",
        &[
            ("/office/people", "noun.people", STAFF),
            ("/office/standards", "noun.standards", STAFF),
            ("/office/services", "noun.services", STAFF),
            ("/office/methods", "noun.methods", STAFF),
            ("/office/editions", "noun.editions", STAFF),
        ],
    ),
    (
        "nav.settings",
        &[
            ("/office/body", "noun.body", &[Administrator, TechnicalManager]),
            ("/office/devices", "nav.devices", &[Administrator]),
            ("/office/outbox", "nav.outbox", &[Administrator, Office]),
        ],
    ),
];

/// Where a person begins.
pub fn home_of(view: &SessionView) -> &'static str {
    let only_calibrates = view.roles.iter().all(|role| *role == Calibrator) && !view.roles.is_empty();
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
        let link = move |(href, label, roles): &'static Link| {
            let may = move || session.has(roles);
            view! {
                <Show when=may>
                    <A href=*href exact=*href == "/office">{move || t(label)}</A>
                </Show>
            }
        };
        let any = move || links.iter().any(|(_, _, roles)| session.has(roles));
        view! {
            <Show when=any>
                <div>
                    <h3>{move || t(title)}</h3>
                    {links.iter().map(link).collect_view()}
                </div>
            </Show>
        }
    };
    view! { <nav class="nav stack" aria-label="Etalon">{GROUPS.iter().map(group).collect_view()}</nav> }
}
