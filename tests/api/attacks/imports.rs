//! What comes in by a file or a form: nothing is erased, moved or put back into use without being looked at; a sheet's cells are
//! what the sheet shows; no text reads otherwise than it is kept.

use std::path::Path;

use axum::http::Method;
use backend::demo::{id, names};
use backend::store::{Tx, list as lists};
use base::id::{CustomerId, ItemId, kind};
use contract::api::register::{ImportCell, ImportView, ItemUse, Put, Row, Version};
use contract::api::{Page, Problem, path};
use contract::sync::EventOutcome;
use domain::event::Stream;
use domain::event::body::Body;
use domain::item::Item;
use domain::library::standard::{Standard, StandardStatus};
use domain::order::customer::Customer;
use domain::order::{Order, OrderLine, OrderStatus};
use domain::register::Entry;
use serde_json::{Value, json};
use support::attack::run;
use support::{Client, Lab, on_both_engines};

use crate::record::{READING, Site};
use crate::registers::{change, entry, import, list, preview, send_file};

/// A file of the public cases.
fn case(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("reference/field-cases").join(name)).expect("a file")
}

/// What is wrong with a file, by code and place.
fn found(view: &ImportView) -> Vec<(&str, &str)> {
    view.findings.iter().map(|finding| (finding.code.as_ref(), finding.path.as_str())).collect()
}

fn named(problem: &Problem) -> Vec<(&str, &str)> {
    problem.findings.iter().map(|finding| (finding.code.as_ref(), finding.path.as_str())).collect()
}

/// The one entry that a search finds.
async fn one<T: Entry>(client: &Client, search: &str) -> Row<T> {
    let mut rows = client.get::<Page<Row<T>>>(&list::<T>(&format!("search={search}"))).await.rows;
    assert_eq!(rows.len(), 1, "{search}");
    rows.remove(0)
}

/// The office, with the customer that the public cases name.
async fn office(lab: &Lab) -> Client {
    let office = lab.person(names::OFFICE).await;
    import(&office, Customer::NOUN, case("00_customer_first.csv")).await.success::<ImportView>();
    office
}

/// What the audit trail tells of an object last.
async fn audited(lab: &Lab, object: &str) -> String {
    let object = object.to_owned();
    let read = lab.app.db.read::<_, sqlx::Error, _>(|tx: &mut Tx| {
        Box::pin(async move {
            let text = "SELECT detail FROM audit WHERE object_id = $1 ORDER BY seq DESC LIMIT 1";
            backend::fetch_optional!(tx, (String,), text, object)
        })
    });
    read.await.expect("the audit trail").expect("an entry").0
}

fn cell(column: &str, before: &str, after: &str) -> ImportCell {
    ImportCell { column: column.to_owned(), before: before.to_owned(), after: after.to_owned() }
}

// Public case B14.
on_both_engines!(a_blank_cell_erases_nothing_unless_it_is_asked_to, Lab::demo_on);
async fn a_blank_cell_erases_nothing_unless_it_is_asked_to(lab: Lab) {
    let office = office(&lab).await;
    import(&office, Item::NOUN, case("B14a_first.csv")).await.success::<ImportView>();
    let second = case("B14b_then_empty_cells.csv");
    let told = preview(&office, Item::NOUN, second.clone()).await;
    assert_eq!((told.changed, told.rows[0].row, told.rows[0].revision), (1, 2, 1));
    assert_eq!(told.rows[0].cells, [cell("name_en", "Calliper", "Calliper 0-150")]);
    import(&office, Item::NOUN, second.clone()).await.success::<ImportView>();
    let kept = one::<Item>(&office, "min-u").await.body;
    assert_eq!(
        (kept.serial_number.as_str(), kept.notes.as_str(), kept.name.en.as_str()),
        ("C-501", "borrowed from hall 3", "Calliper 0-150")
    );
    let told: ImportView = send_file(&office, Item::NOUN, "dry_run=true&clear=notes,serial_number", second).await.success();
    assert_eq!(told.rows[0].cells, [cell("serial_number", "C-501", ""), cell("notes", "borrowed from hall 3", "")]);
    let by_head = "identification,notes!\nMIN-U,\n";
    assert_eq!(preview(&office, Item::NOUN, by_head).await.rows[0].cells, [cell("notes", "borrowed from hall 3", "")]);
    import(&office, Item::NOUN, by_head).await.success::<ImportView>();
    assert_eq!(one::<Item>(&office, "min-u").await.body.notes, "");
    let told = preview(&office, Item::NOUN, "identification,customer!\nMIN-U,\n").await;
    assert_eq!(found(&told), [("import_column_not_clearable", "1/customer")]);
}

