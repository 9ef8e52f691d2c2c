//! Readings that were left out: struck through, waiting for a choice between two tablets, or now said to be not observed (C-5.5.3,
//! C-5.5.4); and readings outweighed by extra ones. What was left out, and why, is for the checker to hear. An honest slip,
//! one of several readings struck through and written again, is not found. Also readings that nobody took, and numbers with more
//! digits than the item shows.

use std::collections::BTreeMap;

use crate::event::body::Value;
use crate::record::path::{self, Address};
use crate::record::{Cell, Record};
use base::decimal::DecimalText;
use base::finding::Finding;
use measurement::method::{Point, Quantity, Stage};

/// How many readings at one place of the form may be struck through before it is asked why.
const FEW: usize = 3;
/// The parameter of a point with a resolution of its own.
const RESOLUTION: &str = "resolution";

/// A quantity at a point of a stage, with what was left out there.
struct Place<'r> {
    stage: Stage,
    path: String,
    quantity: &'r Quantity,
    /// Values struck through, and those that wait.
    struck: usize,
    /// Readings beyond the number the method asks for.
    extra: usize,
    /// Readings of that number for which another one was read.
    exchanged: usize,
    /// The first reading that is now said to be not observed: its path, and what was read.
    dropped: Option<(String, String)>,
    /// A reading that the method asks for was not observed, and no number was ever read for it.
    untaken: bool,
    /// A number stands.
    read: bool,
    /// What the item shows at the point, where the method says so.
    resolution: Option<&'r DecimalText>,
    /// The first number with more digits than can be read off the item.
    too_fine: Option<String>,
}

/// What was left out of the readings: at a place, at most points of a stage, and in favour of "not observed".
pub fn selected(record: &Record) -> Vec<Finding> {
    let places = places(record);
    let told = told(record, &places);
    let exchanged = exchanged(record, &places, &told);
    let added = added(record, &places, &told);
    let dropped = places.iter().filter_map(Place::dropped);
    let struck = told.into_values().flatten();
    struck.chain(exchanged).chain(added).chain(dropped).chain(untaken(record, &places)).chain(too_fine(&places)).collect()
}

impl<'r> Place<'r> {
    fn new(stage: Stage, point: &'r Point, quantity: &'r Quantity) -> Self {
        let (path, resolution) = (path::point(stage, &point.key), resolution(point, quantity));
        let (struck, extra, exchanged, dropped, untaken, read, too_fine) = (0, 0, 0, None, false, false, None);
        Self { stage, path, quantity, resolution, struck, extra, exchanged, dropped, untaken, read, too_fine }
    }

    /// Adds the reading of this number, with the numbers that wait beside it.
    fn add(&mut self, (path, number): (&str, u8), cell: &Cell, waiting: &[&Value]) {
        let counts = cell.in_force().map(|entry| &entry.value);
        let is_other = |value: &&Value| value.number().is_some() && Some(*value) != counts;
        let waiting = || waiting.iter().copied().filter(is_other);
        let read = cell.entries.iter().map(|entry| &entry.value).filter(is_other).chain(waiting()).next_back();
        self.struck += cell.entries.iter().filter(|entry| entry.struck.is_some()).count() + waiting().count();
        self.extra += usize::from(number > self.quantity.readings);
        match (read.and_then(Value::number), counts) {
            (Some((text, unit)), Some(now)) if now.number().is_none() => {
                self.dropped.get_or_insert_with(|| (path.to_owned(), format!("{text} {unit}")));
            }
            (Some(_), _) => self.exchanged += usize::from(number <= self.quantity.readings),
            (None, Some(now)) if now.number().is_none() => self.untaken |= number <= self.quantity.readings,
            (None, _) => {}
        }
        self.read |= counts.is_some_and(|value| value.number().is_some());
        let fine = counts.and_then(Value::number).filter(|(text, _)| self.is_too_fine(text));
        self.too_fine = self.too_fine.take().or_else(|| fine.map(|(text, unit)| format!("{text} {unit}")));
    }

