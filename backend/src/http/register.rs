//! The registers: one set of routes for every noun.

use axum::extract::State;
use base::id::{EditionId, Id, ItemId};
use contract::api::register::{EditionUse, ImportView, ItemUse, Put};
use contract::api::{ListQuery, path};
use domain::register::Entry;
use schemars::JsonSchema;
use serde::Deserialize;
use uuid::Uuid;

use super::download::Attachment;
use super::input::parse;
use super::noun::{ByNoun, Changed, EntryText, History, One, Rows};
use super::{Asked, Json, Path, Query, Raw, Routes};
use crate::app::register::{self, Doing, File, Format, How, Reader, Ruled, export as exported};
use crate::app::{Actor, Error, Result};
use crate::state::{App, AppState};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get(path::REGISTER, list)
        .post(path::REGISTER, create)
        .post(path::REGISTER_IMPORT, import)
        .get(path::REGISTER_EXPORT, export)
        .get(path::REGISTER_ENTRY, get)
        .put(path::REGISTER_ENTRY, put)
        .get(path::REGISTER_HISTORY, history)
        .get(path::EDITION_USE, edition_use)
        .get(path::ITEM_USE, item_use)
}

/// Calls a generic function with the type that a noun names.
macro_rules! by_noun {
    (@each [$noun:expr, $call:ident, $args:tt] $($how:ident $kind:ty,)+) => {
        match $noun.as_str() {
            $(<$kind as Entry>::NOUN => $call::<$kind> $args.await,)+
            _ => Err(Error::not_found()),
        }
    };
    ($noun:expr, $call:ident, $args:tt) => {
        domain::each_noun!(by_noun $noun, $call, $args)
    };
}

async fn edition_use(State(app): State<AppState>, Path(id): Path<EditionId>) -> Result<Json<EditionUse>> {
    Ok(Json(EditionUse { used: register::edition_used(&app, id).await? }))
}

async fn item_use(State(app): State<AppState>, Path(id): Path<ItemId>) -> Result<Json<ItemUse>> {
    Ok(Json(ItemUse { named: register::item_named(&app, id).await? }))
}

async fn list(State(app): State<AppState>, actor: Actor, Path(noun): Path<String>, Query(query): Query<ListQuery>) -> Result<ByNoun<Rows>> {
    async fn typed<T: Entry>(reader: Reader<'_>, query: ListQuery) -> Result<ByNoun<Rows>> {
        Ok(ByNoun::of(reader.list::<T>(query).await?))
    }
    by_noun!(noun, typed, (Reader::new(&app, &actor), query))
}

async fn get(State(app): State<AppState>, actor: Actor, Path((noun, id)): Path<(String, Uuid)>) -> Result<ByNoun<One>> {
    async fn typed<T: Entry>(reader: Reader<'_>, id: Uuid) -> Result<ByNoun<One>> {
        Ok(ByNoun::of(reader.get::<T>(Id::from_uuid(id)).await?))
    }
    by_noun!(noun, typed, (Reader::new(&app, &actor), id))
}

async fn history(State(app): State<AppState>, actor: Actor, Path((noun, id)): Path<(String, Uuid)>) -> Result<ByNoun<History>> {
    async fn typed<T: Entry>(reader: Reader<'_>, id: Uuid) -> Result<ByNoun<History>> {
        Ok(ByNoun::of(reader.history::<T>(Id::from_uuid(id)).await?))
    }
    by_noun!(noun, typed, (Reader::new(&app, &actor), id))
}

async fn create(
    State(app): State<AppState>,
    actor: Actor,
    Path(noun): Path<String>,
    EntryText(body): EntryText,
) -> Result<ByNoun<Changed>> {
    async fn typed<T: Ruled>(app: &App, actor: &Actor, body: &[u8]) -> Result<ByNoun<Changed>> {
        Ok(ByNoun::of(register::create::<T>(app, actor, parse::<Put<T>>(body)?).await?))
    }
    by_noun!(noun, typed, (&app, &actor, &body))
}

async fn put(
    State(app): State<AppState>,
    actor: Actor,
    Path((noun, id)): Path<(String, Uuid)>,
    EntryText(body): EntryText,
) -> Result<ByNoun<Changed>> {
    async fn typed<T: Ruled>(app: &App, actor: &Actor, id: Uuid, body: &[u8]) -> Result<ByNoun<Changed>> {
        Ok(ByNoun::of(register::put::<T>(app, actor, Id::from_uuid(id), parse::<Put<T>>(body)?).await?))
    }
    by_noun!(noun, typed, (&app, &actor, id, &body))
}

/// How a file is imported; the file itself is the body.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct ImportQuery {
    /// Only preview what it would do.
    dry_run: bool,
    /// The previewed state.
    seen: String,
    /// Why entries change.
    reason: String,
    /// Columns whose blank cells clear the existing value, separated by commas.
    clear: String,
    /// Encoding of a text without a byte order mark.
    encoding: String,
    /// The sheet of a workbook.
    sheet: String,
}
impl Asked for ImportQuery {}

async fn imported<T: Ruled>(app: &App, actor: &Actor, query: ImportQuery, bytes: Vec<u8>) -> Result<ImportView> {
    let ImportQuery { dry_run, seen, reason, clear, encoding, sheet } = query;
    let clears = clear.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect();
    let file = File { bytes, how: How { encoding, sheet }, clears };
    if dry_run {
        register::preview::<T>(app, actor, file).await
    } else {
        register::import::<T>(app, actor, file, Doing { seen, reason }).await
    }
}

async fn import(
    State(app): State<AppState>,
    actor: Actor,
    Path(noun): Path<String>,
    Query(query): Query<ImportQuery>,
    Raw(body): Raw,
) -> Result<Json<ImportView>> {
    let view = by_noun!(noun, imported, (&app, &actor, query, body.to_vec()));
    Ok(Json(view?))
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum FormatName {
    Csv,
    Xlsx,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ExportQuery {
    format: FormatName,
}
impl Asked for ExportQuery {}

async fn export(
    State(app): State<AppState>,
    actor: Actor,
    Path(noun): Path<String>,
    Query(query): Query<ExportQuery>,
) -> Result<Attachment> {
    let (format, media_type, ending) = match query.format {
        FormatName::Csv => (Format::Csv, "text/csv; charset=utf-8", "csv"),
        FormatName::Xlsx => (Format::Xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    };
    let bytes = by_noun!(noun, exported, (&app, &actor, format));
    Ok(Attachment { media_type: media_type.to_owned(), name: format!("{noun}.{ending}"), bytes: bytes?.into() })
}
