//! Our device identity: an Ed25519 key of our own, made once, and the signature over the gateway's challenge.
//!
//! The private key is kept in a [`Vault`] and nowhere else. [`CLIENT`], [`MODE`], [`PLATFORM`] and [`FAMILY`] are part of what
//! the gateway pairs: **they stay as they are in every release**, as a device that changes them must be approved anew
//! (`metadata-upgrade`). Refuses to sign a challenge that could be read as something else than a challenge.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use clawtender_core::text;
use ring::signature::{Ed25519KeyPair, KeyPair};
use secrecy::{ExposeSecret, SecretSlice, SecretString};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{
    handshake::Challenge,
    vault::{Vault, VaultError},
};

/// `client.id`, from the gateway's closed list.
pub(super) const CLIENT: &str = "gateway-client";
/// `client.mode` of a connection that signs: one in mode `backend` is never paired, so never given a token.
pub(super) const MODE: &str = "ui";
/// `client.platform`.
pub(super) const PLATFORM: &str = std::env::consts::OS;
/// `client.deviceFamily`.
pub(super) const FAMILY: &str = "desktop";
/// The role every connection of ours has.
pub(super) const ROLE: &str = "operator";

/// The vault's entry for the private key: 32 bytes in URL-safe base64.
const ACCOUNT: &str = "gateway-device-key";
/// Longest nonce that is signed, in bytes. Real ones have 36.
const NONCE: usize = 128;

/// A device as the gateway knows it.
#[derive(Clone)]
pub struct Device {
    seed: SecretSlice<u8>,
    public: [u8; 32],
}

impl Device {
    /// A device of this private key; `None` unless it has 32 bytes.
    pub fn from_seed(seed: &[u8]) -> Option<Device> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).ok()?;
        let public = pair.public_key().as_ref().try_into().ok()?;
        Some(Device { seed: SecretSlice::from(seed.to_vec()), public })
    }

    /// A device that has never been.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn new() -> anyhow::Result<Device> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|error| anyhow::anyhow!("the system gives no random numbers: {error}"))?;
        let device = Device::from_seed(&seed);
        seed.fill(0);
        device.ok_or_else(|| anyhow::anyhow!("32 bytes make no key"))
    }

    /// The device that `vault` keeps; made and kept now where there is none yet.
    ///
    /// # Errors
    /// When the vault could not be used.
    pub async fn kept(vault: &dyn Vault) -> Result<Device, VaultError> {
        if let Some(device) = read(vault).await? {
            return Ok(device);
        }
        let device = Device::new().map_err(|error| VaultError(error.to_string()))?;
        vault.write(ACCOUNT, SecretString::from(URL_SAFE_NO_PAD.encode(device.seed.expose_secret()))).await?;
        // another process may have made one at the same time: the one that is kept is the one
        Ok(read(vault).await?.unwrap_or(device))
    }

    /// Has `vault` keep no device: the next one is another.
    ///
    /// # Errors
    /// When the vault could not be used.
    pub async fn forget(vault: &dyn Vault) -> Result<(), VaultError> {
        vault.delete(ACCOUNT).await
    }

    /// What the gateway calls it: SHA-256 of the public key, in lower-case hexadecimal.
    pub fn id(&self) -> String {
        text::hex(&Sha256::digest(self.public))
    }

    /// The public key in URL-safe base64.
    pub fn public_key(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.public)
    }

    /// The `device` part of a `connect`; `None` for a challenge that is not signed. `token` is what `auth.token`, else
    /// `auth.deviceToken` says.
    pub(super) fn proof(
        &self,
        challenge: &Challenge,
        scopes: &[&str],
        mode: &str,
        token: Option<&SecretString>,
    ) -> Option<Value> {
        let signed = Signed { challenge, scopes, mode, token, platform: PLATFORM, family: FAMILY };
        Some(json!({
            "id": self.id(),
            "publicKey": self.public_key(),
            "signature": self.sign(&signed)?,
            "signedAt": challenge.ts,
            "nonce": challenge.nonce,
        }))
    }

    fn sign(&self, signed: &Signed<'_>) -> Option<String> {
        let nonce = &signed.challenge.nonce;
        // a field separator in it would let whoever challenges choose the fields that follow
        if nonce.is_empty() || nonce.len() > NONCE || !nonce.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'|')
        {
            return None;
        }
        let pair = Ed25519KeyPair::from_seed_unchecked(self.seed.expose_secret()).ok()?;
        let payload = signed.payload(&self.id());
        Some(URL_SAFE_NO_PAD.encode(pair.sign(payload.expose_secret().as_bytes())))
    }
}

