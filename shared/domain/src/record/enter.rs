//! Values and notes are recorded on the spot (C-5.5.3).

use crate::event::Event;
use crate::event::body::Value;
use crate::record::context::Context;
use crate::record::equip::{self, Moment};
use crate::record::facts::Asked;
use crate::record::path::{self, Address};
use crate::record::permit::{calibrator, explained, fits, given, may_record};
use crate::record::refusal::RecordRefusal;
use crate::record::{Cell, Record, RecordStatus, site, terms};
use base::seeded::in_force;
use base::text::fault::{has_letter_or_digit, is_blank};
use base::text::{names_somebody, says_something};
use base::unit::Unit;
use measurement::method::Stage;

/// The largest attachment, in bytes.
pub const MAX_FILE: u64 = 20 * 1024 * 1024;
/// Kinds of file that can be attached.
pub const MEDIA_TYPES: [&str; 4] = ["image/jpeg", "image/png", "image/webp", "application/pdf"];
/// The longest drawn signature, in characters.
const MAX_DRAWING: usize = 100_000;
/// The least length of a signature's strokes together: a tenth of the width of the box.
const SHORTEST_SIGNATURE: f64 = 100.0;

pub(super) fn entered(record: &Record, context: &Context<'_>, event: &Event, path: &str, value: &Value) -> Result<(), RecordRefusal> {
    may_record(record, context, event)?;
    let address = address(record, path)?;
    let taken = record.cells.get(path);
    let elsewhere = |cell: &Cell| {
        let device = cell.entries.first().map(|entry| entry.device);
        cell.observer() == Some(event.author) && device.is_some_and(|device| device != event.device)
    };
    if taken.is_some_and(|cell| !elsewhere(cell)) && in_force("record.entered_once") {
        return Err(RecordRefusal::AlreadyEntered { path: path.to_owned() });
    }
    // What waits for a choice was observed by the same rules: choosing must not be a way round them.
    value_fits(&address, path, value)?;
    said_why(context, value)?;
    observable(record, context, &Moment::now(record, context, event), &address, value)?;
    if taken.is_some() { Err(RecordRefusal::AlreadyEnteredElsewhere { path: path.to_owned() }) } else { Ok(()) }
}

pub(super) fn address<'r>(record: &'r Record, path: &str) -> Result<Address<'r>, RecordRefusal> {
    path::find(&record.opened.edition.form, path).ok_or_else(|| RecordRefusal::PathUnknown { path: path.to_owned() })
}

/// The kind of value and the unit are the method's.
pub(super) fn value_fits(address: &Address<'_>, path: &str, value: &Value) -> Result<(), RecordRefusal> {
    let path = || path.to_owned();
    match (value, address) {
        (Value::NotObserved { reason }, _) => given("reason", reason),
        (Value::Number { unit, .. }, Address::Environment(field)) => unit_fits(*unit, field.unit, path()),
        (Value::Number { unit, .. }, Address::Reading { quantity, .. }) => unit_fits(*unit, quantity.unit, path()),
        (Value::Choice { key }, Address::Inspection(field)) => {
            let known = field.choices.iter().any(|choice| choice.key == *key);
            if known { Ok(()) } else { Err(RecordRefusal::ChoiceUnknown { path: path() }) }
        }
        _ => Err(RecordRefusal::ValueKind { path: path() }),
    }
}

/// What is not observed has its reason in words.
pub(super) fn said_why(context: &Context<'_>, value: &Value) -> Result<(), RecordRefusal> {
    match value {
        Value::NotObserved { reason } => explained(context, "reason", reason),
        _ => Ok(()),
    }
}

fn unit_fits(given: Unit, fixed: Unit, path: String) -> Result<(), RecordRefusal> {
    if given == fixed || !in_force("record.unit_fixed") { Ok(()) } else { Err(RecordRefusal::UnitFixed { path, unit: fixed.symbol() }) }
}

