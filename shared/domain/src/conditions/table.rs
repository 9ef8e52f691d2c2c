//! The table. A new condition takes a line here, a function in one of the modules beside, and its texts.

use super::Act::{Check, CheckCorrection, HandOver, Issue, Submit};
use super::Weight::{Asks, Refuses, Shows};
use super::When::{Now, OnTheDay, Throughout};
use super::{Act, Basis, Condition, Spot, Weight, When};
use super::{
    afterwards, agreed, apart, authorised, begun_again, body, certified, entered, method, people, place, rebound, replaced, restated,
    revalued, site, standards, stated, stood,
};

/// Refuses the check and the issue.
const REFUSES: &[(Act, Weight)] = &[(Check, Refuses), (Issue, Refuses)];
/// The same; once the certificate is issued, the office is told before it is handed over.
const STANDS: &[(Act, Weight)] = &[(Check, Refuses), (Issue, Refuses), (HandOver, Shows)];
/// The checker answers it, or else the signatory.
const ASKS: &[(Act, Weight)] = &[(Check, Asks), (Issue, Asks)];
/// The same; once the certificate is issued, the office is told before it is handed over.
const ASKS_AND_TELLS: &[(Act, Weight)] = &[(Check, Asks), (Issue, Asks), (HandOver, Shows)];
/// Checker and signatory are told.
const TOLD: &[(Act, Weight)] = &[(Check, Shows), (Issue, Shows)];
/// Refuses to let this person sign as checker or signatory, of a correction too.
const SIGNERS: &[(Act, Weight)] = &[(Check, Refuses), (CheckCorrection, Refuses), (Issue, Refuses)];

/// Refuses a correction of office facts.
const CASES: &[(Act, Weight)] = &[(CheckCorrection, Refuses), (Issue, Refuses)];

