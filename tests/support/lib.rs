//! The vocabulary of the stories.
