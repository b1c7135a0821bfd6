//! A secret that stands somewhere else: in a variable, in a file, or with a program that hands it out (protocol 1).
//!
//! Resolved as the gateway does, with its rules for files and programs, its limits and its deadlines, so that what it would
//! refuse is refused here. What only the gateway can read, its own store and the programs of plugins, is said to be so.
//! Nothing that a file or program says is repeated in an error.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    time::Duration,
};

use clawtender_core::words::Phrase;
use secrecy::{ExposeSecret, SecretSlice, SecretString};
use serde_json::{Map, Value, json};

use super::{
    Located, Lookup, located, secret,
    variables::{Variable, Variables},
};
use crate::{
    platform::is_own,
    probes::bounded,
    process::{self, Question},
};

/// What holds unless the provider's configuration says otherwise: deadlines, and the largest file and output in bytes.
const DEADLINE: Duration = Duration::from_secs(5);
const LARGEST: u64 = 1024 * 1024;
/// Beyond these no configuration is believed.
const LONGEST_DEADLINE: Duration = Duration::from_mins(2);
const LARGEST_OUTPUT: u64 = 16 * 1024 * 1024;

/// Why a configured secret is not known. For a person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.words())]
pub enum Unresolved {
    /// `source: "store"`.
    Store,
    /// A provider that a plugin brings.
    Plugin(String),
    /// The reference names a provider that is not configured, or one of another source, or is malformed.
    NotConfigured(String),
    /// The variable has no value, or may not be used.
    Variable(String),
    /// The file or program is one that the gateway refuses too.
    NotOwn {
        /// Its alias.
        provider: String,
        /// What it uses.
        path: String,
    },
    /// The file cannot be read or says something else.
    File(String),
    /// The program did not end in time, failed, or said what is not understood.
    Program {
        /// Its alias.
        provider: String,
        /// What it did.
        why: Gave,
    },
}

/// What a secret provider's program did instead of handing out a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gave {
    /// No answer in time.
    Late,
    /// It is not there.
    Missing,
    /// It cannot be started.
    NotStarted,
    /// It ended with this code.
    Code(i32),
    /// A signal ended it.
    Signal,
    /// More than it may say.
    TooMuch,
    /// No JSON.
    NoJson,
    /// Another version of the protocol.
    Version,
    /// It does not have it.
    Nothing,
}

impl Gave {
    /// The rest of a sentence.
    fn words(self) -> Phrase {
        let (what, code) = match self {
            Gave::Late => ("late", 0),
            Gave::Missing => ("missing", 0),
            Gave::NotStarted => ("not-started", 0),
            Gave::Code(code) => ("code", code),
            Gave::Signal => ("signal", 0),
            Gave::TooMuch => ("too-much", 0),
            Gave::NoJson => ("no-json", 0),
            Gave::Version => ("version", 0),
            Gave::Nothing => ("nothing", 0),
        };
        Phrase::new("secret-program-gave", [("what", what.into()), ("code", code.to_string().into())])
    }
}

impl Unresolved {
    /// For a person.
    pub fn words(&self) -> Phrase {
        let (why, name, detail) = match self {
            Unresolved::Store => ("store", "", "".into()),
            Unresolved::Plugin(provider) => ("plugin", &**provider, "".into()),
            Unresolved::NotConfigured(provider) => ("not-configured", &**provider, "".into()),
            Unresolved::Variable(name) => ("variable", &**name, "".into()),
            Unresolved::NotOwn { provider, path } => ("not-own", &**provider, path.as_str().into()),
            Unresolved::File(provider) => ("file", &**provider, "".into()),
            Unresolved::Program { provider, why } => ("program", &**provider, why.words().into()),
        };
        Phrase::new("secret-not-known", [("why", why.into()), ("name", name.into()), ("detail", detail)])
    }
}

/// A place where the secret is, with all that is needed to go there.
pub(super) struct Reference {
    provider: String,
    id: String,
    place: Place,
}

enum Place {
    Known(SecretString),
    File { path: PathBuf, whole: bool, limit: u64 },
    Program { question: Box<Question> },
}

