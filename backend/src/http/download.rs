//! Answers that are files.

use std::marker::PhantomData;

use axum::body::Bytes;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::http::describe::operation::Operation;
use crate::http::describe::output::{Answers, file};

/// A kind of file that the server makes.
pub(super) trait Kind {
    /// Its media type.
    const MEDIA_TYPE: &'static str;
}

/// A PDF.
pub(super) struct Pdf;
/// A document that machines read.
pub(super) struct Xml;
/// An archive of files.
pub(super) struct Zip;

impl Kind for Pdf {
    const MEDIA_TYPE: &'static str = "application/pdf";
}
impl Kind for Xml {
    const MEDIA_TYPE: &'static str = "application/xml";
}
impl Kind for Zip {
    const MEDIA_TYPE: &'static str = "application/zip";
}

/// A file that the server made: shown in the browser, saved under its name.
pub(super) struct Download<K> {
    name: String,
    bytes: Bytes,
    kind: PhantomData<K>,
}

impl<K> Download<K> {
    /// The file with this name.
    pub(super) fn new(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self { name: name.into(), bytes: bytes.into(), kind: PhantomData }
    }
}

impl<K: Kind> IntoResponse for Download<K> {
    fn into_response(self) -> Response {
        let disposition = format!("inline; filename=\"{}\"", self.name);
        ([(header::CONTENT_TYPE, K::MEDIA_TYPE.to_owned()), (header::CONTENT_DISPOSITION, disposition)], self.bytes).into_response()
    }
}

impl<K: Kind> Answers for Download<K> {
    fn tell(about: &mut Operation<'_>) {
        file(about, K::MEDIA_TYPE);
    }
}

/// A file to be saved and never shown as a page of this site: what a person uploaded, a table.
pub(super) struct Attachment {
    /// What it is.
    pub(super) media_type: String,
    /// The name to save it under; empty leaves it to the browser.
    pub(super) name: String,
    /// What it holds.
    pub(super) bytes: Bytes,
}

impl IntoResponse for Attachment {
    fn into_response(self) -> Response {
        let named = if self.name.is_empty() { String::new() } else { format!("; filename=\"{}\"", self.name) };
        ([(header::CONTENT_TYPE, self.media_type), (header::CONTENT_DISPOSITION, format!("attachment{named}"))], self.bytes).into_response()
    }
}

impl Answers for Attachment {
    fn tell(about: &mut Operation<'_>) {
        file(about, "*/*");
    }
}
