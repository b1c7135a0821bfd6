//! The gateway's configuration file, read as the gateway reads it: the same place, the same syntax (JSON5), the same
//! environment, the same included files.
//!
//! It says what stands there and what keeps it from being used, with line and column. It never says whether the values are
//! good ones, never holds a secret in what it hands out, and never writes.

mod channels;
mod endpoint;
mod include;
mod located;
pub(crate) mod models;
pub(crate) mod place;
mod port;
mod reference;
mod schema;
mod secret;
mod text;
mod variables;

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use clawtender_core::{
    facts::{Browser, Config, ConfigProblem},
    words::Phrase,
};
use jiff::Timestamp;
use secrecy::SecretString;
use serde_json::Value;
use sha2::{Digest, Sha256};

pub use self::{
    endpoint::{control_path, endpoint},
    located::Located,
    port::DEFAULT_PORT,
    reference::Unresolved,
    schema::{Answer, Trust, validate},
    secret::SharedSecret,
};
use self::{include::Includes, reference::Reference, variables::Variables};
use crate::probes::bounded::{self, Unread};

/// Looks up a variable of the environment a start would use.
pub type Lookup<'a> = &'a (dyn Fn(&str) -> Option<OsString> + Sync);

/// Largest configuration file that is read, in bytes. Real ones are a few kilobytes.
const LIMIT: u64 = 8 * 1024 * 1024;

/// Where a start would look for configuration and state. `home` is the system's word, used when the environment has none.
pub fn locate(environment: &(impl Fn(&str) -> Option<OsString> + Sync), home: Option<&Path>) -> Located {
    located::locate(environment, home)
}

/// What the configuration file says, and what keeps it from being used.
pub fn read(located: &Located, environment: &(impl Fn(&str) -> Option<OsString> + Sync)) -> Config {
    let loaded = Loaded::from(located, environment);
    let variables = loaded.variables(located, environment);
    let gateway = &loaded.value["gateway"];
    let (port, port_problem) = port::of(&gateway["port"], &variables);
    let mut config = Config {
        path: located.config_path.to_string_lossy().into_owned(),
        state_dir: located.state_dir.to_string_lossy().into_owned(),
        exists: loaded.exists,
        modified: modified(&located.config_path),
        mode: string(&gateway["mode"], &variables),
        bind: string(&gateway["bind"], &variables),
        port,
        auth_mode: string(&gateway["auth"]["mode"], &variables),
        token: secret::kind(&gateway["auth"]["token"], &variables, "OPENCLAW_GATEWAY_TOKEN"),
        password: secret::kind(&gateway["auth"]["password"], &variables, "OPENCLAW_GATEWAY_PASSWORD"),
        allowed_origins: origins(&gateway["controlUi"]["allowedOrigins"]),
        unsafe_switches: switches(gateway),
        short_secret: secret::is_short(gateway, &variables),
        legacy_token: !gateway["token"].is_null(),
        written_by: loaded.value["meta"]["lastTouchedVersion"].as_str().map(|version| bounded::clean(version, 100)),
        update_channel: string(&loaded.value["update"]["channel"], &variables)
            .map(|channel| bounded::clean(&channel, 100)),
        models: models::settings(&loaded.value),
        channels: channels::settings(&loaded.value["channels"]),
        browser: Browser { no_sandbox: loaded.value["browser"]["noSandbox"] == true },
        log_file: string(&loaded.value["logging"]["file"], &variables),
        problems: Vec::new(),
    };
    if let Some(message) = port_problem {
        let place = place::of_key(&loaded.text, &["gateway", "port"]);
        let (line, column) = place.unzip();
        config.problems.push(ConfigProblem { key: "gateway.port".to_owned(), message, line, column });
    }
    add(&mut config, loaded.problems);
    config
}

fn origins(listed: &Value) -> Vec<String> {
    let texts = listed.as_array().into_iter().flatten().filter_map(Value::as_str);
    texts.take(100).map(|origin| bounded::clean(origin, 200)).collect()
}

