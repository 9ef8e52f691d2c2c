//! Every route with who may call it. What is not here is refused.

use crate::api::path;
use Allow::{Anyone, Own, ReadRegister, Roles, SignedIn, WriteRegister};
use Verb::{Delete, Get, Post, Put};
use domain::access::Role::{self, Administrator, Calibrator, Checker, Customer, Office, Signatory, TechnicalManager};
use domain::access::groups;
use domain::access::register::{register_readers, register_wing, register_writers};
use domain::access::wing::{Wing, shows};

/// What is done with a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verb {
    /// Read.
    Get,
    /// Do.
    Post,
    /// Write whole.
    Put,
    /// Remove.
    Delete,
}

impl Verb {
    /// The verb of an HTTP method; HEAD reads.
    pub fn of(method: &str) -> Option<Self> {
        match method {
            "GET" | "HEAD" => Some(Get),
            "POST" => Some(Post),
            "PUT" => Some(Put),
            "DELETE" => Some(Delete),
            _ => None,
        }
    }

    /// Its HTTP method.
    pub const fn method(self) -> &'static str {
        match self {
            Get => "GET",
            Post => "POST",
            Put => "PUT",
            Delete => "DELETE",
        }
    }
}

/// Who may call a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allow {
    /// Everybody, signed in or not.
    Anyone,
    /// Everybody signed in, also with a one-time password that is still to be changed.
    SignedIn,
    /// Who holds one of these roles.
    Roles(&'static [Role]),
    /// A customer's people, each for the objects of their own customer; another's are "not found" (C-4.1.2.2).
    Own,
    /// Who may read the register named in the path.
    ReadRegister,
    /// Who may write the register named in the path.
    WriteRegister,
}

/// Whose objects somebody reaches by a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Everybody's.
    All,
    /// Those of the own customer (C-4.1.2.2).
    OwnCustomer,
    /// Records that the person is a calibrator of, and what was issued for them.
    OwnRecords,
}

/// One line of the table.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// What is done.
    pub verb: Verb,
    /// The path, one of [`path`].
    pub path: &'static str,
    /// Who may.
    pub allow: Allow,
    /// What it is for, for the API's description.
    pub summary: &'static str,
    /// The wing it belongs to; `None` where it belongs to the whole house.
    pub wing: Option<Wing>,
}

const fn rule(verb: Verb, path: &'static str, allow: Allow, summary: &'static str) -> Rule {
    Rule { verb, path, allow, summary, wing: None }
}

/// A route of the calibration wing.
const fn calibration(verb: Verb, path: &'static str, allow: Allow, summary: &'static str) -> Rule {
    Rule { verb, path, allow, summary, wing: Some(Wing::Calibration) }
}

/// Everyone who works here.
const STAFF: Allow = Roles(&[Administrator, Office, Calibrator, Checker, Signatory, TechnicalManager]);
/// Who asks for authority and passwords of others.
const GIVERS: Allow = Roles(&[Administrator, TechnicalManager]);
/// Who may be the second person of a request; which one, its own rule says.
const CONFIRMERS: Allow = Roles(&[Administrator, Office, Signatory, TechnicalManager]);
/// Who vouches for somebody's new device or password.
const RELEASERS: Allow = Roles(&[Administrator, Office, TechnicalManager]);
/// Who prepares work.
const OFFICE: Allow = Roles(&[Office]);
/// Who sees records beside their authors.
const READERS: Allow = Roles(&[Office, Calibrator, Checker, Signatory, TechnicalManager]);
/// Who sees everybody's records.
const OVERSEERS: Allow = Roles(&[Office, Checker, Signatory, TechnicalManager]);
/// Who judges records.
const JUDGES: Allow = Roles(groups::JUDGES);
/// Who sees what is to be issued.
const ISSUERS: Allow = Roles(&[Checker, Signatory, TechnicalManager]);
/// Who keeps certificates after issue.
const KEEPERS: Allow = Roles(groups::KEEPERS);

