//! Lists: found by words in any script and by parts of numbers, narrowed to whose they are, turned page by page.

use axum::http::Method;
use backend::app::backup;
use backend::demo::{id, names};
use backend::store::{DbError, Tx};
use base::id::kind;
use contract::api::certificate::CertificateRow;
use contract::api::record::RecordRow;
use contract::api::register::{ImportView, Put, Row, Written};
use contract::api::{Page, path};
use domain::certificate::origin::Origin;
use domain::item::Item;
use domain::order::Order;
use domain::order::customer::Customer;
use domain::register::Entry;
use serde_json::json;
use support::{Client, Engine, Lab, on_both_engines};

use crate::certificate::{Desk, change as corrected};
use crate::record::Site;
use crate::registers::{change, import, list};
use crate::verify::walk;

/// A text as a query has it.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// The codes of what is found, in the order of the list.
async fn found<T: Entry>(client: &Client, words: &str) -> Vec<String> {
    let page: Page<Row<T>> = client.get(&list::<T>(&format!("limit=500&search={}", encoded(words)))).await;
    page.rows.into_iter().map(|row| row.code).collect()
}

on_both_engines!(several_words_in_any_script_and_parts_of_numbers_find_an_item, Lab::demo_on);
async fn several_words_in_any_script_and_parts_of_numbers_find_an_item(lab: Lab) {
    let office = lab.person(names::OFFICE).await;
    change::<Item>(&office, "hd_calliper_2", |item| item.location = "Кам\u{2019}янець, цех 3".into()).await.success::<Written<Item>>();
    for words in [
        "mitutoyo calliper",
        "CALLIPER mituto",
        "卡尺 mitutoyo",
        "数显",
        "显卡 b2104",
        "B21044517",
        "4517",
        "0445",
        "ＨＤ－０００２",
        "0002 digital",
        "кам'ян",
        "КАМ\u{2bc}ЯНЕЦЬ",
        "камянець цех",
    ] {
        assert!(found::<Item>(&office, words).await.contains(&"HD-0002".to_owned()), "{words}");
    }
    for words in ["mitutoyo gauge", "alliper", "尺卡", "4518", "янець", "calliper balance hd"] {
        assert!(!found::<Item>(&office, words).await.contains(&"HD-0002".to_owned()), "{words}");
    }
    let callipers = found::<Item>(&office, "卡尺").await;
    assert!(callipers.contains(&"HD-0001".to_owned()) && callipers.contains(&"HD-0002".to_owned()));
    assert_eq!(found::<Item>(&office, "").await.len(), 25, "nothing is looked for");
    assert!(found::<Item>(&office, "—").await.is_empty(), "there is something to look for, and nothing to find it by");
}

on_both_engines!(what_names_an_entry_is_found_by_what_it_is_called_now, Lab::demo_on);
async fn what_names_an_entry_is_found_by_what_it_is_called_now(lab: Lab) {
    let office = lab.person(names::OFFICE).await;
    let (items, orders) = (found::<Item>(&office, "hengda").await, found::<Order>(&office, "hengda").await);
    assert!(items.contains(&"HD-0001".to_owned()) && !orders.is_empty());
    change::<Customer>(&office, "hengda", |customer| customer.name.en = "Zeppelin Works".into()).await.success::<Written<Customer>>();
    assert_eq!(found::<Item>(&office, "zeppelin").await, items);
    assert_eq!(found::<Order>(&office, "works zepp").await, orders);
    assert_eq!(found::<Order>(&office, "hengda valves").await, ["HZ-O-1001"], "whose place of work is still called so");
}

on_both_engines!(a_next_page_begins_where_the_last_one_ended, Lab::demo_on);
async fn a_next_page_begins_where_the_last_one_ended(lab: Lab) {
    let office = lab.person(names::OFFICE).await;
    let all: Page<Row<Item>> = office.get(&list::<Item>("limit=500")).await;
    let first: Page<Row<Item>> = office.get(&list::<Item>("limit=10")).await;
    let next = first.next.expect("there are more");
    // The last row of the page is called otherwise, and another comes in before it.
    let moved = first.rows[9].clone();
    let mut body = moved.body.clone();
    body.name = base::text::Bilingual::new("", "000");
    let put = Put { revision: moved.revision, reason: "a story".into(), body };
    office.put::<Written<Item>>(&path::with2(path::REGISTER_ENTRY, Item::NOUN, moved.id), &put).await;
    let new = Put { revision: 0, reason: String::new(), body: Item { identification: "HD-9999".into(), ..first.rows[0].body.clone() } };
    office.post::<Written<Item>>(&path::with(path::REGISTER, Item::NOUN), &new).await;
    let second: Page<Row<Item>> = office.get(&list::<Item>(&format!("limit=10&after={next}"))).await;
    let ids = |rows: &[Row<Item>]| rows.iter().map(|row| row.id).collect::<Vec<_>>();
    assert_eq!(ids(&second.rows), ids(&all.rows[10..20]));
    for odd in ["018f", "%21", &id::<kind::Item>("hd_calliper_1").to_string()] {
        let problem = office.send(Method::GET, &list::<Item>(&format!("after={odd}")), &()).await.problem();
        assert_eq!((problem.code.as_str(), problem.path.as_str()), ("page_unknown", "after"), "{odd}");
    }
}

