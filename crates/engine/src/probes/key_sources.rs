//! Where the keys of model providers stand: in the gateway's configuration and the files beside it, in the files and the
//! environment that it reads variables from, in files of older versions, in the keychain.
//!
//! What it hands out as a fact holds no key. What moves keys gets them from here as well, each as a secret. The gateway's
//! own database is not opened: what stands in it, the gateway tells. The `.env` of a working folder is left out, as
//! OpenClaw takes no provider's key from there.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use clawtender_core::{
    keys::{Bridge, KeySource, KeySources, KeychainState, Place},
    providers, text,
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{
    edit::assignments::assignment,
    edit::diff::last_four,
    keychain::{Entry, Keychain, KeychainError, keychain_does},
    moves::bridge::{self, Stands},
    platform,
    probes::{
        bounded::{self, clean},
        config, service_definition,
    },
    secrets::{own_copy, provider_of},
    world::World,
};

/// Largest file that is looked into, in bytes.
const LIMIT: u64 = 8 * 1024 * 1024;
/// Most files of a kind that are looked into.
const MOST: usize = 50;
/// How long the keychain may take for all keys together.
const READING: std::time::Duration = std::time::Duration::from_secs(5);

/// A key at a place, with itself. No `Debug`.
#[derive(Clone)]
pub(crate) struct Held {
    pub(crate) provider: String,
    pub(crate) account: Option<String>,
    pub(crate) place: Place,
    /// The file, and the path of the key in it where it has one.
    pub(crate) file: PathBuf,
    pub(crate) path: Vec<String>,
    /// `None` where the keychain was not asked for it.
    pub(crate) secret: Option<SecretString>,
}

/// What was found.
pub(crate) struct Scan {
    pub(crate) held: Vec<Held>,
    pub(crate) keychain: KeychainState,
    pub(crate) bridge: Option<Bridge>,
    pub(crate) wanted: Vec<String>,
}

/// Looks everywhere. Reads what the keychain holds only with `keys`; otherwise only which accounts there are.
pub(crate) async fn scan(world: &World, keychain: &Keychain, keys: bool) -> Scan {
    let (kept, state) = in_keychain(keychain, keys).await;
    let world = world.clone();
    // files may be on a disk that takes its time
    let files = tokio::task::spawn_blocking(move || in_files(&world)).await;
    let (mut held, bridge, wanted) = files.unwrap_or_default();
    held.extend(kept);
    Scan { held, keychain: state, bridge, wanted }
}

impl Scan {
    /// The same without the keys.
    pub(crate) fn fact(&self) -> KeySources {
        KeySources {
            keys: self.held.iter().map(Held::source).collect(),
            keychain: self.keychain.clone(),
            bridge: self.bridge.clone(),
            wanted: self.wanted.clone(),
        }
    }
}

impl Held {
    fn source(&self) -> KeySource {
        let key = self.secret.as_ref().map(ExposeSecret::expose_secret);
        let known = providers::find(&self.provider);
        let name = known.map_or(self.provider.as_str(), |known| known.name);
        KeySource {
            provider: clean(&self.provider, 64),
            account: self.account.clone(),
            place: self.place.clone(),
            last_four: key.and_then(last_four),
            flaw: key.and_then(|key| providers::flaw(known, key)).map(|flaw| flaw.phrase(name)),
            same: key.map(mark).unwrap_or_default(),
        }
    }
}

/// The same for the same key in this process, and nothing to anybody else.
pub(crate) fn mark(key: &str) -> String {
    static SALT: OnceLock<[u8; 32]> = OnceLock::new();
    let salt = SALT.get_or_init(|| {
        let mut salt = [0; 32];
        // without chance the marks still tell keys apart, and they do not leave this process
        let _ = getrandom::fill(&mut salt);
        salt
    });
    let digest = Sha256::new().chain_update(salt).chain_update(key.trim()).finalize();
    text::hex(&digest[..8])
}

async fn in_keychain(keychain: &Keychain, keys: bool) -> (Vec<Held>, KeychainState) {
    let accounts = match keychain.accounts().await {
        Ok(accounts) => accounts,
        Err(error) => return (Vec::new(), state(&error)),
    };
    let known: Vec<&String> = accounts.iter().filter(|account| provider_of(account).is_some()).collect();
    let mut state_now = KeychainState::Open;
    let mut secrets = vec![None; known.len()];
    if keys {
        let entries: Vec<Entry> = known.iter().map(|account| Entry::new(account.as_str())).collect();
        for (place, found) in secrets.iter_mut().zip(keychain.read_all(&entries, READING).await) {
            match found {
                Ok(secret) => *place = secret,
                Err(error) => state_now = state(&error),
            }
        }
    }
    let held = known.into_iter().zip(secrets).filter_map(|(account, secret)| {
        let (provider, name) = provider_of(account)?;
        Some(Held {
            provider: provider.to_owned(),
            account: name.map(str::to_owned),
            place: Place::Keychain,
            file: PathBuf::new(),
            path: Vec::new(),
            secret,
        })
    });
    (held.collect(), state_now)
}

