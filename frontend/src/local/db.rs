//! Reading through rexie. A transaction commits itself across a foreign `.await`, so each read is one request.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use rexie::{KeyRange, Rexie, TransactionMode};
use wasm_bindgen::{JsCast, JsValue};

use super::{LocalError, schema};

thread_local! {
    static OPEN: RefCell<Option<Rc<Rexie>>> = const { RefCell::new(None) };
}

/// Creates or upgrades the database on first use.
pub async fn ensure() -> Result<(), LocalError> {
    open().await.map(drop)
}

async fn open() -> Result<Rc<Rexie>, LocalError> {
    if let Some(open) = OPEN.with_borrow(Clone::clone) {
        return Ok(open);
    }
    let made = Rc::new(schema::builder(schema::DATABASE).build().await.map_err(unavailable)?);
    OPEN.set(Some(Rc::clone(&made)));
    Ok(made)
}

/// Retries over a new connection if the browser has closed this one by itself.
async fn twice<T>(read: impl AsyncFn() -> Result<T, LocalError>) -> Result<T, LocalError> {
    match read().await {
        Err(LocalError::Unavailable(_)) => {
            OPEN.set(None);
            read().await
        }
        outcome => outcome,
    }
}

/// Every row of an owner, in the order of the keys.
pub async fn read_all(store: &str, owner: &str) -> Result<Vec<(String, Vec<u8>)>, LocalError> {
    twice(async || all_once(store, owner).await).await
}

/// One row.
pub async fn read(store: &str, owner: &str, key: &str) -> Result<Option<Vec<u8>>, LocalError> {
    twice(async || one_once(store, owner, key).await).await
}

async fn all_once(store: &str, owner: &str) -> Result<Vec<(String, Vec<u8>)>, LocalError> {
    let from: JsValue = Array::of1(&owner.into()).into();
    let to: JsValue = Array::of2(&owner.into(), &Array::new()).into();
    let range = KeyRange::bound(&from, &to, None, None).map_err(|e| unavailable(e.into()))?;
    let db = open().await?;
    let tx = db.transaction(&[store], TransactionMode::ReadOnly).map_err(unavailable)?;
    let rows = tx.store(store).map_err(unavailable)?.get_all(Some(range), None).await.map_err(unavailable)?;
    Ok(rows.iter().filter_map(|row| Some((text(row, "key")?, bytes(row)?))).collect())
}

async fn one_once(store: &str, owner: &str, key: &str) -> Result<Option<Vec<u8>>, LocalError> {
    let db = open().await?;
    let tx = db.transaction(&[store], TransactionMode::ReadOnly).map_err(unavailable)?;
    let place = Array::of2(&owner.into(), &key.into());
    let row = tx.store(store).map_err(unavailable)?.get(place.into()).await.map_err(unavailable)?;
    Ok(row.as_ref().and_then(bytes))
}

fn text(row: &JsValue, field: &str) -> Option<String> {
    js_sys::Reflect::get(row, &field.into()).ok()?.as_string()
}

fn bytes(row: &JsValue) -> Option<Vec<u8>> {
    Some(js_sys::Reflect::get(row, &"bytes".into()).ok()?.dyn_into::<Uint8Array>().ok()?.to_vec())
}

fn unavailable(error: rexie::Error) -> LocalError {
    LocalError::Unavailable(format!("{error:?}"))
}
