//! Decimal arithmetic that says when it cannot keep every digit: `rust_decimal` rounds silently where 28 decimal places do not
//! hold a result (C-5.5.3).

use rust_decimal::Decimal;

/// Digits that a quotient without end must keep, to be better than a binary number.
const KEPT: u32 = 20;

/// a + b; `None` where a digit would be lost.
pub fn sum(a: Decimal, b: Decimal) -> Option<Decimal> {
    if a.is_zero() || b.is_zero() {
        return a.checked_add(b);
    }
    let whole = |a: Decimal, b: Decimal| a.checked_add(b).filter(|sum| sum.scale() == a.scale().max(b.scale()));
    whole(a, b).or_else(|| whole(a.normalize(), b.normalize()))
}

/// a − b; `None` where a digit would be lost.
pub fn difference(a: Decimal, b: Decimal) -> Option<Decimal> {
    sum(a, -b)
}

/// a·b; `None` where a digit would be lost.
pub fn product(a: Decimal, b: Decimal) -> Option<Decimal> {
    if a.is_zero() || b.is_zero() {
        return Some(Decimal::ZERO);
    }
    let whole = |a: Decimal, b: Decimal| a.checked_mul(b).filter(|product| product.scale() == a.scale() + b.scale());
    whole(a, b).or_else(|| whole(a.normalize(), b.normalize()))
}

/// a/b, exactly or to at least twenty digits; `None` otherwise and for b = 0.
pub fn quotient(a: Decimal, b: Decimal) -> Option<Decimal> {
    let quotient = a.checked_div(b)?;
    let many = quotient.mantissa().unsigned_abs() >= 10_u128.pow(KEPT);
    (many || product(quotient, b).is_some_and(|back| back == a)).then_some(quotient)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn a_result_is_exact_or_none() {
        let tiny = Decimal::try_from_i128_with_scale(15, 16).unwrap();
        assert_eq!(product(tiny, tiny), None, "2.25e-30 is not 0");
        assert_eq!(product(d("2"), tiny), Some(d("0.000000000000003")));
        assert_eq!(product(Decimal::ZERO, tiny), Some(Decimal::ZERO));
        assert_eq!(product(d("1.00000000000000000000"), d("2.00000000000000")), Some(d("2")), "zeros are no digits");
        assert_eq!(product(d("1"), d("0.10")).map(|p| p.to_string()).as_deref(), Some("0.10"));
        let large = d("7000000000000000000000000000");
        assert_eq!(sum(large, d("0.01")), None);
        assert_eq!(sum(large, d("-0.0")), Some(large));
        assert_eq!(sum(large, large), Some(d("14000000000000000000000000000")));
        assert_eq!(difference(d("100.115"), d("100.00")), Some(d("0.115")));
        assert_eq!(quotient(d("1"), d("8")), Some(d("0.125")));
        assert_eq!(quotient(d("1"), d("0")), None);
        assert!(quotient(d("10"), d("3")).is_some());
        assert_eq!(quotient(tiny, d("7000000000")), None, "five digits of a quotient without end");
        assert_eq!(product(Decimal::MAX, d("10")), None);
    }
}