/// The table.
pub const TABLE: &[Rule] = &[
    rule(Get, path::SESSION, SignedIn, "Who is signed in"),
    rule(Post, path::SESSION, Anyone, "Sign in"),
    rule(Delete, path::SESSION, SignedIn, "Sign out"),
    rule(Post, path::PASSWORD, SignedIn, "Change one's own password"),
    rule(Get, path::ACCESS, SignedIn, "One's own sessions and devices"),
    rule(Delete, path::ACCESS, SignedIn, "End one's other sessions"),
    rule(Delete, path::ACCESS_ONE, SignedIn, "End one of one's own sessions"),
    rule(Get, path::SETUP, Anyone, "Whether the first administrator is needed"),
    rule(Post, path::SETUP, Anyone, "Make the first administrator of an empty database"),
    rule(Get, path::DEVICES, Roles(&[Administrator, Office]), "Devices"),
    rule(Post, path::DEVICES, STAFF, "Enrol a device for the person signed in"),
    rule(Post, path::DEVICE_REVOKE, Roles(&[Administrator, Office]), "Revoke a device"),
    rule(Post, path::DEVICE_NEW_PIN, Roles(&[Administrator, Office]), "Let a device's person choose a new PIN"),
    rule(Put, path::DEVICE_RECOVERY, STAFF, "Keep the recovery key of one's own device"),
    rule(Post, path::DEVICE_RECOVERY, STAFF, "Have the recovery key of one's own device, while the office lets"),
    rule(Post, path::PERSON_RESET, GIVERS, "Ask for a one-time password of a person (C-4.3.2)"),
    rule(Post, path::PERSON_RESET_MAIL, GIVERS, "Send a person's mailbox a link to a new password (C-4.3.2)"),
    rule(Post, path::RESET, Anyone, "Choose a new password by the link in one's mailbox"),
    rule(Post, path::PERSON_AUTHORITY, GIVERS, "Ask for another authority of a person (C-4.3.1, C-4.3.2)"),
    rule(Get, path::PERSON_AUTHORITY, CONFIRMERS, "A person's requests, and what happened to the account"),
    rule(Post, path::PERSON_SIGNING, RELEASERS, "Ask that a person whose signing is held back signs again (C-4.3.2)"),
    rule(Post, path::DEVICE_RELEASE, STAFF, "End what holds one's own signing back, by an earlier device (C-4.3.2)"),
    rule(Get, path::CONFIRMATIONS, CONFIRMERS, "Requests that wait for a second person (C-4.3.2)"),
    rule(Post, path::CONFIRMATION_CONFIRM, CONFIRMERS, "Confirm a request as the second person (C-4.3.2)"),
    rule(Post, path::CONFIRMATION_DECLINE, STAFF, "Decline a request"),
    rule(Post, path::CONFIRMATION_WITHDRAW, CONFIRMERS, "Take one's own request back"),
    rule(Post, path::NOTICES, SignedIn, "Have read what happened to one's account"),
    rule(Post, path::PERSON_SIGN_OUT, Roles(&[Administrator]), "End all sessions of a person"),
    rule(Get, path::REGISTER, ReadRegister, "List and search a register"),
    rule(Post, path::REGISTER, WriteRegister, "Create an entry"),
    rule(Post, path::REGISTER_IMPORT, WriteRegister, "Import CSV or XLSX"),
    rule(Get, path::REGISTER_EXPORT, ReadRegister, "Every entry of a register as CSV or XLSX"),
    rule(Get, path::REGISTER_ENTRY, ReadRegister, "One entry"),
    rule(Put, path::REGISTER_ENTRY, WriteRegister, "Write a new version of an entry"),
    rule(Get, path::REGISTER_HISTORY, ReadRegister, "The versions of an entry"),
    calibration(Get, path::STANDARD_AFFECTED, OVERSEERS, "What was measured with a standard since its last good check (C-4.5.3)"),
    calibration(Get, path::EDITION_USE, STAFF, "Whether a record was ever opened with an edition (C-4.2)"),
    calibration(Get, path::ITEM_USE, STAFF, "Whether an order, a task or a record names an item (C-5.3.3)"),
    calibration(Post, path::ORDER_REVIEW, Roles(&[Office, TechnicalManager]), "Review a contract (C-5.1.1)"),
    calibration(Post, path::ORDER_TASKS, OFFICE, "Make tasks from an accepted order"),
    calibration(Post, path::TASK_ASSIGN, OFFICE, "Assign people and standards to a task"),
    rule(Get, path::DESK, STAFF, "What waits at the desk"),
    calibration(Get, path::VISIT_CHECKS, STAFF, "Checks of standards and acknowledged briefings of a visit (C-5.2.2.2)"),
    calibration(Post, path::SYNC, STAFF, "One exchange of a device"),
    calibration(Post, path::SYNC_IMPORT, Roles(&[Office, Calibrator, Administrator]), "Import an exported file of unsent drafts"),
    rule(Get, path::FILE, READERS, "A file by its SHA-256, for who reads a record that it is attached to"),
    rule(Put, path::FILE, STAFF, "Store a file under its SHA-256"),
    calibration(Get, path::RECORDS, READERS, "Records by state"),
    calibration(Get, path::RECORD, READERS, "A record with its history"),
    calibration(Get, path::RECORD_PDF, READERS, "The printed original record"),
    calibration(Post, path::RECORD_RETURN, JUDGES, "Return a record with findings"),
    calibration(Post, path::RECORD_CHECK, Roles(groups::CHECKERS), "Sign a record as its checker"),
    calibration(
        Post,
        path::RECORD_ORDER,
        Roles(&[Office, TechnicalManager]),
        "Put a record that nobody planned under a line of an order (C-5.1.1)",
    ),
    calibration(Post, path::RECORD_FACTS, Roles(&[Office, TechnicalManager]), "Say which facts a record's certificate states"),
    calibration(Post, path::RECORD_GIVE_UP, Roles(groups::ENDERS), "Give a record up"),
    calibration(Post, path::RECORD_TAKE_UP, Roles(groups::ENDERS), "Take a given-up record up again"),
    calibration(Post, path::RECORD_TAKE_OFF, Roles(groups::PLANNERS), "Take a calibrator who recorded nothing off a record"),
    calibration(Get, path::RECORD_DRAFT, ISSUERS, "The composed document and what is missing (C-5.4.1)"),
    calibration(Get, path::RECORD_DRAFT_PDF, ISSUERS, "The draft, watermarked"),
    calibration(Post, path::RECORD_ISSUE, Roles(&[Signatory]), "Issue a certificate"),
    calibration(Get, path::CERTIFICATES, READERS, "Certificates"),
    calibration(Get, path::CERTIFICATE, READERS, "A certificate"),
    calibration(Get, path::CERTIFICATE_PDF, READERS, "The stored PDF"),
    calibration(Get, path::CERTIFICATE_XML, READERS, "The machine-readable document"),
    calibration(Post, path::CERTIFICATE_CORRECT, KEEPERS, "Open a correction case (C-5.4.2)"),
    calibration(Post, path::CERTIFICATE_RECALL, KEEPERS, "Note that a paper original came back (C-5.4.2.2)"),
    calibration(Get, path::CORRECTIONS, READERS, "Correction cases"),
    calibration(Post, path::CORRECTION_CHECK, Roles(&[Checker]), "Check a correction of office facts (C-5.4.2)"),
    calibration(Post, path::CORRECTION_WITHDRAW, KEEPERS, "Withdraw a correction case"),
    rule(Get, path::CASES, STAFF, "Cases of a kind"),
    rule(Post, path::CASES, STAFF, "Begin a case by its first fact"),
    rule(Get, path::CASE, STAFF, "A case with what happened in it"),
    rule(Post, path::CASE, STAFF, "Add a fact to a case"),
    calibration(Get, path::ITEM_LABEL, STAFF, "The label of an item (C-5.3.3)"),
    rule(Get, path::READINGS, Roles(&[TechnicalManager, Administrator]), "Who read which customer's results (C-4.1.2.2)"),
    rule(Get, path::OUTBOX, Roles(&[Administrator, Office]), "Messages sent and waiting"),
    calibration(Get, path::PORTAL_ORDERS, Own, "The customer's orders"),
    calibration(Get, path::PORTAL_ITEMS, Own, "The customer's items"),
    calibration(Get, path::PORTAL_CERTIFICATES, Own, "The customer's certificates"),
    calibration(Get, path::PORTAL_ARCHIVE, Own, "The customer's valid certificates in one archive"),
    calibration(Get, path::PORTAL_PDF, Own, "One of the customer's certificates"),
    calibration(Post, path::PUBLIC_CHECK, Anyone, "Check a certificate by number and check code"),
    rule(Get, path::PUBLIC_BODY, Anyone, "The body's public page"),
    rule(Get, path::OPENAPI, Anyone, "This description"),
];

