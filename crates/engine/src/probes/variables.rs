//! The variables that decide how the gateway reaches the network, wherever they stand: in the process that runs, in the environment
//! that a start from here would give it, in the files out of which it fills that, in its configuration and in the definition of
//! a service; and in a terminal. No other variable is looked at, and no password of a proxy leaves here.

use std::path::Path;

use clawtender_core::variables::{AUTHORITIES, NODE_OPTIONS, PROXIES, Place, VERIFICATION, Variable, Variables};
use secrecy::ExposeSecret;
use serde_json::Value;

use super::{config, key_sources, service_definition};
use crate::{
    platform,
    runtime::{Set, Terminal},
    world::World,
};

/// Beside the proxies and whether anything is verified.
const OTHERS: [&str; 3] = [VERIFICATION, AUTHORITIES, NODE_OPTIONS];
/// Longest value and longest path that is kept, in characters.
const TEXT: usize = 300;

/// Where each stands. Reads files and the process table; what a terminal has was asked before.
pub(crate) fn look(world: &World, gateway: Option<u32>, terminal: &Terminal) -> Variables {
    let lookup = |name: &str| world.variable(name);
    let here = world.gateway_environment();
    let here = here.iter().filter_map(|(name, value)| Some((name.to_str()?, value.to_str()?)));
    let mut found: Vec<Variable> = here.filter_map(|(name, value)| variable(name, value, Place::Here)).collect();
    let there = gateway.and_then(|pid| Some((pid, platform::environment(pid)?)));
    if let Some((pid, there)) = &there {
        let pid = *pid;
        found.extend(there.iter().filter_map(|(name, value)| variable(name, value, Place::Gateway { pid })));
    }
    let files = config::environment_files(&world.located, &lookup);
    for file in &files {
        let set = key_sources::read(file).map(|text| config::dotenv_lines(&text)).unwrap_or_default();
        let place = || Place::File(shown(file));
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
        let Some(definition) = service_definition::read(&service, &world.located.home) else { continue };
        // a file of the gateway's own is told as that
        let given = definition.given.iter().filter(|given| !files.contains(&given.file));
        found.extend(given.filter_map(|one| variable(&one.name, &one.value, Place::Service(shown(&one.file)))));
    }
    // what a file sets is told with that file; the rest is what the shell has from us, unless it says something else
    let of_its_own = |set: &&Set| {
        let ours = || world.of_session(&set.name).and_then(|value| value.into_string().ok()).unwrap_or_default();
        set.file.is_some() || (!set.is_cut && shown_value(&set.name, &ours()).as_deref() != Some(&set.value))
    };
    let (mut terminal_keys, file) = (Vec::new(), |set: &Set| set.file.as_deref().map(|file| shown(Path::new(file))));
    for set in terminal.variables.iter().filter(of_its_own) {
        if shown_value(&set.name, "").is_some() {
            let (name, value, is_cut) = (set.name.clone(), set.value.clone(), set.is_cut);
            found.push(Variable { name, value, is_cut, place: Place::Terminal(file(set)) });
        } else {
            terminal_keys.push((set.name.clone(), file(set)));
        }
    }
    let gateway = there.map(|(pid, _)| pid);
    Variables { gateway, named: found, as_root: platform::is_root(), terminal_keys }
}

/// What may be shown of a variable that is looked at.
pub(crate) fn shown_value(name: &str, value: &str) -> Option<String> {
    names().any(|known| known == name).then(|| without_password(value.trim()).chars().take(TEXT).collect())
}

fn names() -> impl Iterator<Item = &'static str> {
    PROXIES.into_iter().chain(OTHERS)
}

fn variable(name: &str, value: &str, place: Place) -> Option<Variable> {
    let shown = shown_value(name, value)?;
    Some(Variable { name: name.to_owned(), is_cut: shown != value.trim(), value: shown, place })
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
        let looked = look(&World::in_folder(folder.path()), Some(std::process::id()), &Terminal::default());
        assert_eq!(looked.gateway, Some(std::process::id()));
        let found = looked.named;
        let said = |variable: &Variable| format!("{}={}", variable.name, variable.value);
        let in_files: Vec<String> =
            found.iter().filter(|one| matches!(one.place, Place::File(_) | Place::Config(_))).map(said).collect();
        assert_eq!(in_files, ["HTTPS_PROXY=http://proxy.example:3128", "NODE_TLS_REJECT_UNAUTHORIZED=0"]);
        assert!(!format!("{found:?}").contains("secret"), "{found:?}");
    }

    #[test]
    fn what_a_service_gives_is_told_with_the_file_that_gives_it() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let file = folder.path().join(name);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        };
        if platform::GATEWAY_SERVICE != "openclaw-gateway.service" {
            return;
        }
        let unit = ".config/systemd/user/openclaw-gateway.service";
        write(
            unit,
            "[Service]\nEnvironment=NODE_TLS_REJECT_UNAUTHORIZED=0 HTTPS_PROXY=http://a:1\nEnvironmentFile=%h/service.env\n",
        );
        write(&format!("{unit}.d/override.conf"), "[Service]\nEnvironment=NODE_TLS_REJECT_UNAUTHORIZED=1\n");
        write("service.env", "HTTPS_PROXY=http://me:secret@b:1\n");
        let named = look(&World::in_folder(folder.path()), None, &Terminal::default()).named;
        let of_it = named.iter().filter_map(|one| match &one.place {
            Place::Service(file) => {
                Some((one.name.as_str(), one.value.as_str(), Path::new(file).file_name().unwrap().to_str().unwrap()))
            }
            _ => None,
        });
        let expected =
            [("NODE_TLS_REJECT_UNAUTHORIZED", "1", "override.conf"), ("HTTPS_PROXY", "http://b:1", "service.env")];
        assert_eq!(of_it.collect::<Vec<_>>(), expected);
    }
}
