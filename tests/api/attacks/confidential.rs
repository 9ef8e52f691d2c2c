//! What is private or a customer's, read or exported by somebody else.