/// What tells of a record: who only calibrates reaches it for the own ones, certificate and correction as much as the record
/// they were made from (C-4.1.2.2).
const OF_RECORDS: [&str; 12] = [
    path::RECORDS,
    path::RECORD,
    path::RECORD_PDF,
    path::FILE,
    path::DESK,
    path::CERTIFICATES,
    path::CERTIFICATE,
    path::CERTIFICATE_PDF,
    path::CERTIFICATE_XML,
    path::CORRECTIONS,
    path::CASES,
    path::CASE,
];

/// What somebody whose reset password is not confirmed as theirs may still do: sign in and out, look after their own account and
/// devices, record, and bring in what was recorded (C-4.3.2).
const WHILE_HELD: [(Verb, &str); 13] = [
    (Delete, path::SESSION),
    (Post, path::PASSWORD),
    (Delete, path::ACCESS),
    (Delete, path::ACCESS_ONE),
    (Post, path::NOTICES),
    (Post, path::DEVICES),
    (Put, path::DEVICE_RECOVERY),
    (Post, path::DEVICE_RECOVERY),
    (Post, path::DEVICE_RELEASE),
    (Post, path::CONFIRMATION_DECLINE),
    (Post, path::SYNC),
    (Post, path::SYNC_IMPORT),
    (Put, path::FILE),
];

