//! Photos are made smaller before they are stored: a tablet's camera makes ten times what a record needs.

use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, HtmlCanvasElement, Url};

/// The longest side kept, in pixels: a nameplate stays legible.
const LONGEST: f64 = 2048.0;
/// A file below this size stays as it is.
const SMALL: f64 = 400_000.0;
const QUALITY: f64 = 0.85;

/// A file as it is to be stored.
pub struct Picture {
    /// Its name; a photo made smaller is a JPEG.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// Reads a file; a large picture is made smaller. What the browser cannot draw stays as it is.
pub async fn read(file: &File) -> Option<Picture> {
    if file.type_().starts_with("image/")
        && file.size() > SMALL
        && let Ok(bytes) = smaller(file).await
        && !bytes.is_empty()
    {
        let stem = file.name().rsplit_once('.').map_or_else(|| file.name(), |(stem, _)| stem.to_owned());
        return Some(Picture { name: format!("{stem}.jpg"), media_type: "image/jpeg".to_owned(), bytes });
    }
    let bytes = content(file).await.ok()?;
    Some(Picture { name: file.name(), media_type: file.type_(), bytes })
}

/// Drawn anew: which way up it was held is then in the pixels, and where it was taken is in it no more.
async fn smaller(file: &File) -> Result<Vec<u8>, JsValue> {
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
    let blob: Blob = JsFuture::from(jpeg(&canvas)).await?.dyn_into()?;
    content(&blob).await
}

/// Sides in pixels, the longest at most [`LONGEST`].
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and LONGEST")]
fn fit(width: f64, height: f64) -> (u32, u32) {
    let scale = (LONGEST / width.max(height).max(1.0)).min(1.0);
    let side = |length: f64| (length * scale).round().max(1.0) as u32;
    (side(width), side(height))
}

fn jpeg(canvas: &HtmlCanvasElement) -> Promise {
    let canvas: &JsValue = canvas.as_ref();
    Promise::new(&mut |resolve, reject| {
        let called = Reflect::get(canvas, &"toBlob".into())
            .and_then(JsCast::dyn_into::<Function>)
            .and_then(|to_blob| to_blob.call3(canvas, &resolve, &"image/jpeg".into(), &QUALITY.into()));
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
    use super::fit;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test(unsupported = test)]
    fn the_longest_side_is_kept_within_bounds_and_the_shape_stays() {
        assert_eq!(fit(4096.0, 3072.0), (2048, 1536));
        assert_eq!(fit(3072.0, 4096.0), (1536, 2048));
        assert_eq!(fit(800.0, 600.0), (800, 600));
        assert_eq!(fit(100_000.0, 1.0), (2048, 1));
    }
}
