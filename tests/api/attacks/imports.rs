//! By a table what a form would refuse.
