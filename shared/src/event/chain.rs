//! The device's chain: making an event's text, linking and verifying it.
