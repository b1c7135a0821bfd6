//! `clawtender keys`: providers' keys into the keychain and out of it.
//!
//! A key comes from a terminal that does not show it, or from standard input, and is never an argument. It is stored as it
//! was given or not at all: what can be no key is refused with the reason, what only looks odd is stored and said.

mod moves;
mod test;

use std::{
    fmt::Write as _,
    io::{self, IsTerminal, Read},
};

use anyhow::{Context, Result};
use clawtender_core::{
    keys::{KeySource, Place},
    providers::{
        self, Provider,
        tested::{KeyName, Tested},
    },
};
use clawtender_engine::{
    keychain::{Entry, Keychain, KeychainError, LONGEST},
    keys,
    moves::{self as moving, Moves},
    paths::Paths,
    secrets::provider_key,
};
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString, zeroize::Zeroizing};
use serde_json::{Value, json};

use crate::{
    args::{self, Json},
    exit::{Exit, Stop},
    output::{self, Page},
    words::{EVIDENCE, NAME, clean},
};

pub(crate) async fn run(paths: &Paths, command: args::Keys) -> Result<Exit> {
    let keychain = Keychain::system();
    match command {
        args::Keys::List(Json { json }) => list(paths, json).await,
        args::Keys::Set(key) => set(paths, &keychain, key).await,
        args::Keys::Delete(key) => delete(paths, &keychain, key).await,
        args::Keys::Connect { provider, change } => moves::connect(paths, &provider, change).await,
        args::Keys::Import { undo: true, change, .. } => moves::undo(paths, change).await,
        args::Keys::Import { provider, change, .. } => moves::import(paths, &provider, change).await,
        args::Keys::Disconnect(change) => moves::disconnect(paths, change).await,
        args::Keys::Test(which) => test::run(paths, which).await,
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

/// A line of the list.
struct Row {
    which: Which,
    source: KeySource,
    stored: Option<Timestamp>,
    test: Option<Tested>,
}

impl Row {
    fn json(&self) -> Value {
        let mut row = self.which.json();
        row["place"] = json!(self.source.place);
        row["lastFour"] = json!(self.source.last_four);
        row["flaw"] = json!(self.source.flaw);
        row["storedAt"] = json!(self.stored);
        row["test"] = json!(self.test);
        row
    }

    fn words(&self, page: &Page) -> String {
        let last = self.source.last_four.as_ref().map_or_else(|| "••••".to_owned(), |last| format!("••••{last}"));
        let day = |at: Timestamp| at.to_zoned(page.zone.clone()).date().to_string();
        let mut line =
            format!("{:<24} {last:<10} {}", self.which.words(), clean(&moving::place(&self.source.place), EVIDENCE));
        if let Some(stored) = self.stored {
            let _ = write!(line, ", stored {}", day(stored));
        }
        if let Some(test) = &self.test {
            let _ = write!(line, ", tested {}: {}", day(test.at), clean(&test.words(&self.which.name), EVIDENCE));
        }
        if let Some(flaw) = &self.source.flaw {
            let _ = write!(line, "\n{:<24} {}", "", clean(flaw, EVIDENCE));
        }
        line + "\n"
    }
}

async fn list(paths: &Paths, json: bool) -> Result<Exit> {
    let sources = Moves::sources(paths).await;
    let known = keys::Known::read(paths);
    let rows: Vec<Row> = sources
        .keys
        .into_iter()
        .filter_map(|source| {
            let (provider, account) = (source.provider.clone(), source.account.clone());
            let which = Which::key(args::Key { provider, account, json: Json { json } }).ok()?;
            let key = KeyName { provider: which.id.clone(), account: which.account.clone() };
            // what stands elsewhere may be another key of that name
            let (stored, test) =
                if source.place == Place::Keychain { (known.since(&key), known.tested(&key)) } else { (None, None) };
            Some(Row { which, source, stored, test })
        })
        .collect();
    let trouble = KeychainError::of(&sources.keychain).map(|why| why.to_string());
    if json {
        output::json(&json!({
            "keys": rows.iter().map(Row::json).collect::<Vec<_>>(),
            "keychain": sources.keychain,
        }))?;
    } else if rows.is_empty() && trouble.is_none() {
        output::say("There are no keys, neither in the keychain nor in the gateway's files.\n")?;
    } else {
        let page = Page::here();
        output::say(&rows.iter().map(|row| row.words(&page)).collect::<String>())?;
    }
    // what else there is in the keychain is not known then
    match trouble {
        None => Ok(Exit::Done),
        Some(why) => {
            output::note(&why);
            Ok(Exit::CouldNot)
        }
    }
}

async fn set(paths: &Paths, keychain: &Keychain, key: args::Key) -> Result<Exit> {
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
    keys::stored(paths, &which.id, which.account.as_deref());
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

async fn delete(paths: &Paths, keychain: &Keychain, key: args::Key) -> Result<Exit> {
    let json = key.json.json;
    let which = Which::key(key)?;
    let deleted = keychain.delete(&which.entry).await?;
    keys::deleted(paths, &which.id, which.account.as_deref());
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