// C-4.5.2, C-5.3.3
on_both_engines!(a_row_does_not_do_what_an_act_of_its_own_governs, Lab::demo_on);
async fn a_row_does_not_do_what_an_act_of_its_own_governs(lab: Lab) {
    let (office, technical) = (office(&lab).await, lab.person(names::TECHNICAL_MANAGER).await);
    for status in ["in_use", "at_calibration", "retired"] {
        let told = preview(&technical, Standard::NOUN, format!("number,status,location\nHZ-P-002,{status},Room 2\n")).await;
        assert_eq!((told.changed, found(&told)), (0, vec![("import_governed", "2/status")]), "{status}");
    }
    let same = preview(&technical, Standard::NOUN, "number,status,location\nHZ-P-002,failed,Room 2\n").await;
    assert_eq!((same.changed, found(&same)), (1, vec![]));
    let moved = "identification,customer\nHD-0001,JINGGONG\n";
    assert_eq!(found(&preview(&office, Item::NOUN, moved).await), [("import_governed", "2/customer")]);
    let refused = import(&office, Item::NOUN, moved).await.problem();
    assert_eq!((refused.code.as_str(), named(&refused)), ("import_refused", vec![("import_governed", "2/customer")]));
    assert_eq!(office.get::<Row<Item>>(&entry::<Item>("hd_calliper_1")).await.body.customer, id::<kind::Customer>("hengda"));
    assert_eq!(technical.get::<Row<Standard>>(&entry::<Standard>("gauge_2")).await.body.status, StandardStatus::Failed);
    // What no order and no record names may be somebody else's: it is shown as what it is.
    import(&office, Item::NOUN, case("B14a_first.csv")).await.success::<ImportView>();
    let told = preview(&office, Item::NOUN, "identification,customer\nMIN-U,JINGGONG\n").await;
    assert_eq!(told.rows[0].cells, [cell("customer", "MIN-C", "JINGGONG")]);
}

