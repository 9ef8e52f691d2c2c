//! Registers: written whole with every version kept, referring to what exists, imported and exported as tables.

use axum::http::Method;
use backend::demo::{id, names};
use base::id::kind;
use contract::api::register::{ImportView, Put, Row, Version, Written};
use contract::api::{Page, path};
use domain::access::Role;
use domain::item::Item;
use domain::library::edition::Edition;
use domain::library::person::{Person, TitleLevel};
use domain::library::place::Place;
use domain::library::standard::Standard;
use domain::order::customer::Customer;
use domain::register::Entry;
use serde_json::json;
use support::{Answer, Client, Lab, on_both_engines};

pub fn list<T: Entry>(query: &str) -> String {
    format!("{}?{query}", path::with(path::REGISTER, T::NOUN))
}

pub fn entry<T: Entry>(name: &str) -> String {
    path::with2(path::REGISTER_ENTRY, T::NOUN, id::<T::Kind>(name))
}

/// Changes a demo entry, whatever comes of it.
pub async fn change<T: Entry>(client: &Client, name: &str, how: impl FnOnce(&mut T)) -> Answer {
    let row: Row<T> = client.get(&entry::<T>(name)).await;
    let mut body = row.body;
    how(&mut body);
    client.send(Method::PUT, &entry::<T>(name), &Put { revision: row.revision, reason: "a story".into(), body }).await
}

on_both_engines!(the_demo_body_is_whole, Lab::demo_on);
async fn the_demo_body_is_whole(lab: Lab) {
    let office = lab.person(names::OFFICE).await;
    assert_eq!(office.get::<Page<Row<Item>>>(&list::<Item>("limit=100")).await.rows.len(), 25);
    assert_eq!(office.get::<Page<Row<Customer>>>(&list::<Customer>("")).await.rows.len(), 4);
    assert_eq!(office.get::<Page<Row<Edition>>>(&list::<Edition>("status=in_force")).await.rows.len(), 7);
    for person in backend::demo::sign_ins() {
        lab.person(&person.sign_in).await;
    }
    backend::demo::load(&lab.app).await.expect("a second load leaves everything as it is");
}

on_both_engines!(a_list_is_searched_and_turned_page_by_page, Lab::demo_on);
async fn a_list_is_searched_and_turned_page_by_page(lab: Lab) {
    let office = lab.person(names::OFFICE).await;
    let found: Page<Row<Item>> = office.get(&list::<Item>("search=mitutoyo")).await;
    assert_eq!(found.rows.len(), 2);
    assert!(office.get::<Page<Row<Item>>>(&list::<Item>("search=%25")).await.rows.is_empty());
    let mut seen = Vec::new();
    let mut after = String::new();
    loop {
        let page: Page<Row<Item>> = office.get(&list::<Item>(&format!("limit=7&after={after}"))).await;
        seen.extend(page.rows.into_iter().map(|row| row.code));
        let Some(next) = page.next else { break };
        after = next;
    }
    let distinct: std::collections::BTreeSet<_> = seen.iter().collect();
    assert_eq!((seen.len(), distinct.len()), (25, 25));
    let own = format!("customer={}", id::<kind::Customer>("hengda"));
    assert_eq!(office.get::<Page<Row<Item>>>(&list::<Item>(&own)).await.rows.len(), 9);
}

on_both_engines!(every_version_of_an_entry_is_kept, Lab::demo_on);
async fn every_version_of_an_entry_is_kept(lab: Lab) {
    let office = lab.person(names::OFFICE).await;
    let written: Written<Customer> =
        change::<Customer>(&office, "hengda", |customer| customer.address.en = "90 Yingbin Road".into()).await.success();
    assert_eq!(written.revision, 2);
    let history = path::with2(path::REGISTER_HISTORY, Customer::NOUN, id::<kind::Customer>("hengda"));
    let versions: Vec<Version<Customer>> = office.get(&history).await;
    assert_eq!(versions.len(), 2);
    assert_eq!((versions[0].reason.as_str(), versions[0].by_name.as_str()), ("a story", "林静 Lin Jing"));
    assert!(versions[1].body.address.en.starts_with("88"));
}

