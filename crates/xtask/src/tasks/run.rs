//! `cargo xtask run`: from a bare Rust toolchain to Clawtender watching over a gateway.
//!
//! Makes sure that there is an OpenClaw to supervise, and never touches one that is there: an existing configuration
//! stays as it is, whatever stands in it.

use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::Value;

use super::windows;
use crate::{
    node,
    packages::Purpose,
    shell::{Shell, variable},
    steps::Steps,
    system,
};

pub(crate) fn run(mut shell: Shell, release: bool) -> Result<()> {
    let mut steps = Steps::new();
    steps.step("System packages", || system::ensure(&shell, &[Purpose::Build, Purpose::Npm]))?;
    steps.step("Node", || node::ensure_builds_windows(&mut shell))?;
    steps.step("Page: install", || windows::install(&shell))?;
    steps.step("Page: build", || windows::build(&shell))?;
    steps.step("Build", || build(&shell, release))?;
    let programs = Programs { shell: &shell, profile: if release { "release" } else { "debug" } };
    let launch = steps.step("OpenClaw", || openclaw(&programs))?;
    steps.step("Configuration", || configuration(&programs, &launch))?;
    eprintln!("\n{}", steps.summary());
    start(&programs)
}

fn build(shell: &Shell, release: bool) -> Result<()> {
    let build = shell.cargo().args(["build", "-p", "clawtender", "-p", "clawtender-tray", "-p", "clawtender-window"]);
    if release { build.arg("--release").run() } else { build.run() }
}

/// The programs that were just built.
struct Programs<'a> {
    shell: &'a Shell,
    profile: &'static str,
}

impl Programs<'_> {
    fn cmd(&self, name: &str) -> crate::shell::Cmd {
        self.shell.cmd(self.shell.built(self.profile, name))
    }

    fn launch(&self) -> Result<Option<Launch>> {
        let listed = self.cmd("clawtender").args(["runtime", "list", "--json"]).read()?;
        let listed = serde_json::from_str(&listed).context("`clawtender runtime list --json` is not JSON")?;
        Ok(Launch::chosen(&listed))
    }
}

/// What Clawtender would start as the gateway.
#[derive(Debug, PartialEq, Eq)]
struct Launch {
    program: String,
    prefix: Vec<String>,
    version: String,
    /// A command of the person's own: not known to be OpenClaw's command line.
    configured: bool,
}

impl Launch {
    /// The `chosen` of `clawtender runtime list --json`; `None` when nothing on this machine can run.
    fn chosen(listed: &Value) -> Option<Launch> {
        let chosen = &listed["chosen"];
        let prefix = chosen["prefix"].as_array().map(Vec::as_slice).unwrap_or_default();
        Some(Launch {
            program: chosen["program"].as_str()?.to_owned(),
            prefix: prefix.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            version: chosen["version"].as_str().unwrap_or("of unknown version").to_owned(),
            configured: chosen["configured"].as_bool().unwrap_or_default(),
        })
    }
}

/// The OpenClaw found on the machine, else a private one.
fn openclaw(programs: &Programs<'_>) -> Result<Launch> {
    if let Some(launch) = programs.launch()? {
        eprintln!("OpenClaw {} is on this machine: {}", launch.version, launch.prefix.join(" "));
        return Ok(launch);
    }
    eprintln!("No OpenClaw on this machine can run. A private one is installed for Clawtender alone.");
    programs.cmd("clawtender").args(["runtime", "install"]).run()?;
    programs.launch()?.context("`clawtender runtime install` ended well, and still no OpenClaw can run")
}

/// A minimal configuration where there is none: this computer only, with a token. OpenClaw writes it and makes the
/// token itself, so the token passes through nobody's hands.
fn configuration(programs: &Programs<'_>, launch: &Launch) -> Result<()> {
    if let Some(file) = configuration_files(&|name| variable(name).map(PathBuf::from)).iter().find(|file| file.exists())
    {
        eprintln!("{} stays as it is.", file.display());
        return Ok(());
    }
    if launch.configured {
        eprintln!(
            "gateway.command in Clawtender's settings is a command of your own: it brings its own configuration."
        );
        return Ok(());
    }
    programs.shell.cmd(&launch.program).args(&launch.prefix).args(ONBOARD).env("OPENCLAW_NO_AUTO_UPDATE", "1").run()
}

