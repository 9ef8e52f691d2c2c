//! Identities of elements, for what names one element from another (`aria-labelledby`, `aria-controls`).

use std::cell::Cell;

thread_local! {
    static NEXT: Cell<u32> = const { Cell::new(0) };
}

/// An identity that no other element of the page has.
pub fn unique(stem: &str) -> String {
    let n = NEXT.with(|next| {
        next.set(next.get().wrapping_add(1));
        next.get()
    });
    format!("{stem}-{n}")
}
