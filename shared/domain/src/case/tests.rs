use std::collections::BTreeSet;

use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::*;
use crate::event::ledger::Verdict;
use base::id::{Id, PersonId};
use base::time::Date;

/// A kind for these tests: something asked from outside, with a day by which it is answered.
#[derive(Debug, Clone, PartialEq, Default)]
struct Question {
    asked: Option<String>,
    due: Option<Date>,
    handler: Option<PersonId>,
    item_back: bool,
    late: bool,
    answered: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
enum Fact {
    Asked { words: String, due: Date },
    HandlerNamed { person: PersonId },
    ItemReturned {},
    Lapsed { on: Date },
    Extended { until: Date },
    Answered { words: String },
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Refused {
    Misplaced(Misplaced),
    AskedAlready,
    NotOpen,
    NotHandler,
    NotDue,
}

impl From<Misplaced> for Refused {
    fn from(misplaced: Misplaced) -> Self {
        Self::Misplaced(misplaced)
    }
}

/// Codes of this kind alone.
const CODES: [&str; 4] = ["asked_already", "not_open", "not_handler", "not_due"];

impl Refusal for Refused {
    fn code(&self) -> &'static str {
        match self {
            Self::Misplaced(misplaced) => misplaced.code(),
            Self::AskedAlready => CODES[0],
            Self::NotOpen => CODES[1],
            Self::NotHandler => CODES[2],
            Self::NotDue => CODES[3],
        }
    }
}

/// Who may name handlers.
#[derive(Debug, Clone, Copy, Default)]
struct Around {
    managers: Option<PersonId>,
}

impl Question {
    fn open(&self) -> Result<(), Refused> {
        if self.asked.is_some() && !self.answered { Ok(()) } else { Err(Refused::NotOpen) }
    }

    fn handled_by(&self, by: &By) -> Result<(), Refused> {
        self.open()?;
        if self.handler == Some(by.person()?) { Ok(()) } else { Err(Refused::NotHandler) }
    }
}

impl Case for Question {
    const KIND: &'static str = "question";
    type Fact = Fact;
    type Context<'a> = Around;
    type Refusal = Refused;
    type Summary = String;

    fn decide(&self, around: &Around, by: &By, fact: &Fact) -> Result<(), Refused> {
        match fact {
            Fact::Asked { .. } if self.asked.is_some() => Err(Refused::AskedAlready),
            Fact::Asked { .. } => Ok(by.outsider().map(|_| ())?),
            Fact::HandlerNamed { .. } => {
                self.open()?;
                if around.managers == Some(by.person()?) { Ok(()) } else { Err(Refused::NotHandler) }
            }
            Fact::ItemReturned {} => {
                by.event()?;
                self.open()
            }
            Fact::Lapsed { on } => {
                by.clock()?;
                self.open()?;
                if self.due.is_some_and(|due| *on > due) { Ok(()) } else { Err(Refused::NotDue) }
            }
            Fact::Extended { .. } | Fact::Answered { .. } => self.handled_by(by),
        }
    }

    fn apply(&mut self, _: &Stamp, fact: Fact) {
        match fact {
            Fact::Asked { words, due } => (self.asked, self.due) = (Some(words), Some(due)),
            Fact::HandlerNamed { person } => self.handler = Some(person),
            Fact::ItemReturned {} => self.item_back = true,
            Fact::Lapsed { .. } => self.late = true,
            Fact::Extended { until } => self.due = Some(until),
            Fact::Answered { .. } => self.answered = true,
        }
    }

    fn standing(&self) -> Standing {
        let open = self.open().is_ok();
        Standing {
            status: if self.answered { "answered" } else { "asked" },
            open,
            due: self.due.filter(|_| open),
            acts: self.handler.filter(|_| open).map(|person| Acts::Person { person }).into_iter().collect(),
            ..Standing::default()
        }
    }