/// The keys below `gateway` that take protection away and are switched on.
fn switches(gateway: &Value) -> Vec<String> {
    const MOST: usize = 20;
    let (mut found, mut open) = (Vec::new(), vec![("gateway".to_owned(), gateway)]);
    while let Some((path, value)) = open.pop() {
        // a name with a dot in it is nobody's but a person's
        for (name, value) in value.as_object().into_iter().flatten().filter(|(name, _)| !name.contains('.')) {
            let path = format!("{path}.{name}");
            if *value == true && (name.starts_with("dangerously") || name == "allowInsecureAuth") && found.len() < MOST
            {
                found.push(bounded::clean(&path, 200));
            }
            open.push((path, value));
        }
    }
    found.sort_unstable();
    found
}

fn modified(file: &Path) -> Option<Timestamp> {
    Timestamp::try_from(std::fs::metadata(file).ok()?.modified().ok()?).ok()
}

/// What a configuration text says, its included files left alone.
///
/// # Errors
/// What stands in the way, with its place.
pub(crate) fn parsed(bytes: &[u8]) -> Result<Value, ConfigProblem> {
    text::parse(bytes).map(|document| document.value)
}

/// Whether other files are part of a configuration that says this.
pub(crate) fn includes(value: &Value) -> bool {
    include::includes(value)
}

/// That a file cannot be read.
pub(crate) fn unreadable(why: &Unread) -> Phrase {
    text::file("unread", why.words())
}

/// What the configuration says with everything it includes; may hold secrets.
///
/// # Errors
/// What keeps it from being used; one problem of several.
pub(crate) fn whole(located: &Located, environment: Lookup) -> Result<Value, ConfigProblem> {
    let loaded = Loaded::from(located, environment);
    match loaded.problems.into_iter().next() {
        Some(problem) => Err(problem),
        None if !loaded.exists => Err(text::whole(text::file("absent", ""))),
        None => Ok(loaded.value),
    }
}

/// The file in which the value of a key stands, the configuration's own or one that it includes, and the key's path there.
pub(crate) fn origin(located: &Located, environment: Lookup, path: &[String]) -> Option<(PathBuf, Vec<String>)> {
    Includes::of(&located.config_path, environment).origin(&located.config_path, path)
}

/// The secret that a reference names, as the gateway resolves it. `config` is the configuration that it stands in.
pub(crate) async fn referred(
    reference: &Value,
    config: &Value,
    located: &Located,
    environment: Lookup<'_>,
) -> Option<Result<SecretString, Unresolved>> {
    match Reference::read(reference, config, located, environment)? {
        Ok(reference) => Some(reference.resolve().await),
        Err(why) => Some(Err(why)),
    }
}

/// The files out of which a started gateway fills its environment, the first first.
pub(crate) fn environment_files(located: &Located, environment: Lookup) -> Vec<PathBuf> {
    variables::files(located, environment)
}

/// The variables that a `.env` file sets, each with the number of its line, from 0.
pub(crate) fn dotenv_lines(text: &str) -> Vec<(usize, String, SecretString)> {
    variables::lines(text)
}

/// What stands in the place of a secret by its form alone.
pub(crate) fn is_placeholder(text: &str) -> bool {
    secret::is_placeholder(text.trim())
}

/// Whether something else than a file stands in its place. A gateway that opens a pipe waits there for ever.
pub(crate) fn is_no_file(located: &Located) -> bool {
    std::fs::metadata(&located.config_path).is_ok_and(|at| !at.is_file())
}

/// Adds problems found elsewhere, one for each key: what was found first is the better told.
pub fn add(config: &mut Config, problems: Vec<ConfigProblem>) {
    for problem in problems {
        if !config.problems.iter().any(|known| !known.key.is_empty() && known.key == problem.key) {
            config.problems.push(problem);
        }
    }
}

/// What a client must present to the gateway: by its own mode, else the one that is there, the configuration's first.
///
/// `None` when there is none, or when only a secret provider knows it.
pub fn shared_secret(
    located: &Located,
    environment: &(impl Fn(&str) -> Option<OsString> + Sync),
) -> Option<SharedSecret> {
    let loaded = Loaded::from(located, environment);
    let variables = loaded.variables(located, environment);
    let auth = &loaded.value["gateway"]["auth"];
    let token = || secret::value(&auth["token"], &variables, "OPENCLAW_GATEWAY_TOKEN").map(SharedSecret::Token);
    let password =
        || secret::value(&auth["password"], &variables, "OPENCLAW_GATEWAY_PASSWORD").map(SharedSecret::Password);
    match string(&auth["mode"], &variables).as_deref() {
        Some("token") => token(),
        Some("password") => password(),
        Some("none") => None,
        _ => password().or_else(token),
    }
}

