//! Contexts and routes.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::path;

use crate::data::engine::Engine;
use crate::data::session::Session;
use crate::data::tablet::Tablet;
use crate::layout::OfficeLayout;
use crate::pages::{office, portal, public, tablet};
use crate::{sync, text};

/// The app.
#[component]
pub fn App() -> impl IntoView {
    let session = Session::provide();
    Engine::provide();
    sync::begin(Tablet::provide(session), session);
    text::follow_in_document();
    spawn_local(session.refresh());
    view! {
        <Router>
            <text::title::Titles />
            <Routes fallback=|| view! { <public::NotFound /> }>
                <Route path=path!("/") view=public::Home />
                <Route path=path!("/sign-in") view=public::SignInPage />
                <Route path=path!("/setup") view=public::SetupPage />
                <Route path=path!("/password") view=public::PasswordPage />
                <Route path=path!("/reset") view=public::ResetPage />
                <Route path=path!("/check") view=public::CheckPage />
                <Route path=path!("/clauses") view=public::ClausesPage />
                <Route path=path!("/portal") view=portal::PortalPage />
                <TabletRoutes />
                <OfficeRoutes />
            </Routes>
        </Router>
    }
}

/// The tablet's own screens.
#[component(transparent)]
fn TabletRoutes() -> AnyNestedRoute {
    view! {
        <ParentRoute path=path!("") view=tablet::TabletLayout>
            <Route path=path!("/today") view=tablet::TodayPage />
            <Route path=path!("/visit/:id") view=tablet::VisitPage />
            <Route path=path!("/record/:id") view=tablet::RecordPage />
            <Route path=path!("/scan") view=tablet::ScanPage />
            <Route path=path!("/storage") view=tablet::StoragePage />
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}

/// The office's screens.
#[component(transparent)]
fn OfficeRoutes() -> AnyNestedRoute {
    view! {
        <ParentRoute path=path!("/office") view=OfficeLayout>
            <Route path=path!("") view=office::DeskPage />
            <Route path=path!("body") view=office::BodyPage />
            <Route path=path!("labels") view=office::LabelsPage />
            <Route path=path!("devices") view=office::DevicesPage />
            <Route path=path!("outbox") view=office::OutboxPage />
            <Route path=path!("readings") view=office::ReadingsPage />
            <Route path=path!("records") view=office::RecordsPage />
            <Route path=path!("records/:id") view=office::RecordViewPage />
            <Route path=path!("records/:id/draft") view=office::DraftPage />
            <Route path=path!("certificates") view=office::CertificatesPage />
            <Route path=path!("certificates/:id") view=office::CertificatePage />
            <Route path=path!("corrections") view=office::CorrectionsPage />
            <Route path=path!("cases/:id") view=office::CasePage />
            <Route path=path!(":noun") view=office::ListPage />
            <Route path=path!(":noun/import") view=office::ImportPage />
            <Route path=path!(":noun/:id/history") view=office::HistoryPage />
            <Route path=path!(":noun/:id") view=office::EntryPage />
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}