on_both_engines!(a_change_based_on_an_old_version_is_refused, Lab::demo_on);
async fn a_change_based_on_an_old_version_is_refused(lab: Lab) {
    let office = lab.person(names::OFFICE).await;
    let row: Row<Customer> = office.get(&entry::<Customer>("hengda")).await;
    change::<Customer>(&office, "hengda", |customer| customer.notes = "first".into()).await.success::<Written<Customer>>();
    let late = Put { revision: row.revision, reason: String::new(), body: row.body };
    let problem = office.send(Method::PUT, &entry::<Customer>("hengda"), &late).await.problem();
    assert_eq!((problem.status, problem.code.as_str()), (409, "revision_stale"));
}

on_both_engines!(a_code_is_taken_once, Lab::demo_on);
async fn a_code_is_taken_once(lab: Lab) {
    // C-5.3.3: one identification for each item.
    let office = lab.person(names::OFFICE).await;
    let problem = change::<Item>(&office, "hd_calliper_1", |item| item.identification = "HD-0002".into()).await.problem();
    assert_eq!((problem.code.as_str(), problem.path.as_str()), ("code_taken", "identification"));
    let twin: Row<Item> = office.get(&entry::<Item>("hd_calliper_1")).await;
    let put = Put { revision: 0, reason: String::new(), body: twin.body };
    let problem = office.send(Method::POST, &path::with(path::REGISTER, Item::NOUN), &put).await.problem();
    assert_eq!(problem.code, "code_taken");
}

on_both_engines!(what_is_referred_to_must_exist, Lab::demo_on);
async fn what_is_referred_to_must_exist(lab: Lab) {
    let office = lab.person(names::OFFICE).await;
    let problem = change::<Place>(&office, "hengda_hall2", |place| place.customer = Some(lab.app.new_id())).await.problem();
    assert_eq!((problem.code.as_str(), problem.findings[0].code.as_ref()), ("entry_invalid", "reference_unknown"));
    assert_eq!(problem.findings[0].path, "customer");
    let problem = change::<Place>(&office, "hengda_hall2", |place| place.time_zone = "Nowhere/At_all".into()).await.problem();
    assert_eq!(problem.findings[0].code, "time_zone_unknown");
}

on_both_engines!(a_signatory_has_the_title_or_the_ability, Lab::demo_on);
async fn a_signatory_has_the_title_or_the_ability(lab: Lab) {
    // C-4.3.2
    let administrator = lab.person(names::ADMINISTRATOR).await;
    let lowered = change::<Person>(&administrator, "qian", |person| person.title_level = TitleLevel::Junior).await.problem();
    assert_eq!(lowered.findings[0].code, "title_too_low");
    // An ability that counts as a title is assessed by two.
    let able = change::<Person>(&administrator, "qian", |person| person.title_level = TitleLevel::Equivalent).await;
    assert_eq!(able.refused("authority_by_request").path, "title_level");
}

on_both_engines!(nobody_gives_authority_to_themselves, Lab::demo_on);
async fn nobody_gives_authority_to_themselves(lab: Lab) {
    // C-4.3.2: nobody but an authorised signatory issues, an administrator does not make themselves one.
    let administrator = lab.person(names::ADMINISTRATOR).await;
    let grasp = |person: &mut Person| {
        person.roles.push(Role::Signatory);
        person.title_level = TitleLevel::Senior;
    };
    let problem = change::<Person>(&administrator, "admin", grasp).await.problem();
    assert_eq!((problem.code.as_str(), problem.clause.as_deref()), ("own_authority", Some("C-4.3.2")));
    assert!(change::<Person>(&administrator, "admin", |person| person.email = "zhao@hengzhun.example".into()).await.status.is_success());
    let given = change::<Person>(&administrator, "sun", grasp).await.problem();
    assert_eq!((given.code.as_str(), given.path.as_str()), ("authority_by_request", "roles"), "nor to others alone");
}

