//! What a fix does beside the engine's own state: over the connection, to the keychain, to the gateway's configuration.
//!
//! The actor decides whether it may be done, and afterwards the check whether it has helped. Every error is a sentence for
//! the person who asked.

use std::time::Duration;

use anyhow::{Result, anyhow, bail};
use clawtender_core::fixes::{Connection, Fix, Keys, Setting};
use serde_json::json;

use crate::{gateway::LinkHandle, keychain::Keychain, moves::Moves, reconfigure::Reconfigure, service, world::World};

/// How long what is asked of the gateway may take.
const ANSWER: Duration = Duration::from_mins(1);

/// Has the connection, or the gateway over it, do something. `new_key`: the gateway does not take our device's key.
pub(crate) async fn over(link: LinkHandle, deed: Connection, subject: &str, new_key: bool) -> Result<()> {
    let asked = async {
        match deed {
            Connection::Again => link.nudge(),
            Connection::PairAgain => link.introduce_anew(new_key),
            Connection::Anew => link.introduce_anew(false),
            Connection::RestartChannel => {
                let (channel, account) = subject.split_once('/').unwrap_or((subject, "default"));
                let which = json!({ "channel": channel, "accountId": account });
                // one that was given up is not running: that it cannot be stopped does no harm
                let _ = link.ask("operator.admin", "channels.stop", which.clone()).await;
                link.ask("operator.admin", "channels.start", which).await?;
            }
            Connection::ReloadSecrets => {
                link.ask("operator.admin", "secrets.reload", json!({})).await?;
            }
        }
        anyhow::Ok(())
    };
    match tokio::time::timeout(ANSWER, asked).await {
        Ok(done) => done.map_err(|error| anyhow!("Nothing was changed: {error:#}.")),
        Err(_) => bail!("The gateway did not answer in time."),
    }
}

/// Has the system ask the person to open the keychain.
pub(crate) async fn unlock() -> Result<()> {
    Ok(Keychain::system().unlock().await?)
}

/// Changes a value of the configuration.
pub(crate) async fn set(world: World, fix: &'static Fix, setting: Setting, subject: &str) -> Result<()> {
    Reconfigure::here(world).await.set(fix, setting, subject).await
}

/// Has OpenClaw install its service anew.
pub(crate) async fn reinstall_service(world: World) -> Result<()> {
    service::install(&world).await.map_err(|why| anyhow!("OpenClaw did not reinstall its service: {}", why.0))
}

/// Moves the key of the provider that the finding is about, or makes the way to the keychain anew.
pub(crate) async fn keys(world: World, link: Option<LinkHandle>, deed: Keys, provider: &str) -> Result<()> {
    let moves = Moves::here(&world.paths).await?;
    let named = [provider.to_owned()];
    let left = match deed {
        Keys::Import => {
            let import = moves.plan_import(&named).await?;
            if !import.is_empty() {
                return moves.import(&import).await.map(drop);
            }
            import.draft.left
        }
        Keys::Connect => {
            let draft = moves.plan_connect(&named).await?;
            if !draft.is_empty() {
                return moves.connect(&draft).await.map(drop);
            }
            draft.left
        }
        Keys::RenewProgram => {
            let draft = moves.plan_connect(&[]).await?;
            if !draft.is_empty() {
                return moves.connect(&draft).await.map(drop);
            }
            // the program itself is made anew by now, and the configuration names it already
            if let Some(link) = link {
                over(link, Connection::ReloadSecrets, "", false).await?;
            }
            return Ok(());
        }
    };
    match left.into_iter().next() {
        Some(left) => bail!("{}", left.why),
        None => bail!("Nothing was changed: no key was found that could be moved."),
    }
}
