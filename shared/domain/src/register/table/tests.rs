use std::collections::{BTreeMap, BTreeSet};

use base::id::Id;
use uuid::Uuid;

use super::*;
use crate::item::Item;
use crate::library::standard::{Standard, StandardStatus};
use crate::order::customer::Customer;
use crate::register::fresh;
use crate::register::table::changed::ImportCell;

fn table(lines: &[&str]) -> Vec<Line> {
    let line = |(n, line): (usize, &&str)| Line { number: n + 1, cells: line.split(',').map(Cell::from).collect() };
    lines.iter().enumerate().map(line).collect()
}

fn references() -> References {
    let of = |codes: &[(&str, u128)]| codes.iter().map(|(code, n)| ((*code).to_owned(), Uuid::from_u128(*n))).collect();
    let codes = [("customers", of(&[("HENGDA", 1), ("OTHER", 3)])), ("services", of(&[("L-01", 2)]))].into();
    References { codes, bound_items: BTreeSet::new() }
}

/// An entry that nobody has said anything of.
fn blank<T: Entry>() -> T {
    serde_json::from_value(fresh::unsaid(T::FIELDS)).unwrap()
}

fn known<T: Entry>(entry: &T) -> Known<T> {
    [(entry.code(), Existing { id: Id::from_uuid(Uuid::from_u128(9)), revision: 4, body: entry.clone() })].into()
}

fn read_new<T: Entry>(lines: &[&str]) -> Reading<T> {
    read(&table(lines), &BTreeSet::new(), &BTreeMap::new(), &references())
}

fn read_over<T: Entry>(lines: &[&str], entry: &T) -> Reading<T> {
    read(&table(lines), &BTreeSet::new(), &known(entry), &references())
}

fn told<T: base::id::Identified>(reading: Reading<T>) -> Vec<(String, String)> {
    reading.findings.into_iter().map(|f| (f.code.into_owned(), f.path)).collect()
}

fn wrong<T: Entry>(lines: &[&str]) -> Vec<(String, String)> {
    told(read_new::<T>(lines))
}

fn pair(code: &str, path: &str) -> Vec<(String, String)> {
    vec![(code.to_owned(), path.to_owned())]
}

fn caliper() -> Item {
    Item {
        customer: Id::from_uuid(references().codes["customers"]["HENGDA"]),
        identification: "E-1".into(),
        serial_number: "C-501".into(),
        notes: "borrowed from hall 3".into(),
        name: base::text::Bilingual::new("", "Caliper"),
        ..blank()
    }
}

fn changed(column: &str, before: &str, after: &str) -> ImportCell {
    ImportCell { column: column.to_owned(), before: before.to_owned(), after: after.to_owned() }
}

#[test]
fn a_new_item_is_read_with_its_customer_and_service_by_code() {
    // C-5.3.3
    let reading = read_new::<Item>(&["identification,customer,name_en,service", " E-1 ,HENGDA,Caliper,L-01"]);
    assert_eq!(reading.findings, vec![]);
    let [row] = reading.rows.as_slice() else { panic!("{:?}", reading.rows) };
    assert_eq!((row.change.clone(), row.code.as_str(), row.after.name.en.as_str()), (Change::Create, "E-1", "Caliper"));
    assert_eq!(row.after.customer.uuid(), references().codes["customers"]["HENGDA"]);
}

#[test]
fn the_same_code_changes_and_keeps_what_the_file_has_no_column_for() {
    let mut old = blank::<Customer>();
    old.code = "HENGDA".to_owned();
    old.name.en = "Hengda".to_owned();
    old.address.en = "Suzhou".to_owned();
    let change = read_over(&["code,name_en", "HENGDA,Hengda Valves"], &old);
    let [row] = change.rows.as_slice() else { panic!("{:?}", change.rows) };
    assert!(matches!(&row.change, Change::Change(existing) if existing.revision == 4 && existing.body == old));
    assert_eq!((row.after.name.en.as_str(), row.after.address.en.as_str()), ("Hengda Valves", "Suzhou"));
    assert_eq!(row.cells, [changed("name_en", "Hengda", "Hengda Valves")]);
    let same = read_over(&["code,name_en", "HENGDA,Hengda"], &old);
    assert_eq!(same.rows[0].change, Change::Unchanged(Id::from_uuid(Uuid::from_u128(9))));
}