impl Rule {
    /// Whether somebody whose reset password is not confirmed as theirs is refused: whatever the route writes would be theirs by name.
    pub fn is_held_back(&self) -> bool {
        self.verb != Get && self.allow != Anyone && !WHILE_HELD.contains(&(self.verb, self.path))
    }

    /// Whether the route is there while these wings are shown; `noun` is the register in the path, where there is one.
    pub fn is_shown(&self, shown: &[Wing], noun: &str) -> bool {
        shows(shown, self.wing) && shows(shown, register_wing(noun))
    }

    /// Whether the route takes a file as it is; every other takes JSON alone.
    pub fn takes_file(&self) -> bool {
        matches!((self.verb, self.path), (Put, path::FILE) | (Post, path::REGISTER_IMPORT))
    }

    /// Whose objects somebody with these roles reaches; what is not theirs is "not found".
    pub fn reach(&self, roles: &[Role]) -> Reach {
        match self.allow {
            Own => Reach::OwnCustomer,
            _ if self.verb == Get && OF_RECORDS.contains(&self.path) && !sees_every_record(roles) => Reach::OwnRecords,
            _ => Reach::All,
        }
    }
}

/// Who only calibrates sees the own records alone, and their certificates.
pub fn sees_every_record(roles: &[Role]) -> bool {
    [Office, Checker, Signatory, TechnicalManager].iter().any(|role| roles.contains(role))
}

/// The line for a route; `None` is refused.
pub fn find(verb: Verb, path: &str) -> Option<&'static Rule> {
    TABLE.iter().find(|rule| rule.verb == verb && rule.path == path)
}

