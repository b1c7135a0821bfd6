//! `keys import`: keys that stand in files move into the keychain.
//!
//! In this order, and each step leaves the key somewhere: into the keychain, read back; the gateway's way to it tried; the
//! configuration refers to it; the running gateway has it from there; only then the other places are emptied. The journal
//! knows of all that before the first step. Whoever is interrupted between two steps goes on with the next import, or takes
//! it back: what is already in the keychain is not another key, and a place that is already empty needs nothing.
//!
//! The journal holds no key: what goes back into a file comes out of the keychain.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

use anyhow::{Result, bail};
use clawtender_core::{
    keys::Place,
    mending, providers,
    words::{Language, Phrase},
};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

use super::{Confirmation, Done, Draft, Left, Moved, Moves, bridge, called, listed};
use crate::{
    edit::{self, Change, Edit, Hole, Kept, Undo, diff},
    journal::{self, Outcome},
    keychain::Entry,
    keys,
    probes::{
        bounded::{self, clean},
        config,
        key_sources::{self, Held},
    },
    secrets::{provider_key, provider_of},
    words,
};

/// The kind of journal entry.
pub(super) const WHAT: &str = "keys-import";
/// Largest copy that is cleaned, in bytes.
const LIMIT: u64 = 8 * 1024 * 1024;
/// What takes the place of a key in a copy that cannot be read as a configuration.
const GONE: &str = "moved-to-the-keychain";

/// What would move. Holds the keys: no `Debug`.
pub struct Import {
    /// The configuration's part, which the gateway reads.
    pub draft: Draft,
    /// Files that are emptied once the gateway has its keys from the keychain.
    rest: Vec<Edit>,
    keys: Vec<Key>,
    copies: Vec<PathBuf>,
    interrupted: Option<journal::Entry>,
    /// Where each key stands now.
    pub found: Vec<Found>,
}

/// A key and the places that it leaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Found {
    /// OpenClaw's name for the provider.
    pub provider: String,
    /// Its last characters, masked.
    pub key: String,
    /// The places.
    pub places: Vec<Place>,
}

impl Found {
    fn is_in_service(&self) -> bool {
        self.places.iter().any(|place| matches!(place, Place::Service { .. }))
    }
}

struct Key {
    account: String,
    secret: SecretString,
    /// It is not in the keychain yet.
    new: bool,
}

/// Between two of these an import may be interrupted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Journalled,
    Stored,
    Tried,
    Referred,
    Confirmed,
    Emptied,
    Cleaned,
}

impl Step {
    fn name(self) -> &'static str {
        match self {
            Step::Journalled => "import-journalled",
            Step::Stored => "import-stored",
            Step::Tried => "import-tried",
            Step::Referred => "import-referred",
            Step::Confirmed => "import-confirmed",
            Step::Emptied => "import-emptied",
            Step::Cleaned => "import-cleaned",
        }
    }
}

impl Import {
    /// Whether nothing stands in a file that could move.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Whether an import was interrupted, which this one goes on with.
    pub fn goes_on(&self) -> bool {
        self.interrupted.is_some()
    }

    /// What changes, for a person. No key can be read in it.
    pub fn preview(&self) -> String {
        self.preview_in(Language::default())
    }

    /// The same in a language.
    pub fn preview_in(&self, language: Language) -> String {
        let mut text = String::new();
        for key in self.keys.iter().filter(|key| key.new) {
            let masked = diff::mask(key.secret.expose_secret());
            let told = [("account", key.account.as_str().into()), ("key", masked.into())];
            text.push_str(&language.say("moved-plan-key", &told));
            text.push('\n');
        }
        text.push_str(&self.draft.preview());
        text.extend(self.rest.iter().map(Edit::diff));
        for copy in &self.copies {
            let told = [("file", clean(&copy.to_string_lossy(), 300).into())];
            text.push_str(&language.say("moved-plan-copy", &told));
            text.push('\n');
        }
        text
    }
}

