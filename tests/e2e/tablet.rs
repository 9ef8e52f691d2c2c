//! A calibrator with a tablet.

use std::time::{Duration, Instant};

use thirtyfour::prelude::*;

use crate::browser::Device;
use crate::screen::Screen;
use crate::server::Server;

/// The PIN of everybody in a story.
const PIN: &str = "314159";
/// Whether a build of the app is in use on this device.
const KEPT: &str = "return caches.open('etalon-choice').then(c => c.match('/build-in-use')).then(found => Boolean(found))";

/// A device with somebody's book on it.
pub struct Tablet {
    pub device: Device,
    pub sign_in: &'static str,
}

impl Tablet {
    /// Signs in and enrols, online; waits until job pack and app are on the device.
    pub async fn enrolled(server: &Server, sign_in: &'static str) -> Self {
        Self::enrolled_on(Device::fresh().await, server, sign_in).await
    }

    /// The same on this device.
    pub async fn enrolled_on(mut device: Device, server: &Server, sign_in: &'static str) -> Self {
        device.open().await;
        let mut tablet = Self { device, sign_in };
        tablet.passes_to(server, sign_in).await;
        tablet.waits_until_kept().await;
        tablet
    }

    /// Somebody else, or the first person, signs in and enrols on it, online.
    pub async fn passes_to(&mut self, server: &Server, sign_in: &'static str) {
        self.sign_in = sign_in;
        let screen = self.screen();
        screen.goto(&server.url("/sign-in?to=/today")).await;
        screen.press_css(&format!("[data-demo='{sign_in}']")).await;
        screen.see("enrol").await;
        screen.write_css("[name=tablet]", "Tablet 1").await;
        screen.write_css("[data-test=enrol] [name=password]", backend::demo::names::PASSWORD).await;
        screen.write_css("[name=new_pin]", PIN).await;
        screen.write_css("[name=new_pin_again]", PIN).await;
        screen.press_css("[data-test=enrol] button.primary").await;
        screen.see("pack").await;
    }

    /// Locks the tablet, as before giving it to somebody else; the session ends too.
    pub async fn signs_out(&self) {
        let screen = self.screen();
        screen.press("nav-storage").await;
        screen.press_css("[data-test=sign-out] button").await;
        screen.see(&format!("person-{}", self.sign_in)).await;
    }

    /// Types a PIN into the pad on the screen.
    pub async fn types(&self, pin: &str) {
        let screen = self.screen();
        for digit in pin.chars() {
            screen.press(&format!("pin-{digit}")).await;
        }
        screen.press("pin-enter").await;
    }

