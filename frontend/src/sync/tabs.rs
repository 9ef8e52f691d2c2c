//! Other tabs of the same browser: each tells the others when it wrote, and reads again when told.

use std::cell::RefCell;

use base::id::DeviceId;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{BroadcastChannel, MessageEvent};

use crate::data::tablet::Tablet;
use leptos::prelude::GetUntracked;

thread_local! {
    static CHANNEL: RefCell<Option<BroadcastChannel>> = RefCell::new(BroadcastChannel::new("etalon").ok());
}

/// Tells the other tabs that this device's rows changed.
pub fn tell_others(device: DeviceId) {
    CHANNEL.with_borrow(|channel| {
        if let Some(channel) = channel {
            // A closed channel has nobody to tell.
            let _ = channel.post_message(&device.to_string().into());
        }
    });
}

/// Reads again when another tab wrote for the person who works here.
pub fn listen(tablet: Tablet) {
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let device = event.data().as_string();
        let here = tablet.vault.get_untracked().map(|vault| vault.device.to_string());
        if device.is_some() && device == here {
            spawn_local(async move {
                if let Err(why) = tablet.reload().await {
                    leptos::logging::warn!("not read again: {why:?}");
                }
            });
        }
    });
    CHANNEL.with_borrow(|channel| {
        if let Some(channel) = channel {
            channel.set_onmessage(Some(heard.into_js_value().unchecked_ref()));
        }
    });
}
