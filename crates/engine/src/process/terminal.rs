//! A program at a terminal of its own, for those that speak to nothing else. What it says comes as it is said, and a person's
//! answers are typed there: nothing of them is in its arguments or its environment.
//!
//! The terminal is not its controlling one: a browser that it opens outlives it. Dropped before its end has been told, it
//! is ended with its whole family. What its words mean is decided elsewhere.

use std::{
    ffi::OsString,
    io::{self, Read, Write},
    path::PathBuf,
};

use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};
use secrecy::{ExposeSecret, SecretString};
use tokio::{
    sync::{mpsc, oneshot},
    time::timeout,
};

use super::{Identity, kill_tree, question::LINGER};

/// Wide enough that no address is broken over two lines.
const SIZE: PtySize = PtySize { rows: 50, cols: 1000, pixel_width: 0, pixel_height: 0 };
/// Pieces that nobody has taken yet, and bytes of one. A program that says more waits.
const BACKLOG: usize = 16;
const PIECE: usize = 4 * 1024;

/// What to run there.
#[derive(Debug)]
pub(crate) struct AtTerminal {
    /// The executable, absolute.
    pub(crate) program: PathBuf,
    /// Its arguments. Nothing secret.
    pub(crate) args: Vec<OsString>,
    /// Its environment, exactly.
    pub(crate) environment: Vec<(OsString, OsString)>,
    /// Its working folder.
    pub(crate) folder: PathBuf,
}

/// What comes from there.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Heard {
    /// It said this.
    Piece(Vec<u8>),
    /// It has ended, with this code.
    Ended(Option<u32>),
}

/// The program and its terminal.
pub(crate) struct Terminal {
    identity: Identity,
    /// Where the system keeps it open after the program's end, nothing read from it would be the last.
    master: Option<Box<dyn MasterPty + Send>>,
    keyboard: Option<Box<dyn Write + Send>>,
    output: mpsc::Receiver<Vec<u8>>,
    ended: oneshot::Receiver<Option<u32>>,
    end: Option<End>,
}

/// It has ended.
struct End {
    code: Option<u32>,
    /// How many pieces of what it said last are still taken.
    pieces: usize,
}

impl Terminal {
    /// Runs it. Needs a tokio runtime.
    ///
    /// # Errors
    /// What the system says.
    pub(crate) fn run(order: AtTerminal) -> io::Result<Terminal> {
        let pair = native_pty_system().openpty(SIZE).map_err(io::Error::other)?;
        let mut command = CommandBuilder::new(order.program);
        command.args(order.args);
        command.env_clear();
        for (name, value) in order.environment {
            command.env(name, value);
        }
        command.cwd(order.folder);
        command.set_controlling_tty(false);
        let mut reader = pair.master.try_clone_reader().map_err(io::Error::other)?;
        let keyboard = pair.master.take_writer().map_err(io::Error::other)?;
        let mut child = pair.slave.spawn_command(command).map_err(io::Error::other)?;
        // otherwise its end would not be the end of what can be read
        drop(pair.slave);
        let pid = child.process_id().unwrap_or_default();
        let identity = Identity::of(pid).unwrap_or(Identity { pid, started: 0 });

        let (tell, output) = mpsc::channel(BACKLOG);
        let (over, ended) = oneshot::channel();
        std::thread::Builder::new().name("terminal".to_owned()).spawn(move || {
            let mut piece = vec![0; PIECE];
            while let Ok(read @ 1..) = reader.read(&mut piece) {
                if tell.blocking_send(piece[..read].to_vec()).is_err() {
                    return;
                }
            }
        })?;
        std::thread::Builder::new().name("terminal-end".to_owned()).spawn(move || {
            let _ = over.send(child.wait().ok().map(|status| status.exit_code()));
        })?;
        let (master, keyboard) = (Some(pair.master), Some(keyboard));
        Ok(Terminal { identity, master, keyboard, output, ended, end: None })
    }