// C-5.3.3: nor does a form; the screen knows it before.
on_both_engines!(an_item_that_work_names_is_moved_to_no_other_customer_by_its_form, Lab::demo_on);
async fn an_item_that_work_names_is_moved_to_no_other_customer_by_its_form(lab: Lab) {
    let (office, jinggong) = (office(&lab).await, id::<kind::Customer>("jinggong"));
    let named = async |item: &str| office.get::<ItemUse>(&path::with(path::ITEM_USE, item)).await.named;
    let bound = id::<kind::Item>("hd_calliper_1").to_string();
    assert!(named(&bound).await);
    let refused = change::<Item>(&office, "hd_calliper_1", |item| item.customer = jinggong).await.problem();
    assert_eq!(
        (refused.status, refused.code.as_str(), refused.path.as_str(), refused.clause.as_deref()),
        (422, "item_customer_settled", "customer", Some("C-5.3.3"))
    );
    assert_eq!(office.get::<Row<Item>>(&entry::<Item>("hd_calliper_1")).await.body.customer, id::<kind::Customer>("hengda"));
    // All else of it is free.
    let noted = change::<Item>(&office, "hd_calliper_1", |item| item.notes = "in the blue case".into()).await;
    assert!(noted.status.is_success(), "{}", noted.text());
    // What nothing names is put right; from the first order that names it, it stays.
    import(&office, Item::NOUN, case("B14a_first.csv")).await.success::<ImportView>();
    let row = one::<Item>(&office, "min-u").await;
    let item = row.id.to_string();
    let at = path::with2(path::REGISTER_ENTRY, Item::NOUN, &item);
    let put = async |revision: u64, customer: CustomerId| {
        let body = Item { customer, ..row.body.clone() };
        office.send(Method::PUT, &at, &Put { revision, reason: "a slip".into(), body }).await
    };
    assert!(!named(&item).await);
    let moved = put(row.revision, jinggong).await;
    assert!(moved.status.is_success(), "{}", moved.text());
    let ordered = office.get::<Page<Row<Order>>>(&list::<Order>("")).await.rows.remove(0).body;
    let line = OrderLine { item: row.id, ..ordered.lines[0].clone() };
    let draft = Order {
        number: "O-moved".into(),
        customer: jinggong,
        place: None,
        lines: vec![line],
        status: OrderStatus::Draft,
        review: None,
        unplanned: Vec::new(),
        ..ordered
    };
    let made =
        office.send(Method::POST, &path::with(path::REGISTER, Order::NOUN), &Put { revision: 0, reason: String::new(), body: draft }).await;
    assert!(made.status.is_success(), "{}", made.text());
    assert!(named(&item).await);
    assert_eq!(put(row.revision + 1, row.body.customer).await.problem().code, "item_customer_settled");
}

on_both_engines!(what_is_written_is_what_was_looked_at_and_says_why, Lab::demo_on);
async fn what_is_written_is_what_was_looked_at_and_says_why(lab: Lab) {
    let office = lab.person(names::OFFICE).await;
    let file = "code,name_en,notes\nHENGDA,Hengda Valves,closed on Mondays\nNEW,New Customer,\n";
    assert_eq!(send_file(&office, Customer::NOUN, "reason=x", file).await.problem().code, "import_not_previewed");
    let told = preview(&office, Customer::NOUN, file).await;
    let asked = |state: &str, reason: &str| format!("seen={state}&reason={reason}");
    for nothing in ["%20", ".", "x"] {
        let refused = send_file(&office, Customer::NOUN, &asked(&told.state, nothing), file).await.problem();
        assert_eq!((refused.status, refused.code.as_str(), refused.path.as_str()), (422, "import_reason_missing", "reason"));
    }
    let refused = send_file(&office, Customer::NOUN, &asked(&told.state, "%E2%80%AE"), file).await.problem();
    assert_eq!(refused.findings[0].code, "text_reorders");
    // Another file, another way to read it, a state that nobody was told of.
    let other = file.replace("Mondays", "Tuesdays");
    assert_eq!(send_file(&office, Customer::NOUN, &asked(&told.state, "x"), other).await.problem().code, "import_stale");
    let cleared = format!("{}&clear=notes", asked(&told.state, "x"));
    assert_eq!(send_file(&office, Customer::NOUN, &cleared, file).await.problem().code, "import_stale");
    assert_eq!(send_file(&office, Customer::NOUN, &asked("1-0", "x"), file).await.problem().code, "import_stale");
    // Somebody changes an entry meanwhile.
    lab.advance(60_000);
    let told = preview(&office, Customer::NOUN, file).await;
    lab.advance(1_000);
    change::<Customer>(&office, "hengda", |customer| customer.notes = "closed on Fridays".into()).await.success::<Value>();
    let stale = send_file(&office, Customer::NOUN, &asked(&told.state, "x"), file).await.problem();
    assert_eq!((stale.status, stale.code.as_str()), (409, "import_stale"));
    assert_eq!(named(&stale), [("import_changed_meanwhile", "2/code")]);
    let row: Row<Customer> = office.get(&entry::<Customer>("hengda")).await;
    assert_eq!((row.revision, row.body.notes.as_str()), (2, "closed on Fridays"));
    assert!(office.get::<Page<Row<Customer>>>(&list::<Customer>("search=new%20customer")).await.rows.is_empty());
    // Looked at again, and done; the reason stands in the history and the file in the audit trail.
    let told = preview(&office, Customer::NOUN, file).await;
    let hengda = told.rows.iter().find(|row| row.code == "HENGDA").expect("a row");
    assert!(hengda.cells.contains(&cell("notes", "closed on Fridays", "closed on Mondays")), "{hengda:?}");
    send_file(&office, Customer::NOUN, &asked(&told.state, "asked%20by%20telephone"), file).await.success::<ImportView>();
    let history: Vec<Version<Customer>> =
        office.get(&path::with2(path::REGISTER_HISTORY, Customer::NOUN, id::<kind::Customer>("hengda"))).await;
    assert_eq!(history[0].reason, "asked by telephone");
    let detail = audited(&lab, &id::<kind::Customer>("hengda").to_string()).await;
    assert!(detail.contains("\"row\":2") && detail.contains("asked by telephone"), "{detail}");
    // The same request again writes nothing more.
    assert_eq!(send_file(&office, Customer::NOUN, &asked(&told.state, "x"), file).await.problem().code, "import_stale");
}

