use super::*;
use crate::authority::rule::waits;
use crate::event::Hash;
use crate::library::person::{Activity, Paper};
use crate::order::tests::example::{day, id, person, year};
use base::text::Bilingual;
use base::time::Validity;

const ADMIN: u128 = 1;
const SECOND_ADMIN: u128 = 2;
const TECHNICAL: u128 = 3;
const OFFICE: u128 = 4;
const SIGNATORY: u128 = 5;
const NEWCOMER: u128 = 6;

/// Somebody of the body, with a mailbox of their own.
fn entry(who: u128) -> Person {
    let roles = match who {
        ADMIN | SECOND_ADMIN => vec![Role::Administrator],
        TECHNICAL => vec![Role::TechnicalManager],
        OFFICE => vec![Role::Office],
        SIGNATORY => vec![Role::Signatory],
        _ => Vec::new(),
    };
    let name = Bilingual::new(&format!("某{who}"), &format!("Somebody {who}"));
    Person { name, roles, email: format!("{who}@body.example"), title_level: TitleLevel::Senior, ..person() }
}

fn content(kind: Kind) -> Content {
    let authority = || Box::new(Authority::of(&person()));
    match kind {
        Kind::Authority => Content::Authority { revision: 1, before: authority(), after: authority() },
        Kind::Password => Content::Password { revision: 1 },
        Kind::Mailbox => Content::Mailbox { revision: 1, email: "x@y.example".to_owned() },
        Kind::Signing => Content::Signing { holds: vec![id(70)] },
    }
}

/// A request about somebody, and who decides of it.
struct Case {
    kind: Kind,
    subject: u128,
    asker: u128,
    confirmer: u128,
    entered_by: Vec<u128>,
    shown: Vec<u128>,
    change: fn(&mut [(u128, Person, bool)]),
    seen: Hash,
    now: i64,
    ended: Option<Outcome>,
}

impl Case {
    fn new(kind: Kind, asker: u128, confirmer: u128) -> Self {
        let seen = Hash::of(b"content");
        let (entered_by, shown) = (vec![ADMIN], Vec::new());
        Self { kind, subject: NEWCOMER, asker, confirmer, entered_by, shown, change: |_| (), seen, now: 1_000, ended: None }
    }

    fn decided(self) -> Result<(), &'static str> {
        use base::finding::Refusal;
        let mut people: Vec<_> = (1..=6).map(|who| (who, entry(who), false)).collect();
        (self.change)(&mut people);
        let somebody = |who: u128| {
            let (_, entry, held) = people.iter().find(|(known, ..)| *known == who).expect("somebody");
            Somebody { id: id(who), entry, held: *held }
        };
        let entered_by: Vec<_> = self.entered_by.iter().map(|who| id(*who)).collect();
        let shown: Vec<_> = self.shown.iter().map(|who| id(*who)).collect();
        let around = Around { subject: somebody(self.subject), entered_by: &entered_by, shown: &shown, alone: None };
        let ended = self.ended.map(|outcome| Ended { outcome, by: id(9), at: Instant(500), reason: String::new() });
        let request = Confirmation {
            id: id(80),
            subject: id(self.subject),
            content: content(self.kind),
            hash: Hash::of(b"content"),
            asked_by: id(self.asker),
            asked_at: Instant(0),
            expires_at: Instant(2_000),
            ended,
        };
        let decided = may_confirm(&request, &somebody(self.asker), &somebody(self.confirmer), &around, (self.seen, Instant(self.now)));
        decided.map_err(|refusal| refusal.code())
    }
}

