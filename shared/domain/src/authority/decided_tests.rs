use super::*;
use crate::order::tests::example::{id, person};

fn with(roles: &[Role]) -> Person {
    Person { roles: roles.to_vec(), ..person() }
}

fn somebody(who: u128, entry: &Person) -> Somebody<'_> {
    Somebody { id: id(who), entry, held: false }
}

// C-4.3.2: who decided a request is looked at again by whoever verifies.
#[test]
fn two_people_could_decide_of_authority_if_one_of_them_was_technical_manager_then() {
    use Role::{Administrator, Calibrator, Signatory, TechnicalManager};
    let could = |asker: &[Role], confirmer: &[Role], subject: &[Role]| {
        let (asker, confirmer, subject) = (with(asker), with(confirmer), with(subject));
        two_could(Kind::Authority, &somebody(1, &asker), &somebody(2, &confirmer), &somebody(3, &subject))
    };
    for (asker, confirmer, subject, expected) in [
        (&[Administrator][..], &[TechnicalManager][..], &[Calibrator][..], true),
        (&[TechnicalManager], &[Administrator], &[Calibrator], true),
        (&[Administrator], &[Administrator], &[Calibrator], false),
        (&[Administrator], &[Signatory], &[Calibrator], false),
        (&[Administrator], &[Administrator], &[TechnicalManager], true),
        (&[Administrator], &[Signatory], &[TechnicalManager], true),
        (&[Calibrator], &[TechnicalManager], &[Calibrator], false),
        (&[], &[], &[Calibrator], false),
    ] {
        assert_eq!(could(asker, confirmer, subject), expected, "{asker:?} {confirmer:?} {subject:?}");
    }
}

// C-4.3.1
#[test]
fn a_request_accounts_for_what_it_asks_for_and_nothing_more() {
    let before = Authority::of(&with(&[]));
    let asked = || Authority { name: None, title: None, ..Authority::of(&with(&[Role::Checker])) };
    let now = |roles: &[Role]| Authority::of(&with(roles));
    assert!(asked().accounts_for(&before, &now(&[Role::Checker]), true));
    assert!(!asked().accounts_for(&before, &now(&[Role::Checker, Role::Signatory]), true));
    assert!(!asked().accounts_for(&before, &now(&[Role::Signatory]), true));
    let mut dated = now(&[Role::Checker]);
    dated.authorisations.iter_mut().for_each(|held| held.given_at = Some(Instant(7)));
    assert!(asked().accounts_for(&before, &dated, true), "when it was given is no part of it");
    let renamed = Authority { name: Some(Bilingual::new("赵敏", "Zhao Min")), ..now(&[Role::Checker]) };
    assert!(!asked().accounts_for(&before, &renamed, true), "whoever signed is called otherwise by a request alone");
}
