//! The camera and the codes it sees. They are read here, not by the browser, since few browsers can.

use js_sys::{Array, Function, Reflect, Uint8ClampedArray};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlCanvasElement, HtmlVideoElement, MediaStream, MediaStreamConstraints, MediaStreamTrack};

/// The longest side looked at, in pixels: a label held at arm's length is legible, and a look takes a few milliseconds.
const LONGEST: f64 = 640.0;

/// An open camera; closed when dropped.
pub struct Camera {
    stream: MediaStream,
    canvas: HtmlCanvasElement,
}

impl Camera {
    /// Opens the camera that looks away from the person, and shows it in the element.
    pub async fn open(video: &HtmlVideoElement) -> Result<Self, JsValue> {
        let window = web_sys::window().ok_or(JsValue::NULL)?;
        let wanted = js_sys::Object::new();
        Reflect::set(&wanted, &"facingMode".into(), &"environment".into())?;
        let constraints = MediaStreamConstraints::new();
        constraints.set_video(&wanted);
        let stream = window.navigator().media_devices()?.get_user_media_with_constraints(&constraints)?;
        let stream: MediaStream = JsFuture::from(stream).await?.dyn_into()?;
        Reflect::set(video, &"srcObject".into(), &stream)?;
        let canvas = window.document().ok_or(JsValue::NULL)?.create_element("canvas")?.dyn_into()?;
        Ok(Self { stream, canvas })
    }

    /// The text of the code in sight, where there is one.
    pub fn look(&self, video: &HtmlVideoElement) -> Option<String> {
        let (width, height) = (f64::from(video.video_width()), f64::from(video.video_height()));
        if width < 1.0 || height < 1.0 {
            return None;
        }
        let scale = (LONGEST / width.max(height)).min(1.0);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and LONGEST")]
        let side = |length: f64| (length * scale).max(1.0) as u32;
        let (width, height) = (side(width), side(height));
        let pixels = self.draw(video, width, height).ok()?;
        read(&pixels, width as usize, height as usize)
    }

    /// Red, green, blue, opacity of each pixel.
    fn draw(&self, video: &HtmlVideoElement, width: u32, height: u32) -> Result<Vec<u8>, JsValue> {
        self.canvas.set_width(width);
        self.canvas.set_height(height);
        let context = self.canvas.get_context("2d")?.ok_or(JsValue::NULL)?;
        let all = Array::of5(video, &0.into(), &0.into(), &width.into(), &height.into());
        method(&context, "drawImage")?.apply(&context, &all)?;
        let image = method(&context, "getImageData")?.apply(&context, &Array::of4(&0.into(), &0.into(), &width.into(), &height.into()))?;
        let data: Uint8ClampedArray = Reflect::get(&image, &"data".into())?.dyn_into()?;
        Ok(data.to_vec())
    }
}

impl Drop for Camera {
    fn drop(&mut self) {
        for track in self.stream.get_tracks().iter() {
            track.unchecked_into::<MediaStreamTrack>().stop();
        }
    }
}

/// No binding for pictures' data is compiled in: called by name.
fn method(of: &JsValue, name: &str) -> Result<Function, JsValue> {
    Reflect::get(of, &name.into())?.dyn_into()
}

/// The text of the first QR code in a picture of four bytes a pixel.
fn read(pixels: &[u8], width: usize, height: usize) -> Option<String> {
    let grey = |x: usize, y: usize| match pixels.get((y * width + x) * 4..) {
        Some([red, green, blue, ..]) => ((u16::from(*red) + 2 * u16::from(*green) + u16::from(*blue)) / 4).to_le_bytes()[0],
        _ => 255,
    };
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(width, height, grey);
    picture.detect_grids().into_iter().find_map(|grid| grid.decode().ok().map(|(_, text)| text))
}

#[cfg(test)]
mod tests {
    use super::read;
    use qrcodegen::{QrCode, QrCodeEcc};
    use wasm_bindgen_test::wasm_bindgen_test;

    const DOT: usize = 5;
    const QUIET: usize = 4;

    fn picture(text: &str) -> (Vec<u8>, usize) {
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).expect("it fits");
        let size = usize::try_from(code.size()).expect("a size");
        let side = (size + 2 * QUIET) * DOT;
        let at = |pixel: usize| i32::try_from(pixel / DOT).unwrap_or(0) - i32::try_from(QUIET).unwrap_or(0);
        let dots = (0..side * side).map(|place| code.get_module(at(place % side), at(place / side)));
        (dots.flat_map(|dark| if dark { [20, 20, 20, 255] } else { [235, 235, 235, 255] }).collect(), side)
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_label_s_code_is_read_from_a_picture() {
        let (pixels, side) = picture("https://etalon.example/i/HD-0007");
        assert_eq!(read(&pixels, side, side).as_deref(), Some("https://etalon.example/i/HD-0007"));
        assert_eq!(read(&vec![128; side * side * 4], side, side), None);
    }
}
