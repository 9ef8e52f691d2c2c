//! Whether a new password is easy to guess: common passwords, repetitions, keyboard rows, dates, names (`zxcvbn`). A password is checked
//! when it is set; existing ones go on working.

use std::collections::BTreeSet;

use base::text::search::bare;
use base::text::{Bilingual, is_ideograph};
use contract::access::account::{AccountRefusal, PASSWORD_LEAST, check_password};
use domain::library::body::Body;
use domain::library::person::Person;
use zxcvbn::feedback::Warning;
use zxcvbn::{Score, zxcvbn};

use crate::store::{Tx, register};

/// Fewest different characters: with fewer, the password is a repetition, however long.
const DIFFERENT: usize = 5;
/// Fewest letters of a word searched for in a password; two for a Chinese word.
const WORD: usize = 3;

/// Sentences that everybody knows as passwords, letters and digits alone: long enough to pass, and on every list.
const FAMOUS: &[&str] = &[
    "correcthorsebatterystaple",
    "correctbatteryhorsestaple",
    "tobeornottobe",
    "maytheforcebewithyou",
    "thequickbrownfoxjumpsoverthelazydog",
    "thequickbrownfox",
    "iamyourfather",
    "letmeinplease",
    "openthepodbaydoors",
    "onceuponatime",
    "inthebeginningwastheword",
    "ourfatherwhoartinheaven",
    "twinkletwinklelittlestar",
    "allyourbasearebelongtous",
    "iloveyousomuch",
    "床前明月光疑是地上霜",
    "天王盖地虎宝塔镇河妖",
    "реветастогнедніпрширокий",
];

/// Words an attacker would try first for this person's password.
#[derive(Debug, Clone, Default)]
pub struct About {
    words: BTreeSet<String>,
    /// Sign-in name and e-mail address, letters and digits alone.
    account: Vec<String>,
}

impl About {
    /// Words of the sign-in name and of the names of person and body.
    pub fn names(sign_in: &str, names: &[&Bilingual]) -> Self {
        let mut about = Self::default();
        about.tell("etalon");
        about.sign_in(sign_in);
        for name in names {
            about.tell(&name.zh);
            about.tell(&name.en);
        }
        about
    }

    /// Of a person's entry and the body's.
    pub fn of(person: &Person, body: Option<&Body>) -> Self {
        let mut about = Self::names(&person.sign_in, &[&person.name]);
        about.sign_in(&person.email);
        if let Some(Body { name, seal, email, website, .. }) = body {
            [&name.zh, &name.en, &seal.zh, &seal.en, email, website].into_iter().for_each(|text| about.tell(text));
        }
        about
    }

    /// Sign-in name and e-mail address: neither can itself be the password.
    fn sign_in(&mut self, text: &str) {
        self.tell(text);
        let local = text.split('@').next().unwrap_or_default();
        self.tell(local);
        self.account.extend([text, local].map(bare).into_iter().filter(|text| !text.is_empty()));
    }

    /// The text, its words, and each pair of adjacent Chinese characters in it.
    fn tell(&mut self, text: &str) {
        let text = half_width(text).to_lowercase();
        let words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_owned);
        let chinese: Vec<char> = text.chars().collect();
        let pairs = chinese.windows(2).filter(|pair| pair.iter().all(|c| is_ideograph(*c))).map(|pair| pair.iter().collect::<String>());
        let all: Vec<String> = words.chain(pairs).chain([bare(&text), text.trim().to_owned()]).collect();
        self.words
            .extend(all.into_iter().filter(|word| word.chars().count() >= WORD || word.chars().filter(|c| is_ideograph(*c)).count() >= 2));
    }

    /// A text's letters and digits with these words removed, longest first; `None` if it contains none of them.
    fn without(&self, text: &str) -> Option<String> {
        let whole = bare(text);
        let mut words: Vec<&String> = self.words.iter().collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
        let left = words.into_iter().fold(whole.clone(), |left, word| left.replace(word.as_str(), ""));
        (left != whole).then_some(left)
    }
}

/// What is known of a person and the body.
///
/// # Errors
/// The database's.
pub async fn about(tx: &mut Tx, person: &Person) -> crate::app::Result<About> {
    let body = register::by_code::<Body>(tx, "body").await?;
    Ok(About::of(person, body.as_ref().map(|row| &row.body)))
}

/// Whether a new password is strong enough.
///
/// # Errors
/// Why not.
pub async fn admit(new: &str, old: Option<&str>, about: About) -> Result<(), AccountRefusal> {
    check_password(new, old)?;
    let new = new.to_owned();
    // Takes some milliseconds; if it panics, the password is refused.
    tokio::task::spawn_blocking(move || guessed(&new, &about)).await.unwrap_or(Some(AccountRefusal::PasswordGuessable)).map_or(Ok(()), Err)
}

