//! What the link keeps: our device's key, and the token that each gateway gave it.

use clawtender_core::{access::Identity, text, token_times::token_times};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

use super::task::Task;
use crate::gateway::{handshake::Hello, identity::Device, vault::Vault};

impl Task {
    fn vault(&self) -> &dyn Vault {
        if self.kept { &*self.shared.options.vault } else { &self.memory }
    }

    /// Our device; kept in memory where the vault cannot be used.
    pub(super) async fn device(&mut self) -> Option<Device> {
        if self.device.is_none() {
            let mut device = Device::kept(self.vault()).await;
            if let Err(error) = &device {
                tracing::info!(%error, "our device lasts as long as this process: the keychain cannot be used");
                self.kept = false;
                device = Device::kept(&self.memory).await;
            }
            self.device = device.ok();
            self.link.identity = match &self.device {
                Some(_) => self.vault().keeps(),
                None => Identity::None,
            };
        }
        self.device.clone()
    }

    /// One entry for each gateway, told apart by its state folder.
    fn account(&self) -> String {
        let folder = Sha256::digest(self.shared.options.located.state_dir.as_os_str().as_encoded_bytes());
        format!("gateway-device-token-{}", text::hex(&folder[..8]))
    }

    /// The token the gateway gave this very device.
    pub(super) async fn token(&mut self, device: &Device) -> Option<SecretString> {
        let kept = self.vault().read(&self.account()).await.ok().flatten();
        let kept = kept.as_ref().and_then(|kept| kept.expose_secret().split_once(' '));
        let token = kept.filter(|(id, _)| *id == device.id()).map(|(_, token)| SecretString::from(token));
        self.link.token = token.as_ref().and_then(|token| token_times(token.expose_secret()));
        token
    }

    pub(super) async fn keep(&mut self, device: &Device, known: Option<&SecretString>, hello: &Hello) {
        let Some(token) = &hello.device_token else { return };
        self.link.token = token_times(token.expose_secret());
        if known.is_none_or(|known| known.expose_secret() != token.expose_secret()) {
            let entry = SecretString::from(format!("{} {}", device.id(), token.expose_secret()));
            if let Err(error) = self.vault().write(&self.account(), entry).await {
                tracing::info!(%error, "the gateway's token for our device is not kept");
            }
        }
    }

    pub(super) async fn forget(&mut self) {
        self.link.token = None;
        tracing::info!("the gateway does not take our device's token any more");
        if let Err(error) = self.vault().delete(&self.account()).await {
            tracing::info!(%error, "the gateway's old token for our device is still kept");
        }
    }

    /// Our key, so that the next attempt makes another one.
    pub(super) async fn forget_device(&mut self) {
        self.device = None;
        if let Err(error) = Device::forget(self.vault()).await {
            tracing::info!(%error, "our old key is still kept");
        }
    }
}
