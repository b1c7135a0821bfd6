//! What is known about the providers' keys: which there are, since when, what they look like, and what their providers said.
//!
//! A key is shown to its provider rarely: when it is new, once a day, a while after it was not accepted, when the gateway's
//! log says that it is not, and when the person asks. What came of it is kept beside the engine's record, without the key and
//! without anything it could be guessed from, so that the next look costs nothing. Nobody is asked to unlock anything here, and no other program is run for a key.

mod kept;
pub(crate) mod orders;

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use clawtender_core::{
    facts::Observed,
    providers::{
        self,
        answer::Answer,
        tested::{KeyName, KeyShape, KeyTest, Outcome, Tested},
    },
    token_times::token_times,
    words::Phrase,
};
use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use tokio::time::timeout;

pub(crate) use self::kept::tried;
use self::kept::{Ages, Tests};
pub use self::kept::{Known, deleted, stored};
use crate::{
    clock,
    keychain::{Entry, Keychain, KeychainError},
    paths::Paths,
    probes::{
        config::models::{self, Configured, Held},
        key_sources::mark,
        provider::Question,
    },
    secrets::provider_of,
    web::Web,
    world::World,
};

/// How long the keychain may take where somebody waits for a report.
const KEYCHAIN: Duration = Duration::from_secs(2);
/// How long a provider may take there.
const GLANCE: Duration = Duration::from_secs(4);
/// How long it may take when it is all that is waited for.
const PATIENT: Duration = Duration::from_secs(15);
/// For how long a good answer is believed.
const GOOD: SignedDuration = SignedDuration::from_hours(24);
/// For how long any other one is.
const BAD: SignedDuration = SignedDuration::from_mins(1);
/// How long a good answer is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Believe {
    /// As long as usual.
    Day,
    /// Not at all: somebody says otherwise.
    Nothing,
}

/// What providers said of keys while this process lasts, by the mark of each key: of a key, wherever it stands, and of no other
/// that takes its place. Nothing of it is written down.
static SAID: Mutex<BTreeMap<String, Tested>> = Mutex::new(BTreeMap::new());

/// What was last said of the key with this mark.
pub(crate) fn said_of(mark: &str) -> Option<Tested> {
    SAID.lock().unwrap_or_else(PoisonError::into_inner).get(mark).cloned()
}

fn remember(secret: &SecretString, tested: &Tested) {
    let mark = mark(secret.expose_secret());
    let mut said = SAID.lock().unwrap_or_else(PoisonError::into_inner);
    if said.get(&mark).is_none_or(|before| before.at <= tested.at) {
        said.insert(mark, tested.clone());
    }
}

/// Which of several a key is called that stands in the configuration beside one in the keychain.
const CONFIGURATION: &str = "configuration";

/// The keys there are.
pub(crate) struct Keys {
    held: Vec<Key>,
    /// Why not all of them could be read, in words for a person.
    unread: Option<Phrase>,
    ages: Ages,
    tests: Tests,
}

struct Key {
    name: KeyName,
    /// `None` where it is with somebody else.
    secret: Option<SecretString>,
    configured: Option<Configured>,
}

/// Looks at every key that Clawtender keeps or the configuration holds.
pub(crate) async fn look(world: &World) -> Keys {
    let configured = configured(world);
    let looked = timeout(2 * KEYCHAIN, in_keychain()).await.unwrap_or(Err(KeychainError::TimedOut));
    let (kept, unread) = match looked {
        Ok(kept) => (kept, None),
        // where there is none, nothing is in it
        Err(KeychainError::NoStore(_)) => (Vec::new(), None),
        Err(error) => (Vec::new(), Some(error.words())),
    };
    let mut held = Vec::new();
    for (name, secret) in kept {
        let entry = configured.get(&name.provider).map(Configured::place);
        held.push(Key { name, secret: Some(secret), configured: entry });
    }
    for (id, entry) in configured {
        let taken = held.iter().any(|key| key.name.provider == id && key.name.account.is_none());
        let place = Some(entry.place());
        let secret = match entry.key {
            // one of those in the keychain, or missing there
            Held::Nothing | Held::Ours => continue,
            Held::Here(secret) => Some(secret),
            Held::Elsewhere => None,
        };
        let account = taken.then(|| CONFIGURATION.to_owned());
        held.push(Key { name: KeyName { provider: id, account }, secret, configured: place });
    }
    let (ages, tests) = (Ages::read(&world.paths), Tests::read(&world.paths));
    for key in &held {
        if let (Some(secret), Some(tested)) = (&key.secret, tests.of(&key.name)) {
            remember(secret, tested);
        }
    }
    Keys { held, unread, ages, tests }
}