impl Allow {
    /// Whether somebody with these roles may call it (`None`: nobody is signed in), `noun` being the register in the path.
    pub fn admits(self, roles: Option<&[Role]>, noun: &str) -> bool {
        let Some(held) = roles else { return self == Anyone };
        let one_of = |wanted: &[Role]| wanted.iter().any(|role| held.contains(role));
        match self {
            Anyone | SignedIn => true,
            Roles(wanted) => one_of(wanted),
            Own => one_of(&[Customer]),
            ReadRegister => one_of(register_readers(noun)),
            WriteRegister => one_of(register_writers(noun)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_hidden_wing_is_there_and_what_belongs_to_none_always_is() {
        for shown in [&[][..], &[Wing::Calibration], &[Wing::Comparison], &Wing::ALL] {
            for rule in TABLE {
                assert_eq!(rule.is_shown(shown, ""), rule.wing.is_none_or(|wing| shown.contains(&wing)), "{}", rule.path);
                let calibration = shown.contains(&Wing::Calibration);
                assert_eq!(rule.is_shown(shown, "methods"), calibration && rule.is_shown(shown, "customers"), "{}", rule.path);
            }
        }
    }

    #[test]
    fn a_route_of_the_whole_house_is_for_somebody_whose_role_is_in_no_wing() {
        for rule in TABLE.iter().filter(|rule| rule.wing.is_none()) {
            let admitted = |role: &Role| role.is_offered(&[]) && rule.allow.admits(Some(&[*role]), "customers");
            assert!(Role::ALL.iter().any(admitted), "{}", rule.path);
        }
    }
    use domain::event::EventKind;

    #[test]
    fn a_route_stands_in_the_table_once() {
        for (n, rule) in TABLE.iter().enumerate() {
            assert!(!TABLE[n + 1..].iter().any(|other| other.verb == rule.verb && other.path == rule.path), "{}", rule.path);
        }
    }

    #[test]
    fn a_customers_person_reaches_the_portal_the_public_pages_and_their_own_session_only() {
        // C-4.1.2.2
        for rule in TABLE.iter().filter(|rule| rule.allow.admits(Some(&[Customer]), "customers")) {
            let open = ["/api/portal/", "/api/public/", "/api/session", "/api/setup", "/api/reset", "/api/openapi.json"];
            assert!(open.iter().any(|prefix| rule.path.starts_with(prefix)), "{}", rule.path);
        }
    }

    #[test]
    fn an_administrator_neither_checks_nor_issues_nor_returns() {
        for path in [path::RECORD_CHECK, path::RECORD_ISSUE, path::RECORD_RETURN, path::CORRECTION_CHECK] {
            assert!(find(Post, path).is_some_and(|rule| !rule.allow.admits(Some(&[Administrator]), "")), "{path}");
        }
    }

    // C-4.1.2.2: the paper tells no more than the record it was made from.
    #[test]
    fn who_reaches_own_records_alone_reaches_their_certificates_alone() {
        for rule in TABLE.iter().filter(|rule| rule.path.starts_with("/api/records") || rule.path.starts_with("/api/certificates")) {
            let read = rule.verb == Get && rule.allow.admits(Some(&[Calibrator]), "");
            assert!(!read || rule.reach(&[Calibrator]) == Reach::OwnRecords, "{}", rule.path);
            assert!(!read || rule.reach(&[Calibrator, Checker]) == Reach::All, "{}", rule.path);
        }
    }

    // C-4.3.2: a route that is new holds back; what does not is named here.
    #[test]
    fn whatever_is_written_in_a_name_is_held_back_and_recording_is_not() {
        for (verb, path) in WHILE_HELD {
            assert!(find(verb, path).is_some_and(|rule| !rule.is_held_back()), "{path}");
        }
        let held = TABLE.iter().filter(|rule| rule.is_held_back()).count();
        let open = TABLE.iter().filter(|rule| rule.verb != Get && rule.allow == Anyone).count();
        let writing = TABLE.iter().filter(|rule| rule.verb != Get).count();
        assert_eq!(held, writing - open - WHILE_HELD.len());
        for path in [path::REGISTER, path::REGISTER_IMPORT, path::ORDER_TASKS, path::TASK_ASSIGN, path::DEVICE_NEW_PIN, path::DEVICE_REVOKE]
        {
            assert!(find(Post, path).is_some_and(Rule::is_held_back), "{path}");
        }
        assert!(find(Get, path::REGISTER).is_some_and(|rule| !rule.is_held_back()), "reading writes nothing");
    }

    #[test]
    fn nobody_signed_in_reaches_only_what_is_open_to_anyone() {
        for rule in TABLE {
            assert_eq!(rule.allow.admits(None, "customers"), rule.allow == Anyone, "{}", rule.path);
        }
    }

    #[test]
    fn what_the_office_does_by_a_route_only_the_routes_roles_do_by_an_event() {
        for (kind, route) in [
            (EventKind::Returned, path::RECORD_RETURN),
            (EventKind::Checked, path::RECORD_CHECK),
            (EventKind::Reopened, path::CERTIFICATE_CORRECT),
        ] {
            let allow = find(Verb::Post, route).expect("the route").allow;
            for role in Role::ALL {
                assert_eq!(domain::access::event::may_make(&[role], kind), allow.admits(Some(&[role]), ""), "{kind:?} {role:?}");
            }
        }
    }
}
