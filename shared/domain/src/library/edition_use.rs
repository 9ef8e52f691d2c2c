//! How far an edition may still be changed by hand (C-4.2, C-5.5.3).

use crate::library::edition::{Edition, EditionStatus};
use crate::register::versions::Versions;

/// What hangs on an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EditionUse {
    /// Nothing: it never was more than a draft.
    None,
    /// It is or was in force, or a task names it: tablets hold its form, and orders were agreed on it.
    Usable,
    /// A record was opened with it.
    Used,
}

impl EditionUse {
    /// What hangs on an edition that was this, by whether a task names it and a record was opened with it.
    pub fn of(versions: &Versions<Edition>, named_by_task: bool, opened_with: bool) -> Self {
        let in_force = versions.all().any(|version| version.status != EditionStatus::Draft);
        match (opened_with, in_force || named_by_task) {
            (true, _) => Self::Used,
            (false, true) => Self::Usable,
            (false, false) => Self::None,
        }
    }

    /// Whether one may become the other: of what was used only whether it is in force, and what was never said of its standards
    /// and its ratio; of what can be used beside that how it is called.
    pub fn allows(self, before: &Edition, after: &Edition) -> bool {
        let mut kept = completed(Edition { status: after.status, validity: after.validity, ..before.clone() }, after);
        if self == Self::Usable {
            kept = Edition { code: after.code.clone(), title: after.title.clone(), name: after.name.clone(), ..kept };
        }
        self == Self::None || kept == *after
    }
}

/// The edition with what it left unsaid and `after` says: neither what is written down nor what is computed hangs on it, only
/// what is refused and what is cautioned.
fn completed(mut edition: Edition, after: &Edition) -> Edition {
    for slot in &mut edition.form.slots {
        let Some(now) = after.form.slots.iter().find(|now| now.key == slot.key) else { continue };
        if slot.kinds.is_empty() {
            slot.kinds.clone_from(&now.kinds);
        }
        slot.covers = slot.covers.take().or_else(|| now.covers.clone());
    }
    if let (Some(decision), Some(now)) = (&mut edition.computation.decision, &after.computation.decision) {
        decision.ratio = decision.ratio.take().or_else(|| now.ratio.clone());
    }
    edition
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::text::Bilingual;
    use base::time::{Date, Instant};

    fn edition() -> Edition {
        serde_json::from_str(include_str!("../../../../backend/demo/editions/calliper.json")).unwrap()
    }

    /// A change, and what may hang on an edition at the most for it to be allowed.
    type Change = (fn(&mut Edition), EditionUse);

    // C-4.2, C-5.5.3
    #[test]
    fn what_can_be_used_keeps_its_form_and_what_was_used_its_name_too() {
        let changes: [Change; 6] = [
            (|e| e.status = EditionStatus::Superseded, EditionUse::Used),
            (|e| e.validity.until = Some(Date::constant(2030, 1, 1)), EditionUse::Used),
            (|e| e.title = Bilingual::new("新", "New"), EditionUse::Usable),
            (|e| e.code.push('x'), EditionUse::Usable),
            (|e| e.form.adjustable = !e.form.adjustable, EditionUse::None),
            (|e| e.computation.model.push_str(" + 0"), EditionUse::None),
        ];
        for (at, (change, most)) in changes.iter().enumerate() {
            let mut after = edition();
            change(&mut after);
            for hangs in [EditionUse::None, EditionUse::Usable, EditionUse::Used] {
                assert_eq!(hangs.allows(&edition(), &after), hangs <= *most, "{at} {hangs:?}");
            }
        }
    }

    /// C-4.5.2
    #[test]
    fn what_was_never_said_of_standards_and_ratio_can_be_said_and_then_stays() {
        let mut old = edition();
        old.form.slots[0].kinds.clear();
        old.form.slots[0].covers = None;
        old.computation.decision.as_mut().unwrap().ratio = None;
        assert!(EditionUse::Used.allows(&old, &edition()), "said at last");
        assert!(!EditionUse::Used.allows(&edition(), &old), "never taken back");
        let mut other = edition();
        other.form.slots[0].kinds.push("torque_transducer".to_owned());
        assert!(!EditionUse::Used.allows(&edition(), &other), "never changed");
    }

    #[test]
    fn an_edition_is_free_while_it_is_a_draft_that_nobody_named() {
        let versions = |statuses: &[EditionStatus]| {
            Versions::of(statuses.iter().map(|status| (Instant(0), Edition { status: *status, ..edition() })).collect()).unwrap()
        };
        use EditionStatus::{Draft, InForce};
        for (statuses, named, opened, expected) in [
            (&[Draft, Draft][..], false, false, EditionUse::None),
            (&[Draft], true, false, EditionUse::Usable),
            (&[Draft, InForce, Draft], false, false, EditionUse::Usable),
            (&[InForce], false, true, EditionUse::Used),
        ] {
            assert_eq!(EditionUse::of(&versions(statuses), named, opened), expected, "{statuses:?}");
        }
    }
}
