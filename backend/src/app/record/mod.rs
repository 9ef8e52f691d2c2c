//! Original records in the office: the queue, the checker's view, checking, returning; appending of office events.

pub mod check;
pub mod end;
pub mod found;
pub mod give_back;
pub mod named;
pub mod office;
mod others;
pub mod queue;
pub mod rests;
pub mod settle;
pub mod streams;
pub mod view;
