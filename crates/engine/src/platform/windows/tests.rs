//! Real processes: the command interpreter.

use std::{fs::File, path::Path, time::Duration};

use super::{startup_item, task_script};
use crate::{
    platform::{Identity, kill_tree, process, terminate},
    process::{Exit, Order, Question, RunError, Running, adopt, run, spawn},
};

fn interpreter() -> std::path::PathBuf {
    std::env::var_os("ComSpec").unwrap().into()
}

fn start(folder: &tempfile::TempDir, line: &str) -> Running {
    let output = File::create(folder.path().join("output")).unwrap();
    spawn(Order {
        program: interpreter(),
        args: ["/d", "/c", line].map(Into::into).into(),
        environment: std::env::vars_os().collect(),
        folder: folder.path().to_owned(),
        stdout: output.try_clone().unwrap(),
        stderr: output,
    })
    .unwrap()
}

fn question(line: &str) -> Question {
    Question {
        program: interpreter(),
        args: ["/d", "/c", line].map(Into::into).into(),
        environment: None,
        folder: std::env::temp_dir(),
        deadline: Duration::from_secs(20),
        limit: 1000,
    }
}

async fn soon<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(20), future).await.expect("nothing was heard")
}

#[tokio::test]
async fn a_child_ends_with_its_code() {
    let folder = tempfile::tempdir().unwrap();
    let mut running = start(&folder, "echo oh& exit 78");
    assert_eq!(soon(running.ended()).await, Exit { code: Some(78), signal: None });
    assert!(!running.identity().is_alive());
    assert_eq!(std::fs::read_to_string(folder.path().join("output")).unwrap().trim(), "oh");
}

/// Long enough that only an event can end the wait for it in time.
const FOREVER: &str = "ping -n 300 127.0.0.1";

#[tokio::test]
async fn an_adopted_process_ends_with_its_code_and_only_under_its_own_identity() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder, FOREVER);
    let real = running.identity();
    let earlier = Identity { started: real.started - 1, ..real };
    assert!(!terminate(earlier).unwrap());
    assert!(adopt(earlier).is_err());
    let mut adopted = adopt(real).unwrap();
    drop(running);
    assert!(real.is_alive(), "dropping a process does not end it");
    assert!(process(real.pid).is_some_and(|view| view.identity == real));
    kill_tree(real).unwrap();
    assert_eq!(soon(adopted.ended()).await.code, Some(1));
    assert!(!terminate(real).unwrap());
}

#[tokio::test]
async fn a_question_is_answered_or_ended() {
    let output = run(question("echo out& echo err 1>&2& exit 3")).await.unwrap();
    assert_eq!(output.code, Some(3));
    assert_eq!(output.stdout.trim_ascii(), b"out");
    assert_eq!(output.stderr.trim_ascii(), b"err");
    let slow = Question { deadline: Duration::from_secs(1), ..question(FOREVER) };
    assert!(matches!(run(slow).await, Err(RunError::TimedOut { .. })));
    let nothing = Question { program: std::env::temp_dir().join("nothing.exe"), ..question("") };
    assert!(matches!(run(nothing).await, Err(RunError::NotFound(_))));
    let folder = Question { program: std::env::temp_dir(), ..question("") };
    assert!(matches!(run(folder).await, Err(RunError::NotExecutable(_))));
}

#[test]
fn scripts_of_the_gateway_and_no_others() {
    let of = |file: &str, state: &str| task_script(file, Path::new(state));
    assert_eq!(of("gateway.cmd", r"C:\Users\a\.openclaw").as_deref(), Some("OpenClaw Gateway"));
    assert_eq!(of("gateway.cmd", r"C:\Users\a\.openclaw-dev").as_deref(), Some("OpenClaw Gateway (dev)"));
    assert_eq!(startup_item("OpenClaw Gateway (work).vbs").as_deref(), Some("OpenClaw Gateway (work)"));
    assert_eq!(of("node.cmd", ".openclaw").or(startup_item("OpenClaw Node.cmd")), None);
}