/// The providers in the gateway's configuration, by OpenClaw's name for each.
pub(crate) fn configured(world: &World) -> BTreeMap<String, Configured> {
    let entries = models::providers(&world.located, &|name| world.variable(name)).into_iter();
    let id = |entry: &Configured| providers::find(&entry.id).map_or(entry.id.clone(), |known| known.id.to_owned());
    entries.map(|entry| (id(&entry), entry)).collect()
}

async fn in_keychain() -> Result<Vec<(KeyName, SecretString)>, KeychainError> {
    let keychain = Keychain::system();
    let accounts = keychain.accounts().await?;
    let of_provider = |account: &String| {
        let (provider, name) = provider_of(account)?;
        let provider = providers::find(provider).map_or(provider, |known| known.id).to_owned();
        Some((KeyName { provider, account: name.map(str::to_owned) }, Entry::new(account)))
    };
    let (names, entries): (Vec<_>, Vec<_>) = accounts.iter().filter_map(of_provider).unzip();
    let mut found = Vec::new();
    if !entries.is_empty() {
        for (name, secret) in names.into_iter().zip(keychain.read_all(&entries, KEYCHAIN).await) {
            // deleted in between: nothing
            found.extend(secret?.map(|secret| (name, secret)));
        }
    }
    Ok(found)
}

impl Keys {
    /// As they lie there.
    pub(crate) fn shapes(&self) -> Observed<Vec<KeyShape>> {
        let shape = |key: &Key| {
            let known = providers::find(&key.name.provider);
            KeyShape {
                key: key.name.clone(),
                stored_at: self.ages.of(&key.name),
                flaw: key.secret.as_ref().and_then(|secret| providers::flaw(known, secret.expose_secret())),
                known: self.tests.of(&key.name).and_then(Tested::verdict).is_some_and(Answer::knows_the_key),
                times: key.secret.as_ref().and_then(|secret| token_times(secret.expose_secret())),
            }
        };
        self.unless_unread(|| self.held.iter().map(shape).collect())
    }

    /// What their providers say. Asks those again whose last word is too old, unless the person has switched that off.
    pub(crate) async fn tested(&mut self, world: &World, believe: Believe) -> Observed<Vec<KeyTest>> {
        let now = clock::now();
        let due = |key: &Key| due(self.tests.of(&key.name), self.ages.of(&key.name), believe, now);
        let mut why_not = BTreeMap::new();
        if world.settings.checks.live {
            let wanted: Vec<&Key> = self.held.iter().filter(|key| due(key)).collect();
            for (key, tested) in ask(world, &wanted, GLANCE).await {
                match tested {
                    Ok(tested) => self.tests.put(key, tested),
                    Err(why) => drop(why_not.insert(key, why)),
                }
            }
            self.tests.write(&world.paths);
        }
        let told = |key: &Key| {
            let last = self.tests.of(&key.name).cloned();
            let off = || Phrase::new("unseen-live", []);
            let why_not =
                if last.is_some() { Phrase::default() } else { why_not.get(&key.name).cloned().unwrap_or_else(off) };
            KeyTest { key: key.name.clone(), last, why_not }
        };
        self.unless_unread(|| self.held.iter().map(told).collect())
    }

    fn unless_unread<T>(&self, value: impl FnOnce() -> T) -> Observed<T> {
        let at = clock::now();
        match &self.unread {
            Some(reason) => Observed::Unavailable { reason: reason.clone(), at },
            None => Observed::Seen { value: value(), at },
        }
    }
}

/// Whether a provider is to be asked again.
fn due(last: Option<&Tested>, stored: Option<Timestamp>, believe: Believe, now: Timestamp) -> bool {
    let Some(last) = last else { return true };
    let good = matches!(last.outcome, Outcome::Answered(Answer::Accepted | Answer::Open));
    if good && believe == Believe::Nothing {
        return true;
    }
    let believed = match last.outcome {
        _ if good => GOOD,
        Outcome::Answered(Answer::RateLimited { retry_after: Some(seconds) }) => {
            SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX))
        }
        _ => BAD,
    };
    let age = now.duration_since(last.at);
    // an answer out of the future is of a clock that was wrong
    age.is_negative() || age >= believed || stored.is_some_and(|stored| stored > last.at)
}

/// Asks about all of them at once; why not, in words for a person, where there is no way to ask.
async fn ask(world: &World, keys: &[&Key], within: Duration) -> Vec<(KeyName, Result<Tested, Phrase>)> {
    if keys.is_empty() {
        return Vec::new();
    }
    let web = world.web();
    join_all(keys.iter().map(|key| async { (key.name.clone(), key.ask(&web, within).await) })).await
}

