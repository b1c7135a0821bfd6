//! A real gateway with a home folder and a port of its own, ended with the test.
#![allow(dead_code, unreachable_pub, reason = "every test file uses a part of it")]

use std::{
    ffi::OsString,
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

use clawtender_engine::{
    gateway::Credentials,
    probes::{
        config::{self, Located},
        gateway::{Heard, Probe},
    },
};
use secrecy::SecretString;

pub const TOKEN: &str = "test-token-0123456789abcdef";
pub const SOON: Duration = Duration::from_secs(5);
/// A cold start takes 14 s on a busy machine.
pub const START: Duration = Duration::from_mins(2);

pub struct Lab {
    pub node: PathBuf,
    pub openclaw: PathBuf,
    pub home: tempfile::TempDir,
    pub port: u16,
}

pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Lab {
    pub fn find() -> Option<Lab> {
        let (Some(node), Some(openclaw)) =
            (std::env::var_os("CLAWTENDER_TEST_NODE"), std::env::var_os("CLAWTENDER_TEST_OPENCLAW"))
        else {
            eprintln!("skipped: CLAWTENDER_TEST_NODE and CLAWTENDER_TEST_OPENCLAW are not set");
            return None;
        };
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        Some(Lab { node: node.into(), openclaw: openclaw.into(), home: tempfile::tempdir().unwrap(), port })
    }

    pub fn located(&self) -> Located {
        config::locate(&nothing, Some(self.home.path()))
    }

    pub fn configure(&self, auth: &str) {
        let located = self.located();
        std::fs::create_dir_all(&located.state_dir).unwrap();
        let config = format!(
            "{{ gateway: {{ mode: 'local', bind: 'loopback', port: {}, auth: {auth} }},\n  update: {{ checkOnStart: false }}, models: {{ catalogRefresh: {{ enabled: false }} }} }}",
            self.port
        );
        std::fs::write(located.config_path, config).unwrap();
    }

    #[allow(clippy::disallowed_methods, reason = "a test that starts the real thing")]
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.node);
        command
            .arg(&self.openclaw)
            .args(arguments)
            .current_dir(self.home.path())
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("HOME", self.home.path())
            .env("NO_COLOR", "1")
            .env("OPENCLAW_SUPERVISOR_MODE", "external")
            .env("OPENCLAW_NO_RESPAWN", "1")
            .env("OPENCLAW_NO_AUTO_UPDATE", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    pub fn start(&self) -> Running {
        Running(self.command(&["gateway", "run"]).spawn().unwrap())
    }
}

pub fn nothing(_: &str) -> Option<OsString> {
    None
}

pub fn token(text: &str) -> Credentials {
    Credentials::Token(SecretString::from(text))
}

/// Asks until it hears `wanted`.
pub async fn until(probe: &Probe, wanted: &Heard) {
    let asking = async {
        while probe.health(SOON).await != *wanted {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    tokio::time::timeout(START, asking).await.unwrap_or_else(|_| panic!("never {wanted:?}"));
}

pub fn signal(pid: u32, signal: rustix::process::Signal) {
    let pid = rustix::process::Pid::from_raw(i32::try_from(pid).unwrap()).unwrap();
    rustix::process::kill_process(pid, signal).unwrap();
}
