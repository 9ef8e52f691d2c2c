//! Writing with strict durability: rexie has no such option and hides its handle, so a second connection does it, and closes when
//! another tab brings the schema up to date.

use std::cell::RefCell;

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbObjectStore, IdbOpenDbRequest, IdbTransaction};

use super::{LocalError, db, schema};

/// What to do to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Make it; fails the whole write where it is there already.
    Add,
    /// Make it or take its place.
    Put,
    /// Take it away.
    Delete,
}

/// One row to be written.
#[derive(Debug, Clone)]
pub struct Write {
    pub act: Act,
    pub store: &'static str,
    pub owner: String,
    pub key: String,
    pub bytes: Vec<u8>,
}

thread_local! {
    static OPEN: RefCell<Option<IdbDatabase>> = const { RefCell::new(None) };
}

/// Writes all or nothing, and returns when it is on disk.
pub async fn write(writes: &[Write]) -> Result<(), LocalError> {
    if writes.is_empty() {
        return Ok(());
    }
    match attempt(writes).await {
        // The browser may close a connection by itself, because of a disk error or a person in its settings. What was not written is then
        // written over a new connection: an incomplete transaction leaves nothing behind.
        Err(LocalError::Unavailable(_)) => {
            OPEN.set(None);
            attempt(writes).await
        }
        outcome => outcome,
    }
}

async fn attempt(writes: &[Write]) -> Result<(), LocalError> {
    let db = connect().await?;
    let tx = begin(&db, writes).map_err(|e| refused(&e))?;
    let done = completion(&tx);
    for write in writes {
        let store = tx.object_store(write.store).map_err(|e| refused(&e))?;
        apply(&store, write).map_err(|e| refused(&e))?;
    }
    JsFuture::from(done).await.map(|_| ()).map_err(|e| refused(&e))
}

fn apply(store: &IdbObjectStore, write: &Write) -> Result<(), JsValue> {
    match write.act {
        Act::Add => store.add(&row(write)?)?,
        Act::Put => store.put(&row(write)?)?,
        Act::Delete => store.delete(&Array::of2(&write.owner.as_str().into(), &write.key.as_str().into()))?,
    };
    Ok(())
}

fn row(write: &Write) -> Result<JsValue, JsValue> {
    let row = Object::new();
    Reflect::set(&row, &"owner".into(), &write.owner.as_str().into())?;
    Reflect::set(&row, &"key".into(), &write.key.as_str().into())?;
    Reflect::set(&row, &"bytes".into(), &Uint8Array::from(write.bytes.as_slice()))?;
    Ok(row.into())
}

/// web-sys has no stable binding for the durability option, so the method is called by name.
fn begin(db: &IdbDatabase, writes: &[Write]) -> Result<IdbTransaction, JsValue> {
    let stores = Array::new();
    for write in writes {
        let name: JsValue = write.store.into();
        if !stores.includes(&name, 0) {
            stores.push(&name);
        }
    }
    let options = Object::new();
    Reflect::set(&options, &"durability".into(), &"strict".into())?;
    let method: Function = Reflect::get(db, &"transaction".into())?.dyn_into()?;
    method.call3(db, &stores, &"readwrite".into(), &options)?.dyn_into()
}

fn completion(tx: &IdbTransaction) -> Promise {
    Promise::new(&mut |resolve, reject| {
        let complete = Closure::once_into_js(move || resolve.call0(&JsValue::NULL));
        tx.set_oncomplete(Some(complete.unchecked_ref()));
        let inner = tx.clone();
        let abort = Closure::once_into_js(move || {
            let error = Reflect::get(&inner, &"error".into()).unwrap_or(JsValue::NULL);
            reject.call1(&JsValue::NULL, &error)
        });
        tx.set_onabort(Some(abort.unchecked_ref()));
    })
}

async fn connect() -> Result<IdbDatabase, LocalError> {
    if let Some(open) = OPEN.with_borrow(Clone::clone) {
        return Ok(open);
    }
    db::ensure().await?;
    let factory = web_sys::window().and_then(|w| w.indexed_db().ok().flatten());
    let factory = factory.ok_or_else(|| LocalError::Unavailable("indexedDB".to_owned()))?;
    let request = factory.open(schema::DATABASE).map_err(|e| refused(&e))?;
    let opened = JsFuture::from(opening(&request)).await.map_err(|e| refused(&e))?;
    let db: IdbDatabase = opened.dyn_into().map_err(|e| refused(&e))?;
    let handle = db.clone();
    let close = Closure::<dyn FnMut()>::new(move || {
        handle.close();
        OPEN.set(None);
    });
    db.set_onversionchange(Some(close.into_js_value().unchecked_ref()));
    let closed = Closure::<dyn FnMut()>::new(|| OPEN.set(None));
    db.set_onclose(Some(closed.into_js_value().unchecked_ref()));
    OPEN.set(Some(db.clone()));
    Ok(db)
}

/// Closes the connection as the browser would, without discarding it.
#[cfg(test)]
pub fn close_by_force() {
    OPEN.with_borrow(|open| open.iter().for_each(IdbDatabase::close));
}

fn opening(request: &IdbOpenDbRequest) -> Promise {
    Promise::new(&mut |resolve, reject| {
        let inner = request.clone();
        let success = Closure::once_into_js(move || resolve.call1(&JsValue::NULL, &inner.result().unwrap_or(JsValue::NULL)));
        request.set_onsuccess(Some(success.unchecked_ref()));
        let failure = Closure::once_into_js(move || reject.call1(&JsValue::NULL, &"open failed".into()));
        request.set_onerror(Some(failure.unchecked_ref()));
    })
}

fn refused(error: &JsValue) -> LocalError {
    let name = Reflect::get(error, &"name".into()).ok().and_then(|name| name.as_string()).unwrap_or_default();
    match name.as_str() {
        "ConstraintError" => LocalError::Conflict,
        "QuotaExceededError" => LocalError::Full,
        _ => LocalError::Unavailable(error.as_string().unwrap_or(name)),
    }
}
