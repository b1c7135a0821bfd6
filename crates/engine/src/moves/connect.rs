//! `keys connect`: the gateway takes its keys from the keychain. `keys disconnect`: it no longer does.

use anyhow::{Result, bail};
use clawtender_core::{mending::Step, words::Phrase};
use secrecy::ExposeSecret;
use serde_json::Value;

use super::{
    Confirmation, Done, Draft, Left, Moved, Moves,
    bridge::{self, Stands},
    called, listed,
};
use crate::{
    edit::{Change, Edit, Hole, Kept, Undone, diff},
    journal::{Entry, Outcome, step},
    reconfigure,
    secrets::{provider_key, provider_of},
};

/// The kind of journal entry.
const WHAT: &str = "keys-connect";

impl Moves {
    /// Works out what connecting takes: for these providers, or for every one whose key is in the keychain.
    ///
    /// # Errors
    /// When the keychain or the configuration cannot be used, or OpenClaw would not take it.
    pub async fn plan_connect(&self, named: &[String]) -> Result<Draft> {
        let config = self.files.config()?;
        let accounts = self.keychain.accounts().await?;
        let alias = bridge::alias(&config).unwrap_or(bridge::ALIAS).to_owned();
        let mut draft = Draft::default();
        let chosen = chosen(named, &accounts, &mut draft.left);
        let read: Vec<String> = chosen.iter().map(|(_, account)| account.clone()).collect();
        let keys = self.read(&read).await?;
        let mut changes = Vec::new();
        for (provider, account) in chosen {
            let Some(key) = keys.get(&account) else { continue };
            let name = bridge::named(&config, &provider).to_owned();
            let value = &config["models"]["providers"][&name]["apiKey"];
            let left = |why: Phrase| Left { provider: provider.clone(), why };
            match bridge::stands(value, Some(&alias)) {
                Stands::Ours(now) if now == account => {}
                Stands::Key(stands) if stands.expose_secret().trim() == key.expose_secret() => {
                    draft.holes.push(Hole { secret: stands, kept: Kept::Account(account.clone()) });
                }
                Stands::Key(stands) => {
                    draft.left.push(left(Phrase::new(
                        "moved-left-configured",
                        [
                            ("name", called(&provider).into()),
                            ("other", diff::mask(stands.expose_secret()).into()),
                            ("kept", diff::mask(key.expose_secret()).into()),
                        ],
                    )));
                    continue;
                }
                Stands::Elsewhere(place) if !named.contains(&provider) => {
                    draft.left.push(left(Phrase::new(
                        "moved-left-taken",
                        [
                            ("name", called(&provider).into()),
                            ("place", place.into()),
                            ("provider", provider.as_str().into()),
                        ],
                    )));
                    continue;
                }
                Stands::Nothing | Stands::Elsewhere(_) | Stands::Ours(_) => {}
            }
            self.try_way(&alias, &account, key).await?;
            let reference = bridge::reference(&alias, &account);
            if *value != reference {
                changes.push(Change::Set { path: bridge::place(&name), value: reference });
            }
            draft.moved.push(Moved { name: called(&provider), provider, account });
            draft.wanted.push(name);
        }
        if !draft.moved.is_empty() {
            changes.splice(0..0, self.entry(&config, &alias)?);
        }
        draft.edits = self.files.edits(changes)?;
        draft.edits.retain(|edit| !edit.is_empty());
        draft.unjudged = self.files.judge(&draft.edits).await?;
        Ok(draft)
    }

    /// What makes our program known to the gateway, where it is not yet.
    pub(super) fn entry(&self, config: &Value, alias: &str) -> Result<Option<Change>> {
        let standing = &config["secrets"]["providers"][alias];
        let wanted = bridge::entry(&self.program);
        if !standing.is_null() && bridge::alias(config) != Some(alias) {
            bail!(
                "The configuration has a secret provider “{alias}” that is not Clawtender's. It is left alone; give it another \
                 name, then try again."
            );
        }
        let path = ["secrets", "providers", alias].map(str::to_owned).to_vec();
        // what the person has added to it stays, as long as the gateway runs the right program
        let good = standing["command"] == wanted["command"] && standing["args"] == wanted["args"];
        Ok((!good).then_some(Change::Set { path, value: wanted }))
    }

