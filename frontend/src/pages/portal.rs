//! What a customer sees: their own orders, items and certificates, and nothing of anybody else.

use contract::api::certificate::CertificateState;
use contract::api::portal::{PortalCertificate, PortalItem, PortalOrder};
use leptos::prelude::*;

use crate::components::badge::code_of;
use crate::components::{EmptyState, LanguageSwitch, LinkButton, Notice, PaperLink, StateBadge, TabPanel, Tabs, loaded};
use crate::data::portal;
use crate::data::session::{Session, State};
use crate::layout::{Brand, SignOut, ToSignIn};
use crate::text::format::{day, moment};
use crate::text::{self, t, t_with, tr};

const CERTIFICATES: &str = "portal.certificates";
const ITEMS: &str = "portal.items";
const ORDERS: &str = "portal.orders";
/// The identity of what the tabs lead to.
const PANEL: &str = "portal-panel";

/// The portal.
#[component]
pub fn PortalPage() -> impl IntoView {
    let session = Session::here();
    move || match session.state() {
        State::Unknown => view! { <p class="wait" aria-busy="true">{tr("wait.loading")}</p> }.into_any(),
        State::Out => view! { <ToSignIn /> }.into_any(),
        State::Unreachable => {
            view! { <div class="centre"><Notice tone="attention"><p>{tr("code.unreachable")}</p></Notice></div> }.into_any()
        }
        State::In(_) => view! { <Portal /> }.into_any(),
    }
}

#[component]
fn Portal() -> impl IntoView {
    let session = Session::here();
    let chosen = RwSignal::new(CERTIFICATES);
    view! {
        <header class="top">
            <Brand />
            <div class="row"><span>{move || session.view().map(|view| text::name(&view.name))}</span><a href="/password">{tr("nav.password")}</a><SignOut /><LanguageSwitch /></div>
        </header>
        <main class="centre wide">
            <div class="page-head">
                <h1>{tr("nav.portal")}</h1>
                <div class="actions"><LinkButton label=tr("portal.archive") icon="download" href=portal::ARCHIVE_HREF apart=true /></div>
            </div>
            <Tabs tabs=vec![CERTIFICATES, ITEMS, ORDERS] chosen=chosen panel=PANEL />
            <TabPanel id=PANEL chosen=Signal::derive(move || chosen.get().to_owned())>
                {move || match chosen.get() {
                    ITEMS => view! { <Items /> }.into_any(),
                    ORDERS => view! { <Orders /> }.into_any(),
                    _ => view! { <Certificates /> }.into_any(),
                }}
            </TabPanel>
            <p class="small soft"><a href="/check">{tr("sign_in.check")}</a></p>
        </main>
    }
}

#[component]
fn Certificates() -> impl IntoView {
    let certificates = LocalResource::new(|| async { portal::certificates().await });
    loaded(certificates, |rows: Vec<PortalCertificate>| {
        if rows.is_empty() {
            return view! { <EmptyState text=tr("portal.no_certificates") icon="seal" /> }.into_any();
        }
        view! { <div class="stack">{rows.into_iter().map(|row| view! { <CertificateCard row=row /> }).collect_view()}</div> }.into_any()
    })
}

#[component]
fn CertificateCard(row: PortalCertificate) -> impl IntoView {
    let void = row.state == CertificateState::Void;
    let kind = format!("kind.{}", row.kind);
    let days = row.calibrated_on.clone();
    let void_by = row.followed_by.clone().filter(|_| void);
    let followed = row.followed_by.map(|number| {
        let key = if void { "certificate.replaced_by" } else { "certificate.supplemented_by" };
        view! { <p class=if void { "bad-text" } else { "soft" }>"▸ "{move || t_with(key, &[("number", &number)])}</p> }
    });
    view! {
        <article class="card certificate" class:void=void data-number=row.number.clone()>
            <div class="body row between top">
                <div class="stack tight">
                    <div class="row"><h2 class="mono">{row.number.clone()}</h2><StateBadge state=code_of(&row.state) /><span class="soft">{move || t(&kind)}</span></div>
                    <p class="strong">{row.item}</p>
                    <p class="soft">
                        {move || t_with("portal.calibrated", &[("day", &days.iter().map(|date| day(*date)).collect::<Vec<_>>().join(" – "))])}
                        " · "{move || t_with("portal.issued", &[("when", &moment(row.issued_at))])}
                    </p>
                    {followed}
                    {row.pdf_hash.map(|hash| view! { <p class="hash soft">"SHA-256 "{hash.to_string()}</p> })}
                </div>
                {row.pdf_hash.map(|_| view! { <PaperLink label=tr("portal.download") look=if void { "" } else { "primary" } icon="download" href=portal::pdf_href(&row.id.to_string()) void_by=void_by /> })}
            </div>
        </article>
    }
}

#[component]
fn Items() -> impl IntoView {
    let items = LocalResource::new(|| async { portal::items().await });
    loaded(items, |rows: Vec<PortalItem>| {
        if rows.is_empty() {
            return view! { <EmptyState text=tr("portal.no_items") /> }.into_any();
        }
        let line = |row: PortalItem| {
            let name = row.item.name.clone();
            view! {
                <tr>
                    <td class="mono">{row.item.identification}</td><td class="strong">{move || text::name(&name)}</td><td>{row.item.model}</td>
                    <td>{row.item.serial_number}</td><td>{row.item.location}</td><td class="mono">{row.certificate}</td>
                </tr>
            }
        };
        view! {
            <div class="list"><table>
                <thead><tr><th>{tr("field.identification")}</th><th>{tr("field.name")}</th><th>{tr("field.model")}</th><th>{tr("field.serial_number")}</th><th>{tr("field.location")}</th><th>{tr("portal.last_certificate")}</th></tr></thead>
                <tbody>{rows.into_iter().map(line).collect_view()}</tbody>
            </table></div>
        }
        .into_any()
    })
}

#[component]
fn Orders() -> impl IntoView {
    let orders = LocalResource::new(|| async { portal::orders().await });
    loaded(orders, |rows: Vec<PortalOrder>| {
        if rows.is_empty() {
            return view! { <EmptyState text=tr("portal.no_orders") /> }.into_any();
        }
        let line = |row: PortalOrder| {
            let (issued, all) = (row.issued.to_string(), row.items.len().to_string());
            view! {
                <tr>
                    <td class="mono nowrap">{row.number}</td><td><StateBadge state=code_of(&row.status) /></td><td class="nowrap">{move || day(row.received_on)}</td>
                    <td>{row.items.join("; ")}</td><td class="nowrap">{move || t_with("portal.progress", &[("issued", &issued), ("all", &all)])}</td>
                </tr>
            }
        };
        view! {
            <div class="list"><table>
                <thead><tr><th>{tr("field.number")}</th><th>{tr("register.state")}</th><th>{tr("field.received_on")}</th><th>{tr("field.lines")}</th><th>{tr("portal.certificates")}</th></tr></thead>
                <tbody>{rows.into_iter().map(line).collect_view()}</tbody>
            </table></div>
        }
        .into_any()
    })
}
