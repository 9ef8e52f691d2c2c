use super::*;

fn d(text: &str) -> DecimalText {
    DecimalText::parse(text).unwrap()
}

#[test]
fn halves_go_to_even_on_the_decimal_as_written() {
    for (value, places, expected) in [
        ("12.1498", 1, "12.1"),
        ("0.35", 1, "0.4"),
        ("2.675", 2, "2.68"),
        ("-0.25", 1, "-0.2"),
        ("2500", -3, "2000"),
        ("3500", -3, "4000"),
        ("50", -2, "0"),
        ("51", -2, "100"),
        ("9.995", 2, "10.00"),
        ("-0.004", 2, "0.00"),
        ("1e12", 2, "1000000000000.00"),
        ("1.5e-3", 3, "0.002"),
        ("7", 2, "7.00"),
        (".5", 0, "0"),
    ] {
        assert_eq!(to_places(&d(value), places).unwrap(), expected, "{value} to {places}");
    }
}

#[test]
fn a_carry_is_rounded_to_the_digits_asked_for() {
    for (value, digits, mode, expected) in [
        ("0.0996", 2, RoundingMode::HalfEven, "0.10"),
        ("0.995", 2, RoundingMode::HalfEven, "1.0"),
        ("12345", 2, RoundingMode::HalfEven, "12000"),
        ("0.0272", 2, RoundingMode::Up, "0.028"),
        ("0", 2, RoundingMode::Up, "0.0"),
    ] {
        assert_eq!(to_significant(&d(value), digits, mode).unwrap(), expected, "{value}");
    }
}

#[test]
fn intervals_of_one_two_and_five_units() {
    for (value, interval, expected) in
        [("60.25", "0.5", "60.0"), ("60.28", "0.5", "60.5"), ("830", "20", "840"), ("-930", "20", "-920"), ("1.25", "0.1", "1.2")]
    {
        assert_eq!(to_interval(&d(value), &d(interval)).unwrap(), expected, "{value} by {interval}");
    }
    assert_eq!(to_interval(&d("1"), &d("0.3")), Err(RoundingError::Interval));
    assert_eq!(to_interval(&d("1"), &d("-0.5")), Err(RoundingError::Interval));
}

#[test]
fn the_result_goes_to_the_place_of_its_uncertainty() {
    let rounded = result(&d("12345.678"), &d("123"), 2, RoundingMode::Up).unwrap();
    assert_eq!((rounded.value.as_str(), rounded.expanded_uncertainty.as_str(), rounded.places), ("12350", "130", -1));
    assert_eq!(result(&d("1.0"), &d("0"), 2, RoundingMode::HalfEven), Err(RoundingError::Uncertainty));
    assert_eq!(result(&d("1.0"), &d("-1"), 2, RoundingMode::HalfEven), Err(RoundingError::Uncertainty));
}

#[test]
fn places_that_no_decimal_has_are_refused() {
    for places in [i32::MIN, i32::MIN + 1, -1_201, 1_201, i32::MAX] {
        assert_eq!(to_places(&d("1.5"), places), Err(RoundingError::Places), "{places}");
    }
    assert_eq!(to_significant(&d("1.5"), 0, RoundingMode::Up), Err(RoundingError::Places));
}

#[test]
fn long_decimals_are_rounded_on_every_digit() {
    let long = format!("0.{}5", "4".repeat(900));
    let long = DecimalText::parse_up_to(&long, 1_000).unwrap();
    assert_eq!(to_places(&long, 900).unwrap(), format!("0.{}", "4".repeat(900)));
    let above = DecimalText::parse_up_to(&format!("2.5{}1", "0".repeat(900)), 1_000).unwrap();
    assert_eq!(to_places(&above, 0).unwrap(), "3");
    assert_eq!(to_interval(&above, &d("5e-1")).unwrap(), "2.5");
}