    /// What comes next; what was said last comes before the end. May be dropped and asked again.
    pub(crate) async fn next(&mut self) -> Heard {
        if self.end.is_none() {
            tokio::select! {
                biased;
                Some(piece) = self.output.recv() => return Heard::Piece(piece),
                code = &mut self.ended => {
                    self.end = Some(End { code: code.unwrap_or_default(), pieces: BACKLOG });
                    (self.keyboard, self.master) = (None, None);
                }
            }
        }
        // the reader may be a moment behind; what something keeps open that the program has started is not waited for
        match &mut self.end {
            Some(end) if end.pieces > 0 => match timeout(LINGER, self.output.recv()).await {
                Ok(Some(piece)) => {
                    end.pieces -= 1;
                    Heard::Piece(piece)
                }
                _ => Heard::Ended(end.code),
            },
            end => Heard::Ended(end.as_ref().and_then(|end| end.code)),
        }
    }

    /// Types a line.
    ///
    /// # Errors
    /// What the system says, also where the program has ended.
    pub(crate) fn type_line(&mut self, line: &SecretString) -> io::Result<()> {
        let keyboard = self.keyboard.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        // of several lines the others would answer what was not asked yet
        let line = line.expose_secret().lines().next().unwrap_or_default();
        keyboard.write_all(line.as_bytes())?;
        keyboard.write_all(END_OF_LINE)?;
        keyboard.flush()
    }
}

/// What the key sends that ends a line.
const END_OF_LINE: &[u8] = b"\r";

impl Drop for Terminal {
    fn drop(&mut self) {
        if self.end.is_none() {
            let _ = kill_tree(self.identity);
        }
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Terminal {
        Terminal::run(AtTerminal {
            program: "/bin/sh".into(),
            args: vec!["-c".into(), script.into()],
            environment: vec![("PATH".into(), "/usr/bin:/bin".into())],
            folder: "/".into(),
        })
        .unwrap()
    }

    async fn hears(terminal: &mut Terminal, what: &str) -> String {
        let mut said = String::new();
        while !said.contains(what) {
            match terminal.next().await {
                Heard::Piece(piece) => said.push_str(&String::from_utf8_lossy(&piece)),
                Heard::Ended(code) => panic!("it ended with {code:?} after {said:?}"),
            }
        }
        said
    }

    #[tokio::test]
    async fn a_program_that_insists_on_a_terminal_has_one_and_its_last_word_comes_before_its_end() {
        let mut terminal = shell("test -t 0 && test -t 1 && test -t 2 && echo it is one; exit 7");
        hears(&mut terminal, "it is one").await;
        while let Heard::Piece(_) = terminal.next().await {}
        assert_eq!(terminal.next().await, Heard::Ended(Some(7)));
        assert_eq!(terminal.next().await, Heard::Ended(Some(7)));
    }

    #[tokio::test]
    async fn an_answer_is_one_line() {
        let mut terminal = shell("printf 'Name: '; read -r name; echo \"<$name>\"; read -r more; echo \"<$more>\"");
        hears(&mut terminal, "Name: ").await;
        terminal.type_line(&SecretString::from("ann\nrm")).unwrap();
        hears(&mut terminal, "<ann>").await;
        terminal.type_line(&SecretString::from("")).unwrap();
        hears(&mut terminal, "<>").await;
    }

    #[tokio::test]
    async fn whoever_drops_it_ends_all_that_it_has_started() {
        let mut terminal = shell("sleep 1000 & echo child $!; trap '' HUP TERM INT; wait");
        let said = hears(&mut terminal, "\n").await;
        let child: u32 = said.split_whitespace().last().unwrap().parse().unwrap();
        let child = Identity::of(child).unwrap();
        let mut watch = crate::platform::ExitWatch::open(child).unwrap();
        drop(terminal);
        watch.ended().await;
    }

    #[tokio::test]
    async fn what_it_leaves_behind_keeps_nobody_waiting() {
        let mut terminal = shell("sleep 1000 & echo $!; exit 0");
        let said = hears(&mut terminal, "\n").await;
        let left = Identity::of(said.split_whitespace().last().unwrap().parse().unwrap()).unwrap();
        while let Heard::Piece(_) = terminal.next().await {}
        assert_eq!(terminal.next().await, Heard::Ended(Some(0)));
        drop(terminal);
        // a browser, say, which the person goes on with
        assert_eq!(Identity::of(left.pid), Some(left));
        kill_tree(left).unwrap();
    }

    #[tokio::test]
    async fn there_is_no_such_program() {
        let order = AtTerminal {
            program: "/nowhere/clw".into(),
            args: Vec::new(),
            environment: Vec::new(),
            folder: "/".into(),
        };
        assert!(Terminal::run(order).is_err());
    }
}
