//! Whether the page was loaded as the tablet's app.

/// The pages that the worker answers; the same list as in public/sw.js.
const PAGES: [&str; 6] = ["/", "/today", "/visit/", "/record/", "/scan", "/storage"];

/// Read before the router navigates: the address the page was loaded from.
pub(super) fn is_opened_as_tablet() -> bool {
    let path = web_sys::window().and_then(|window| window.location().pathname().ok()).unwrap_or_default();
    PAGES.iter().any(|page| path == *page || (page.len() > 1 && page.ends_with('/') && path.starts_with(page)))
}
