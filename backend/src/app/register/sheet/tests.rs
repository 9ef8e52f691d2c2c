use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};

use domain::register::table::CellFault;

use super::write::MOST_IN_CELL;
use super::*;
use crate::app::Error;

/// Cells as texts, row by row.
type Table = Vec<Vec<String>>;

fn table() -> Table {
    let rows = [["code", "name_zh", "notes"], ["A", "恒达阀门", "7741, \"hall 2\""], ["B", "", "1"]];
    rows.iter().map(|row| row.iter().map(|&cell| cell.to_owned()).collect()).collect()
}

fn read(bytes: &[u8]) -> Read<Sheet> {
    parse(bytes, &How::default(), |line| line.cells.first().is_some_and(|cell| cell.text() == "code"))
}

fn texts(sheet: &Sheet) -> Table {
    sheet
        .lines
        .iter()
        .map(|line| line.cells.iter().map(|cell| if let Cell::Text(text) = cell { text.clone() } else { format!("{cell:?}") }).collect())
        .collect()
}

fn shown(bytes: &[u8]) -> Read<Table> {
    read(bytes).map(|sheet| texts(&sheet))
}

fn told(sheet: &Sheet) -> Vec<(String, String)> {
    sheet.findings.iter().map(|finding| (finding.code.to_string(), finding.path.clone())).collect()
}

fn book(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet());
    book.save_to_buffer().unwrap()
}

#[test]
fn what_is_written_is_read_back() {
    assert_eq!(shown(&to_csv(&table()).unwrap()), Ok(table()));
    assert_eq!(shown(&to_xlsx(&table()).unwrap()), Ok(table()));
}

// F26: text from a register must not become a formula in somebody's spreadsheet.
#[test]
fn no_cell_is_computed_and_each_is_read_back_as_it_was() {
    let texts = ["=HYPERLINK(\"http://x\")", "+1+1", "-2+3", "@SUM(A1)", "\tx", "'=1", "''+x", "'quoted'", "-0.5", "−1", "a=b", "1"];
    let table: Table = vec![texts.iter().map(|&text| text.to_owned()).collect()];
    let csv = to_csv(&table).unwrap();
    let reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(&csv[3..]);
    let written: Vec<_> = reader.into_records().map(|row| row.unwrap()).collect();
    assert!(written[0].iter().all(|cell| !cell.starts_with(COMPUTED) || DecimalText::parse(cell).is_ok()), "{written:?}");
    assert_eq!(shown(&csv), Ok(table.clone()));
    assert_eq!(shown(&to_xlsx(&table).unwrap()), Ok(table));
}

#[test]
fn a_text_that_no_cell_holds_is_a_refusal_and_no_failure() {
    let long = |n: usize| vec![vec!["code".to_owned()], vec!["x".repeat(n)]];
    assert!(to_xlsx(&long(MOST_IN_CELL - 1)).is_ok());
    assert!(matches!(to_xlsx(&long(MOST_IN_CELL)), Err(Error::Refused(problem)) if problem.code == "export_cell_too_long"));
    assert!(to_csv(&long(MOST_IN_CELL)).is_ok());
}

#[test]
fn a_spreadsheet_brings_no_character_that_a_line_does_not_show() {
    for odd in ["a\u{0}b", "\u{1b}", "a\u{7}"] {
        let bytes = book(|sheet| _ = sheet.write_string(0, 0, odd).unwrap());
        assert_eq!(read(&bytes), Err(SheetRefusal::NotATable), "{odd:?}");
    }
}

