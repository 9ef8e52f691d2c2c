//! A path of a record in words.

use crate::text::{self, t};

/// The words of a path of the form.
pub fn path_words(form: &measurement::method::Form, path: &str) -> String {
    use domain::record::path::{Address, CERTIFICATE, WHOLE, find, find_point};
    if path == WHOLE {
        return t("path.record");
    }
    if path == CERTIFICATE {
        return t("remark.certificate");
    }
    if let Some((stage, point)) = find_point(form, path) {
        return format!("{} · {} {}", t(&format!("stage.{}", stage.key())), text::format::written(point.nominal.as_str()), point.unit);
    }
    match find(form, path) {
        Some(Address::Environment(field)) => {
            let moment = path.split('/').nth(1).unwrap_or_default();
            format!("{} · {}", text::name(&field.label), t(&format!("moment.{moment}")))
        }
        Some(Address::Inspection(field)) => text::name(&field.label),
        Some(Address::Reading { stage, point, quantity, number }) => {
            format!(
                "{} · {} {} · {} {number}",
                t(&format!("stage.{}", stage.key())),
                text::format::written(point.nominal.as_str()),
                point.unit,
                text::name(&quantity.label)
            )
        }
        None => text::place(path),
    }
}