/// Whether this can be observed at the moment: the right stage, and for readings the standards.
pub(super) fn observable(
    record: &Record,
    context: &Context<'_>,
    moment: &Moment<'_>,
    address: &Address<'_>,
    value: &Value,
) -> Result<(), RecordRefusal> {
    let Address::Reading { stage, point, .. } = address else {
        return Ok(());
    };
    if *stage == Stage::AsLeft && !moment.adjusted && in_force("record.as_left_once_adjusted") {
        return Err(RecordRefusal::NotAdjusted);
    }
    if value.number().is_none() {
        return Ok(());
    }
    if *stage == Stage::AsFound && moment.adjusted && in_force("record.as_found_before_adjustment") {
        return Err(RecordRefusal::AdjustedAlready);
    }
    terms::hold(record, context, moment)?;
    equip::ready(record, context, moment, point)?;
    site::briefed(record, context, moment.by)?;
    site::looked_around(record, context)
}

/// What a tablet asks of a text before it makes the event. What was made counts with the text it has, and the checker is told of it
/// ([`crate::record::words`]).
fn says(context: &Context<'_>, path: &'static str, text: &str, enough: fn(&str) -> bool) -> Result<(), RecordRefusal> {
    if context.asked == Asked::Made || enough(text) { Ok(()) } else { Err(RecordRefusal::Unsaid { path }) }
}

/// The customer's instrument is adjusted only with consent on record (C-5.2.2.3).
pub(super) fn adjusted(record: &Record, context: &Context<'_>, event: &Event, texts: [&str; 3]) -> Result<(), RecordRefusal> {
    may_record(record, context, event)?;
    if !record.opened.edition.form.adjustable && in_force("record.adjustable") {
        return Err(RecordRefusal::NotAdjustable);
    }
    site::briefed(record, context, event.author)?;
    let [consent, what, seal] = texts;
    given("consent", consent)?;
    given("what", what)?;
    fits("seal", seal)?;
    says(context, "consent", consent, names_somebody)?;
    says(context, "what", what, says_something)?;
    says(context, "seal", seal, |seal| is_blank(seal) || has_letter_or_digit(seal))
}

/// The seal's identification is recorded, whether or not anything was adjusted (C-5.3.4).
pub(super) fn sealed(record: &Record, context: &Context<'_>, event: &Event, what: &str, seal: &str) -> Result<(), RecordRefusal> {
    may_record(record, context, event)?;
    given("what", what)?;
    given("seal", seal)?;
    says(context, "what", what, has_letter_or_digit)?;
    says(context, "seal", seal, has_letter_or_digit)
}

/// A departure from the method (C-5.1.2); `about` is the reading it speaks of, or empty.
pub(super) fn deviation(
    record: &Record,
    context: &Context<'_>,
    event: &Event,
    [what, consent]: [&str; 2],
    about: &str,
) -> Result<(), RecordRefusal> {
    may_record(record, context, event)?;
    given("what", what)?;
    fits("consent", consent)?;
    says(context, "what", what, says_something)?;
    says(context, "consent", consent, |consent| is_blank(consent) || names_somebody(consent))?;
    if about.is_empty() { Ok(()) } else { known(record, about) }
}

pub(super) fn attached(
    record: &Record,
    context: &Context<'_>,
    event: &Event,
    path: &str,
    (media_type, size, name): (&str, u64, &str),
) -> Result<(), RecordRefusal> {
    may_record(record, context, event)?;
    known(record, path)?;
    given("name", name)?;
    let allowed = MEDIA_TYPES.contains(&media_type) && (1..=MAX_FILE).contains(&size);
    if allowed || !in_force("record.kind_of_file") { Ok(()) } else { Err(RecordRefusal::FileNotAllowed) }
}

pub(super) fn remarked(record: &Record, context: &Context<'_>, event: &Event, at: &str, text: &str) -> Result<(), RecordRefusal> {
    may_record(record, context, event)?;
    if at != path::CERTIFICATE {
        known(record, at)?;
    }
    given("text", text)
}

