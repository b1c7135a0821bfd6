//! A FAKE of Telegram's servers for the real Telegram channel: see `fakes/telegram.mjs`.

use std::{
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Stdio},
};

use serde_json::{Value, json};

use crate::{home::Home, node, processes};

/// The servers, until they are dropped.
pub struct Telegram {
    child: Child,
    port: u16,
}

impl Telegram {
    /// Starts them beside this home's gateway.
    pub fn start(home: &Home) -> Telegram {
        let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fakes/telegram.mjs");
        let mut child = home.command(node()).arg(script).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Telegram { child, port: line.trim().parse().unwrap() }
    }

    /// The channel's part of the gateway's configuration.
    pub fn channel(&self) -> Value {
        json!({
            "enabled": true, "botToken": "123456789:drill-not-a-real-bot-token-0123456", "dmPolicy": "pairing",
            "apiRoot": format!("http://127.0.0.1:{}", self.port),
        })
    }

    /// A person writes to the bot.
    pub fn says(&self, id: u64, name: &str, text: &str) {
        self.tell(&format!("/say?id={id}&name={name}&text={text}"));
    }

    /// A person writes in a group in which the bot is.
    pub fn says_in_group(&self, group: i64, text: &str) {
        self.tell(&format!("/say?id=7&name=Ann&text={text}&group={group}"));
    }

    /// The bot may write to nobody any more, who have all thrown it out.
    pub fn forbid(&self) {
        self.tell("/forbid");
    }

    /// It may again.
    pub fn permit(&self) {
        self.tell("/permit");
    }

    /// The bot's token is not taken any more.
    pub fn refuse(&self) {
        self.tell("/refuse");
    }

    /// The bot was logged out of these servers.
    pub fn log_out(&self) {
        self.tell("/logout");
    }

    /// It is taken again.
    pub fn accept(&self) {
        self.tell("/accept");
    }

    fn tell(&self, what: &str) {
        assert_eq!(processes::http(self.port, what).map(|(status, _)| status), Some(200), "{what}");
    }
}

impl Drop for Telegram {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
