//! What the definition of a gateway's service says: which program it runs, of which version, on which port, with which
//! environment.

use std::path::{Path, PathBuf};

use clawtender_core::{
    facts::Service,
    installation::{Managed, ServiceState},
};
use serde_json::Value;

use super::{
    bounded::{self, clean},
    config::{self, Located},
    guards,
    service_definition::{self, Definition},
};
use crate::{platform, process, settings::Mode, world::World};

/// Files of OpenClaw that a service runs.
const ENTRIES: [&str; 4] = ["index.js", "openclaw.mjs", "entry.js", "openclaw"];
/// Largest `package.json` that is read, in bytes.
const PACKAGE: u64 = 256 * 1024;
/// Characters kept of a path.
const PATH: usize = 300;

/// Every definition that could be read.
pub(crate) fn look(world: &World) -> Vec<ServiceState> {
    let home = world.home.as_deref().unwrap_or(&world.located.home);
    let canonical = world.located.state_dir == home.join(".openclaw")
        && world.located.config_path.parent() == Some(&world.located.state_dir);
    let used = matches!(world.settings.gateway.mode, Mode::Auto | Mode::Service);
    let read = |service: Service| {
        let definition = service_definition::read(&service, home)?;
        let this_gateways = canonical && service.name == platform::GATEWAY_SERVICE;
        Some(state(service, &definition, this_gateways, used))
    };
    platform::services(home).into_iter().filter_map(read).collect()
}

/// Has the service manager say what it makes of the service through which a start would go. While the gateway serves it is asked
/// nothing that files tell.
pub(crate) async fn ask(world: &World, states: &mut [ServiceState], serves: bool) {
    let twice = |state: &ServiceState, all: &[ServiceState]| {
        all.iter().filter(|other| other.service.name == state.service.name).count() > 1
    };
    for at in 0..states.len() {
        let state = &states[at];
        if !(state.this_gateways && state.used) || serves && state.enabled.is_some() {
            continue;
        }
        let environment = process::terminal_environment(world.variables());
        let said = platform::managed(&state.service, environment, &world.located.home).await;
        // what starts it without the manager (the Startup folder of Windows) is not known to it
        let elsewhere = said == Some(Managed::NotLoaded) && twice(state, states);
        states[at].managed = said.filter(|_| !elsewhere);
    }
}

/// Which configuration a gateway reads that this definition starts.
pub(crate) fn located(service: &Service, home: Option<&Path>) -> Option<Located> {
    let definition = service_definition::read(service, home.unwrap_or(Path::new("")))?;
    Some(config::locate(&|name| definition.variable(name).map(Into::into), home))
}

fn state(service: Service, definition: &Definition, this_gateways: bool, used: bool) -> ServiceState {
    let words = &definition.command;
    let variable = |name: &str| definition.variable(name).map(str::to_owned);
    let at = words.iter().position(|word| ENTRIES.contains(&file_name(word)));
    let entry = at.map(|at| words[at].clone());
    let program = at.and_then(|at| words[..at].iter().rev().find(|word| !word.starts_with('-')).cloned());
    let missing =
        [&program, &entry].into_iter().flatten().filter(|path| is_missing(path)).map(|path| clean(path, PATH));
    ServiceState {
        this_gateways,
        used,
        enabled: platform::service_enabled(&service),
        managed: None,
        missing: missing.collect(),
        version: entry.as_deref().and_then(|entry| version(Path::new(entry))),
        port: port(definition),
        guarded: guards::is_guarded(&variable),
        agent: guards::agent(definition.variable("PATH")),
        program: program.map(|path| clean(&path, PATH)),
        entry: entry.map(|path| clean(&path, PATH)),
        service,
    }
}

fn port(definition: &Definition) -> Option<u16> {
    let words = &definition.command;
    let told = words.iter().position(|word| word == "--port").and_then(|at| words.get(at + 1).cloned());
    let joined = || words.iter().find_map(|word| word.strip_prefix("--port=").map(str::to_owned));
    let set = || definition.variable("OPENCLAW_GATEWAY_PORT").map(str::to_owned);
    told.or_else(joined).or_else(set)?.parse().ok()
}