// C-4.3.2: two commands of two people, of whom one is technical manager, and not of who entered the person.
#[test]
fn authority_takes_two_people_one_of_them_technical_manager_and_not_who_entered_the_person() {
    let case = |asker, confirmer| Case::new(Kind::Authority, asker, confirmer);
    for (asker, confirmer, expected) in [
        (ADMIN, TECHNICAL, Ok(())),
        (TECHNICAL, SECOND_ADMIN, Ok(())),
        (TECHNICAL, ADMIN, Err("confirmation_by_who_entered")),
        (ADMIN, ADMIN, Err("confirmation_own")),
        (TECHNICAL, TECHNICAL, Err("confirmation_own")),
        (ADMIN, SECOND_ADMIN, Err("confirmation_without_technical_manager")),
        (ADMIN, OFFICE, Err("confirmation_not_confirming")),
        (TECHNICAL, SIGNATORY, Err("confirmation_not_confirming")),
        (TECHNICAL, NEWCOMER, Err("confirmation_of_oneself")),
        (OFFICE, TECHNICAL, Err("confirmation_asker_gone")),
    ] {
        assert_eq!(case(asker, confirmer).decided(), expected, "{asker} asks, {confirmer} confirms");
    }
}

#[test]
fn what_is_confirmed_is_what_was_seen_once_in_time_by_somebody_who_still_may() {
    let case = || Case::new(Kind::Authority, ADMIN, TECHNICAL);
    let set = |case: Case| case.decided();
    assert_eq!(set(Case { seen: Hash::of(b"another"), ..case() }), Err("confirmation_differs"));
    assert_eq!(set(Case { now: 2_001, ..case() }), Err("confirmation_expired"));
    for ended in Outcome::ALL {
        assert_eq!(set(Case { ended: Some(ended), ..case() }), Err("confirmation_over"));
    }
    let with = |change| Case { change, ..case() }.decided();
    assert_eq!(with(|people| people[0].1.active = false), Err("confirmation_asker_gone"));
    assert_eq!(with(|people| people[0].1.roles.clear()), Err("confirmation_asker_gone"));
    assert_eq!(with(|people| people[2].1.active = false), Err("confirmation_not_confirming"));
    // Whose password was reset is nobody's word until it is confirmed.
    assert_eq!(with(|people| people[0].2 = true), Err("confirmation_asker_gone"));
    assert_eq!(with(|people| people[2].2 = true), Err("signing_held"));
    // Two accounts with one mailbox are one person, however it is written.
    assert_eq!(with(|people| people[2].1.email = " 1@BODY.example".to_owned()), Err("confirmation_same_mailbox"));
    assert_eq!(with(|people| people[2].1.email = "6@body.example".to_owned()), Err("confirmation_same_mailbox"));
    assert_eq!(with(|people| (people[0].1.email.clear(), people[2].1.email.clear()).0), Ok(()));
    // Without a mailbox the name tells; two people of one name each have a mailbox. Of two Chinese names, no other spelling is asked for.
    let named = |zh: &'static str, en: &'static str, mailbox: bool| {
        let mut people: Vec<_> = [ADMIN, TECHNICAL].map(entry).into();
        people[1].name = Bilingual::new(zh, en);
        if !mailbox {
            people[1].email.clear();
        }
        let [asker, subject] = [(ADMIN, 0), (TECHNICAL, 1)].map(|(who, n)| Somebody { id: id(who), entry: &people[n], held: false });
        may_ask(Kind::Authority, &asker, &Around { subject, entered_by: &[], shown: &[], alone: None })
            .map_err(|refusal| base::finding::Refusal::code(&refusal))
    };
    for (zh, en) in [("某1", ""), ("", "somebody1"), ("", "SOMEBODY  1"), ("某 1", "Else"), ("", "某1")] {
        assert_eq!(named(zh, en, false), Err("confirmation_same_name"), "{zh} {en}");
        assert_eq!(named(zh, en, true), Ok(Way::Waits), "{zh} {en}");
    }
    for (zh, en) in [("", ""), ("某3", "Somebody 3"), ("别人", "Somebody 1"), ("Somebody 1", "Else")] {
        assert_eq!(named(zh, en, false), Ok(Way::Waits), "{zh} {en}");
    }
}

