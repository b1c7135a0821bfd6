//! `clawtender watch` and the signals that end it.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod stage;

use std::{
    io::{BufRead, BufReader},
    process::{Child, ChildStderr, ExitStatus, Stdio},
};

use rustix::process::{Pid, Signal, kill_process};
use stage::Home;

struct Watch {
    child: Child,
    notes: BufReader<ChildStderr>,
}

impl Watch {
    fn start(home: &Home, args: &[&str]) -> Watch {
        let mut command = home.command(args);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let notes = BufReader::new(child.stderr.take().unwrap());
        Watch { child, notes }
    }

    /// Reads what it says to people until a line has `text`.
    fn says(&mut self, text: &str) {
        let mut line = String::new();
        while !line.contains(text) {
            line.clear();
            assert_ne!(self.notes.read_line(&mut line).unwrap(), 0, "it ended without saying: {text}");
        }
    }

    fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    fn end(&mut self) -> ExitStatus {
        stage::end(&mut self.child)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_signal_ends_it_in_order() {
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 0)] {
        let home = Home::new().only_watches();
        let mut watch = Watch::start(&home, &["watch", "--json"]);
        watch.says("Looking after the gateway");
        watch.signal(signal);
        assert_eq!(watch.end().code(), Some(code));
    }
}

#[test]
fn a_second_one_follows_the_first() {
    let home = Home::new().only_watches();
    let mut first = Watch::start(&home, &["watch"]);
    first.says("Looking after the gateway");

    let mut second = Watch::start(&home, &["watch", "--json"]);
    second.says("already runs");
    second.signal(Signal::INT);
    assert_eq!(second.end().code(), Some(130));

    let mut third = Watch::start(&home, &["watch"]);
    third.says("following it");
    first.signal(Signal::TERM);
    assert_eq!(first.end().code(), Some(0));
    third.says("Nobody looks after the gateway now.");
    assert_eq!(third.end().code(), Some(3));
}

#[test]
fn it_ends_when_nobody_reads() {
    let home = Home::new().only_watches();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = home.command(&["watch", "--json"]);
    let mut child = command.stdout(writer).stderr(Stdio::null()).spawn().unwrap();
    drop(command);
    assert_eq!(stage::end(&mut child).code(), Some(0));
}
