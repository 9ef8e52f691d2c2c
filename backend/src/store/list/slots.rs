//! Which rows of a block have a term, as a text: two signs a slot, one after the other; where that would be longer, a sign for six slots.
//! Slots may be added behind either form.

use crate::store::corrupt;

/// Slots of a block.
pub const SLOTS: u16 = 4096;

const SIGNS: &[u8; 64] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
/// Stands before a sign for six slots each.
const MASK: u8 = b'*';
/// How many such signs there are.
const MASKED: usize = SLOTS.div_ceil(6) as usize;

/// A set of slots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slots(Box<[u64; SLOTS as usize / 64]>);

impl Default for Slots {
    fn default() -> Self {
        Self(Box::new([0; SLOTS as usize / 64]))
    }
}

impl Slots {
    /// Adds a slot.
    pub fn add(&mut self, slot: u16) {
        self.0[usize::from(slot / 64) % self.0.len()] |= 1 << (slot % 64);
    }

    /// Adds six slots, a bit each; they may lie in two words.
    fn add_six(&mut self, slot: usize, six: u64) {
        let (word, bit) = (slot / 64, slot % 64);
        self.0[word] |= six << bit;
        if let Some(next) = self.0.get_mut(word + 1).filter(|_| bit > 58) {
            *next |= six >> (64 - bit);
        }
    }

    /// Whether a slot is in the set.
    pub fn has(&self, slot: u16) -> bool {
        self.0.get(usize::from(slot / 64)).is_some_and(|word| word >> (slot % 64) & 1 == 1)
    }

    /// Keeps what the other set has too.
    pub fn keep(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0.iter()).for_each(|(word, other)| *word &= other);
    }

    /// How many slots are in the set.
    pub fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// The slots in ascending order.
    pub fn each(&self) -> impl Iterator<Item = u16> {
        let of_word = |(at, word): (usize, u64)| (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| at as u16 * 64 + bit);
        self.0.iter().copied().enumerate().filter(|(_, word)| *word != 0).flat_map(of_word)
    }

    /// Adds the slots of a text.
    ///
    /// # Errors
    /// It is none that [`Self::text`] and [`sign`] make.
    pub fn read(&mut self, text: &str) -> sqlx::Result<()> {
        let mut rest = text.as_bytes();
        if let Some((MASK, masked)) = rest.split_first().map(|(first, masked)| (*first, masked)) {
            let (signs, behind) = masked.split_at_checked(MASKED).ok_or_else(|| corrupt("slots break off"))?;
            for (at, sign) in signs.iter().enumerate() {
                self.add_six(at * 6, value(*sign)?.into());
            }
            rest = behind;
        }
        for two in rest.chunks(2) {
            let [high, low] = two else { return Err(corrupt("slots break off")) };
            self.add(value(*high)? << 6 | value(*low)?);
        }
        Ok(())
    }

    /// The set as the shorter of both forms.
    pub fn text(&self) -> String {
        if self.count() * 2 <= MASKED {
            return self.each().map(sign).collect();
        }
        let six = |at: usize| (0..6).fold(0, |six, bit| six | usize::from(self.has(at as u16 * 6 + bit)) << bit);
        let signs = (0..MASKED).map(|at| char::from(SIGNS[six(at)]));
        std::iter::once(char::from(MASK)).chain(signs).collect()
    }
}

/// A slot as a text.
pub fn sign(slot: u16) -> String {
    [slot >> 6 & 63, slot & 63].map(|six| char::from(SIGNS[usize::from(six)])).iter().collect()
}

/// The value of each sign; what is none has none of 64 values.
const VALUES: [u8; 256] = {
    let mut values = [64; 256];
    let mut at = 0;
    while at < SIGNS.len() {
        values[SIGNS[at] as usize] = at as u8;
        at += 1;
    }
    values
};

fn value(sign: u8) -> sqlx::Result<u16> {
    match VALUES[usize::from(sign)] {
        64 => Err(corrupt("not a slot")),
        value => Ok(value.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(slots: impl IntoIterator<Item = u16>) -> Slots {
        slots.into_iter().fold(Slots::default(), |mut all, slot| {
            all.add(slot);
            all
        })
    }

    fn read(text: &str) -> Slots {
        let mut slots = Slots::default();
        slots.read(text).expect("slots");
        slots
    }

    #[test]
    fn slots_are_read_as_they_were_written_in_either_form() {
        for slots in [of([]), of([0]), of([1, 63, 64, 4095]), of((0..340).map(|n| n * 12)), of((0..SLOTS).step_by(7)), of(0..SLOTS)] {
            let text = slots.text();
            assert!(text.len() <= MASKED + 1 && read(&text) == slots, "{text}");
            assert_eq!(slots.each().count(), slots.count());
            let more = of(slots.each().chain([5, 4000]));
            assert_eq!(read(&format!("{text}{}{}", sign(5), sign(4000))), more);
        }
        assert_eq!((of([0, 63, 64]).text().as_str(), sign(4095).as_str()), ("000_10", "__"));
        let mut kept = of([1, 2, 3]);
        kept.keep(&of([2, 3, 4]));
        assert_eq!(kept, of([2, 3]));
        for odd in ["0", "0!", "*0", "Ж0"] {
            assert!(Slots::default().read(odd).is_err(), "{odd}");
        }
    }
}