#[test]
fn signing_again_takes_the_office_and_the_technical_manager_and_a_mailbox_its_person() {
    let case = |kind, asker, confirmer| Case::new(kind, asker, confirmer).decided();
    assert_eq!(case(Kind::Signing, OFFICE, TECHNICAL), Ok(()));
    assert_eq!(case(Kind::Signing, TECHNICAL, OFFICE), Ok(()));
    assert_eq!(case(Kind::Signing, OFFICE, OFFICE), Err("confirmation_own"));
    assert_eq!(case(Kind::Signing, OFFICE, ADMIN), Err("confirmation_not_confirming"));
    assert_eq!(case(Kind::Mailbox, ADMIN, TECHNICAL), Err("confirmation_by_mailbox"));
    assert_eq!(case(Kind::Password, ADMIN, SECOND_ADMIN), Ok(()));
    // Nor is who entered a person the second one for their password or their signing.
    assert_eq!(case(Kind::Password, TECHNICAL, ADMIN), Err("confirmation_by_who_entered"));
    let of = |kind, subject, asker, confirmer| Case { subject, entered_by: vec![ADMIN], ..Case::new(kind, asker, confirmer) }.decided();
    assert_eq!(of(Kind::Signing, TECHNICAL, OFFICE, ADMIN), Err("confirmation_by_who_entered"));
    assert_eq!(of(Kind::Signing, TECHNICAL, ADMIN, OFFICE), Ok(()), "who entered them asks, and the office confirms");
    assert_eq!(case(Kind::Password, ADMIN, OFFICE), Err("confirmation_not_confirming"));
    // Where it is about one of the two, somebody stands in: nobody is left without a second person.
    let about = |kind, subject, asker, confirmer| Case { subject, entered_by: Vec::new(), ..Case::new(kind, asker, confirmer) }.decided();
    assert_eq!(about(Kind::Signing, TECHNICAL, OFFICE, ADMIN), Ok(()));
    assert_eq!(about(Kind::Signing, OFFICE, TECHNICAL, ADMIN), Ok(()));
    assert_eq!(about(Kind::Signing, OFFICE, ADMIN, SECOND_ADMIN), Err("confirmation_without_technical_manager"));
    assert_eq!(about(Kind::Signing, TECHNICAL, OFFICE, TECHNICAL), Err("confirmation_of_oneself"));
    // Whoever was shown the one-time password may be who signs in with it, and is neither of the two.
    let shown = |kind, shown| Case { shown: vec![shown], ..Case::new(kind, OFFICE, TECHNICAL) }.decided();
    assert_eq!(shown(Kind::Signing, TECHNICAL), Err("confirmation_by_who_was_shown"));
    assert_eq!(shown(Kind::Signing, ADMIN), Ok(()));
    assert_eq!(about(Kind::Authority, TECHNICAL, ADMIN, SIGNATORY), Ok(()));
    assert_eq!(about(Kind::Password, TECHNICAL, ADMIN, SIGNATORY), Ok(()));
}

