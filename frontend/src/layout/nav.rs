//! What stands in the navigation, by what the person signed in may read. Showing a link gives no right: the server decides, by
//! the same table.

use contract::access::table::Verb::{self, Get};
use contract::api::account::SessionView;
use contract::api::path;
use domain::access::Role;
use domain::register::entry::Group;
use domain::register::noun::Noun;
use domain::register::nouns::ALL;
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

/// Something of a group.
#[derive(Clone, Copy)]
enum Stands {
    /// A page: address, text key, use.
    Page(&'static str, &'static str, For),
    /// The registers that say that they stand here, in their order.
    Registers(Group),
}

/// A link: address, text key and use.
type Link = (String, String, For);

impl Stands {
    fn links(self) -> Vec<Link> {
        match self {
            Self::Page(address, label, use_) => vec![(address.to_owned(), label.to_owned(), use_)],
            Self::Registers(group) => {
                let link = |noun: &Noun| (format!("/office/{}", noun.name), format!("noun.{}", noun.name), For::Register(noun.name));
                ALL.iter().filter(|noun| noun.group == group).map(link).collect()
            }
        }
    }
}

/// Groups of links: text key of the group, then what stands in it.
const GROUPS: &[(&str, &[Stands])] = &[
    (
        "nav.work",
        &[
            Stands::Page("/office", "nav.desk", For::Routes(&[(Get, path::DESK)])),
            Stands::Page("/today", "nav.today", For::Calibrators),
            Stands::Registers(Group::Work),
            Stands::Page("/office/records", "nav.records", For::Routes(&[(Get, path::RECORDS)])),
            Stands::Page("/office/certificates", "nav.certificates", For::Routes(&[(Get, path::CERTIFICATES)])),
            Stands::Page("/office/corrections", "nav.corrections", For::Routes(&[(Get, path::CORRECTIONS)])),
        ],
    ),
    ("nav.customers", &[Stands::Registers(Group::Customers)]),
    ("nav.laboratory", &[Stands::Registers(Group::Laboratory)]),
    (
        "nav.settings",
        &[
            Stands::Registers(Group::Settings),
            Stands::Page("/office/devices", "nav.devices", For::Routes(&[(Get, path::DEVICES)])),
            Stands::Page("/office/outbox", "nav.outbox", For::Routes(&[(Get, path::OUTBOX)])),
            Stands::Page("/office/readings", "nav.readings", For::Routes(&[(Get, path::READINGS)])),
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
    let group = move |(title, stands): &(&'static str, &'static [Stands])| {
        let (title, links) = (*title, stands.iter().flat_map(|stands| stands.links()).collect::<Vec<_>>());
        let uses: Vec<For> = links.iter().map(|(_, _, use_)| *use_).collect();
        let links = StoredValue::new(links);
        let link = move |(href, label, use_): Link| {
            let exact = href == "/office";
            let (href, label) = (StoredValue::new(href), StoredValue::new(label));
            view! {
                <Show when=move || use_.has(session)>
                    <A href=href.get_value() exact=exact>{move || label.with_value(|label| t(label))}</A>
                </Show>
            }
        };
        let any = move || uses.iter().any(|use_| use_.has(session));
        view! {
            <Show when=any>
                <div>
                    <h3>{move || t(title)}</h3>
                    {links.get_value().into_iter().map(link).collect_view()}
                </div>
            </Show>
        }
    };
    view! { <nav class="nav stack" aria-label=tr("nav.main")>{GROUPS.iter().map(group).collect_view()}</nav> }
}
