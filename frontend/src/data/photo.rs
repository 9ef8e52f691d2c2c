//! Photos are redrawn before they are stored: a tablet's camera makes them ten times as large as a record needs, and writes the location
//! into them. A file's type is found from its content before it is attached: what the office would refuse is refused here.

use base::finding::Finding;
use domain::record::enter::MAX_FILE;
use domain::record::media::{self, FileRefusal};
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, HtmlCanvasElement, Url};

use super::tablet::finding;

/// The longest side kept, in pixels: a nameplate stays legible.
const LONGEST: f64 = 2048.0;
/// A picture below this size keeps its format and nearly all its detail.
const SMALL: usize = 400_000;
const QUALITY: f64 = 0.85;
const FINE: f64 = 0.95;
const JPEG: &str = "image/jpeg";
const PNG: &str = "image/png";

/// A file as it is to be stored.
pub struct Picture {
    /// Its name; a photo made smaller is a JPEG.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// Reads a file: a picture is redrawn, and made smaller if it is large; a document stays as it is.
///
/// # Errors
/// Files that the office would refuse for content or size, and files this browser cannot read or draw.
pub async fn read(file: &File) -> Result<Picture, Finding> {
    let bytes = content(file).await.map_err(|_| unreadable())?;
    let kind = match media::kind(&bytes) {
        // If the browser can draw it, the result is a JPEG.
        Err(refusal @ FileRefusal::Heic) => return drawn(file, JPEG, QUALITY).await.map_err(|_| finding(&refusal)),
        kind => kind.map_err(|refusal| finding(&refusal))?,
    };
    let picture = match kind {
        PNG if bytes.len() <= SMALL => drawn(file, PNG, FINE).await.map_err(|_| unreadable())?,
        kind if kind.starts_with("image/") => {
            let quality = if bytes.len() <= SMALL { FINE } else { QUALITY };
            drawn(file, JPEG, quality).await.map_err(|_| unreadable())?
        }
        _ => Picture { name: file.name(), media_type: kind.to_owned(), bytes },
    };
    let fits = u64::try_from(picture.bytes.len()).is_ok_and(|size| size <= MAX_FILE);
    if fits { Ok(picture) } else { Err(finding(&FileRefusal::KindNotAllowed)) }
}

fn unreadable() -> Finding {
    Finding::error("file_unreadable", "photo")
}

/// Redraws it, with a file name that matches its format.
async fn drawn(file: &File, kind: &str, quality: f64) -> Result<Picture, JsValue> {
    let bytes = anew(file, kind, quality).await?;
    if media::sniff(&bytes) != Some(kind) {
        return Err(JsValue::NULL);
    }
    let stem = file.name().rsplit_once('.').map_or_else(|| file.name(), |(stem, _)| stem.to_owned());
    let ending = if kind == PNG { "png" } else { "jpg" };
    Ok(Picture { name: format!("{stem}.{ending}"), media_type: kind.to_owned(), bytes })
}

/// The orientation is then in the pixels, and the location is gone.
async fn anew(file: &File, kind: &str, quality: f64) -> Result<Vec<u8>, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    // No binding is compiled in for bitmaps: called by name.
    let create: Function = Reflect::get(&window, &"createImageBitmap".into())?.dyn_into()?;
    let bitmap: Promise = create.call1(&window, file)?.dyn_into()?;
    let bitmap = JsFuture::from(bitmap).await?;
    let side = |name: &str| Reflect::get(&bitmap, &name.into()).ok().and_then(|side| side.as_f64()).unwrap_or(0.0);
    let (width, height) = fit(side("width"), side("height"));
    let canvas = window.document().ok_or(JsValue::NULL)?.create_element("canvas")?;
    let canvas: HtmlCanvasElement = canvas.dyn_into()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context = canvas.get_context("2d")?.ok_or(JsValue::NULL)?;
    let draw: Function = Reflect::get(&context, &"drawImage".into())?.dyn_into()?;
    draw.apply(&context, &Array::of5(&bitmap, &0.into(), &0.into(), &width.into(), &height.into()))?;
    let blob: Blob = JsFuture::from(encoded(&canvas, kind, quality)).await?.dyn_into()?;
    content(&blob).await
}

/// Sides in pixels, the longest at most [`LONGEST`].
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and LONGEST")]
fn fit(width: f64, height: f64) -> (u32, u32) {
    let scale = (LONGEST / width.max(height).max(1.0)).min(1.0);
    let side = |length: f64| (length * scale).round().max(1.0) as u32;
    (side(width), side(height))
}

