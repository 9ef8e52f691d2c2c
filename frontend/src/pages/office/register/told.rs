//! What stands around an entry's form: reading it again, and what was done last.

use base::finding::Finding;
use leptos::prelude::*;

/// Words, and the warnings with them.
pub type Said = (&'static str, Vec<Finding>);

/// Reads the entry again, after something beside its form changed it.
#[derive(Clone, Copy)]
pub struct Reload(pub Callback<()>);

/// What was done last, in words, with its warnings: it stays on the screen when the entry is read again.
#[derive(Clone, Copy)]
pub struct Told(pub RwSignal<Option<Said>>);