#[test]
fn who_asks_never_asks_for_themselves_and_the_first_administrator_is_alone_until_a_technical_manager_comes() {
    let people: Vec<Person> = (1..=6).map(entry).collect();
    let somebody = |who: u128| Somebody { id: id(who), entry: &people[usize::try_from(who).unwrap_or(1) - 1], held: false };
    let asks = |kind, asker: u128, subject: u128, alone: Option<u128>| {
        let around = Around { subject: somebody(subject), entered_by: &[], shown: &[], alone: alone.map(id) };
        may_ask(kind, &somebody(asker), &around)
    };
    for kind in Kind::ALL {
        assert_eq!(asks(kind, ADMIN, ADMIN, Some(ADMIN)), Err(AuthorityRefusal::Own), "{kind:?}");
        let alone = if kind == Kind::Mailbox { Way::Waits } else { Way::Alone };
        assert_eq!(asks(kind, ADMIN, NEWCOMER, Some(ADMIN)), Ok(alone), "{kind:?}");
        assert_eq!(asks(kind, SIGNATORY, NEWCOMER, Some(ADMIN)), Err(AuthorityRefusal::NotAsking), "{kind:?}");
        assert_eq!(asks(kind, TECHNICAL, NEWCOMER, None), Ok(Way::Waits), "{kind:?}");
    }
    assert_eq!(asks(Kind::Authority, SECOND_ADMIN, NEWCOMER, Some(ADMIN)), Ok(Way::Waits), "another administrator is not alone");
    assert_eq!(asks(Kind::Signing, ADMIN, NEWCOMER, None), Err(AuthorityRefusal::NotAsking));
    for (shown, way) in [(OFFICE, Err(AuthorityRefusal::ShownPassword)), (TECHNICAL, Ok(Way::Waits))] {
        let around = Around { subject: somebody(NEWCOMER), entered_by: &[], shown: &[id(shown)], alone: None };
        assert_eq!(may_ask(Kind::Signing, &somebody(OFFICE), &around), way, "{shown}");
    }
    // Unless nobody else could: one technical manager, one of the office.
    let all = [ADMIN, TECHNICAL, OFFICE, SECOND_ADMIN].map(somebody);
    let could = |out: &[u128], entered_by: &[u128]| {
        let ids = |who: &[u128]| who.iter().map(|who| id(*who)).collect::<Vec<_>>();
        others_could(&all, &ids(out), &somebody(NEWCOMER), &ids(entered_by))
    };
    assert!(could(&[ADMIN, SECOND_ADMIN], &[ADMIN]));
    assert!(!could(&[TECHNICAL], &[]) && !could(&[OFFICE], &[]));
    assert!(could(&[], &[OFFICE]), "the office asks and the technical manager confirms");
    assert!(!could(&[], &[OFFICE, TECHNICAL]), "neither confirms whom they entered");
    let held = Somebody { held: true, ..somebody(ADMIN) };
    let around = Around { subject: somebody(NEWCOMER), entered_by: &[], shown: &[], alone: Some(id(ADMIN)) };
    assert_eq!(may_ask(Kind::Password, &held, &around), Err(AuthorityRefusal::SigningHeld));
}

#[test]
fn a_request_ends_once_by_who_asked_or_by_who_could_have_confirmed_it() {
    let people: Vec<Person> = (1..=6).map(entry).collect();
    let somebody = |who: u128| Somebody { id: id(who), entry: &people[usize::try_from(who).unwrap_or(1) - 1], held: false };
    let request = Confirmation {
        id: id(80),
        subject: id(NEWCOMER),
        content: content(Kind::Authority),
        hash: Hash::ZERO,
        asked_by: id(ADMIN),
        asked_at: Instant(0),
        expires_at: Instant(10),
        ended: None,
    };
    let around = Around { subject: somebody(NEWCOMER), entered_by: &[], shown: &[], alone: None };
    let ends = |who, how| may_end(&request, &somebody(who), &around, how, Instant(5)).is_ok();
    assert!(ends(ADMIN, Outcome::Withdrawn) && ends(TECHNICAL, Outcome::Declined) && ends(NEWCOMER, Outcome::Declined));
    for (who, how) in [
        (TECHNICAL, Outcome::Withdrawn),
        (ADMIN, Outcome::Declined),
        (OFFICE, Outcome::Declined),
        (ADMIN, Outcome::Confirmed),
        (ADMIN, Outcome::Alone),
    ] {
        assert!(!ends(who, how), "{who} {how:?}");
    }
    // Somebody whose reset password is not confirmed declines what is about themselves, and nothing else.
    let held = |who| Somebody { held: true, ..somebody(who) };
    let ends = |who, how| may_end(&request, &held(who), &around, how, Instant(5));
    assert_eq!(ends(NEWCOMER, Outcome::Declined), Ok(()));
    for (who, how) in [(ADMIN, Outcome::Withdrawn), (TECHNICAL, Outcome::Declined)] {
        assert_eq!(ends(who, how), Err(AuthorityRefusal::SigningHeld), "{who} {how:?}");
    }
    assert_eq!(waits(&request, Instant(11)), Err(AuthorityRefusal::Expired));
}