    fn summary(&self) -> Option<String> {
        self.asked.clone()
    }
}

fn id<K>(n: u128) -> Id<K> {
    Id::from_uuid(Uuid::from_u128(n))
}

const CASE: u128 = 1;
const MANAGER: u128 = 10;

fn around() -> Around {
    Around { managers: Some(id(MANAGER)) }
}

fn person(n: u128) -> By {
    By::Person { person: id(n) }
}

fn outside() -> By {
    By::Outsider { channel: Channel::Form, party: String::new() }
}

const fn day(d: i8) -> Date {
    Date::constant(2026, 11, d)
}

/// A case being written, as a server does it.
#[derive(Debug, Clone)]
struct Book {
    folded: Folded<Question>,
    entries: Vec<Entry>,
}

impl Book {
    fn new() -> Self {
        Self { folded: Folded::default(), entries: Vec::new() }
    }

    fn happen(&mut self, by: By, fact: Fact) -> Result<Verdict, Refused> {
        let (by, fact, verdict) = judge(&self.folded.case, &around(), by, fact)?.into_parts();
        let seq = self.folded.next_seq;
        let made = Made { id: id(100 + u128::from(seq)), by, key: None, at: Instant(i64::try_from(seq).unwrap()) };
        let written = write::<Question>(id(CASE), self.folded.head, made, fact).unwrap();
        let entry = Entry {
            case: id(CASE),
            kind: Question::KIND.to_owned(),
            seq,
            prev: self.folded.head,
            fact: written.says.id,
            fact_hash: written.hash,
            received_at: Instant(1_000 + i64::try_from(seq).unwrap()),
            verdict: verdict.clone(),
            signature: None,
            text: written.text,
        };
        self.folded.take(&entry).unwrap();
        self.entries.push(entry);
        Ok(verdict)
    }
}

fn asked() -> Fact {
    Fact::Asked { words: "Where is my calliper?".to_owned(), due: day(20) }
}

#[test]
fn a_fact_is_made_by_whoever_it_is_for_and_by_nobody_else() {
    let mut book = Book::new();
    let misplaced = Err(Refused::Misplaced(Misplaced));
    assert_eq!(book.happen(person(MANAGER), asked()), misplaced, "nobody of the body asks in a customer's name");
    assert_eq!(book.happen(outside(), asked()), Ok(Verdict::Effective));
    assert_eq!(book.happen(outside(), asked()), Err(Refused::AskedAlready));
    assert_eq!(book.happen(person(MANAGER), Fact::HandlerNamed { person: id(11) }), Ok(Verdict::Effective));
    for by in [outside(), By::Clock {}] {
        assert_eq!(book.happen(by, Fact::Answered { words: "On its way".to_owned() }), misplaced);
    }
    assert_eq!(book.happen(person(11), Fact::Lapsed { on: day(21) }), misplaced, "nobody makes the clock's facts");
    assert_eq!(book.happen(person(11), Fact::ItemReturned {}), misplaced, "nor what follows from an event");
    assert_eq!(book.happen(By::Clock {}, Fact::Lapsed { on: day(20) }), Err(Refused::NotDue));
    assert_eq!(book.happen(By::Clock {}, Fact::Lapsed { on: day(21) }), Ok(Verdict::Effective));
    assert!(book.folded.case.late);
}

#[test]
fn what_follows_from_an_event_is_written_even_where_it_does_not_count() {
    let mut book = Book::new();
    book.happen(outside(), asked()).unwrap();
    let event = || By::Event { event: Hash::of(b"an event") };
    assert_eq!(book.happen(event(), Fact::ItemReturned {}), Ok(Verdict::Effective));
    book.happen(person(MANAGER), Fact::HandlerNamed { person: id(11) }).unwrap();
    book.happen(person(11), Fact::Answered { words: "Here it is".to_owned() }).unwrap();
    let before = book.folded.clone();
    assert_eq!(book.happen(event(), Fact::ItemReturned {}), Ok(Verdict::SetAside { code: "not_open".to_owned() }));
    assert_eq!((book.folded.case, book.folded.facts), (before.case, before.facts + 1), "it is shown, and changes nothing");
}

#[test]
fn a_day_that_was_told_moves_by_a_fact_alone() {
    let mut book = Book::new();
    book.happen(outside(), asked()).unwrap();
    assert_eq!(book.folded.case.standing().due, Some(day(20)));
    book.happen(person(MANAGER), Fact::HandlerNamed { person: id(11) }).unwrap();
    assert_eq!(book.folded.case.standing().acts, BTreeSet::from([Acts::Person { person: id(11) }]));
    book.happen(person(11), Fact::Extended { until: day(27) }).unwrap();
    assert_eq!(book.folded.case.standing().due, Some(day(27)));
    book.happen(person(11), Fact::Answered { words: "Here it is".to_owned() }).unwrap();
    assert_eq!((book.folded.case.standing().due, book.folded.case.standing().open), (None, false));
}

#[test]
fn a_context_that_nobody_loaded_grants_nothing() {
    let mut book = Book::new();
    book.happen(outside(), asked()).unwrap();
    let named = Fact::HandlerNamed { person: id(11) };
    assert_eq!(book.folded.case.decide(&Around::default(), &person(MANAGER), &named), Err(Refused::NotHandler));
}

#[test]
fn what_version_1_wrote_is_read_for_ever() {
    let mut book = Book::new();
    book.happen(outside(), asked()).unwrap();
    book.happen(person(MANAGER), Fact::HandlerNamed { person: id(11) }).unwrap();
    let texts: Vec<&str> = book.entries.iter().map(|entry| entry.text.as_str()).collect();
    let first = concat!(
        r#"{"v":1,"id":"00000000-0000-0000-0000-000000000064","case":"00000000-0000-0000-0000-000000000001","kind":"question","#,
        r#""head":"0000000000000000000000000000000000000000000000000000000000000000","by":{"kind":"outsider","channel":"form"},"#,
        r#""at":0,"fact":{"type":"asked","words":"Where is my calliper?","due":"2026-11-20"}}"#
    );
    assert_eq!(texts[0], first);
    let key = id(77);
    let made = Made { id: id(5), by: person(MANAGER), key: Some(key), at: Instant(3) };
    let signed = write::<Question>(id(CASE), Hash::ZERO, made, Fact::HandlerNamed { person: id(11) }).unwrap();
    assert_eq!(read::<Question>(&signed.text).unwrap().says.key, Some(key), "a place for the key that signs it");
    let entry = Entry { signature: Some("ab".repeat(64)), ..book.entries[1].clone() };
    assert!(entry.hashed_text().ends_with(&format!("verdict effective\nsignature {}\n", "ab".repeat(64))));
    assert_ne!(entry.hash(), book.entries[1].hash(), "the signature is chained too");
    let head = "cfb42fc095d4abd924aeb36c2cd74df52604a935754c12a85d09ae79ad7c2b83";
    assert_eq!(book.folded.head.to_string(), head);
}

#[test]
fn a_text_of_another_version_kind_or_spelling_is_refused() {
    let mut book = Book::new();
    book.happen(outside(), asked()).unwrap();
    let text = book.entries[0].text.as_str();
    assert_eq!(read::<Question>(text).unwrap().check_spelling(), Ok(()));
    for (known, other, expected) in [
        ("\"v\":1", "\"v\":2", CaseRefusal::Newer),
        ("\"v\":1", "\"v\":0", CaseRefusal::Malformed),
        ("\"kind\":\"question\"", "\"kind\":\"answer\"", CaseRefusal::Malformed),
        ("\"type\":\"asked\"", "\"type\":\"told\"", CaseRefusal::Malformed),
        ("\"words\"", "\"more\":1,\"words\"", CaseRefusal::Malformed),
        ("calliper", "calli\\u0000per", CaseRefusal::Nul),
    ] {
        assert_eq!(read::<Question>(&text.replacen(known, other, 1)).map(|_| ()), Err(expected), "{other}");
    }
    let long = text.replacen("calliper", &"x".repeat(MAX_TEXT), 1);
    assert_eq!(read::<Question>(&long).map(|_| ()), Err(CaseRefusal::TooLong));
    for spelled in [text.replacen("\"v\":1,", "\"v\": 1,", 1), text.replacen("calliper", "c\\u0061lliper", 1)] {
        assert_eq!(read::<Question>(&spelled).unwrap().check_spelling(), Err(CaseRefusal::NotCanonical), "{spelled}");
    }
}

#[test]
fn a_case_goes_on_from_what_was_written_before_there_were_cases() {
    let stamp = Stamp { case: id(CASE), id: id(5), by: outside(), at: Instant(5), hash: Hash::ZERO };
    let earlier = Earlier { facts: vec![(stamp, asked())], digest: Hash::of(b"the old rows") };
    let folded = Folded::<Question>::begun(Some(earlier));
    assert_eq!((folded.next_seq, folded.head, folded.facts), (0, Hash::of(b"the old rows"), 1));
    assert_eq!((folded.opened_at, folded.case.standing().due), (Some(Instant(5)), Some(day(20))));
}

fn any_by() -> impl Strategy<Value = By> {
    prop_oneof![Just(outside()), Just(By::Clock {}), Just(By::Event { event: Hash::of(b"an event") }), (10u128..13).prop_map(person),]
}

fn any_fact() -> impl Strategy<Value = Fact> {
    prop_oneof![
        Just(asked()),
        (10u128..13).prop_map(|n| Fact::HandlerNamed { person: id(n) }),
        Just(Fact::ItemReturned {}),
        (18i8..25).prop_map(|d| Fact::Lapsed { on: day(d) }),
        (18i8..25).prop_map(|d| Fact::Extended { until: day(d) }),
        Just(Fact::Answered { words: "It is here".to_owned() }),
    ]
}

/// What somebody tries, one after the other; the first and the handler always come about, so that the rest has something to be about.
fn book(tries: Vec<(By, Fact)>) -> Book {
    let mut book = Book::new();
    book.happen(outside(), asked()).unwrap();
    book.happen(person(MANAGER), Fact::HandlerNamed { person: id(11) }).unwrap();
    for (by, fact) in tries {
        let _ = book.happen(by, fact);
    }
    book
}

/// The place of the first entry that is not the next one.
fn first_broken(entries: &[Entry]) -> Option<usize> {
    let mut expected = (0, Hash::ZERO);
    for (at, entry) in entries.iter().enumerate() {
        if !entry.follows(expected) {
            return Some(at);
        }
        expected = (entry.seq + 1, entry.hash());
    }
    None
}

proptest! {
    #[test]
    fn what_is_refused_changes_nothing_and_every_beginning_of_a_case_folds(tries in prop::collection::vec((any_by(), any_fact()), 0..24)) {
        let mut book = Book::new();
        for (by, fact) in tries {
            let before = book.clone();
            if book.happen(by, fact).is_err() {
                prop_assert_eq!(&book.folded, &before.folded);
                prop_assert_eq!(&book.entries, &before.entries);
            }
            let again = Folded::<Question>::of(None, &book.entries).unwrap();
            prop_assert_eq!(&again, &book.folded);
        }
        for length in 0..=book.entries.len() {
            let beginning = Folded::<Question>::of(None, &book.entries[..length]).unwrap();
            prop_assert_eq!(beginning.next_seq, length as u64);
            prop_assert_eq!(first_broken(&book.entries[..length]), None);
        }
    }

    #[test]
    fn the_chain_names_the_first_fact_that_was_changed_taken_out_or_moved(
        tries in prop::collection::vec((any_by(), any_fact()), 0..24),
        place in any::<prop::sample::Index>(),
        byte in any::<prop::sample::Index>(),
    ) {
        let entries = book(tries).entries;
        let at = place.index(entries.len());
        let changed = |change: &dyn Fn(&mut Entry)| {
            let mut entries = entries.clone();
            change(&mut entries[at]);
            first_broken(&entries)
        };
        let flip = |entry: &mut Entry| {
            let mut bytes = entry.text.clone().into_bytes();
            let byte = byte.index(bytes.len());
            bytes[byte] = if bytes[byte] == b'x' { b'y' } else { b'x' };
            entry.text = String::from_utf8_lossy(&bytes).into_owned();
        };
        prop_assert_eq!(changed(&flip), Some(at));
        // What is not in the text shows at the next entry, and at the head after the last one.
        let last = at + 1 == entries.len();
        let next = (!last).then_some(at + 1);
        prop_assert_eq!(changed(&|entry| entry.verdict = Verdict::SetAside { code: "another".to_owned() }), next);
        prop_assert_eq!(changed(&|entry| entry.received_at = Instant(0)), next);
        prop_assert_eq!(changed(&|entry| entry.signature = Some("00".repeat(64))), next);
        let mut missing = entries.clone();
        missing.remove(at);
        prop_assert_eq!(first_broken(&missing), (!last).then_some(at));
        if !last {
            let mut swapped = entries.clone();
            swapped.swap(at, at + 1);
            prop_assert_eq!(first_broken(&swapped), Some(at));
        }
    }
}