// A file asks what a form is asked: rules on how an entry may change stand in one place.
on_both_engines!(an_entry_made_meanwhile_is_not_made_twice, Lab::demo_on);
async fn an_entry_made_meanwhile_is_not_made_twice(lab: Lab) {
    let office = lab.person(names::OFFICE).await;
    let file = "code,name_en\nTWICE,Twice\n";
    let told = preview(&office, Customer::NOUN, file).await;
    lab.advance(1_000);
    import(&office, Customer::NOUN, "code,name_en\nTWICE,Somebody else\n").await.success::<ImportView>();
    let stale = send_file(&office, Customer::NOUN, &format!("seen={}&reason=x", told.state), file).await.problem();
    assert_eq!((stale.code.as_str(), named(&stale)), ("import_stale", vec![("import_changed_meanwhile", "2/code")]));
    assert_eq!(one::<Customer>(&office, "twice").await.body.name.en, "Somebody else");
}

// Public cases B01, B03, B12; ISO/IEC 17025, 7.8.2.1 g.
on_both_engines!(a_workbook_says_what_it_shows, Lab::demo_on);
async fn a_workbook_says_what_it_shows(lab: Lab) {
    let office = office(&lab).await;
    import(&office, Item::NOUN, case("B01_leading_zeros.xlsx")).await.success::<ImportView>();
    assert_eq!(one::<Item>(&office, "min-01").await.body.serial_number, "0045071");
    import(&office, Item::NOUN, case("B03a_first.xlsx")).await.success::<ImportView>();
    let broken = case("B03b_then_error_cell.xlsx");
    let told = preview(&office, Item::NOUN, broken.clone()).await;
    assert_eq!(found(&told), [("import_cell_error", "2/serial_number")]);
    assert_eq!(told.findings[0].params["cell"], "#REF!");
    assert_eq!(import(&office, Item::NOUN, broken).await.problem().code, "import_refused");
    let kept = one::<Item>(&office, "min-03").await;
    assert_eq!((kept.revision, kept.body.serial_number.as_str()), (1, "TW-118"));
    let told = preview(&office, Customer::NOUN, case("B12_cover_sheet.xlsx")).await;
    assert_eq!((told.sheet.as_str(), told.created, told.rows[0].code.as_str()), ("customers", 1, "MIN-V"));
    // For another noun no sheet's head is known: both are named, and one can be chosen.
    let refused = send_file(&office, Item::NOUN, "dry_run=true", case("B12_cover_sheet.xlsx")).await.problem();
    assert_eq!((refused.code.as_str(), refused.path.as_str()), ("import_sheet_unclear", "sheet"));
    assert_eq!(refused.params["sheets"], "Sheet\ncustomers");
    let chosen: ImportView =
        send_file(&office, Customer::NOUN, "dry_run=true&sheet=customers", case("B12_cover_sheet.xlsx")).await.success();
    assert_eq!(chosen.created, 1);
}

