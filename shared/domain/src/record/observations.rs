//! What the engine computes a record from: readings in force, the standards they were taken with, the environment.

use std::collections::{BTreeMap, BTreeSet};

use super::{CellEntry, Record};
use crate::event::body::Value;
use measurement::method::{Characteristic, DecisionRule, Point, Stage};
use measurement::observed::{Observations, ObservedPoint, ObservedReading, Written};

impl Record {
    /// What was observed, under the decision rule of its order.
    pub fn observations(&self) -> Observations<'_> {
        self.observations_under(self.opened.order.as_ref().and_then(|order| order.decision_rule.as_ref()))
    }

    /// What was observed, under a decision rule that was agreed on elsewhere.
    pub fn observations_under<'a>(&'a self, decision: Option<&'a DecisionRule>) -> Observations<'a> {
        let procedure = self.opened.edition.procedure();
        let stages = [Stage::AsFound, Stage::AsLeft].into_iter();
        let points = stages.flat_map(|stage| procedure.form.points.iter().filter_map(move |point| self.observed(stage, point))).collect();
        Observations { procedure, decision, environment: self.environment(), points }
    }

    /// What was observed at a point; `None` where nothing was.
    fn observed<'a>(&'a self, stage: Stage, point: &'a Point) -> Option<ObservedPoint<'a>> {
        let mut readings = BTreeMap::new();
        let mut entries = Vec::new();
        for quantity in &self.opened.edition.form.quantities {
            let cells: Vec<_> = self.under(&format!("{}/points/{}/{}/", stage.key(), point.key, quantity.key)).collect();
            entries.extend(cells.iter().map(|(_, entry)| *entry));
            readings.insert(quantity.key.as_str(), cells.into_iter().map(|(path, entry)| reading(path, entry)).collect());
        }
        if entries.is_empty() {
            return None;
        }
        let slots = self.opened.edition.form.slots.iter();
        let standards = slots.map(|slot| (slot.key.as_str(), self.certified(&slot.key, &entries))).collect();
        Some(ObservedPoint { stage, point, readings, standards })
    }

    /// Cells in force below a path.
    fn under(&self, prefix: &str) -> impl Iterator<Item = (&str, &CellEntry)> {
        let prefix = prefix.to_owned();
        self.cells
            .range(prefix.clone()..)
            .take_while(move |(path, _)| path.starts_with(&prefix))
            .filter_map(|(path, cell)| cell.in_force().map(|entry| (path.as_str(), entry)))
    }

    /// What the certificate of each standard states that stood in a slot when the entries were made; of the latest one in the slot, where
    /// no entry names any.
    fn certified(&self, slot: &str, entries: &[&CellEntry]) -> Vec<&[Characteristic]> {
        let used: BTreeSet<_> = entries.iter().filter_map(|entry| entry.equipment.get(slot)).collect();
        let in_slot = || self.equipment.iter().rev().filter(|equipped| equipped.slot == slot);
        let mut seen = BTreeSet::new();
        let named: Vec<_> = in_slot().filter(|e| used.contains(&e.event) && seen.insert(e.standard.id)).collect();
        let latest = if named.is_empty() { in_slot().next() } else { None };
        named.into_iter().chain(latest).map(|equipped| equipped.standard.standard.characteristics.as_slice()).collect()
    }

    /// Readings of the environment in force, those that are numbers.
    fn environment(&self) -> BTreeMap<&str, Vec<(&base::decimal::DecimalText, base::unit::Unit)>> {
        let read = |moment: &str, key: &str| self.cells.get(&format!("environment/{moment}/{key}"))?.in_force()?.value.number();
        let fields = self.opened.edition.form.environment.iter();
        fields.map(|field| (field.key.as_str(), ["start", "end"].iter().filter_map(|moment| read(moment, &field.key)).collect())).collect()
    }
}

fn reading<'a>(path: &'a str, entry: &'a CellEntry) -> ObservedReading<'a> {
    let written = match &entry.value {
        Value::Number { text, unit } => Written::Number(text, *unit),
        Value::NotObserved { .. } => Written::NotObserved,
        Value::Choice { .. } | Value::Text { .. } => Written::Other,
    };
    ObservedReading { path, written }
}

#[cfg(test)]
mod tests {
    use crate::certificate::tests::samples;
    use measurement::without_uncertainty;

    // C-4.5.2: U was zero by a formula, and vanished from the result.
    #[test]
    fn a_certified_uncertainty_of_zero_is_found_at_the_points_that_rest_on_it() {
        let found = |nominal: &str, uncertainty: &str| {
            let found = without_uncertainty(&samples::certified(nominal, uncertainty).observations());
            found.into_iter().map(|none| (none.point, none.slot, none.characteristic, none.at_zero)).collect::<Vec<_>>()
        };
        let one = |at_zero| vec![("p1".to_owned(), "blocks".to_owned(), "length".to_owned(), at_zero)];
        for zero in ["0", "nominal - nominal", "nominal - 150", "0 - nominal", "sqrt(nominal - 150)", "mpe_weight - mpe_weight"] {
            assert_eq!(found("150", zero), one(false), "{zero}");
        }
        for sound in ["0.06", "2e-5 * abs(nominal)", "mpe_weight / 3", "unknown - unknown", "1 / (nominal - nominal)"] {
            assert_eq!(found("150", sound), [], "{sound}");
        }
        // Relative to the value, it vanishes at zero alone.
        assert_eq!(found("0", "2e-5 * abs(nominal)"), one(true));
        assert_eq!(found("0.0", "nominal - 0.001"), one(false));
    }
}