/// A Windows path is one on every system: its last part.
fn file_name(word: &str) -> &str {
    word.rsplit(['/', '\\']).next().unwrap_or(word)
}

/// What is named without a folder is looked for elsewhere, and not here.
fn is_missing(path: &str) -> bool {
    let path = Path::new(path);
    path.is_absolute() && matches!(path.try_exists(), Ok(false))
}

/// Of the package that the file is in.
fn version(entry: &Path) -> Option<String> {
    let real = std::fs::canonicalize(entry).ok()?;
    let package = |folder: &Path| {
        let bytes = bounded::read(&folder.join("package.json"), PACKAGE).ok()?;
        let package: Value = serde_json::from_slice(&bytes).ok()?;
        (package["name"] == "openclaw").then(|| clean(package["version"].as_str().unwrap_or_default(), 100))
    };
    real.ancestors().skip(1).take(3).map(Path::to_path_buf).find_map(|folder: PathBuf| package(&folder))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const UNIT: &str = "[Service]\nExecStart=\"NODE\" --max-old-space-size=8192 ENTRY gateway --port 18790\n\
                        Environment=HOME=/home/a\nEnvironment=\"PATH=/usr/bin:/bin\"\n\
                        Environment=OPENCLAW_CONFIG_PATH=/home/a/100%%/other.json\nEnvironment=OPENCLAW_GATEWAY_PORT=1\n";
    const LIST: &str = "<dict><key>ProgramArguments</key><array><string>/bin/sh</string>\
                        <string>/s/service-env/a-env-wrapper.sh</string><string>VARIABLES</string>\
                        <string>NODE</string><string>ENTRY</string><string>gateway</string></array></dict>";
    const VARIABLES: &str = "export OPENCLAW_SUPERVISOR_MODE='external'\nexport OPENCLAW_GATEWAY_PORT='18790'\n";
    const BATCH: &str = "@echo off\r\nrem OpenClaw gateway\r\nset \"OPENCLAW_GATEWAY_PORT=18790\"\r\n\
                         \"NODE\" ENTRY gateway < NUL\r\n";

    #[test]
    fn a_definition_of_any_system_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let (node, package) = (folder.path().join("node"), folder.path().join("openclaw"));
        fs::create_dir_all(package.join("dist")).unwrap();
        fs::write(&node, "").unwrap();
        let entry = package.join("dist/index.js");
        fs::write(&entry, "").unwrap();
        fs::write(package.join("package.json"), r#"{ "name": "openclaw", "version": "2026.5.12" }"#).unwrap();
        let (node, entry) = (node.to_str().unwrap(), entry.to_str().unwrap());
        let variables = folder.path().join("a.env");
        fs::write(&variables, VARIABLES).unwrap();
        let file = folder.path().join("definition");
        let told = |text: String| {
            fs::write(&file, text).unwrap();
            let service = Service { file: file.to_string_lossy().into_owned(), ..Service::default() };
            state(service.clone(), &service_definition::read(&service, folder.path()).unwrap(), true, true)
        };
        for (text, guarded) in [(UNIT, false), (LIST, true), (BATCH, false)] {
            let read = |node: &str, entry: &str| {
                let text = text.replace("NODE", node).replace("ENTRY", entry);
                told(text.replace("VARIABLES", variables.to_str().unwrap()))
            };
            let found = read(node, entry);
            assert_eq!((found.program.as_deref(), found.entry.as_deref()), (Some(node), Some(entry)), "{text}");
            assert_eq!((found.version.as_deref(), found.port), (Some("2026.5.12"), Some(18790)), "{text}");
            assert_eq!((found.missing, found.guarded), (Vec::<String>::new(), guarded), "{text}");
            let gone = format!("{node}-gone");
            assert_eq!(read(&gone, entry).missing, [gone]);
        }
        assert_eq!(told("no definition at all".to_owned()).entry, None);
    }

    #[test]
    fn a_definition_says_which_configuration_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.service");
        fs::write(&file, UNIT).unwrap();
        let service = Service { file: file.to_string_lossy().into_owned(), ..Service::default() };
        assert_eq!(located(&service, None).unwrap().config_path, Path::new("/home/a/100%/other.json"));
    }
}
