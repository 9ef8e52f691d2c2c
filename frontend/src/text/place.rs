//! Paths of fields in words: `contacts/0/email` reads “Contacts 1 · E-mail”.

use super::t_known;

/// A path of an entry, a command or a document, in words. What has no word of its own stays as it is called.
pub fn place(path: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        match (segment.parse::<usize>(), parts.last_mut()) {
            (Ok(n), Some(last)) => *last = format!("{last} {}", n + 1),
            _ => parts.push(word(segment)),
        }
    }
    parts.join(" · ")
}

fn word(segment: &str) -> String {
    let groups = ["path", "field", "edition", "stage", "moment"];
    let segment = segment.trim_matches(['[', ']']);
    groups.iter().find_map(|group| t_known(&format!("{group}.{segment}"))).unwrap_or_else(|| segment.to_owned())
}
