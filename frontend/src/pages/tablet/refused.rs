//! A rule's refusal at the place it speaks of: what is wrong in words, and the clause behind it.

use base::finding::Finding;
use leptos::prelude::*;

use crate::components::Icon;
use crate::data::tablet::CLAUSE;
use crate::text;

/// The clause opens beside the app: nothing typed here is left.
#[component]
pub fn Refused(why: Finding) -> impl IntoView {
    let code = why.code.to_string();
    let clause = why.params.get(CLAUSE).cloned();
    view! {
        <p class="bad-text small" role="alert" data-code=code>
            <Icon name="alert" />
            {move || text::finding(&why)}
            " "
            {clause.map(|clause| {
                view! { <a class="clause" target="_blank" rel="noopener" href=format!("/clauses#{clause}")>{clause.clone()}</a> }
            })}
        </p>
    }
}
