//! A method whose results are simulated, from the edition to the paper (C-5.5.3, JCGM 101).

use contract::api::path;
use contract::api::register::Row;
use domain::library::edition::Edition;
use domain::register::Entry as _;
use measurement::Caution;
use serde_json::json;
use support::world::{both, put_over};
use support::{Lab, on_both_engines};

use super::{Desk, text_of};
use crate::record::{Site, view};

// C-5.5.3, C-5.4.1 j: tablet, checker and certificate say the same of a simulated result and of a further one.
on_both_engines!(a_simulated_method_ends_in_a_certificate_that_says_how_u_came_about, Lab::new_on);
async fn a_simulated_method_ends_in_a_certificate_that_says_how_u_came_about(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let admin = lab.person("admin").await;
    let edition: Row<Edition> = admin.get(&path::with2(path::REGISTER_ENTRY, Edition::NOUN, site.world.edition)).await;
    let mut computation = serde_json::to_value(&edition.body.computation).expect("a computation");
    computation["coverage"]["rule"] = json!({"by": "monte_carlo", "trials": 50_000, "seed": 5, "interval": "shortest"});
    let model = format!("({}) * 1000", edition.body.computation.model);
    computation["further"] = json!([{"key": "fine", "measurand": both("细读误差", "Fine error"), "unit": "µm", "model": model}]);
    // A draft would be written like this before it comes into force; here the site has everything that hangs on the edition already.
    let mut body = serde_json::to_value(&edition.body).expect("an edition");
    body["computation"] = computation;
    put_over(&lab, site.world.edition, edition.revision, body).await;
    site.send(&lab).await;

    let desk = Desk::at(&lab, site).await;
    let seen = view(&desk.chen, desk.record).await;
    let differs = seen.findings.iter().filter(|finding| finding.code == "result_differs").count();
    assert_eq!(differs, 0, "the server computes what the tablet computed");
    let point = &seen.recomputed.points[0];
    let outcome = point.outcome.as_ref().expect("a result");
    assert_eq!((outcome.coverage_by.as_str(), outcome.gum_validated.is_some()), ("monte_carlo", true));
    assert!(!point.cautions.contains(&Caution::NoSlope));
    assert!(point.further[0].outcome.is_some(), "{:?}", point.further);
    assert_eq!(point.correlations[0].r, "1.000");

    let certificate = desk.issued("original").await;
    let row = &certificate.document.stated.results[0].rows[0];
    assert_eq!((row.value.as_str(), row.further[0].key.as_str()), (outcome.value.as_str(), "fine"));
    let text = text_of(&desk.wu.download(&path::with(path::CERTIFICATE_PDF, certificate.row.id)).await);
    for stated in ["propagation of distributions (Monte Carlo, JCGM 101)", "Fine error", &row.expanded_uncertainty] {
        assert!(text.contains(stated), "{stated:?} is not in {text}");
    }
    let original = text_of(&desk.wu.download(&path::with(path::RECORD_PDF, desk.record)).await);
    assert!(original.contains("the law of propagation gives"), "{original}");
}