/// Makes of a text the secret of its kind.
type Made = fn(SecretString) -> SharedSecret;

/// As [`shared_secret`], with what a secret provider hands out: of the sources `env`, `file` and `exec`, as the gateway
/// resolves them. Runs the provider's program, which has its configured deadline.
///
/// # Errors
/// Why there is a secret and it is not known, for a person.
pub async fn resolve_secret(
    located: &Located,
    environment: &(dyn Fn(&str) -> Option<OsString> + Send + Sync),
) -> Result<Option<SharedSecret>, Unresolved> {
    let found = shared_secret(located, &|name| environment(name));
    if found.is_some() {
        return Ok(found);
    }
    let loaded = Loaded::from(located, environment);
    let auth = &loaded.value["gateway"]["auth"];
    let mode = string(&auth["mode"], &loaded.variables(located, environment));
    let kinds: &[(&str, Made)] = match mode.as_deref() {
        Some("token") => &[("token", SharedSecret::Token)],
        Some("password") => &[("password", SharedSecret::Password)],
        Some("none") => &[],
        _ => &[("password", SharedSecret::Password), ("token", SharedSecret::Token)],
    };
    for (name, kind) in kinds {
        let wanted = Reference::read(&auth[*name], &loaded.value, located, environment);
        if let Some(reference) = wanted {
            return reference?.resolve().await.map(|secret| Some(kind(secret)));
        }
    }
    Ok(None)
}

fn string(value: &Value, variables: &Variables) -> Option<String> {
    match variables.substitute(value.as_str()?) {
        variables::Variable::Set(text) => Some(bounded::clean(&text, 200)),
        // the gateway leaves what it cannot resolve as it stands
        variables::Variable::Unset | variables::Variable::Unknowable => {
            value.as_str().map(|text| bounded::clean(text, 200))
        }
    }
}

/// The file's text and what it says with everything it includes.
struct Loaded {
    exists: bool,
    bytes: Vec<u8>,
    text: String,
    value: Value,
    problems: Vec<ConfigProblem>,
    /// Of everything it includes; `None` when it includes nothing.
    included: Option<[u8; 32]>,
}

impl Loaded {
    fn from(located: &Located, environment: Lookup) -> Loaded {
        let mut loaded = Loaded {
            exists: true,
            bytes: Vec::new(),
            text: String::new(),
            value: Value::Null,
            problems: Vec::new(),
            included: None,
        };
        match bounded::read(&located.config_path, LIMIT) {
            Ok(bytes) => loaded.bytes = bytes,
            Err(Unread::Absent) => loaded.exists = false,
            Err(why) => loaded.problems.push(text::whole(text::file("unread", why.words()))),
        }
        if !loaded.exists || !loaded.problems.is_empty() {
            return loaded;
        }
        match text::parse(&loaded.bytes) {
            Ok(document) => loaded.fill(document, located, environment),
            Err(problem) => loaded.problems.push(problem),
        }
        loaded
    }

    fn fill(&mut self, document: text::Document, located: &Located, environment: Lookup) {
        let mut includes = Includes::of(&located.config_path, environment);
        let folder = located.config_path.parent().map(PathBuf::from).unwrap_or_default();
        self.value = includes.resolve(document.value, &folder, "");
        self.text = document.text;
        self.included = includes.any().then(|| includes.digest.clone().finalize().into());
        for mut problem in includes.problems {
            let path: Vec<&str> = problem.key.split('.').collect();
            (problem.line, problem.column) = place::of_key(&self.text, &path).unzip();
            self.problems.push(problem);
        }
    }

    fn variables<'a>(&self, located: &Located, environment: Lookup<'a>) -> Variables<'a> {
        Variables::of(located, environment).with_config(&self.value)
    }

    /// Tells one content from every other, included files with it.
    fn digest(&self) -> Sha256 {
        let mut digest = Sha256::new();
        digest.update((self.bytes.len() as u64).to_le_bytes());
        digest.update(&self.bytes);
        digest.update(self.included.unwrap_or_default());
        digest
    }
}

#[cfg(test)]
mod tests;