type Found = fn(&Basis<'_>) -> Vec<Spot>;

const fn line(
    name: &'static str,
    when: When,
    clause: &'static str,
    code: &'static str,
    weighs: &'static [(Act, Weight)],
    unmet: Found,
) -> Condition {
    Condition { name, code, when, clause: if clause.is_empty() { None } else { Some(clause) }, weighs, unmet }
}

/// Every condition: its name, when it must hold, the requirement, the code of its finding, what it does to which act, and the
/// function that looks for it.
#[rustfmt::skip]
pub const TABLE: &[Condition] = &[
    // Who signs.
    line("signer_authorised", Now, "C-4.3.1", "not_authorised", &[(Submit, Refuses), (Check, Refuses)], people::signer_not_authorised),
    line("signer_free", Now, "C-4.1.2.1", "conflict_of_interest", SIGNERS, people::signer_in_conflict),
    line("signer_ours", Now, "C-4.3.4", "signer_employed_elsewhere", SIGNERS, people::signer_employed_elsewhere),
    line("signer_another", Now, "C-4.3.1", "signer_one_person", SIGNERS, apart::signer_is_another_account),
    line("signers_named_apart", Now, "C-4.3.1", "signers_of_one_name", ASKS, apart::of_one_name),
    // Who calibrated.
    line("calibrators_authorised", OnTheDay, "C-4.3.1", "calibrator_not_authorised_then", ASKS, people::calibrators_not_authorised),
    line("calibrators_authorised_here", OnTheDay, "C-4.3.1", "authorised_by_paper", TOLD, authorised::by_paper),
    line("calibrators_entered_in_time", OnTheDay, "C-4.3.1", "authorised_later", TOLD, authorised::entered_later),
    line("calibrators_observed", OnTheDay, "C-5.4.1", "calibrator_without_entry", ASKS, people::calibrators_without_entry),
    line("calibrators_free_then", OnTheDay, "C-4.1.2.1", "conflict_declared_before", REFUSES, people::calibrators_in_conflict_then),
    line("calibrators_ours", OnTheDay, "C-4.3.4", "employed_by_other_body", REFUSES, people::calibrators_employed_elsewhere),
    line("calibrators_here", Now, "C-4.3.1", "calibrator_gone_since", ASKS, people::calibrators_gone),
    // Who checked.
    line("checkers_authorised", OnTheDay, "C-4.3.1", "checker_not_authorised_then", &[(Issue, Refuses)], people::checkers_not_authorised),
    line("checkers_here", Now, "C-4.3.1", "checker_gone_since", &[(Issue, Asks)], people::checkers_gone),
    line("checkers_free", Now, "C-4.1.2.1", "checker_conflict_since", &[(Issue, Asks)], people::checkers_in_conflict),
    line("checkers_another", Now, "C-4.3.1", "checker_one_person", &[(Issue, Refuses)], apart::checkers_are_other_accounts),
    // The method.
    line("edition_in_force", OnTheDay, "C-4.2", "edition_not_in_force_then", REFUSES, method::edition_not_in_force),
    line("edition_stands", Now, "C-4.2", "edition_withdrawn_since", ASKS, method::edition_withdrawn),
    line("edition_stood", Throughout, "C-4.2", "edition_withdrawn_between", ASKS, stood::edition),
    line("edition_entered_in_time", OnTheDay, "C-4.2", "edition_entered_later", ASKS, stood::edition_entered_later),
    line("edition_alone", Now, "C-4.2", "edition_beside_another", ASKS, method::another_in_force),
    line("method_approved", OnTheDay, "C-4.2", "method_not_approved_then", REFUSES, method::method_not_approved),
    line("edition_of_service", Now, "C-4.2", "edition_of_another_service", REFUSES, method::of_another_service),
    line("item_of_service", Now, "C-5.1.1", "service_differs_from_item", TOLD, method::not_the_items),
    // What was agreed.
    line("work_agreed", Now, "C-5.1.1", "order_missing", REFUSES, agreed::missing),
    line("order_not_declined", Now, "C-5.1.2", "order_declined", STANDS, agreed::declined),
    line("order_accepted", Now, "C-5.1.2", "order_not_accepted", &[(Check, Shows), (Issue, Refuses)], agreed::not_accepted),
    line("order_has_line", Now, "C-5.1.2", "order_line_gone", REFUSES, agreed::line_gone),
    line("edition_agreed_once", OnTheDay, "C-4.2", "task_edition_differs", REFUSES, agreed::edition_never_agreed),
    line("edition_agreed", Now, "C-4.2", "order_edition_differs", REFUSES, agreed::edition_differs),
    line("service_offered", Throughout, "C-5.1.2", "service_withdrawn_since", ASKS, agreed::service_not_offered),
    line("task_stands", Now, "C-5.1.2", "task_cancelled", REFUSES, agreed::called_off),
    line("order_stood", Throughout, "C-5.1.2", "order_not_accepted_then", ASKS, stood::order),
    line("task_stood", Throughout, "C-5.1.2", "task_cancelled_between", ASKS, stood::task),
    line("order_before_work", OnTheDay, "C-5.1.2", "made_before_its_order", ASKS, entered::after_the_work),
    line("agreed_before_work", OnTheDay, "C-5.1.2", "order_placed_later", ASKS, entered::placed_later),
    line("place_agreed", Now, "C-5.1.2", "order_place_changed", ASKS, agreed::place_changed),
    line("range_agreed", Now, "C-5.1.2", "order_range_changed", ASKS, agreed::range_changed),
    line("rule_agreed", Now, "C-5.1.2", "order_rule_changed", ASKS, agreed::rule_changed),
    line("visit_planned", OnTheDay, "", "task_visit_differs", ASKS, agreed::other_visit),
    line("limits_known", OnTheDay, "C-4.4", "place_limits_changed", ASKS, agreed::limits_changed),
    line("limits_kept", Now, "C-4.4", "environment_outside_other_limits", ASKS, place::outside_other_limits),
    line("place_zone", Now, "C-5.4.1", "place_zone_changed", ASKS, place::other_zone),
    line("calibrators_assigned", OnTheDay, "C-4.3.1", "calibrator_not_assigned", ASKS, people::calibrators_not_assigned),
    line("calibrators_assigned_in_time", OnTheDay, "C-4.3.1", "calibrator_assigned_later", ASKS, people::calibrators_assigned_later),
    line("calibrators_free", Now, "C-4.1.2.1", "conflict_declared_since", ASKS, people::calibrators_in_conflict),
    // Declarations that were withdrawn.
    line("conflicts_stand", Throughout, "C-4.1.2.1", "conflict_withdrawn_since", ASKS, people::conflicts_withdrawn),
    line("employment_stands", Throughout, "C-4.3.4", "employment_withdrawn_since", ASKS, people::employment_withdrawn),
    // The standards.
    line("standards_in_order", OnTheDay, "C-4.5.2", "standard_not_in_order", REFUSES, standards::not_in_order),
    line("standards_sound", Now, "C-4.5.3", "standard_failed_since", STANDS, standards::failed),
    line("standards_sound_between", Throughout, "C-4.5.3", "standard_failed_between", ASKS, standards::failed_between),
    line("standards_in_use", Now, "C-4.5.2", "standard_left_since", ASKS, standards::left),
    line("standards_of_kind", OnTheDay, "C-4.5.2", "standard_other_kind", REFUSES, standards::other_kind),
    line("standards_in_range", OnTheDay, "C-4.5.2", "standard_out_of_range", REFUSES, standards::out_of_range),
    line("standards_cover", OnTheDay, "C-4.5.2", "standard_range_missing", REFUSES, standards::covers_nothing),
    line("standards_kind_said", OnTheDay, "C-4.5.2", "standard_kind_unsaid", TOLD, standards::kind_unsaid),
    line("standards_range_said", OnTheDay, "C-4.5.2", "standard_range_unsaid", TOLD, standards::range_unsaid),
    line("standards_certified", OnTheDay, "C-4.5.2", "standard_without_uncertainty", REFUSES, certified::without),
    line("standards_certified_at_zero", OnTheDay, "C-4.5.2", "standard_without_uncertainty_at_zero", TOLD, certified::without_at_zero),
    line("standards_as_stated", OnTheDay, "C-5.4.1", "standard_changed_since", ASKS, standards::stated_otherwise),
    line("standards_as_certified", Now, "C-4.5.2", "standard_corrected_since", ASKS_AND_TELLS, restated::corrected),
    line("standards_values_stood", Throughout, "C-4.5.2", "certified_values_changed", ASKS, revalued::changed),
    line("results_as_standards", Now, "C-5.4.2", "standard_values_corrected", CASES, restated::computed_otherwise),
    line("readings_not_rebound", Throughout, "C-4.5.3", "standard_exchanged_since", ASKS, rebound::rebound),
    line("work_before_issue", Now, "C-5.4.2.1", "observed_after_issue", ASKS, afterwards::observed),
    line("readings_with_standard", OnTheDay, "C-4.5.2", "standard_exchanged", ASKS, rebound::exchanged_without_reading),
    // What must come before a reading, and readings that were left out.
    line("briefing_first", OnTheDay, "C-5.2.2.3", "reading_before_briefing", ASKS, site::before_briefing),
    line("environment_first", OnTheDay, "C-5.2.2.1", "reading_before_environment", ASKS, site::before_environment),
    line("environment_last", OnTheDay, "C-4.4", "environment_end_early", ASKS, site::end_before_readings),
    line("consent_first", OnTheDay, "C-5.1.2", "reading_before_consent", ASKS, site::before_consent),
    line("environment_read", OnTheDay, "C-4.4", "environment_not_observed", ASKS, site::not_observed),
    line("environment_as_read", OnTheDay, "C-5.5.4", "environment_was_outside", ASKS, site::was_outside),
    line("inspections_made", OnTheDay, "C-5.5.2", "inspection_not_observed", ASKS, site::not_inspected),
    line("departure_checked", OnTheDay, "C-5.2.2.2", "departure_check_missing", ASKS, site::without_departure),
    line("return_checked", Now, "C-5.2-B", "return_check_missing", TOLD, site::without_return),
    line("readings_on_visit", OnTheDay, "C-5.2.2.2", "reading_off_visit_day", ASKS, site::off_the_visit),
    line("visit_as_recorded", Now, "C-5.2.2.2", "visit_changed_since", ASKS, site::visit_changed),
    line("visit_recorded", OnTheDay, "C-5.2.2.2", "visit_that_day", ASKS, site::on_a_visit),
    line("customers_places_visited", Now, "C-5.2.2.2", "site_without_visit", ASKS, place::without_visit),
    line("own_place_known", Now, "C-4.4", "place_entered_lately", ASKS, place::entered_lately),
    line("readings_as_taken", OnTheDay, "C-5.5.3", "readings_struck", ASKS, site::selected),
    line("readings_mostly_first", OnTheDay, "C-5.5.3", "readings_exchanged", ASKS, site::exchanged),
    line("readings_not_added", OnTheDay, "C-5.5.3", "readings_added", ASKS, site::added),
    line("reasons_in_words", OnTheDay, "C-5.5.4", "reason_says_nothing", ASKS, site::unexplained),
    line("notes_in_words", OnTheDay, "C-5.2.2.3", "note_says_nothing", ASKS, site::unsaid),
    line("readings_not_dropped", OnTheDay, "C-5.5.4", "reading_dropped", ASKS, site::dropped),
    line("verdicts_as_read", OnTheDay, "C-5.5.4", "verdict_amended", ASKS, stated::verdict_amended),
    line("readings_taken", OnTheDay, "C-5.4.1", "readings_not_taken", ASKS, site::untaken),
    line("readings_as_shown", OnTheDay, "C-5.5.2", "reading_too_fine", ASKS, site::too_fine),
    line("as_left_after_adjustment", OnTheDay, "C-5.4.1", "as_left_adjusted_since", ASKS, site::before_adjustment),
    line("readings_not_begun_again", Now, "C-5.5.3", "readings_given_up", ASKS, begun_again::given_up),
    line("readings_not_left_open", Now, "C-5.5.3", "readings_left_open", ASKS, begun_again::left_open),
    line("replaced_as_said", Now, "C-5.5.3", "replaced_record_unfit", ASKS, replaced::misnamed),
    // What is stated.
    line("uncertainty_within_tolerance", Now, "C-5.4.1", "above_tolerance", ASKS, stated::above_tolerance),
    line("uncertainty_within_share", Now, "C-5.4.1", "above_ratio", TOLD, stated::above_ratio),
    line("results_signed", Now, "C-5.5.2", "result_differs", ASKS, stated::results_differ),
    line("attachments_as_stored", Now, "C-5.5.2", "attachment_differs", ASKS, stated::attachments_differ),
    line("attachments_of_calibrators", Now, "C-5.5.2", "attachment_of_another", ASKS, stated::attachments_of_others),
    line("facts_as_recorded", Now, "C-5.4.1", "fact_changed_since", ASKS, stated::facts_changed),
    line("body_as_before", Now, "C-5.4.1", "body_differs_from_before", ASKS, body::changed_since_work),
    line("body_as_checked", Now, "C-5.4.1", "body_changed_since", &[(Issue, Asks)], body::changed_since_check),
    line("customer_confirmed", Now, "C-5.2-B", "customer_unconfirmed", TOLD, site::unconfirmed),
    line("customer_confirmed_last", Now, "C-5.5.4", "customer_confirmed_earlier", ASKS, site::confirmed_before),
    line("confirmed_by_customer", OnTheDay, "C-5.5.4", "confirmation_doubtful", ASKS, site::confirmed_by_nobody),
    line("facts_taken", Now, "C-5.4.1", "fact_taken_since", ASKS, stated::facts_taken),
    line("receipt_near_order", Now, "C-5.4.1", "received_long_before_order", ASKS, entered::received_long_before),
    line("order_as_checked", Now, "C-5.4.1", "order_fact_changed_since", &[(Issue, Asks)], agreed::facts_changed),
    line("certified_once", Now, "C-5.4.2", "work_certified", REFUSES, stated::certified_twice),
    line("item_certified_once", Now, "C-5.5.3", "item_certified_before", &[(Check, Shows), (Issue, Asks)], begun_again::certified_beside),
    line("recorded_once", Now, "", "task_recorded_twice", &[(Check, Shows), (Issue, Asks)], stated::recorded_twice),
];
