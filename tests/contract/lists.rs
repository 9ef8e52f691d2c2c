//! Lists: what the index finds is what reading every row would find, page after page, while rows come, change and are put into blocks.

use std::collections::BTreeMap;

use backend::app::Error;
use backend::store::list::rows::{NewRow, put};
use backend::store::list::settle::{FILLED, settle};
use backend::store::list::slots::SLOTS;
use backend::store::list::{Found, Key, List, OF, STATUS, Wanted, check, find, page, terms};
use backend::store::{Db, Tx};
use base::text::index::{Piece, mark, pieces};
use support::{Lab, on_both_engines};

const UP: List = List { noun: "items", newest_first: false };
const BACK: List = List { noun: "records", newest_first: true };

/// A row's number, and what it is found by.
fn row(list: List, number: usize, place: usize, words: &str) -> NewRow {
    let key = Key { place: format!("{place:06}"), id: format!("01900000-0000-7000-8000-{number:012}") };
    let mut row = NewRow::new(list, key, 1);
    row.found_by(words);
    row.marked(STATUS, if number.is_multiple_of(3) { "draft" } else { "issued" });
    row.marked(OF, &format!("01900000-0000-7000-9000-{:012}", number % 50));
    row
}

/// Words of row `n`: half of all are callipers; Mahr and Tesa are frequent, and hardly ever together.
fn words(n: usize) -> String {
    let kind = if n.is_multiple_of(2) { "数显卡尺 digital calliper" } else { "粘度计 viscometer" };
    let maker = ["mahr", "tesa", "mitutoyo"][n % 3];
    let odd = if n.is_multiple_of(4_001) { "mahr tesa" } else { "" };
    format!("{kind} {maker} {odd} SN{:07} ET-2026-{n:04}", n * 7919 % 10_000_000)
}

const SEARCHES: [&str; 12] =
    ["", "cal", "calliper", "卡尺", "visc mahr", "mahr tesa", "0342", "sn0", "7", "digital 卡尺 mitutoyo 19", "nothing", "d v"];

async fn write(db: &Db, rows: Vec<NewRow>) {
    let done = db.write::<_, Error, _>(move |tx: &mut Tx| {
        let rows = rows.clone();
        Box::pin(async move { Ok(put(tx, &rows).await?) })
    });
    done.await.expect("rows are written");
}

async fn settled(db: &Db, list: List, most: usize) -> usize {
    db.write::<_, Error, _>(move |tx: &mut Tx| Box::pin(async move { Ok(settle(tx, list.noun, most).await?) })).await.expect("settled")
}

async fn asked(db: &Db, list: List, wanted: Wanted) -> Found {
    db.read::<_, Error, _>(move |tx: &mut Tx| Box::pin(async move { Ok(page(tx, list, &wanted).await?) })).await.expect("a page")
}

async fn all_blocks_are_right(db: &Db) -> usize {
    let checked = db.read::<_, Error, _>(|tx: &mut Tx| {
        Box::pin(async move {
            let blocks = check::blocks(tx).await?;
            for block in &blocks {
                assert!(check::is_right(tx, block).await?, "{block}");
            }
            Ok(blocks.len())
        })
    });
    checked.await.expect("the blocks")
}

/// The rows as a list of this many would hold them, by whoever reads every one.
struct Reader {
    list: List,
    rows: BTreeMap<Key, String>,
}

impl Reader {
    fn new(list: List) -> Self {
        Self { list, rows: BTreeMap::new() }
    }

    fn know(&mut self, row: &NewRow) {
        self.rows.retain(|key, _| key.id != row.key.id);
        self.rows.insert(row.key.clone(), row.text());
    }

    fn page(&self, wanted: &Wanted) -> (Vec<String>, Option<Key>) {
        let from = wanted.after.clone().unwrap_or_else(|| Key::first(self.list));
        let is_within =
            |key: &Key| key.comes_after(&from, self.list) && wanted.until.as_ref().is_none_or(|until| until.comes_after(key, self.list));
        let met = |(key, words): &(&Key, &String)| is_within(key) && terms::meets(words, &wanted.pieces);
        let mut keys: Vec<&Key> = self.rows.iter().filter(met).map(|(key, _)| key).collect();
        keys.sort_by(|one, other| one.in_order(other, self.list));
        let next = (keys.len() > wanted.limit).then(|| keys[wanted.limit - 1].clone());
        (keys.into_iter().take(wanted.limit).map(|key| key.id.clone()).collect(), next)
    }
}

