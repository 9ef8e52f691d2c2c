//! Kinds of measurement standards that have words in every language of the screens. A laboratory can name others: what is not in
//! this list is shown as it is written.

/// Their keys; `locales/` holds the words under `kind.<key>`.
pub const KNOWN: &[&str] = &[
    "angle_blocks",
    "balance",
    "decade_resistor",
    "digital_multimeter",
    "digital_pressure_gauge",
    "dry_block",
    "force_transducer",
    "frequency_standard",
    "gauge_blocks",
    "hardness_blocks",
    "humidity_generator",
    "hygrometer",
    "laser_interferometer",
    "multifunction_calibrator",
    "oscilloscope_calibrator",
    "piston_gauge",
    "pressure_controller",
    "reference_thermometer",
    "reference_thermocouple",
    "roughness_specimens",
    "setting_rings",
    "standard_resistor",
    "thermostatic_bath",
    "torque_transducer",
    "weights",
];
