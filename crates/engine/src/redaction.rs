//! What is known of this computer and of the secrets on it, for the export of a report: it is what must not be in there.

use clawtender_core::redact::Redactor;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use crate::{
    keychain::Keychain,
    paths::Paths,
    platform,
    probes::{config, key_sources},
    world::World,
};

/// Ends of names whose values are secrets, in a configuration and in an environment.
const NAMES: [&str; 6] = ["key", "token", "secret", "password", "passwd", "credential"];

/// All that is known.
pub struct Known {
    secrets: Vec<SecretString>,
    home: Option<String>,
    user: Option<String>,
    host: Option<String>,
}

impl Known {
    /// Reads what the keychain gives without asking the person, the environment, and the gateway's files.
    pub async fn here(paths: &Paths) -> Known {
        let world = World::look(paths.clone());
        let held = key_sources::scan(&world, &Keychain::system(), true).await.held;
        let mut secrets: Vec<SecretString> = held.into_iter().filter_map(|held| held.secret).collect();
        for (name, value) in world.variables() {
            if is_secret(&name.to_string_lossy()) {
                secrets.extend(value.to_str().map(SecretString::from));
            }
        }
        if let Ok(config) = config::whole(&world.located, &|name: &str| world.variable(name)) {
            collect(&config, false, &mut secrets);
        }
        let home = world.home.as_ref().map(|home| home.to_string_lossy().into_owned());
        let named = ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| world.variable(name)?.into_string().ok());
        let folder = || Some(world.home.as_ref()?.file_name()?.to_string_lossy().into_owned());
        Known { secrets, user: named.or_else(folder), home, host: platform::host_name() }
    }

    /// Takes it all out of a report.
    pub fn redactor(&self) -> Redactor<'_> {
        Redactor {
            secrets: self.secrets.iter().map(ExposeSecret::expose_secret).collect(),
            home: self.home.clone(),
            user: self.user.clone(),
            host: self.host.clone(),
        }
    }
}

fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    NAMES.iter().any(|end| name.ends_with(end))
}

/// Every text under a name that is a secret's; what only refers to one names where it is, and stays.
fn collect(value: &Value, named: bool, secrets: &mut Vec<SecretString>) {
    match value {
        Value::String(text) if named && !text.starts_with("${") => secrets.push(SecretString::from(text.as_str())),
        Value::Array(list) => list.iter().for_each(|item| collect(item, named, secrets)),
        Value::Object(object) if !object.contains_key("source") => {
            object.iter().for_each(|(name, value)| collect(value, is_secret(name), secrets));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_are_known_by_the_names_they_stand_under() {
        let config = json!({
            "gateway": { "auth": { "token": "one", "mode": "token" }, "port": 1 },
            "channels": { "telegram": { "botToken": "two" } },
            "models": { "providers": {
                "a": { "apiKey": "three", "baseUrl": "https://a" },
                "b": { "apiKey": { "source": "exec", "provider": "clawtender", "id": "providers/b/apiKey" } },
                "c": { "apiKey": "${OPENAI_API_KEY}" },
            } },
        });
        let mut secrets = Vec::new();
        collect(&config, false, &mut secrets);
        assert_eq!(
            secrets.iter().map(|secret| secret.expose_secret().to_owned()).collect::<Vec<_>>(),
            ["two", "one", "three"]
        );
        assert!(is_secret("OPENAI_API_KEY") && is_secret("password") && !is_secret("KEYBOARD"));
    }
}
