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
        except: &["shared/benches"],
        words: &["backend::", "frontend::", "axum", "sqlx", "leptos", "tokio", "web_sys", "js_sys", "rexie", "gloo"],
        why: "shared knows neither side",
    },
    Ban {
        folder: "shared",
        except: &["shared/benches"],
        words: &[
            "async fn",
            "async move",
            ".await",
            "SystemTime",
            "std::time",
            "Timestamp::now",
            "Zoned::now",
            "now_v7",
            "new_v4",
            "std::fs",
            "std::net",
            "std::env",
            "std::thread",
            "getrandom",
            "OsRng",
            "rand::",
            "println!",
            "eprintln!",
        ],
        why: "shared is pure: time, ids and randomness are arguments",
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
    Ban { folder: "backend/src", except: &["backend/src/store"], words: &["sqlx::", "use sqlx"], why: "sqlx lives in the store" },
    Ban {
        folder: "backend/src",
        except: &["backend/src/app/password.rs"],
        words: &["argon2::", "use argon2"],
        why: "passwords are hashed off the writer and off the async threads",
    },
    Ban {
        folder: "frontend/src/pages",
        except: &[],
        words: &["crate::local", "crate::remote", "gloo_net"],
        why: "pages → data → {local, remote}",
    },
    Ban {
        folder: "frontend/src/components",
        except: &[],
        words: &["crate::local", "crate::remote", "crate::data", "gloo_net"],
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
    Ban { folder: "frontend/src", except: &["frontend/src/local"], words: &["rexie"], why: "rexie lives in local" },
    Ban { folder: "frontend/src", except: &["frontend/src/remote"], words: &["gloo_net"], why: "gloo-net lives in remote" },
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

#[test]
fn manifests_keep_the_arrows() {
    let outside = &["backend", "frontend", "tokio", "sqlx", "axum", "rand", "getrandom", "reqwest", "web-sys"][..];
    for (manifest, banned) in [
        ("shared/base/Cargo.toml", outside),
        ("shared/base/Cargo.toml", &["statistics", "shared"]),
        ("shared/statistics/Cargo.toml", outside),
        ("shared/statistics/Cargo.toml", &["shared"]),
        ("shared/Cargo.toml", outside),
        ("backend/Cargo.toml", &["frontend", "leptos", "web-sys"]),
        ("frontend/Cargo.toml", &["backend", "sqlx", "axum", "tokio"]),
    ] {
        let text = read(manifest);
        let names = dependencies(&text);
        let broken: Vec<_> = names.iter().filter(|name| banned.contains(*name)).collect();
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
