//! The whole way, in the browser: from an order to a certificate in the customer's hands, supplemented, replaced.

use crate::server::Server;
use crate::tablet::Tablet;

const VISIT: &str = "HZ-V-0501";
const ITEM: &str = "HD-0001";
const LAST_READING: &str = "as_found/points/150/indication/r1";

#[tokio::test(flavor = "multi_thread")]
async fn from_a_tablet_without_network_to_a_certificate() {
    let mut server = Server::with_demo().await;
    let mut tablet = Tablet::enrolled(&server, "wang").await;

    server.kill();
    tablet.device.close().await;
    tablet.opens_again(&server).await;
    records_a_calliper(&tablet).await;

    server.start().await;
    tablet.waits_until_uploaded().await;
}

async fn records_a_calliper(tablet: &Tablet) {
    tablet.prepares_visit(VISIT, &["HZ-L-001"]).await;
    tablet.begins(ITEM, &[("blocks", "HZ-L-001")]).await;
    tablet.enters("environment/start/temperature", "20.1").await;
    tablet.enters("environment/start/humidity", "45").await;
    tablet.answers("appearance", "good").await;
    tablet.answers("movement", "works").await;
    tablet.goes_to("as_found").await;
    for (point, value) in [("20", "20.00"), ("50", "50,00"), ("100", "100.05"), ("150", "150.15")] {
        tablet.reads("as_found", point, "indication", value).await;
    }
    tablet.amends(LAST_READING, "150.10").await;
    tablet.goes_to("finish").await;
    tablet.enters("environment/end/temperature", "20.3").await;
    tablet.enters("environment/end/humidity", "46").await;
    tablet.submits().await;
}