impl Moves {
    /// Works out what can move: for these providers, or for all.
    ///
    /// # Errors
    /// When the keychain or the configuration cannot be used, or OpenClaw would not take it.
    pub async fn plan_import(&self, named: &[String]) -> Result<Import> {
        let config = self.files.config()?;
        // an error of the keychain is an error here: nothing may look as if it were not in there
        self.keychain.accounts().await?;
        let scan = key_sources::scan(&self.files.world, &self.keychain, true).await;
        let alias = bridge::alias(&config).unwrap_or(bridge::ALIAS).to_owned();
        let mut import = Import {
            draft: Draft::default(),
            rest: Vec::new(),
            keys: Vec::new(),
            copies: Vec::new(),
            interrupted: self.interrupted(),
            found: Vec::new(),
        };
        let mut by_provider: BTreeMap<String, Vec<Held>> = BTreeMap::new();
        for held in scan.held {
            if named.is_empty() || named.contains(&held.provider) {
                by_provider.entry(held.provider.clone()).or_default().push(held);
            }
        }
        let mut changes = Vec::new();
        for (provider, held) in by_provider {
            let name = bridge::named(&config, &provider).to_owned();
            let Some((key, places)) = chosen(&provider, held, &mut import.draft.left) else { continue };
            import.draft.holes.extend(places.iter().filter_map(|held| {
                Some(Hole { secret: held.secret.clone()?, kept: Kept::Account(key.account.clone()) })
            }));
            let reference = bridge::reference(&alias, &key.account);
            if config["models"]["providers"][&name]["apiKey"] != reference {
                changes.push(Change::Set { path: bridge::place(&name), value: reference });
            }
            empty(&places, &alias, &key, &mut changes, &mut import)?;
            import.found.push(Found {
                provider: provider.clone(),
                key: diff::mask(key.secret.expose_secret()),
                places: places.iter().map(|held| held.place.clone()).collect(),
            });
            import.draft.moved.push(Moved { name: called(&provider), provider, account: key.account.clone() });
            import.draft.wanted.push(name);
            import.keys.push(key);
        }
        if !import.keys.is_empty() {
            changes.splice(0..0, self.entry(&config, &alias)?);
        }
        import.draft.edits = self.files.edits(changes)?;
        import.draft.edits.retain(|edit| !edit.is_empty());
        import.copies = self.copies_with(&import.keys);
        import.draft.unjudged = self.files.judge(&import.draft.edits).await?;
        Ok(import)
    }

    /// The copies of the configuration in which one of these keys stands.
    fn copies_with(&self, keys: &[Key]) -> Vec<PathBuf> {
        let holds = |file: &PathBuf| {
            let bytes = bounded::read(file, LIMIT).unwrap_or_default();
            keys.iter().any(|key| contains(&bytes, key.secret.expose_secret()))
        };
        key_sources::copies(&self.files.world.located.config_path).into_iter().filter(holds).collect()
    }

    fn interrupted(&self) -> Option<journal::Entry> {
        let (entry, outcome) = self.files.journal.entries().into_iter().rev().find(|(entry, _)| entry.what == WHAT)?;
        outcome.is_none().then_some(entry)
    }

