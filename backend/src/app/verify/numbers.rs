//! Certificate numbers: each place of a sequence was given in the transaction of an issue, so each has its certificate, and each
//! certificate its place (C-5.4.1 a). Sequences and certificates are sealed rows.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use super::audit::Audited;
use super::certificate::Issued;
use super::report::{Fault, Report};
use super::rows::{Fields, Snapshot};
use crate::app::Result;

/// Compares the sequences with the certificates that are there. Numbers that were given out between a backup and the restore have none here;
/// the audit trail says which, in the words of whoever runs the server.
pub(super) async fn walk(
    snapshot: &mut Snapshot<'_>,
    audited: &Audited,
    certificates: &BTreeMap<String, Vec<Issued>>,
    report: &mut Report,
) -> Result<()> {
    let mut sequences = Vec::new();
    let each = |row: Fields| sequences.push((row.text("name").to_owned(), u64::try_from(row.int("last")).unwrap_or_default()));
    snapshot.each("number_sequences", "name", each).await?;
    let mut given: BTreeMap<&str, BTreeSet<u64>> = BTreeMap::new();
    for certificate in certificates.values().flatten() {
        let mut counted = false;
        for (name, last) in &sequences {
            for place in places(name, &certificate.number) {
                counted |= (1..=*last).contains(&place);
                given.entry(name).or_default().insert(place);
            }
        }
        let place = || format!("number_sequences for certificate {} {}", certificate.number, certificate.id);
        report.must(counted, place(), Fault::Missing);
    }
    for (name, last) in &sequences {
        let mut there = given.remove(name.as_str()).unwrap_or_default();
        there.extend(audited.given_before(name));
        for gap in gaps(&there, *last) {
            report.broken(format!("certificates of number_sequences {name} {} to {}", gap.start(), gap.end()), Fault::Missing);
        }
    }
    Ok(())
}

/// The places that a number can stand for in a sequence. A sequence is named by what stands before and after the digits, with a `#`
/// between, which earlier patterns may hold themselves. How many digits a pattern asks for may change within a sequence, and a number that
/// another pattern gave before is passed over: both are found by what the number says.
fn places(sequence: &str, number: &str) -> Vec<u64> {
    let splits = sequence.match_indices('#').map(|(at, mark)| (&sequence[..at], &sequence[at + mark.len()..]));
    let digits = splits.filter_map(|(before, after)| number.strip_prefix(before)?.strip_suffix(after));
    digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit())).filter_map(|digits| digits.parse().ok()).collect()
}

/// The places up to the last that are not there, as ranges: an altered row can name a last one far off.
fn gaps(there: &BTreeSet<u64>, last: u64) -> Vec<RangeInclusive<u64>> {
    let (mut gaps, mut next) = (Vec::new(), 1);
    for place in there.iter().copied().filter(|place| (1..=last).contains(place)).chain([last.saturating_add(1)]) {
        if place > next {
            gaps.push(next..=place - 1);
        }
        next = place.saturating_add(1);
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    // C-5.4.1 a
    #[test]
    fn each_place_of_a_sequence_up_to_its_last_has_a_certificate() {
        for (there, last, missing) in [
            (&[1, 2, 3][..], 3, vec![]),
            (&[], 0, vec![]),
            (&[1, 3], 3, vec![2..=2]),
            (&[2, 3], 5, vec![1..=1, 4..=5]),
            (&[], 2, vec![1..=2]),
            (&[1, 9], 1, vec![]),
            (&[1], u64::MAX, vec![2..=u64::MAX - 1]),
        ] {
            assert_eq!(gaps(&there.iter().copied().collect(), last), missing, "{there:?} {last}");
        }
    }

    #[test]
    fn a_number_is_found_in_its_sequence_whatever_its_width() {
        for (sequence, number, expected) in [
            ("EC2026-#", "EC2026-00012", &[12][..]),
            ("EC2026-#", "EC2026-012", &[12]),
            ("EC2026-#", "EC2027-00012", &[]),
            ("EC2026-#", "EC2026-00012/2", &[]),
            ("K-#/校", "K-7/校", &[7]),
            ("#", "41", &[41]),
            ("A#B-#", "A#B-3", &[3]),
            ("EC#", "EC", &[]),
        ] {
            assert_eq!(places(sequence, number), expected, "{sequence} {number}");
        }
    }
}
