//! A person at a terminal of their own, who reads what is said and types answers.

use std::{
    fs::File,
    io::{BufRead, BufReader, Read, Write},
    process::{Child, ChildStdout, Stdio},
    sync::mpsc::{Receiver, channel},
};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::{PATIENCE, home::Home, program};

/// `clawtender`, run by a person at a terminal.
pub struct Person {
    /// The program.
    pub child: Child,
    terminal: File,
    lines: Receiver<String>,
    /// What it has said since something was typed.
    pub said: String,
}

impl Person {
    /// Runs `clawtender` with these words.
    pub fn runs(home: &Home, words: &[&str]) -> Person {
        let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&terminal).unwrap();
        unlockpt(&terminal).unwrap();
        let name = ptsname(&terminal, Vec::new()).unwrap();
        let stdin = File::options().read(true).write(true).open(name.to_str().unwrap()).unwrap();
        // what is not to be shown is read from the terminal that the program belongs to
        let mut command = home.command("setsid");
        let mut child = command
            .arg("--ctty")
            .arg(program("clawtender"))
            .args(words)
            .stdin(stdin)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = Person::listen(child.stdout.take().unwrap());
        Person { child, terminal: File::from(terminal), lines, said: String::new() }
    }

    /// Prompts do not end in a line's end: what is said is taken as it comes.
    fn listen(output: ChildStdout) -> Receiver<String> {
        let (tell, lines) = channel();
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            loop {
                let piece = match output.fill_buf() {
                    Ok(piece) if !piece.is_empty() => String::from_utf8_lossy(piece).into_owned(),
                    _ => return,
                };
                output.consume(piece.len());
                if tell.send(piece).is_err() {
                    return;
                }
            }
        });
        lines
    }

    /// Waits until it has said this.
    pub fn hears(&mut self, what: &str) {
        while !self.said.contains(what) {
            let Ok(piece) = self.lines.recv_timeout(PATIENCE) else {
                let errors = self.errors();
                panic!("waited in vain for {what:?} after {:?}: {errors}", self.said)
            };
            self.said.push_str(&piece);
        }
    }

    /// Types a line.
    pub fn types(&mut self, what: &str) {
        self.said.clear();
        writeln!(self.terminal, "{what}").unwrap();
    }

    fn errors(&mut self) -> String {
        let _ = self.child.kill();
        let mut errors = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
        errors
    }

    /// Waits for its end: the exit code, and what it said on standard error.
    pub fn ends(mut self) -> (Option<i32>, String) {
        let code = self.child.wait().unwrap().code();
        let mut errors = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
        (code, errors)
    }
}