fn wanted(search: &str, more: Option<Piece>, after: Option<Key>, limit: usize) -> Wanted {
    Wanted { pieces: more.into_iter().chain(pieces(search).expect("words")).collect(), after, until: None, limit }
}

/// Asks for each search's first pages, and from somewhere within.
async fn agree(db: &Db, reader: &Reader, within: &Key) {
    for search in SEARCHES {
        for piece in [None, Some(Piece::Is(mark(STATUS, "draft"))), Some(Piece::Is(mark(OF, "01900000-0000-7000-9000-000000000007")))] {
            let mut after = None;
            for (turn, limit) in [50, 1, 300, 20, 20].into_iter().enumerate() {
                if turn == 3 {
                    after = Some(within.clone());
                }
                let mut wanted = wanted(search, piece.clone(), after.clone(), limit);
                wanted.until = (turn == 2).then(|| within.clone());
                let (ids, next) = reader.page(&wanted);
                let found = asked(db, reader.list, wanted).await;
                assert_eq!((&found.ids, &found.next), (&ids, &next), "{search:?} {piece:?} after {after:?}");
                after = next.or(after);
            }
        }
    }
}

on_both_engines!(a_search_finds_what_reading_every_row_would_find, Lab::empty_on);
async fn a_search_finds_what_reading_every_row_would_find(lab: Lab) {
    let db = &lab.app.db;
    for list in [UP, BACK] {
        let mut reader = Reader::new(list);
        // Places in no order, many of them twice.
        let rows: Vec<NewRow> = (0..9_000).map(|n| row(list, n, n * 4_999 % 6_000, &words(n))).collect();
        rows.iter().for_each(|row| reader.know(row));
        let within = rows[4_500].key.clone();
        write(db, rows[..100].to_vec()).await;
        let (few, all) = (Reader { list, rows: rows[..100].iter().map(|row| (row.key.clone(), row.text())).collect() }, reader);
        agree(db, &few, &within).await;
        write(db, rows[100..].to_vec()).await;
        while settled(db, list, FILLED).await == FILLED {}
        agree(db, &all, &within).await;
        reader = all;
        // Rows change their words and their places, and others come in between.
        let moved: Vec<NewRow> = (0..3_000).map(|n| row(list, n * 3, (n * 31) % 7_000, &words(n * 3 + 1))).collect();
        let come: Vec<NewRow> = (9_000..9_500).map(|n| row(list, n, 3_000 + n % 10, &words(n))).collect();
        for some in [&moved[..1_500], &moved[1_500..], &come] {
            some.iter().for_each(|row| reader.know(row));
            write(db, some.to_vec()).await;
            settled(db, list, 700).await;
            agree(db, &reader, &within).await;
        }
        while settled(db, list, 900).await > 0 {}
        agree(db, &reader, &within).await;
    }
    assert!(all_blocks_are_right(db).await >= 2 * (9_500 / usize::from(SLOTS)), "they were divided");
}

on_both_engines!(a_page_goes_on_where_the_last_one_ended_whatever_came_in_between, Lab::empty_on);
async fn a_page_goes_on_where_the_last_one_ended_whatever_came_in_between(lab: Lab) {
    let db = &lab.app.db;
    let mut rows: Vec<NewRow> = (0..300).map(|n| row(UP, n, n * 10, "calliper")).collect();
    write(db, rows.clone()).await;
    settled(db, UP, FILLED).await;
    let first = asked(db, UP, wanted("cal", None, None, 100)).await;
    // One in front, one behind, and the last of the page is called otherwise.
    rows[99] = row(UP, 99, 5, "gauge");
    write(db, vec![row(UP, 900, 15, "calliper"), row(UP, 901, 1_005, "calliper"), rows[99].clone()]).await;
    let second = asked(db, UP, wanted("cal", None, first.next, 200)).await;
    let mut expected: Vec<String> = rows[100..].iter().map(|row| row.key.id.clone()).collect();
    expected.insert(1, row(UP, 901, 0, "").key.id);
    assert_eq!(second.ids, expected[..200]);
    assert_eq!(asked(db, UP, wanted("cal", None, second.next, 200)).await.ids, expected[200..]);
}