    /// Writes what was planned, and asks the gateway.
    ///
    /// # Errors
    /// When it could not be written, or the gateway does not get its keys that way; then everything is as it was.
    pub async fn connect(&self, draft: &Draft) -> Result<Done> {
        let _alone = self.files.alone().await?;
        let undo: Vec<_> = draft.edits.iter().map(|edit| edit.undo(&draft.holes)).collect();
        let subjects = draft.moved.iter().map(|moved| moved.provider.clone()).collect();
        self.files.steps.begin(Step::BackUp).await?;
        let entry = self.files.journal.begin(WHAT, subjects, undo)?;
        step("connect-journalled");
        self.files.steps.begin(Step::Write).await?;
        if let Err(error) = draft.edits.iter().try_for_each(Edit::write) {
            self.put_back(&entry).await?;
            return Err(error.into());
        }
        step("connect-written");
        self.settle(&entry, draft).await
    }

    /// The gateway's word decides whether it stays.
    pub(super) async fn settle(&self, entry: &Entry, draft: &Draft) -> Result<Done> {
        let names: Vec<String> = draft.moved.iter().map(|moved| moved.name.clone()).collect();
        let names = listed(&names);
        let entry_id = Some(entry.id.clone());
        match self.confirm(&draft.wanted).await {
            Confirmation::Confirmed => {
                self.files.journal.conclude(&entry.id, Outcome::Verified)?;
                let message = format!("The gateway has the key for {names} from the keychain.");
                Ok(Done { verified: true, running: true, message: message.into(), entry: entry_id })
            }
            Confirmation::Shadowed(by) => {
                self.files.journal.conclude(&entry.id, Outcome::Done)?;
                let (provider, place) = by.into_iter().next().unwrap_or_default();
                let message = format!(
                    "The configuration names the keychain, and the gateway still takes the key for {} from {place}. Remove it \
                     there.",
                    called(&provider)
                );
                Ok(Done { verified: false, running: true, message: message.into(), entry: entry_id })
            }
            Confirmation::NotRunning => {
                self.files.journal.conclude(&entry.id, Outcome::Done)?;
                let message = format!(
                    "The configuration takes the key for {names} from the keychain. Not verified: the gateway does not run."
                );
                Ok(Done { verified: false, running: false, message: message.into(), entry: entry_id })
            }
            Confirmation::Unheard(why) => {
                self.files.journal.conclude(&entry.id, Outcome::Done)?;
                let message =
                    format!("The configuration takes the key for {names} from the keychain. Not verified: {why}");
                Ok(Done { verified: false, running: true, message: message.into(), entry: entry_id })
            }
            Confirmation::Unresolved(unresolved) => {
                self.put_back(entry).await?;
                // it goes back to what it had
                self.confirm(&[]).await;
                let (key, reason) = unresolved.into_iter().next().unwrap_or_default();
                let told = [("key", key.into()), ("why", reason.into()), ("back", "before".into())];
                bail!(Phrase::new("moved-unresolved", told))
            }
        }
    }

    /// Takes an entry back that did not work out.
    pub(super) async fn put_back(&self, entry: &Entry) -> Result<()> {
        self.take_back(entry).await?;
        self.files.journal.conclude(&entry.id, Outcome::Failed)
    }

    /// Takes an entry's edits back, the last first. Says how the configuration itself was.
    pub(super) async fn take_back(&self, entry: &Entry) -> Result<Undone> {
        let due = entry.undo.iter().filter(|undo| !undo.is_done());
        let mut accounts: Vec<String> = due.flat_map(|undo| undo.accounts()).map(str::to_owned).collect();
        accounts.sort_unstable();
        accounts.dedup();
        let keys = self.read(&accounts).await?;
        if let Some(missing) = accounts.iter().find(|account| !keys.contains_key(*account)) {
            bail!("The keychain no longer holds the key that stood there before ({missing}). Nothing was taken back.");
        }
        reconfigure::take_back(entry, |account| keys.get(account).cloned())
    }

    /// Works out what disconnecting takes where the journal knows of no connecting: every reference goes.
    ///
    /// # Errors
    /// When the configuration cannot be used.
    fn plan_apart(&self, config: &Value) -> Result<Vec<Edit>> {
        let Some(alias) = bridge::alias(config) else { return Ok(Vec::new()) };
        let mut changes = Vec::new();
        for (name, _) in bridge::references(config) {
            let alone = config["models"]["providers"][&name].as_object().is_some_and(|entry| entry.len() == 1);
            let mut path = bridge::place(&name);
            path.truncate(if alone { 3 } else { 4 });
            changes.push(Change::Remove { path });
        }
        changes.push(Change::Remove { path: ["secrets", "providers", alias].map(str::to_owned).to_vec() });
        self.files.edits(changes)
    }

