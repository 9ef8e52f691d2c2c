//! One person acting as two: resets, roles, authorisations, keys.