// C-4.1.2.2
on_both_engines!(words_find_only_what_one_may_see, Lab::new_on);
async fn words_find_only_what_one_may_see(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.submitted(&lab).await;
    let records =
        async |client: &Client, query: &str| client.get::<Page<RecordRow>>(&format!("{}?{query}", path::RECORDS)).await.rows.len();
    let (chen, sun) = (lab.person("chen").await, lab.person("sun").await);
    let (own, other) = (site.world.customer, site.world.item);
    for (query, all) in [
        ("search=hengda".to_owned(), 1),
        ("search=hengda%20calliper&status=submitted".to_owned(), 1),
        (format!("search=hengda&customer={own}"), 1),
        ("search=hengda&status=draft".to_owned(), 0),
        (format!("search=hengda&customer={other}"), 0),
        ("search=hengda%20nothing".to_owned(), 0),
    ] {
        assert_eq!((records(&chen, &query).await, records(&site.lin, &query).await, records(&sun, &query).await), (all, all, 0), "{query}");
    }
}

// C-5.4.2.2
on_both_engines!(certificates_are_found_by_words_and_by_what_became_of_them, Lab::new_on);
async fn certificates_are_found_by_words_and_by_what_became_of_them(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let original = desk.issued("original").await;
    let listed = async |query: &str| {
        let page: Page<CertificateRow> = desk.wu.get(&format!("{}?{query}", path::CERTIFICATES)).await;
        page.rows.into_iter().map(|row| row.number).collect::<Vec<_>>()
    };
    let number = original.row.number.clone();
    assert_eq!(listed(&format!("search=hengda%20{}", &number[2..])).await, [number.as_str()]);
    assert_eq!((listed("status=valid").await.len(), listed("status=void&search=hengda").await.len()), (1, 0));
    desk.open(&original, Origin::Office).await.success::<serde_json::Value>();
    corrected::<kind::Item>(&desk.wu, desk.site.world.item, json!({ "serial_number": "7742" })).await;
    desk.case_checked().await;
    let replacement = desk.issued("replacement").await.row.number;
    assert_eq!(listed("status=void&search=hengda").await, [number.as_str()]);
    assert_eq!(listed("status=valid&search=hengda").await, [replacement.as_str()]);
    let found: Page<RecordRow> = desk.chen.get(&format!("{}?search={replacement}", path::RECORDS)).await;
    assert_eq!(found.rows.len(), 1, "a record is found by its certificate");
}

// An upgrade from a version without the index, a start after an older version wrote, a restore.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_are_made_again_from_what_is_there() {
    for (from, into) in [(Engine::Sqlite, Engine::Postgres), (Engine::Postgres, Engine::Sqlite)] {
        let mut lab = Lab::demo_on(from).await;
        let office = lab.person(names::OFFICE).await;
        let rows: String = (0..300).map(|n| format!("HD-I{n:03},HENGDA,卡尺 {n},CD-20,L-01\n")).collect();
        let file = format!("identification,customer,name_zh,model,service\n{rows}");
        import(&office, Item::NOUN, file).await.success::<ImportView>();
        let before = (found::<Item>(&office, "hengda 卡尺 29").await, found::<Order>(&office, "hengda").await);
        assert!(before.0.len() > 5 && !before.1.is_empty());
        let gone = lab.app.db.write::<_, DbError, _>(|tx: &mut Tx| {
            Box::pin(async move {
                backend::execute!(tx, "DELETE FROM list_terms")?;
                backend::execute!(tx, "DELETE FROM register_keys WHERE noun <> 'orders'")?;
                backend::execute!(tx, "UPDATE list_rows SET made = 0, words = '', spot = 0 WHERE noun <> 'orders'")
            })
        });
        gone.await.expect("the index is gone");
        assert!(found::<Item>(&office, "hengda 卡尺 29").await.is_empty());
        lab.restart().await;
        let office = lab.person(names::OFFICE).await;
        assert_eq!((found::<Item>(&office, "hengda 卡尺 29").await, found::<Order>(&office, "hengda").await), before);
        assert_eq!(walk(&lab).await.broken, []);
        let file = lab.folder().join("one.backup");
        backup::backup(&lab.app, &file).await.expect("a backup");
        let other = Lab::empty_on(into).await;
        backup::restore(&other.app, &file).await.expect("restored");
        let office = Client::signed_in(&other.router, names::OFFICE, names::PASSWORD).await;
        assert_eq!((found::<Item>(&office, "hengda 卡尺 29").await, found::<Order>(&office, "hengda").await), before);
        assert_eq!(walk(&other).await.broken, []);
    }
}
