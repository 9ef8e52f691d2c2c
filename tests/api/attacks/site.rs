//! Work on a customer's site and the checks around it.
