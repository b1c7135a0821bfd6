//! `clawtender watch --json` as a test follows it.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc::{Receiver, channel},
    time::Instant,
};

use serde_json::Value;

use crate::{PATIENCE, processes};

/// The pid that an event or an answer names.
pub fn pid(said: &Value) -> u32 {
    let pid = said["pid"].as_u64().and_then(|pid| u32::try_from(pid).ok());
    pid.unwrap_or_else(|| panic!("no pid in {said}"))
}

/// A foreground supervisor and what it says.
pub struct Watch {
    child: Child,
    events: Receiver<Value>,
    /// Everything it has said so far.
    pub heard: Vec<Value>,
}

impl Watch {
    /// Starts it with the given command's environment.
    pub fn start(mut command: Command) -> Watch {
        let mut child =
            command.args(["watch", "--json"]).stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        let output = child.stdout.take().unwrap();
        let (sender, events) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                let event = serde_json::from_str(&line).unwrap_or_else(|_| panic!("not JSON: {line}"));
                if sender.send(event).is_err() {
                    return;
                }
            }
        });
        Watch { child, events, heard: Vec::new() }
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Waits for nothing that it has said until now.
    pub fn forget(&mut self) {
        self.heard.extend(self.events.try_iter());
    }

    /// The next event that fits.
    pub fn wait(&mut self, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        let begun = Instant::now();
        loop {
            let left = PATIENCE.saturating_sub(begun.elapsed());
            let Ok(event) = self.events.recv_timeout(left) else {
                panic!("waited in vain for {what}; heard: {:#?}", self.heard)
            };
            self.heard.push(event.clone());
            if fits(&event) {
                return event;
            }
        }
    }

    /// Waits until the gateway enters this phase.
    pub fn phase(&mut self, phase: &str) -> Value {
        self.wait(&format!("phase {phase}"), |event| event["event"] == "gateway" && event["phase"] == phase)
    }

    /// Waits until this check fails as a root cause.
    pub fn failing(&mut self, check: &str) -> Value {
        self.wait(&format!("{check} to fail"), |event| {
            event["event"] == "finding" && event["id"] == check && event["outcome"] == "fail"
        })
    }

    /// Waits until this check fails no more.
    pub fn passing(&mut self, check: &str) -> Value {
        self.wait(&format!("{check} to pass"), |event| {
            event["event"] == "finding" && event["id"] == check && event["outcome"] == "pass"
        })
    }

    /// Sends it a signal by name.
    pub fn signal(&self, name: &str) {
        processes::signal(self.child.id(), name);
    }

    /// Waits for its end.
    pub fn ended(&mut self) -> ExitStatus {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(begun.elapsed() < PATIENCE, "it does not end; heard: {:#?}", self.heard);
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
