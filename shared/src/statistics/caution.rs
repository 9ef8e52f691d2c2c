//! What a reader of a round must know before he believes its numbers. A caution has a code; a score that cannot say anything has no
//! class (ISO 13528 5.5, 7.7, 9.2.1, D.1).

use std::collections::BTreeMap;

use crate::finding::Refusal;

/// Something that makes a number misleading.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Caution {
    /// However wrong the result, its score could not have left "acceptable": with the mean and standard deviation of n results, |z|
    /// cannot exceed (n − 1)/√n. There is no class.
    ScoreBounded {
        /// The largest |score| possible.
        bound: f64,
    },
    /// However wrong the result, its score could not have asked for action.
    ActionUnreachable {
        /// The largest |score| possible.
        bound: f64,
    },
    /// Without the participant's own result in the consensus, its class would be another one.
    PullsAssigned {
        /// Its score without it.
        without: f64,
    },
    /// Without the participant's own result there is no scale to score it by.
    CarriesScale,
    /// Fewer results than a consensus should rest on.
    FewResults {
        /// Results.
        n: usize,
        /// How many there should be.
        needed: usize,
    },
    /// Fewer than half of the results differ from each other.
    ManyTies {
        /// Different results.
        distinct: usize,
    },
    /// The uncertainty of the assigned value exceeds 0.3 σ: z′ or ζ is the score to use.
    AssignedUncertain,
}

impl Refusal for Caution {
    fn code(&self) -> &'static str {
        match self {
            Self::ScoreBounded { .. } => "score_bounded",
            Self::ActionUnreachable { .. } => "action_unreachable",
            Self::PullsAssigned { .. } => "pulls_assigned_value",
            Self::CarriesScale => "carries_scale",
            Self::FewResults { .. } => "few_results",
            Self::ManyTies { .. } => "many_ties",
            Self::AssignedUncertain => "assigned_value_uncertain",
        }
    }

    fn params(&self) -> BTreeMap<String, String> {
        let pairs: Vec<(&str, String)> = match self {
            Self::ScoreBounded { bound } | Self::ActionUnreachable { bound } => vec![("bound", format!("{bound:.2}"))],
            Self::PullsAssigned { without } => vec![("without", format!("{without:.2}"))],
            Self::FewResults { n, needed } => vec![("n", n.to_string()), ("needed", needed.to_string())],
            Self::ManyTies { distinct } => vec![("distinct", distinct.to_string())],
            Self::CarriesScale | Self::AssignedUncertain => Vec::new(),
        };
        pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    fn clause(&self) -> Option<&'static str> {
        Some("P-4.3")
    }
}