fn encoded(canvas: &HtmlCanvasElement, kind: &str, quality: f64) -> Promise {
    let canvas: &JsValue = canvas.as_ref();
    Promise::new(&mut |resolve, reject| {
        let called = Reflect::get(canvas, &"toBlob".into())
            .and_then(JsCast::dyn_into::<Function>)
            .and_then(|to_blob| to_blob.call3(canvas, &resolve, &kind.into(), &quality.into()));
        if let Err(why) = called {
            // Whoever waits is told; there is nobody else to tell.
            let _ = reject.call1(&JsValue::NULL, &why);
        }
    })
}

/// An address inside this page for a file's bytes, until [`hide`].
pub fn show(bytes: &[u8], media_type: &str) -> Option<String> {
    let kind = BlobPropertyBag::new();
    kind.set_type(media_type);
    let blob = Blob::new_with_u8_array_sequence_and_options(&Array::of1(&Uint8Array::from(bytes)), &kind).ok()?;
    Url::create_object_url_with_blob(&blob).ok()
}

/// Gives such an address back.
pub fn hide(address: &str) {
    // Fails only for what is no address.
    let _ = Url::revoke_object_url(address);
}

async fn content(blob: &Blob) -> Result<Vec<u8>, JsValue> {
    Ok(Uint8Array::new(&JsFuture::from(blob.array_buffer()).await?).to_vec())
}

#[cfg(test)]
mod tests {
    use js_sys::{Array, Uint8Array};
    use wasm_bindgen::JsCast;
    use wasm_bindgen_futures::JsFuture;
    use wasm_bindgen_test::wasm_bindgen_test;
    use web_sys::{File, HtmlCanvasElement};

    use super::{JPEG, PNG, content, encoded, fit, read};

    /// A small picture of a camera.
    async fn picture(kind: &str) -> Vec<u8> {
        let document = web_sys::window().and_then(|window| window.document()).expect("a document");
        let canvas: HtmlCanvasElement = document.create_element("canvas").expect("a canvas").unchecked_into();
        canvas.set_width(40);
        canvas.set_height(30);
        canvas.get_context("2d").expect("a context");
        let blob = JsFuture::from(encoded(&canvas, kind, 0.9)).await.expect("a picture");
        content(&blob.unchecked_into()).await.expect("its bytes")
    }

    fn file(bytes: &[u8], name: &str) -> File {
        File::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes)), name).expect("a file")
    }

    fn holds(bytes: &[u8], word: &[u8]) -> bool {
        bytes.windows(word.len()).any(|window| window == word)
    }

    /// The location of a photo is removed, however small the photo is.
    #[wasm_bindgen_test]
    async fn no_photo_keeps_what_the_camera_wrote_beside_it() {
        let taken = picture(JPEG).await;
        let mut located = vec![0xFF, 0xD8, 0xFF, 0xE1, 0x00, 0x18];
        located.extend_from_slice(b"Exif\0\0MM\0*GPS 30.25N12");
        located.truncate(4 + 0x18);
        located.extend_from_slice(&taken[2..]);
        let stored = read(&file(&located, "nameplate.jpg")).await.map_err(|why| why.code).expect("a photo");
        assert_eq!((stored.name.as_str(), stored.media_type.as_str()), ("nameplate.jpg", JPEG));
        assert!(holds(&located, b"Exif") && !holds(&stored.bytes, b"Exif") && !holds(&stored.bytes, b"GPS"));
        let stored = read(&file(&picture(PNG).await, "screen.jpg")).await.map_err(|why| why.code).expect("a picture");
        assert_eq!((stored.name.as_str(), stored.media_type.as_str()), ("screen.png", PNG), "by its content, not by its name");
    }

    #[wasm_bindgen_test]
    async fn what_the_office_would_refuse_is_refused_at_once() {
        let mut heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec();
        heic.resize(5_000, 0);
        for (bytes, code) in [
            (&heic[..], "file_heic"),
            (b"<html>", "file_not_allowed"),
            (b"", "file_not_allowed"),
            (b"\xFF\xD8\xFF\xE0cut", "file_unreadable"),
        ] {
            let refused = read(&file(bytes, "photo.jpg")).await.err().expect("refused");
            assert_eq!(refused.code, code);
        }
        let stored = read(&file(b"%PDF-1.7\n", "note.txt")).await.map_err(|why| why.code).expect("a document");
        assert_eq!(stored.media_type, "application/pdf");
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn the_longest_side_is_kept_within_bounds_and_the_shape_stays() {
        assert_eq!(fit(4096.0, 3072.0), (2048, 1536));
        assert_eq!(fit(3072.0, 4096.0), (1536, 2048));
        assert_eq!(fit(800.0, 600.0), (800, 600));
        assert_eq!(fit(100_000.0, 1.0), (2048, 1));
    }
}