    /// Ends an interrupted import after which nothing is left to do.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn finish_import(&self, import: &Import) -> Result<()> {
        match &import.interrupted {
            Some(entry) => self.files.journal.conclude(&entry.id, Outcome::Done),
            None => Ok(()),
        }
    }

    /// Moves what was planned.
    ///
    /// # Errors
    /// When it could not be done: then every key is where it was, and in the keychain at most besides.
    pub async fn import(&self, import: &Import) -> Result<Done> {
        let mut at = |at: Step| {
            journal::step(at.name());
            Ok(())
        };
        self.import_by(import, &mut at).await
    }

    pub(super) async fn import_by(
        &self,
        import: &Import,
        step: &mut (dyn FnMut(Step) -> Result<()> + Send),
    ) -> Result<Done> {
        let _alone = self.files.alone().await?;
        self.files.steps.begin(mending::Step::BackUp).await?;
        let entry = self.enter(import)?;
        self.files.steps.begin(mending::Step::Write).await?;
        step(Step::Journalled)?;
        for key in import.keys.iter().filter(|key| key.new) {
            // reads it back before it says so
            if let Err(error) = self.keychain.write(&Entry::new(&key.account), &key.secret).await {
                self.files.journal.conclude(&entry.id, Outcome::Failed)?;
                return Err(error.into());
            }
        }
        for (provider, account) in import.keys.iter().filter(|key| key.new).filter_map(|key| provider_of(&key.account))
        {
            keys::stored(&self.files.world.paths, provider, account);
        }
        step(Step::Stored)?;
        let alias = bridge::alias(&self.files.config()?).unwrap_or(bridge::ALIAS).to_owned();
        for key in &import.keys {
            if let Err(error) = self.try_way(&alias, &key.account, &key.secret).await {
                return self.give_up(&entry, error).await;
            }
        }
        step(Step::Tried)?;
        if let Err(error) = import.draft.edits.iter().try_for_each(Edit::write) {
            return self.give_up(&entry, error.into()).await;
        }
        step(Step::Referred)?;
        let confirmation = self.confirm(&import.draft.wanted).await;
        let (verified, running) = match &confirmation {
            Confirmation::Confirmed | Confirmation::Shadowed(_) => (true, true),
            Confirmation::NotRunning => (false, false),
            Confirmation::Unheard(why) => {
                let why = words::because("moved-unheard", why.clone());
                return self.give_up(&entry, why.into()).await;
            }
            Confirmation::Unresolved(unresolved) => {
                let (key, reason) = unresolved.first().cloned().unwrap_or_default();
                let told = [("key", key.into()), ("why", reason.into()), ("back", "nothing".into())];
                return self.give_up(&entry, Phrase::new("moved-unresolved", told).into()).await;
            }
        };
        step(Step::Confirmed)?;
        let mut stayed: Vec<Phrase> = Vec::new();
        for edit in &import.rest {
            if let Err(error) = edit.write() {
                stayed.push(error.words());
            }
        }
        if import.found.iter().any(Found::is_in_service)
            && let Err(why) = self.files.reread_services().await
        {
            stayed.push(why);
        }
        step(Step::Emptied)?;
        for copy in self.copies_with(&import.keys) {
            if let Err(error) = self.clean_copy(&copy, import) {
                stayed.push(error.to_string().into());
            }
        }
        step(Step::Cleaned)?;
        self.files.journal.conclude(&entry.id, if verified { Outcome::Verified } else { Outcome::Done })?;
        if let Some(earlier) = &import.interrupted {
            self.files.journal.conclude(&earlier.id, Outcome::Done)?;
        }
        Ok(Done {
            verified: verified && stayed.is_empty(),
            running,
            message: told(import, &confirmation, &stayed),
            entry: Some(entry.id),
        })
    }

    /// Before anything is done, all that takes it back is on the disk.
    fn enter(&self, import: &Import) -> Result<journal::Entry> {
        let edits = import.draft.edits.iter().chain(&import.rest);
        let undo: Vec<Undo> = edits.map(|edit| edit.undo(&import.draft.holes)).collect();
        self.files.journal.enter(journal::Entry {
            subjects: import.draft.moved.iter().map(|moved| moved.provider.clone()).collect(),
            files: undo.iter().map(|undo| undo.file.clone()).collect(),
            undo,
            made: import.keys.iter().filter(|key| key.new).map(|key| key.account.clone()).collect(),
            continues: import.interrupted.as_ref().map(|entry| entry.id.clone()),
            ..journal::Entry::of(WHAT)
        })
    }

    /// Puts everything back as it was, and says why.
    async fn give_up(&self, entry: &journal::Entry, why: anyhow::Error) -> Result<Done> {
        self.put_back(entry).await?;
        self.forget_made(entry).await?;
        self.confirm(&[]).await;
        Err(why)
    }

    /// Deletes what an import has put into the keychain, where nothing refers to it any more.
    async fn forget_made(&self, entry: &journal::Entry) -> Result<()> {
        let config = self.files.config()?;
        let referred: BTreeSet<String> = bridge::references(&config).into_iter().map(|(_, account)| account).collect();
        for account in entry.made.iter().filter(|account| !referred.contains(*account)) {
            self.keychain.delete(&Entry::new(account)).await?;
            if let Some((provider, account)) = provider_of(account) {
                keys::deleted(&self.files.world.paths, provider, account);
            }
        }
        Ok(())
    }

    /// Takes the keys out of a copy of the configuration: by a reference where it can be read, by its bytes otherwise.
    fn clean_copy(&self, copy: &PathBuf, import: &Import) -> Result<()> {
        let alias = bridge::ALIAS;
        let value = config::parsed(&bounded::read(copy, LIMIT)?).unwrap_or_default();
        let mut changes = Vec::new();
        for (name, key) in import.draft.wanted.iter().zip(&import.keys) {
            if value["models"]["providers"][name]["apiKey"] == key.secret.expose_secret() {
                changes.push(Change::Set { path: bridge::place(name), value: bridge::reference(alias, &key.account) });
            }
        }
        if !changes.is_empty() {
            let path = ["secrets", "providers", alias].map(str::to_owned).to_vec();
            changes.push(Change::Set { path, value: bridge::entry(&self.program) });
        }
        // one that cannot be edited loses the bytes alone
        if let Ok(edit) = Edit::plan(copy, changes) {
            edit.write()?;
        }
        let before = bounded::read(copy, LIMIT)?;
        let mut after = before.clone();
        for key in &import.keys {
            after = without(&after, key.secret.expose_secret().as_bytes());
        }
        if after != before {
            edit::replace(&fs::canonicalize(copy)?, &before, &after)?;
        }
        Ok(())
    }

    /// Whether there is an import that can be taken back; what that would change, for a person.
    pub fn plan_undo_import(&self) -> Option<String> {
        let entry = self.files.journal.latest(WHAT)?;
        let files: Vec<String> = entry.files.iter().map(|file| clean(&file.to_string_lossy(), 300)).collect();
        let names: Vec<String> = entry.subjects.iter().map(|provider| called(provider)).collect();
        Some(format!(
            "The key for {} will stand in plain text again in {}. Cleaned copies stay clean.\n",
            listed(&names),
            listed(&files)
        ))
    }

    /// Takes the latest import back: the keys go into the files again, out of the keychain.
    ///
    /// # Errors
    /// When the keychain no longer has them, or a file cannot be written.
    pub async fn undo_import(&self) -> Result<Done> {
        let _alone = self.files.alone().await?;
        let Some(mut entry) = self.files.journal.latest(WHAT) else {
            bail!("There is no import that could be taken back.")
        };
        let names: Vec<String> = entry.subjects.iter().map(|provider| called(provider)).collect();
        let id = entry.id.clone();
        let mut taken = Vec::new();
        loop {
            self.take_back(&entry).await?;
            self.files.reread(&entry).await;
            let earlier = entry.continues.clone();
            taken.push(entry);
            let next =
                earlier.and_then(|id| self.files.journal.entries().into_iter().find(|(entry, _)| entry.id == id));
            match next {
                Some((next, _)) => entry = next,
                None => break,
            }
        }
        for entry in &taken {
            self.forget_made(entry).await?;
            self.files.journal.conclude(&entry.id, Outcome::Undone)?;
        }
        let confirmation = self.confirm(&[]).await;
        let (verified, said) = match &confirmation {
            Confirmation::NotRunning => (false, "Not verified: the gateway does not run.".to_owned()),
            Confirmation::Unheard(why) => (false, format!("Not verified: {why}")),
            _ => (true, "The gateway has taken it over.".to_owned()),
        };
        let running = confirmation != Confirmation::NotRunning;
        let message = format!("The key for {} stands where it stood before. {said}", listed(&names)).into();
        Ok(Done { verified, running, message, entry: Some(id) })
    }
}

