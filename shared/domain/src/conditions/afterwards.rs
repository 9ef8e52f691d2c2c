//! Work that was done after the certificate was issued that it is to correct (C-5.4.2.1).

use crate::conditions::basis::{Basis, Spot};
use crate::conditions::worked;
use crate::record::{path, standing};

/// In a case of the record, readings in force were observed, or the item was adjusted, after the certificate that the case corrects. A
/// case corrects what was written of the work; what is measured anew, perhaps long after the item went back, is other work. A corrected
/// number was observed when its original was.
pub(super) fn observed(basis: &Basis<'_>) -> Vec<Spot> {
    let Some((number, issued)) = basis.office.and_then(|office| office.corrects.as_ref()) else { return Vec::new() };
    let readings = worked::readings(basis.record).filter(|taken| taken.when() > *issued).count();
    let adjustments = standing(&basis.record.adjustments).filter(|done| done.when() > *issued).count();
    if readings + adjustments == 0 {
        return Vec::new();
    }
    let spot = Spot::at(path::WHOLE).with("certificate", number).with("readings", readings).with("adjustments", adjustments);
    vec![spot]
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::certificate::tests::samples;
    use crate::conditions::act::{Act, Weight};
    use crate::conditions::unmet;
    use crate::record::Record;
    use crate::record::facts::Facts;
    use crate::record::office::Office;
    use base::time::Instant;

    /// What is asked at the check and at the issue when a certificate of this moment is corrected: readings, adjustments.
    fn asked(record: &Record, issued: Option<Instant>) -> Vec<[String; 2]> {
        let office = Office { issued: true, corrects: issued.map(|at| ("EC2026-00001".to_owned(), at)), ..Office::default() };
        let (facts, who, today) = (Facts::default(), samples::id(samples::SIGNATORY), samples::TODAY);
        let found = [Act::Check, Act::Issue].map(|act| {
            let (visit, at) = (None, Instant(i64::MAX));
            let basis = Basis { act, record, facts: &facts, visit, office: Some(&office), who, at, today };
            let found = unmet(&basis).into_iter().filter(|unmet| unmet.code == "observed_after_issue");
            let told = found.filter(|unmet| unmet.weight == Weight::Asks && unmet.spot.params["certificate"] == "EC2026-00001");
            told.map(|unmet| ["readings", "adjustments"].map(|name| unmet.spot.params[name].clone())).collect::<Vec<_>>()
        });
        assert_eq!(found[0], found[1]);
        found.into_iter().next().unwrap()
    }

    // C-5.4.2.1
    #[test]
    fn what_was_observed_or_adjusted_after_the_issue_is_asked_about() {
        let mut record = samples::record();
        let read = record.cells["as_found/points/p1/readings/r1"].entries[0].when();
        let count = |readings: &str, adjustments: &str| vec![[readings.to_owned(), adjustments.to_owned()]];
        assert_eq!(asked(&record, None), Vec::<[String; 2]>::new(), "no case of the record is open");
        assert_eq!(asked(&record, Some(read)), Vec::<[String; 2]>::new(), "observed before");
        assert_eq!(asked(&record, Some(read.plus_millis(-1))), count("1", "0"));
        let done = |struck: bool| {
            let strike =
                json!({"event": samples::id::<()>(96), "by": samples::id::<()>(1), "at": read.0 + 90, "reason": "of another item"});
            let mut done = json!({"event": samples::id::<()>(95), "by": samples::id::<()>(1), "at": read.0 + 60, "consent": "Zhao",
                "what": "zero set", "seal": "HZ-1"});
            if struck {
                done["struck"] = strike;
            }
            samples::parse(done)
        };
        record.adjustments = vec![done(false)];
        assert_eq!(asked(&record, Some(read)), count("0", "1"));
        assert_eq!(asked(&record, Some(read.plus_millis(60))), Vec::<[String; 2]>::new());
        record.adjustments = vec![done(true)];
        assert_eq!(asked(&record, Some(read)), Vec::<[String; 2]>::new(), "struck through");
        // Corrected after the issue, it was observed when its original was.
        let cell = record.cells.get_mut("as_found/points/p1/readings/r1").unwrap();
        let mut corrected = cell.entries[0].clone();
        corrected.at = corrected.at.plus_millis(1000);
        cell.entries.push(corrected);
        assert_eq!(asked(&record, Some(read)), Vec::<[String; 2]>::new());
    }
}
