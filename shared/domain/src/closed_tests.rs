//! Every variant of the events, editions and answers that says nothing but its name takes nothing else.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::certificate::document::Kind;
use crate::event::Body;
use crate::event::ledger::Verdict;
use measurement::method::{CoverageRule, Covers, DecisionRule, Distribution, Estimate, Uncertainty};

fn reads<T: DeserializeOwned>(value: &Value) -> bool {
    serde_json::from_value::<T>(value.clone()).is_ok()
}

/// A tag, the names under it that say everything, and whether a text is one of the kind.
type Closed = (&'static str, &'static [&'static str], fn(&Value) -> bool);

// F26: unknown fields are refused, wherever they stand.
#[test]
fn a_variant_that_says_only_its_name_takes_no_field_it_does_not_know() {
    let kinds: [Closed; 9] = [
        ("rule", &["simple", "non_binary"], reads::<DecisionRule>),
        ("by", &["t", "dominant_terms", "convolution"], reads::<CoverageRule>),
        ("shape", &["normal", "rectangular", "triangular", "u_shaped", "t"], reads::<Distribution>),
        ("from", &["zero"], reads::<Estimate>),
        ("type", &["none"], reads::<Uncertainty>),
        ("what", &["points", "nothing"], reads::<Covers>),
        ("type", &["briefing_acknowledged"], reads::<Body>),
        ("verdict", &["effective"], reads::<Verdict>),
        ("kind", &["original"], reads::<Kind>),
    ];
    for (tag, names, reads) in kinds {
        for name in names {
            assert!(reads(&json!({ tag: name })), "{tag}: {name}");
            assert!(!reads(&json!({ tag: name, "nonsense": 1 })), "{tag}: {name}");
            assert!(!reads(&json!({ tag: name, "reason": null })), "{tag}: {name}");
        }
    }
}