/// What makes these places empty: changes of the configuration, and edits of other files.
fn empty(places: &[Held], alias: &str, key: &Key, changes: &mut Vec<Change>, import: &mut Import) -> Result<()> {
    let mut variables: BTreeMap<PathBuf, Vec<String>> = BTreeMap::new();
    let mut services: BTreeMap<PathBuf, Vec<String>> = BTreeMap::new();
    let mut logins: BTreeMap<PathBuf, Vec<Change>> = BTreeMap::new();
    for held in places {
        match &held.place {
            Place::EnvironmentFile { variable, .. } => {
                variables.entry(held.file.clone()).or_default().push(variable.clone());
            }
            Place::Service { variable, .. } => {
                services.entry(held.file.clone()).or_default().push(variable.clone());
            }
            Place::Login { .. } => logins.entry(held.file.clone()).or_default().extend(login(held, alias, key)),
            // what stands at `apiKey` is replaced by the reference; a variable goes
            Place::Config { .. } if held.path.first().is_some_and(|first| first == "env") => {
                changes.push(Change::Remove { path: held.path.clone() });
            }
            _ => {}
        }
    }
    for (file, names) in variables {
        add(&mut import.rest, Edit::without_variables(&file, &names)?)?;
    }
    for (file, names) in services {
        add(&mut import.rest, Edit::without_assignments(&file, &names)?)?;
    }
    for (file, changes) in logins {
        add(&mut import.rest, Edit::plan(&file, changes)?)?;
    }
    Ok(())
}