impl Reference {
    /// The reference that `value` is; `None` for one that is none.
    pub(super) fn read(
        value: &Value,
        config: &Value,
        located: &Located,
        environment: Lookup,
    ) -> Option<Result<Reference, Unresolved>> {
        let object = value.as_object()?;
        let source = object.get("source")?.as_str()?;
        let id = object.get("id")?.as_str()?.trim();
        let default = config["secrets"]["defaults"][source].as_str().map(str::trim).filter(|alias| !alias.is_empty());
        let default = default.unwrap_or("default");
        let provider = object.get("provider").and_then(Value::as_str).map_or(default, str::trim);
        let shown = bounded::clean(provider, 64);
        let configured = &config["secrets"]["providers"][provider];
        let variables = Variables::of(located, environment).with_config(config);
        let built_in = configured["source"] != source && provider == default;
        if !is_alias(provider) || !is_id(source, id) || (!built_in && configured["source"] != source) {
            return Some(Err(Unresolved::NotConfigured(shown)));
        }
        let place = match source {
            "env" => variable(id, configured, built_in, &variables),
            "store" => Err(Unresolved::Store),
            _ if built_in => Err(Unresolved::NotConfigured(shown.clone())),
            "file" => file(configured, located, &variables).ok_or(Unresolved::NotConfigured(shown.clone())),
            _ if configured["pluginIntegration"].is_object() => Err(Unresolved::Plugin(shown.clone())),
            _ => program(configured, located, &variables).ok_or(Unresolved::NotConfigured(shown.clone())),
        };
        Some(place.map(|place| Reference { provider: shown, id: id.to_owned(), place }))
    }

    /// Goes there.
    pub(super) async fn resolve(self) -> Result<SecretString, Unresolved> {
        let secret = match &self.place {
            Place::Known(secret) => Some(secret.clone()),
            Place::File { path, whole, limit } => self.in_file(path, *whole, *limit)?,
            Place::Program { question } => Some(self.by_program((**question).clone()).await?),
        };
        let missing = || Unresolved::File(self.provider.clone());
        let secret = secret.ok_or_else(missing)?;
        let trimmed = secret.expose_secret().trim();
        if trimmed.is_empty() || secret::is_placeholder(trimmed) {
            return Err(missing());
        }
        Ok(SecretString::from(trimmed))
    }

    fn own(&self, path: &Path, secret: bool) -> Result<(), Unresolved> {
        let refused = || Unresolved::NotOwn { provider: self.provider.clone(), path: shown(path) };
        if is_own(path, secret).unwrap_or(false) { Ok(()) } else { Err(refused()) }
    }

    fn in_file(&self, path: &Path, whole: bool, limit: u64) -> Result<Option<SecretString>, Unresolved> {
        self.own(path, true)?;
        let bytes = SecretSlice::from(bounded::read(path, limit).map_err(|_| Unresolved::File(self.provider.clone()))?);
        let text = bytes.expose_secret();
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        if whole {
            let text = String::from_utf8_lossy(text);
            return Ok((self.id == "value").then(|| SecretString::from(text.trim_end_matches(['\r', '\n']))));
        }
        let value: Value = serde_json::from_slice(text).map_err(|_| Unresolved::File(self.provider.clone()))?;
        let found = value.is_object().then(|| pointer(&value, &self.id)).flatten();
        Ok(found.and_then(Value::as_str).map(SecretString::from))
    }

    async fn by_program(&self, question: Question) -> Result<SecretString, Unresolved> {
        let refused = |why: Gave| Unresolved::Program { provider: self.provider.clone(), why };
        self.own(&question.program, false)?;
        let limit = question.limit;
        let asked = json!({ "protocolVersion": 1, "provider": self.provider, "ids": [self.id] }).to_string();
        // one byte more than is kept tells that there was more
        let question = Question { limit: limit + 1, ..question };
        let output = process::run_with(question, asked.into_bytes()).await.map_err(|error| {
            refused(match error {
                process::RunError::TimedOut { .. } => Gave::Late,
                process::RunError::NotFound(_) => Gave::Missing,
                process::RunError::NotExecutable(_) | process::RunError::Io { .. } => Gave::NotStarted,
            })
        })?;
        let stdout = SecretSlice::from(output.stdout);
        match output.code {
            Some(0) => {}
            Some(code) => return Err(refused(Gave::Code(code))),
            None => return Err(refused(Gave::Signal)),
        }
        if stdout.expose_secret().len() > limit {
            return Err(refused(Gave::TooMuch));
        }
        let text = String::from_utf8_lossy(stdout.expose_secret());
        self.understood(text.trim()).map_err(refused)
    }

    fn understood(&self, text: &str) -> Result<SecretString, Gave> {
        let answer: Value = serde_json::from_str(text).map_err(|_| Gave::NoJson)?;
        if answer["protocolVersion"] != 1 {
            return Err(Gave::Version);
        }
        if answer["errors"].as_object().is_some_and(|errors| errors.contains_key(&self.id)) {
            return Err(Gave::Nothing);
        }
        answer["values"][&self.id].as_str().map(SecretString::from).ok_or(Gave::Nothing)
    }
}