fn held(from: &str, until: Option<&str>, given_at: Option<i64>) -> Authorisation {
    Authorisation {
        service: id(3),
        activity: Activity::Calibrate,
        validity: Validity { from: day(from), until: until.map(day) },
        scope: String::new(),
        given_at: given_at.map(Instant),
        paper: None,
    }
}

fn with(change: impl FnOnce(&mut Authority)) -> Authority {
    let mut authority = Authority::of(&person());
    change(&mut authority);
    authority
}

// C-4.3.1, C-4.3.2: whatever gives anything is found, whatever only takes away is not.
#[test]
fn what_gives_authority_is_told_from_what_takes_it_away() {
    let before = with(|a| {
        a.authorisations = vec![held("2026-01-01", Some("2026-12-31"), None)];
        a.conflicts = Some(vec![Conflict { customer: id(40), reason: "my brother's".to_owned() }]);
        let employed = |calibration_body| Employment { employer: "Other".to_owned(), calibration_body, validity: year(2025) };
        a.employment = Some(vec![employed(true), employed(false)]);
    });
    let given = |change: fn(&mut Authority)| {
        let mut after = before.clone();
        change(&mut after);
        before.given(&after, false)
    };
    for (change, expected) in [
        ((|a| a.roles.push(Role::Signatory)) as fn(&mut Authority), "roles"),
        (|a| a.roles = vec![Role::Checker], "roles"),
        (|a| a.customer = Some(id(1)), "customer"),
        (|a| a.sign_in = "wei".to_owned(), "sign_in"),
        (|a| a.name = Some(Bilingual::new("赵敏", "Zhao Min")), "name"),
        (|a| a.title = Some("Professor".to_owned()), "title"),
        (|a| a.title_level = TitleLevel::Equivalent, "title_level"),
        (|a| a.conflicts = Some(Vec::new()), "conflicts"),
        (|a| a.conflicts.as_mut().unwrap()[0].reason = "none".to_owned(), "conflicts"),
        (|a| a.employment = Some(Vec::new()), "employment"),
        (|a| a.employment.as_mut().unwrap()[0].validity.until = Some(day("2025-02-01")), "employment"),
        (|a| a.employment.as_mut().unwrap()[0].calibration_body = false, "employment"),
        (|a| a.email = "wei@elsewhere.example".to_owned(), "email"),
        (|a| a.authorisations.push(held("2026-01-01", None, None)), "authorisations/1"),
        (|a| a.authorisations[0].validity.until = None, "authorisations/0"),
        (|a| a.authorisations[0].validity.until = Some(day("2027-01-01")), "authorisations/0"),
        (|a| a.authorisations[0].validity.from = day("2025-12-31"), "authorisations/0"),
        (|a| a.authorisations[0].activity = Activity::Sign, "authorisations/0"),
        (|a| a.authorisations[0].service = id(4), "authorisations/0"),
        (|a| a.authorisations[0].scope = "to 300 mm".to_owned(), "authorisations/0"),
        (
            |a| a.authorisations[0].paper = Some(Paper { by: "x".to_owned(), reference: "y".to_owned(), on: day("2025-01-01") }),
            "authorisations/0",
        ),
    ] {
        assert_eq!(given(change), [expected]);
    }
    for change in [
        (|a| a.roles.clear()) as fn(&mut Authority),
        |a| a.authorisations.clear(),
        |a| a.authorisations[0].validity.until = Some(day("2026-06-01")),
        |a| a.authorisations[0].validity.from = day("2026-02-01"),
        |a| a.active = false,
        |a| a.title_level = TitleLevel::None,
        |a| a.title = Some(String::new()),
        |a| a.conflicts.as_mut().unwrap().push(Conflict { customer: id(41), reason: String::new() }),
        |a| drop(a.employment.as_mut().unwrap().pop()),
        // A request of an earlier version says nothing of them.
        |a| (a.name, a.title, a.conflicts, a.employment) = (None, None, None, None),
    ] {
        assert!(given(change).is_empty());
    }
    let gone = with(|a| (a.active, a.title_level) = (false, TitleLevel::Junior));
    assert_eq!(gone.given(&with(|_| ()), false), ["title_level", "active"]);
    // A name that stands on certificates stays theirs when they sign no more.
    let plain = with(|a| (a.roles, a.authorisations) = (vec![Role::Office], Vec::new()));
    let renamed = Authority { name: Some(Bilingual::new("赵敏", "Zhao Min")), ..plain.clone() };
    assert!(plain.given(&renamed, false).is_empty());
    assert_eq!(plain.given(&renamed, true), ["name"]);
    // Who has no authority has nothing that another mailbox could win; a new entry has none.
    let none = Authority::none(&person());
    assert!(none.given(&Authority { email: "x@y.example".to_owned(), ..none.clone() }, false).is_empty());
    assert_eq!(none.given(&with(|_| ()), false), ["roles", "title_level", "authorisations/0"]);
}