/// What of a provider's keys moves, and from where. What the gateway takes first is the one that counts.
fn chosen(provider: &str, held: Vec<Held>, left: &mut Vec<Left>) -> Option<(Key, Vec<Held>)> {
    let mut leave = |why: Phrase| left.push(Left { provider: provider.to_owned(), why });
    let (kept, open): (Vec<Held>, Vec<Held>) = held.into_iter().partition(|held| held.place == Place::Keychain);
    let kept = kept.into_iter().find(|held| held.account.is_none()).and_then(|held| held.secret);
    let movable = |held: &&Held| held.place.can_move();
    // copies by themselves are no place of a key: what they hold may be years old
    let first = open.iter().filter(movable).find(|held| !matches!(held.place, Place::Copy { .. }));
    let secret = match (first.or_else(|| open.iter().find(movable)), &kept) {
        (Some(held), _) if first.is_some() => held.secret.clone()?,
        (Some(_), Some(kept)) => kept.clone(),
        _ => return None,
    };
    let account = provider_key(provider, None)?;
    let name = called(provider);
    if let Some(flaw) =
        providers::flaw(providers::find(provider), secret.expose_secret()).filter(|flaw| flaw.is_certain())
    {
        let flaw = flaw.phrase(&name);
        leave(Phrase::new("moved-left-flaw", [("name", name.into()), ("flaw", flaw.into())]));
        return None;
    }
    if let Some(kept) = &kept
        && kept.expose_secret() != secret.expose_secret()
    {
        let told = [
            ("name", name.into()),
            ("kept", diff::mask(kept.expose_secret()).into()),
            ("place", first.map_or_else(Phrase::default, |held| place(&held.place)).into()),
            ("other", diff::mask(secret.expose_secret()).into()),
        ];
        leave(Phrase::new("moved-left-two", told));
        return None;
    }
    let beside = |id, at: &Place| Phrase::new(id, [("name", name.as_str().into()), ("place", place(at).into())]);
    let mut places = Vec::new();
    for held in open {
        let same = held.secret.as_ref().is_some_and(|other| other.expose_secret() == secret.expose_secret());
        match (same, held.place.can_move()) {
            (true, true) => places.push(held),
            (true, false) => leave(beside("moved-left-elsewhere", &held.place)),
            (false, _) if matches!(held.place, Place::Copy { .. }) => {}
            (false, _) => leave(beside("moved-left-another", &held.place)),
        }
    }
    if places.is_empty() {
        return None;
    }
    let new = kept.is_none();
    Some((Key { account, secret, new }, places))
}

