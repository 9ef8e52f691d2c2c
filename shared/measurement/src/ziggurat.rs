//! Layers of equal area under the normal curve (Marsaglia and Tsang 2000), worked out once.

use std::sync::OnceLock;

/// How many there are.
pub(super) const LAYERS: usize = 256;
/// Where the lowest layer ends and the tail begins.
pub(super) const TAIL: f64 = 3.654_152_885_361_009;
/// The area of each layer, the tail counted to the lowest.
const AREA: f64 = 0.004_928_673_233_992_336;

/// Edges and heights of the layers, from the lowest to the top.
#[derive(Debug)]
pub(super) struct Tables {
    /// Half-width of each layer; that of the lowest is what it would be without the tail. The last is 0.
    pub(super) edge: [f64; LAYERS + 1],
    /// exp(−x²/2) at each edge.
    pub(super) height: [f64; LAYERS + 1],
}

/// The tables.
pub(super) fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        let density = |x: f64| (-0.5 * x * x).exp();
        let mut edge = [0.0; LAYERS + 1];
        edge[0] = AREA / density(TAIL);
        edge[1] = TAIL;
        for n in 2..LAYERS {
            edge[n] = (-2.0 * (AREA / edge[n - 1] + density(edge[n - 1])).ln()).sqrt();
        }
        Tables { edge, height: edge.map(density) }
    })
}
