//! The app of Etalon: tablets, office and customers, in the browser.

mod app;
mod components;
mod data;
mod failure;
mod layout;
mod local;
mod pages;
mod remote;
mod sync;
mod text;

fn main() {
    // The same program serves as the thread beside the screen.
    if data::engine::serve() {
        return;
    }
    layout::fallen::watch();
    leptos::mount::mount_to_body(app::App);
}
