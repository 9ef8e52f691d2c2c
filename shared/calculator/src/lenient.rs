//! JSON as programs write it that know numbers which JSON has not: `NaN`, `Infinity`, `1e400`, `1e-400`. They become texts, so that the case that
//! has one refuses it, and no other case suffers.

/// The same text with every bare word that is no JSON as a string.
pub(super) fn lenient(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => string(rest),
            _ if is_bare(first) => rest.find(|c| !is_bare(c)).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        if is_bare(first) && !is_json(token) {
            out.push('"');
            out.push_str(token);
            out.push('"');
        } else {
            out.push_str(token);
        }
        rest = after;
    }
    out
}

const fn is_bare(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.' | '_')
}

fn is_json(word: &str) -> bool {
    matches!(word, "true" | "false" | "null") || serde_json::from_str::<f64>(word).is_ok_and(|number| is_number(number, word))
}

/// A number that a float holds: not infinite, and nought only where nought is written.
fn is_number(number: f64, word: &str) -> bool {
    let written = word.split(['e', 'E']).next().unwrap_or_default();
    number.is_finite() && (number != 0.0 || !written.contains(|c: char| matches!(c, '1'..='9')))
}

/// How long the string is that the text begins with.
fn string(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::lenient;

    #[test]
    fn only_what_is_no_json_becomes_a_text() {
        for (text, expected) in [
            (
                r#"{"a": [NaN, -Infinity, 1e400, 1, -2.5e-3, true, null]}"#,
                r#"{"a": ["NaN", "-Infinity", "1e400", 1, -2.5e-3, true, null]}"#,
            ),
            (r#"{"NaN": "1e400 \"NaN\" \\"}"#, r#"{"NaN": "1e400 \"NaN\" \\"}"#),
            (r#""never closed NaN"#, r#""never closed NaN"#),
            ("[1e-400, 0e-400, -0.0, 5e-324]", r#"["1e-400", 0e-400, -0.0, 5e-324]"#),
            ("[01, .5]", r#"["01", ".5"]"#),
            ("", ""),
        ] {
            assert_eq!(lenient(text), expected);
        }
    }
}
