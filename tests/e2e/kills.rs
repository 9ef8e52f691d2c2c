//! Committed values are on disk at once: a browser killed at random moments loses at most the field being typed (C-5.5.1).

use std::time::Duration;

use backend::demo::names;

use crate::server::Server;
use crate::tablet::Tablet;

const ITEM: &str = "HD-0001";
/// Taken in turn, since a point has fewer than a hundred readings.
const POINTS: [&str; 4] = ["20", "50", "100", "150"];

fn kills() -> u32 {
    if std::env::var_os("ETALON_LONG").is_some() { 100 } else { 5 }
}

fn reading(point: &str, n: u32) -> String {
    format!("as_found/points/{point}/indication/r{n}")
}

/// Everything that was stored at a point is there.
async fn still_there(tablet: &Tablet, point: &str, stored: u32) {
    tablet.screen().press(&format!("point-{point}")).await;
    for n in 1..=stored {
        tablet.screen().see(&format!("cell-{}", reading(point, n))).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_browser_loses_at_most_the_field_being_typed() {
    let mut server = Server::with_demo().await;
    let mut tablet = Tablet::enrolled(&server, names::CALIBRATOR).await;
    tablet.prepares_visit("HZ-V-0501", &["HZ-L-001"]).await;
    tablet.begins(ITEM, &[("blocks", "HZ-L-001")]).await;
    tablet.enters("environment/start/temperature", "20.1").await;
    tablet.enters("environment/start/humidity", "45").await;
    server.kill();

    let mut stored = [0; POINTS.len()];
    let mut chance: u64 = 20_261_120;
    for kill in 0..kills() {
        let turn = kill as usize % POINTS.len();
        let (point, stored) = (POINTS[turn], &mut stored[turn]);
        tablet.goes_to("as_found").await;
        tablet.screen().press(&format!("point-{point}")).await;
        let path = reading(point, *stored + 1);
        tablet.starts_typing(&path, *stored > 0, &format!("{point}.{kill:02}")).await;
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        tokio::time::sleep(Duration::from_millis((chance >> 33) % 300)).await;
        let said_stored = tablet.screen().sees(&format!("cell-{path}")).await;
        tablet.device.kill();

        tablet.opens_again(&server).await;
        tablet.screen().press(&format!("record-{ITEM}")).await;
        still_there(&tablet, point, *stored).await;
        let is_there = tablet.screen().sees(&format!("cell-{path}")).await;
        assert!(is_there || !said_stored, "kill {kill}: the screen showed {path} as stored, and it is gone");
        *stored += u32::from(is_there);
    }
    for (point, stored) in POINTS.into_iter().zip(stored) {
        still_there(&tablet, point, stored).await;
    }
    server.start().await;
    // A browser that is killed may forget its session; what it stored is for the same person's next one.
    tablet.signs_in_again(&server).await;
    tablet.waits_until_uploaded().await;
}