// ISO/IEC 17025, 7.8.2.1 g
#[test]
fn a_number_is_taken_over_as_the_sheet_shows_it_and_a_day_as_a_day() {
    let format = |code: &str| Format::new().set_num_format(code);
    let bytes = book(|sheet| {
        sheet.write_number(0, 0, 7741.0).unwrap();
        sheet.write_number_with_format(0, 1, 46082.0, &format("yyyy-mm-dd")).unwrap();
        sheet.write_number_with_format(0, 2, 45071.0, &format("0000000")).unwrap();
        sheet.write_number_with_format(0, 3, 45071.0, &format("#,##0")).unwrap();
        sheet.write_number(0, 4, 450_713_000_001.0).unwrap();
        sheet.write_boolean(0, 5, true).unwrap();
        sheet.write_string(0, 6, "0045071").unwrap();
        sheet.write_number_with_format(0, 7, 46082.5, &format("yyyy-mm-dd hh:mm")).unwrap();
        sheet.write_formula(0, 8, Formula::new("=1+1").set_result("2")).unwrap();
        sheet.write_formula(0, 9, Formula::new("=A1/0").set_result("#DIV/0!")).unwrap();
    });
    let cells = read(&bytes).unwrap().lines.remove(0).cells;
    let text = |text: &str| Cell::Text(text.to_owned());
    assert_eq!(cells[..3], [text("7741"), Cell::Day("2026-03-01".parse().unwrap()), text("0045071")]);
    assert!(matches!(&cells[3], Cell::Faulty(CellFault::Format { format, .. }) if format == "#,##0"), "{:?}", cells[3]);
    assert!(matches!(cells[4], Cell::Faulty(CellFault::Rounded { .. })));
    assert_eq!((&cells[5], &cells[6]), (&Cell::Faulty(CellFault::Truth), &text("0045071")));
    assert!(matches!(cells[7], Cell::Faulty(CellFault::Format { .. })));
    assert_eq!((&cells[8], &cells[9]), (&text("2"), &Cell::Faulty(CellFault::Error("#DIV/0!".to_owned()))));
}

