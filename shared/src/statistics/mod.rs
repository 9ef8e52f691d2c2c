//! Statistics of interlaboratory comparisons (ISO 13528, ISO 5725-2).

pub mod student;