// Public cases B08, B09, B10.
on_both_engines!(a_text_is_read_as_it_was_written_or_not_at_all, Lab::demo_on);
async fn a_text_is_read_as_it_was_written_or_not_at_all(lab: Lab) {
    let office = lab.person(names::OFFICE).await;
    let told = preview(&office, Customer::NOUN, case("B08_utf16le.csv")).await;
    assert_eq!((told.created, told.encoding.as_str()), (1, "utf-16le"));
    assert!(told.rows[0].cells.contains(&cell("name_zh", "", "天平计量")), "{:?}", told.rows);
    let refused = send_file(&office, Customer::NOUN, "dry_run=true", case("B08_gbk.csv")).await.problem();
    assert_eq!((refused.code.as_str(), refused.path.as_str()), ("import_encoding_unclear", "encoding"));
    let told: ImportView = send_file(&office, Customer::NOUN, "dry_run=true&encoding=gb18030", case("B08_gbk.csv")).await.success();
    assert!(told.rows[0].cells.contains(&cell("name_zh", "", "天平计量")), "{:?}", told.rows);
    // The state is that of the file as it was read.
    let as_is = format!("seen={}&reason=x&encoding=big5", told.state);
    assert!(
        ["import_stale", "import_encoding_wrong"]
            .contains(&send_file(&office, Customer::NOUN, &as_is, case("B08_gbk.csv")).await.problem().code.as_str())
    );
    let told = preview(&office, Customer::NOUN, case("B09_sep_line.csv")).await;
    assert_eq!((told.created, told.findings.len()), (1, 0));
    assert!(told.rows[0].cells.contains(&cell("name_en", "", "Alpha")));
    let told = preview(&office, Customer::NOUN, case("B10_unquoted_comma.csv")).await;
    assert_eq!(found(&told), [("import_row_cells", "2/")]);
    assert_eq!((told.findings[0].params["cells"].as_str(), told.findings[0].params["columns"].as_str()), ("5", "4"));
    assert_eq!(import(&office, Customer::NOUN, case("B10_unquoted_comma.csv")).await.problem().code, "import_refused");
}

// Public case B07.
on_both_engines!(a_day_in_a_year_of_no_calibration_comes_in_nowhere, Lab::demo_on);
async fn a_day_in_a_year_of_no_calibration_comes_in_nowhere(lab: Lab) {
    let (office, technical) = (lab.person(names::OFFICE).await, lab.person(names::TECHNICAL_MANAGER).await);
    let told = preview(&technical, Standard::NOUN, case("B07_year_0026.csv")).await;
    assert_eq!(found(&told), [("date_out_of_range", "2/valid_from"), ("required", "2/kind"), ("required", "2/ranges")]);
    for day in ["0026-03-01", "1899-12-31", "2101-01-01"] {
        let odd = day.parse().expect("a day");
        let refused = change::<Standard>(&technical, "blocks", |standard| standard.traceability.validity.from = odd).await.problem();
        assert!(named(&refused).contains(&("date_out_of_range", "traceability/validity/from")), "{day}: {refused:?}");
        let refused = change::<Order>(&office, "hengda_site", |order| order.received_on = odd).await.problem();
        assert!(named(&refused).contains(&("date_out_of_range", "received_on")), "{day}: {refused:?}");
    }
}