#[test]
fn what_is_new_is_given_now_and_what_goes_on_was_given_before_whatever_the_command_says() {
    let (today, now) = (day("2026-11-20"), Instant(1_000));
    let dated = |before: Vec<Authorisation>, after: Vec<Authorisation>| {
        let (before, after) = (with(|a| a.authorisations = before), with(|a| a.authorisations = after));
        before.dated(after, today, now).authorisations.into_iter().map(|held| held.given_at.map(|at| at.0)).collect::<Vec<_>>()
    };
    let old = || held("2026-01-01", Some("2026-12-31"), Some(5));
    assert_eq!(dated(vec![], vec![held("2020-01-01", None, None)]), [Some(1_000)], "a new one");
    assert_eq!(dated(vec![], vec![held("2020-01-01", None, Some(1))]), [Some(1_000)], "what it says of itself counts for nothing");
    assert_eq!(dated(vec![old()], vec![old()]), [Some(5)]);
    assert_eq!(dated(vec![old()], vec![held("2026-01-01", Some("2026-12-31"), None)]), [Some(5)], "nor what it does not say");
    assert_eq!(dated(vec![old()], vec![held("2026-01-01", Some("2027-12-31"), None)]), [Some(5)], "it goes on");
    assert_eq!(dated(vec![old()], vec![held("2025-01-01", Some("2026-12-31"), None)]), [Some(1_000)], "it begins earlier");
    let over = || held("2025-01-01", Some("2025-12-31"), None);
    assert_eq!(dated(vec![over()], vec![held("2025-01-01", Some("2026-12-31"), None)]), [Some(1_000)], "there was a break");
    let two = dated(vec![held("2020-01-01", None, None), held("2020-01-01", None, Some(7))], vec![held("2021-01-01", None, None)]);
    assert_eq!(two, [Some(7)], "of two that it may go on from, the later");
}

#[test]
fn somebody_who_can_sign_in_stays_administrator() {
    stays_filled(Role::Administrator, AuthorityRefusal::LastAdministrator);
}

// C-4.3.3: the post is always filled, as far as it ever was.
#[test]
fn somebody_at_work_stays_technical_manager() {
    stays_filled(Role::TechnicalManager, AuthorityRefusal::LastTechnicalManager);
}

fn stays_filled(role: Role, refusal: AuthorityRefusal) {
    let holder = Person { roles: vec![role, Role::Office], ..entry(ADMIN) };
    let gone = Person { active: false, ..holder.clone() };
    let other = Person { roles: vec![Role::Office], ..holder.clone() };
    let nobody = Posts { administrator: role != Role::Administrator, technical_manager: role != Role::TechnicalManager };
    let somebody = Posts { administrator: role == Role::Administrator, technical_manager: role == Role::TechnicalManager };
    for after in [&gone, &other] {
        assert_eq!(keeps_posts(&holder, after, nobody), Err(refusal.clone()));
        assert_eq!(keeps_posts(&holder, after, somebody), Ok(()));
    }
    assert_eq!(keeps_posts(&holder, &holder, nobody), Ok(()));
    assert_eq!(keeps_posts(&other, &gone, nobody), Ok(()), "was none");
    assert_eq!(keeps_posts(&gone, &gone, nobody), Ok(()), "was not there");
}
