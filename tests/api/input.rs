//! Bad input is refused with a code; nothing is written, nothing fails (F26).

use axum::http::Method;
use backend::app::Error;
use backend::store::{Tx, dump};
use contract::access::table::Verb;
use contract::api::path;
use domain::access::Role;
use domain::event::Hash;
use support::{Answer, Client, Lab, on_both_engines};

use crate::people;

/// Everything that is stored, as one hash.
pub async fn content(lab: &Lab) -> Hash {
    let read = lab.app.db.read::<_, Error, _>(|tx: &mut Tx| {
        Box::pin(async move {
            let mut text = String::new();
            for table in dump::tables(tx).await? {
                dump::each::<Error>(tx, &table, |cells| {
                    text.push_str(&format!("{} {cells:?}\n", table.name));
                    Ok(())
                })
                .await?;
            }
            Ok(Hash::of(text.as_bytes()))
        })
    });
    read.await.expect("the tables are read")
}

fn filled(template: &str, id: &str) -> String {
    template.replace("{noun}", "customers").replace("{id}", id).replace("{sha256}", &"0".repeat(64))
}

/// Routes whose body is JSON.
fn commands() -> Vec<(Method, &'static str)> {
    let raw = [path::FILE, path::REGISTER_IMPORT, path::SYNC_IMPORT];
    let all = backend::http::routes().listed().to_vec().into_iter();
    all.filter(|(verb, path)| matches!(verb, Verb::Post | Verb::Put) && !raw.contains(path))
        .map(|(verb, path)| (if verb == Verb::Post { Method::POST } else { Method::PUT }, path))
        .collect()
}

#[track_caller]
fn refused(answer: Answer, told: &str) -> String {
    assert!(answer.status.is_client_error(), "{told}: {} {}", answer.status, answer.text());
    let code = answer.problem().code;
    assert!(!code.is_empty(), "{told}");
    code
}

fn bodies() -> Vec<(&'static str, Vec<u8>)> {
    let mut long = br#"{"revision":0,"reason":""#.to_vec();
    long.resize(10_000_000, b'x');
    long.extend(b"\"}");
    vec![
        ("nothing", Vec::new()),
        ("malformed", b"{\"revision\": 0".to_vec()),
        ("two values", b"{} {}".to_vec()),
        ("an array", b"[]".to_vec()),
        (
            "wrong types",
            br#"{"revision":"one","sign_in":7,"password":[],"body":{"en":null},"seen":-1,"device":"no id","number":{}}"#.to_vec(),
        ),
        ("an unknown field", br#"{"nonsense": 1}"#.to_vec()),
        ("NaN", br#"{"revision": NaN, "seen": NaN}"#.to_vec()),
        ("1e400", br#"{"revision": 1e400, "seen": 1e400}"#.to_vec()),
        ("NUL", br#"{"reason": "a\u0000b"}"#.to_vec()),
        ("no UTF-8", b"{\"reason\": \"\xff\xfe\"}".to_vec()),
        ("too deep", [b"{\"body\":".to_vec(), b"[".repeat(200_000)].concat()),
        ("10 MB", long),
    ]
}

on_both_engines!(no_command_takes_a_body_that_is_not_its_own, Lab::new_on);
async fn no_command_takes_a_body_that_is_not_its_own(lab: Lab) {
    let staff: Vec<Role> = Role::ALL.into_iter().filter(|role| *role != Role::Customer).collect();
    let client = people::person(&lab, "everything", &staff).await;
    let before = content(&lab).await;
    for (method, template) in commands() {
        let path = filled(template, "0190f0f0-0000-7000-8000-000000000000");
        for (name, body) in bodies() {
            refused(client.bytes(method.clone(), &path, Some(("application/json", body))).await, &format!("{method} {path} with {name}"));
        }
    }
    for (media_type, body) in
        [("text/plain", "{}"), ("multipart/form-data; boundary=x", "--x--"), ("application/x-www-form-urlencoded", "a=b")]
    {
        let answer = client.bytes(Method::POST, path::PASSWORD, Some((media_type, body.into()))).await;
        assert_eq!(refused(answer, media_type), "content_type_not_json");
    }
    assert_eq!(content(&lab).await, before, "nothing was written");
}

on_both_engines!(no_path_or_query_leads_anywhere_else, Lab::new_on);
async fn no_path_or_query_leads_anywhere_else(lab: Lab) {
    let client = people::person(&lab, "everything", &Role::ALL).await;
    let ids = ["..%2f..%2fetc%2fpasswd", "%00", "%27%20OR%201=1--", "%3Cscript%3E", "-1", "%F0%9F%94%A5", "\u{0}a"];
    let queries = [
        "after=%00",
        "after=%27--",
        "limit=NaN",
        "limit=99999999999999999999",
        "limit=-1",
        "search=%27%3B%20DROP%20TABLE%20audit",
        "search=%25_%5C",
    ];
    for (verb, template) in backend::http::routes().listed() {
        let method = Method::from_bytes(verb.method().as_bytes()).expect("a method");
        for id in ids.into_iter().filter(|id| template.contains("{id}") && !id.contains('\0')) {
            let body = (*verb != Verb::Get).then(|| ("application/json", b"{}".to_vec()));
            let path = filled(template, id);
            refused(client.bytes(method.clone(), &path, body).await, &format!("{method} {path}"));
        }
        for query in queries.into_iter().filter(|_| *verb == Verb::Get) {
            let path = format!("{}?{query}", filled(template, "0190f0f0-0000-7000-8000-000000000000"));
            let answer = client.bytes(method.clone(), &path, None).await;
            assert!(!answer.status.is_server_error(), "{path}: {} {}", answer.status, answer.text());
        }
    }
}

on_both_engines!(markup_and_sql_in_a_text_are_that_text, Lab::new_on);
async fn markup_and_sql_in_a_text_are_that_text(lab: Lab) {
    let office = people::person(&lab, "office", &[Role::Office]).await;
    let text = "'); DROP TABLE register_entries; -- <script>alert(1)</script> {{7*7}}";
    let body = serde_json::json!({ "revision": 0, "reason": text, "body": {
        "code": text, "name": { "zh": text, "en": text }, "address": { "zh": text, "en": text }, "contacts": [{ "name": text }], "notes": text } });
    let written: serde_json::Value = office.post(&path::with(path::REGISTER, "customers"), &body).await;
    let entry = path::with2(path::REGISTER_ENTRY, "customers", written["id"].as_str().expect("an identity"));
    assert_eq!(office.get::<serde_json::Value>(&entry).await["body"]["notes"], text);
    assert_eq!(search(&office, "DROP TABLE").await, 1);
    assert_eq!(search(&office, "dr_p").await, 0, "no character of a search stands for others");
    assert_eq!(search(&office, "dr%25p").await, 0, "no character of a search stands for others");
}

async fn search(office: &Client, words: &str) -> usize {
    let path = format!("{}?search={}", path::with(path::REGISTER, "customers"), words.replace(' ', "%20"));
    office.get::<serde_json::Value>(&path).await["rows"].as_array().map_or(0, Vec::len)
}