async fn read(vault: &dyn Vault) -> Result<Option<Device>, VaultError> {
    let Some(kept) = vault.read(ACCOUNT).await? else { return Ok(None) };
    let seed = SecretSlice::from(URL_SAFE_NO_PAD.decode(kept.expose_secret().trim()).unwrap_or_default());
    // what is no key is replaced: nobody else writes there
    Ok(Device::from_seed(seed.expose_secret()))
}

/// What a signature is over, version 3 of it.
struct Signed<'a> {
    challenge: &'a Challenge,
    scopes: &'a [&'a str],
    mode: &'a str,
    token: Option<&'a SecretString>,
    platform: &'a str,
    family: &'a str,
}

impl Signed<'_> {
    /// May hold the shared token.
    fn payload(&self, device: &str) -> SecretString {
        let scopes = self.scopes.join(",");
        let at = self.challenge.ts.to_string();
        let platform = self.platform.trim().to_ascii_lowercase();
        let family = self.family.trim().to_ascii_lowercase();
        let token = self.token.map_or("", ExposeSecret::expose_secret);
        let nonce = &self.challenge.nonce;
        let fields = ["v3", device, CLIENT, self.mode, ROLE, &scopes, &at, token, nonce, &platform, &family];
        SecretString::from(fields.join("|"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateway::vault::Memory;

    fn vector() -> Value {
        serde_json::from_str(include_str!("testdata/device-signature.json")).unwrap()
    }

    fn challenge(nonce: &str) -> Challenge {
        Challenge { nonce: nonce.into(), ts: 1_795_173_561_070 }
    }

    /// Made with the gateway's own client library.
    #[test]
    fn signs_as_the_gateway_expects() {
        let vector = vector();
        let device = Device::from_seed(&(0..32).collect::<Vec<u8>>()).unwrap();
        assert_eq!(
            (vector["deviceId"].as_str(), vector["publicKey_b64url"].as_str()),
            (Some(&*device.id()), Some(&*device.public_key()))
        );
        let token = SecretString::from(vector["token"].as_str().unwrap());
        let signed = Signed {
            challenge: &challenge(vector["nonce"].as_str().unwrap()),
            scopes: &["operator.read", "operator.pairing"],
            mode: "ui",
            token: Some(&token),
            platform: "Linux ",
            family: "Desktop",
        };
        assert_eq!(Some(signed.payload(&device.id()).expose_secret()), vector["payload_v3"].as_str());
        assert_eq!(device.sign(&signed).as_deref(), vector["signature_v3_b64url"].as_str());
    }

    #[test]
    fn does_not_sign_what_could_be_read_as_something_else() {
        let device = Device::new().unwrap();
        for nonce in ["", "a|b", "a b", "n\u{e4}", "\u{0}", &"n".repeat(NONCE + 1)] {
            assert!(device.proof(&challenge(nonce), &[], MODE, None).is_none(), "{nonce:?}");
        }
        assert!(device.proof(&challenge("n"), &[], MODE, None).is_some());
        assert!(Device::from_seed(&[0; 31]).is_none());
    }

    #[tokio::test]
    async fn is_made_once() {
        let vault = Memory::default();
        let first = Device::kept(&vault).await.unwrap();
        assert_eq!(Device::kept(&vault).await.unwrap().id(), first.id());
        vault.write(ACCOUNT, SecretString::from("no key")).await.unwrap();
        assert_ne!(Device::kept(&vault).await.unwrap().id(), first.id());
    }
}