fn state(error: &KeychainError) -> KeychainState {
    match error {
        KeychainError::NoStore(why) => KeychainState::Missing(why.clone()),
        KeychainError::Locked => KeychainState::Locked,
        KeychainError::Denied => KeychainState::Denied,
        KeychainError::TimedOut => KeychainState::Silent,
        KeychainError::TooLarge { limit } => KeychainState::Failed(keychain_does("large", &limit.to_string())),
        KeychainError::Ambiguous { count } => KeychainState::Failed(keychain_does("several", &count.to_string())),
        KeychainError::Other(why) => KeychainState::Failed(why.clone()),
    }
}

fn in_files(world: &World) -> (Vec<Held>, Option<Bridge>, Vec<String>) {
    let lookup = |name: &str| world.variable(name);
    let located = &*world.located;
    let config = config::whole(located, &lookup).unwrap_or_default();
    let mut held = in_config(&config, |path| config::origin(located, &lookup, path));
    held.extend(world.variables().filter_map(|(name, value)| in_environment(&name, &value)));
    for file in config::environment_files(located, &lookup) {
        held.extend(in_environment_file(&file));
    }
    held.extend(in_config_environment(&config, &located.config_path));
    for file in login_files(&located.state_dir) {
        held.extend(in_login_file(&file));
    }
    held.extend(in_login_file(&located.home.join(".config/openclaw/credentials.json")));
    let own = config::environment_files(located, &lookup);
    for service in platform::services(&located.home) {
        let files = service_definition::read(&service, &located.home).map(|definition| definition.files);
        let others = files.into_iter().flatten().filter(|file| !own.contains(file));
        held.extend(others.flat_map(|file| in_service(&file)));
    }
    for copy in copies(&located.config_path) {
        held.extend(in_copy(&copy));
    }
    (held, bridge_of(&config), wanted(&config))
}

/// The providers that the configuration names: with an entry of their own, or before the slash of a model that comes first.
fn wanted(config: &Value) -> Vec<String> {
    let configured = config["models"]["providers"].as_object().into_iter().flatten().map(|(name, _)| name.as_str());
    let model = &config["agents"]["defaults"]["model"];
    let first = model["primary"].as_str().or(model.as_str()).and_then(|model| model.split_once('/'));
    let all = configured.chain(first.map(|(provider, _)| provider)).map(|name| clean(name, 64));
    let mut wanted: Vec<String> = all.take(MOST).collect();
    wanted.sort_unstable();
    wanted.dedup();
    wanted
}

fn bridge_of(config: &Value) -> Option<Bridge> {
    let alias = bridge::alias(config)?;
    let command = config["secrets"]["providers"][alias]["command"].as_str()?;
    Some(Bridge {
        alias: clean(alias, 64),
        command: clean(command, 300),
        file: own_copy::seen(Path::new(command)),
        providers: bridge::references(config).into_iter().map(|(name, _)| clean(&name, 64)).collect(),
    })
}

fn in_config(config: &Value, origin: impl Fn(&[String]) -> Option<(PathBuf, Vec<String>)>) -> Vec<Held> {
    let providers = config["models"]["providers"].as_object().into_iter().flatten();
    let plain = providers.filter_map(|(name, entry)| {
        let Stands::Key(secret) = bridge::stands(&entry["apiKey"], None) else { return None };
        let (file, path) = origin(&bridge::place(name))?;
        Some(held(name, Place::Config { file: shown(&file), key: clean(&path.join("."), 200) }, file, path, secret))
    });
    plain.collect()
}

/// What the configuration's own `env` section sets.
fn in_config_environment(config: &Value, file: &Path) -> Vec<Held> {
    let mut found = Vec::new();
    for section in [&["env", "vars"][..], &["env"][..]] {
        let values = section.iter().fold(config, |value, part| &value[*part]);
        for (name, value) in values.as_object().into_iter().flatten() {
            let (Some(provider), Some(key)) = (of_variable(name), value.as_str()) else { continue };
            if is_nothing(key) {
                continue;
            }
            let path: Vec<String> = section.iter().map(|part| (*part).to_owned()).chain([name.clone()]).collect();
            let place = Place::Config { file: shown(file), key: path.join(".") };
            found.push(held(provider, place, file.to_owned(), path, SecretString::from(key)));
        }
    }
    found
}

