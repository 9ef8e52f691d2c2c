//! A workbook that shows something other than it holds: the customer's eyes and the server read two different serial numbers.

use std::io::{Cursor, Write as _};

use backend::demo::names;
use contract::api::Problem;
use contract::api::register::ImportView;
use domain::item::Item;
use domain::register::Entry;
use support::{Lab, on_both_engines};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::registers::{import, preview};

const BOOK: &str = concat!(
    r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" "#,
    r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">"#,
    r#"<sheets><sheet name="items" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
);
const ROOT: &str = concat!(
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" "#,
    r#"Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>"#,
    r#"</Relationships>"#,
);
const RELATIONS: &str = concat!(
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" "#,
    r#"Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>"#,
    r#"</Relationships>"#,
);
const NAMESPACE: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

fn cell(reference: &str, content: &str) -> String {
    format!("<c r=\"{reference}\" t=\"inlineStr\"><is>{content}</is></c>")
}

fn text(reference: &str, text: &str) -> String {
    cell(reference, &format!("<t>{text}</t>"))
}

/// A workbook for the serial number of one item of the demo: what comes before the rows, and the cells of the second row.
fn workbook(before: &str, cells: &str) -> Vec<u8> {
    let head = [text("A1", "identification"), text("B1", "serial_number")].concat();
    let rows = format!("<sheetData><row r=\"1\">{head}</row>{cells}</sheetData>");
    let sheet = format!("<worksheet xmlns=\"{NAMESPACE}\">{before}{rows}</worksheet>");
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [
        ("_rels/.rels", ROOT),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/worksheets/sheet1.xml", sheet.as_str()),
    ] {
        archive.start_file(name, SimpleFileOptions::default()).expect("a file");
        archive.write_all(content.as_bytes()).expect("its content");
    }
    archive.finish().expect("a workbook").into_inner()
}

fn row(attributes: &str, serial: &str) -> String {
    format!("<row r=\"2\" {attributes}>{}{serial}</row>", text("A2", "HD-0001"))
}

fn found(view: &ImportView) -> Vec<(&str, &str)> {
    view.findings.iter().map(|finding| (finding.code.as_ref(), finding.path.as_str())).collect()
}

// C-5.3.3: the sheet said 7741, taken was 779941; a column without a width; a serial number behind the one that is seen.
on_both_engines!(a_sheet_brings_no_serial_number_that_nobody_sees_in_it, Lab::demo_on);
async fn a_sheet_brings_no_serial_number_that_nobody_sees_in_it(lab: Lab) {
    let office = lab.person(names::OFFICE).await;
    let told = async |before: &str, cells: &str| preview(&office, Item::NOUN, workbook(before, cells)).await;
    let plain = text("B2", "5005");
    let view = told("", &row("", &plain)).await;
    assert_eq!((view.changed, found(&view)), (1, vec![]), "the sheet itself is one that is read");
    let runs = |mark: &str| cell("B2", &format!("<r><t>77</t></r><r><rPr>{mark}</rPr><t>99</t></r><r><t>41</t></r>"));
    assert_eq!(found(&told("", &row("", &runs("<b/>"))).await), []);
    let narrow = r#"<cols><col min="2" max="2" width="0" customWidth="1"/></cols>"#;
    let unseen = r#"<sheetFormatPr defaultColWidth="0"/><cols><col min="1" max="1" width="12"/></cols>"#;
    for (before, cells, expected) in [
        ("", row("", &runs("<strike/>")), ("import_cell_struck", "2/serial_number")),
        ("", row("", &format!("{plain}{}", text("B2", "9941"))), ("import_cell_twice", "2/B")),
        (narrow, row("", &plain), ("import_column_hidden", "1/B")),
        (unseen, row("", &plain), ("import_column_hidden", "1/B")),
        ("", row("ht=\"0\"", &plain), ("import_row_hidden", "2/")),
    ] {
        assert_eq!(found(&told(before, &cells).await), [expected]);
    }
    let refused: Problem = import(&office, Item::NOUN, workbook("", &row("", &runs("<strike/>")))).await.problem();
    assert_eq!((refused.code.as_str(), refused.findings[0].code.as_ref()), ("import_refused", "import_cell_struck"));
}
