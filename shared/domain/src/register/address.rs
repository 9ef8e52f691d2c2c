//! Addresses that others are sent to: one mailbox, one page.

use email_address::{EmailAddress, Options};

/// What stands in no address that people have, though RFC 5322 lets it be quoted, or full width in a name: it parts one address from
/// another that would get the letters too.
const PARTING: [char; 9] = ['"', ',', ';', ':', '\\', '，', '；', '、', '：'];

/// Whether a text is the address of one mailbox in a domain, as what sends the letters reads it.
pub fn is_mailbox(text: &str) -> bool {
    let options = Options::default().with_required_tld().without_domain_literal().without_display_text();
    !text.contains(PARTING) && EmailAddress::parse_with_options(text.trim(), options).is_ok()
}

/// Whether a text is the address of a page in the web, as a browser takes it: a QR code on paper leads there.
pub fn is_website(text: &str) -> bool {
    let part = |c: char| !(c.is_whitespace() || c.is_control() || "\"'<>\\{}|`".contains(c));
    let Some((scheme, rest)) = text.trim().split_once("://") else { return false };
    let web = ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    web && host.starts_with(|c: char| c.is_alphanumeric() || c == '[') && !host.contains('@') && rest.chars().all(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailbox_field_holds_one_address() {
        for one in ["a@b.example", "m.ming-7+lab@scales.example", "办公室@衡准.example", "office@mail.lab.com.cn", " a@b.example "] {
            assert!(is_mailbox(one), "{one}");
        }
        for other in [
            "",
            "nobody",
            "@b.example",
            "a@b",
            "a@b.",
            "a@.example",
            "a@b.example, evil@x.example",
            "a@b.example;evil@x.example",
            "a@b.example，evil@x.example",
            "a@b.example evil@x.example",
            "a@evil@x.example",
            "A <a@b.example>",
            "a@b.example\nbcc:evil@x.example",
        ] {
            assert!(!is_mailbox(other), "{other:?}");
        }
    }

    #[test]
    fn a_web_address_leads_to_a_page() {
        for page in
            ["https://lab.example", "http://localhost:8080", "HTTPS://衡准.example/zh/", "http://[::1]:8080/", "https://10.0.0.7/a?b=c"]
        {
            assert!(is_website(page), "{page}");
        }
        for other in [
            "javascript:alert(1)",
            "javascript://lab.example/%0aalert(1)",
            "data:text/html,x",
            "ftp://lab.example",
            "www.lab.example",
            "https://",
            "https:///check",
            "https://lab.example@evil.example",
            "https://lab.example/\"><b>",
            "https://lab.example /",
        ] {
            assert!(!is_website(other), "{other}");
        }
    }
}
