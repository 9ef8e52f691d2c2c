//! Texts that try a document: markup, marks, characters without a font, words longer than a line.

use std::path::PathBuf;
use std::process::Command;

use base::time::Instant;
use measurement::Results;

use super::{print, record, renderer, sample, states, text_of};
use crate::document::{DocumentError, Label, xml};

#[test]
fn a_stated_text_that_no_font_shows_is_refused_and_named() {
    let mut document = sample();
    document.stated.remarks.push("bell \u{7}, emoji \u{1F600}".into());
    assert_eq!(renderer().certificate(&document), Err(DocumentError::Characters("U+0007, U+1F600".into())));
}

// A blank that no font has is named beforehand; one that a font has, and the ends of lines, are set.
#[test]
fn a_blank_needs_a_glyph_like_any_other_character() {
    let uncovered = |text: &str| renderer().fonts.uncovered(text).into_iter().collect::<String>();
    assert_eq!(uncovered("a\u{1680}b\u{2003}c\u{3000}d\u{a0}e f\u{2028}g\nh"), "\u{1680}");
}

#[test]
fn markup_in_stated_texts_is_only_text() {
    let mut document = sample();
    let hostile = "*bold* #read(\"x\") $x$ <b> \\ [a]";
    document.stated.remarks = vec![hostile.into()];
    states(&text_of("hostile.pdf", &renderer().certificate(&document).unwrap()), &[hostile]);
}

#[test]
fn the_xml_holds_every_stated_value_and_escapes_markup() {
    let mut document = sample();
    document.stated.item.model = "A<B&C".into();
    let text = String::from_utf8(xml(&document).unwrap()).unwrap();
    states(&text, &["<number>EC2026-00017</number>", "<value>0.10</value>", "<model>A&lt;B&amp;C</model>", "urn:etalon:certificate:1"]);
    let mut reader = quick_xml::Reader::from_str(&text);
    while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
}

/// How far right and down the words of a PDF reach, in points, with the width and height of its pages.
fn reach(name: &str, pdf: &[u8]) -> ([f64; 2], [f64; 2]) {
    text_of(name, pdf);
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../target/documents")).join(name);
    let out = Command::new("pdftotext").args(["-bbox", path.to_str().unwrap(), "-"]).output().unwrap();
    let html = String::from_utf8(out.stdout).unwrap();
    let most = |tag: &str, name: &str| {
        let lines = html.lines().filter(|line| line.trim().starts_with(tag));
        let value = |line: &str| line.split_once(&format!("{name}=\""))?.1.split('"').next()?.parse::<f64>().ok();
        lines.filter_map(value).fold(0.0, f64::max)
    };
    ([most("<word", "xMax"), most("<word", "yMax")], [most("<page", "width"), most("<page", "height")])
}

// ISO/IEC 17025, 7.8.2.1 g: what identifies the item is printed whole.
#[test]
fn a_word_longer_than_a_line_is_printed_to_its_last_character() {
    let (model, serial) = ("ABCDEFGHIJ0123456789".repeat(5), "1234567890".repeat(12));
    let (mut record, mut document) = (record(), sample());
    (document.stated.item.model, document.stated.item.serial_number) = (model.clone(), serial.clone());
    document.stated.remarks = vec![model.clone()];
    (record.opened.item.item.model, record.opened.item.item.serial_number) = (model.clone(), serial.clone());
    let names = document.envelope.signatures.iter().map(|s| (s.person, s.name.clone())).collect();
    let results = Results::default();
    let label = Label {
        item: &record.opened.item.item,
        customer: &record.opened.customer.name,
        body: &document.stated.body.name,
        at: Instant(1_795_334_000_000),
    };
    for (name, pdf, margin) in [
        ("words.pdf", renderer().certificate(&document).unwrap(), 60.0),
        ("record-words.pdf", renderer().record(print(&record, &names, &document, &results)).unwrap(), 30.0),
        ("label-words.pdf", renderer().label(label).unwrap(), 5.0),
    ] {
        let text: String = text_of(name, &pdf).split_whitespace().collect();
        for word in [&model, &serial] {
            assert!(text.contains(word.as_str()), "{name}: {word} is not whole in\n{text}");
        }
        let ([right, bottom], [width, height]) = reach(name, &pdf);
        assert!(right <= width - margin && bottom <= height, "{name}: {right} of {width}, {bottom} of {height}");
    }
}

// UAX 9: texts stored before such marks were refused are printed in the order in which they are stored.
#[test]
fn no_mark_turns_the_order_of_a_line() {
    let mut document = sample();
    document.stated.item.serial_number = "12\u{202e}43\u{200b}5".into();
    let pdf = renderer().certificate(&document).unwrap();
    states(&text_of("marks.pdf", &pdf), &["12435"]);
    let text = String::from_utf8(xml(&document).unwrap()).unwrap();
    states(&text, &["<serial_number>12435</serial_number>"]);
    document.stated.item.serial_number = "1\u{ffff}2".into();
    assert!(!String::from_utf8(xml(&document).unwrap()).unwrap().contains('\u{ffff}'));
}
