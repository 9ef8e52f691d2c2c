use super::*;

fn term(shape: Shape, u: f64) -> Term {
    Term { u, shape }
}

/// A rectangular distribution by its half-width.
fn rectangle(half: f64) -> Term {
    term(Shape::Rectangular, half / 3.0_f64.sqrt())
}

/// mpmath: the integral of the bounded density against the distribution function of t, 30 digits.
#[test]
fn terms_of_few_degrees_of_freedom_keep_their_tails() {
    let t = |dof: f64, u: f64| term(Shape::Student(dof), u);
    for (probability, terms, expected) in [
        (0.95, vec![rectangle(1.0), t(1.0, 0.1)], 1.5210355400251894),
        (0.95, vec![rectangle(1.0), t(1.0, 0.3)], 3.8983684040439965),
        (0.9545, vec![rectangle(3.0_f64.sqrt()), t(2.0, 1.0)], 4.819011572262393),
        (0.99, vec![rectangle(1.0), t(5.5, 0.2)], 1.3617201978437503),
        (0.95, vec![rectangle(1.0), t(200.0, 0.5)], 1.4546523566796108),
        (0.95, vec![t(1.0, 1.0), t(1.0, 0.5)], 19.05930710426204),
        (0.95, vec![t(1.0, 1.0), t(1.0, 0.5), t(1.0, 0.02)], 19.313431198985533),
        (0.95, vec![t(3.0, 1.0), t(5.0, 0.7)], 3.6430858370669696),
        (0.99, vec![t(3.0, 1.0), t(5.0, 0.7), term(Shape::Normal, 0.5)], 6.288399172305207),
        (0.95, vec![term(Shape::UShaped, 0.5_f64.sqrt()), rectangle(0.5), term(Shape::Normal, 0.2)], 1.382071208898772),
    ] {
        let got = half_width(probability, &terms).unwrap();
        assert!((got / expected - 1.0).abs() < 1e-7, "{probability} {terms:?}: {got}, not {expected}");
    }
}

#[test]
fn what_is_alone_is_what_theory_says() {
    let close = |got: Option<f64>, expected: f64| assert!((got.unwrap() / expected - 1.0).abs() < 1e-12, "{got:?} {expected}");
    close(half_width(0.95, &[term(Shape::Student(1.0), 1.0)]), 12.706_204_736_174_694);
    close(half_width(1.0 - 1e-10, &[term(Shape::Normal, 3.0), term(Shape::Normal, 4.0)]), 5.0 * 6.466_951_074_732_419);
    close(half_width(0.95, &[rectangle(2.0), term(Shape::Normal, 0.0)]), 1.9);
    close(half_width(0.5, &[term(Shape::UShaped, 0.5_f64.sqrt())]), 0.5_f64.sqrt());
    close(half_width(0.95, &[rectangle(1e-200)]), 0.95e-200);
    close(half_width(0.95, &[rectangle(1e200)]), 0.95e200);
}

// EA-4/02 S10: two rectangles are a trapezoid, two like ones a triangle.
#[test]
fn bounded_terms_make_what_geometry_says() {
    for (a, b) in [(1.0_f64, 1.0_f64), (1.0, 0.3), (0.01, 1.0), (1.0, 1e-6)] {
        let beta = (a - b).abs() / (a + b);
        for probability in [0.5, 0.95, 0.9973] {
            let expected = trapezoidal(probability, beta) / Shape::Trapezoidal(beta).divisor() * (a + b);
            let got = half_width(probability, &[rectangle(a), rectangle(b)]).unwrap();
            assert!((got / expected - 1.0).abs() < 1e-12, "{a} {b} {probability}: {got} {expected}");
            // The series says the same, with a third that is as good as nothing.
            let got = half_width(probability, &[rectangle(a), rectangle(b), rectangle(1e-9)]).unwrap();
            assert!((got / expected - 1.0).abs() < 1e-6, "{a} {b} {probability}: {got} {expected}");
        }
    }
    // A triangle is two rectangles.
    let triangle = half_width(0.95, &[term(Shape::Triangular, 1.0), rectangle(1.0)]).unwrap();
    let three = half_width(0.95, &[rectangle(1.5_f64.sqrt()), rectangle(1.5_f64.sqrt()), rectangle(1.0)]).unwrap();
    assert!((triangle / three - 1.0).abs() < 1e-9, "{triangle} {three}");
}

#[test]
fn as_good_as_infinitely_many_degrees_of_freedom_are_normal() {
    let normal = half_width(0.95, &[rectangle(1.0), term(Shape::Normal, 1.0)]).unwrap();
    for dof in [1e11, 1e13, 1e100, 1e300] {
        let t = half_width(0.95, &[rectangle(1.0), term(Shape::Student(dof), 1.0)]).unwrap();
        assert!((t / normal - 1.0).abs() < 1e-9, "{dof}: {t} {normal}");
    }
}

#[test]
fn what_has_no_width_is_none() {
    assert_eq!(half_width(0.95, &[]), None);
    assert_eq!(half_width(0.95, &[rectangle(0.0)]), None);
    assert_eq!(half_width(1.0, &[rectangle(1.0)]), None);
    assert_eq!(half_width(0.95, &[rectangle(f64::NAN)]), None);
    assert_eq!(half_width(0.95, &[term(Shape::Student(0.0), 1.0), rectangle(1.0)]), None);
    assert_eq!(half_width(0.95, &[term(Shape::Student(1e-5), 1.0), rectangle(1.0)]), None, "wider than numbers");
}
