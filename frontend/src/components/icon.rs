//! Line drawings, by name. A shape stands beside every coloured word.

use leptos::prelude::*;

const fn path(name: &str) -> &'static str {
    match name.as_bytes() {
        b"check" => "M5 13l4 4L19 7",
        b"pencil" => "M4 20h4L19 9l-4-4L4 16v4z",
        b"send" => "M4 12l16-7-5 16-4-6-7-3z",
        b"return" => "M9 14l-5-5 5-5M4 9h10a6 6 0 0 1 0 12h-3",
        b"refresh" => "M20 12a8 8 0 1 1-2.3-5.7M20 3v5h-5",
        b"cross" => "M6 6l12 12M18 6L6 18",
        b"seal" => {
            "M12 3l2.5 2 3.2-.2.6 3.1 2.5 2-1.4 2.9.6 3.1-3 1-1.7 2.7L12 18.3l-3.3 1.3L7 16.9l-3-1 .6-3.1L3.2 9.9l2.5-2 .6-3.1L9.5 5zM9 11l2 2 4-4"
        }
        b"void" => "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM5.7 5.7l12.6 12.6",
        b"plus" => "M12 5v14M5 12h14",
        b"clock" => "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 7v5l3 2",
        b"alert" => "M12 4l9 16H3zM12 10v4M12 17v.01",
        b"info" => "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 11v5M12 8v.01",
        b"search" => "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.5 15.5L20 20",
        b"inbox" => "M4 13l3-8h10l3 8v6H4zM4 13h5l1 2h4l1-2h5",
        b"dot" => "M12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6z",
        b"pause" => "M8 5v14M16 5v14",
        b"offline" => {
            "M3 3l18 18M8.5 16a5 5 0 0 1 5-1M5 12a10 10 0 0 1 4-2.5M2 8a15 15 0 0 1 4-2.5M11 5a15 15 0 0 1 11 3M15 10a10 10 0 0 1 4 2M12 20v.01"
        }
        b"download" => "M12 4v11M7 11l5 5 5-5M4 20h16",
        b"upload" => "M12 20V8M7 12l5-5 5 5M4 4h16",
        b"history" => "M3 12a9 9 0 1 0 3-6.7M3 4v5h5M12 8v4l3 2",
        b"menu" => "M4 6h16M4 12h16M4 18h16",
        b"print" => "M7 8V4h10v4M7 17H4v-7h16v7h-3M7 14h10v6H7z",
        b"file" => "M6 3h8l4 4v14H6zM14 3v4h4",
        b"lock" => "M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3",
        b"people" => "M9 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM3 20a6 6 0 0 1 12 0M16 5a3 3 0 0 1 0 6M18 14a6 6 0 0 1 3 6",
        b"up" => "M6 15l6-6 6 6",
        b"down" => "M6 9l6 6 6-6",
        b"copy" => "M8 8h11v12H8zM5 16V4h11",
        _ => "M4 12h16",
    }
}

/// A drawing; says nothing to a screen reader, the word beside it does.
#[component]
pub fn Icon(name: &'static str) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d=path(name) />
        </svg>
    }
}
