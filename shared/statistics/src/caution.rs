//! What a reader of a round must know before he believes its numbers. A caution has a code; a score that cannot say anything has no
//! class (ISO 13528 5.5, 7.7, 9.2.1, D.1).

use std::collections::BTreeMap;

use base::finding::Refusal;

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
    /// All values are equal: nothing is known of their scatter, and a resolution that is too coarse looks the same.
    AllEqual,
    /// Most values are identical, so that the robust scale is zero.
    MajorityEqual,
    /// Replicates do not scatter at all: no repeatability could be seen.
    NoRepeatability,
    /// Fewer items than a homogeneity study should have (ISO 13528 B.2.1).
    FewItems {
        /// Items.
        n: usize,
        /// How many there should be.
        needed: usize,
    },
    /// Fewer laboratories than a precision experiment should have (ISO 5725-1 6.3.4).
    FewLaboratories {
        /// Laboratories.
        n: usize,
        /// How many there should be.
        needed: usize,
    },
    /// The repeatability of the measurements is too coarse for the study to see what it looks for (ISO 13528 B.2.4).
    RepeatabilityCoarse,
    /// The result left the statistics as an outlier; it is scored all the same (P-4.3.1).
    LeftOut,
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
            Self::AllEqual => "no_scatter",
            Self::MajorityEqual => "majority_identical",
            Self::NoRepeatability => "no_repeatability",
            Self::FewItems { .. } => "few_items",
            Self::FewLaboratories { .. } => "few_laboratories",
            Self::RepeatabilityCoarse => "repeatability_coarse",
            Self::LeftOut => "left_statistics",
            Self::AssignedUncertain => "assigned_value_uncertain",
        }
    }

    fn params(&self) -> BTreeMap<String, String> {
        let pairs: Vec<(&str, String)> = match self {
            Self::ScoreBounded { bound } | Self::ActionUnreachable { bound } => vec![("bound", format!("{bound:.2}"))],
            Self::PullsAssigned { without } => vec![("without", format!("{without:.2}"))],
            Self::FewResults { n, needed } | Self::FewItems { n, needed } | Self::FewLaboratories { n, needed } => {
                vec![("n", n.to_string()), ("needed", needed.to_string())]
            }
            Self::ManyTies { distinct } => vec![("distinct", distinct.to_string())],
            _ => Vec::new(),
        };
        pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    fn clause(&self) -> Option<&'static str> {
        Some("P-4.3")
    }
}
