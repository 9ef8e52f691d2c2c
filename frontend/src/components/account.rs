//! Texts for account events and holds on signing.

use contract::api::authority::{HoldView, NoticeView};
use leptos::prelude::*;

use super::Icon;
use crate::text::format::moment;
use crate::text::{self, t, t_with};

/// A hold in words.
pub fn hold_words(hold: &HoldView) -> String {
    match hold.hold.device {
        Some(_) => t_with("authority.hold_device", &[("device", &hold.device_name)]),
        None => t("authority.hold_password"),
    }
}

/// What happened to an account.
#[component]
pub fn Happened(notice: NoticeView, #[prop(optional)] of_one: bool) -> impl IntoView {
    let (name, by, at, person) = (notice.person_name, notice.by_name, notice.at, notice.person);
    let what = format!("notice.{}", notice.what);
    let since = notice.since;
    let words = move || match since {
        Some(since) => t_with(&what, &[("at", &moment(since))]),
        None => t(&what),
    };
    view! {
        {(!of_one).then(|| view! { <a href=format!("/office/people/{person}")>{move || text::name(&name)}</a>{move || t("text.colon")} })}
        {words}" "
        <span class="soft small">{move || text::name(&by)}" "<Icon name="clock" />" "{move || moment(at)}</span>
    }
}
