//! Who may know whom.

use crate::source::{files, read};

/// A folder and words that none of its code lines may hold.
struct Ban {
    folder: &'static str,
    except: &'static [&'static str],
    words: &'static [&'static str],
    why: &'static str,
}

const BANS: &[Ban] = &[
    Ban {
        folder: "shared",
        except: &["shared/measurement/benches"],
        words: &["async fn", "async move", ".await"],
        why: "shared is pure: nothing in it waits (clocks, files and threads: shared/clippy.toml)",
    },
    Ban { folder: "backend/src/http", except: &[], words: &["crate::store"], why: "http → app → store" },
    Ban { folder: "backend/src/app", except: &[], words: &["crate::http", "crate::cli", "axum::"], why: "http → app → store" },
    Ban { folder: "backend/src/store", except: &[], words: &["crate::http", "crate::app", "crate::cli"], why: "the store decides nothing" },
    Ban {
        folder: "backend/src/document",
        except: &[],
        words: &["crate::http", "crate::app", "crate::store"],
        why: "documents are rendered from values",
    },
    Ban { folder: "frontend/src/pages", except: &[], words: &["crate::local", "crate::remote"], why: "pages → data → {local, remote}" },
    Ban {
        folder: "frontend/src/components",
        except: &[],
        words: &["crate::local", "crate::remote", "crate::data"],
        why: "components take values and give callbacks",
    },
    Ban {
        folder: "frontend/src/local",
        except: &[],
        words: &["crate::remote", "crate::pages", "crate::data"],
        why: "local knows only the disk",
    },
    Ban {
        folder: "frontend/src/remote",
        except: &[],
        words: &["crate::local", "crate::pages", "crate::data"],
        why: "remote knows only the wire",
    },
];

#[test]
fn nobody_knows_whom_they_should_not() {
    let broken: Vec<String> = BANS.iter().flat_map(broken_lines).collect();
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

fn broken_lines(ban: &Ban) -> Vec<String> {
    let mut broken = Vec::new();
    for file in files(ban.folder, ".rs") {
        if ban.except.iter().any(|folder| file.path.starts_with(folder)) {
            continue;
        }
        for (number, line) in file.code_lines() {
            if let Some(word) = ban.words.iter().find(|word| line.contains(**word)) {
                broken.push(format!("{}:{number}: `{word}`: {}", file.path, ban.why));
            }
        }
    }
    broken
}

/// What each crate of the rules may use of the house (ADR 0302). The libraries that run somewhere (a server, a browser, a clock) are
/// nobody's here.
const ARROWS: [(&str, &[&str]); 8] = [
    ("base", &[]),
    ("plot", &[]),
    ("statistics", &["base"]),
    ("ledger", &["base"]),
    ("measurement", &["base", "statistics"]),
    ("calculator", &["base", "measurement", "statistics"]),
    ("domain", &["base", "ledger", "measurement"]),
    ("contract", &["base", "domain", "ledger", "measurement"]),
];

#[test]
fn manifests_keep_the_arrows() {
    let house: Vec<&str> = ARROWS.iter().map(|(name, _)| *name).chain(["backend", "frontend", "tests"]).collect();
    let outside = ["tokio", "sqlx", "axum", "rand", "getrandom", "reqwest", "web-sys", "js-sys", "leptos"];
    for (name, allowed) in ARROWS {
        let text = read(&format!("shared/{name}/Cargo.toml"));
        let used: Vec<&str> = dependencies(&text).into_iter().filter(|used| house.contains(used)).collect();
        assert_eq!(used, allowed, "shared/{name}");
        assert!(!dependencies(&text).iter().any(|used| outside.contains(used)), "shared/{name} runs nowhere");
    }
    for (manifest, banned) in
        [("backend/Cargo.toml", &["frontend", "leptos", "web-sys"][..]), ("frontend/Cargo.toml", &["backend", "sqlx", "axum", "tokio"])]
    {
        let text = read(manifest);
        let broken: Vec<_> = dependencies(&text).into_iter().filter(|name| banned.contains(name)).collect();
        assert!(broken.is_empty(), "{manifest} must not name {broken:?}");
    }
}

/// Names in `[dependencies]`, the sections for one target and for tests left out.
fn dependencies(manifest: &str) -> Vec<&str> {
    manifest
        .lines()
        .skip_while(|line| *line != "[dependencies]")
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split(['=', '.', ' ']).next())
        .filter(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c)))
        .collect()
}
