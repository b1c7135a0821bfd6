//! What the definition of a gateway's service says: which program it runs, of which version, on which port, with which
//! environment. Read as a file; the service manager is not asked, and nothing is said of what is not written there.

use std::path::{Path, PathBuf};

use clawtender_core::{facts::Service, installation::ServiceState};
use serde_json::Value;

use super::{
    bounded::{self, clean},
    config::{self, Located},
    guards, key_sources,
};
use crate::{edit::assignments::assignment, platform, settings::Mode, world::World};

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
        let text = key_sources::read(Path::new(&service.file))?;
        let this_gateways = canonical && service.name == platform::GATEWAY_SERVICE;
        Some(state(service, &text, this_gateways, used))
    };
    platform::services(home).into_iter().filter_map(read).collect()
}

/// Which configuration a gateway reads that this definition starts.
pub(crate) fn located(service: &Service, home: Option<&Path>) -> Option<Located> {
    let text = key_sources::read(Path::new(&service.file))?;
    Some(config::locate(&|name| variable(&text, name).map(Into::into), home))
}

fn state(service: Service, text: &str, this_gateways: bool, used: bool) -> ServiceState {
    let words = command(text);
    let at = words.iter().position(|word| ENTRIES.contains(&file_name(word)));
    let entry = at.map(|at| words[at].clone());
    let program = at.and_then(|at| words[..at].iter().rev().find(|word| !word.starts_with('-')).cloned());
    let missing =
        [&program, &entry].into_iter().flatten().filter(|path| is_missing(path)).map(|path| clean(path, PATH));
    ServiceState {
        this_gateways,
        used,
        enabled: platform::service_enabled(&service),
        missing: missing.collect(),
        version: entry.as_deref().and_then(|entry| version(Path::new(entry))),
        port: port(&words, text),
        guarded: guards::is_guarded(&|name| variable(text, name)),
        agent: guards::agent(variable(text, "PATH").as_deref()),
        program: program.map(|path| clean(&path, PATH)),
        entry: entry.map(|path| clean(&path, PATH)),
        service,
    }
}

/// What it runs, word by word: of a unit, of a property list, or of a batch file.
fn command(text: &str) -> Vec<String> {
    if let Some((_, rest)) = text.split_once("<key>ProgramArguments</key>") {
        let list = rest.split("</array>").next().unwrap_or_default();
        let words = list.split("<string>").skip(1).filter_map(|word| word.split("</string>").next());
        return words.map(unescaped).collect();
    }
    if let Some(line) = text.lines().find_map(|line| line.strip_prefix("ExecStart=")) {
        return words(line).into_iter().map(|word| word.replace("%%", "%")).collect();
    }
    let of_a_batch = |line: &&str| {
        let line = line.trim_start().to_ascii_lowercase();
        line.contains(" gateway") && !line.starts_with("rem ") && !line.starts_with("set ") && !line.starts_with("::")
    };
    text.lines().find(of_a_batch).map(words).unwrap_or_default()
}

/// Words between blanks, or between quotation marks.
fn words(line: &str) -> Vec<String> {
    let (mut all, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for char in line.chars() {
        match char {
            '"' => quoted = !quoted,
            char if char.is_whitespace() && !quoted => {
                if !word.is_empty() {
                    all.push(std::mem::take(&mut word));
                }
            }
            char => word.push(char),
        }
    }
    if !word.is_empty() {
        all.push(word);
    }
    all
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

fn variable(text: &str, name: &str) -> Option<String> {
    let value = text.get(assignment(text, name)?.value)?;
    Some(unescaped(value).replace("%%", "%")).filter(|value| !value.is_empty())
}

fn port(words: &[String], text: &str) -> Option<u16> {
    let told = words.iter().position(|word| word == "--port").and_then(|at| words.get(at + 1).cloned());
    let joined = || words.iter().find_map(|word| word.strip_prefix("--port=").map(str::to_owned));
    told.or_else(joined).or_else(|| variable(text, "OPENCLAW_GATEWAY_PORT"))?.parse().ok()
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
    const LIST: &str = "<dict><key>ProgramArguments</key><array><string>/bin/sh</string><string>/w.sh</string>\
                        <string>NODE</string><string>ENTRY</string><string>gateway</string><string>--port=18790</string>\
                        </array><key>EnvironmentVariables</key><dict><key>OPENCLAW_SUPERVISOR_MODE</key>\
                        <string>external</string></dict></dict>";
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
        for (text, guarded) in [(UNIT, false), (LIST, true), (BATCH, false)] {
            let read = |node: &str, entry: &str| {
                let text = text.replace("NODE", node).replace("ENTRY", entry);
                state(Service::default(), &text, true, true)
            };
            let found = read(node, entry);
            assert_eq!((found.program.as_deref(), found.entry.as_deref()), (Some(node), Some(entry)), "{text}");
            assert_eq!((found.version.as_deref(), found.port), (Some("2026.5.12"), Some(18790)), "{text}");
            assert_eq!((found.missing, found.guarded), (Vec::<String>::new(), guarded), "{text}");
            let gone = format!("{node}-gone");
            assert_eq!(read(&gone, entry).missing, [gone]);
        }
        assert_eq!(state(Service::default(), "no definition at all", true, true).entry, None);
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
