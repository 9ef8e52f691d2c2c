//! Signatures of a person on a device: ECDSA over P-256 with SHA-256, deterministic (RFC 6979).

use p256::ecdsa::signature::{Signer, Verifier};
use p256::ecdsa::{Signature, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

use base::finding::Refusal;

/// Longer texts are no signature and no key.
const MOST: usize = 1_024;

/// Why a signature was not made or does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignatureError {
    /// The key is none of the curve.
    Key,
    /// The signature is not the one of this key over these bytes.
    Wrong,
}

impl Refusal for SignatureError {
    fn code(&self) -> &'static str {
        match self {
            Self::Key => "key_invalid",
            Self::Wrong => "signature_wrong",
        }
    }
}

/// Signs bytes with a secret key; hex of r ‖ s, 128 digits, s the smaller of the two that hold.
///
/// # Errors
/// When the bytes are no key of the curve.
pub fn sign(secret: &[u8; 32], message: &[u8]) -> Result<String, SignatureError> {
    let key = SigningKey::from_slice(secret).map_err(|_| SignatureError::Key)?;
    let signature: Signature = key.sign(message);
    Ok(hex::encode(signature.normalize_s().unwrap_or(signature).to_bytes()))
}

/// The public key of a secret one: SEC1 uncompressed point, hex.
///
/// # Errors
/// When the bytes are no key of the curve.
pub fn public_key(secret: &[u8; 32]) -> Result<String, SignatureError> {
    let key = SigningKey::from_slice(secret).map_err(|_| SignatureError::Key)?;
    Ok(hex::encode(key.verifying_key().to_encoded_point(false).as_bytes()))
}

/// Verifies a signature by the public key.
///
/// # Errors
/// When the key or the signature is not good.
pub fn verify(public_key: &str, message: &[u8], signature: &str) -> Result<(), SignatureError> {
    let key = unhex(public_key).ok_or(SignatureError::Key)?;
    let key = VerifyingKey::from_sec1_bytes(&key).map_err(|_| SignatureError::Key)?;
    let signature = unhex(signature).ok_or(SignatureError::Wrong)?;
    let signature = Signature::from_slice(&signature).map_err(|_| SignatureError::Wrong)?;
    key.verify(message, &signature).map_err(|_| SignatureError::Wrong)
}

/// The one spelling of a signature: small digits, and the smaller of the two s that hold beside one r. Tablets of earlier releases
/// send either s, and small digits always; `None` of a text that none of them writes.
pub fn spelled(signature: &str) -> Option<String> {
    let written = signature.len() == 128 && signature.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let bytes = unhex(signature).filter(|_| written)?;
    let signature = Signature::from_slice(&bytes).ok()?;
    Some(hex::encode(signature.normalize_s().unwrap_or(signature).to_bytes()))
}

/// The other signature that holds where this one does: r with the other s.
#[cfg(test)]
fn other(signature: &str) -> Option<String> {
    let signature = Signature::from_slice(&unhex(signature)?).ok()?;
    let other = Signature::from_scalars(signature.r().to_bytes(), (-*signature.s()).to_bytes()).ok()?;
    Some(hex::encode(other.to_bytes()))
}

/// Whether the text is a public key as [`public_key`] writes it.
pub fn is_public_key(text: &str) -> bool {
    let point = unhex(text).filter(|point| point.len() == 65);
    point.is_some_and(|point| VerifyingKey::from_sec1_bytes(&point).is_ok())
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if text.len() > MOST { None } else { hex::decode(text).ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: [u8; 32] = [7; 32];

    #[test]
    fn a_signature_holds_for_its_key_and_bytes_alone() {
        let public = public_key(&SECRET).unwrap();
        let signature = sign(&SECRET, b"head").unwrap();
        assert_eq!(verify(&public, b"head", &signature), Ok(()));
        assert_eq!(verify(&public, b"heae", &signature), Err(SignatureError::Wrong));
        let other = public_key(&[8; 32]).unwrap();
        assert_eq!(verify(&other, b"head", &signature), Err(SignatureError::Wrong));
    }

    #[test]
    fn a_signature_has_one_spelling() {
        let public = public_key(&SECRET).unwrap();
        for message in [b"head", b"tail", b"hand", b"foot"] {
            let signature = sign(&SECRET, message).unwrap();
            let other = other(&signature).unwrap();
            assert_ne!(signature, other);
            assert_eq!(verify(&public, message, &other), Ok(()), "what earlier tablets signed holds");
            assert_eq!((spelled(&signature), spelled(&other)), (Some(signature.clone()), Some(signature.clone())));
            for wrong in [signature.to_uppercase(), format!("{signature} "), format!("00{signature}"), signature[..126].to_owned()] {
                assert_eq!(spelled(&wrong), None, "{wrong}");
            }
        }
    }

    #[test]
    fn rubbish_is_refused_without_a_panic() {
        let public = public_key(&SECRET).unwrap();
        for rubbish in ["", "0", "zz", "é", &"00".repeat(64), &"f".repeat(5_000)] {
            assert_eq!(verify(&public, b"x", rubbish), Err(SignatureError::Wrong));
            assert!(verify(rubbish, b"x", "").is_err());
        }
        assert_eq!(sign(&[0; 32], b"x"), Err(SignatureError::Key));
    }
}
