//! Passwords, sessions, limits and keys of devices.
