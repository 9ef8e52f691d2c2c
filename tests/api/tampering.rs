//! Any byte of anything that was written down, changed behind the server's back, is named (F25).

use backend::app::verify::coverage::{Cover, cover};
use support::Lab;
use support::tamper::Tamperer;

use crate::verify::walk;

/// What a byte is changed into: digits, both cases, marks, and what is no ASCII.
const NEW: [char; 12] = ['0', '1', '8', 'a', 'f', 'A', 'Z', ' ', '"', '/', '\n', '\u{5b57}'];

/// Numbers out of a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("it fits") % end
    }
}

/// One byte of each column, in a row and at a place out of a seed, and then of any cells; of a laboratory that has seen
/// everything. Each must be named by something that identifies its row.
pub async fn whatever_byte_is_changed_is_named(lab: &Lab, any: usize) {
    assert_eq!(walk(lab).await.broken, []);
    let seed = std::env::var("ETALON_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(2026);
    let mut dice = Dice(seed);
    let mut tamperer = Tamperer::new(lab).await;
    let mut cells = Vec::new();
    for table in tamperer.tables().await {
        let rows = tamperer.rows(&table).await.len();
        let columns = tamperer.columns(&table).await.into_iter();
        let covered = columns.filter(|column| !matches!(cover(&table, column), Some(Cover::Open(_))));
        cells.extend(covered.filter(|_| rows > 0).map(|column| (table.clone(), column)));
    }
    let mut places = cells.clone();
    places.extend((0..any).map(|_| cells[dice.below(cells.len())].clone()));
    let mut changed = 0;
    for (table, column) in places {
        let rows = tamperer.rows(&table).await;
        let row = &rows[dice.below(rows.len())];
        let Some(tampered) = tamperer.flip_at(&table, &column, row, dice.below(1000), NEW[dice.below(NEW.len())]).await else { continue };
        let broken: Vec<String> = walk(lab).await.broken.iter().map(ToString::to_string).collect();
        let named = broken.iter().any(|place| tampered.names.iter().any(|name| place.contains(name)));
        assert!(named, "seed {seed}: {tampered:?} is not named: {broken:?}");
        tamperer.undo(tampered).await;
        changed += 1;
    }
    assert!(changed > cells.len() * 3 / 4, "{changed} of {}", cells.len());
    assert_eq!(walk(lab).await.broken, [], "put back, all is whole again");
    any_byte_of_any_file(lab, &mut dice).await;
}

async fn any_byte_of_any_file(lab: &Lab, dice: &mut Dice) {
    let names = lab.app.files.list().await.expect("the files");
    for name in &names {
        let file = lab.folder().join("files").join(&name.to_string()[..2]).join(name.to_string());
        let whole = std::fs::read(&file).expect("the file");
        let mut changed = whole.clone();
        let at = dice.below(changed.len());
        changed[at] ^= 1 << dice.below(8);
        for (content, fault) in [(Some(changed), "hash_differs"), (Some(whole[..at].to_vec()), "hash_differs"), (None, "missing")] {
            match content {
                Some(content) => std::fs::write(&file, content).expect("written"),
                None => std::fs::remove_file(&file).expect("removed"),
            }
            let broken: Vec<String> = walk(lab).await.broken.iter().map(ToString::to_string).collect();
            assert_eq!(broken, [format!("file {name}: {fault}")], "byte {at}");
        }
        std::fs::write(&file, &whole).expect("put back");
    }
    assert_eq!(walk(lab).await.broken, []);
}
