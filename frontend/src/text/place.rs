//! Paths of fields in words: `contacts/0/email` reads “Contacts 1 · E-mail”.

use super::t_known;

/// Where readings stand; what follows is called by its key, which may be a number.
const STAGES: [&str; 2] = ["as_found", "as_left"];

/// A path of an entry, a command or a document, in words. What has no word of its own stays as it is called.
pub fn place(path: &str) -> String {
    let of_readings = path.split('/').next().is_some_and(|first| STAGES.contains(&first));
    let is_said = |segment: &&str| !(segment.is_empty() || of_readings && *segment == "points");
    let mut parts: Vec<String> = Vec::new();
    for segment in path.split('/').filter(is_said) {
        match (segment.parse::<usize>(), parts.last_mut()) {
            (Ok(n), Some(last)) if !of_readings => *last = format!("{last} {}", n + 1),
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