impl Key {
    async fn ask(&self, web: &Web, within: Duration) -> Result<Tested, Phrase> {
        let provider = &self.name.provider;
        let elsewhere = || Phrase::new("unseen-elsewhere", []);
        let secret = self.secret.as_ref().ok_or_else(elsewhere)?;
        let flaw = providers::flaw(providers::find(provider), secret.expose_secret());
        if let Some(flaw) = flaw.filter(|flaw| flaw.is_certain()) {
            let flaw = flaw.phrase(&self.name.words());
            return Err(Phrase::new("unseen-not-sent", [("flaw", flaw.into())]));
        }
        let question = Question::about(provider, self.configured.as_ref(), secret)?;
        let tested = question.ask(web, provider, secret, within).await;
        remember(secret, &tested);
        Ok(tested)
    }
}

impl Configured {
    /// The same without the key.
    fn place(&self) -> Configured {
        let (id, base, api) = (self.id.clone(), self.base.clone(), self.api.clone());
        Configured { id, base, api, bearer: self.bearer, key: Held::Nothing }
    }
}

/// Shows a key that is not kept yet to its provider.
///
/// # Errors
/// Why not, in words for a person, where there is no way to ask.
pub(crate) async fn try_new(world: &World, name: &KeyName, secret: &SecretString) -> Result<Tested, Phrase> {
    let entry = configured(world).remove(&name.provider).map(|entry| entry.place());
    let key = Key { name: name.clone(), secret: Some(secret.clone()), configured: entry };
    key.ask(&world.web(), PATIENT).await
}

/// The name of the key that the configuration itself holds beside another one of the provider in the keychain.
pub(crate) fn stands_in_configuration(name: &KeyName) -> bool {
    name.account.as_deref() == Some(CONFIGURATION)
}

/// What came of a test that the person asked for; why there was none, in words for a person.
pub type Trial = (KeyName, Result<Tested, Phrase>);

/// Shows the keys of `provider`, or of all, to their providers now, and keeps what comes of it.
///
/// # Errors
/// When the keychain cannot be read.
pub async fn test(paths: &Paths, provider: Option<&str>, account: Option<&str>) -> anyhow::Result<Vec<Trial>> {
    let world = World::look(paths.clone());
    let mut keys = look(&world).await;
    if let Some(why) = keys.unread {
        anyhow::bail!(why);
    }
    let id = provider.map(|name| providers::find(name).map_or(name, |known| known.id));
    let wanted = |key: &&Key| {
        id.is_none_or(|id| key.name.provider == id)
            && account.is_none_or(|name| key.name.account.as_deref() == Some(name))
    };
    let tried = ask(&world, &keys.held.iter().filter(wanted).collect::<Vec<_>>(), PATIENT).await;
    for (key, tested) in &tried {
        if let Ok(tested) = tested {
            keys.tests.put(key.clone(), tested.clone());
        }
    }
    keys.tests.write(paths);
    Ok(tried)
}

#[cfg(test)]
mod tests {
    use clawtender_core::{providers::answer::Refusal, unreached::Unreached};

    use super::*;

    #[test]
    fn a_good_answer_lasts_a_day_a_bad_one_a_minute_and_a_wait_as_long_as_it_is() {
        let now: Timestamp = "2026-11-20T12:00:00Z".parse().unwrap();
        let ago = |seconds: i64| now - SignedDuration::from_secs(seconds);
        let last = |seconds: i64, outcome: Outcome| Tested {
            at: ago(seconds),
            host: String::new(),
            outcome,
            said: String::new(),
            request_id: None,
        };
        let (good, refused) = (Answer::Accepted, Answer::Refused(Refusal::Wrong));
        let wait = |seconds| Answer::RateLimited { retry_after: Some(seconds) };
        for (outcome, seconds, expected) in [
            (Outcome::Answered(good), 86_399, false),
            (Outcome::Answered(good), 86_400, true),
            (Outcome::Answered(good), -5, true),
            (Outcome::Answered(refused), 59, false),
            (Outcome::Answered(refused), 60, true),
            (Outcome::Answered(wait(300)), 299, false),
            (Outcome::Answered(wait(300)), 300, true),
            (Outcome::Unreached(Unreached::Resolver), 59, false),
            (Outcome::Unreached(Unreached::Resolver), 60, true),
        ] {
            let last = last(seconds, outcome);
            assert_eq!(due(Some(&last), None, Believe::Day, now), expected, "{last:?}");
        }
        let last = last(100, Outcome::Answered(good));
        assert!(due(None, None, Believe::Day, now));
        assert!(due(Some(&last), None, Believe::Nothing, now) && !due(Some(&last), None, Believe::Day, now));
        assert!(due(Some(&last), Some(ago(50)), Believe::Day, now), "another key was stored since");
        assert!(!due(Some(&last), Some(ago(150)), Believe::Day, now));
    }
}