    /// What disconnecting would change, for a person; `None` when nothing is connected.
    ///
    /// # Errors
    /// When the configuration cannot be used.
    pub fn plan_disconnect(&self) -> Result<Option<String>> {
        let config = self.files.config()?;
        if bridge::alias(&config).is_none() {
            return Ok(None);
        }
        let file = crate::probes::bounded::clean(&self.files.world.located.config_path.to_string_lossy(), 300);
        let names: Vec<String> = bridge::references(&config).iter().map(|(name, _)| called(name)).collect();
        let what = if names.is_empty() {
            "Clawtender's secret provider".to_owned()
        } else {
            format!("Clawtender's secret provider and the references for {}", listed(&names))
        };
        Ok(Some(format!("{file}: {what} will be taken out of it. The keys stay in the keychain.\n")))
    }

    /// Takes back what connecting did: byte for byte where the file is as it was left, else what was added and no more.
    ///
    /// # Errors
    /// When the configuration cannot be used.
    pub async fn disconnect(&self) -> Result<Done> {
        let _alone = self.files.alone().await?;
        let config = self.files.config()?;
        let entry = self.files.journal.latest(WHAT);
        let mut undone = Undone::Nothing;
        while let Some(entry) = self.files.journal.latest(WHAT) {
            match self.take_back(&entry).await? {
                Undone::Nothing => {}
                how => undone = how,
            }
            self.files.journal.conclude(&entry.id, Outcome::Undone)?;
        }
        // what is still there was not made by this Clawtender, or was changed since
        let rest = self.plan_apart(&self.files.config()?)?;
        for edit in rest.iter().filter(|edit| !edit.is_empty()) {
            edit.write()?;
            undone = Undone::Apart;
        }
        if undone == Undone::Nothing {
            let message = "The gateway takes no key from the keychain; nothing had to be taken out.".to_owned();
            return Ok(Done { verified: true, running: false, message: message.into(), entry: None });
        }
        let how = if undone == Undone::Whole {
            "The configuration is as it was before, byte for byte."
        } else {
            "What connecting added is gone from the configuration; what was written there since stays."
        };
        // keys that are in the configuration again must be had from there
        let after = self.files.config()?;
        let before = bridge::references(&config);
        let again: Vec<String> = before
            .into_iter()
            .map(|(name, _)| name)
            .filter(|name| {
                matches!(bridge::stands(&after["models"]["providers"][name]["apiKey"], None), Stands::Key(_))
            })
            .collect();
        let confirmation = self.confirm(&again).await;
        let running = confirmation != Confirmation::NotRunning;
        let (verified, said) = match confirmation {
            Confirmation::Confirmed | Confirmation::Shadowed(_) => (true, "The gateway has confirmed it.".to_owned()),
            Confirmation::NotRunning => (false, "Not verified: the gateway does not run.".to_owned()),
            Confirmation::Unheard(why) => (false, format!("Not verified: {why}")),
            Confirmation::Unresolved(_) => (false, "The gateway has not found its keys again.".to_owned()),
        };
        Ok(Done { verified, running, message: format!("{how} {said}").into(), entry: entry.map(|entry| entry.id) })
    }
}

/// The provider and the account of each key that is meant.
fn chosen(named: &[String], accounts: &[String], left: &mut Vec<Left>) -> Vec<(String, String)> {
    let known: Vec<(&str, Option<&str>)> = accounts.iter().filter_map(|account| provider_of(account)).collect();
    let mut providers: Vec<String> = if named.is_empty() {
        known.iter().map(|(provider, _)| (*provider).to_owned()).collect()
    } else {
        named.to_vec()
    };
    providers.sort_unstable();
    providers.dedup();
    let mut chosen = Vec::new();
    for provider in providers {
        let of: Vec<Option<&str>> =
            known.iter().filter(|(known, _)| *known == provider).map(|(_, account)| *account).collect();
        let account = match of[..] {
            [] => Err(Phrase::new("moved-left-none", [])),
            _ if of.contains(&None) => Ok(None),
            [one] => Ok(one),
            _ => Err(Phrase::new("moved-left-several", [])),
        };
        match account {
            Ok(account) => chosen.extend(provider_key(&provider, account).map(|account| (provider, account))),
            Err(why) => left.push(Left { provider, why }),
        }
    }
    chosen
}
