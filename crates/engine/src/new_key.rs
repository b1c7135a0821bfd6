//! Asks a person for a provider's key, tries it, keeps it in the keychain, and has the gateway take it from there.
//!
//! Nothing changes before there is a key that the provider knows, or one that could not be tried and that the person wants
//! kept all the same. What was there before is in use until then. The key goes to its provider and into the keychain.

use anyhow::{Context, Result, bail};
use clawtender_core::{
    fixes::NewKey,
    providers::{
        self, Provider,
        answer::Answer,
        tested::{KeyName, Tested},
    },
    sign_in::{Step, StepKind},
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use tokio::sync::mpsc;

use crate::{
    gateway::{LinkHandle, Shown, SignInOrder, SignedIn},
    keychain::{Entry, Keychain},
    keys,
    moves::Moves,
    probes::config::models::Held,
    protocol::StepAnswer,
    secrets::provider_key,
    talk::{Stopped, Talk},
    world::World,
};

/// Leads a person through it, for the finding that is about `key`.
pub(crate) async fn lead(
    world: World,
    link: Option<LinkHandle>,
    key: KeyName,
    what: NewKey,
    orders: mpsc::Receiver<SignInOrder>,
    tell: mpsc::Sender<Shown>,
) -> SignedIn {
    let known = providers::find(&key.provider);
    let name = key.words();
    let mut guide = Guide { world, link, known, name, key, what, talk: Talk::new(orders, tell) };
    guide.go().await.into()
}

struct Guide {
    world: World,
    link: Option<LinkHandle>,
    known: Option<&'static Provider>,
    /// What the key is called, for a person.
    name: String,
    key: KeyName,
    what: NewKey,
    talk: Talk,
}

/// What becomes of a key that was entered.
enum Trial {
    /// It is kept.
    Good(Option<Tested>),
    /// It is not, and why.
    Bad(String),
    /// Nothing is known about it, and why.
    Untold(String),
}

impl Guide {
    async fn go(&mut self) -> Result<(), Stopped> {
        if keys::stands_in_configuration(&self.key) {
            return Err(anyhow::anyhow!(
                "The keychain holds another key for {}, which the gateway does not use. Take one of them away first: \
                 clawtender keys delete {}, or out of the configuration.",
                KeyName { account: None, ..self.key.clone() }.words(),
                self.key.provider,
            )
            .into());
        }
        let mut complaint = None;
        let (secret, tested) = loop {
            let secret = self.entered(complaint.take()).await?;
            match self.tried(&secret).await? {
                Trial::Good(tested) => break (secret, tested),
                Trial::Bad(why) => complaint = Some(format!("{why} Nothing was stored.")),
                Trial::Untold(why) => {
                    if self.agreed(&why).await? {
                        break (secret, None);
                    }
                }
            }
        };
        self.talk.say("It is kept in the keychain, and the gateway is told.").await;
        self.keep(&secret, tested).await?;
        if self.what == NewKey::Rotated {
            self.retire().await?;
        }
        Ok(())
    }

    /// Asks for the key. Blanks around it came with the copying.
    async fn entered(&mut self, complaint: Option<String>) -> Result<SecretString, Stopped> {
        let until = match self.what {
            NewKey::First => "",
            NewKey::Another | NewKey::Rotated => " The one that is there stays until then.",
        };
        let make = if self.known.is_some_and(|known| known.console.is_some()) {
            "Make a key on the page, and paste"
        } else {
            "Paste"
        };
        let step = Step {
            sensitive: true,
            title: format!("Key for {}", self.name),
            message: format!("{make} it here. It is tried, and kept in the keychain.{until}"),
            external_url: self.known.and_then(|known| known.console).map(str::to_owned),
            ..Step::default()
        };
        Ok(self.talk.ask_text(step, complaint).await?)
    }

    async fn tried(&mut self, secret: &SecretString) -> Result<Trial, Stopped> {
        let flaw = providers::flaw(self.known, secret.expose_secret());
        if let Some(flaw) = flaw.filter(|flaw| flaw.is_certain()) {
            return Ok(Trial::Bad(flaw.words(&self.name)));
        }
        if !self.world.settings.checks.live {
            return Ok(Trial::Good(None));
        }
        self.talk.say(&format!("{} is asked about it…", self.name)).await;
        let asked = keys::try_new(&self.world, &self.key, secret);
        let tested = tokio::select! {
            tested = asked => tested,
            cancelled = self.talk.cancelled() => return Err(cancelled.into()),
        };
        let odd = flaw.map(|flaw| format!(" {}", flaw.words(&self.name))).unwrap_or_default();
        Ok(match tested {
            Err(why) => Trial::Untold(format!("{why}{odd}")),
            Ok(tested) => match tested.verdict() {
                Some(Answer::Refused(_)) => Trial::Bad(tested.words(&self.name)),
                Some(answer) if answer == Answer::Open && flaw.is_some() => {
                    Trial::Untold(format!("{}{odd}", tested.words(&self.name)))
                }
                Some(_) => Trial::Good(Some(tested)),
                None => Trial::Untold(format!("{}{odd}", tested.words(&self.name))),
            },
        })
    }

    /// Whether a key that could not be tried is kept all the same.
    async fn agreed(&mut self, why: &str) -> Result<bool, Stopped> {
        let step = Step {
            kind: StepKind::Confirm,
            title: "The key could not be tried".to_owned(),
            message: format!("{why}\nKeep it all the same?"),
            ..Step::default()
        };
        Ok(self.talk.ask(step, None).await? == StepAnswer::Yes(true))
    }

    /// The old key is still good at the provider.
    async fn retire(&mut self) -> Result<(), Stopped> {
        let step = Step {
            kind: StepKind::Note,
            title: "The new key is in use".to_owned(),
            message: "Delete the old one at the provider: until then whoever has it can use it.".to_owned(),
            external_url: self.known.and_then(|known| known.console).map(str::to_owned),
            ..Step::default()
        };
        // whoever turns away now has the new key all the same
        let _ = self.talk.ask(step, None).await;
        Ok(())
    }

    /// Keeps the key, and has the gateway take it from the keychain.
    async fn keep(&self, secret: &SecretString, tested: Option<Tested>) -> Result<()> {
        let KeyName { provider, account } = &self.key;
        let entry = provider_key(provider, account.as_deref())
            .with_context(|| format!("{} has a name that the keychain cannot hold. Nothing was stored.", self.name))?;
        let named = [provider.clone()];
        // a key of another account is not what the gateway uses, unless a person has seen to that
        let main = account.is_none();
        let moves = if main { Some(Moves::here(&self.world.paths).await.context("Nothing was stored")?) } else { None };
        if let Some(moves) = &moves
            && matches!(keys::configured(&self.world).get(provider).map(|entry| &entry.key), Some(Held::Here(_)))
        {
            // what stands in the configuration moves first, so that it can be taken back
            let import = moves.plan_import(&named).await.context("Nothing was stored")?;
            if !import.draft.is_empty() {
                moves.import(&import).await.context("Nothing was stored")?;
            } else if let Some(left) = import.draft.left.into_iter().next() {
                bail!("Nothing was stored: {}", left.why);
            }
        }
        Keychain::system().write(&Entry::new(entry), secret).await.context("Nothing was stored")?;
        keys::stored(&self.world.paths, provider, account.as_deref());
        if let Some(tested) = tested {
            keys::tried(&self.world.paths, self.key.clone(), tested);
        }
        self.hand_over(moves.as_ref(), &named).await.context("The key is in the keychain, and the gateway has it not")
    }

    async fn hand_over(&self, moves: Option<&Moves>, named: &[String]) -> Result<()> {
        if let Some(moves) = moves {
            let draft = moves.plan_connect(named).await?;
            if !draft.is_empty() {
                return moves.connect(&draft).await.map(drop);
            }
            if let Some(left) = draft.left.into_iter().next() {
                bail!("{}", left.why);
            }
        }
        // it refers to the keychain already, and holds what it read there
        match &self.link {
            Some(link) => Ok(link.ask("operator.admin", "secrets.reload", json!({})).await.map(drop)?),
            None => Ok(()),
        }
    }
}
