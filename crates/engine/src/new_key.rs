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
    words::Phrase,
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
    words,
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
    Bad(Phrase),
    /// Nothing is known about it, and why.
    Untold(Phrase),
}

impl Guide {
    async fn go(&mut self) -> Result<(), Stopped> {
        if keys::stands_in_configuration(&self.key) {
            let name = KeyName { account: None, ..self.key.clone() }.words();
            let told = [("name", name.into()), ("provider", self.key.provider.as_str().into())];
            return Err(anyhow::Error::new(Phrase::new("new-key-taken", told)).into());
        }
        let mut complaint = None;
        let (secret, tested) = loop {
            let secret = self.entered(complaint.take()).await?;
            match self.tried(&secret).await? {
                Trial::Good(tested) => break (secret, tested),
                Trial::Bad(why) => complaint = Some(words::because("new-key-not-stored", why)),
                Trial::Untold(why) => {
                    if self.agreed(why).await? {
                        break (secret, None);
                    }
                }
            }
        };
        self.talk.say(words::say("new-key-keeping")).await;
        self.keep(&secret, tested).await?;
        if self.what == NewKey::Rotated {
            self.retire().await?;
        }
        Ok(())
    }

    /// Asks for the key. Blanks around it came with the copying.
    async fn entered(&mut self, complaint: Option<Phrase>) -> Result<SecretString, Stopped> {
        let page = self.known.is_some_and(|known| known.console.is_some());
        let old = matches!(self.what, NewKey::Another | NewKey::Rotated);
        let step = Step {
            sensitive: true,
            title: Phrase::new("new-key-title", [("name", self.name.as_str().into())]),
            message: Phrase::new("new-key-paste", [("page", page.into()), ("old", old.into())]),
            external_url: self.known.and_then(|known| known.console).map(str::to_owned),
            ..Step::default()
        };
        Ok(self.talk.ask_text(step, complaint).await?)
    }

    async fn tried(&mut self, secret: &SecretString) -> Result<Trial, Stopped> {
        let flaw = providers::flaw(self.known, secret.expose_secret());
        if let Some(flaw) = flaw.filter(|flaw| flaw.is_certain()) {
            return Ok(Trial::Bad(flaw.phrase(&self.name)));
        }
        if !self.world.settings.checks.live {
            return Ok(Trial::Good(None));
        }
        self.talk.say(Phrase::new("new-key-asking", [("name", self.name.as_str().into())])).await;
        let asked = keys::try_new(&self.world, &self.key, secret);
        let tested = tokio::select! {
            tested = asked => tested,
            cancelled = self.talk.cancelled() => return Err(cancelled.into()),
        };
        let untold = |why: Phrase| {
            Trial::Untold(match flaw {
                Some(flaw) => {
                    let told = [("first", why.into()), ("second", flaw.phrase(&self.name).into())];
                    Phrase::new("two-sentences", told)
                }
                None => why,
            })
        };
        Ok(match tested {
            Err(why) => untold(why),
            Ok(tested) => match tested.verdict() {
                Some(Answer::Refused(_)) => Trial::Bad(tested.phrase(&self.name)),
                Some(answer) if answer == Answer::Open && flaw.is_some() => untold(tested.phrase(&self.name)),
                Some(_) => Trial::Good(Some(tested)),
                None => untold(tested.phrase(&self.name)),
            },
        })
    }

    /// Whether a key that could not be tried is kept all the same.
    async fn agreed(&mut self, why: Phrase) -> Result<bool, Stopped> {
        let step = Step {
            kind: StepKind::Confirm,
            title: words::say("new-key-untried"),
            message: Phrase::made(|language| {
                format!("{}\n{}", why.said_in(language), language.say("new-key-all-the-same", &[]))
            }),
            ..Step::default()
        };
        Ok(self.talk.ask(step, None).await? == StepAnswer::Yes(true))
    }

    /// The old key is still good at the provider.
    async fn retire(&mut self) -> Result<(), Stopped> {
        let step = Step {
            kind: StepKind::Note,
            title: words::say("new-key-in-use"),
            message: words::say("new-key-delete-old"),
            external_url: self.known.and_then(|known| known.console).map(str::to_owned),
            ..Step::default()
        };
        // whoever turns away now has the new key all the same
        let _ = self.talk.ask(step, None).await;
        Ok(())
    }

    /// Keeps the key, and has the gateway take it from the keychain.
    ///
    /// The one that it replaces is not kept to be taken back: it was refused, leaked or is to be retired, and a second copy of it
    /// would outlive what the person does about that at the provider. Whoever wants it back enters it as a new one.
    async fn keep(&self, secret: &SecretString, tested: Option<Tested>) -> Result<()> {
        let KeyName { provider, account } = &self.key;
        let entry = provider_key(provider, account.as_deref())
            .with_context(|| Phrase::new("new-key-odd-name", [("name", self.name.as_str().into())]))?;
        let named = [provider.clone()];
        // a key of another account is not what the gateway uses, unless a person has seen to that
        let main = account.is_none();
        let moves = if main {
            Some(Moves::here(&self.world.paths).await.map_err(words::first("nothing-stored"))?)
        } else {
            None
        };
        if let Some(moves) = &moves
            && matches!(keys::configured(&self.world).get(provider).map(|entry| &entry.key), Some(Held::Here(_)))
        {
            // what stands in the configuration moves first, so that it can be taken back
            let import = moves.plan_import(&named).await.map_err(words::first("nothing-stored"))?;
            if !import.draft.is_empty() {
                moves.import(&import).await.map_err(words::first("nothing-stored"))?;
            } else if let Some(left) = import.draft.left.into_iter().next() {
                bail!(words::because("nothing-stored", left.why));
            }
        }
        Keychain::system()
            .write(&Entry::new(entry), secret)
            .await
            .map_err(|why| words::because("nothing-stored", why.words()))?;
        keys::stored(&self.world.paths, provider, account.as_deref());
        if let Some(tested) = tested {
            keys::tried(&self.world.paths, self.key.clone(), tested);
        }
        self.hand_over(moves.as_ref(), &named).await.map_err(words::first("moved-not-told"))
    }

    async fn hand_over(&self, moves: Option<&Moves>, named: &[String]) -> Result<()> {
        if let Some(moves) = moves {
            let draft = moves.plan_connect(named).await?;
            if !draft.is_empty() {
                return moves.connect(&draft).await.map(drop);
            }
            if let Some(left) = draft.left.into_iter().next() {
                bail!(left.why);
            }
        }
        // it refers to the keychain already, and holds what it read there
        match &self.link {
            Some(link) => Ok(link.ask("operator.admin", "secrets.reload", json!({})).await.map(drop)?),
            None => Ok(()),
        }
    }
}