// Public cases B17, X10; UAX 9, UTR 36; XML 1.0, 2.2.
on_both_engines!(no_text_reads_otherwise_than_it_is_kept, Lab::demo_on);
async fn no_text_reads_otherwise_than_it_is_kept(lab: Lab) {
    let office = office(&lab).await;
    let told = preview(&office, Item::NOUN, case("B17_reordering_serial.csv")).await;
    assert_eq!(found(&told), [("text_reorders", "2/serial_number")]);
    assert_eq!((told.findings[0].params["character"].as_str(), told.findings[0].params["place"].as_str()), ("U+202E", "3"));
    for (odd, code) in [
        ("\u{202e}", "text_reorders"),
        ("\u{2067}", "text_reorders"),
        ("\u{200f}", "text_reorders"),
        ("\u{200b}", "text_invisible"),
        ("\u{feff}", "text_invisible"),
        ("\u{fffe}", "text_no_character"),
        ("\u{ffff}", "text_no_character"),
        ("\u{e000}", "text_no_character"),
        ("\n", "text_line_break"),
        ("\t", "text_line_break"),
        ("\u{85}", "control_character"),
    ] {
        let refused = change::<Item>(&office, "hd_calliper_1", |item| item.serial_number = format!("12{odd}43")).await.problem();
        assert_eq!(named(&refused), [(code, "serial_number")], "{odd:?}");
        let refused = change::<Customer>(&office, "hengda", |customer| customer.contacts[1].name = format!("a{odd}b")).await.problem();
        assert_eq!(named(&refused), [(code, "contacts/1/name")], "{odd:?}");
    }
    change::<Item>(&office, "hd_calliper_1", |item| item.notes = "one\ntwo\tthree".into()).await.success::<Value>();
    // Reasons and the texts of commands, not of entries.
    let row: Row<Item> = office.get(&entry::<Item>("hd_calliper_1")).await;
    let put = Put { revision: row.revision, reason: "be\u{202e}cause".into(), body: row.body };
    assert_eq!(named(&office.send(Method::PUT, &entry::<Item>("hd_calliper_1"), &put).await.problem()), [("text_reorders", "reason")]);
    let review = json!({"revision": 1, "outcome": "accepted", "able": {"people": true, "standards": true, "method": true, "environment": true}, "discussion": "a\u{2066}b"});
    let refused = office.send(Method::POST, &path::with(path::ORDER_REVIEW, id::<kind::Order>("hengda_site")), &review).await.problem();
    assert_eq!((refused.status, refused.code.as_str(), refused.path.as_str()), (422, "text_reorders", "discussion"));
    let device = json!({"device": lab.app.new_id::<()>(), "name": "Tab\u{200b}let", "public_key": "04ff"});
    let refused = office.send(Method::POST, path::DEVICES, &device).await.problem();
    assert_eq!((refused.code.as_str(), refused.path.as_str()), ("text_invisible", "name"));
}

