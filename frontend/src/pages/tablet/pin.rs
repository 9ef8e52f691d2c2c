//! The PIN: big keys, no keyboard needed.

use leptos::prelude::*;

use crate::components::Icon;
use crate::text::tr;

/// The keys under a PIN field.
#[component]
pub fn PinPad(
    value: RwSignal<String>,
    #[prop(into)] on_enter: Callback<()>,
    #[prop(optional)] label: Option<&'static str>,
) -> impl IntoView {
    let digit = move |digit: char| {
        view! {
            <button type="button" class="tb-key" data-test=format!("pin-{digit}") on:click=move |_| value.update(|pin| pin.push(digit))>
                {digit}
            </button>
        }
    };
    let press = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            on_enter.run(());
        }
    };
    view! {
        <div class="tb-pin">
            <label class="field">
                <span class="label">{tr(label.unwrap_or("tablet.pin"))}</span>
                <input
                    type="password"
                    inputmode="none"
                    autocomplete="off"
                    data-test="pin"
                    prop:value=value
                    on:keydown=press
                    on:input:target=move |event| value.set(event.target().value().chars().filter(char::is_ascii_digit).collect())
                />
            </label>
            <div class="tb-keys three">
                {('1'..='9').map(digit).collect_view()}
                <button type="button" class="tb-key quiet" aria-label=tr("tablet.erase") on:click=move |_| value.update(|pin| { pin.pop(); })>
                    "⌫"
                </button>
                {digit('0')}
                <button type="button" class="tb-key primary" data-test="pin-enter" aria-label=tr("tablet.enter") on:click=move |_| on_enter.run(())>
                    <Icon name="check" />
                </button>
            </div>
        </div>
    }
}
