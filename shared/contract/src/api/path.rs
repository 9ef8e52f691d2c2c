//! Paths, written once. `{…}` are parameters; functions fill them in.

/// GET who is signed in; POST sign in; DELETE sign out.
pub const SESSION: &str = "/api/session";
/// POST the first administrator, on an empty database only; GET whether one is needed.
pub const SETUP: &str = "/api/setup";
/// POST change one's own password.
pub const PASSWORD: &str = "/api/session/password";
/// GET one's own sessions and devices; DELETE end one's other sessions.
pub const ACCESS: &str = "/api/session/access";
/// DELETE end one of one's own sessions.
pub const ACCESS_ONE: &str = "/api/session/access/{id}";
/// POST enrol a device; GET all in one list.
pub const DEVICES: &str = "/api/devices";
/// POST revoke.
pub const DEVICE_REVOKE: &str = "/api/devices/{id}/revoke";
/// POST let a device's person choose a new PIN for the next hour.
pub const DEVICE_NEW_PIN: &str = "/api/devices/{id}/new-pin";
/// PUT the key that opens a device's store without its PIN; POST have it handed out, while the office lets.
pub const DEVICE_RECOVERY: &str = "/api/devices/{id}/recovery";
/// POST ask for a one-time password of a person: a second person confirms it and hands it over.
pub const PERSON_RESET: &str = "/api/people/{id}/reset";
/// POST send a person's own mailbox a link to a new password.
pub const PERSON_RESET_MAIL: &str = "/api/people/{id}/reset-mail";
/// POST choose a new password by such a link.
pub const RESET: &str = "/api/reset";
/// POST ask for another authority of a person; GET a person's requests and what happened to the account.
pub const PERSON_AUTHORITY: &str = "/api/people/{id}/authority";
/// POST ask that a person whose signing is held back signs again.
pub const PERSON_SIGNING: &str = "/api/people/{id}/signing";
/// POST end what holds one's own signing back, by an earlier device.
pub const DEVICE_RELEASE: &str = "/api/devices/{id}/release";
/// GET requests that wait for a second person, what holds signing back, what happened to accounts.
pub const CONFIRMATIONS: &str = "/api/confirmations";
/// POST confirm a request.
pub const CONFIRMATION_CONFIRM: &str = "/api/confirmations/{id}/confirm";
/// POST decline a request.
pub const CONFIRMATION_DECLINE: &str = "/api/confirmations/{id}/decline";
/// POST take one's own request back.
pub const CONFIRMATION_WITHDRAW: &str = "/api/confirmations/{id}/withdraw";
/// POST that one has read what happened to one's account.
pub const NOTICES: &str = "/api/session/notices";
/// POST end all sessions of a person.
pub const PERSON_SIGN_OUT: &str = "/api/people/{id}/sign-out";
/// GET list and search (`super::ListQuery`); POST create.
pub const REGISTER: &str = "/api/registers/{noun}";
/// POST import CSV or XLSX: the body is the file itself (`?dry_run=true` only reads).
pub const REGISTER_IMPORT: &str = "/api/registers/{noun}/import";
/// GET every entry as a file that can be imported (`?format=csv` or `xlsx`): customers, items, standards.
pub const REGISTER_EXPORT: &str = "/api/registers/{noun}/export";
/// GET one; PUT a new version.
pub const REGISTER_ENTRY: &str = "/api/registers/{noun}/{id}";
/// GET its versions.
pub const REGISTER_HISTORY: &str = "/api/registers/{noun}/{id}/history";
/// GET what was measured with a standard since it was last known to be good.
pub const STANDARD_AFFECTED: &str = "/api/standards/{id}/affected";
/// GET whether a record was ever opened with an edition.
pub const EDITION_USE: &str = "/api/editions/{id}/use";
/// GET whether an order, a task or a record names an item.
pub const ITEM_USE: &str = "/api/items/{id}/use";
/// POST a contract review.
pub const ORDER_REVIEW: &str = "/api/orders/{id}/review";
/// POST make tasks from an accepted order.
pub const ORDER_TASKS: &str = "/api/orders/{id}/tasks";
/// POST assign people, standards, visit.
pub const TASK_ASSIGN: &str = "/api/tasks/{id}/assign";
/// POST one exchange.
pub const SYNC: &str = "/api/sync";
/// POST an exported file of unsent drafts.
pub const SYNC_IMPORT: &str = "/api/sync/import";
/// PUT and GET a file by its SHA-256.
pub const FILE: &str = "/api/files/{sha256}";
/// GET records (`super::ListQuery`).
pub const RECORDS: &str = "/api/records";
/// GET one with its history.
pub const RECORD: &str = "/api/records/{id}";
/// GET the printed original record.
pub const RECORD_PDF: &str = "/api/records/{id}/record.pdf";
/// POST the checker's or the signatory's findings.
pub const RECORD_RETURN: &str = "/api/records/{id}/return";
/// POST the checker's signature.
pub const RECORD_CHECK: &str = "/api/records/{id}/check";
/// POST the line of an order that a record which nobody planned belongs to.
pub const RECORD_ORDER: &str = "/api/records/{id}/order";
/// POST whether the certificate takes the register's facts.
pub const RECORD_FACTS: &str = "/api/records/{id}/facts";
/// POST give a record up.
pub const RECORD_GIVE_UP: &str = "/api/records/{id}/give-up";
/// POST take a given-up record up again.
pub const RECORD_TAKE_UP: &str = "/api/records/{id}/take-up";
/// POST take a calibrator who recorded nothing off a record.
pub const RECORD_TAKE_OFF: &str = "/api/records/{id}/take-off";
/// GET the composed document with what is missing.
pub const RECORD_DRAFT: &str = "/api/records/{id}/draft";
/// GET the draft with a watermark.
pub const RECORD_DRAFT_PDF: &str = "/api/records/{id}/draft.pdf";
/// POST issue.
pub const RECORD_ISSUE: &str = "/api/records/{id}/issue";
/// GET certificates (`super::ListQuery`).
pub const CERTIFICATES: &str = "/api/certificates";
/// GET one.
pub const CERTIFICATE: &str = "/api/certificates/{id}";
/// GET the stored PDF.
pub const CERTIFICATE_PDF: &str = "/api/certificates/{id}/certificate.pdf";
/// GET the machine-readable document.
pub const CERTIFICATE_XML: &str = "/api/certificates/{id}/certificate.xml";
/// POST open a correction case.
pub const CERTIFICATE_CORRECT: &str = "/api/certificates/{id}/corrections";
/// POST note on the recall of the paper original.
pub const CERTIFICATE_RECALL: &str = "/api/certificates/{id}/recall";
/// GET open and closed cases (`super::ListQuery`, a page).
pub const CORRECTIONS: &str = "/api/corrections";
/// POST a second person's check of a correction of office facts.
pub const CORRECTION_CHECK: &str = "/api/corrections/{id}/check";
/// POST withdraw a case opened by mistake.
pub const CORRECTION_WITHDRAW: &str = "/api/corrections/{id}/withdraw";
/// GET cases of a kind (`super::case::CaseQuery`, a page); POST begin one by its first fact.
pub const CASES: &str = "/api/cases";
/// GET one with what happened in it; POST add a fact.
pub const CASE: &str = "/api/cases/{id}";
/// GET the label of an item (PDF).
pub const ITEM_LABEL: &str = "/api/items/{id}/label.pdf";
/// GET what waits at the desk.
pub const DESK: &str = "/api/desk";
/// GET what was checked and acknowledged on a visit.
pub const VISIT_CHECKS: &str = "/api/visits/{id}/checks";
/// GET who read which customer's results (`super::reading::ReadingQuery`, a page).
pub const READINGS: &str = "/api/readings";
/// GET messages sent and waiting (`super::ListQuery`, a page).
pub const OUTBOX: &str = "/api/outbox";
/// GET the customer's own orders, all in one list.
pub const PORTAL_ORDERS: &str = "/api/portal/orders";
/// GET the customer's own items, all in one list.
pub const PORTAL_ITEMS: &str = "/api/portal/items";
/// GET the customer's own certificates, all in one list.
pub const PORTAL_CERTIFICATES: &str = "/api/portal/certificates";
/// GET all valid ones in one archive.
pub const PORTAL_ARCHIVE: &str = "/api/portal/certificates.zip";
/// GET one's PDF.
pub const PORTAL_PDF: &str = "/api/portal/certificates/{id}/certificate.pdf";
/// POST number and check code.
pub const PUBLIC_CHECK: &str = "/api/public/check";
/// GET the body's public page.
pub const PUBLIC_BODY: &str = "/api/public/body";
/// GET the OpenAPI description.
pub const OPENAPI: &str = "/api/openapi.json";

/// Fills the first parameter of a path.
pub fn with(path: &str, value: impl ToString) -> String {
    fill(path, &value.to_string())
}

/// Fills the first two parameters of a path.
pub fn with2(path: &str, first: impl ToString, second: impl ToString) -> String {
    fill(&fill(path, &first.to_string()), &second.to_string())
}

fn fill(path: &str, value: &str) -> String {
    match (path.find('{'), path.find('}')) {
        (Some(from), Some(to)) => format!("{}{}{}", &path[..from], value, &path[to + 1..]),
        _ => path.to_owned(),
    }
}
