use rust_decimal::Decimal;

use super::{Formula, FormulaError};

fn value(text: &str) -> f64 {
    Formula::parse(text).unwrap().value(&[]).unwrap()
}

#[test]
fn operators_bind_as_on_paper() {
    for (text, expected) in [
        ("-2^2", -4.0),
        ("2^3^2", 512.0),
        ("2**-1", 0.5),
        ("-2**-2", -0.25),
        ("8/-2/2", -2.0),
        ("1-2-3", -4.0),
        ("2*3+4*5", 26.0),
        ("(1+2)*3", 9.0),
        ("--3", 3.0),
        ("1.5e1 × 2", 30.0),
        (".5+1.", 1.5),
        ("max(1, min(5, 3))", 3.0),
        ("log(exp(2)) + ln(1) + sqrt(9) + abs(-1)", 6.0),
        ("sin(pi/2) + cos(0) + log10(1000)", 5.0),
    ] {
        assert!((value(text) - expected).abs() < 1e-12, "{text}");
    }
}

#[test]
fn a_bad_formula_is_named_with_its_position() {
    for (text, expected) in [
        ("", FormulaError::Empty),
        ("  ", FormulaError::Empty),
        ("a + ", FormulaError::EndsEarly(4)),
        ("(a + b", FormulaError::EndsEarly(6)),
        ("a b", FormulaError::Unexpected(2)),
        ("a + * b", FormulaError::Unexpected(4)),
        ("a $ b", FormulaError::Unexpected(2)),
        ("a)", FormulaError::Unexpected(1)),
        ("1.2.3", FormulaError::Number(0)),
        ("x + 1e", FormulaError::Number(4)),
        ("1e999", FormulaError::Number(0)),
        ("2*foo(1)", FormulaError::UnknownFunction(2)),
        ("sqrt(1, 2)", FormulaError::Arguments(0)),
        ("max(1)", FormulaError::Arguments(0)),
        ("sin()", FormulaError::Unexpected(4)),
    ] {
        assert_eq!(Formula::parse(text), Err(expected), "{text}");
    }
}

#[test]
fn a_formula_cannot_exhaust_stack_or_memory() {
    assert!(matches!(Formula::parse(&"(".repeat(1999)), Err(FormulaError::TooDeep(_))));
    assert!(matches!(Formula::parse(&"-".repeat(1999)), Err(FormulaError::TooDeep(_))));
    assert!(matches!(Formula::parse(&format!("2{}", "^2".repeat(900))), Err(FormulaError::TooDeep(_))));
    assert_eq!(Formula::parse(&"1+".repeat(100_000)), Err(FormulaError::TooLong));
    assert!(Formula::parse(&format!("1{}", "+1".repeat(999))).is_ok());
}

#[test]
fn derivatives_are_exact() {
    let model = Formula::parse("exp(a)*log(b)/sqrt(c) + a^3 - (-b)^2 + c^a").unwrap();
    assert_eq!(model.symbols(), ["a", "b", "c"]);
    let (a, b, c) = (0.5_f64, 3.0_f64, 2.0_f64);
    let (y, d) = model.gradient(&[a, b, c]).unwrap();
    let expected = [
        a.exp() * b.ln() / c.sqrt() + 3.0 * a * a + c.powf(a) * c.ln(),
        a.exp() / b / c.sqrt() - 2.0 * b,
        -0.5 * a.exp() * b.ln() / c.powf(1.5) + a * c.powf(a - 1.0),
    ];
    assert!((y - (a.exp() * b.ln() / c.sqrt() + a.powi(3) - b * b + c.powf(a))).abs() < 1e-12);
    for (got, want) in d.iter().zip(expected) {
        assert!((got - want).abs() < 1e-12, "{got} {want}");
    }
}

#[test]
fn what_is_not_a_number_is_none_never_nan() {
    assert_eq!(Formula::parse("1/x").unwrap().value(&[0.0]), None);
    assert_eq!(Formula::parse("sqrt(x)").unwrap().value(&[-1.0]), None);
    assert_eq!(Formula::parse("sqrt(x)").unwrap().gradient(&[0.0]), None);
    assert_eq!(Formula::parse("x").unwrap().value(&[]), None);
}

#[test]
fn decimals_stay_decimal() {
    let d = |text: &str| Decimal::from_str_exact(text).ok();
    let formula = Formula::parse("a - b + 2*c^2").unwrap();
    assert_eq!(formula.exact(&[d("100.115"), d("100"), d("0.1")]), d("0.135"));
    assert_eq!(Formula::parse("sqrt(a)").unwrap().exact(&[d("4")]), None);
    assert_eq!(Formula::parse("1.15e-5*a").unwrap().exact(&[d("2")]), d("0.000023"));
    assert_eq!(Formula::parse("a/b").unwrap().exact(&[d("1"), d("0")]), None);
}

#[test]
fn what_is_not_finite_on_the_way_is_not_swallowed() {
    for (model, at) in
        [("max(sqrt(x), 0)", -1.0), ("1/(1/x)", 0.0), ("exp(-1/x)", 0.0), ("atan(1/x)", 0.0), ("(1/x)^-1", 0.0), ("min(ln(x), 3)", -1.0)]
    {
        let formula = Formula::parse(model).unwrap();
        assert_eq!((formula.value(&[at]), formula.gradient(&[at])), (None, None), "{model}");
        assert!(formula.values(&[vec![1.0, at, 2.0]]).iter().all(|value| value.is_nan()), "{model}");
        assert!(formula.values(&[vec![1.0, 3.0, 2.0]]).iter().all(|value| value.is_finite()), "{model}");
    }
}

#[test]
fn a_corner_has_no_derivative_and_only_who_needs_it_is_refused() {
    let derivatives = |model: &str, values: &[f64]| Formula::parse(model).unwrap().derivatives(values).unwrap().1;
    assert!(derivatives("abs(x)", &[0.0])[0].is_nan());
    assert!(derivatives("max(x, y)", &[2.0, 2.0]).iter().all(|d| d.is_nan()));
    let beside = derivatives("3*y + abs(x)", &[1.0, 0.0]);
    assert!(beside[0] == 3.0 && beside[1].is_nan(), "{beside:?}");
    assert_eq!(derivatives("max(x, 2)", &[3.0]), [1.0]);
    assert_eq!(Formula::parse("abs(x)").unwrap().gradient(&[0.0]), None);
}

#[test]
fn decimals_that_lose_a_digit_are_no_decimals() {
    let tiny = Decimal::from_scientific("1.5e-15").ok();
    let product = Formula::parse("a*b").unwrap();
    assert_eq!(product.exact(&[tiny, tiny]), None);
    assert_eq!(product.value(&[1.5e-15, 1.5e-15]), Some(2.25e-30));
    assert_eq!(Formula::parse("a*1e-27").unwrap().exact(&[tiny]), None);
}