on_both_engines!(each_noun_is_written_by_its_keepers_alone, Lab::demo_on);
async fn each_noun_is_written_by_its_keepers_alone(lab: Lab) {
    let (office, technical) = (lab.person(names::OFFICE).await, lab.person(names::TECHNICAL_MANAGER).await);
    assert_eq!(change::<Person>(&office, "wang", |_| ()).await.problem().status, 403);
    assert_eq!(change::<Standard>(&office, "blocks", |_| ()).await.problem().status, 403);
    assert_eq!(change::<Customer>(&technical, "hengda", |_| ()).await.problem().status, 403);
    assert!(change::<Standard>(&technical, "blocks", |_| ()).await.status.is_success());
    // C-4.1.2.2
    let customer = lab.person(names::CUSTOMER).await;
    assert_eq!(customer.bytes(Method::GET, &entry::<Item>("hd_calliper_1"), None).await.problem().status, 403);
}

/// Sends a file to the import of a noun, as it is asked for.
pub async fn send_file(client: &Client, noun: &str, query: &str, file: impl Into<Vec<u8>>) -> Answer {
    let route = format!("{}?{query}", path::with(path::REGISTER_IMPORT, noun));
    client.bytes(Method::POST, &route, Some(("application/octet-stream", file.into()))).await
}

/// What a file would do.
pub async fn preview(client: &Client, noun: &str, file: impl Into<Vec<u8>>) -> ImportView {
    send_file(client, noun, "dry_run=true", file).await.success()
}

/// Looks at what a file would do, and does it.
pub async fn import(client: &Client, noun: &str, file: impl Into<Vec<u8>>) -> Answer {
    let file = file.into();
    let state = preview(client, noun, file.clone()).await.state;
    send_file(client, noun, &format!("seen={state}&reason=a%20story"), file).await
}

on_both_engines!(an_import_is_tried_first_and_then_written, Lab::demo_on);
async fn an_import_is_tried_first_and_then_written(lab: Lab) {
    let office = lab.person(names::OFFICE).await;
    let file = "identification,customer,name_zh,model,service\nHD-0001,HENGDA,游标卡尺,0-200,L-01\nHD-0100,HENGDA,卡尺,CD-20,L-01\n";
    let tried = preview(&office, Item::NOUN, file).await;
    assert_eq!((tried.created, tried.changed, tried.findings.len()), (1, 1, 0));
    assert_eq!(office.get::<Row<Item>>(&entry::<Item>("hd_calliper_1")).await.revision, 1);
    let done: ImportView = import(&office, Item::NOUN, file).await.success();
    assert_eq!((done.created, done.changed), (1, 1));
    let changed: Row<Item> = office.get(&entry::<Item>("hd_calliper_1")).await;
    assert_eq!((changed.revision, changed.body.model.as_str(), changed.body.serial_number.as_str()), (2, "0-200", "7741"));
    let again: ImportView = import(&office, Item::NOUN, file).await.success();
    assert_eq!((again.created, again.changed, again.unchanged), (0, 0, 2));
}

on_both_engines!(an_import_with_one_wrong_cell_writes_nothing, Lab::demo_on);
async fn an_import_with_one_wrong_cell_writes_nothing(lab: Lab) {
    let office = lab.person(names::OFFICE).await;
    let file = "code,name_en,contact_email\nNEW,New Customer,a@b.example\nBAD,Bad Customer,no address\n";
    let refused = import(&office, Customer::NOUN, file).await.problem();
    assert_eq!((refused.status, refused.code.as_str()), (422, "import_refused"));
    let found: Vec<_> = refused.findings.iter().map(|finding| (finding.code.as_ref(), finding.path.as_str())).collect();
    assert!(found.contains(&("email_malformed", "3/contact_email")), "{found:?}");
    assert!(office.get::<Page<Row<Customer>>>(&list::<Customer>("search=new")).await.rows.is_empty());
}

