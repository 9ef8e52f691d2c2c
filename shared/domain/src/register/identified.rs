//! Numbers that identify a thing have a letter or a digit: a stop or a dash is none that anybody could read out, and two of them look
//! the same (C-5.3.3). What was entered before there was a rule stays until it is changed. A lone stroke for a serial number is what people
//! write who have found none.

use crate::item::Item;
use crate::library::standard::Standard;
use base::finding::Finding;
use base::text::fault::{has_letter_or_digit, is_blank};

/// What is wrong with the numbers of an item.
pub fn item(before: Option<&Item>, after: &Item) -> Vec<Finding> {
    let numbers = |item: &Item| [item.identification.clone(), item.serial_number.clone()];
    findings(["identification", "serial_number"], before.map(numbers), numbers(after))
}

/// What is wrong with the numbers of a standard.
pub fn standard(before: Option<&Standard>, after: &Standard) -> Vec<Finding> {
    let numbers = |standard: &Standard| [standard.number.clone(), standard.serial_number.clone()];
    findings(["number", "serial_number"], before.map(numbers), numbers(after))
}

/// What stands in forms for a serial number that there is not.
const NONE: [&str; 5] = ["/", "-", "–", "—", "\\"];

/// An empty one is asked for elsewhere, where it must be given.
fn findings(fields: [&'static str; 2], before: Option<[String; 2]>, after: [String; 2]) -> Vec<Finding> {
    let says_none = |n: usize, text: &str| fields[n] == "serial_number" && NONE.contains(&text.trim());
    let kept = |n: usize, text: &String| before.as_ref().is_some_and(|before| before[n] == *text);
    let nameless = |(n, text): &(usize, &String)| !kept(*n, text) && !is_blank(text) && !has_letter_or_digit(text) && !says_none(*n, text);
    let wrong = after.iter().enumerate().filter(nameless);
    wrong.map(|(n, _)| Finding::error("number_without_letters", fields[n])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::tests::example;

    // C-5.3.3
    #[test]
    fn a_number_has_a_letter_or_a_digit_once_it_is_changed() {
        let standard =
            |number: &str, serial: &str| Standard { number: number.to_owned(), serial_number: serial.to_owned(), ..example::standard() };
        let told = |before: Option<&Standard>, after: &Standard| {
            let found = self::standard(before, after).into_iter();
            found.map(|finding| finding.path).collect::<Vec<_>>()
        };
        for sound in [("S-1", ""), ("№ 7", "甲"), ("Ґ", "none"), ("1", "无"), ("1", "/"), ("1", " — "), ("", " ")] {
            assert_eq!(told(None, &standard(sound.0, sound.1)), Vec::<String>::new(), "{sound:?}");
        }
        assert_eq!(told(None, &standard("/", ".")), ["number", "serial_number"]);
        let before = standard("S-1", "//");
        assert_eq!(told(Some(&before), &Standard { location: "2".to_owned(), ..before.clone() }), Vec::<String>::new());
        assert_eq!(told(Some(&before), &standard("S-1", "..")), ["serial_number"]);
    }
}
