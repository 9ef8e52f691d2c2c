use uuid::Uuid;

use super::*;
use crate::item::Item;
use crate::library::standard::Standard;

fn table(lines: &[&str]) -> Vec<Vec<String>> {
    lines.iter().map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

fn references() -> References {
    let id = |n| Id::from_uuid(Uuid::from_u128(n));
    References {
        customers: [("HENGDA".to_owned(), id(1))].into(),
        services: [("L-01".to_owned(), Id::from_uuid(Uuid::from_u128(2)))].into(),
    }
}

fn read_new<T: Tabular>(lines: &[&str]) -> Reading<T> {
    read(&table(lines), &BTreeMap::new(), &references())
}

fn wrong<T: Tabular>(lines: &[&str]) -> Vec<(String, String)> {
    read_new::<T>(lines).findings.into_iter().map(|f| (f.code.into_owned(), f.path)).collect()
}

fn pair(code: &str, path: &str) -> Vec<(String, String)> {
    vec![(code.to_owned(), path.to_owned())]
}

#[test]
fn a_new_item_is_read_with_its_customer_and_service_by_code() {
    // C-5.3.3
    let reading = read_new::<Item>(&["identification,customer,name_en,service", " E-1 ,HENGDA,Caliper,L-01"]);
    assert_eq!(reading.findings, vec![]);
    let [RowChange::Create(item)] = reading.changes.as_slice() else { panic!("{:?}", reading.changes) };
    assert_eq!((item.identification.as_str(), item.name.en.as_str()), ("E-1", "Caliper"));
    assert_eq!(Some(item.customer), references().customers.get("HENGDA").copied());
}

#[test]
fn the_same_code_changes_and_keeps_what_the_file_has_no_column_for() {
    let mut old = Customer::blank();
    old.code = "HENGDA".to_owned();
    old.name.en = "Hengda".to_owned();
    old.address.en = "Suzhou".to_owned();
    let id = Id::from_uuid(Uuid::from_u128(9));
    let existing = [("HENGDA".to_owned(), (id, old.clone()))].into();
    let change = read(&table(&["code,name_en", "HENGDA,Hengda Valves"]), &existing, &references());
    let [RowChange::Change(changed, new)] = change.changes.as_slice() else { panic!("{:?}", change.changes) };
    assert_eq!((*changed, new.name.en.as_str(), new.address.en.as_str()), (id, "Hengda Valves", "Suzhou"));
    let same = read(&table(&["code,name_en", "HENGDA,Hengda"]), &existing, &references());
    assert_eq!(same.changes, vec![RowChange::Unchanged(id)]);
}

#[test]
fn an_unknown_column_is_named_with_the_ones_that_are_known() {
    let reading = read_new::<Customer>(&["code,colour", "A,red"]);
    assert_eq!(reading.findings[0].path, "1/colour");
    assert!(reading.findings[0].params["columns"].contains("contact_email"));
    assert_eq!(reading.changes, vec![]);
}

#[test]
fn what_is_wrong_is_named_by_row_and_column() {
    let item = "identification,customer,name_en,service";
    let standard = "number,name_en,valid_from,valid_until,status";
    assert_eq!(wrong::<Item>(&[item, "E-1,NOBODY,Caliper,"]), pair("import_customer_unknown", "2/customer"));
    assert_eq!(wrong::<Item>(&[item, "E-1,HENGDA,Caliper,X"]), pair("import_service_unknown", "2/service"));
    assert_eq!(wrong::<Item>(&[item, "E-1,HENGDA,,L-01"]), pair("required", "2/name_en"));
    assert_eq!(wrong::<Item>(&[item, ",HENGDA,Caliper,"]), pair("required", "2/identification"));
    assert_eq!(wrong::<Item>(&["identification,name_en", "E-1,Caliper"]), pair("required", "2/customer"));
    assert_eq!(wrong::<Item>(&[item, "E-1,HENGDA,A,", ",,,", "E-1,HENGDA,B,"]), pair("import_code_repeated", "4/identification"));
    assert_eq!(wrong::<Standard>(&[standard, "S-1,Blocks,1.3.2026,,"]), pair("import_date_malformed", "2/valid_from"));
    assert_eq!(wrong::<Standard>(&[standard, "S-1,Blocks,2026-03-01,,lost"]), pair("import_status_unknown", "2/status"));
    assert_eq!(wrong::<Standard>(&[standard, "S-1,Blocks,2026-03-01,2026-02-01,"]), pair("ends_before_it_begins", "2/valid_from"));
    assert_eq!(wrong::<Customer>(&["code,code", "A,A"]), pair("import_column_repeated", "1/code"));
    assert_eq!(wrong::<Customer>(&["name_en", "A"]), pair("import_column_missing", "1/code"));
    assert_eq!(wrong::<Customer>(&[]), pair("import_empty", ""));
}

#[test]
fn what_is_exported_can_be_imported_and_says_nothing_new() {
    let reading = read_new::<Item>(&["identification,customer,name_zh,service,model", "E-1,HENGDA,卡尺,L-01,CD-15"]);
    let [RowChange::Create(item)] = reading.changes.as_slice() else { panic!("{:?}", reading.changes) };
    let id = Id::from_uuid(Uuid::from_u128(9));
    let exported = vec![head::<Item>().into_iter().map(str::to_owned).collect(), row(item, &references())];
    let again = read(&exported, &[("E-1".to_owned(), (id, item.clone()))].into(), &references());
    assert_eq!((again.changes, again.findings), (vec![RowChange::Unchanged(id)], vec![]));
}
