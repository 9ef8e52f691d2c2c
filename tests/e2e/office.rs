//! People at a desk: office, checker, signatory, customer, each in a browser of their own.

use thirtyfour::Key;

use crate::browser::Device;
use crate::screen::Screen;
use crate::server::Server;

/// The password of the demo's people.
const PASSWORD: &str = backend::demo::names::PASSWORD;

/// Somebody signed in at a desk.
pub struct Desk {
    device: Device,
}

impl Desk {
    /// Signs in and goes to an address.
    pub async fn of(server: &Server, sign_in: &str, to: &str) -> Self {
        let mut device = Device::fresh().await;
        device.open().await;
        let desk = Self { device };
        let screen = desk.screen();
        screen.goto(&server.url(&format!("/sign-in?to={to}"))).await;
        screen.press_css(&format!("[data-demo='{sign_in}']")).await;
        screen.see_css(".page-head").await;
        desk
    }

    /// A visitor who is not signed in.
    pub async fn nobody(server: &Server, at: &str) -> Self {
        let mut device = Device::fresh().await;
        device.open().await;
        let desk = Self { device };
        desk.screen().goto(&server.url(at)).await;
        desk
    }

    /// What is on the screen.
    pub fn screen(&self) -> Screen<'_> {
        Screen(self.device.browser())
    }

    /// Opens the row of a list that names this.
    pub async fn opens_row(&self, text: &str) {
        self.screen().press_xpath(&format!("//tbody/tr[contains(., '{text}')]//a")).await;
    }

    /// The checker signs the record on the screen, with the password.
    pub async fn signs(&self) {
        self.screen().press_css(".page-head .actions .button.primary").await;
        self.gives_password().await;
        // The record is checked: what comes next is the draft.
        self.screen().see_css(".page-head a.button.primary[href$='/draft']").await;
    }

    /// The signatory issues the draft on the screen; gives back the certificate's number.
    pub async fn issues(&self) -> String {
        let screen = self.screen();
        screen.press_css(".page-head .actions button.primary").await;
        self.gives_password().await;
        screen.see_css(".page-head h1.mono").await.text().await.expect("the certificate's number")
    }

    /// The checker checks the correction of office facts whose draft is on the screen.
    pub async fn checks_case(&self) {
        self.screen().press_css("[data-test=check-case] button").await;
        self.gives_password().await;
        self.screen().see_css("[data-test=case-checked]").await;
    }

    /// Opens a correction case for the certificate on the screen; the error is in the office's facts.
    pub async fn opens_case(&self, reason: &str) {
        let screen = self.screen();
        screen.press_css(".page-head .actions .button-with-reason button").await;
        screen.write_css("dialog textarea[name=reason]", reason).await;
        screen.press_css("dialog footer button.primary").await;
        screen.see_css("a[href$='/draft']").await;
    }

    /// Opens a correction case for the certificate on the screen; the error is in the original record.
    pub async fn opens_record_case(&self, reason: &str) {
        let screen = self.screen();
        screen.press_css(".page-head .actions .button-with-reason button").await;
        screen.write_css("dialog textarea[name=reason]", reason).await;
        screen.press_css("dialog input[name=origin][value=record]").await;
        screen.press_css("dialog footer button.primary").await;
        screen.see_css("a[href$='/draft']").await;
    }

    /// A file of this server, as the person signed in gets it.
    pub async fn downloads(&self, path: &str) -> Vec<u8> {
        let script = format!(
            "return fetch('{path}').then(r => r.ok ? r.arrayBuffer() : Promise.reject(r.status))\
             .then(b => Array.from(new Uint8Array(b), x => x.toString(16).padStart(2, '0')).join(''))"
        );
        let hex = self.screen().ask(&script).await;
        let hex = hex.as_str().expect("bytes in hexadecimal");
        hex.as_bytes().chunks(2).filter_map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
    }

    /// Opens an entry of a register on its screen, writes one field, says why and saves.
    pub async fn corrects(&self, server: &Server, noun: &str, entry: &str, field: &str, value: &str) {
        let screen = self.screen();
        screen.goto(&server.url(&format!("/office/{noun}"))).await;
        self.opens_row(entry).await;
        screen.write_css(&format!("input[name='{field}']"), value).await;
        screen.write_css("input[name=reason]", "what the certificate stated was wrong").await;
        screen.press_css(".page-head .actions button.primary").await;
        screen.see_css(".notice.good").await;
    }

    /// The bytes of the file that the browser downloaded last, of this kind; it is taken away, so that the next one is the next.
    pub async fn downloaded(&self, kind: &str) -> Vec<u8> {
        let path = self.device.downloaded(kind).await;
        let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        std::fs::remove_file(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        bytes
    }

    /// Changes an entry of a register in its JSON, with this person's session.
    pub async fn changes(&self, noun: &str, search: &str, change: &str) {
        let script = format!(
            "const head = {{'content-type': 'application/json', 'x-etalon': '1'}};\
             return fetch('/api/registers/{noun}?search=' + encodeURIComponent('{search}')).then(r => r.json()).then(page => {{\
               const row = page.rows[0]; const body = row.body; {change};\
               return fetch('/api/registers/{noun}/' + row.id, {{method: 'PUT', headers: head, body: JSON.stringify({{revision: row.revision, reason: 'a story', body}})}});\
             }}).then(r => r.text().then(text => r.ok ? 'done' : text))"
        );
        let answer = self.screen().ask(&script).await;
        assert_eq!(answer, "done", "{noun} {search}");
    }

    async fn gives_password(&self) {
        let screen = self.screen();
        screen.see_css("dialog input[name=password]").await;
        // Who is asked for a password types it at once, and Enter sends it.
        let focus = screen.ask("return document.activeElement.name").await;
        assert_eq!(focus, "password");
        screen.write_css("dialog input[name=password]", &format!("{PASSWORD}{}", Key::Enter.value())).await;
    }
}
