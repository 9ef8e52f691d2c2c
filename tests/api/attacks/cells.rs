//! What the cells of a file say: a number is what was written, a day the day that was meant, an entry one that is not there yet.

use backend::demo::names;
use contract::api::register::{ImportView, Row, Written};
use domain::item::Item;
use domain::library::place::Place;
use domain::library::standard::Standard;
use domain::order::customer::Customer;
use domain::register::Entry;
use support::{Lab, on_both_engines};

use crate::registers::{change, entry, import, preview};

/// What is wrong with a file, by code and place.
fn found(view: &ImportView) -> Vec<(&str, &str)> {
    view.findings.iter().map(|finding| (finding.code.as_ref(), finding.path.as_str())).collect()
}

// C-4.5.2: a thousand does not become one; a day as a spreadsheet in Chinese writes it is read.
on_both_engines!(a_number_of_a_file_is_not_a_thousand_times_another, Lab::demo_on);
async fn a_number_of_a_file_is_not_a_thousand_times_another(lab: Lab) {
    let technical = lab.person(names::TECHNICAL_MANAGER).await;
    for (column, text, both) in [
        ("certified_values", "deviation; 1,000; 0.1; 2; MPa", ["1.000", "1000"]),
        ("certified_values", "deviation; 0; 1,000; 2; MPa", ["1.000", "1000"]),
        ("certified_values", "deviation; 0; 0.1; 2,000; MPa", ["2.000", "2000"]),
        ("ranges", "-1,000; 0; kPa", ["-1.000", "-1000"]),
    ] {
        let file = format!("number,{column}\nHZ-P-001,\"{text}\"\n");
        let place = format!("2/{column}");
        let told = preview(&technical, Standard::NOUN, file.clone()).await;
        assert_eq!(found(&told), [("decimal_ambiguous", place.as_str())], "{text}");
        assert_eq!(["decimal", "thousands"].map(|name| told.findings[0].params[name].as_str()), both);
        assert_eq!(import(&technical, Standard::NOUN, file).await.problem().code, "import_refused");
    }
    for (from, until) in [("2026/2/3", "2027/02/03"), ("2026年2月3日", "2027年2月3日"), ("2026.2.3", "20270203")] {
        let told = preview(&technical, Standard::NOUN, format!("number,valid_from,valid_until\nHZ-P-001,{from},{until}\n")).await;
        assert_eq!(told.findings, [], "{from}");
        let after = |column: &str| told.rows[0].cells.iter().find(|cell| cell.column == column).map(|cell| cell.after.as_str());
        assert_eq!((after("valid_from"), after("valid_until")), (Some("2026-02-03"), Some("2027-02-03")), "{from}");
    }
    let told = preview(&technical, Standard::NOUN, "number,valid_from\nHZ-P-001,2/3/2026\n").await;
    assert_eq!(found(&told), [("import_date_malformed", "2/valid_from")]);
}

// C-4.1.2.1, C-5.3.3: what a form warns of, a file does, of the register and of its own rows.
on_both_engines!(a_file_that_enters_something_twice_says_so, Lab::demo_on);
async fn a_file_that_enters_something_twice_says_so(lab: Lab) {
    let office = lab.person(names::OFFICE).await;
    let file = "code,name_en\nWJ2,wuxi jinggong machinery co ltd\nNEW1,New Valves\nNEW2,NEW VALVES.\nHENGDA,Hengda Valves\n";
    let told = preview(&office, Customer::NOUN, file).await;
    let twice = |row: &'static str| ("customer_entered_twice", row);
    assert_eq!(found(&told), [twice("2/name_en"), twice("3/name_en"), twice("4/name_en")]);
    let others: Vec<&str> = told.findings.iter().map(|finding| finding.params["customer"].as_str()).collect();
    assert_eq!(others, ["JINGGONG", "NEW2", "NEW1"]);
    let file = "code,name_en,address_en,contact_name,contact_email\n\
        HD2,Hengda,88 Yingbin Road Luzhi Wuzhong District Suzhou Jiangsu,,\n\
        PJ2,Pujiang,,Xu,XU@pujiang.example\nSH,Other,Shanghai,Ou,other@pujiang.example\n";
    let told = preview(&office, Customer::NOUN, file).await;
    assert_eq!(found(&told), [("customer_alike", "2/address_en"), ("customer_alike", "3/contact_email")]);
    assert_eq!(told.findings[0].params["customer"], "HENGDA");

    let known = office.get::<Row<Item>>(&entry::<Item>("hd_calliper_1")).await.body;
    let Item { manufacturer, model, serial_number, .. } = known;
    let row = format!("{manufacturer},{model},{serial_number}");
    let file = format!(
        "identification,customer,name_en,manufacturer,model,serial_number\nX-1,PUJIANG,Calliper,{row}\nX-2,PUJIANG,Other,,,{serial_number}\n"
    );
    let told = preview(&office, Item::NOUN, file).await;
    assert_eq!(found(&told), [("item_entered_twice", "2/serial_number")]);
    assert_eq!(told.findings[0].params["identification"], "HD-0001");

    let technical = lab.person(names::TECHNICAL_MANAGER).await;
    let Standard { number, model, serial_number, .. } = technical.get::<Row<Standard>>(&entry::<Standard>("reference")).await.body;
    let told = preview(&technical, Standard::NOUN, format!("number,model,serial_number\nHZ-P-001,{model},{serial_number}\n")).await;
    assert_eq!(found(&told), [("standard_entered_twice", "2/serial_number")]);
    assert_eq!(told.findings[0].params["number"], number);
}

// C-5.4.1: a certificate that states characters without a font is refused at issue; whoever writes them is told at once, by form and file.
on_both_engines!(characters_that_no_document_shows_are_told_when_they_are_written, Lab::demo_on);
async fn characters_that_no_document_shows_are_told_when_they_are_written(lab: Lab) {
    let office = lab.person(names::OFFICE).await;
    let written = change::<Item>(&office, "hd_calliper_1", |item| {
        item.model = "X\u{1F600}".to_owned();
        item.notes = "\u{1F600}".to_owned();
    });
    let told: Vec<_> =
        written.await.success::<Written<Item>>().findings.into_iter().filter(|one| one.code == "document_characters").collect();
    assert_eq!(told.iter().map(|one| (one.path.as_str(), one.params["characters"].as_str())).collect::<Vec<_>>(), [("model", "U+1F600")]);
    let kept = change::<Item>(&office, "hd_calliper_1", |item| item.model = "Ø 2½″ – 数显 №5".to_owned()).await.success::<Written<Item>>();
    assert!(kept.findings.iter().all(|one| one.code != "document_characters"), "{:?}", kept.findings);
    let told = preview(&office, Item::NOUN, "identification,model\nHD-0001,ก\n").await;
    assert_eq!(found(&told), [("document_characters", "2/model")]);
    let written = change::<Place>(&office, "lab", |place| place.notes = "second floor".to_owned()).await.success::<Written<Place>>();
    assert_eq!(written.findings, [], "an entry is no twin of itself");
    // What a spreadsheet could not compute is no serial number.
    let told = preview(&office, Item::NOUN, "identification,serial_number\nHD-0001,#N/A\n").await;
    assert_eq!(found(&told), [("import_cell_error", "2/serial_number")]);
}
