//! Reading another's file by its hash, and tying up the server with files that nobody asked for.

use std::time::{Duration, Instant};

use axum::body::Body as Sent;
use axum::http::{Method, Request, StatusCode, header};
use backend::app::attachments::sweep::sweep;
use backend::state::{App, Clock, Config, Pace};
use backend::store::Db;
use base::id::{RecordId, VisitId};
use contract::api::{REQUEST_HEADER, path};
use contract::sync::EventAnswer;
use domain::access::Role;
use domain::event::body::Body;
use domain::event::{Hash, Stream};
use futures_util::stream;
use serde_json::json;
use support::lab::PASSWORD;
use support::tablet::{equip, opening};
use support::{Client, Lab, Tablet, days, on_both_engines};

use crate::certificate::Desk;
use crate::people;
use crate::record::{Site, set_aside, view};

pub(super) const PICTURE: &[u8] = b"\x89PNG\r\n\x1A\nnot much of a picture";
const OTHER: &[u8] = b"\x89PNG\r\n\x1A\nanother one";

fn attached(sha256: Hash) -> Body {
    let (path, media_type, name) = ("record".to_owned(), "image/png".to_owned(), "jaws.png".to_owned());
    Body::Attached { path, sha256, media_type, size: PICTURE.len() as u64, name }
}

/// A record of the client's own that names a file by its hash.
async fn names_by_hash(lab: &Lab, client: &Client, tablet: &mut Tablet, visit: VisitId, sha256: Hash) -> RecordId {
    tablet.exchange(client, lab.now()).await;
    let record = tablet.new_id(lab.now());
    let (opened, standard) = (opening(tablet.pack(), Some(visit)), equip(tablet.pack(), "S-01"));
    for body in [opened, standard, attached(sha256)] {
        tablet.make(Stream::record(record), lab.now(), body).expect("a record of one's own");
    }
    tablet.exchange(client, lab.now()).await;
    record
}

async fn store(client: &Client, bytes: &[u8]) -> support::Answer {
    client.bytes(Method::PUT, &path::with(path::FILE, Hash::of(bytes)), Some(("image/png", bytes.to_vec()))).await
}

