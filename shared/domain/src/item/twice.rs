//! One instrument under two entries of the register: what is known of the one is not known of the other (C-5.3.3, C-5.5.3).

use crate::item::Item;
use base::finding::Finding;
use base::text::search::{self, bare};

/// A serial number of fewer characters than this is given by many, so that it tells nothing of the instruments of two customers.
const TELLING: usize = 3;

/// The serial number to compare by: its letters and digits. `None` for an item that has none, whatever is written there in its place
/// ("none", "n/a", "无", "000").
pub fn serial(item: &Item) -> Option<String> {
    let serial = search::serial(&item.serial_number);
    serial.chars().any(|c| c.is_numeric() && c != '0').then_some(serial)
}

/// Whether a serial number to compare by tells something of the instruments of two customers.
pub fn is_telling(serial: &str) -> bool {
    serial.chars().count() >= TELLING
}

/// Whether two entries describe one instrument: the same serial number, and the same manufacturer and model as far as both give them,
/// with one of these at least. It may be entered under two customers: sold, or sent by the one on behalf of the other.
pub fn is_one(one: &Item, other: &Item) -> bool {
    let Some(serial) = serial(one).filter(|serial| self::serial(other).as_ref() == Some(serial)) else { return false };
    let pairs = [(&one.manufacturer, &other.manufacturer), (&one.model, &other.model)].map(|(one, other)| (bare(one), bare(other)));
    let agree = |(one, other): &(String, String)| one.is_empty() || other.is_empty() || one == other;
    let same = |(one, other): &(String, String)| !one.is_empty() && one == other;
    let tells = one.customer == other.customer || is_telling(&serial);
    tells && pairs.iter().all(agree) && pairs.iter().any(same)
}

/// A serial number of at least this many characters is hardly given by two makers to instruments of one customer.
const LONG: usize = 5;

/// Whether two entries may describe one instrument, so that somebody is to look: also if manufacturer or model differ, for one customer
/// and a serial number that tells, and if both differ, for one customer and a long serial number. A manufacturer is written as "Hongqi", as
/// "Hongqi Instrument Co." and as "红旗仪表". Nothing is refused by this: two makers may give one customer's instruments one number.
pub fn may_be_one(one: &Item, other: &Item) -> bool {
    if is_one(one, other) {
        return true;
    }
    let serial = serial(one).filter(|serial| is_telling(serial) && self::serial(other).as_ref() == Some(serial));
    let Some(serial) = serial.filter(|_| one.customer == other.customer) else { return false };
    let same = |(one, other): (&String, &String)| !bare(one).is_empty() && bare(one) == bare(other);
    let pairs = [(&one.manufacturer, &other.manufacturer), (&one.model, &other.model)];
    serial.chars().count() >= LONG || pairs.into_iter().any(same)
}

/// Warnings about other entries that may be of the same instrument.
pub fn findings<'a>(entry: &Item, others: impl Iterator<Item = &'a Item>) -> Vec<Finding> {
    let twins = others.filter(|other| may_be_one(entry, other));
    let told = |other: &Item| Finding::warning("item_entered_twice", "serial_number").with("identification", &other.identification);
    twins.map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::id::Id;
    use base::text::Bilingual;

    fn item(customer: u128, [manufacturer, model, serial_number]: [&str; 3]) -> Item {
        let [manufacturer, model, serial_number] = [manufacturer, model, serial_number].map(str::to_owned);
        let (customer, name) = (Id::from_uuid(uuid::Uuid::from_u128(customer)), Bilingual::default());
        let (identification, range, location, notes) = (format!("I-{customer}"), String::new(), String::new(), String::new());
        Item { customer, identification, name, model, manufacturer, serial_number, range, service: None, location, notes }
    }

    // C-5.3.3: for certain, and so that somebody is to look at one customer's entries.
    #[test]
    fn one_instrument_is_known_by_its_serial_number_with_its_maker_and_model() {
        let own = ["Hongqi", "Y-100", "23-99001"];
        for (other, same, looked_at) in [
            (own, true, true),
            (["hongqi ", "Y 100", "No. ２３９９００１"], true, true),
            (["", "Y-100", "23-99001"], true, true),
            (["Hongqi", "", "23-99001"], true, true),
            (["", "", "23-99001"], false, true),
            (["Hongqi Instrument Co.", "Y-100", "23-99001"], false, true),
            (["Hongqi", "Y100Z", "No. 2399001"], false, true),
            (["红旗仪表", "YB-100", "Ser. 0023-99001"], false, true),
            (["Hongqi Instrument Co.", "", "23-99001"], false, true),
            (["Hongqi", "Y-100", "0023-99001"], true, true),
            (["Hongqi Instrument Co.", "Y-100", "23-99002"], false, false),
            (["Hongqi", "Y-100", "23-99002"], false, false),
            (["Hongqi", "Y-100", ""], false, false),
        ] {
            for (customer, looked_at) in [(1, looked_at), (2, same)] {
                let (own, other) = (item(1, own), item(customer, other));
                assert_eq!([is_one(&own, &other), may_be_one(&own, &other)], [same, looked_at], "{other:?}");
                assert_eq!(may_be_one(&other, &own), looked_at, "{other:?}");
                assert_eq!(findings(&own, std::iter::once(&other)).len(), usize::from(looked_at), "{other:?}");
            }
        }
    }

    // Many instruments have no serial number, or one that the customer gave them.
    #[test]
    fn what_is_written_in_place_of_a_serial_number_makes_no_two_instruments_one() {
        for nothing in ["", "-", "—", "none", "n/a", "无", "б/н", "н/д", "N/A", "0", "000"] {
            let item = item(1, ["Hongqi", "Y-100", nothing]);
            assert!(serial(&item).is_none() && !is_one(&item, &item), "{nothing}");
        }
        let numbered = |customer, serial| item(customer, ["Hongqi", "Y-100", serial]);
        assert!(is_one(&numbered(1, "7"), &numbered(1, "7")) && !is_one(&numbered(1, "12"), &numbered(2, "12")));
        assert!(is_one(&numbered(1, "123"), &numbered(2, "123")));
        // Number 7 or 12 of one customer are as many instruments as makers and models.
        let of_another = |serial| may_be_one(&numbered(1, serial), &item(1, ["Yuyao", "Y-100", serial]));
        assert_eq!(["7", "12", "123", "000"].map(of_another), [false, false, true, false]);
    }
}
