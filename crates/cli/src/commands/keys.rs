//! `clawtender keys`: providers' keys into the keychain and out of it.
//!
//! A key comes from a terminal that does not show it, or from standard input, and is never an argument. It is stored as it
//! was given or not at all: what can be no key is refused with the reason, what only looks odd is stored and said.

use std::io::{self, IsTerminal, Read};

use anyhow::{Context, Result};
use clawtender_core::providers::{self, Provider};
use clawtender_engine::{
    keychain::{Entry, Keychain, LONGEST},
    paths::Paths,
    secrets::{provider_key, provider_of},
};
use secrecy::{ExposeSecret, SecretString, zeroize::Zeroizing};
use serde_json::{Value, json};

use crate::{
    args::{self, Json},
    exit::{Exit, Stop},
    output,
    words::{NAME, clean},
};

mod moves;

pub(crate) async fn run(paths: &Paths, command: args::Keys) -> Result<Exit> {
    let keychain = Keychain::system();
    match command {
        args::Keys::List(Json { json }) => list(&keychain, json).await,
        args::Keys::Set(key) => set(&keychain, key).await,
        args::Keys::Delete(key) => delete(&keychain, key).await,
        args::Keys::Connect { provider, change } => moves::connect(paths, &provider, change).await,
        args::Keys::Disconnect(change) => moves::disconnect(paths, change).await,
    }
}

/// Whose key.
struct Which {
    id: String,
    name: String,
    known: Option<&'static Provider>,
    account: Option<String>,
    entry: Entry,
}

impl Which {
    /// A provider that is known, by any of its names, or that has this name in the gateway's configuration.
    fn key(args::Key { provider, account, .. }: args::Key) -> Result<Which> {
        let known = providers::find(&provider);
        let id = known.map_or(provider, |known| known.id.to_owned());
        let entry = provider_key(&id, account.as_deref())
            .ok_or_else(|| Stop::Usage("A name has letters, digits, and . _ - between them, 64 at most.".to_owned()))?;
        Ok(Which {
            name: known.map_or_else(|| id.clone(), |known| known.name.to_owned()),
            id,
            known,
            account,
            entry: Entry::new(entry),
        })
    }

    fn json(&self) -> Value {
        json!({ "provider": self.id, "name": self.name, "account": self.account })
    }

    /// `OpenAI`, `OpenAI (work)`.
    fn words(&self) -> String {
        let account = self.account.as_ref().map(|account| format!(" ({account})")).unwrap_or_default();
        clean(&format!("{}{account}", self.name), NAME)
    }
}

async fn list(keychain: &Keychain, json: bool) -> Result<Exit> {
    let accounts = keychain.accounts().await?;
    let which = |(provider, account): (&str, Option<&str>)| {
        Which::key(args::Key {
            provider: provider.to_owned(),
            account: account.map(str::to_owned),
            json: Json { json },
        })
    };
    let keys: Vec<Which> = accounts.iter().filter_map(|account| which(provider_of(account)?).ok()).collect();
    if json {
        output::json(&json!({ "keys": keys.iter().map(Which::json).collect::<Vec<_>>() }))?;
    } else if keys.is_empty() {
        output::say("There are no keys in the keychain.\n")?;
    } else {
        let lines: Vec<String> =
            keys.iter().map(|key| format!("{:<24} {}\n", key.words(), clean(&key.id, NAME))).collect();
        output::say(&lines.concat())?;
    }
    Ok(Exit::Done)
}

async fn set(keychain: &Keychain, key: args::Key) -> Result<Exit> {
    let json = key.json.json;
    let which = Which::key(key)?;
    let secret = entered(&which)?;
    let flaw = providers::flaw(which.known, secret.expose_secret());
    let odd = match flaw {
        Some(flaw) if flaw.is_certain() => {
            return Err(Stop::Usage(format!("{} Nothing was stored.", flaw.words(&which.name))).into());
        }
        flaw => flaw.map(|flaw| flaw.words(&which.name)),
    };
    keychain.write(&which.entry, &secret).await?;
    if json {
        let mut answer = which.json();
        answer["warning"] = json!(odd);
        output::json(&answer)?;
    } else {
        output::say(&format!("The key for {} is in the keychain.\n", which.words()))?;
        if let Some(odd) = odd {
            output::note(&odd);
        }
    }
    Ok(Exit::Done)
}

async fn delete(keychain: &Keychain, key: args::Key) -> Result<Exit> {
    let json = key.json.json;
    let which = Which::key(key)?;
    let deleted = keychain.delete(&which.entry).await?;
    if json {
        let mut answer = which.json();
        answer["deleted"] = json!(deleted);
        output::json(&answer)?;
    } else if deleted {
        output::say(&format!("The key for {} is no longer in the keychain.\n", which.words()))?;
    } else {
        output::say(&format!("There was no key for {} in the keychain.\n", which.words()))?;
    }
    Ok(Exit::Done)
}

/// The key, from a prompt or a pipe.
fn entered(which: &Which) -> Result<SecretString> {
    if io::stdin().is_terminal() {
        let prompt = format!("Key for {} (not shown): ", which.words());
        let key = Zeroizing::new(rpassword::prompt_password(prompt).context("The terminal could not be read")?);
        return Ok(SecretString::from(key.as_str()));
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(LONGEST + 3));
    io::stdin().lock().take(LONGEST as u64 + 3).read_to_end(&mut bytes).context("Standard input could not be read")?;
    let text =
        std::str::from_utf8(&bytes).map_err(|_| Stop::Usage("The key is not text. Nothing was stored.".to_owned()))?;
    // the end of the line that `echo` writes is not part of the line
    Ok(SecretString::from(text.strip_suffix('\n').map_or(text, |line| line.strip_suffix('\r').unwrap_or(line))))
}
