//! The vault: nobody but the named reads what is in it, nothing else tells of it, and everything else works without its key (C-4.1.2.2).

use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};

use backend::app::vault::{self, Kept, Keys, New};
use backend::app::verify::{Fault, verify};
use backend::app::{Actor, Error, Result, backup};
use backend::state::{App, AppState, Config};
use backend::store::vault as store;
use base::id::{Id, PersonId};
use contract::api::register::Row;
use contract::api::{Page, path};
use domain::access::Role;
use domain::library::person::Person;
use domain::register::Entry;
use support::tamper::Tamperer;
use support::{Client, Engine, Lab, hours, on_both_engines};
use tracing_subscriber::fmt::MakeWriter;

use crate::attacks::sealed::seal_anew;
use crate::people;

/// What nobody else may see: nothing like it stands anywhere else.
const SECRET: &str = "Zhou Min of hall 7 complains";

fn keys(of: u8) -> Keys {
    Keys::parse(&format!("{of:02x}").repeat(32)).expect("a key")
}

/// The same laboratory on a server with this key.
fn keyed(lab: &Lab, vault: Keys) -> AppState {
    let config = Config { vault, ..lab.app.config.clone() };
    App::new(lab.app.db.clone(), lab.app.files.clone(), lab.app.clock.clone(), config)
}

fn actor(person: PersonId) -> Actor {
    Actor { person, roles: vec![Role::Administrator], customer: None, session: None }
}

/// What a use case refused, by its code.
#[track_caller]
fn refused<T>(outcome: Result<T>) -> String {
    match outcome {
        Err(Error::Refused(problem)) => problem.code,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was not refused"),
    }
}

async fn keep(app: &App, by: &Actor, text: &str, readers: &[PersonId]) -> Result<Id<Kept>> {
    let new = New { kind: "complainant", object: "C-0031", readers, text: text.as_bytes() };
    written(app, vault::seal(app, by, &new)?).await
}

async fn written(app: &App, sealed: vault::Sealed) -> Result<Id<Kept>> {
    let id = sealed.id()?;
    app.db
        .write(move |tx| {
            let sealed = sealed.clone();
            Box::pin(async move { vault::keep(tx, &sealed).await })
        })
        .await?;
    Ok(id)
}

on_both_engines!(the_named_read_with_a_reason_and_for_everybody_else_there_is_nothing, Lab::new_on);
async fn the_named_read_with_a_reason_and_for_everybody_else_there_is_nothing(lab: Lab) {
    let app = keyed(&lab, keys(1));
    let [handler, other, second] = [(); 3].map(|()| lab.app.new_id());
    assert_eq!(refused(keep(&app, &actor(handler), SECRET, &[]).await), "vault_nobody_named");
    let id = keep(&app, &actor(handler), SECRET, &[handler]).await.expect("kept");
    assert_eq!(refused(vault::read(&app, &actor(other), id, "I am the administrator").await), "not_found");
    assert_eq!(refused(vault::name(&app, &actor(other), id, other, true).await), "not_found");
    assert_eq!(refused(vault::read(&app, &actor(handler), id, " ").await), "vault_reason_missing");
    assert_eq!(vault::read(&app, &actor(handler), id, "to answer it").await.expect("read").text, SECRET.as_bytes());
    vault::name(&app, &actor(handler), id, second, true).await.expect("named");
    lab.advance(hours(1));
    assert!(vault::read(&app, &actor(second), id, "in the handler's absence").await.is_ok());
    vault::name(&app, &actor(second), id, handler, false).await.expect("no longer named");
    assert_eq!(refused(vault::read(&app, &actor(handler), id, "once more").await), "not_found");
    let key = id.to_string();
    let read = lab.app.db.read::<_, Error, _>(move |tx| Box::pin(async move { Ok(store::readings(tx, &key).await?) })).await.expect("read");
    let told: Vec<_> = read.iter().map(|reading| (reading.person_id.as_str(), reading.reason.as_str())).collect();
    assert_eq!(told, [(&*handler.to_string(), "to answer it"), (&*second.to_string(), "in the handler's absence")]);
    assert_eq!(verify(&app, None).await.expect("walked").broken, []);
}

