//! What a customer's people see: their own orders, items and certificates, and nothing of anybody else (C-4.1.2.2).

use std::io::{Cursor, Write};

use base::id::{CertificateId, CustomerId, ItemId, OrderId};
use base::time::Instant;
use contract::api::portal::{PortalCertificate, PortalItem, PortalOrder};
use domain::item::Item;
use domain::order::Order;
use zip::write::SimpleFileOptions;

use super::{deliver, document, followed_by, parsed, pdf_hash, reading, release, state};
use crate::app::documents;
use crate::app::{Actor, Error, Result};
use crate::state::App;
use crate::store::{certificate as store, register};

/// The customer's certificates, the newest first; only released ones.
pub async fn certificates(app: &App, actor: &Actor) -> Result<Vec<PortalCertificate>> {
    let customer = actor.own_customer()?;
    reading::note(app, actor, customer, "certificates", reading::LIST).await?;
    own(app, customer).await?.iter().map(shown).collect()
}

async fn own(app: &App, customer: CustomerId) -> Result<Vec<store::Row>> {
    let rows = app.db.read(move |tx| Box::pin(async move { Ok::<_, Error>(store::of_customer(tx, customer).await?) })).await?;
    Ok(rows.into_iter().filter(|row| row.sha256.is_some()).collect())
}

fn shown(row: &store::Row) -> Result<PortalCertificate> {
    Ok(PortalCertificate {
        id: parsed(&row.stored.id)?,
        number: row.stored.number.clone(),
        kind: row.stored.kind.clone(),
        state: state(row),
        followed_by: followed_by(row),
        item: row.stored.item.clone(),
        calibrated_on: document(&row.stored)?.stated.calibrated_on,
        issued_at: Instant(row.stored.issued_at),
        pdf_hash: pdf_hash(row)?,
    })
}

/// The customer's orders.
pub async fn orders(app: &App, actor: &Actor) -> Result<Vec<PortalOrder>> {
    let customer = actor.own_customer()?;
    reading::note(app, actor, customer, "orders", reading::LIST).await?;
    let (orders, items) = app
        .db
        .read(move |tx| {
            Box::pin(async move {
                let orders = register::all_of_customer::<Order>(tx, customer).await?;
                Ok::<_, Error>((orders, register::all_of_customer::<Item>(tx, customer).await?))
            })
        })
        .await?;
    let certificates = own(app, customer).await?;
    let issued = |order: OrderId, item: ItemId| {
        certificates.iter().any(|c| c.stored.order_id == order.to_string() && c.stored.item_id == item.to_string())
    };
    let shown = |row: contract::api::register::Row<Order>| {
        let lines = &row.body.lines;
        let labels = lines.iter().filter_map(|line| items.iter().find(|item| item.id == line.item)).map(|item| item.label.clone());
        PortalOrder {
            id: row.id,
            number: row.body.number.clone(),
            status: row.body.status,
            received_on: row.body.received_on,
            items: labels.collect(),
            issued: lines.iter().filter(|line| issued(row.id, line.item)).count() as u64,
        }
    };
    Ok(orders.into_iter().rev().map(shown).collect())
}

/// The customer's items with the number of the certificate in force.
pub async fn items(app: &App, actor: &Actor) -> Result<Vec<PortalItem>> {
    let customer = actor.own_customer()?;
    reading::note(app, actor, customer, "items", reading::LIST).await?;
    let items =
        app.db.read(move |tx| Box::pin(async move { Ok::<_, Error>(register::all_of_customer::<Item>(tx, customer).await?) })).await?;
    let certificates = own(app, customer).await?;
    let last = |item: ItemId| {
        let of_item =
            certificates.iter().find(|c| c.void_by.is_none() && c.supplemented_by.is_none() && c.stored.item_id == item.to_string());
        of_item.map(|certificate| certificate.stored.number.clone())
    };
    let bare = |item: Item| Item { notes: String::new(), ..item };
    Ok(items.into_iter().map(|row| PortalItem { id: row.id, certificate: last(row.id), item: bare(row.body) }).collect())
}

/// One PDF and its file name; another customer's is reported as not found.
pub async fn pdf(app: &App, actor: &Actor, id: CertificateId, void_wanted: bool) -> Result<(String, bytes::Bytes)> {
    let customer = actor.own_customer()?;
    let row = app.db.read(move |tx| Box::pin(async move { store::find(tx, id).await?.ok_or_else(Error::not_found) })).await?;
    if row.stored.customer_id != customer.to_string() || row.sha256.is_none() {
        return Err(Error::not_found());
    }
    reading::note(app, actor, customer, "certificates", &row.stored.id).await?;
    let name = deliver::file_name(&row, void_wanted, "pdf")?;
    Ok((name, release::pdf(app, &row).await?))
}

/// Every PDF that is not void, in one archive.
pub async fn archive(app: &App, actor: &Actor) -> Result<Vec<u8>> {
    let customer = actor.own_customer()?;
    let mut files = Vec::new();
    for row in own(app, customer).await?.iter().filter(|row| row.void_by.is_none()) {
        reading::note(app, actor, customer, "certificates", &row.stored.id).await?;
        files.push((unlike(&files, &row.stored.number), release::pdf(app, row).await?));
    }
    documents::blocking(move || zipped(&files).map_err(Error::corrupt)).await
}

/// A file name that no other number of the archive has: two numbers may differ in nothing that a file name holds.
fn unlike(files: &[(String, bytes::Bytes)], number: &str) -> String {
    let taken = |name: &String| files.iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
    let plain = file_name(number);
    let numbered = (2..).map(|n| format!("{} ({n}).pdf", plain.trim_end_matches(".pdf")));
    std::iter::once(plain.clone()).chain(numbered).find(|name| !taken(name)).unwrap_or(plain)
}

/// PDFs are compressed already: stored as they are.
fn zipped(files: &[(String, bytes::Bytes)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in files {
        archive.start_file(name.as_str(), options)?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

fn file_name(number: &str) -> String {
    format!("{}.pdf", deliver::safe(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_never_make_one_file() {
        let mut files = Vec::new();
        for number in ["A/1", "A-1", "a-1", "A 1", "校.pdf1"] {
            files.push((unlike(&files, number), bytes::Bytes::new()));
        }
        let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["A-1.pdf", "A-1 (2).pdf", "a-1 (3).pdf", "A-1 (4).pdf", "-.pdf1.pdf"]);
        assert!(zipped(&files).is_ok());
    }
}
