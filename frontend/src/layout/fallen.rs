//! What a person sees when the app itself fails: nothing answers any more, so it says so and offers the way back.

use wasm_bindgen::JsValue;
use web_sys::{Document, Element};

use crate::text;

/// Says it on the screen and in the console, whenever the app fails.
pub fn watch() {
    std::panic::set_hook(Box::new(|why| {
        web_sys::console::error_1(&JsValue::from_str(&why.to_string()));
        // Nothing is left to tell it to, should this fail too.
        let _ = show();
    }));
}

/// Plain elements: what draws the pages may be what failed.
fn show() -> Option<()> {
    let document = web_sys::window()?.document()?;
    let notice = element(&document, "div", "notice bad fallen")?;
    notice.set_attribute("role", "alert").ok()?;
    let words = element(&document, "p", "grow")?;
    words.set_text_content(Some(&text::of_stored_language("fallen.words")));
    let again = element(&document, "a", "button")?;
    again.set_attribute("href", &document.location()?.href().ok()?).ok()?;
    again.set_text_content(Some(&text::of_stored_language("fallen.again")));
    notice.append_child(&words).ok()?;
    notice.append_child(&again).ok()?;
    document.body()?.append_child(&notice).ok()?;
    Some(())
}

fn element(document: &Document, name: &str, class: &str) -> Option<Element> {
    let element = document.create_element(name).ok()?;
    element.set_class_name(class);
    Some(element)
}
