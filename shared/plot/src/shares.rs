//! The shares of a budget as a picture: the same one on the screen and in a document.

use std::fmt::Write as _;

/// Measures of the picture, in its own units.
const WIDTH: f64 = 420.0;
const ROW: f64 = 22.0;
const LABEL: f64 = 96.0;
const NUMBER: f64 = 64.0;

/// A bar chart (SVG) of symbols and percentages, the largest share first; what has no share is left out. `number` writes a percentage as the reader's language does.
/// Symbols of formulas are letters, digits and underscores, so that nothing in them needs escaping.
pub fn chart<'a>(shares: impl Iterator<Item = (&'a str, &'a str)>, number: impl Fn(&str) -> String) -> String {
    let mut bars: Vec<(f64, &str, &str)> = shares
        .filter_map(|(symbol, share)| share.parse::<f64>().ok().map(|parsed| (parsed, symbol, share)))
        .filter(|(share, ..)| *share != 0.0)
        .collect();
    bars.sort_by(|a, b| b.0.total_cmp(&a.0));
    let height = ROW * bars.len() as f64 + 4.0;
    let mut svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" font-family="'Noto Sans', 'Noto Sans CJK SC', system-ui, sans-serif" font-size="12">"#
    );
    for (n, (share, symbol, written)) in bars.iter().enumerate() {
        let top = ROW * n as f64 + 2.0;
        // The whole width is the whole variance.
        let long = (WIDTH - LABEL - NUMBER) * (share / 100.0).clamp(0.0, 1.0);
        let (line, text, end) = (top + 4.0, top + 15.0, LABEL + long + 6.0);
        // Writing to a text cannot fail.
        let _ = write!(
            svg,
            r##"<text class="ink" x="{}" y="{text}" text-anchor="end" fill="#1b1f24">{symbol}</text><rect class="bar" x="{LABEL}" y="{line}" width="{long:.2}" height="14" fill="#0b6b6b"/><text class="ink" x="{end:.2}" y="{text}" fill="#1b1f24">{} %</text>"##,
            LABEL - 8.0,
            number(written),
        );
    }
    svg.push_str("</svg>");
    svg
}

#[cfg(test)]
mod tests {
    use super::chart;

    #[test]
    fn the_largest_share_stands_first_and_what_is_exact_has_no_bar() {
        let shares = [("dl_ix", "20.3"), ("l_ix", "0.0"), ("dl_m", "79.7")];
        let svg = chart(shares.into_iter(), |text| text.replace('.', ","));
        let place = |symbol: &str| svg.find(&format!(">{symbol}<"));
        assert!(place("dl_m").is_some() && place("dl_m") < place("dl_ix"), "{svg}");
        assert!(svg.contains(">79,7 %<") && svg.contains(">20,3 %<"), "{svg}");
        assert!(place("l_ix").is_none());
    }
}
