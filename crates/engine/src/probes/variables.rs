//! The variables that decide how the gateway reaches the network, wherever they stand: in the process that runs, in the environment
//! that a start from here would give it, in the files out of which it fills that, in its configuration and in the definition of
//! a service. No other variable is looked at, and no password of a proxy leaves here.

use std::path::Path;

use clawtender_core::variables::{AUTHORITIES, NODE_OPTIONS, PROXIES, Place, VERIFICATION, Variable, Variables};
use secrecy::ExposeSecret;
use serde_json::Value;

use super::{config, key_sources};
use crate::{edit::assignments::assignment, platform, world::World};

/// Beside the proxies and whether anything is verified.
const OTHERS: [&str; 3] = [VERIFICATION, AUTHORITIES, NODE_OPTIONS];
/// Longest value and longest path that is kept, in characters.
const TEXT: usize = 300;

/// Where each stands. Reads files and the process table.
pub(crate) fn look(world: &World, gateway: Option<u32>) -> Variables {
    let lookup = |name: &str| world.variable(name);
    let here = world.gateway_environment();
    let here = here.iter().filter_map(|(name, value)| Some((name.to_str()?, value.to_str()?)));
    let mut found: Vec<Variable> = here.filter_map(|(name, value)| variable(name, value, Place::Here)).collect();
    let there = gateway.and_then(|pid| Some((pid, platform::environment(pid)?)));
    if let Some((pid, there)) = &there {
        let pid = *pid;
        found.extend(there.iter().filter_map(|(name, value)| variable(name, value, Place::Gateway { pid })));
    }
    for file in config::environment_files(&world.located, &lookup) {
        let set = key_sources::read(&file).map(|text| config::dotenv_lines(&text)).unwrap_or_default();
        let place = || Place::File(shown(&file));
        found.extend(set.iter().filter_map(|(_, name, value)| variable(name, value.expose_secret(), place())));
    }
    let whole = config::whole(&world.located, &lookup).unwrap_or_default();
    for section in [&whole["env"]["vars"], &whole["env"]] {
        let set = section.as_object().into_iter().flatten();
        let set = set.filter_map(|(name, value)| Some((name, text(value)?)));
        let place = || Place::Config(shown(&world.located.config_path));
        found.extend(set.filter_map(|(name, value)| variable(name, &value, place())));
    }
    for service in platform::services(&world.located.home) {
        let Some(text) = key_sources::read(Path::new(&service.file)) else { continue };
        let said = names().filter_map(|name| Some((name, text.get(assignment(&text, name)?.value)?)));
        let place = || Place::Service(shown(Path::new(&service.file)));
        found.extend(said.filter_map(|(name, value)| variable(name, value, place())));
    }
    Variables { gateway: there.map(|(pid, _)| pid), named: found }
}

fn names() -> impl Iterator<Item = &'static str> {
    PROXIES.into_iter().chain(OTHERS)
}

fn variable(name: &str, value: &str, place: Place) -> Option<Variable> {
    let name = names().find(|known| *known == name)?.to_owned();
    Some(Variable { name, value: without_password(value.trim()).chars().take(TEXT).collect(), place })
}

/// A proxy's address without the name and the password in it.
fn without_password(value: &str) -> String {
    let (scheme, rest) = value.split_once("://").map_or(("", value), |(scheme, rest)| (scheme, rest));
    let rest = rest.rsplit('@').next().unwrap_or_default();
    if scheme.is_empty() { rest.to_owned() } else { format!("{scheme}://{rest}") }
}

/// Numbers and switches, too, as they are written into an environment.
fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned).or_else(|| value.as_i64().map(|number| number.to_string()))
}

fn shown(path: &Path) -> String {
    path.display().to_string().chars().take(TEXT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_is_found_wherever_it_stands_and_a_password_nowhere() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join(".openclaw");
        std::fs::create_dir_all(&own).unwrap();
        let config = r#"{ "env": { "vars": { "NODE_TLS_REJECT_UNAUTHORIZED": 0, "OTHER": "x" } } }"#;
        std::fs::write(own.join("openclaw.json"), config).unwrap();
        std::fs::write(own.join(".env"), "HTTPS_PROXY=http://me:secret@proxy.example:3128\nGROQ_API_KEY=gsk_1\n")
            .unwrap();
        let looked = look(&World::in_folder(folder.path()), Some(std::process::id()));
        assert_eq!(looked.gateway, Some(std::process::id()));
        let found = looked.named;
        let said = |variable: &Variable| format!("{}={}", variable.name, variable.value);
        let in_files: Vec<String> =
            found.iter().filter(|one| matches!(one.place, Place::File(_) | Place::Config(_))).map(said).collect();
        assert_eq!(in_files, ["HTTPS_PROXY=http://proxy.example:3128", "NODE_TLS_REJECT_UNAUTHORIZED=0"]);
        assert!(!format!("{found:?}").contains("secret"), "{found:?}");
    }
}
