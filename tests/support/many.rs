//! Items by the hundred thousand, with their customers: made by the database, brought into the lists as an upgrade does.

use backend::app::Error;
use backend::store::{Db, Tx, list};

/// Items a customer has.
pub const OF_A_CUSTOMER: i64 = 200;

const CUSTOMERS: &str = "INSERT INTO register_entries (id, noun, revision, code, label, search, customer_id, status, updated_at, body) \
    WITH RECURSIVE n(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < $1), \
    customer AS (SELECT '01900000-0000-7000-8000-' || substr(CAST(1000000000000 + i AS TEXT), 2) AS id, 'K-' || CAST(i AS TEXT) AS code, \
    '恒达机械' || CAST(i AS TEXT) || '厂' AS zh, 'Hengda Machinery ' || CAST(i AS TEXT) AS en FROM n) \
    SELECT id, 'customers', 1, code, zh || ' ' || en, lower(code || ' ' || zh || ' ' || en || '  '), NULL, '', 1, \
    '{\"code\":\"' || code || '\",\"name\":{\"zh\":\"' || zh || '\",\"en\":\"' || en || '\"},\"address\":{\"zh\":\"\",\"en\":\"\"}}' FROM customer";

/// No calliper is of Mettler, and nothing of Fluke stands in the yard.
const ITEMS: &str = "INSERT INTO register_entries (id, noun, revision, code, label, search, customer_id, status, updated_at, body) \
    WITH RECURSIVE n(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < $1), \
    names(k, zh, en) AS (VALUES (0, '数显卡尺', 'Digital calliper'), (1, '外径千分尺', 'Outside micrometer'), (2, '压力表', 'Pressure gauge'), \
    (3, '电子天平', 'Electronic balance'), (4, '热电偶', 'Thermocouple'), (5, '粘度计', 'Viscometer'), (6, '量块', 'Gauge blocks')), \
    makers(k, maker) AS (VALUES (0, 'Mitutoyo'), (1, 'Starrett'), (2, 'Mahr'), (3, 'Tesa'), (4, 'Mettler'), (5, 'Fluke'), (6, 'Hongqi')), \
    halls(k, hall) AS (VALUES (0, 'North'), (1, 'South'), (2, 'East'), (3, 'West'), (4, 'Yard')), \
    made AS (SELECT i, zh, en, CASE WHEN names.k = 0 AND maker = 'Mettler' THEN 'Tesa' ELSE maker END AS maker, \
    CASE WHEN maker = 'Fluke' AND hall = 'Yard' THEN 'North' ELSE hall END AS hall, \
    'ET-' || CAST(2000 + i % 27 AS TEXT) || '-' || substr(CAST(10000000 + i AS TEXT), 2) AS code, \
    CAST(100 + i % 20 AS TEXT) || '-' || CAST(100 + (i / 20) % 200 AS TEXT) AS model, \
    'SN' || substr(CAST(100000000 + (i * 7919) % 100000000 AS TEXT), 2) AS serial, \
    '01900000-0000-7000-8000-' || substr(CAST(1000000000000 + 1 + (i * 31) % $2 AS TEXT), 2) AS customer \
    FROM n JOIN names ON names.k = (i * 5 + i / 7) % 7 JOIN makers ON makers.k = (i / 3) % 7 \
    JOIN halls ON halls.k = (i / 11) % 5), \
    item AS (SELECT made.*, '01900000-0000-7000-9000-' || substr(CAST(1000000000000 + i AS TEXT), 2) AS id, \
    zh || ' ' || en || ' ' || model || ' ' || serial AS label, hall || ' workshop ' || CAST(i % 30 AS TEXT) AS location FROM made) \
    SELECT id, 'items', 1, code, label, lower(code || ' ' || label || ' ' || maker || ' ' || location), customer, '', 1, \
    '{\"customer\":\"' || customer || '\",\"identification\":\"' || code || '\",\"name\":{\"zh\":\"' || zh || '\",\"en\":\"' || en || \
    '\"},\"model\":\"' || model || '\",\"manufacturer\":\"' || maker || '\",\"serial_number\":\"' || serial || \
    '\",\"location\":\"' || location || '\"}' FROM item";

const LINKS: &str = "INSERT INTO register_links (entry_id, refers_to) SELECT id, customer_id FROM register_entries WHERE noun = 'items'";

/// The identity of an item, from 1.
pub fn item(number: i64) -> String {
    format!("01900000-0000-7000-9000-{number:012}")
}

/// The identity of a customer, from 1.
pub fn customer(number: i64) -> String {
    format!("01900000-0000-7000-8000-{number:012}")
}

/// Makes items, without their histories: lists need none.
pub async fn made(db: &Db, items: i64) {
    let customers = (items / OF_A_CUSTOMER).max(1);
    let done = db.write::<_, Error, _>(move |tx: &mut Tx| {
        Box::pin(async move {
            backend::execute!(tx, CUSTOMERS, customers)?;
            backend::execute!(tx, ITEMS, items, customers)?;
            backend::execute!(tx, LINKS)?;
            Ok(())
        })
    });
    done.await.expect("items are made");
}

/// Brings them into the lists.
pub async fn listed(db: &Db) {
    list::bring_up(db).await.expect("lists are brought up");
}
