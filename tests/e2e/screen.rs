//! What a person does with a screen: look, press, write. Things are found by their `data-test` name, never by their text.

use std::path::PathBuf;
use std::time::Duration;

use thirtyfour::prelude::*;

/// A cold machine with other work takes its time; a person would wait as long.
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// What is on the screen of a browser.
pub struct Screen<'a>(pub &'a WebDriver);

impl Screen<'_> {
    /// Goes to an address.
    pub async fn goto(&self, url: &str) {
        self.0.goto(url).await.unwrap_or_else(|error| panic!("{url}: {error}"));
    }

    /// The visible element of this name, waited for.
    pub async fn see(&self, name: &str) -> WebElement {
        self.see_css(&named(name)).await
    }

    /// The visible element of this selector, waited for.
    pub async fn see_css(&self, css: &str) -> WebElement {
        self.see_by(By::Css(css)).await
    }

    async fn see_by(&self, by: By) -> WebElement {
        let deadline = std::time::Instant::now() + PATIENCE;
        loop {
            // What is drawn anew between the finding and the look is looked for again.
            if let Ok(element) = self.0.query(by.clone()).nowait().and_displayed().first().await {
                return element;
            }
            assert!(std::time::Instant::now() < deadline, "{by:?} is not on the screen: {}", self.evidence().await);
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Whether it is on the screen now.
    pub async fn sees(&self, name: &str) -> bool {
        self.0.query(By::Css(named(name))).nowait().and_displayed().exists().await.unwrap_or(false)
    }

    /// Presses a button or a link, once it can be pressed.
    pub async fn press(&self, name: &str) {
        self.press_css(&named(name)).await;
    }

    /// Presses what the selector finds, once it can be pressed.
    pub async fn press_css(&self, css: &str) {
        self.press_by(By::Css(css)).await;
    }

    /// Presses what the path finds, once it can be pressed.
    pub async fn press_xpath(&self, xpath: &str) {
        self.press_by(By::XPath(xpath)).await;
    }

    async fn press_by(&self, by: By) {
        let deadline = std::time::Instant::now() + PATIENCE;
        loop {
            let element = self.see_by(by.clone()).await;
            let enabled = element.is_enabled().await.unwrap_or(false);
            if enabled && element.scroll_into_view().await.is_ok() && element.click().await.is_ok() {
                return;
            }
            assert!(std::time::Instant::now() < deadline, "{by:?} cannot be pressed: {}", self.evidence().await);
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Writes into a field in place of what it holds.
    pub async fn write(&self, name: &str, text: &str) {
        self.write_css(&named(name), text).await;
    }

    /// Writes into the field that the selector finds, in place of what it holds; again, when the page drew it anew meanwhile.
    pub async fn write_css(&self, css: &str, text: &str) {
        let deadline = std::time::Instant::now() + PATIENCE;
        while let Err(error) = self.try_to_write(css, text).await {
            assert!(std::time::Instant::now() < deadline, "{css}: {error}: {}", self.evidence().await);
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    async fn try_to_write(&self, css: &str, text: &str) -> WebDriverResult<()> {
        let field = self.see_css(css).await;
        // The line at the bottom of a tablet's screen covers what lies under it.
        field.scroll_into_view().await?;
        field.click().await?;
        field.send_keys(Key::Control + "a").await?;
        field.send_keys(text).await
    }

    /// Chooses an option of a list by its value.
    pub async fn choose(&self, css: &str, value: &str) {
        self.press_css(&format!("{css} option[value='{value}']")).await;
    }

    /// Chooses the option whose text begins with this: a number or a code, which no language changes.
    pub async fn press_option(&self, options: &str, beginning: &str) {
        let deadline = std::time::Instant::now() + PATIENCE;
        while std::time::Instant::now() < deadline {
            for option in self.0.find_all(By::Css(options)).await.unwrap_or_default() {
                if option.text().await.is_ok_and(|text| text.starts_with(beginning)) && option.click().await.is_ok() {
                    return;
                }
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        panic!("no option of {options} begins with {beginning}: {}", self.evidence().await);
    }

    /// An attribute of the element of this name.
    pub async fn attribute(&self, name: &str, attribute: &str) -> String {
        self.see(name).await.attr(attribute.to_owned()).await.ok().flatten().unwrap_or_default()
    }

    /// Waits until it is on the screen no more.
    pub async fn misses(&self, name: &str) {
        let deadline = std::time::Instant::now() + PATIENCE;
        while self.sees(name).await {
            assert!(std::time::Instant::now() < deadline, "{name} stays on the screen: {}", self.evidence().await);
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Gives a file to the field that the selector finds.
    pub async fn give_file(&self, css: &str, file: &std::path::Path) {
        let field = self.0.query(By::Css(css)).wait(PATIENCE, LOOK_EVERY).first().await;
        let field = field.unwrap_or_else(|error| panic!("{css}: {error}"));
        field.send_keys(file.to_string_lossy().into_owned()).await.unwrap_or_else(|error| panic!("{css}: {error}"));
    }

    /// What can be touched and is smaller than 44 by 44 pixels; links inside a sentence apart.
    pub async fn small_targets(&self) -> Vec<String> {
        let script = "const touched = '.tablet button, .tablet a:not(p a):not(li a), .tablet select, .tablet input, .tablet label.button, dialog button';\
            return [...document.querySelectorAll(touched)].filter(e => !e.classList.contains('visually-hidden')).map(e => {\
              const box = e.getBoundingClientRect(); return [e.dataset.test || e.className || e.tagName, box.width, box.height];\
            }).filter(([, w, h]) => w > 0 && h > 0 && (w < 43.9 || h < 43.9)).map(of => of.join(' '))";
        serde_json::from_value(self.ask(script).await).unwrap_or_default()
    }

    /// Waits until the page's text holds this.
    pub async fn reads(&self, text: &str) {
        let deadline = std::time::Instant::now() + PATIENCE;
        while !self.page_text().await.contains(text) {
            assert!(std::time::Instant::now() < deadline, "{text:?} is not on the screen: {}", self.evidence().await);
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Waits until what the selector finds says exactly this.
    pub async fn reads_css(&self, css: &str, text: &str) {
        let deadline = std::time::Instant::now() + PATIENCE;
        while self.see_css(css).await.text().await.ok().as_deref() != Some(text) {
            assert!(std::time::Instant::now() < deadline, "{css} does not say {text:?}: {}", self.evidence().await);
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Everything that can be read on the page.
    pub async fn page_text(&self) -> String {
        match self.0.find(By::Tag("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        }
    }

    /// Runs a script that gives a value back; for what a person cannot see, such as what is stored.
    pub async fn ask(&self, script: &str) -> serde_json::Value {
        let answer = self.0.execute(script, Vec::new()).await.unwrap_or_else(|error| panic!("{script}: {error}"));
        answer.json().clone()
    }

    /// Drops a file of this machine onto the page's place for files.
    pub async fn drops_file(&self, file: &std::path::Path) {
        self.ask(
            "const hand = document.createElement('input'); hand.type = 'file'; hand.id = 'hand'; document.body.append(hand); return 'held'",
        )
        .await;
        let hand = self.see_css("#hand").await;
        hand.send_keys(file.to_string_lossy().as_ref()).await.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        self.ask(
            "const hand = document.getElementById('hand'); const carried = new DataTransfer(); carried.items.add(hand.files[0]);\
             hand.remove();\
             const drop = new DragEvent('drop', { dataTransfer: carried, bubbles: true, cancelable: true });\
             document.querySelector('.drop').dispatchEvent(drop); return 'dropped'",
        )
        .await;
    }

    /// Takes a picture.
    pub async fn picture(&self, file: &str) -> PathBuf {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/e2e");
        let path = folder.join(file);
        let _ = std::fs::create_dir_all(&folder);
        let _ = self.0.screenshot(&path).await;
        path
    }

    /// For the message of a failure: address, text, errors of the console, and a picture on disk.
    async fn evidence(&self) -> String {
        let name = std::thread::current().name().unwrap_or("story").replace("::", "-");
        let picture = self.picture(&format!("{name}.png")).await;
        let url = self.0.current_url().await.map(|url| url.to_string()).unwrap_or_default();
        let console = self.0.browser_log().await.map(|log| format!("{log:?}")).unwrap_or_default();
        format!("\n{url}\npicture: {}\n--- page\n{}\n--- console\n{console}", picture.display(), self.page_text().await)
    }
}

fn named(name: &str) -> String {
    format!("[data-test='{name}']")
}
