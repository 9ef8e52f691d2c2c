//! Whether a new password would be guessed: lists of those that are tried first, repetitions, rows of keys, dates, names (`zxcvbn`).
//! Passwords already set go on working; one is looked at when it is set.

use std::collections::BTreeSet;

use shared::access::account::{AccountRefusal, check_password};
use shared::api::account::SessionView;
use shared::text::Bilingual;
use zxcvbn::feedback::Warning;
use zxcvbn::{Score, zxcvbn};

/// Fewest different characters: fewer are a repetition, however long.
const DIFFERENT: usize = 5;

/// Words that whoever guesses the password of this person tries first.
#[derive(Debug, Clone, Default)]
pub struct About(Vec<String>);

impl About {
    /// Of somebody signed in.
    pub fn person(view: &SessionView) -> Self {
        Self::names(&view.sign_in, &[&view.name, &view.body])
    }

    /// Of a sign-in name and the names of person and body.
    pub fn names(sign_in: &str, names: &[&Bilingual]) -> Self {
        let names = names.iter().flat_map(|name| [&name.zh, &name.en]).flat_map(|name| [name.clone(), name.replace(' ', "")]);
        Self(["etalon".to_owned(), sign_in.to_owned()].into_iter().chain(names).filter(|word| !word.is_empty()).collect())
    }
}

/// Whether a new password will do.
///
/// # Errors
/// Why not.
pub async fn admit(new: &str, old: Option<&str>, about: About) -> Result<(), AccountRefusal> {
    check_password(new, old)?;
    let new = new.to_owned();
    // Some milliseconds of computing; one that breaks down lets nothing pass.
    tokio::task::spawn_blocking(move || guessed(&new, &about)).await.unwrap_or(Some(AccountRefusal::PasswordGuessable)).map_or(Ok(()), Err)
}

/// Why it would be guessed, where it would.
fn guessed(password: &str, about: &About) -> Option<AccountRefusal> {
    let plain = half_width(password).to_lowercase();
    if plain.chars().collect::<BTreeSet<_>>().len() < DIFFERENT {
        return Some(AccountRefusal::PasswordRepeats);
    }
    let words = each_once(&plain);
    let once = (words != plain).then(|| weak(&words, about)).flatten();
    if once.is_some() {
        return Some(AccountRefusal::PasswordRepeats);
    }
    // What is typed on a Ukrainian keyboard is guessed by the keys, as on any other.
    [Some(half_width(password)), by_keys(&plain)].into_iter().flatten().find_map(|typed| weak(&typed, about))
}

fn weak(password: &str, about: &About) -> Option<AccountRefusal> {
    let words: Vec<&str> = about.0.iter().map(String::as_str).collect();
    let found = zxcvbn(password, &words);
    if found.score() >= Score::Three {
        return None;
    }
    Some(match found.feedback().and_then(zxcvbn::feedback::Feedback::warning) {
        Some(Warning::RepeatsLikeAaaAreEasyToGuess | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess) => {
            AccountRefusal::PasswordRepeats
        }
        Some(
            Warning::StraightRowsOfKeysAreEasyToGuess
            | Warning::ShortKeyboardPatternsAreEasyToGuess
            | Warning::SequencesLikeAbcAreEasyToGuess,
        ) => AccountRefusal::PasswordSequence,
        Some(
            Warning::ThisIsATop10Password
            | Warning::ThisIsATop100Password
            | Warning::ThisIsACommonPassword
            | Warning::ThisIsSimilarToACommonlyUsedPassword
            | Warning::AWordByItselfIsEasyToGuess,
        ) => AccountRefusal::PasswordCommon,
        _ => AccountRefusal::PasswordGuessable,
    })
}

/// The words, each the first time alone.
fn each_once(text: &str) -> String {
    let mut seen = BTreeSet::new();
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty() && seen.insert(*word));
    let once: Vec<_> = words.collect();
    let all = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).count();
    if once.len() == all { text.to_owned() } else { once.join(" ") }
}

/// Full-width letters and digits as everybody guesses them.
fn half_width(text: &str) -> String {
    let half = |c: char| match u32::from(c) {
        code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(c),
        0x3000 => ' ',
        _ => c,
    };
    text.chars().map(half).collect()
}

/// The same keys on a keyboard for English, where it was typed on one for Ukrainian or Russian.
fn by_keys(text: &str) -> Option<String> {
    const CYRILLIC: &str = "йцукенгшщзхїфівапролджєячсмитьбюґъыэё";
    const LATIN: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`]s'`";
    let key = |c: char| CYRILLIC.chars().position(|cyrillic| cyrillic == c).and_then(|at| LATIN.chars().nth(at)).unwrap_or(c);
    let typed: String = text.chars().map(key).collect();
    (typed != text).then_some(typed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use AccountRefusal::{
        PasswordCommon as Common, PasswordGuessable as Guessable, PasswordRepeats as Repeats, PasswordSequence as Sequence,
    };

    fn found(password: &str) -> Option<AccountRefusal> {
        let name = Bilingual { zh: "赵敏".into(), en: "Zhao Min".into() };
        let body = Bilingual { zh: "衡准".into(), en: "Hengzhun".into() };
        guessed(password, &About::names("zhao.min", &[&name, &body]))
    }

    #[test]
    fn what_is_tried_first_is_refused_with_why() {
        for (password, why) in [
            ("1111111111", Repeats),
            ("aaaaaaaaaaaaaaaaaaaa", Repeats),
            ("abcabcabcabc", Repeats),
            ("111111111122222222223333333333", Repeats),
            ("password password", Repeats),
            ("校准校准校准校准校准", Repeats),
            ("1234567890", Common),
            ("password123", Common),
            ("Password123!", Common),
            ("ｐａｓｓｗｏｒｄ１２３", Common),
            ("P@ssw0rd2026", Guessable),
            ("abcdefghijklmnop", Sequence),
            ("iloveyou1234", Common),
            ("qazwsxedcrfv", Common),
            ("йцукенгшщзхї", Common),
            ("пароль12345", Common),
            ("zhao.min.1990", Guessable),
            ("Hengzhun2026", Guessable),
            ("Etalon2026!", Guessable),
        ] {
            let answer = found(password);
            assert!(answer.is_some(), "{password} passes");
            assert!(answer == Some(why) || why != Repeats, "{password}: {answer:?}");
        }
    }

    #[test]
    fn a_few_words_that_do_not_belong_together_will_do_in_any_language() {
        for password in [
            "correct horse battery",
            "a longer new one",
            "tablet coffee window",
            "kh2-fz9-qq3w",
            "синій чайник летить",
            "校准证书签发人张三丰",
        ] {
            assert_eq!(found(password), None, "{password}");
        }
    }
}
