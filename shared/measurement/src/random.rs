//! Pseudo-random numbers from a seed: xoshiro256++ (Blackman and Vigna), the same on every machine.

use super::ziggurat::{LAYERS, TAIL, Tables, tables};

/// A generator.
#[derive(Debug, Clone)]
pub(super) struct Generator {
    state: [u64; 4],
    tables: &'static Tables,
}

impl Generator {
    /// The generator of a stream: each block of trials has its own, so that it does not matter who draws it when.
    pub(super) fn new(seed: u64, stream: u32) -> Self {
        let mut mix = seed ^ mixed(u64::from(stream).wrapping_mul(0xd1b5_4a32_d192_ed03));
        let mut next = || {
            mix = mix.wrapping_add(0x9e37_79b9_7f4a_7c15);
            mixed(mix)
        };
        Self { state: [next(), next(), next(), next()], tables: tables() }
    }

    #[inline]
    fn bits(&mut self) -> u64 {
        let s = &mut self.state;
        let out = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
        let t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = s[3].rotate_left(45);
        out
    }

    /// Uniform in the open interval from 0 to 1.
    #[inline]
    pub(super) fn uniform(&mut self) -> f64 {
        let fraction = (self.bits() >> 12) as f64 + 0.5;
        fraction * (1.0 / 4_503_599_627_370_496.0)
    }

    /// Standard normal, by the ziggurat of Marsaglia and Tsang: 99 of 100 need one draw and no function.
    #[inline]
    pub(super) fn normal(&mut self) -> f64 {
        loop {
            let bits = self.bits();
            let layer = (bits & 0xff) as usize;
            // The upper 53 bits, signed: none of them chose the layer.
            let side = (bits.cast_signed() >> 11) as f64 * (1.0 / 4_503_599_627_370_496.0);
            let x = side * self.tables.edge[layer];
            if x.abs() < self.tables.edge[layer + 1] {
                return x;
            }
            if let Some(x) = self.seldom(layer, x) {
                return x;
            }
        }
    }

    /// The tail beyond the lowest layer, and the wedges that the layers cut.
    #[cold]
    fn seldom(&mut self, layer: usize, x: f64) -> Option<f64> {
        debug_assert!(layer < LAYERS);
        if layer == 0 {
            loop {
                let (far, high) = (-self.uniform().ln() / TAIL, -self.uniform().ln());
                if 2.0 * high > far * far {
                    return Some((TAIL + far).copysign(x));
                }
            }
        }
        let (low, high) = (self.tables.height[layer], self.tables.height[layer + 1]);
        (low + (high - low) * self.uniform() < (-0.5 * x * x).exp()).then_some(x)
    }

    /// Student's t.
    pub(super) fn student(&mut self, dof: f64) -> f64 {
        let normal = self.normal();
        normal / (2.0 * self.gamma(dof / 2.0) / dof).sqrt()
    }

    /// Gamma with scale 1 (Marsaglia and Tsang).
    fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let power = self.uniform().powf(1.0 / shape);
            return self.gamma(shape + 1.0) * power;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = (1.0 + c * x).powi(3);
            if v > 0.0 && self.uniform().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v;
            }
        }
    }
}

/// The mixing step of SplitMix64.
const fn mixed(z: u64) -> u64 {
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
