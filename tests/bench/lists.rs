//! Lists of a million items on both engines: first pages and searches through the router, the slowest of a hundred, beside the slowest of
//! a hundred lookups by key in the same run.

use std::time::{Duration, Instant};

use axum::http::Method;
use contract::api::path;
use domain::item::Item;
use domain::register::Entry;
use support::{Client, Engine, Lab, World, many};

use crate::figure::Figure;

/// Items of the list.
const ITEMS: i64 = 1_000_000;
/// How often each is asked.
const ASKED: usize = 200;

/// What is looked for. `{n}` is another number each time.
const SEARCHES: [(&str, &str); 16] = [
    ("first page", ""),
    ("page of one customer", "customer={customer}"),
    ("word of one customer", "customer={customer}&search=mahr"),
    ("a word of every other row", "search=et"),
    ("a beginning, \"cal\"", "search=cal"),
    ("one letter", "search=c"),
    ("one digit", "search=7"),
    ("two signs of Chinese", "search=%E5%8D%A1%E5%B0%BA"),
    ("a serial number", "search=SN{serial}"),
    ("part of a number", "search={n}"),
    ("two frequent words together", "search=mitutoyo%20calliper"),
    ("two frequent words never together, apart", "search=mettler%20calliper"),
    ("two frequent words never together, mixed", "search=fluke%20yard"),
    ("four words", "search=mahr%20outside%20west%2010"),
    ("words of a customer and of an item", "search=hengda%20{n}%20visc"),
    ("nothing like it", "search=nothing{n}"),
];

/// Figures of both engines.
pub async fn figures() -> Vec<Figure> {
    let mut figures = Vec::new();
    for engine in Engine::BOTH {
        figures.extend(of(engine).await);
    }
    figures
}

async fn of(engine: Engine) -> Vec<Figure> {
    let items = std::env::var("ETALON_BENCH_ITEMS").ok().and_then(|items| items.parse().ok()).unwrap_or(ITEMS);
    let lab = Lab::new_on(engine).await;
    World::new(&lab).await;
    let started = Instant::now();
    many::made(&lab.app.db, items).await;
    let made = started.elapsed();
    many::listed(&lab.app.db).await;
    println!(
        "{engine:?}: {items} items made in {:.0} s, in the index after {:.0} s",
        made.as_secs_f64(),
        (started.elapsed() - made).as_secs_f64()
    );
    let client = lab.person("lin").await;
    let keys: Vec<String> =
        (0..ASKED as i64).map(|n| path::with2(path::REGISTER_ENTRY, Item::NOUN, many::item(1 + n * 7_919 % items))).collect();
    let baseline = slow(&client, &keys).await;
    let list = path::with(path::REGISTER, Item::NOUN);
    let mut figures = Vec::new();
    for (what, query) in SEARCHES {
        let asked: Vec<String> = (0..ASKED as i64).map(|n| format!("{list}?{}", filled(query, n, items))).collect();
        let measured = slow(&client, &asked).await;
        figures.push(Figure { what: format!("{engine:?}: {what} (p99)"), measured, baseline });
    }
    figures
}

fn filled(query: &str, n: i64, items: i64) -> String {
    let number = 1 + n * 104_729 % items;
    let serial = format!("{:08}", number * 7_919 % 100_000_000);
    let customer = many::customer(1 + number % (items / many::OF_A_CUSTOMER).max(1));
    query.replace("{serial}", &serial).replace("{n}", &(number % 10_000).to_string()).replace("{customer}", &customer)
}

/// The 99th of a hundred, after each was asked once.
async fn slow(client: &Client, asked: &[String]) -> Duration {
    let mut times = Vec::new();
    for round in 0..2 {
        for path in asked {
            let started = Instant::now();
            let answer = client.bytes(Method::GET, path, None).await;
            assert!(answer.status.is_success(), "{path}: {}", answer.text());
            if round == 1 {
                times.push(started.elapsed());
            }
        }
    }
    times.sort();
    times[times.len() * 99 / 100]
}