#[test]
fn a_blank_cell_says_nothing_unless_its_column_is_marked() {
    let old = caliper();
    let head = "identification,customer,name_en,serial_number,notes";
    let kept = read_over(&[head, "E-1,,Caliper 0-150,,"], &old);
    assert_eq!(kept.rows[0].cells, [changed("name_en", "Caliper", "Caliper 0-150")]);
    assert_eq!((kept.rows[0].after.serial_number.as_str(), kept.findings.len()), ("C-501", 0));
    let cleared = [changed("serial_number", "C-501", ""), changed("notes", "borrowed from hall 3", "")];
    let by_head = read_over(&["identification,serial_number!,notes ！", "E-1,,"], &old);
    assert_eq!(by_head.rows[0].cells, cleared);
    assert!(by_head.columns.iter().skip(1).all(|column| column.clears && column.clearable) && !by_head.columns[0].clearable);
    let asked = ["serial_number".to_owned(), "notes".to_owned()].into();
    let by_choice = read(&table(&[head, "E-1,,,,"]), &asked, &known(&old), &references());
    assert_eq!(by_choice.rows[0].cells, cleared);
    assert_eq!(told(read_over(&["identification,customer!", "E-1,"], &old)), pair("import_column_not_clearable", "1/customer"));
}

#[test]
fn what_an_act_of_its_own_governs_is_said_of_new_entries_only() {
    // C-4.5.2
    let row = ["number,name_en,kind,ranges,valid_from,status", "S-1,Blocks,gauge_blocks,0.5; 100; mm,2026-03-01,failed"];
    let standard = read_new::<Standard>(&row).rows.remove(0).after;
    assert_eq!(standard.status, StandardStatus::Failed);
    for status in ["in_use", "retired"] {
        assert_eq!(told(read_over(&["number,status", &format!("S-1,{status}")], &standard)), pair("import_governed", "2/status"));
    }
    assert_eq!(told(read_over(&["number,status,location", "S-1,failed,Room 2"], &standard)), []);
    assert_eq!(told(read_over(&["number,status!", "S-1,"], &standard)), pair("import_column_not_clearable", "1/status"));
    // An item that orders or records name stays with its customer.
    let file = table(&["identification,customer", "E-1,OTHER"]);
    let free = read(&file, &BTreeSet::new(), &known(&caliper()), &references());
    assert_eq!(free.rows[0].cells, [changed("customer", "HENGDA", "OTHER")]);
    let bound = References { bound_items: [Uuid::from_u128(9)].into(), ..references() };
    assert_eq!(told(read(&file, &BTreeSet::new(), &known(&caliper()), &bound)), pair("import_governed", "2/customer"));
}

#[test]
fn a_cell_that_the_sheet_shows_otherwise_is_named_and_nothing_of_its_row_is_taken() {
    let faulty = |cell: Cell, column: &str| {
        let head = Line { number: 1, cells: ["identification", "customer", "name_en", column].map(Cell::from).into() };
        let row = Line { number: 2, cells: vec!["E-1".into(), "HENGDA".into(), "Caliper".into(), cell] };
        let reading = read::<Item>(&[head, row], &BTreeSet::new(), &known(&caliper()), &references());
        assert!(reading.rows.is_empty());
        told(reading)
    };
    let error = Cell::Faulty(CellFault::Error("#REF!".into()));
    assert_eq!(faulty(error, "serial_number"), pair("import_cell_error", "2/serial_number"));
    assert_eq!(faulty(Cell::Faulty(CellFault::NotComputed), "notes"), pair("import_formula_empty", "2/notes"));
    // A serial number 3-1 that a spreadsheet has made a day of.
    assert_eq!(faulty(Cell::Day("2026-03-01".parse().unwrap()), "serial_number"), pair("import_cell_day", "2/serial_number"));
}

#[test]
fn a_code_that_reads_like_another_entry_s_is_none_of_its_own() {
    let old = Customer { code: "Йорж-1".into(), name: base::text::Bilingual::new("", "A"), ..blank() };
    for alike in ["И\u{306}орж-1", "йорж-1", "Йорж-１"] {
        assert_eq!(told(read_over(&["code,name_en", &format!("{alike},B")], &old)), pair("import_code_alike", "2/code"), "{alike}");
    }
    assert_eq!(wrong::<Customer>(&["code,name_en", "A,x", "Ａ,y"]), pair("import_code_repeated", "3/code"));
}

#[test]
fn an_unknown_column_is_named_with_the_ones_that_are_known() {
    let reading = read_new::<Customer>(&["code,colour", "A,red"]);
    assert_eq!(reading.findings[0].path, "1/colour");
    assert!(reading.findings[0].params["columns"].contains("contact_email"));
    assert_eq!(reading.rows, vec![]);
}

