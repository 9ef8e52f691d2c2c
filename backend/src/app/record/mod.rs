//! Original records in the office: the queue, the checker's view, checking, returning; appending of office events.

pub mod check;
pub mod found;
pub mod give_back;
pub mod office;
pub mod queue;
pub mod streams;
pub mod view;