/// The longest part of a place that is said, in characters.
const PLACE: usize = 300;

/// A place in words.
pub fn place(place: &Place) -> Phrase {
    let (kind, file, name) = match place {
        Place::Keychain => ("keychain", "", ""),
        Place::Config { file, key } => ("file", &**file, &**key),
        Place::EnvironmentFile { file, variable } => ("file", &**file, &**variable),
        Place::Environment { variable } => ("environment", "", &**variable),
        Place::Service { file, variable } => ("service", &**file, &**variable),
        Place::Login { file, entry } => ("file", &**file, &**entry),
        Place::Copy { file } => ("copy", &**file, ""),
    };
    let (file, name) = (clean(file, PLACE), clean(name, PLACE));
    Phrase::new("key-place", [("kind", kind.into()), ("file", file.into()), ("name", name.into())])
}

/// A profile refers to the keychain from then on; what is no profile goes.
fn login(held: &Held, alias: &str, key: &Key) -> Vec<Change> {
    let remove = Change::Remove { path: held.path.clone() };
    match held.path.split_last() {
        Some((field, above)) if field == "key" && !above.is_empty() => {
            let path = [above, &["keyRef".to_owned()]].concat();
            vec![Change::Set { path, value: bridge::reference(alias, &key.account) }, remove]
        }
        _ => vec![remove],
    }
}

/// Of two edits of one file, one: both would be refused as a change by somebody else.
fn add(edits: &mut Vec<Edit>, edit: Edit) -> Result<()> {
    match edits.iter_mut().find(|known| known.path() == edit.path()) {
        Some(known) => *known = known.with(&edit)?,
        None => edits.push(edit),
    }
    Ok(())
}

fn told(import: &Import, confirmation: &Confirmation, stayed: &[Phrase]) -> Phrase {
    let names: Vec<String> = import.draft.moved.iter().map(|moved| moved.name.clone()).collect();
    let names = Phrase::made(|language| language.list(&names));
    let moved = if stayed.is_empty() {
        Phrase::new("moved-all", [("names", names.into())])
    } else {
        let stayed = Phrase::joined(stayed, " ");
        Phrase::new("moved-some", [("names", names.into()), ("stayed", stayed.into())])
    };
    let again = import.found.iter().any(Found::is_in_service).then(|| words::say("moved-service"));
    let then = match confirmation {
        Confirmation::NotRunning => words::say("moved-unverified"),
        Confirmation::Shadowed(by) => {
            let (provider, place) = by.first().cloned().unwrap_or_default();
            Phrase::new("moved-shadowed", [("name", called(&provider).into()), ("place", place.into())])
        }
        _ => words::say("moved-confirmed"),
    };
    let sentences: Vec<Phrase> = [Some(moved), again, Some(then)].into_iter().flatten().collect();
    Phrase::joined(&sentences, " ")
}

fn contains(bytes: &[u8], text: &str) -> bool {
    !text.is_empty() && bytes.windows(text.len()).any(|part| part == text.as_bytes())
}

fn without(bytes: &[u8], secret: &[u8]) -> Vec<u8> {
    let mut rest = bytes;
    let mut after = Vec::with_capacity(bytes.len());
    while let Some(at) = rest.windows(secret.len().max(1)).position(|part| part == secret) {
        after.extend_from_slice(&rest[..at]);
        after.extend_from_slice(GONE.as_bytes());
        rest = &rest[at + secret.len()..];
    }
    after.extend_from_slice(rest);
    after
}
