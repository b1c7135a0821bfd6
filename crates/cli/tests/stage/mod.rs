//! What the command line's tests stand on: a home of its own for each, and an engine that says what it is told to say.
#![allow(dead_code, reason = "each test file uses its part")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]
#![allow(clippy::disallowed_methods, reason = "tests start the program under test")]

use std::{
    process::{Child, Command, ExitStatus, Output, Stdio},
    sync::mpsc,
    time::Duration,
};

use clawtender_engine::{
    paths::Paths,
    platform,
    protocol::{Answer, Call, Message, Request},
};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};

/// A home folder with nothing in it but settings by which no public server is asked for the time.
pub(crate) struct Home(tempfile::TempDir);

impl Home {
    /// Without those.
    pub(crate) fn empty() -> Home {
        Home(tempfile::tempdir().unwrap())
    }

    pub(crate) fn new() -> Home {
        let home = Home::empty();
        let settings = home.paths().settings;
        std::fs::create_dir_all(settings.parent().unwrap()).unwrap();
        std::fs::write(settings, r#"{ "clock": { "servers": [], "https": [] } }"#).unwrap();
        home
    }

    pub(crate) fn paths(&self) -> Paths {
        Paths::under(&self.0.path().join("clawtender"))
    }

    pub(crate) fn file(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }

    /// The program in this home and in no other environment.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_clawtender"));
        command
            .args(args)
            .env_clear()
            .env("HOME", self.0.path())
            .env("CLAWTENDER_HOME", self.file("clawtender"))
            // nobody is asked for the newest OpenClaw: nothing listens there
            .env("npm_config_registry", "http://127.0.0.1:9/")
            .env("DBUS_SYSTEM_BUS_ADDRESS", format!("unix:path={}", self.file("no-system-bus").display()))
            .current_dir(self.0.path())
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// Watches without ever starting a gateway, whatever this computer has.
    pub(crate) fn only_watches(self) -> Home {
        let paths = self.paths();
        let settings = r#"{ "gateway": { "mode": "watch" }, "clock": { "servers": [], "https": [] } }"#;
        std::fs::write(&paths.settings, settings).unwrap();
        self
    }
}

pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or_else(|| panic!("{output:?}"))
}

pub(crate) fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

pub(crate) fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

/// Waits for the end of a program that may be expected to end. One that does not is a failure, not a test that hangs.
pub(crate) fn end(child: &mut Child) -> ExitStatus {
    let begun = std::time::Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        if begun.elapsed() > Duration::from_mins(1) {
            child.kill().unwrap();
            panic!("it does not end");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// What the pretended engine does with a request.
pub(crate) enum Reply {
    Say(Answer),
    /// Sends this line, whatever it is.
    Raw(&'static str),
    HangUp,
}

/// An engine that answers as told, on the real local socket, until the test ends.
pub(crate) fn pretend(home: &Home, reply: impl Fn(Request) -> Reply + Send + 'static) {
    let paths = home.paths();
    let (ready, listens) = mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut listener = platform::listen(&paths).unwrap();
            ready.send(()).unwrap();
            while let Ok(stream) = listener.accept().await {
                converse(stream, &reply).await;
            }
        });
    });
    listens.recv().unwrap();
}

async fn converse(stream: platform::Stream, reply: &impl Fn(Request) -> Reply) {
    let (reader, mut writer) = tokio::io::split(stream);
    let mut lines = BufReader::new(reader).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        let Call { id, request, .. } = serde_json::from_str(&line).unwrap();
        let line = match reply(request) {
            Reply::Say(answer) => serde_json::to_string(&Message::Answer { id, answer }).unwrap(),
            Reply::Raw(line) => line.to_owned(),
            Reply::HangUp => return,
        };
        if writer.write_all(format!("{line}\n").as_bytes()).await.is_err() {
            return;
        }
    }
}
