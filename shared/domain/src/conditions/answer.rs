//! Findings that the signer answers in writing: what was asked, what was answered, and what is still open.

use crate::conditions::facts::Answer;
use crate::conditions::facts::Answered;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::conditions::act::{Weight, When};
use crate::conditions::basis::{Basis, Condition, Unmet};
use crate::conditions::{TABLE, unmet};
use crate::record::permit::MAX_TEXT;
use base::finding::{Finding, Refusal};
use base::text;
use base::text::fault::is_blank;

impl Answer {
    /// Whether it answers exactly this finding.
    fn is_to(&self, asked: &Unmet) -> bool {
        let Finding { code, path, params, .. } = asked.finding();
        self.code == code && self.path == path && self.params == params
    }

    /// Whether something is written in it that says nothing.
    fn is_without_words(&self) -> bool {
        !is_blank(&self.text) && !text::says_something(&self.text)
    }

    /// Whether it says something and is not too long.
    fn says_something(&self) -> bool {
        text::says_something(&self.text) && self.text.chars().count() <= MAX_TEXT
    }
}

/// The signer has left findings without the answer that they need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unanswered {
    /// The unanswered ones; never empty.
    pub open: Vec<Unmet>,
    /// How many of them got an answer that says nothing, such as a full stop or "ok".
    pub wordless: usize,
}

impl Refusal for Unanswered {
    fn code(&self) -> &'static str {
        if self.wordless > 0 { "answer_without_words" } else { "conditions_unanswered" }
    }
    fn path(&self) -> String {
        self.open.first().map(Unmet::path).unwrap_or_default()
    }
    fn params(&self) -> BTreeMap<String, String> {
        let named = |name: &str, count: usize| (name.to_owned(), count.to_string());
        BTreeMap::from([named("open", self.open.len()), named("wordless", self.wordless)])
    }
    fn clause(&self) -> Option<&'static str> {
        self.open.first().and_then(|first| first.clause)
    }
}

/// The answers to keep with the act: one for each finding that needs an answer and was not already answered in an act that still
/// stands.
///
/// # Errors
/// The findings that have no answer.
pub fn settled(basis: &Basis<'_>, given: &[Answer]) -> Result<Vec<Answer>, Unanswered> {
    let asked = unmet(basis).into_iter().filter(|unmet| unmet.weight == Weight::Asks);
    let asked = asked.filter(|asked| !is_answered(basis, asked));
    let (mut kept, mut open) = (Vec::new(), Vec::new());
    for asked in asked {
        match given.iter().find(|answer| answer.is_to(&asked) && answer.says_something()) {
            Some(answer) => kept.push(answer.clone()),
            None => open.push(asked),
        }
    }
    let wordless = |asked: &&Unmet| given.iter().any(|answer| answer.is_to(asked) && answer.is_without_words());
    let wordless = open.iter().filter(wordless).count();
    if open.is_empty() { Ok(kept) } else { Err(Unanswered { open, wordless }) }
}

/// Whether a signer has answered exactly this, in an act that still stands.
pub fn is_answered(basis: &Basis<'_>, found: &Unmet) -> bool {
    answered(basis, found).is_some()
}

/// The answer to exactly this.
fn answered<'b>(basis: &Basis<'b>, found: &Unmet) -> Option<&'b Answered> {
    basis.office?.answers.iter().find(|answered| answered.answer.is_to(found))
}

/// A condition as a screen shows it: met where nothing is found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ConditionView {
    /// Its name.
    pub name: String,
    /// When it must hold.
    pub when: When,
    /// The requirement.
    pub clause: Option<String>,
    /// Where it does not hold.
    pub found: Vec<Seen>,
}

/// Where a condition does not hold, and what was answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Seen {
    /// The finding; `href` among its values is the page on which it is settled.
    pub finding: Finding,
    /// What it does to the act.
    pub weight: Weight,
    /// The answer, if one is needed and was given.
    pub answered: Option<Answered>,
}

/// Everything that an act rests on, as a screen shows it.
pub fn view(basis: &Basis<'_>) -> Vec<ConditionView> {
    let seen = |condition: &'static Condition, weight: Weight| {
        let Condition { name, code, clause, .. } = *condition;
        let unmet = |spot| Unmet { name, code, clause, weight, spot };
        let seen = |unmet: Unmet| {
            let answered = answered(basis, &unmet).filter(|_| weight == Weight::Asks).cloned();
            Seen { finding: unmet.finding(), weight, answered }
        };
        (condition.unmet)(basis).into_iter().map(unmet).map(seen).collect()
    };
    let line = |condition: &'static Condition| {
        let weight = condition.weight(basis.act)?;
        let clause = condition.clause.map(str::to_owned);
        Some(ConditionView { name: condition.name.to_owned(), when: condition.when, clause, found: seen(condition, weight) })
    };
    TABLE.iter().filter_map(line).collect()
}
