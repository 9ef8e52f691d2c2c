//! Texts: names that reach a certificate are held in Chinese and in English; what no text may hold; what finds a text.

pub mod bilingual;
mod character;
pub mod fault;
pub mod index;
pub mod search;

pub use bilingual::Bilingual;
pub use character::is_ideograph;
use search::folded;

/// Fewest letters of an answer in words.
const LETTERS: usize = 3;
/// Fewest Chinese characters of one.
const CHARACTERS: usize = 2;

/// Whether a text is an answer in words, be it a short one: three letters or two Chinese characters, not all the same. A stop, a dash
/// or a number says nothing.
pub fn says_something(text: &str) -> bool {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
    let chinese = letters.iter().filter(|c| is_ideograph(**c)).count();
    let enough = letters.len() >= LETTERS || chinese >= CHARACTERS;
    enough && letters.iter().any(|c| *c != letters[0])
}

/// What is written where nobody is named, alone: a name may begin with these words ("Na Li", "No Min-woo").
const NOBODY: [&str; 12] = ["no", "ok", "o k", "na", "n a", "no one", "no consent", "no answer", "no reply", "ні", "无", "否"];
/// First words of a text that says that nobody is named, or nobody yet.
const NOT: [&str; 11] = ["not", "none", "nobody", "without", "pending", "tbd", "tbc", "не", "немає", "нема", "ніхто"];
/// The same in Chinese, where no blank sets words apart. Names of people do not begin with these.
const NOT_IN_CHINESE: [&str; 9] = ["不", "没", "无人", "待", "暂", "未同意", "尚未", "尚无", "尚待"];

/// Whether a text names somebody who consented or confirmed: two letters at least or a Chinese character ("Li", "王"), which do not only
/// say that nobody did.
pub fn names_somebody(text: &str) -> bool {
    let is_name = text.chars().filter(|c| c.is_alphabetic()).count() >= 2 || text.chars().any(is_ideograph);
    is_name && !names_nobody(text)
}

/// Whether a text says that there is nobody, as far as its first words tell.
fn names_nobody(text: &str) -> bool {
    let text = folded(text);
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let begins = |first: &&str| NOT.contains(first) || NOT_IN_CHINESE.iter().any(|not| first.starts_with(not));
    NOBODY.contains(&words.join(" ").as_str()) || words.first().is_some_and(begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    // C-5.1.2, C-5.2.2.3, C-5.5.4
    #[test]
    fn a_consent_and_a_confirmation_name_somebody() {
        for text in [
            "Ms Wu",
            "吴女士",
            "Мар’яна",
            "Wu Ling, by telephone",
            "Li",
            "王",
            "马工",
            "王伟",
            "Nonemacher",
            "Nam",
            "Nema",
            "Na Li",
            "No Min-woo",
            "Peter Noone",
            "Norman",
            "Notker",
            "N. A. Petrov",
            "Нестор",
            "Ніна",
            "尚小云",
            "吴不同",
            "未央",
            "Mr Li, not on site",
        ] {
            assert!(names_somebody(text), "{text}");
        }
        for text in [
            ".",
            "7",
            "",
            "—",
            "no",
            "No one",
            "None",
            " none. ",
            "none so far",
            "ok",
            "O.K.",
            "n/a",
            "NA",
            "N.A.",
            "pending",
            "TBD",
            "not agreed",
            "Not yet",
            "not asked",
            "nobody",
            "无",
            "(没有)",
            "没有人",
            "无人",
            "否",
            "待定",
            "待",
            "待客户确认",
            "不同意",
            "尚未",
            "尚未同意",
            "ні",
            "Не погоджено",
            "нема",
            "немає",
            "ніхто",
        ] {
            assert!(!names_somebody(text), "{text}");
        }
    }

    #[test]
    fn an_answer_has_words() {
        for text in ["", " ", ".", "...", "—", "ok", "7.5", "a b", "xxxx", "好", "好好", "№ 1", "!?"] {
            assert!(!says_something(text), "{text}");
        }
        for text in ["yes", "ні, бо", "已核", "核对无误", "his own", "o.k., I saw it"] {
            assert!(says_something(text), "{text}");
        }
    }
}