on_both_engines!(a_row_that_says_what_it_said_keeps_its_place_in_the_index, Lab::empty_on);
async fn a_row_that_says_what_it_said_keeps_its_place_in_the_index(lab: Lab) {
    let db = &lab.app.db;
    let rows: Vec<NewRow> = (0..10).map(|n| row(UP, n, n, "calliper")).collect();
    write(db, rows.clone()).await;
    assert_eq!((settled(db, UP, FILLED).await, settled(db, UP, FILLED).await), (10, 0));
    write(db, rows).await;
    assert_eq!(settled(db, UP, FILLED).await, 0, "nothing is new");
}

/// What a test asks an engine to explain: a statement, with its arguments as SQL, and the list at `{places}`.
fn explained() -> Vec<String> {
    let list = "1, 2, 3, 4, 5, 6, 7, 8";
    let filled = |sql: &str, arguments: &[&str]| {
        let numbered = arguments.iter().enumerate().rev();
        numbered.fold(sql.replace("{places}", list), |sql, (at, argument)| sql.replace(&format!("${}", at + 1), argument))
    };
    let key = "'数显卡尺 Digital calliper', '01900000-0000-7000-9000-000000000100'";
    let (place, id) = key.split_once(", ").expect("two");
    let between = ["'items'", "''", "''", place, id, "51"];
    let [up, back, new, from, blocks, blocks_back] = find::STATEMENTS else { panic!("other statements") };
    let ids: Vec<String> = (1..9).map(|n| format!("'{}'", support::many::item(n))).collect();
    vec![
        filled(up, &between),
        filled(back, &between),
        filled(new, &["'items'"]),
        filled(from, &["'items'", place, id]),
        filled(blocks, &["'items'", place, id, "3"]),
        filled(blocks_back, &["'items'", place, id, "3"]),
        filled(find::LOOK_UP, &["'items'"]),
        filled(terms::READ, &["'cal'", "'cam'"]),
        filled(terms::FEW, &["'cal'", "'cam'", "256"]),
        filled(backend::store::register::THESE, &["'items'"]).replace(list, &ids.join(", ")),
    ]
}

on_both_engines!(no_list_is_read_from_end_to_end, Lab::empty_on);
async fn no_list_is_read_from_end_to_end(lab: Lab) {
    support::many::made(&lab.app.db, 20_000).await;
    support::many::listed(&lab.app.db).await;
    let owner = Db::open(lab.owner_url()).await.expect("the database opens");
    for sql in explained() {
        let plan = plan(&owner, &sql).await;
        let of_blocks = sql.contains("FROM list_blocks");
        for bad in ["SCAN ", "TEMP B-TREE", "Seq Scan", "Sort"] {
            // The blocks of a list are few.
            assert!(of_blocks || !plan.contains(bad), "{sql}\n{plan}");
        }
    }
}

/// How the engine does a statement. It knows how many rows there are.
async fn plan(db: &Db, sql: &str) -> String {
    let is_postgres = matches!(db, Db::Postgres(_));
    let explain = if is_postgres { format!("EXPLAIN {sql}") } else { format!("EXPLAIN QUERY PLAN {sql}") };
    if let Db::Postgres(pool) = db {
        sqlx::query("ANALYZE").execute(pool).await.expect("statistics");
        let lines: Vec<(String,)> = sqlx::query_as(sqlx::AssertSqlSafe(explain)).fetch_all(pool).await.expect("a plan");
        return lines.into_iter().map(|(line,)| line + "\n").collect();
    }
    let steps = db.read::<_, Error, _>(|tx: &mut Tx| {
        Box::pin(async move {
            let Tx::Sqlite(tx) = tx else { return Ok(Vec::new()) };
            let steps: Vec<(i64, i64, i64, String)> =
                sqlx::query_as(sqlx::AssertSqlSafe(explain)).fetch_all(&mut **tx).await.map_err(Error::from)?;
            Ok(steps)
        })
    });
    steps.await.expect("a plan").into_iter().map(|(.., step)| step + "\n").collect()
}
