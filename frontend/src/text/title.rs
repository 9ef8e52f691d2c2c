//! The document's title follows the page: in a row of browser tabs each says what it shows.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{t, t_known};

/// Names the page by its address; a page that shows one thing names it with [`page`] afterwards.
#[component]
pub fn Titles() -> impl IntoView {
    let location = use_location();
    Effect::new(move || {
        let words = location.pathname.with(|path| words_of(path));
        show(&words);
    });
}

/// Names the page by what it shows, in the reader's language.
pub fn page(words: impl Fn() -> String + 'static) {
    Effect::new(move || show(&words()));
}

fn show(words: &str) {
    let title = if words.is_empty() { "Etalon".to_owned() } else { format!("{words} · Etalon") };
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        document.set_title(&title);
    }
}

fn words_of(path: &str) -> String {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [] => String::new(),
        ["office", noun, "new"] => t(&format!("new.{noun}")),
        ["office", noun, "import"] => format!("{} · {}", t("register.import"), of_section(noun)),
        ["office", noun, _, "history"] => format!("{} · {}", t("register.history"), of_section(noun)),
        ["office", "records", _, "draft"] => t("draft.title"),
        ["office"] => t("nav.desk"),
        ["office", section, ..] => of_section(section),
        [section, ..] => t_known(&format!("page.{section}")).unwrap_or_default(),
    }
}

/// A section of the office: a noun of its registers, or a page of its own.
fn of_section(section: &str) -> String {
    ["noun", "nav", "page"].iter().find_map(|group| t_known(&format!("{group}.{section}"))).unwrap_or_default()
}
