//! The nouns of the registers: one file each says all of one, and here they are listed once.

pub mod body;
pub mod customer;
pub mod edition;
pub mod item;
pub mod method;
pub mod order;
pub mod person;
pub mod place;
pub mod service;
pub mod standard;
pub mod task;
pub mod visit;

use crate::register::noun::Noun;

/// Calls a macro with the type of every noun, after what it was given itself, as `@each [given] how Type, …`. The order is that of the
/// navigation. `plain` is a noun about which everything stands in its file; `ruled` is one that the server has further rules for, which look at
/// other entries (`backend::app::register::rules`).
#[macro_export]
macro_rules! each_noun {
    ($then:ident $($given:tt)*) => {
        $then! {
            @each [$($given)*]
            ruled $crate::library::person::Person,
            ruled $crate::order::customer::Customer,
            ruled $crate::library::place::Place,
            ruled $crate::item::Item,
            ruled $crate::library::standard::Standard,
            plain $crate::library::service::CalibrationService,
            ruled $crate::library::method::Method,
            ruled $crate::library::edition::Edition,
            ruled $crate::order::Order,
            ruled $crate::order::task::Task,
            ruled $crate::visit::Visit,
            ruled $crate::library::body::Body,
        }
    };
}

macro_rules! listed {
    (@each [] $($how:ident $noun:ty,)+) => {
        /// Every noun.
        pub static ALL: &[Noun] = &[$(Noun::of::<$noun>()),+];
    };
}
each_noun!(listed);

/// The noun with this name.
pub fn find(name: &str) -> Option<&'static Noun> {
    ALL.iter().find(|noun| noun.name == name)
}

#[cfg(test)]
mod tests;