    /// On a scale a tenth of a division is estimated; what lies below that was not read.
    fn is_too_fine(&self, text: &DecimalText) -> bool {
        self.resolution.is_some_and(|resolution| text.places() > resolution.places() + 1)
    }

    /// One withdrawn reading beside an extra one is enough, most readings exchanged for others, more than `FEW` struck through, or half
    /// as many extra ones as the method asks for: then the mean is no longer that of the method's readings.
    fn is_told(&self) -> bool {
        let asked = usize::from(self.quantity.readings);
        let outweighed = self.extra > 0 && self.extra * 2 >= asked;
        self.struck > FEW || (self.struck > 0 && self.extra > 0) || are_most(self.exchanged, asked) || outweighed
    }

    fn struck(&self) -> Finding {
        struck(&self.path, self.struck, self.extra)
    }

    /// A number that was read says what the item did; "not observed" in its place takes the point off the certificate.
    fn dropped(&self) -> Option<Finding> {
        self.dropped.as_ref().map(|(path, before)| Finding::warning("reading_dropped", path).with("before", before))
    }
}

/// What the item shows at a point: by the point itself, or else by the quantity. A resolution of the point in another unit says
/// nothing of the digits, and the quantity's does not hold there either.
fn resolution<'r>(point: &'r Point, quantity: &'r Quantity) -> Option<&'r DecimalText> {
    match point.parameters.iter().find(|parameter| parameter.symbol == RESOLUTION) {
        Some(own) => own.unit.is_none_or(|unit| unit == quantity.unit).then_some(&own.value),
        None => quantity.resolution.as_ref(),
    }
}

fn struck(path: &str, struck: usize, extra: usize) -> Finding {
    Finding::warning("readings_struck", path).with("struck", struck).with("extra", extra)
}