/// The same workbook with part of one of its files replaced.
fn rewritten(bytes: &[u8], file: &str, from: &str, to: &str) -> Vec<u8> {
    use std::io::{Cursor, Read as _, Write as _};
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for n in 0..archive.len() {
        let mut part = archive.by_index(n).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        if name == file {
            let text = String::from_utf8(content).unwrap();
            assert!(text.contains(from), "{text}");
            content = text.replace(from, to).into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// One of the files in a workbook.
fn part(bytes: &[u8], file: &str) -> Vec<u8> {
    use std::io::{Cursor, Read as _};
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut content = Vec::new();
    archive.by_name(file).unwrap().read_to_end(&mut content).unwrap();
    content
}

#[test]
fn a_formula_that_nobody_computed_is_no_empty_cell() {
    let bytes = book(|sheet| {
        sheet.write_string(0, 0, "code").unwrap();
        sheet.write_formula(1, 0, Formula::new("=B1").set_result("7")).unwrap();
    });
    let bytes = rewritten(&bytes, "xl/worksheets/sheet1.xml", "<v>7</v>", "");
    assert_eq!(read(&bytes).unwrap().lines[1].cells, [Cell::Faulty(CellFault::NotComputed)]);
}

#[test]
fn what_is_hidden_or_merged_is_told() {
    let bytes = book(|sheet| {
        for (n, word) in ["code", "name_en", "notes"].into_iter().enumerate() {
            let n = u16::try_from(n).unwrap();
            sheet.write_string(0, n, word).unwrap();
            sheet.write_string(1, n, "x").unwrap();
            sheet.write_string(2, n, "y").unwrap();
        }
        sheet.set_row_hidden(1).unwrap();
        sheet.set_row_hidden(7).unwrap();
        sheet.set_column_hidden(2).unwrap();
        sheet.set_column_hidden(9).unwrap();
        sheet.merge_range(2, 0, 3, 0, "A", &Format::new()).unwrap();
    });
    let sheet = read(&bytes).unwrap();
    let pair = |code: &str, path: &str| (code.to_owned(), path.to_owned());
    assert_eq!(told(&sheet), [pair("import_row_hidden", "2/"), pair("import_column_hidden", "1/C"), pair("import_cells_merged", "3/A")]);
}

/// Two rows of three filled cells.
fn filled() -> Vec<u8> {
    book(|sheet| {
        for (n, word) in ["code", "name_en", "notes"].into_iter().enumerate() {
            let n = u16::try_from(n).unwrap();
            sheet.write_string(0, n, word).unwrap();
            sheet.write_string(1, n, format!("{word} 1")).unwrap();
        }
    })
}

const SHEET: &str = "xl/worksheets/sheet1.xml";

// ISO/IEC 17025, 7.8.2.1 g: what nobody sees in the sheet.
#[test]
fn a_row_or_a_column_without_a_size_is_told_as_a_hidden_one() {
    let bytes = filled();
    let pair = |code: &str, path: &str| (code.to_owned(), path.to_owned());
    let with = |from: &str, to: &str| told(&read(&rewritten(&bytes, SHEET, from, to)).unwrap());
    let columns = |width: &str| format!("<cols><col min=\"2\" max=\"2\" width=\"{width}\" customWidth=\"1\"/></cols><sheetData>");
    for narrow in ["0", "0.0", "0.1"] {
        assert_eq!(with("<sheetData>", &columns(narrow)), [pair("import_column_hidden", "1/B")], "{narrow}");
    }
    assert_eq!(with("<sheetData>", &columns("0.85")), []);
    for (row, found) in [("ht=\"0\"", true), ("ht=\"0.5\" customHeight=\"1\"", true), ("ht=\"15\"", false)] {
        let hidden = with("<row r=\"2\"", &format!("<row r=\"2\" {row}"));
        assert_eq!(hidden, if found { vec![pair("import_row_hidden", "2/")] } else { Vec::new() }, "{row}");
    }
    let usual = |says: &str| with("<sheetFormatPr", &format!("<sheetFormatPr {says}"));
    let low = with("defaultRowHeight=\"15\"", "defaultRowHeight=\"0\"");
    assert_eq!(low, [pair("import_row_hidden", "1/"), pair("import_row_hidden", "2/")]);
    // The rows that nobody wrote in.
    assert_eq!(usual("zeroHeight=\"1\""), []);
    let all = ["1/A", "1/B", "1/C"].map(|path| pair("import_column_hidden", path));
    assert_eq!(usual("defaultColWidth=\"0\""), all);
    assert_eq!(usual("defaultColWidth=\"9\""), []);
}

// The last of them was taken.
#[test]
fn a_cell_that_the_file_holds_twice_is_told() {
    let bytes = filled();
    let sheet = String::from_utf8(part(&bytes, SHEET)).unwrap();
    let row = &sheet[sheet.find("<row r=\"2\"").unwrap()..sheet.find("</sheetData>").unwrap()];
    let cell = &row[row.find("<c r=\"B2\"").unwrap()..row.find("<c r=\"C2\"").unwrap()];
    let pair = |path: &str| ("import_cell_twice".to_owned(), path.to_owned());
    let rows = rewritten(&bytes, SHEET, "</sheetData>", &format!("{row}</sheetData>"));
    assert_eq!(told(&read(&rows).unwrap()), ["2/A", "2/B", "2/C"].map(pair));
    let cells = rewritten(&bytes, SHEET, cell, &format!("{cell}{cell}"));
    assert_eq!(told(&read(&cells).unwrap()), [pair("2/B")]);
    // A cell of another row than the one it stands in.
    let moved = rewritten(&bytes, SHEET, "<c r=\"B2\"", "<c r=\"B1\"");
    assert_eq!(read(&moved), Err(SheetRefusal::NotATable));
}

// ISO/IEC 17025, 7.8.2.1 g: the sheet said 7741, the customer had struck 99.
#[test]
fn what_is_struck_through_or_shown_otherwise_is_not_taken() {
    let struck = Format::new().set_font_strikethrough();
    let plain = Format::new();
    let bytes = book(|sheet| {
        sheet.write_rich_string(0, 0, &[(&plain, "77"), (&struck, "99"), (&plain, "41")]).unwrap();
        sheet.write_rich_string(0, 1, &[(&plain, "77"), (&Format::new().set_bold(), "41")]).unwrap();
        sheet.write_string_with_format(0, 2, "7741", &struck).unwrap();
        sheet.write_number_with_format(0, 3, 7741.0, &struck).unwrap();
        sheet.write_string_with_format(0, 4, "SN-X-5", &Format::new().set_num_format("\"A-\"@")).unwrap();
        sheet.write_string_with_format(0, 5, "SN-X-5", &Format::new().set_num_format(";;;")).unwrap();
        sheet.write_string_with_format(0, 6, "SN-X-5", &Format::new().set_num_format("@")).unwrap();
        sheet.write_blank(0, 7, &struck).unwrap();
    });
    let cells = read(&bytes).unwrap().lines.remove(0).cells;
    let taken_back = |text: &str| Cell::Faulty(CellFault::Struck { cell: text.to_owned() });
    let formatted = |format: &str| Cell::Faulty(CellFault::TextFormat { cell: "SN-X-5".to_owned(), format: format.to_owned() });
    let text = |text: &str| Cell::Text(text.to_owned());
    let expected = [
        taken_back("779941"),
        text("7741"),
        taken_back("7741"),
        taken_back("7741"),
        formatted("\"A-\"@"),
        formatted(";;;"),
        text("SN-X-5"),
    ];
    assert_eq!(cells, expected);
    // A text that stands in its cell.
    let inline = "<c r=\"A1\" t=\"inlineStr\"><is><r><t>77</t></r><r><rPr><strike/></rPr><t>99</t></r></is></c>";
    let sheet = String::from_utf8(part(&bytes, SHEET)).unwrap();
    let cell = &sheet[sheet.find("<c r=\"A1\"").unwrap()..sheet.find("<c r=\"B1\"").unwrap()];
    assert_eq!(read(&rewritten(&bytes, SHEET, cell, inline)).unwrap().lines[0].cells[0], taken_back("7799"));
    let allowed = inline.replace("<strike/>", "<strike val=\"0\"/>");
    assert_eq!(read(&rewritten(&bytes, SHEET, cell, &allowed)).unwrap().lines[0].cells[0], text("7799"));
}

#[test]
fn the_sheet_is_the_one_that_is_seen_and_whose_head_is_known() {
    let bytes = |names: &[(&str, &str, bool)]| {
        let mut book = Workbook::new();
        for (name, head, hidden) in names {
            let sheet = book.add_worksheet();
            sheet.set_name(*name).unwrap().write_string(0, 0, *head).unwrap();
            sheet.write_string(1, 0, *name).unwrap();
            sheet.set_hidden(*hidden);
        }
        book.save_to_buffer().unwrap()
    };
    let name = |bytes: &[u8], sheet: &str| {
        let how = How { sheet: sheet.to_owned(), ..How::default() };
        parse(bytes, &how, |line| line.cells.first().is_some_and(|cell| cell.text() == "code")).map(|sheet| sheet.name)
    };
    let unclear = |sheets: &[&str]| Err(SheetRefusal::SheetUnclear { sheets: sheets.iter().map(|&name| name.to_owned()).collect() });
    let cover = bytes(&[("Cover", "How to use this workbook", false), ("data", "code", false), ("old", "code", true)]);
    assert_eq!(name(&cover, ""), Ok("data".to_owned()));
    assert_eq!(name(&cover, "Cover"), Ok("Cover".to_owned()));
    assert_eq!(name(&cover, "old"), unclear(&["Cover", "data"]));
    let two = bytes(&[("2025", "code", false), ("2026", "code", false)]);
    assert_eq!(name(&two, ""), unclear(&["2025", "2026"]));
    assert_eq!(name(&two, "2026"), Ok("2026".to_owned()));
}

#[test]
fn semicolons_and_tabs_part_cells_too_and_a_line_may_say_it() {
    let expected = vec![vec!["code".to_owned(), "notes".to_owned()], vec!["A".to_owned(), "1,5".to_owned()]];
    for text in [
        "code;notes\nA;1,5\n",
        "code\tnotes\r\nA\t1,5\r\n",
        "sep=;\r\ncode;notes\r\nA;1,5\r\n",
        "\"SEP=|\"\ncode|notes\nA|1,5\n",
        "sep=\t\ncode\tnotes\nA\t1,5",
    ] {
        assert_eq!(shown(text.as_bytes()), Ok(expected.clone()), "{text:?}");
    }
}

#[test]
fn a_text_is_read_by_its_mark_or_as_chosen_and_never_guessed() {
    let expected = vec![vec!["code".to_owned(), "name_zh".to_owned()], vec!["A".to_owned(), "天平计量".to_owned()]];
    let text = "code,name_zh\nA,天平计量\n";
    let wide = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let (little, big) = (wide(u16::to_le_bytes), wide(u16::to_be_bytes));
    let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
    for (bytes, encoding) in [
        (marked(&[0xff, 0xfe], &little), "utf-16le"),
        (marked(&[0xfe, 0xff], &big), "utf-16be"),
        (marked(&[0xef, 0xbb, 0xbf], text.as_bytes()), "utf-8"),
        (text.into(), "utf-8"),
    ] {
        let sheet = read(&bytes).unwrap();
        assert_eq!((texts(&sheet), sheet.encoding), (expected.clone(), encoding));
    }
    let chosen = |bytes: &[u8], encoding: &str| {
        parse(bytes, &How { encoding: encoding.to_owned(), ..How::default() }, |_| true).map(|sheet| texts(&sheet))
    };
    let gbk: &[u8] = b"code,name_zh\nA,\xcc\xec\xc6\xbd\xbc\xc6\xc1\xbf\n";
    assert_eq!(shown(gbk), Err(SheetRefusal::EncodingUnclear));
    assert_eq!(chosen(gbk, "gb18030"), Ok(expected.clone()));
    assert_eq!(chosen(&little, "utf-16le"), Ok(expected));
    assert_eq!(chosen(gbk, "utf-8"), Err(SheetRefusal::EncodingWrong { encoding: "utf-8".to_owned() }));
    assert_eq!(chosen(gbk, "ebcdic"), Err(SheetRefusal::EncodingUnclear));
    let kyiv = encoding_rs::WINDOWS_1251.encode("code,name_en\nA,Їжак\n").0.into_owned();
    assert_eq!(chosen(&kyiv, "windows-1251").unwrap()[1][1], "Їжак");
}

// RFC 4180, 2.4
#[test]
fn a_row_has_the_cells_of_the_head() {
    let sheet = read(b"code,name_en,notes\nA,Gamma Tools, Inc.,5 Test Street\n\nB,x\nC,x,y,\n,,\n").unwrap();
    let pair = |path: &str| ("import_row_cells".to_owned(), path.to_owned());
    assert_eq!(told(&sheet), [pair("4/")]);
    assert_eq!(sheet.lines.iter().map(|line| line.number).collect::<Vec<_>>(), [1, 2, 4, 5, 6]);
    let numbers = |text: &str| read(text.as_bytes()).unwrap().lines.iter().map(|line| line.number).collect::<Vec<_>>();
    assert_eq!(numbers("code\r\nA\r\n\r\n\r\nB\r\nC"), [1, 2, 5, 6]);
    assert_eq!(numbers("\ncode\nA\n"), [2, 3]);
    assert_eq!(read(b"code,notes\nA,\"open\nB,2\nC,3\n"), Err(SheetRefusal::QuoteOpen));
}

#[test]
fn a_file_that_is_not_what_it_says_is_refused() {
    let packed = to_xlsx(&table()).unwrap();
    for bytes in
        [&b"%PDF-1.7\n\x00\x01"[..], &packed[..packed.len() / 2], b"PK\x03\x04nothing", &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0], b"a\0b"]
    {
        assert_eq!(read(bytes), Err(SheetRefusal::NotATable));
    }
    assert_eq!(read("x,".repeat(100).as_bytes()), Err(SheetRefusal::TooLarge));
    assert_eq!(read("x\n".repeat(20_000).as_bytes()), Err(SheetRefusal::TooLarge));
}

#[test]
fn a_cell_far_out_does_not_take_the_memory_for_all_before_it() {
    let bytes = book(|sheet| _ = sheet.write_string(1_048_575, 16_383, "far").unwrap());
    assert_eq!(read(&bytes), Err(SheetRefusal::TooLarge));
}
