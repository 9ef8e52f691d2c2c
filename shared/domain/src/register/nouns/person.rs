//! People: titles, employment, roles, authorisations (C-4.3.1 to C-4.3.4).

use crate::access::groups::SETTERS;
use crate::access::{Role, declared};
use crate::library::person::{Employment, Person, TitleLevel};
use crate::library::service::CalibrationService;
use crate::order::customer::Customer;
use crate::register::entry::{Entry, Group, Kept, Reference};
use crate::register::field::{Field, Kind};
use crate::register::shown::{Column, Shown};
use base::finding::Finding;
use base::id::{CustomerId, kind};
use base::text::Bilingual;

const TITLE_LEVELS: &[&str] = &["none", "junior", "intermediate", "senior", "equivalent"];

const EMPLOYED: &[Field] = &[Field::text("employer").asked(), Field::flag("calibration_body"), Field::days("validity")];

/// No work for these customers (C-4.1.2.1).
const CONFLICT: &[Field] = &[Field::one("customer", Customer::NOUN).asked(), Field::text("reason").words("field.conflict_reason")];

/// An authorisation given before it was entered here (C-4.3.1).
const PAPER: &[Field] = &[
    Field::text("by").words("field.paper_by").asked(),
    Field::text("reference").words("field.paper_reference").asked(),
    Field::day("on").words("field.paper_on").asked().today(),
];

const AUTHORISATION: &[Field] = &[
    Field::one("service", CalibrationService::NOUN).asked(),
    Field::choice("activity", "activity", &["calibrate", "check", "sign"]),
    Field::days("validity"),
    Field::text("scope"),
    Field::new("given_at", Kind::Moment).optional().undrawn(),
    Field::part("paper", PAPER),
];

const NAME: Field = Field::name("name").words("field.person_name").required();
const SIGN_IN: Field = Field::text("sign_in").required();
const EMAIL: Field = Field::email("email");
const TITLE: Field = Field::text("title");
const LEVEL: Field = Field::choice("title_level", "title_level", TITLE_LEVELS);
const ACTIVE: Field = Field::flag("active").yes();
const ROLES: Field = Field::new("roles", Kind::Roles).wide();
const CUSTOMER: Field = Field::one("customer", Customer::NOUN).words("field.person_customer").optional();
const AUTHORISATIONS: Field = Field::list("authorisations", AUTHORISATION);
const EMPLOYMENT: Field = Field::list("employment", EMPLOYED);
const CONFLICTS: Field = Field::list("conflicts", CONFLICT);

/// Fields that give authority or identify the account: changes are requested by one person and confirmed by another (C-4.3.2).
pub const AUTHORITY: &[Field] = &[SIGN_IN, EMAIL, LEVEL, ACTIVE, ROLES, CUSTOMER, AUTHORISATIONS, NAME, TITLE, EMPLOYMENT, CONFLICTS];

/// A person's own declarations; who reads them is said in `access::declared` (C-4.1.2.1).
pub const DECLARED: &[&str] = &[EMPLOYMENT.key, CONFLICTS.key];

impl Entry for Person {
    const NOUN: &'static str = "people";
    const FIELDS: &'static [Field] = &[
        NAME,
        SIGN_IN.own(),
        EMAIL.own(),
        TITLE,
        LEVEL.kept().own(),
        ACTIVE.kept().own(),
        ROLES.kept().own(),
        CUSTOMER.kept().own(),
        AUTHORISATIONS.kept().own(),
        EMPLOYMENT,
        CONFLICTS.own(),
    ];
    const WRITERS: &'static [Role] = SETTERS;
    const GROUP: Group = Group::Laboratory;
    const CODE_FIELD: &'static str = "sign_in";
    const STATED: bool = true;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("field.title", |person| Shown::text(&person.title)),
        Column::new("field.roles", |person| Shown::choices("role", &person.roles)),
        Column::new("field.email", |person| Shown::text(&person.email)),
    ];
    const STATES: &'static [&'static str] = &["active", "inactive"];

    fn code(&self) -> String {
        self.sign_in.clone()
    }

    fn name(&self) -> Option<&Bilingual> {
        Some(&self.name)
    }

    fn search_text(&self) -> String {
        format!("{} {}", self.email, self.title)
    }

    fn customer(&self) -> Option<CustomerId> {
        self.customer
    }

    fn status(&self) -> String {
        if self.active { "active" } else { "inactive" }.to_owned()
    }

    fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_' | '@');
        if !self.sign_in.chars().all(plain) {
            findings.push(Finding::error("sign_in_malformed", "sign_in"));
        }
        // C-4.3.4: nobody is active here while working for another calibration body.
        let elsewhere =
            |(_, employment): &(usize, &Employment)| self.active && employment.calibration_body && employment.validity.until.is_none();
        let elsewhere = self.employment.iter().enumerate().filter(elsewhere);
        findings.extend(elsewhere.map(|(n, _)| Finding::error("employed_by_other_body", format!("employment/{n}"))));
        // C-4.3.2, C-4.3.3: an intermediate or higher title, or equivalent ability.
        let leads = self.roles.iter().any(|role| matches!(role, Role::Signatory | Role::TechnicalManager));
        if leads && self.title_level < TitleLevel::Intermediate {
            findings.push(Finding::error("title_too_low", "title_level"));
        }
        // C-4.1.2.2: a customer's person has that role alone, and a customer whose things to see.
        let of_customer = self.roles.contains(&Role::Customer);
        if of_customer && self.roles.len() > 1 {
            findings.push(Finding::error("customer_role_alone", "roles"));
        }
        if of_customer != self.customer.is_some() {
            findings.push(Finding::error("customer_role_needs_customer", "customer"));
        }
        findings
    }

    fn links(&self) -> Vec<Reference> {
        // A list of who names a customer would tell who has a conflict of interest with it.
        declared::seen(self.clone(), false, &[]).references()
    }

    fn seen(self, own: bool, roles: &[Role]) -> Self {
        declared::seen(self, own, roles)
    }
}

impl Kept for kind::Person {
    type Entry = Person;
}
