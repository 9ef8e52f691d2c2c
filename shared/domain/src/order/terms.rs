//! What the terms of an order can be: a guard band that is one, an interval of months, days of receipt that have come (C-5.1.1).

use crate::order::Order;
use base::finding::Finding;
use base::time::Date;
use measurement::method::DecisionRule;

/// Fewest and most months of a recalibration interval.
pub const MONTHS: std::ops::RangeInclusive<u16> = 1..=600;

/// Largest factor of a guard band: ILAC-G8:09/2019 names factors of U up to 3, and a band of ten leaves nothing to pass.
const MOST_GUARD: f64 = 10.0;

/// What is wrong with the decision rules and intervals of its lines.
pub fn findings(order: &Order) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (n, line) in order.lines.iter().enumerate() {
        if let Some(DecisionRule::Guarded { factor }) = &line.decision_rule {
            let (factor, path) = (factor.to_f64(), format!("lines/{n}/decision_rule/factor"));
            if factor < 0.0 {
                findings.push(Finding::error("guard_factor_negative", path));
            } else if factor > MOST_GUARD {
                findings.push(Finding::error("guard_factor_too_large", path).with("high", MOST_GUARD));
            }
        }
        if line.recalibration_months.is_some_and(|months| !MONTHS.contains(&months)) {
            let told = Finding::error("integer_out_of_range", format!("lines/{n}/recalibration_months"));
            findings.push(told.with("low", MONTHS.start()).with("high", MONTHS.end()));
        }
    }
    findings
}

/// Days of receipt after the latest day that it can be by now. An item's is only told: it is left open until the item has come, and
/// no certificate is issued by a day that follows the work (C-5.4.1 f).
pub fn to_come(order: &Order, latest: Date) -> Vec<Finding> {
    let mut findings = Vec::new();
    if order.received_on > latest {
        findings.push(Finding::error("day_to_come", "received_on"));
    }
    let lines = order.lines.iter().enumerate();
    let late = lines.filter(|(_, line)| line.received_on.is_some_and(|day| day > latest));
    findings.extend(late.map(|(n, _)| Finding::warning("day_to_come", format!("lines/{n}/received_on"))));
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::tests::example::{day, order};
    use base::decimal::DecimalText;
    use base::finding::Severity;

    fn told(findings: Vec<Finding>) -> Vec<(String, String, Severity)> {
        findings.into_iter().map(|finding| (finding.code.into_owned(), finding.path, finding.severity)).collect()
    }

    fn one(code: &str, path: &str, severity: Severity) -> Vec<(String, String, Severity)> {
        vec![(code.to_owned(), path.to_owned(), severity)]
    }

    // C-5.1.1, C-5.4.1 m, n
    #[test]
    fn a_guard_band_widens_nothing_and_an_interval_has_months() {
        let with = |factor: Option<&str>, months: Option<u16>| {
            let mut order = order();
            order.lines[1].decision_rule = factor.map(|factor| DecisionRule::Guarded { factor: DecimalText::parse(factor).unwrap() });
            order.lines[1].recalibration_months = months;
            told(findings(&order))
        };
        for (factor, months) in [(None, None), (Some("0"), Some(1)), (Some("1"), Some(12)), (Some("1.73"), Some(600))] {
            assert_eq!(with(factor, months), [], "{factor:?} {months:?}");
        }
        for factor in ["-5", "-0.001"] {
            assert_eq!(with(Some(factor), None), one("guard_factor_negative", "lines/1/decision_rule/factor", Severity::Error), "{factor}");
        }
        for (factor, found) in [("10", false), ("10.01", true), ("1e9", true)] {
            let told = with(Some(factor), None);
            let expected = one("guard_factor_too_large", "lines/1/decision_rule/factor", Severity::Error);
            assert_eq!(told, if found { expected } else { vec![] }, "{factor}");
        }
        for months in [0, 601, u16::MAX] {
            assert_eq!(with(None, Some(months)), one("integer_out_of_range", "lines/1/recalibration_months", Severity::Error), "{months}");
        }
    }

    // C-5.1.1
    #[test]
    fn an_order_is_not_received_on_a_day_to_come() {
        let by = |latest: &str| told(to_come(&order(), day(latest)));
        assert_eq!((by("2026-03-01"), by("2026-02-28")), (vec![], one("day_to_come", "received_on", Severity::Error)));
        let mut item = order();
        item.lines[1].received_on = Some(day("2026-03-02"));
        assert_eq!(told(to_come(&item, day("2026-03-01"))), one("day_to_come", "lines/1/received_on", Severity::Warning));
        assert_eq!(told(to_come(&item, day("2026-03-02"))), []);
    }
}
