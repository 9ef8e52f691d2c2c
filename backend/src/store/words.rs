//! Search texts of lists: the same on both engines, however the letters were typed (composed, decomposed, full-width).

use base::text::search::folded;
use sqlx::Error;

use super::{Db, Tx};

const REGISTER: &str = "SELECT id, search FROM register_entries WHERE id > $1 ORDER BY id LIMIT $2";
const MEND_REGISTER: &str = "UPDATE register_entries SET search = $2 WHERE id = $1 AND search = $3";
const RECORDS: &str = "SELECT id, search FROM records WHERE id > $1 ORDER BY id LIMIT $2";
const MEND_RECORD: &str = "UPDATE records SET search = $2 WHERE id = $1 AND search = $3";

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[REGISTER, MEND_REGISTER, RECORDS, MEND_RECORD];

/// How many rows are processed together.
const CHUNK: i64 = 2_000;

/// A search as a pattern for `LIKE … ESCAPE '\'`: wildcards in the text are matched literally.
pub(super) fn pattern(search: &str) -> String {
    escaped(&folded(search.trim()))
}

/// The same for a text that is already folded, or that was stored before texts were folded.
pub(super) fn escaped(text: &str) -> String {
    format!("%{}%", plain(text))
}

/// A pattern for texts that begin with these words.
pub(super) fn begins(words: &str) -> String {
    format!("{} %", plain(&folded(words.trim())))
}

/// A pattern for texts that have these letters and digits in this order, whatever stands between them.
pub(super) fn scattered(bare: &str) -> String {
    bare.chars().filter(|c| c.is_alphanumeric()).fold("%".to_owned(), |pattern, c| format!("{pattern}{c}%"))
}

fn plain(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

/// Converts texts stored by earlier versions, or restored from their backups, to the present search form. Writes nothing if every text
/// already has it, so it can run at each start.
///
/// # Errors
/// What the database said.
pub async fn fold_all(db: &Db) -> sqlx::Result<()> {
    for (read, mend) in [(REGISTER, MEND_REGISTER), (RECORDS, MEND_RECORD)] {
        let mut after = String::new();
        loop {
            let from = after.clone();
            let rows = db.read(move |tx| Box::pin(async move { chunk(tx, read, &from).await })).await?;
            let Some((last, _)) = rows.last() else { break };
            after.clone_from(last);
            let old: Vec<_> = rows.into_iter().filter(|(_, search)| folded(search) != *search).collect();
            if old.is_empty() {
                continue;
            }
            db.write(move |tx| {
                let old = old.clone();
                Box::pin(async move {
                    for (id, search) in old {
                        execute!(tx, mend, id, folded(&search), &search)?;
                    }
                    Ok::<_, Error>(())
                })
            })
            .await?;
        }
    }
    Ok(())
}

async fn chunk(tx: &mut Tx, read: &'static str, after: &str) -> sqlx::Result<Vec<(String, String)>> {
    fetch_all!(tx, (String, String), read, after, CHUNK)
}