/// The customer confirms what was done: before the calibrator signs, or after.
pub(super) fn confirmed(record: &Record, context: &Context<'_>, event: &Event, name: &str, signature: &str) -> Result<(), RecordRefusal> {
    calibrator(record, context, event)?;
    if !record.status.is_open() && record.status != RecordStatus::Submitted {
        return Err(RecordRefusal::NotOpen);
    }
    given("name", name)?;
    if signature.len() > MAX_DRAWING {
        return Err(RecordRefusal::TextTooLong { path: "signature" });
    }
    says(context, "name", name, names_somebody)?;
    let signed = if context.asked == Asked::BeforeMade { is_signature(signature) } else { is_drawing(signature) };
    if signed { Ok(()) } else { Err(RecordRefusal::TextMissing { path: "signature" }) }
}

/// Whether a drawing is long enough for a signature: a short stroke is none.
pub fn is_signature(signature: &str) -> bool {
    is_drawing(signature) && signature.split(';').map(length).sum::<f64>() >= SHORTEST_SIGNATURE
}

/// How far a stroke leads, from point to point by the longer side.
fn length(stroke: &str) -> f64 {
    let point = |text: &str| {
        let (x, y) = text.split_once(',')?;
        Some((x.parse::<f64>().ok()?, y.parse::<f64>().ok()?))
    };
    let points: Vec<(f64, f64)> = stroke.split(' ').filter_map(point).collect();
    let step = |((x, y), (to_x, to_y)): (&(f64, f64), &(f64, f64))| (to_x - x).abs().max((to_y - y).abs());
    points.iter().zip(points.iter().skip(1)).map(step).sum()
}

/// Strokes parted by `;`, points by blanks, `x,y` each: whole numbers or with a few digits behind the point, in a box that the
/// tablet draws in. At least one stroke leads somewhere: a dot is no signature.
pub fn is_drawing(signature: &str) -> bool {
    let coordinate = |text: &str| {
        let digits = |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        text.split_once('.').map_or_else(|| digits(text), |(whole, fraction)| digits(whole) && digits(fraction))
    };
    let point = |text: &str| text.split_once(',').is_some_and(|(x, y)| coordinate(x) && coordinate(y));
    let leads_somewhere = |stroke: &str| {
        let mut points = stroke.split(' ').filter(|text| !text.is_empty());
        points.next().is_some_and(|first| points.any(|other| other != first))
    };
    let mut written = signature.split([';', ' ']).filter(|text| !text.is_empty());
    written.all(point) && signature.split(';').any(leads_somewhere)
}

pub(super) fn known(record: &Record, path: &str) -> Result<(), RecordRefusal> {
    if path::is_known(&record.opened.edition.form, path) { Ok(()) } else { Err(RecordRefusal::PathUnknown { path: path.to_owned() }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    // C-5.5.4
    #[test]
    fn a_signature_is_more_than_a_short_stroke() {
        for short in ["1,2 3,4", "1,1 2,2;5,5 6,6", "0,0", "10,10 60,30;900,300 901,300"] {
            assert!(!is_signature(short), "{short}");
        }
        for good in ["100,200 160,230 200,180", "10,10 60,30;300,300 350,300", "0,0 5,99.5 5,101"] {
            assert!(is_signature(good), "{good}");
        }
    }

    #[test]
    fn a_drawing_is_strokes_of_points_in_a_box() {
        for good in ["1,2 3,4;1000,400", "1.5,2.25 3,4; 5,6", "1,2;;3,4 3,5"] {
            assert!(is_drawing(good), "{good}");
        }
        let far = format!("{},1 2,2", "9".repeat(400));
        for dot in ["0,0", "1,2;3,4", "5,5 5,5"] {
            assert!(!is_drawing(dot), "{dot}");
        }
        for bad in ["", " ; ", ",", "1", "1,2,3", "1.2.3,4", ".,1", "1,", "-1,2", "99999,1", "1 ,2", far.as_str()] {
            assert!(!is_drawing(bad), "{bad}");
        }
    }
}
