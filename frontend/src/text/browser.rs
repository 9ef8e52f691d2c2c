//! A browser's user agent as people would say it: “Firefox 132 · Windows”.

/// The token that identifies a browser, and its name. User agents also name browsers they imitate, so the first match counts.
const BROWSERS: &[(&str, &str)] = &[
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("HuaweiBrowser/", "Huawei Browser"),
    ("MicroMessenger/", "WeChat"),
    ("QQBrowser/", "QQ Browser"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    // Safari puts its version elsewhere.
    ("Version/", "Safari"),
];

/// The token that identifies a system, and its name; the first match counts.
const SYSTEMS: &[(&str, &str)] = &[
    ("HarmonyOS", "HarmonyOS"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// Browser and system; an unknown user agent is shown as it is.
pub fn browser(agent: &str) -> String {
    let system = SYSTEMS.iter().find(|(mark, _)| agent.contains(mark));
    let browser = BROWSERS.iter().find_map(|(mark, name)| Some((*name, agent.split_once(mark)?.1)));
    match (browser, system) {
        (Some((name, version)), Some((_, system))) => {
            let version: String = version.chars().take_while(char::is_ascii_digit).collect();
            let named = format!("{name} {version}");
            format!("{} · {system}", named.trim_end())
        }
        _ => agent.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::browser;

    #[wasm_bindgen_test(unsupported = test)]
    fn common_browsers_are_called_by_their_names() {
        let told = [
            ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox 132 · Windows"),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0",
                "Edge 131 · Windows",
            ),
            (
                "Mozilla/5.0 (Linux; Android 14; SM-X510) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
                "Chrome 131 · Android",
            ),
            (
                "Mozilla/5.0 (iPad; CPU OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Mobile/15E148 Safari/604.1",
                "Safari 17 · iPad",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/130.0.0.0 Safari/537.36",
                "Chrome 130 · Linux",
            ),
        ];
        for (agent, name) in told {
            assert_eq!(browser(agent), name);
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn what_is_no_known_browser_is_shown_as_it_is_written() {
        for agent in ["curl/8.5.0", "Mozilla/5.0 (Windows NT 10.0) Something/1.0", ""] {
            assert_eq!(browser(agent), agent);
        }
    }
}