/// What was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("the log").write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Whether the secret stands in these bytes, as it is or as tables and logs write bytes.
fn tells(bytes: &[u8]) -> bool {
    let hexadecimal: String = SECRET.bytes().map(|byte| format!("{byte:02x}")).collect();
    // Base64, wherever it begins in a group of three bytes.
    let base64 = ["WmhvdSBNaW4g", "pob3UgTWluIG", "aaG91IE1pbiB"];
    let found = |wanted: &str| bytes.windows(wanted.len()).any(|window| window == wanted.as_bytes());
    found(SECRET) || found(&hexadecimal) || base64.iter().any(|wanted| found(wanted))
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

on_both_engines!(neither_tables_nor_files_nor_a_backup_nor_the_log_nor_a_search_tell_of_it, Lab::new_on);
async fn neither_tables_nor_files_nor_a_backup_nor_the_log_nor_a_search_tell_of_it(lab: Lab) {
    assert!(tells(SECRET.as_bytes()), "the test sees it where it is");
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_writer(log.clone()).with_env_filter("trace").finish();
    // A test beside it in one process may have been first.
    let _ = tracing::subscriber::set_global_default(subscriber);
    let app = keyed(&lab, keys(1));
    let handler = actor(lab.app.new_id());
    let id = keep(&app, &handler, SECRET, &[handler.person]).await.expect("kept");
    let new = New { kind: "complaint", object: "C-0031", readers: &[handler.person], text: SECRET.as_bytes() };
    let sealed = vault::seal_file(&app, &handler, &new, SECRET.as_bytes()).await.expect("sealed");
    let file = written(&app, sealed).await.expect("kept");
    let read = vault::read(&app, &handler, file, "to answer it").await.expect("read");
    assert_eq!((read.text.as_slice(), read.content.as_deref()), (SECRET.as_bytes(), Some(SECRET.as_bytes())));
    let admin = lab.person("admin").await;
    for noun in ["people", "customers", "items"] {
        let list = format!("{}?search=Zhou%20Min", path::with(path::REGISTER, noun));
        assert!(admin.bytes(axum::http::Method::GET, &list, None).await.text().find("hall 7").is_none(), "{noun}");
    }
    backup::backup(&lab.app, &lab.folder().join("one.backup")).await.expect("a backup");
    for path in files(lab.folder()) {
        assert!(!tells(&std::fs::read(&path).expect("a file")), "{}", path.display());
    }
    assert!(!tells(&log.0.lock().expect("the log")), "the log tells it");
    assert!(vault::read(&app, &handler, id, "to answer it").await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restore_without_the_key_leaves_everything_else_working_and_says_what_cannot_be_read() {
    for (from, into) in [(Engine::Sqlite, Engine::Postgres), (Engine::Postgres, Engine::Sqlite)] {
        let lab = Lab::new_on(from).await;
        people::enter(&lab, "li.wei", &[Role::Office], false).await;
        let app = keyed(&lab, keys(1));
        let handler = actor(lab.app.new_id());
        let new = New { kind: "complaint", object: "C-0031", readers: &[handler.person], text: b"letter.pdf" };
        let id = written(&app, vault::seal_file(&app, &handler, &new, SECRET.as_bytes()).await.expect("sealed")).await.expect("kept");
        let file = lab.folder().join("one.backup");
        backup::backup(&app, &file).await.expect("a backup");

        let other = Lab::empty_on(into).await;
        backup::restore(&other.app, &file).await.expect("restored");
        let office = other.person("li.wei").await;
        let listed: Page<Row<Person>> = list(&office).await;
        assert_eq!(listed.rows.len(), 2, "everything else works");
        assert_eq!(refused(vault::read(&other.app, &handler, id, "to answer it").await), "vault_key_missing");
        assert_eq!(refused(keep(&other.app, &handler, SECRET, &[handler.person]).await), "vault_key_missing");
        assert_eq!(vault::unreadable(&other.app).await.expect("counted"), 1);
        let report = verify(&other.app, None).await.expect("walked");
        assert_eq!(report.broken, []);
        let unread = report.walked.iter().find(|(kind, _)| kind.contains("cannot be read")).map(|(_, count)| *count);
        assert_eq!(unread, Some(1));
        // With another key no more than without, and with its own everything.
        assert_eq!(refused(vault::read(&keyed(&other, keys(2)), &handler, id, "to answer it").await), "vault_key_missing");
        let opened = vault::read(&keyed(&other, keys(1)), &handler, id, "to answer it").await.expect("read");
        assert_eq!(opened.content.as_deref(), Some(SECRET.as_bytes()));
    }
}

async fn list(office: &Client) -> Page<Row<Person>> {
    office.get(&path::with(path::REGISTER, Person::NOUN)).await
}

// Seals are computed by whoever can write the tables; the key is not among what they can write.
on_both_engines!(an_entry_put_in_the_place_of_another_is_named_where_the_key_is, Lab::new_on);
async fn an_entry_put_in_the_place_of_another_is_named_where_the_key_is(lab: Lab) {
    let app = keyed(&lab, keys(1));
    let handler = actor(lab.app.new_id());
    let one = keep(&app, &handler, SECRET, &[handler.person]).await.expect("kept").to_string();
    let two = keep(&app, &handler, "somebody else", &[handler.person]).await.expect("kept").to_string();
    let mut tamperer = Tamperer::new(&lab).await;
    let sealed = tamperer.text(&format!("SELECT sealed FROM vault_entries WHERE id = '{two}'")).await;
    tamperer.run(&format!("UPDATE vault_entries SET sealed = '{sealed}' WHERE id = '{one}'")).await;
    let named =
        |report: backend::app::verify::Report| report.broken.into_iter().map(|broken| (broken.place, broken.fault)).collect::<Vec<_>>();
    let place = format!("vault_entries {one}");
    let found = named(verify(&lab.app, None).await.expect("walked"));
    assert_eq!(found, [(place.clone(), Fault::SealBroken)], "without the key its seal tells");
    seal_anew(&lab, &mut tamperer, "vault_entries", &one).await;
    let found = named(verify(&app, None).await.expect("walked"));
    assert_eq!(found, [(place, Fault::Unreadable)]);
    assert!(vault::read(&app, &handler, one.parse().expect("an identity"), "to answer it").await.is_err());
}
