//! Short commands that answer and end: `node --version`, a login shell's `PATH`, `openclaw config validate --json`.
//!
//! Whatever the program does, the answer is there by the deadline, is no longer than the limit, and nothing of its group is
//! left. Output is bytes: what it means is the asker's affair.

use std::{ffi::OsString, future::Future, io, path::PathBuf, process::Stdio, time::Duration};

use clawtender_core::words::Phrase;
use process_wrap::tokio::{ChildWrapper, CommandWrap};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWriteExt},
    time::timeout,
};

use super::{identity_of, start, wait_for_leader};
use crate::platform::{kill_tree, refuses_to_run};

/// How long output is awaited after the program has ended, in case something it left behind holds the pipe.
pub(super) const LINGER: Duration = Duration::from_millis(250);

/// A short command.
#[derive(Clone, Debug)]
pub struct Question {
    /// The executable.
    pub program: PathBuf,
    /// Its arguments.
    pub args: Vec<OsString>,
    /// Its environment, exactly; `None` for ours.
    pub environment: Option<Vec<(OsString, OsString)>>,
    /// Its working folder.
    pub folder: PathBuf,
    /// When it is ended, counted from its start.
    pub deadline: Duration,
    /// How much of each output is kept, in bytes. The rest is read and thrown away.
    pub limit: usize,
}

/// What a short command answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output {
    /// Exit code; `None` when a signal ended it.
    pub code: Option<i32>,
    /// The beginning of its standard output.
    pub stdout: Vec<u8>,
    /// The beginning of its standard error.
    pub stderr: Vec<u8>,
}

/// Why a short command has no answer.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// There is no such program.
    #[error("{} is not there", .0.display())]
    NotFound(PathBuf),
    /// There is something of that name that the system does not run.
    #[error("{} cannot be run", .0.display())]
    NotExecutable(PathBuf),
    /// It was ended at the deadline.
    #[error("{} gave no answer in {} s", .program.display(), .after.as_secs_f32())]
    TimedOut {
        /// The program.
        program: PathBuf,
        /// The deadline.
        after: Duration,
    },
    /// Anything else.
    #[error("{} could not be started", .program.display())]
    Io {
        /// The program.
        program: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl RunError {
    /// The rest of a sentence for a person, with what the system says.
    pub fn words(&self) -> Phrase {
        let (why, program, seconds, detail) = match self {
            RunError::NotFound(program) => ("missing", program, 0.0, String::new()),
            RunError::NotExecutable(program) => ("not-executable", program, 0.0, String::new()),
            RunError::TimedOut { program, after } => ("late", program, after.as_secs_f32(), String::new()),
            RunError::Io { program, source } => ("unstarted", program, 0.0, source.to_string()),
        };
        let told = [
            ("why", why.into()),
            ("program", program.display().to_string().into()),
            ("seconds", seconds.to_string().into()),
            ("detail", detail.into()),
        ];
        Phrase::new("program-silent", told)
    }
}

/// Runs a short command with nothing on its standard input. Dropping the future ends the command and its group.
pub async fn run(question: Question) -> Result<Output, RunError> {
    put(question, None).await
}

/// As [`run`], with `input` on its standard input and then its end. A command that does not read it is no error.
pub async fn run_with(question: Question, input: Vec<u8>) -> Result<Output, RunError> {
    put(question, Some(input)).await
}

async fn put(question: Question, input: Option<Vec<u8>>) -> Result<Output, RunError> {
    let Question { program, args, environment, folder, deadline, limit } = question;
    let mut command = CommandWrap::with_new(&program, |command| {
        command.args(args).current_dir(&folder);
        if let Some(environment) = environment {
            command.env_clear().envs(environment);
        }
        let stdin = if input.is_some() { Stdio::piped() } else { Stdio::null() };
        command.stdin(stdin).stdout(Stdio::piped()).stderr(Stdio::piped());
    });
    let child = match start(&mut command) {
        Ok(child) => child,
        Err(error) if refuses_to_run(&error) || program.is_dir() => return Err(RunError::NotExecutable(program)),
        // A missing folder is told with the same words.
        Err(error) if error.kind() == io::ErrorKind::NotFound && folder.is_dir() => {
            return Err(RunError::NotFound(program));
        }
        Err(source) => return Err(RunError::Io { program, source }),
    };
    timeout(deadline, answer(Leash(Some(child)), input.unwrap_or_default(), limit))
        .await
        .map_err(|_| RunError::TimedOut { program, after: deadline })
}

/// Ends the group of a child that has not been seen to end.
struct Leash(Option<Box<dyn ChildWrapper>>);

impl Drop for Leash {
    fn drop(&mut self) {
        // The child has not been reaped, so the group's number is still its own. The runtime reaps it.
        if let Some(Err(error)) = self.0.as_mut().map(|group| group.start_kill()) {
            tracing::debug!(%error, "a command's group has ended by itself");
        }
    }
}

async fn answer(mut leash: Leash, input: Vec<u8>, limit: usize) -> Output {
    let Some(child) = leash.0.as_mut() else { return Output::default() };
    let identity = identity_of(child.as_ref());
    let mut stdout = Capture::new(child.stdout().take(), limit);
    let mut stderr = Capture::new(child.stderr().take(), limit);
    let stdin = child.stdin().take();
    let told = async {
        if let Some(mut stdin) = stdin {
            // it may have ended, or not care
            let _ = stdin.write_all(&input).await;
        }
    };
    let talk = async {
        tokio::join!(told, both(&mut stdout, &mut stderr));
    };
    let exit = unless_ended(wait_for_leader(child.as_mut()), talk).await;
    // It is reaped: from here on its number may be another's, and only `kill_tree` looks first.
    leash.0 = None;
    if timeout(LINGER, both(&mut stdout, &mut stderr)).await.is_err() {
        let _ = kill_tree(identity);
    }
    Output { code: exit.code, stdout: stdout.kept, stderr: stderr.kept }
}

async fn both(stdout: &mut Capture<impl AsyncRead + Unpin>, stderr: &mut Capture<impl AsyncRead + Unpin>) {
    tokio::join!(stdout.fill(), stderr.fill());
}

/// Awaits `end` while `work` goes on beside it, finished or not.
async fn unless_ended<T>(end: impl Future<Output = T>, work: impl Future<Output = ()>) -> T {
    let endless = async {
        work.await;
        std::future::pending::<()>().await;
    };
    tokio::select! {
        ended = end => ended,
        () = endless => unreachable!("it waits forever"),
    }
}

/// One output of a program. Reading may be dropped and resumed.
struct Capture<P> {
    pipe: Option<P>,
    piece: Box<[u8]>,
    kept: Vec<u8>,
    limit: usize,
}

impl<P: AsyncRead + Unpin> Capture<P> {
    fn new(pipe: Option<P>, limit: usize) -> Self {
        Capture { pipe, piece: vec![0; 8 * 1024].into_boxed_slice(), kept: Vec::new(), limit }
    }

    /// Reads to the end, so that the program is never held up, and keeps what is within the limit.
    async fn fill(&mut self) {
        while let Some(pipe) = self.pipe.as_mut() {
            match pipe.read(&mut self.piece).await {
                Ok(0) | Err(_) => self.pipe = None,
                Ok(read) => {
                    let room = self.limit.saturating_sub(self.kept.len()).min(read);
                    self.kept.extend_from_slice(self.piece.get(..room).unwrap_or_default());
                }
            }
        }
    }
}
