//! A round as a whole: every score that the programme asks for (P-4.3).

use std::collections::BTreeMap;

use base::finding::Refusal;
use serde::Deserialize;
use serde_json::{Value, json};
use statistics::StatisticsError;
use statistics::assigned::Assigned;
use statistics::caution::Caution;
use statistics::consensus::Route;
use statistics::criteria::ProgrammeCriteria;
use statistics::judgement::Judgement;
use statistics::round::{Asked, Given, Participant, Reported, Round, Scale, Scored};
use statistics::score::Logarithm;

use super::call::{Outcome, with};
use super::scores::class;

pub(super) fn call(function: &str, value: &Value) -> Option<Outcome> {
    (function == "score_round").then(|| with(value, round))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    x: Vec<Option<f64>>,
    #[serde(default)]
    u_x: Vec<Option<f64>>,
    #[serde(rename = "U_x", default)]
    expanded: Vec<Option<f64>>,
    /// A route of the participants, or any route.
    assigned: Option<By>,
    scale: Option<Route>,
    x_pt: Option<f64>,
    u_x_pt: Option<f64>,
    #[serde(rename = "U_x_pt")]
    expanded_pt: Option<f64>,
    sigma_pt: Option<f64>,
    #[serde(default)]
    criteria: ProgrammeCriteria,
    #[serde(default = "only_z")]
    asked: Vec<Asked>,
    logarithm: Option<Logarithm>,
    judgement: Option<Judgement>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum By {
    Participants(Route),
    Any(Assigned),
}

fn only_z() -> Vec<Asked> {
    vec![Asked::Z]
}

impl Case {
    fn assigned(&self) -> Result<Assigned, StatisticsError> {
        Ok(match (self.x_pt, &self.assigned) {
            // Two sources would leave open which of them counts.
            (Some(_), Some(_)) => return Err(StatisticsError::OutOfRange("assigned")),
            (Some(x), None) => Assigned::known(x, self.u_x_pt.unwrap_or(0.0)),
            (None, _) if self.u_x_pt.is_some() => return Err(StatisticsError::Missing("x_pt")),
            (None, Some(By::Any(assigned))) => assigned.clone(),
            (None, Some(By::Participants(by))) => Assigned::Participants { by: *by },
            (None, None) => Assigned::Participants { by: Route::Mean },
        })
    }

    fn scale(&self) -> Result<Option<Scale>, StatisticsError> {
        let needs = self.asked.iter().any(|asked| matches!(asked, Asked::Z | Asked::ZPrime));
        match (self.sigma_pt, self.scale) {
            (Some(_), Some(_)) => Err(StatisticsError::OutOfRange("scale")),
            (Some(sigma), None) => Ok(Some(Scale::Known(sigma))),
            (None, Some(by)) => Ok(Some(Scale::Participants(by))),
            (None, None) => Ok(needs.then_some(Scale::Participants(Route::Mean))),
        }
    }

    fn reported(&self) -> Result<Vec<Option<Reported>>, StatisticsError> {
        let fits = |given: &[Option<f64>]| given.is_empty() || given.len() == self.x.len();
        if !fits(&self.u_x) {
            return Err(StatisticsError::Missing("u_x"));
        }
        if !fits(&self.expanded) {
            return Err(StatisticsError::Missing("U_x"));
        }
        let of = |given: &[Option<f64>], place: usize| given.get(place).copied().flatten();
        let one =
            |(place, x): (usize, &Option<f64>)| x.map(|x| Reported { x, u: of(&self.u_x, place), expanded: of(&self.expanded, place) });
        Ok(self.x.iter().enumerate().map(one).collect())
    }
}

fn round(case: Case) -> Outcome {
    let (results, assigned) = (case.reported()?, case.assigned()?);
    let round = Round {
        results: &results,
        assigned: &assigned,
        expanded: case.expanded_pt,
        scale: case.scale()?,
        criteria: case.criteria.criteria()?,
        asked: &case.asked,
        logarithm: case.logarithm,
        judgement: case.judgement,
    };
    Ok(told(&round.scored()?))
}

fn told(got: &Scored) -> Value {
    let codes = |cautions: &[Caution]| cautions.iter().map(Refusal::code).collect::<Vec<_>>();
    let each = |f: &dyn Fn(&Participant) -> Value| got.participants.iter().map(|p| p.as_ref().map(f)).collect::<Vec<_>>();
    let sigma = got.sigma.and_then(Result::ok);
    let mut out = json!({
        "x_pt": got.x, "u_x_pt": got.u, "sigma_pt": sigma, "n": got.n, "negligible": got.negligible,
        "cautions": codes(&got.cautions), "participant_cautions": each(&|p| json!(codes(&p.cautions))),
        "refusals": each(&|p| json!(refusals(p))),
    });
    if let Some(Err(refusal)) = got.sigma {
        out["sigma_pt_refused"] = json!(refusal.code());
    }
    for asked in
        got.participants.iter().flatten().next().map(|p| p.scores.iter().map(|given| given.asked).collect::<Vec<_>>()).unwrap_or_default()
    {
        let name = name(asked);
        let of = |p: &Participant, f: &dyn Fn(&Given) -> Value| p.score(asked).map_or(Value::Null, f);
        out[&name] = json!(each(&|p| of(p, &|given| json!(given.value.ok()))));
        let plain = matches!(asked, Asked::D | Asked::DPercent | Asked::Rank | Asked::Percentile);
        if !plain {
            let field = if asked == Asked::Z { "class".to_owned() } else { format!("class_{name}") };
            out[field] = json!(each(&|p| of(p, &|given| json!(given.class.map(class)))));
        }
    }
    if got.participants.iter().flatten().any(|p| p.judged.is_some()) {
        out["judged"] = json!(each(&|p| json!(p.judged.and_then(Result::ok).map(class))));
        out["judged_refused"] = json!(each(&|p| json!(p.judged.and_then(Result::err).map(|refusal| refusal.code()))));
    }
    out
}

/// The name of a score in the format of the cases, as the programme names it.
fn name(asked: Asked) -> String {
    serde_json::to_value(asked).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

fn refusals(participant: &Participant) -> BTreeMap<String, &'static str> {
    let refused = participant.scores.iter().filter_map(|given| Some((name(given.asked), given.value.err()?)));
    refused.map(|(name, refusal)| (name, refusal.code())).collect()
}