/// Why the password is easy to guess, if it is.
fn guessed(password: &str, about: &About) -> Option<AccountRefusal> {
    let plain = half_width(password).to_lowercase();
    if about.account.contains(&bare(&plain)) {
        return Some(AccountRefusal::PasswordIsAccount);
    }
    if plain.chars().collect::<BTreeSet<_>>().len() < DIFFERENT {
        return Some(AccountRefusal::PasswordRepeats);
    }
    if is_famous(&bare(&plain)) {
        return Some(AccountRefusal::PasswordCommon);
    }
    let words = each_once(&plain);
    let once = (words != plain).then(|| weak(&words, about)).flatten();
    if once.is_some() {
        return Some(AccountRefusal::PasswordRepeats);
    }
    // Attackers know the names, however many are combined and whatever separates them: the rest must be strong enough by itself.
    if about.without(&plain).is_some_and(|left| left.is_empty() || weak(&left, about).is_some()) {
        return Some(AccountRefusal::PasswordGuessable);
    }
    // A password typed on a Ukrainian keyboard can be guessed by its keys, like any other.
    [Some(half_width(password)), by_keys(&plain)].into_iter().flatten().find_map(|typed| weak(&typed, about))
}

/// Whether it is a sentence that everybody knows, with nothing added that would be a password by itself.
fn is_famous(plain: &str) -> bool {
    let rest = |famous: &&str| plain.contains(*famous).then(|| plain.replacen(*famous, "", 1).chars().count());
    FAMOUS.iter().filter_map(rest).any(|rest| rest < PASSWORD_LEAST)
}

fn weak(password: &str, about: &About) -> Option<AccountRefusal> {
    let words: Vec<&str> = about.words.iter().map(String::as_str).collect();
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

/// The words without repetitions.
fn each_once(text: &str) -> String {
    let mut seen = BTreeSet::new();
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty() && seen.insert(*word));
    let once: Vec<_> = words.collect();
    let all = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).count();
    if once.len() == all { text.to_owned() } else { once.join(" ") }
}

/// Full-width letters and digits as ordinary ones.
fn half_width(text: &str) -> String {
    let half = |c: char| match u32::from(c) {
        code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(c),
        0x3000 => ' ',
        _ => c,
    };
    text.chars().map(half).collect()
}

/// The same keys on an English keyboard, if the text was typed on a Ukrainian or Russian one.
fn by_keys(text: &str) -> Option<String> {
    const CYRILLIC: &str = "йцукенгшщзхїфівапролджєячсмитьбюґъыэё";
    const LATIN: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`]s'`";
    let key = |c: char| CYRILLIC.chars().position(|cyrillic| cyrillic == c).and_then(|at| LATIN.chars().nth(at)).unwrap_or(c);
    let typed: String = text.chars().map(key).collect();
    (typed != text).then_some(typed)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use AccountRefusal::{
        PasswordCommon as Common, PasswordGuessable as Guessable, PasswordRepeats as Repeats, PasswordSequence as Sequence,
    };

    fn found(password: &str) -> Option<AccountRefusal> {
        let name = Bilingual { zh: "赵敏".into(), en: "Zhao Min".into() };
        let body = Bilingual { zh: "衡准".into(), en: "Hengzhun".into() };
        guessed(password, &About::names("zhao.min", &[&name, &body]))
    }

    fn found_of_entry(password: &str) -> Option<AccountRefusal> {
        let name = Bilingual { zh: "赵敏".into(), en: "Zhao Min".into() };
        let person = json!({
            "name": name, "sign_in": "zhao.min", "email": "m.zhao-1@weights.example", "title_level": "none", "active": true,
        });
        let body = json!({
            "name": { "zh": "衡准计量校准", "en": "Hengzhun Calibration Centre" }, "email": "office@hengzhun-lab.example",
            "address": { "zh": "", "en": "" }, "telephone": "", "website": "", "seal": { "zh": "", "en": "" },
            "number_pattern": "", "certificate_language": "bilingual", "time_zone": "UTC",
        });
        let (person, body): (Person, Body) = (serde_json::from_value(person).unwrap(), serde_json::from_value(body).unwrap());
        guessed(password, &About::of(&person, Some(&body)))
    }

    #[test]
    fn neither_ones_own_account_nor_names_with_a_year_are_a_password() {
        use AccountRefusal::PasswordIsAccount as Account;
        for (password, why) in [
            ("m.zhao-1@weights.example", Account),
            ("M.Zhao-1@Weights.Example", Account),
            ("ｍ.zhao-1@weights.example ", Account),
            ("m zhao 1 weights example", Account),
            ("Hengzhun Calibration Centre 2026", Guessable),
            ("Hengzhun-2026-Centre", Guessable),
            ("hengzhun-lab.example", Guessable),
            ("衡准计量校准2026", Guessable),
            ("衡准计量赵敏1990年", Guessable),
            ("zhao.min@weights1990", Guessable),
        ] {
            assert_eq!(found_of_entry(password), Some(why), "{password}");
        }
        assert_eq!(found_of_entry("tablet coffee window of the centre"), None);
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
    fn sentences_that_everybody_knows_are_common() {
        for password in [
            "correct horse battery staple",
            "Correct-Horse-Battery-Staple!",
            "ｃｏｒｒｅｃｔ horse battery staple",
            "CorrectHorseBatteryStaple2026",
            "May the Force be with you",
            "the quick brown fox jumps over the lazy dog",
            "床前明月光，疑是地上霜",
            "Реве та стогне Дніпр широкий",
        ] {
            assert_eq!(found(password), Some(Common), "{password}");
        }
        assert_eq!(found("once upon a time seven kettles sang"), None);
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