on_both_engines!(a_file_that_is_no_table_is_refused, Lab::demo_on);
async fn a_file_that_is_no_table_is_refused(lab: Lab) {
    let office = lab.person(names::OFFICE).await;
    assert_eq!(send_file(&office, Item::NOUN, "dry_run=true", "PK\u{3}\u{4} no zip").await.problem().code, "import_not_a_table");
    assert_eq!(send_file(&office, Item::NOUN, "dry_run=maybe", "").await.problem().status, 400);
    assert_eq!(send_file(&office, "orders", "dry_run=true", "number\n1\n").await.problem().status, 404);
}

on_both_engines!(what_is_exported_says_nothing_new_when_imported, Lab::demo_on);
async fn what_is_exported_says_nothing_new_when_imported(lab: Lab) {
    let technical = lab.person(names::TECHNICAL_MANAGER).await;
    for format in ["csv", "xlsx"] {
        let file = technical.download(&format!("{}?format={format}", path::with(path::REGISTER_EXPORT, Standard::NOUN))).await;
        let again: ImportView = import(&technical, Standard::NOUN, file.to_vec()).await.success();
        assert_eq!((again.created, again.changed, again.unchanged, again.findings), (0, 0, 10, vec![]), "{format}");
    }
}

on_both_engines!(what_is_no_entry_is_refused_with_its_path, Lab::demo_on);
async fn what_is_no_entry_is_refused_with_its_path(lab: Lab) {
    let technical = lab.person(names::TECHNICAL_MANAGER).await;
    let row: Row<Standard> = technical.get(&entry::<Standard>("calibrator")).await;
    let mut put = json!({ "revision": 1, "body": row.body });
    put["body"]["characteristics"][0]["unit"] = json!("furlong");
    let problem = technical.send(Method::PUT, &entry::<Standard>("calibrator"), &put).await.problem();
    assert_eq!((problem.status, problem.path.as_str()), (422, "body/characteristics/0/unit"));
    assert_eq!(technical.bytes(Method::GET, "/api/registers/secrets", None).await.problem().status, 403);
}

// C-4.3.4: whoever is employed by another calibration body today is not active here, until whatever day.
on_both_engines!(nobody_is_active_here_while_another_body_employs_them, Lab::demo_on);
async fn nobody_is_active_here_while_another_body_employs_them(lab: Lab) {
    let administrator = lab.person(names::ADMINISTRATOR).await;
    let employed = async |from: &str, until: &str, active: bool| {
        let employment = json!({"employer": "Other", "calibration_body": true, "validity": {"from": from, "until": until}});
        let employment = serde_json::from_value(employment).expect("an employment");
        let answer = change::<Person>(&administrator, "liu", |person| {
            person.employment.push(employment);
            person.active = active;
        });
        let answer = answer.await;
        (!answer.status.is_success()).then(|| answer.problem().findings[0].clone())
    };
    let before = administrator.get::<Row<Person>>(&entry::<Person>("liu")).await.body.employment.len();
    for (from, until) in [("2020-01-01", "2099-01-01"), ("2020-01-01", "2026-11-20"), ("2026-11-20", "2026-11-20")] {
        let finding = employed(from, until, true).await.expect("refused");
        assert_eq!((finding.code.as_ref(), &finding.path), ("employed_by_other_body", &format!("employment/{before}")), "{from} {until}");
    }
    assert_eq!(employed("2020-01-01", "2026-11-19", true).await, None, "over");
    assert_eq!(employed("2026-11-21", "2099-01-01", true).await, None, "not yet");
    assert_eq!(employed("2020-01-01", "2099-01-01", false).await, None, "not active");
}