    /// What is on its screen.
    pub fn screen(&self) -> Screen<'_> {
        Screen(self.device.browser())
    }

    /// Opens the browser again and unlocks the book; needs no server.
    pub async fn opens_again(&mut self, server: &Server) {
        self.device.open().await;
        self.screen().goto(&server.url("/today")).await;
        self.unlocks().await;
    }

    /// Signs in anew, as after a session that ended; what waits on the device stays there.
    pub async fn signs_in_again(&self, server: &Server) {
        let screen = self.screen();
        screen.goto(&server.url("/sign-in?to=/today")).await;
        screen.press_css(&format!("[data-demo='{}']", self.sign_in)).await;
        self.unlocks().await;
    }

    /// Chooses the person and types the PIN.
    pub async fn unlocks(&self) {
        self.chooses_and_types_pin().await;
        self.screen().see("pack").await;
    }

    /// The same, whatever screen opens then.
    pub async fn chooses_and_types_pin(&self) {
        self.screen().press(&format!("person-{}", self.sign_in)).await;
        self.types_pin().await;
    }

    /// Acknowledges the briefing of a visit.
    pub async fn acknowledges(&self, visit: &str) {
        let screen = self.screen();
        screen.press("nav-today").await;
        screen.press(&format!("visit-{visit}")).await;
        screen.press("briefing").await;
        screen.see("briefed").await;
        screen.press("nav-today").await;
    }

    /// Acknowledges the briefing of a visit and checks these standards before departure and on arrival.
    pub async fn prepares_visit(&self, visit: &str, standards: &[&str]) {
        let screen = self.screen();
        screen.press("nav-today").await;
        screen.press(&format!("visit-{visit}")).await;
        screen.press("briefing").await;
        screen.see("briefed").await;
        screen.press("tab-visit.standards").await;
        for standard in standards {
            if !screen.sees(&format!("check-departure-{standard}")).await {
                screen.press("other-standards").await;
            }
            for moment in ["departure", "arrival"] {
                screen.press(&format!("check-{moment}-{standard}")).await;
                screen.press("all-good").await;
                screen.press_css("[data-test=store-check] button").await;
                screen.see_css(&format!("[data-test='check-{moment}-{standard}'] .good-text")).await;
            }
        }
        screen.press("tab-visit.items").await;
    }

    /// Begins the record of an item of the visit on the screen, with these standards in their slots.
    pub async fn begins(&self, item: &str, slots: &[(&str, &str)]) {
        let screen = self.screen();
        screen.press_css(&format!("[data-test='task-{item}'] [data-test=begin-record]")).await;
        for (slot, standard) in slots {
            let option = format!("[data-test='slot-{slot}'] option");
            screen.see(&format!("slot-{slot}")).await;
            screen.press_option(&option, standard).await;
        }
        if !slots.is_empty() {
            screen.see("in-slot").await;
        }
    }

    /// Waits until the office has given this item's record back, and opens it. Taking the tablet in hand asks for it.
    pub async fn waits_for_record(&self, item: &str) {
        let given_back = format!("[data-test=to-finish] [data-test='record-{item}']");
        let script = format!("return document.querySelector(\"{given_back}\") !== null");
        let deadline = Instant::now() + Duration::from_secs(150);
        while self.screen().ask(&script).await != true {
            assert!(Instant::now() < deadline, "the record comes back: {}", self.screen().page_text().await);
            self.screen().ask("return window.dispatchEvent(new Event('focus'))").await;
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        self.screen().press_css(&given_back).await;
    }

    /// Answers an inspection.
    pub async fn answers(&self, field: &str, choice: &str) {
        let screen = self.screen();
        screen.press(&format!("choice-{field}-{choice}")).await;
        screen.see(&format!("cell-inspection/{field}")).await;
    }

    /// Types a value into the field of a path and leaves it; the value is then on disk.
    pub async fn enters(&self, path: &str, value: &str) {
        let screen = self.screen();
        screen.write(&format!("field-{path}"), &format!("{value}{}", Key::Tab.value())).await;
        screen.see(&format!("cell-{path}")).await;
    }

    /// Types a value into a field and leaves it, without waiting for what comes of it.
    pub async fn starts_typing(&self, path: &str, extra: bool, value: &str) {
        let screen = self.screen();
        if extra {
            screen.press("extra-reading").await;
        }
        screen.write(&format!("field-{path}"), &format!("{value}{}", Key::Tab.value())).await;
    }

    /// Goes to a point and types its one reading.
    pub async fn reads(&self, stage: &str, point: &str, quantity: &str, value: &str) {
        self.screen().press(&format!("point-{point}")).await;
        self.enters(&format!("{stage}/points/{point}/{quantity}/r1"), value).await;
    }

    /// Strikes a value through and writes another beside it.
    pub async fn amends(&self, path: &str, after: &str) {
        let screen = self.screen();
        screen.press(&format!("amend-{path}")).await;
        screen.write("after", after).await;
        screen.press("amend.mistyped").await;
        screen.press_css("[data-test=store-amendment] button").await;
        screen.see(&format!("history-{path}")).await;
    }

    /// Goes to a part of the record ("prepare", "as_found", "as_left", "finish").
    pub async fn goes_to(&self, part: &str) {
        self.screen().press(&format!("tab-record.{part}")).await;
    }

    /// Signs with the PIN.
    pub async fn submits(&self) {
        let screen = self.screen();
        screen.press("submit").await;
        self.types_pin().await;
        screen.see("signed").await;
    }

    /// Waits until the office has everything; after failures the tablet tries again within a minute.
    pub async fn waits_until_uploaded(&self) {
        let deadline = Instant::now() + Duration::from_secs(180);
        while self.screen().attribute("waiting", "data-waiting").await != "0" {
            assert!(Instant::now() < deadline, "the office has everything: {}", self.screen().page_text().await);
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    /// Types a value with the keys on the screen into the field that has the focus.
    pub async fn keys(&self, value: &str) {
        for key in value.chars() {
            self.screen().press(&format!("key-{key}")).await;
        }
    }

    /// Types these last digits after the nominal value of each point, one for each reading.
    pub async fn enters_all(&self, stage: &str, points: &[&str], last_digits: &[&str]) {
        for point in points {
            self.screen().press(&format!("point-{point}")).await;
            for (digit, n) in last_digits.iter().zip(1..) {
                self.enters(&format!("{stage}/points/{point}/indication/r{n}"), &format!("{point}.000{digit}")).await;
            }
        }
    }

    /// Asks the office for news and waits for the answer.
    pub async fn hears_from_the_office(&self) {
        let screen = self.screen();
        screen.press("nav-storage").await;
        let before = screen.attribute("last-exchange", "data-at").await;
        screen.press_css("[data-test=send-now] button").await;
        let deadline = Instant::now() + Duration::from_secs(20);
        while screen.attribute("last-exchange", "data-at").await == before {
            assert!(Instant::now() < deadline, "the office answers: {}", screen.page_text().await);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Puts a standard into a slot.
    pub async fn equips(&self, slot: &str, standard: &str) {
        self.screen().see(&format!("slot-{slot}")).await;
        self.screen().press_option(&format!("[data-test='slot-{slot}'] option"), standard).await;
    }

    async fn types_pin(&self) {
        self.types(PIN).await;
    }

    /// Waits until the worker has stored the whole app, so that it opens without a server.
    async fn waits_until_kept(&self) {
        let deadline = Instant::now() + Duration::from_secs(120);
        while self.screen().ask(KEPT).await != true {
            assert!(Instant::now() < deadline, "the app is kept on the device");
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }
}
