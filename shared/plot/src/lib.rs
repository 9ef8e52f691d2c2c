//! Pictures as SVG text from data: the same bytes on the screen and in a document.

pub mod shares;