on_both_engines!(a_hash_is_no_key, Lab::new_on);
async fn a_hash_is_no_key(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.attached(&lab, PICTURE).await;
    let (address, sun, chen) = (path::with(path::FILE, Hash::of(PICTURE)), lab.person("sun").await, lab.person("chen").await);
    let mut tablet = Tablet::enrol(&lab, &sun, 50).await;
    let record = names_by_hash(&lab, &sun, &mut tablet, site.world.visit, Hash::of(PICTURE)).await;
    sun.bytes(Method::GET, &address, None).await.refused("not_found");
    assert_eq!(sun.bytes(Method::HEAD, &address, None).await.status, StatusCode::NOT_FOUND);
    let upper = format!("/api/files/{}", Hash::of(PICTURE).to_string().to_uppercase());
    assert!(sun.bytes(Method::GET, &upper, None).await.status.is_client_error());
    let finding = view(&chen, record).await.findings.into_iter().find(|finding| finding.code == "attachment_of_another");
    assert!(finding.is_some(), "the checker is told that nobody of the record sent it");
    assert_eq!(site.lin.download(&address).await, PICTURE);
    assert_eq!(chen.download(&address).await, PICTURE, "by the record in which its sender attached it");

    // A file named only by people who never sent it is not shown to a checker either.
    let office = people::person(&lab, "office", &[Role::Office]).await;
    assert!(store(&office, OTHER).await.status.is_success());
    names_by_hash(&lab, &sun, &mut tablet, site.world.visit, Hash::of(OTHER)).await;
    let other = path::with(path::FILE, Hash::of(OTHER));
    for client in [&sun, &chen, &site.lin] {
        client.bytes(Method::GET, &other, None).await.refused("not_found");
    }
    // Whoever sends the same bytes has them anyway; other bytes prove nothing.
    let false_bytes = sun.bytes(Method::PUT, &address, Some(("image/png", OTHER.to_vec()))).await;
    false_bytes.refused("hash_mismatch");
    sun.bytes(Method::GET, &address, None).await.refused("not_found");
    assert!(store(&sun, PICTURE).await.status.is_success());
    assert_eq!(sun.download(&address).await, PICTURE);
    let findings = view(&chen, record).await.findings;
    assert!(findings.iter().all(|finding| finding.code != "attachment_of_another"), "{findings:?}");
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// Photos that are carried to the office with drafts belong to their calibrator, as if the tablet had sent them.
on_both_engines!(a_carried_photo_is_its_calibrators, Lab::new_on);
async fn a_carried_photo_is_its_calibrators(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.open(&lab);
    site.make(&lab, record, attached(Hash::of(PICTURE))).expect("a photo");
    let (_, exchange) = site.tablet.request(lab.now()).expect("a signed file");
    let admin = lab.person("admin").await;
    let sun = lab.person("sun").await;
    let address = path::with(path::FILE, Hash::of(PICTURE));
    for _ in 0..2 {
        let _: Vec<EventAnswer> = admin.post(path::SYNC_IMPORT, &exchange).await;
    }
    assert!(store(&admin, PICTURE).await.status.is_success());
    assert_eq!(site.lin.download(&address).await, PICTURE);
    let mut tablet = Tablet::enrol(&lab, &sun, 50).await;
    names_by_hash(&lab, &sun, &mut tablet, site.world.visit, Hash::of(PICTURE)).await;
    sun.bytes(Method::GET, &address, None).await.refused("not_found");
}

/// The same laboratory with other settings.
fn beside(lab: &Lab, change: impl FnOnce(&mut Config)) -> Lab {
    let mut config = lab.app.config.clone();
    change(&mut config);
    lab.beside(App::new(lab.app.db.clone(), lab.app.files.clone(), Clock::manual(lab.now()), config))
}

on_both_engines!(files_that_nothing_names_are_few, Lab::new_on);
async fn files_that_nothing_names_are_few(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let small = beside(&lab, |config| config.unattached_most = 60);
    let lin = small.person("lin").await;
    assert!(store(&lin, PICTURE).await.status.is_success());
    assert!(store(&lin, PICTURE).await.status.is_success(), "the same again is nothing more");
    let third: &[u8] = b"\x89PNG\r\n\x1A\na third one, as large as the first";
    let problem = store(&lin, third).await.refused("files_unattached_most");
    assert_eq!(problem.status, 413);
    assert!(store(&small.person("sun").await, third).await.status.is_success(), "each has room of their own");
    // A photo that a record names is taken, however full the room for other files is.
    let record = site.open(&lab);
    site.make(&lab, record, attached(Hash::of(third))).expect("a photo");
    site.send(&lab).await;
    assert!(store(&lin, third).await.status.is_success());
}

// Naming a file in an event that counts nowhere is no way round the limit; what is attached to a record of one's own is taken in any case.
on_both_engines!(a_file_that_only_an_event_without_effect_names_counts_as_its_senders, Lab::new_on);
async fn a_file_that_only_an_event_without_effect_names_counts_as_its_senders(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.submitted(&lab).await;
    let third: &[u8] = b"\x89PNG\r\n\x1A\na third one, as large as the first";
    let late: &[u8] = b"\x89PNG\r\n\x1A\nattached after the signature, to a record of one's own";
    let nowhere = Stream::record(site.tablet.new_id(lab.now()));
    for named in [PICTURE, third] {
        site.tablet.force(nowhere, lab.now(), attached(Hash::of(named)));
    }
    let aside = site.tablet.force(Stream::record(record), lab.now(), attached(Hash::of(late)));
    site.send(&lab).await;
    assert!(set_aside(&view(&lab.person("chen").await, record).await, aside).is_some());
    let small = beside(&lab, |config| config.unattached_most = 60);
    let lin = small.person("lin").await;
    assert!(store(&lin, PICTURE).await.status.is_success());
    store(&lin, third).await.refused("files_unattached_most");
    assert!(store(&lin, late).await.status.is_success(), "the checker sees it beside the record");
    store(&lin, third).await.refused("files_unattached_most");
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

on_both_engines!(files_that_nothing_names_go_and_nothing_else_does, Lab::new_on);
async fn files_that_nothing_names_go_and_nothing_else_does(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    desk.site.attached(&lab, PICTURE).await;
    let certificate = desk.issued("original").await;
    let pdf = desk.wu.download(&path::with(path::CERTIFICATE_PDF, certificate.row.id)).await;
    let lin = &desk.site.lin;
    assert!(store(lin, OTHER).await.status.is_success());
    // Somebody sends a certificate's PDF as a file: it stays, because the certificate needs it.
    let sent = lin.bytes(Method::PUT, &path::with(path::FILE, Hash::of(&pdf)), Some(("application/pdf", pdf.to_vec()))).await;
    assert!(sent.status.is_success(), "{}", sent.text());
    let checkpoint = backend::app::verify::verify(&lab.app, None).await.expect("a walk").checkpoint();
    assert_eq!(sweep(&lab.app).await.expect("nothing to do"), 0);
    lab.advance(days(30) + 1);

    // Two servers at once.
    let second = App::new(
        Db::open(lab.database_url()).await.expect("the database"),
        lab.app.files.clone(),
        Clock::manual(lab.now()),
        lab.app.config.clone(),
    );
    let (first, other) = tokio::join!(sweep(&lab.app), sweep(&second));
    assert_eq!(first.expect("one") + other.expect("the other"), 1);
    second.db.close().await;
    assert!(!lab.app.files.has(Hash::of(OTHER)).await.expect("the store"));
    for kept in [Hash::of(PICTURE), Hash::of(&pdf)] {
        assert!(lab.app.files.has(kept).await.expect("the store"), "{kept}");
    }
    let (lin, wu) = (lab.person("lin").await, lab.person("wu").await);
    lin.bytes(Method::GET, &path::with(path::FILE, Hash::of(OTHER)), None).await.refused("not_found");
    assert_eq!(wu.download(&path::with(path::CERTIFICATE_PDF, certificate.row.id)).await, pdf);
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
    let report = backend::app::verify::verify(&lab.app, Some(&checkpoint)).await.expect("a walk");
    assert_eq!(report.broken, [], "nor is it missed by a checkpoint of before");

    // Sent again it is there again.
    assert!(store(&lin, OTHER).await.status.is_success());
    assert_eq!(lin.download(&path::with(path::FILE, Hash::of(OTHER))).await, OTHER);
    assert_eq!(sweep(&lab.app).await.expect("nothing to do"), 0);
    // A file that a record names is reported as missing once its bytes are gone.
    lab.app.files.delete(Hash::of(PICTURE)).await.expect("gone");
    assert_eq!(crate::verify::walk(&lab).await.broken.len(), 1);
}

// A server stopped between claiming a file and removing it leaves a file that nobody can send: the next sweep finishes the removal.
on_both_engines!(a_removal_cut_short_is_ended, Lab::new_on);
async fn a_removal_cut_short_is_ended(lab: Lab) {
    let site = Site::new(&lab).await;
    assert!(store(&site.lin, OTHER).await.status.is_success());
    let (hash, now) = (Hash::of(OTHER), lab.now().plus_millis(1));
    let claimed = lab.app.db.write::<_, backend::app::Error, _>(move |tx| {
        Box::pin(async move { Ok(backend::store::file::remove(tx, hash, backend::store::file::Step::Claimed, now).await?) })
    });
    claimed.await.expect("a claim");
    lab.advance(2);
    store(&site.lin, OTHER).await.refused("file_being_removed");
    lab.advance(600_000);
    assert_eq!(sweep(&lab.app).await.expect("it is ended"), 1);
    assert!(!lab.app.files.has(hash).await.expect("the store"));
    assert!(store(&site.lin, OTHER).await.status.is_success());
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

/// A body in this many pieces, with a pause before each.
fn slowly(piece: &'static [u8], pieces: usize, each: Duration) -> Sent {
    Sent::from_stream(stream::unfold(0, move |n| async move {
        tokio::time::sleep(each).await;
        (n < pieces).then_some((Ok::<_, std::io::Error>(piece), n + 1))
    }))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_trickles_is_cut_off() {
    let lab = Lab::new_on(support::Engine::Sqlite).await;
    let lab = beside(&lab, |config| config.pace = Pace { grace: Duration::from_millis(300), bytes_a_second: 1_000 });
    let cookie = lab.person("admin").await.cookie().expect("a session").to_owned();
    let send = async |verb: &str, route: &str, kind: &str, body: Sent| {
        let request = Request::builder().method(verb).uri(route).header(header::HOST, "localhost").header(header::COOKIE, &cookie);
        let request = request.header(REQUEST_HEADER, "1").header("sec-fetch-site", "same-origin").header(header::CONTENT_TYPE, kind);
        lab.nobody().raw(request.body(body).expect("a request")).await
    };
    let began = Instant::now();
    let file = path::with(path::FILE, Hash::of(PICTURE));
    let import = path::with(path::REGISTER_IMPORT, "items");
    for (verb, route, kind) in [
        ("POST", path::SESSION, "application/json"),
        ("PUT", file.as_str(), "image/png"),
        ("POST", path::SYNC, "application/json"),
        ("POST", import.as_str(), "text/csv"),
    ] {
        let answer = send(verb, route, kind, slowly(b" ", 10_000, Duration::from_millis(20))).await;
        // Only the office imports: the administrator is refused before the body is read.
        assert!(answer.status == 403 || answer.refused("body_too_slow").status == 408, "{route}");
    }
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    let sign_in = serde_json::to_vec(&json!({"sign_in": "admin", "password": PASSWORD})).expect("JSON");
    let piece: &'static [u8] = Box::leak(sign_in.into_boxed_slice());
    assert!(send("POST", path::SESSION, "application/json", slowly(piece, 1, Duration::from_millis(100))).await.status.is_success());
}
