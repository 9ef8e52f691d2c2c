use proptest::prelude::*;

use super::*;

fn of(text: &str) -> Vec<String> {
    words(text).into_iter().collect()
}

fn found(text: &str, search: &str) -> bool {
    let words = words(text);
    pieces(search).is_some_and(|pieces| pieces.iter().all(|piece| words.iter().any(|word| piece.meets(word))))
}

#[test]
fn a_text_is_its_words_however_they_are_written() {
    for (text, words) in [
        ("Digital calliper", vec!["calliper", "digital"]),
        ("ET-2026-0342", vec!["0342", "2026", "et"]),
        ("ＨＤ－０００１ №7", vec!["0001", "7", "hd", "no"]),
        ("数显卡尺 0-150mm", vec!["0", "150mm", "数显卡尺"]),
        ("3级压力表", vec!["3", "级压力表"]),
        ("И\u{306}орж", vec!["йорж"]),
        ("комп'ютер комп\u{2019}ютер КОМП\u{2bc}ЮТЕР", vec!["компютер"]),
        ("O'Brien's 'Hall'", vec!["brien", "hall", "o", "s"]),
        ("'ять", vec!["ять"]),
        ("STRASSE straße", vec!["strasse"]),
        ("ΟΔΟΣ οδος", vec!["οδοσ"]),
        ("नमस्ते दुनिया", vec!["दुनिया", "नमस्ते"]),
        ("เครื่องชั่ง", vec!["เครื่องชั่ง"]),
        ("می\u{200c}خواهم", vec!["میخواهم"]),
        ("lin@lab.cn — ±0.02", vec!["0", "02", "cn", "lab", "lin"]),
        ("% _ \\ — '", vec![]),
        ("", vec![]),
    ] {
        assert_eq!(of(text), words, "{text}");
    }
    assert_eq!(of(&"9".repeat(300)), ["9".repeat(LONGEST)]);
}

#[test]
fn a_row_is_found_by_beginnings_parts_of_numbers_and_signs_that_stand_together() {
    let item = "数显卡尺 Digital calliper 500-196-30 A4118 HD-CAL-0342 Кам\u{2019}янець";
    for search in [
        "cal",
        "CALLIPER digital",
        "0342",
        "34",
        "118",
        "a41",
        "4",
        "d",
        "ＨＤ－ｃａｌ－０３",
        "卡尺",
        "数显",
        "显",
        "数显卡尺",
        "卡尺 a4118 digit",
        "кам'ян",
        "камянець",
        "КАМ\u{2bc}Я",
        "卡尺 数",
    ] {
        assert!(found(item, search), "{search}");
    }
    for search in ["alliper", "0343", "尺卡", "尺数显", "calliper mahr", "янець", "amm", "%", "—", "callipers"] {
        assert!(!found(item, search), "{search}");
    }
    assert!(found(item, "") && found(item, "  "), "nothing is looked for: everything is found");
}

#[test]
fn a_search_is_looked_for_by_its_longest_pieces() {
    let texts = |search: &str| pieces(search).map(|pieces| pieces.iter().map(|piece| piece.text().to_owned()).collect::<Vec<_>>());
    for (search, expected) in [
        ("cal calliper c", Some(vec!["calliper"])),
        ("数显卡尺 3 ab", Some(vec!["ab", "卡尺", "数显", "显卡", "3"])),
        ("尺", Some(vec!["尺"])),
        ("", Some(vec![])),
        ("—", None),
    ] {
        assert_eq!(texts(search), expected.map(|texts| texts.into_iter().map(str::to_owned).collect()), "{search}");
    }
    assert_eq!(Piece::Is(mark('=', "open")).bounds(), ("=open".to_owned(), "=open\u{1}".to_owned()));
}

fn letters() -> impl Strategy<Value = String> {
    "[a-c1-3卡尺数йґ'ß \u{2019}-]{0,12}"
}

fn met(terms: &BTreeSet<String>, piece: &Piece) -> bool {
    let (from, to) = piece.bounds();
    terms.range(from..to).next().is_some()
}

proptest! {
    // The index and the reading of a row agree: what is not in the index yet is read.
    #[test]
    fn a_word_meets_a_piece_by_its_terms_or_as_it_is(text in letters(), search in letters()) {
        for word in words(&text) {
            let terms = terms(&word);
            for piece in pieces(&search).unwrap_or_default() {
                prop_assert_eq!(met(&terms, &piece), piece.meets(&word), "{} {:?}", word, piece);
            }
        }
    }

    #[test]
    fn any_text_is_found_by_itself_and_by_each_beginning_of_its_words(text in "\\PC{0,24}", cut in 1_usize..8) {
        prop_assert!(pieces(&text).is_none_or(|_| found(&text, &text)));
        for word in words(&text) {
            prop_assert!(found(&text, first(&word, cut)), "{}", word);
            prop_assert_eq!(words(&word).len(), 1, "{:?} is one word", word);
            prop_assert!(words(&word).contains(&word));
        }
    }

    #[test]
    fn no_term_reaches_its_bounds(text in "\\PC{0,24}") {
        for term in words(&text).iter().flat_map(|word| terms(word)) {
            prop_assert!(term.chars().all(|c| c > FIRST && c < LAST && c.is_alphanumeric() || is_combining_mark(c)));
        }
    }
}