// The same by events: what deceives is set aside; what slipped in with something copied is taken out for the register.
on_both_engines!(a_text_of_an_event_does_not_deceive, Lab::new_on);
async fn a_text_of_an_event_does_not_deceive(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    site.fill(&lab, record, "20.0");
    let remark = |text: &str| Body::Remarked { path: READING.to_owned(), text: text.to_owned() };
    assert_eq!(site.make(&lab, record, remark("12\u{202e}43")), Err("text_reorders".to_owned()), "the tablet says it at once");
    site.make(&lab, record, remark("two\nlines \u{200b}copied")).expect("what an older tablet may send");
    let mut events = Vec::new();
    for (odd, code) in
        [("\u{202e}", "text_reorders"), ("\u{2066}", "text_reorders"), ("\u{ffff}", "text_no_character"), ("\u{1b}", "control_character")]
    {
        events.push((site.tablet.force(Stream::record(record), lab.now(), remark(&format!("a{odd}b"))), code));
    }
    let item: ItemId = site.tablet.new_id(lab.now());
    let other: ItemId = site.tablet.new_id(lab.now());
    let mut found = site.tablet.pack().items[0].body.clone();
    found.identification = "NEW-1".to_owned();
    found.serial_number = "90\u{200b}01".to_owned();
    site.tablet.make(Stream::item(item), lab.now(), Body::ItemFound(Box::new(found.clone()))).expect("an item is found");
    found.identification = "NEW-2".to_owned();
    found.serial_number = "90\u{202e}01".to_owned();
    events.push((site.tablet.force(Stream::item(other), lab.now(), Body::ItemFound(Box::new(found))), "item_invalid"));
    let corrected = Body::ItemCorrected { field: "model".into(), before: "0-150".into(), after: "0\u{2067}150".into() };
    events.push((site.tablet.force(Stream::item(site.world.item), lab.now(), corrected), "item_field_unknown"));
    site.send(&lab).await;
    for (event, code) in events {
        assert_eq!(site.tablet.disk.outcomes[&event], EventOutcome::SetAside { code: code.to_owned() });
    }
    let administrator = lab.person("admin").await;
    let kept = administrator.get::<Row<Item>>(&path::with2(path::REGISTER_ENTRY, Item::NOUN, item)).await.body;
    assert_eq!(kept.serial_number, "9001");
    assert_eq!(kept.all_findings(), []);
}

// Public case B22.
on_both_engines!(a_name_is_found_however_its_letters_were_typed, Lab::demo_on);
async fn a_name_is_found_however_its_letters_were_typed(lab: Lab) {
    let office = lab.person(names::OFFICE).await;
    import(&office, Customer::NOUN, case("B22_nfd_name.csv")).await.success::<ImportView>();
    let typed = ["%D0%99%D0%BE%D1%80%D0%B6", "%D0%98%CC%86%D0%BE%D1%80%D0%B6", "%D0%B9%D0%BE%D1%80%D0%B6", "%EF%BC%AD%EF%BC%A9%EF%BC%AE-D"];
    for words in typed {
        assert_eq!(one::<Customer>(&office, words).await.code, "MIN-D", "{words}");
    }
    // It stays as it was written.
    assert!(one::<Customer>(&office, typed[0]).await.body.name.en.contains("И\u{306}орж"));
    // What an earlier version kept in lower case alone is brought up when the database is upgraded.
    let old = "UPDATE register_entries SET search = 'min-d и\u{306}орж ' WHERE code = 'MIN-D'";
    run(&lab.app.db, old.to_owned()).await.expect("the text as it was kept");
    run(&lab.app.db, "UPDATE list_rows SET made = 0, words = ''".to_owned()).await.expect("no index as yet");
    assert!(office.get::<Page<Row<Customer>>>(&list::<Customer>(&format!("search={}", typed[0]))).await.rows.is_empty());
    lists::bring_up(&lab.app.db).await.expect("the texts are brought up");
    assert_eq!(one::<Customer>(&office, typed[0]).await.code, "MIN-D");
}

// C-5.3.3: one identification for each item, to whoever reads it.
on_both_engines!(a_code_that_reads_like_another_is_not_given_again, Lab::demo_on);
async fn a_code_that_reads_like_another_is_not_given_again(lab: Lab) {
    let office = lab.person(names::OFFICE).await;
    let mut twin = office.get::<Row<Item>>(&entry::<Item>("hd_calliper_1")).await.body;
    for alike in ["hd-0001", "ＨＤ－０００１", "HD-0001 "] {
        twin.identification = alike.to_owned();
        let put = Put { revision: 0, reason: String::new(), body: twin.clone() };
        let refused = office.send(Method::POST, &path::with(path::REGISTER, Item::NOUN), &put).await.problem();
        assert_eq!((refused.code.as_str(), refused.path.as_str()), ("code_taken", "identification"), "{alike}");
    }
    let told = preview(&office, Item::NOUN, "identification,customer,name_en\nhd-0001,HENGDA,x\n").await;
    assert_eq!(found(&told), [("import_code_alike", "2/identification")]);
}