fn in_environment(name: &OsString, value: &OsString) -> Option<Held> {
    let (name, value) = (name.to_str()?, value.to_str()?);
    let provider = of_variable(name).filter(|_| !is_nothing(value))?;
    let place = Place::Environment { variable: name.to_owned() };
    Some(held(provider, place, PathBuf::new(), Vec::new(), SecretString::from(value.trim())))
}

fn in_environment_file(file: &Path) -> Vec<Held> {
    let Some(text) = read(file) else { return Vec::new() };
    let set = config::dotenv_lines(&text).into_iter().filter_map(|(_, name, secret)| {
        let provider = of_variable(&name).filter(|_| !is_nothing(secret.expose_secret()))?;
        let place = Place::EnvironmentFile { file: shown(file), variable: name.clone() };
        Some(held(provider, place, file.to_owned(), vec![name], secret))
    });
    set.collect()
}

/// Files that OpenClaw reads logins from once and then never again: what is left there is only left.
fn login_files(state: &Path) -> Vec<PathBuf> {
    let agents = fs::read_dir(state.join("agents")).into_iter().flatten().flatten().take(MOST);
    agents
        .flat_map(|agent| ["auth-profiles.json", "auth.json"].map(|name| agent.path().join("agent").join(name)))
        .collect()
}

/// `profiles.ID.key`, or `PROVIDER.key`, or a provider's variable.
fn in_login_file(file: &Path) -> Vec<Held> {
    let Some(value) = read(file).and_then(|text| config::parsed(text.as_bytes()).ok()) else { return Vec::new() };
    let (entries, above) = match value["profiles"].as_object() {
        Some(profiles) => (Some(profiles), vec!["profiles".to_owned()]),
        None => (value.as_object(), Vec::new()),
    };
    let mut found = Vec::new();
    for (name, entry) in entries.into_iter().flatten() {
        let place = || Place::Login { file: shown(file), entry: clean(name, 120) };
        let mut path = [&above[..], std::slice::from_ref(name)].concat();
        if let (Some(provider), Some(key)) = (of_variable(name), entry.as_str()) {
            if !is_nothing(key) {
                found.push(held(provider, place(), file.to_owned(), path, SecretString::from(key)));
            }
            continue;
        }
        let field = ["key", "apiKey", "api_key"].into_iter().find(|field| entry[*field].is_string());
        let (Some(field), Some(key)) = (field, field.and_then(|field| entry[field].as_str())) else { continue };
        let named = entry["provider"].as_str().unwrap_or_else(|| name.split(':').next().unwrap_or(name));
        if is_nothing(key) || crate::secrets::provider_key(named, None).is_none() {
            continue;
        }
        path.push(field.to_owned());
        found.push(held(named, place(), file.to_owned(), path, SecretString::from(key)));
    }
    found
}

/// A service's definition of any system, or a file that belongs to it.
fn in_service(file: &Path) -> Vec<Held> {
    let Some(text) = read(file) else { return Vec::new() };
    let mut found = Vec::new();
    for (provider, variable) in variables() {
        let value = assignment(&text, variable).map(|assignment| &text[assignment.value]);
        if let Some(key) = value.filter(|key| !is_nothing(key)) {
            let place = Place::Service { file: shown(file), variable: variable.to_owned() };
            found.push(held(provider, place, file.to_owned(), Vec::new(), SecretString::from(key)));
        }
    }
    found
}

/// What OpenClaw leaves beside its configuration.
pub(crate) fn copies(config: &Path) -> Vec<PathBuf> {
    const KINDS: [&str; 4] = [".bak", ".last-good", ".clobbered", ".rejected"];
    let name = config.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let beside = fs::read_dir(config.parent().unwrap_or(Path::new(""))).into_iter().flatten().flatten();
    let mut copies: Vec<PathBuf> = beside
        .filter(|entry| {
            let other = entry.file_name().to_string_lossy().into_owned();
            other.strip_prefix(&name).is_some_and(|rest| KINDS.iter().any(|kind| rest.starts_with(kind)))
        })
        .map(|entry| entry.path())
        .filter(|path| path.is_file())
        .collect();
    copies.sort_unstable();
    copies.truncate(MOST);
    copies
}

fn in_copy(file: &Path) -> Vec<Held> {
    let Some(value) = read(file).and_then(|text| config::parsed(text.as_bytes()).ok()) else { return Vec::new() };
    let mut found = in_config(&value, |path| Some((file.to_owned(), path.to_vec())));
    found.extend(in_config_environment(&value, file));
    for held in &mut found {
        held.place = Place::Copy { file: shown(file) };
    }
    found
}

fn held(provider: &str, place: Place, file: PathBuf, path: Vec<String>, secret: SecretString) -> Held {
    let id = providers::find(provider).map_or(provider, |known| known.id);
    Held { provider: id.to_owned(), account: None, place, file, path, secret: Some(secret) }
}

