//! One value written in two ways inside a signed text.