#[test]
fn what_is_wrong_is_named_by_row_and_column() {
    let item = "identification,customer,name_en,service";
    let standard = "number,name_en,kind,ranges,valid_from,valid_until,status";
    assert_eq!(wrong::<Item>(&[item, "E-1,NOBODY,Caliper,"]), pair("import_customer_unknown", "2/customer"));
    assert_eq!(wrong::<Item>(&[item, "E-1,HENGDA,Caliper,X"]), pair("import_service_unknown", "2/service"));
    assert_eq!(wrong::<Item>(&[item, "E-1,HENGDA,,L-01"]), pair("required", "2/name_en"));
    assert_eq!(wrong::<Item>(&[item, ",HENGDA,Caliper,"]), pair("required", "2/identification"));
    assert_eq!(wrong::<Item>(&["identification,name_en", "E-1,Caliper"]), pair("required", "2/customer"));
    assert_eq!(wrong::<Item>(&[item, "E-1,HENGDA,A,", ",,,", "E-1,HENGDA,B,"]), pair("import_code_repeated", "4/identification"));
    assert_eq!(wrong::<Item>(&[item, "E-1,HENGDA,A,,more"]), pair("import_row_cells", "2/"));
    assert_eq!(wrong::<Item>(&["identification,customer,name_en,", "E-1,HENGDA,A,more"]), pair("import_column_nameless", "2/"));
    assert_eq!(wrong::<Item>(&["identification,customer,name_en,", "E-1,HENGDA,A,"]), []);
    assert_eq!(wrong::<Item>(&[item, "E-1,HENGDA,Cali\u{202e}per,"]), pair("text_reorders", "2/name_en"));
    assert_eq!(
        wrong::<Standard>(&[standard, "S-1,Blocks,gauge_blocks,0; 1; mm,1.3.2026,,"]),
        pair("import_date_malformed", "2/valid_from")
    );
    assert_eq!(wrong::<Standard>(&[standard, "S-1,Blocks,gauge_blocks,0; 1; mm,0026-03-01,,"]), pair("date_out_of_range", "2/valid_from"));
    assert_eq!(
        wrong::<Standard>(&[standard, "S-1,Blocks,gauge_blocks,0; 1; mm,2026-03-01,,lost"]),
        pair("import_status_unknown", "2/status")
    );
    assert_eq!(
        wrong::<Standard>(&[standard, "S-1,Blocks,gauge_blocks,0; 1; mm,2026-03-01,2026-02-01,"]),
        pair("ends_before_it_begins", "2/valid_from")
    );
    // C-4.5.2: what a standard is and covers is asked for while it is in use.
    assert_eq!(
        wrong::<Standard>(&[standard, "S-1,Blocks,gauge_blocks,0 to 1 mm,2026-03-01,,"]),
        pair("import_range_malformed", "2/ranges")
    );
    assert_eq!(wrong::<Standard>(&[standard, "S-1,Blocks,,0; 1; mm,2026-03-01,,"]), pair("required", "2/kind"));
    assert_eq!(wrong::<Standard>(&[standard, "S-1,Blocks,,,2026-03-01,,retired"]), Vec::new());
    assert_eq!(wrong::<Standard>(&[standard, "S-1,Blocks,gauge_blocks,0; 1，000; mm,2026-03-01,,"]), pair("decimal_ambiguous", "2/ranges"));
    assert_eq!(wrong::<Standard>(&[standard, "S-1,Blocks,gauge_blocks,0; 1; mm,2026/3/1,2027年3月1日,"]), []);
    assert_eq!(wrong::<Customer>(&["code,code", "A,A"]), pair("import_column_repeated", "1/code"));
    assert_eq!(wrong::<Customer>(&["name_en", "A"]), pair("import_column_missing", "1/code"));
    assert_eq!(wrong::<Customer>(&[]), pair("import_empty", ""));
    assert_eq!(wrong::<Customer>(&["code,name_en"]), pair("import_empty", ""));
    let shortened = read_new::<Item>(&["identification,customer,name_en,serial_number", "E-1,HENGDA,A,4.50713E+11"]);
    assert!(!shortened.has_errors());
    assert_eq!(told(shortened), pair("import_looks_shortened", "2/serial_number"));
}

#[test]
fn what_is_exported_can_be_imported_and_says_nothing_new() {
    let reading = read_new::<Item>(&["identification,customer,name_zh,service,model", "E-1,HENGDA,卡尺,L-01,CD-15"]);
    let item = &reading.rows[0].after;
    let head = Line { number: 1, cells: head::<Item>().into_iter().map(Cell::Text).collect() };
    let exported = Line { number: 2, cells: rows([item], &references()).remove(0).into_iter().map(Cell::Text).collect() };
    let again = read(&[head, exported], &BTreeSet::new(), &known(item), &references());
    assert!(matches!(again.rows[0].change, Change::Unchanged(_)));
    assert_eq!(again.findings, vec![]);
}