fn variables() -> impl Iterator<Item = (&'static str, &'static str)> {
    providers::ALL.iter().flat_map(|provider| provider.variables.iter().map(|variable| (provider.id, *variable)))
}

fn of_variable(name: &str) -> Option<&'static str> {
    variables().find(|(_, variable)| *variable == name).map(|(provider, _)| provider)
}

/// Nothing, a stand-in, or a reference to something else.
fn is_nothing(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || text.starts_with('$') || config::is_placeholder(text)
}

pub(crate) fn read(file: &Path) -> Option<String> {
    bounded::read(file, LIMIT).ok().and_then(|bytes| String::from_utf8(bytes).ok())
}

fn shown(path: &Path) -> String {
    clean(&path.to_string_lossy(), 300)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(held: &[Held]) -> Vec<(String, String)> {
        let key = |held: &Held| held.secret.as_ref().unwrap().expose_secret().to_owned();
        held.iter().map(|held| (held.provider.clone(), key(held))).collect()
    }

    fn file(name: &str, text: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(name);
        fs::write(&file, text).unwrap();
        (folder, file)
    }

    #[test]
    fn keys_are_found_in_every_kind_of_file_and_stand_ins_are_not_keys() {
        let pair = |provider: &str, key: &str| (provider.to_owned(), key.to_owned());
        let (_folder, config) = file(
            "openclaw.json",
            "{ models: { providers: { ok: { apiKey: 'k1' }, openai: { apiKey: '${OPENAI_API_KEY}' },
               groq: { apiKey: { source: 'env', id: 'GROQ_API_KEY' } }, mistral: { apiKey: '***' } } },
               env: { vars: { ANTHROPIC_API_KEY: 'k2' }, GROQ_API_KEY: 'k3', EDITOR: 'vi' } }",
        );
        assert_eq!(keys(&in_copy(&config)), [pair("ok", "k1"), pair("anthropic", "k2"), pair("groq", "k3")]);
        let (_folder, dotenv) = file(".env", "# c\nexport OPENAI_API_KEY='k4'\nPATH=/bin\nGROQ_API_KEY=\n");
        assert_eq!(keys(&in_environment_file(&dotenv)), [pair("openai", "k4")]);
        let (_folder, login) = file(
            "auth-profiles.json",
            "{\"profiles\":{\"openai:work\":{\"type\":\"api_key\",\"provider\":\"openai\",\"key\":\"k5\"},
               \"xai:a\":{\"type\":\"oauth\",\"access\":\"no\"}}}",
        );
        assert_eq!(keys(&in_login_file(&login)), [pair("openai", "k5")]);
        let (_folder, flat) = file(
            "credentials.json",
            "{\"access_token\":\"not a key of a provider\",\"GROQ_API_KEY\":\"k6\",\"anthropic\":{\"apiKey\":\"k7\"}}",
        );
        assert_eq!(keys(&in_login_file(&flat)), [pair("groq", "k6"), pair("anthropic", "k7")]);
        let (_folder, unit) =
            file("x.service", "[Service]\nEnvironment=\"OPENAI_API_KEY=k8\"\nEnvironment=NOT_GROQ_API_KEY=x\n");
        assert_eq!(keys(&in_service(&unit)), [pair("openai", "k8")]);
        let (_folder, list) = file("x.plist", "<dict><key>GROQ_API_KEY</key>\n <string>k9</string></dict>");
        assert_eq!(keys(&in_service(&list)), [pair("groq", "k9")]);
    }

    #[test]
    fn a_fact_holds_no_key_and_tells_the_same_from_another() {
        let key = "sk-ant-0123456789abcdefghijklmnop";
        let held = |key: &str| {
            held("anthropic", Place::Keychain, PathBuf::new(), Vec::new(), SecretString::from(key)).source()
        };
        let (first, again, other) = (held(key), held(&format!("{key}\n")), held("sk-ant-other"));
        assert_eq!((first.last_four.as_deref(), &first.same), (Some("mnop"), &again.same));
        assert_ne!(first.same, other.same);
        assert!(!format!("{first:?}").contains("0123456789"), "{first:?}");
        assert!(again.flaw.unwrap().contains("several lines"));
    }

    #[test]
    fn only_copies_that_openclaw_makes_are_looked_into() {
        let (folder, config) = file("openclaw.json", "{}");
        for name in [
            "openclaw.json.bak",
            "openclaw.json.bak.3",
            "openclaw.json.last-good",
            "openclaw.json.rejected.1",
            "openclaw.json5",
            "other.bak",
        ] {
            fs::write(folder.path().join(name), "{}").unwrap();
        }
        let names: Vec<_> =
            copies(&config).iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect();
        assert_eq!(
            names,
            ["openclaw.json.bak", "openclaw.json.bak.3", "openclaw.json.last-good", "openclaw.json.rejected.1"]
        );
    }
}
