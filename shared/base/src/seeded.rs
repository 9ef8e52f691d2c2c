//! Rules that are turned off one at a time, to see a test fail (docs/adr/0331): in a build of the tests with the feature `seeded`
//! alone.

#[cfg(all(feature = "seeded", not(debug_assertions)))]
compile_error!("rules are turned off in a build of the tests, never in a release");

/// The variable that names the rule which is turned off.
#[cfg(feature = "seeded")]
pub const TURNED_OFF: &str = "ETALON_SEEDED";

/// Whether the rule of this name is in force; turned off, it refuses nothing.
#[cfg(feature = "seeded")]
pub fn in_force(rule: &'static str) -> bool {
    static OFF: std::sync::LazyLock<Option<String>> = std::sync::LazyLock::new(|| std::env::var(TURNED_OFF).ok());
    OFF.as_deref() != Some(rule)
}

/// Whether the rule of this name is in force: always.
#[cfg(not(feature = "seeded"))]
#[inline(always)]
pub const fn in_force(_rule: &'static str) -> bool {
    true
}
