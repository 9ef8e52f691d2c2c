//! Days by the wrong clock's zone.