/// What is asked about each point, by its path: of its quantities one by one, or else of all of them together. A reading up and one down
/// are two quantities of a point.
fn told<'p>(record: &Record, places: &'p [Place<'_>]) -> BTreeMap<&'p str, Vec<Finding>> {
    let asked = record.opened.edition.form.quantities.iter().map(|quantity| usize::from(quantity.readings)).sum();
    let mut points: BTreeMap<&str, Vec<&Place<'_>>> = BTreeMap::new();
    for place in places {
        points.entry(&place.path).or_default().push(place);
    }
    let of_point = |(path, of_point): (&'p str, Vec<&Place<'_>>)| {
        let mut found: Vec<Finding> = of_point.iter().filter(|place| place.is_told()).map(|place| place.struck()).collect();
        let sum = |of: fn(&Place<'_>) -> usize| of_point.iter().map(|place| of(place)).sum();
        if found.is_empty() && are_most(sum(|place| place.exchanged), asked) {
            found.push(struck(path, sum(|place| place.struck), sum(|place| place.extra)));
        }
        (path, found)
    };
    points.into_iter().map(of_point).filter(|(_, found)| !found.is_empty()).collect()
}

/// More than half, and more than one: a single slip is none.
const fn are_most(some: usize, of: usize) -> bool {
    some > 1 && some * 2 > of
}

/// The places of which something is true, by stage and quantity.
fn by_stage<'p, 'r>(places: &'p [Place<'r>], is: impl Fn(&Place<'r>) -> bool) -> impl Iterator<Item = Vec<&'p Place<'r>>> {
    let mut stages: BTreeMap<(&str, &str), Vec<&Place<'_>>> = BTreeMap::new();
    for place in places.iter().filter(|place| is(place)) {
        stages.entry((place.stage.key(), place.quantity.key.as_str())).or_default().push(place);
    }
    stages.into_values()
}

/// How many points of how many, at the first of them.
fn at_points(code: &'static str, record: &Record, found: &[&Place<'_>]) -> Finding {
    let first = found.first().map(|place| place.path.as_str()).unwrap_or_default();
    Finding::warning(code, first).with("points", found.len()).with("of", record.opened.edition.form.points.len())
}

/// Stages in which a reading was exchanged for another one at most points, though no more than a few at each.
fn exchanged(record: &Record, places: &[Place<'_>], told: &BTreeMap<&str, Vec<Finding>>) -> Vec<Finding> {
    let points = record.opened.edition.form.points.len();
    let asks = |found: &Vec<&Place<'_>>| are_most(found.len(), points) && !found.iter().all(|place| told.contains_key(place.path.as_str()));
    let found = by_stage(places, |place| place.exchanged > 0).filter(asks);
    found.map(|found| at_points("readings_exchanged", record, &found)).collect()
}

/// Stages with extra readings at more than one point, though few at each: one extra reading is a doubt that somebody had, several are a
/// way to another mean.
fn added(record: &Record, places: &[Place<'_>], told: &BTreeMap<&str, Vec<Finding>>) -> Vec<Finding> {
    let mut stages: BTreeMap<&str, BTreeMap<&str, &Place<'_>>> = BTreeMap::new();
    for place in places.iter().filter(|place| place.extra > 0) {
        stages.entry(place.stage.key()).or_default().insert(&place.path, place);
    }
    let asks = |points: &BTreeMap<&str, &Place<'_>>| points.len() > 1 && !points.keys().all(|path| told.contains_key(path));
    let found = stages.into_values().filter(asks).map(|points| points.into_values().collect::<Vec<_>>());
    found.map(|found| at_points("readings_added", record, &found)).collect()
}

/// Stages with points at which a reading that the method asks for was not taken, and at how many of them nothing was read: the
/// certificate says nothing of the item there, whatever it would have shown.
fn untaken(record: &Record, places: &[Place<'_>]) -> Vec<Finding> {
    let mut stages: BTreeMap<&str, BTreeMap<&str, Vec<&Place<'_>>>> = BTreeMap::new();
    for place in places {
        stages.entry(place.stage.key()).or_default().entry(&place.path).or_default().push(place);
    }
    let told = |points: BTreeMap<&str, Vec<&Place<'_>>>| {
        let lacking: Vec<_> = points.into_values().filter(|point| point.iter().any(|place| place.untaken)).collect();
        let empty = lacking.iter().filter(|point| !point.iter().any(|place| place.read)).count();
        let points: Vec<&Place<'_>> = lacking.iter().filter_map(|point| point.first().copied()).collect();
        (!points.is_empty()).then(|| at_points("readings_not_taken", record, &points).with("empty", empty))
    };
    stages.into_values().filter_map(told).collect()
}

/// Numbers that nobody can have read off the item, told once for a stage.
fn too_fine(places: &[Place<'_>]) -> Vec<Finding> {
    let told = |place: &&Place<'_>| {
        let (read, resolution) = (place.too_fine.as_ref()?, place.resolution?);
        let resolution = format!("{resolution} {}", place.quantity.unit);
        Some(Finding::warning("reading_too_fine", &place.path).with("read", read).with("resolution", resolution))
    };
    by_stage(places, |place| place.too_fine.is_some()).filter_map(|found| found.iter().find_map(told)).collect()
}

fn places(record: &Record) -> Vec<Place<'_>> {
    let form = &record.opened.edition.form;
    let waiting = waiting(record);
    let mut places: BTreeMap<(String, &str), Place<'_>> = BTreeMap::new();
    for (path, cell) in &record.cells {
        let Some(Address::Reading { stage, point, quantity, number }) = path::find(form, path) else { continue };
        let key = (path::point(stage, &point.key), quantity.key.as_str());
        let place = places.entry(key).or_insert_with(|| Place::new(stage, point, quantity));
        place.add((path, number), cell, waiting.get(path.as_str()).map_or(&[], Vec::as_slice));
    }
    places.into_values().collect()
}

/// What waits for a choice between two tablets, by path.
fn waiting(record: &Record) -> BTreeMap<&str, Vec<&Value>> {
    let mut waiting: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for entry in record.set_aside.iter().filter(|entry| entry.can_be_chosen() && !entry.chosen) {
        if let (Some(path), Some(value)) = (&entry.path, &entry.value) {
            waiting.entry(path).or_default().push(value);
        }
    }
    waiting
}
