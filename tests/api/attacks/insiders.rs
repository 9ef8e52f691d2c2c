//! Who can write the tables, and what `verify` says of it.