fn variable(id: &str, configured: &Value, built_in: bool, variables: &Variables) -> Result<Place, Unresolved> {
    let listed = |list: &Vec<Value>| list.iter().any(|name| name == id);
    let allowed = built_in || configured["allowlist"].as_array().is_none_or(listed);
    match variables.get(id) {
        Variable::Set(value) if allowed => Ok(Place::Known(SecretString::from(value))),
        _ => Err(Unresolved::Variable(id.to_owned())),
    }
}

fn file(configured: &Value, located: &Located, variables: &Variables) -> Option<Place> {
    let path = path(&configured["path"], located, variables)?;
    let whole = configured["mode"] == "singleValue";
    let limit = configured["maxBytes"].as_u64().filter(|bytes| *bytes > 0).unwrap_or(LARGEST).min(LARGEST_OUTPUT);
    Some(Place::File { path, whole, limit })
}

fn program(configured: &Value, located: &Located, variables: &Variables) -> Option<Place> {
    let text = |value: &Value| known(variables.substitute(value.as_str()?));
    let command = path(&configured["command"], located, variables)?;
    let args = configured["args"].as_array().into_iter().flatten();
    let args = args.map(|arg| text(arg).map(OsString::from)).collect::<Option<Vec<_>>>()?;
    let mut environment: Vec<(OsString, OsString)> = Vec::new();
    for name in configured["passEnv"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if let Variable::Set(value) = variables.get(name) {
            environment.push((name.into(), value.into()));
        }
    }
    for (name, value) in configured["env"].as_object().unwrap_or(&Map::new()) {
        environment.push((name.into(), text(value)?.into()));
    }
    environment.push(("OPENCLAW_CLI".into(), "1".into()));
    let trusted = configured["trustedDirs"].as_array().into_iter().flatten();
    let trusted = trusted.filter_map(|folder| path(folder, located, variables)).collect::<Vec<_>>();
    if !trusted.is_empty() && !trusted.iter().any(|folder| command.starts_with(folder)) {
        return None;
    }
    let deadline = configured["timeoutMs"].as_u64().filter(|millis| *millis > 0).map(Duration::from_millis);
    let limit = configured["maxOutputBytes"].as_u64().filter(|bytes| *bytes > 0).unwrap_or(LARGEST);
    let question = Question {
        folder: command.parent()?.to_path_buf(),
        program: command,
        args,
        environment: Some(environment),
        deadline: deadline.unwrap_or(DEADLINE).min(LONGEST_DEADLINE),
        limit: usize::try_from(limit.min(LARGEST_OUTPUT)).ok()?,
    };
    Some(Place::Program { question: Box::new(question) })
}

/// An absolute path, `~` standing for the gateway's home.
fn path(value: &Value, located: &Located, variables: &Variables) -> Option<PathBuf> {
    let text = known(variables.substitute(value.as_str()?.trim()))?;
    let absolute = text.starts_with('~') || Path::new(&text).is_absolute();
    absolute.then(|| located::expand(text.into(), &located.home))
}

fn known(variable: Variable) -> Option<String> {
    match variable {
        Variable::Set(value) => Some(value),
        Variable::Unset | Variable::Unknowable => None,
    }
}

/// RFC 6901, absolute; an index has no leading zeros.
fn pointer<'a>(value: &'a Value, pointer: &str) -> Option<&'a Value> {
    pointer.starts_with('/').then(|| value.pointer(pointer)).flatten()
}

fn is_alias(text: &str) -> bool {
    let rest = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-".contains(&byte);
    text.len() <= 64 && text.starts_with(|first: char| first.is_ascii_lowercase()) && text.bytes().all(rest)
}

fn is_id(source: &str, id: &str) -> bool {
    let first = |wanted: fn(&char) -> bool| id.chars().next().is_some_and(|first| wanted(&first));
    match source {
        "env" | "store" => {
            let rest = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
            id.len() <= 128 && first(char::is_ascii_uppercase) && id.bytes().all(rest)
        }
        "file" => id == "value" || id.starts_with('/'),
        "exec" => {
            let rest = |byte: u8| byte.is_ascii_alphanumeric() || b"._:/#-".contains(&byte);
            let steps = id.split('/').any(|step| step == "." || step == "..");
            id.len() <= 256 && first(char::is_ascii_alphanumeric) && id.bytes().all(rest) && !steps
        }
        _ => false,
    }
}

fn shown(path: &Path) -> String {
    bounded::clean(&path.to_string_lossy(), 300)
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
