//! Randomness, PIN keys, sealing. All of it runs synchronously in WebAssembly, so that a write to the database can follow without
//! waiting in between.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use argon2::{Algorithm, Argon2, Params, Version};

use super::LocalError;

/// A symmetric key.
pub type Key = [u8; 32];

const NONCE: usize = 12;
/// Memory in KiB and passes of the PIN's key: about a third of a second on a modest tablet.
const MEMORY: u32 = 16 * 1024;
const PASSES: u32 = 3;

/// Random bytes from the browser.
pub fn random<const N: usize>() -> Result<[u8; N], LocalError> {
    let mut bytes = [0; N];
    let crypto = web_sys::window().and_then(|w| w.crypto().ok());
    let crypto = crypto.ok_or_else(|| LocalError::Unavailable("crypto".to_owned()))?;
    crypto.get_random_values_with_u8_array(&mut bytes).map_err(|_| LocalError::Unavailable("crypto".to_owned()))?;
    Ok(bytes)
}

/// The key that a PIN makes.
pub fn pin_key(pin: &str, salt: &[u8]) -> Result<Key, LocalError> {
    let params = Params::new(MEMORY, PASSES, 1, Some(32)).map_err(|_| LocalError::Damaged)?;
    let mut key = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(pin.as_bytes(), salt, &mut key)
        .map_err(|_| LocalError::Damaged)?;
    Ok(key)
}

/// Seals bytes for one place in the store: nonce, then ciphertext. Moved to another place they do not open.
pub fn seal(key: &Key, place: &str, plain: &[u8]) -> Result<Vec<u8>, LocalError> {
    let nonce: [u8; NONCE] = random()?;
    let payload = Payload { msg: plain, aad: place.as_bytes() };
    let sealed = Aes256Gcm::new(key.into()).encrypt(&Nonce::from(nonce), payload).map_err(|_| LocalError::Damaged)?;
    Ok([&nonce[..], &sealed].concat())
}

/// Opens what [`seal`] made for the same place.
pub fn open(key: &Key, place: &str, sealed: &[u8]) -> Result<Vec<u8>, LocalError> {
    let (nonce, body) = sealed.split_first_chunk::<NONCE>().ok_or(LocalError::Damaged)?;
    let payload = Payload { msg: body, aad: place.as_bytes() };
    Aes256Gcm::new(key.into()).decrypt(&Nonce::from(*nonce), payload).map_err(|_| LocalError::Damaged)
}