const ONBOARD: [&str; 20] = [
    "onboard",
    "--non-interactive",
    "--accept-risk",
    "--mode",
    "local",
    "--auth-choice",
    "skip",
    "--gateway-auth",
    "token",
    "--gateway-bind",
    "loopback",
    "--gateway-port",
    "18789",
    // the service is what Clawtender is for; the rest is the person's to choose
    "--skip-daemon",
    "--skip-health",
    "--skip-channels",
    "--skip-skills",
    "--skip-ui",
    "--skip-search",
    "--skip-hooks",
];

/// Where the gateway would look for its configuration, in its own order. `.clawdbot` is the folder of its first years.
fn configuration_files(variable: &dyn Fn(&str) -> Option<PathBuf>) -> Vec<PathBuf> {
    if let Some(file) = variable("OPENCLAW_CONFIG_PATH") {
        return vec![file];
    }
    if let Some(folder) = variable("OPENCLAW_STATE_DIR") {
        return vec![folder.join("openclaw.json")];
    }
    let home = variable("OPENCLAW_HOME").or_else(|| variable("HOME")).or_else(|| variable("USERPROFILE"));
    home.map_or_else(Vec::new, |home| {
        [".openclaw/openclaw.json", ".clawdbot/openclaw.json", ".clawdbot/clawdbot.json"]
            .map(|file| home.join(file))
            .into()
    })
}

fn start(programs: &Programs<'_>) -> Result<()> {
    let display =
        std::env::consts::OS != "linux" || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| variable(name).is_some());
    if display {
        eprintln!("Clawtender is in the tray. Quit it from its menu, or with Ctrl+C here.");
        programs.cmd("clawtender-tray").run()
    } else {
        eprintln!(
            "There is no display here, so there is no tray: Clawtender watches in this terminal. Ctrl+C ends it."
        );
        programs.cmd("clawtender").arg("watch").run()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_would_be_started_is_read_from_the_list() {
        let listed = json!({ "openclaws": [], "nodes": [], "chosen": {
            "program": "/n/node", "prefix": ["/o/openclaw.mjs"], "version": "2026.9.6", "nodeVersion": "24.21.0", "configured": false
        } });
        let launch = Launch::chosen(&listed).unwrap();
        assert_eq!(
            (launch.program.as_str(), launch.prefix.as_slice()),
            ("/n/node", &["/o/openclaw.mjs".to_owned()][..])
        );
        assert_eq!(launch.version, "2026.9.6");
        for nothing in [json!({ "chosen": null }), json!({}), json!([]), json!({ "chosen": { "program": 5 } })] {
            assert_eq!(Launch::chosen(&nothing), None, "{nothing}");
        }
    }

    #[test]
    fn the_configuration_is_looked_for_where_the_gateway_would() {
        let with = |pairs: &'static [(&str, &str)]| {
            configuration_files(&|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| value.into()))
        };
        assert_eq!(with(&[("OPENCLAW_CONFIG_PATH", "/c.json"), ("HOME", "/h")]), [PathBuf::from("/c.json")]);
        assert_eq!(with(&[("OPENCLAW_STATE_DIR", "/s"), ("HOME", "/h")]), [PathBuf::from("/s/openclaw.json")]);
        assert_eq!(with(&[("OPENCLAW_HOME", "/o"), ("HOME", "/h")])[0], PathBuf::from("/o/.openclaw/openclaw.json"));
        assert_eq!(with(&[("USERPROFILE", "/u")])[0], PathBuf::from("/u/.openclaw/openclaw.json"));
        assert!(with(&[]).is_empty());
    }
}
