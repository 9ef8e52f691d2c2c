//! The machine-readable rendering: the same document, an element per field, an `entry` per row. Namespace version follows `v`.

use base::text::fault::{is_noncharacter, shown};
use domain::certificate::document::CertificateDocument;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use serde_json::Value;

use super::DocumentError;

const NAMESPACE: &str = "urn:etalon:certificate:1";

/// The certificate as XML.
///
/// # Errors
/// [`DocumentError::Template`] where the document cannot be written; a fault of the program.
pub fn xml(document: &CertificateDocument) -> Result<Vec<u8>, DocumentError> {
    let fault = |error: &dyn std::fmt::Display| DocumentError::Template(format!("xml: {error}"));
    let value = serde_json::to_value(document).map_err(|error| fault(&error))?;
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    let root = BytesStart::new("certificate").with_attributes([("xmlns", NAMESPACE)]);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None))).map_err(|error| fault(&error))?;
    element(&mut writer, root, &value).map_err(|error| fault(&error))?;
    Ok(writer.into_inner())
}

fn element(writer: &mut Writer<Vec<u8>>, start: BytesStart<'_>, value: &Value) -> std::io::Result<()> {
    if value.is_null() {
        return Ok(());
    }
    let end = start.to_end().into_owned();
    writer.write_event(Event::Start(start.borrow()))?;
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                element(writer, BytesStart::new(name.as_str()), field)?;
            }
        }
        Value::Array(rows) => {
            for row in rows {
                element(writer, BytesStart::new("entry"), row)?;
            }
        }
        Value::String(text) => write_text(writer, text)?,
        other => write_text(writer, &other.to_string())?,
    }
    writer.write_event(Event::End(BytesEnd::new(end.name().as_ref().to_owned())))
}

/// XML 1.0 allows no control characters and no noncharacters; the font check refuses them before this.
fn write_text(writer: &mut Writer<Vec<u8>>, text: &str) -> std::io::Result<()> {
    let printable: String = shown(text).chars().filter(|c| (!c.is_control() || *c == '\n') && !is_noncharacter(*c)).collect();
    writer.write_event(Event::Text(BytesText::new(&printable)))
}
