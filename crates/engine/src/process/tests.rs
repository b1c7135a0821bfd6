//! Real processes: `sh` and `sleep`.
#![cfg(unix)]

use std::{
    path::Path,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use super::*;
use crate::platform::{kill_tree, processes, terminate};

/// Long enough that only an event can end the wait for it in time.
const LONG: &str = "300";

fn order(folder: &TempDir, script: &str) -> Order {
    let output = File::create(folder.path().join("output")).unwrap();
    Order {
        program: "/bin/sh".into(),
        args: vec!["-c".into(), script.into()],
        environment: vec![("PATH".into(), "/usr/bin:/bin".into()), ("HOME".into(), folder.path().into())],
        folder: folder.path().to_owned(),
        stdout: output.try_clone().unwrap(),
        stderr: output,
    }
}

fn shell(script: &str) -> (TempDir, Running) {
    let folder = tempfile::tempdir().unwrap();
    let running = spawn(order(&folder, script)).unwrap();
    (folder, running)
}

/// Waits until the script has written this file, by asking the kernel to tell us.
async fn appears(path: &Path) {
    use notify::Watcher;
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let mut watcher = notify::recommended_watcher(move |event| drop(tell.send(event))).unwrap();
    watcher.watch(path.parent().unwrap(), notify::RecursiveMode::NonRecursive).unwrap();
    while !path.exists() {
        tokio::time::timeout(Duration::from_secs(20), told.recv()).await.unwrap().unwrap().unwrap();
    }
}

/// The process whose number the script has put in this file.
async fn named_in(path: &Path) -> Identity {
    appears(path).await;
    Identity::of(std::fs::read_to_string(path).unwrap().trim().parse().unwrap()).unwrap()
}

async fn soon<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(20), future).await.expect("nothing was heard")
}

fn question(script: &str) -> Question {
    Question {
        program: "/bin/sh".into(),
        args: vec!["-c".into(), script.into()],
        environment: None,
        folder: "/".into(),
        deadline: Duration::from_secs(20),
        limit: 1000,
    }
}

#[tokio::test]
async fn what_is_put_to_it_is_read_to_its_end() {
    let output = run_with(question("cat; echo end"), b"{\"ids\":[]}".to_vec()).await.unwrap();
    assert_eq!(output.stdout, b"{\"ids\":[]}end\n");
    let deaf = run_with(question("echo done"), vec![b'x'; 1 << 20]).await.unwrap();
    assert_eq!(deaf.stdout, b"done\n");
}

#[tokio::test]
async fn a_child_ends_with_its_code_and_its_last_words_are_in_the_file() {
    let (folder, mut running) = shell("env; pwd; cat; echo oh >&2; exit 78");
    assert_eq!(soon(running.ended()).await, Exit { code: Some(78), signal: None });
    assert_eq!(running.ended().await, Exit { code: Some(78), signal: None }, "it stays ended");
    assert!(!running.identity().is_alive());
    let output = std::fs::read_to_string(folder.path().join("output")).unwrap();
    let here = folder.path().canonicalize().unwrap().display().to_string();
    assert!(output.ends_with(&format!("{here}\noh\n")), "{output}");
    assert!(output.contains("PATH=/usr/bin:/bin\n") && !output.contains("CARGO"), "our environment leaked: {output}");
}

#[tokio::test]
async fn a_child_ends_by_a_signal_while_somebody_waits() {
    let (_folder, mut running) = shell(&format!("exec sleep {LONG}"));
    let identity = running.identity();
    assert!(identity.is_alive());
    let (exit, sent) = soon(async { tokio::join!(running.ended(), async { terminate(identity) }) }).await;
    assert_eq!((exit, sent.unwrap()), (Exit { code: None, signal: Some(15) }, true));
    assert!(!terminate(identity).unwrap(), "who is gone is not signalled");
}

#[tokio::test]
async fn the_end_of_a_child_does_not_wait_for_its_children_nor_end_them() {
    let (folder, mut running) = shell(&format!("sleep {LONG} & echo $! > left.tmp; mv left.tmp left"));
    assert_eq!(soon(running.ended()).await.code, Some(0));
    let left = named_in(&folder.path().join("left")).await;
    assert!(left.is_alive());
    let mut watch = adopt(left).unwrap();
    kill_tree(running.identity()).unwrap();
    soon(watch.ended()).await;
}

#[tokio::test]
async fn dropping_a_process_does_not_end_it() {
    let (_folder, running) = shell(&format!("exec sleep {LONG}"));
    let identity = running.identity();
    drop(running);
    assert!(identity.is_alive());
    let mut adopted = adopt(identity).unwrap();
    kill_tree(identity).unwrap();
    soon(adopted.ended()).await;
}

#[tokio::test]
async fn the_end_of_somebody_elses_child_is_an_event() {
    let (folder, mut parent) = shell(&format!("sleep {LONG} & echo $! > child.tmp; mv child.tmp child; wait; exit 3"));
    let child = named_in(&folder.path().join("child")).await;
    let mut adopted = adopt(child).unwrap();
    assert_eq!(adopted.identity(), child);
    tokio::select! {
        biased;
        exit = adopted.ended() => panic!("it has not ended: {exit:?}"),
        () = tokio::task::yield_now() => {}
    }
    assert!(terminate(child).unwrap());
    assert_eq!(soon(adopted.ended()).await, Exit::default(), "only its parent is told how");
    assert_eq!(soon(parent.ended()).await.code, Some(3));
    assert_eq!(adopt(child).unwrap_err().kind(), io::ErrorKind::NotFound);
}

#[tokio::test]
async fn a_number_given_out_again_is_never_touched() {
    let (_folder, running) = shell(&format!("exec sleep {LONG}"));
    let real = running.identity();
    let earlier = Identity { started: real.started - 1, ..real };
    assert!(!earlier.is_alive());
    assert!(!terminate(earlier).unwrap());
    kill_tree(earlier).unwrap();
    assert_eq!(adopt(earlier).unwrap_err().kind(), io::ErrorKind::NotFound);
    // A signal would have arrived before this one does.
    let mut running = running;
    kill_tree(real).unwrap();
    assert_eq!(soon(running.ended()).await.signal, Some(9));
}

#[tokio::test]
async fn a_whole_family_is_ended() {
    let script = format!(
        "trap '' TERM
         (trap '' TERM; sleep {LONG} & echo $! > grandchild.tmp; mv grandchild.tmp grandchild; wait) &
         setsid sh -c 'echo $$ > outsider.tmp; mv outsider.tmp outsider; sleep {LONG}; :' &
         wait"
    );
    let (folder, mut running) = shell(&script);
    let grandchild = named_in(&folder.path().join("grandchild")).await;
    let outsider = named_in(&folder.path().join("outsider")).await;
    let (mut first, mut second) = (adopt(grandchild).unwrap(), adopt(outsider).unwrap());
    kill_tree(running.identity()).unwrap();
    assert_eq!(soon(running.ended()).await.signal, Some(9));
    soon(async { tokio::join!(first.ended(), second.ended()) }).await;
    let home = folder.path().display().to_string();
    let left: Vec<_> = processes()
        .into_iter()
        .filter(|process| process.identity.pid != std::process::id())
        .filter(|process| {
            crate::platform::environment(process.identity.pid)
                .is_some_and(|environment| environment.contains(&("HOME".to_owned(), home.clone())))
        })
        .collect();
    assert_eq!(left, [], "the outsider's own child too");
}

#[tokio::test]
async fn an_answer_is_its_code_and_both_outputs() {
    let output = run(question("echo out; echo err >&2; cat; exit 3")).await.unwrap();
    assert_eq!(output, Output { code: Some(3), stdout: b"out\n".into(), stderr: b"err\n".into() });
    let exactly = Question {
        environment: Some(vec![("A".into(), "b".into())]),
        program: "/usr/bin/env".into(),
        args: vec![],
        ..question("")
    };
    assert_eq!(run(exactly).await.unwrap().stdout, b"A=b\n");
}

#[tokio::test]
async fn endless_output_is_cut_and_garbage_is_kept() {
    let flood =
        run(question("head -c 3000000 /dev/zero; printf '\\377\\000' >&2; head -c 2000 /dev/zero >&2")).await.unwrap();
    assert_eq!((flood.code, flood.stdout.len(), flood.stderr.len()), (Some(0), 1000, 1000));
    assert_eq!(flood.stderr[..2], [0xff, 0]);
}

#[tokio::test]
async fn the_deadline_ends_the_whole_group() {
    let folder = tempfile::tempdir().unwrap();
    let script = format!("trap '' TERM; sleep {LONG} & echo $! > child.tmp; mv child.tmp child; wait");
    let slow = Question { folder: folder.path().to_owned(), deadline: Duration::from_secs(2), ..question(&script) };
    let (answer, mut child) =
        tokio::join!(run(slow), async { adopt(named_in(&folder.path().join("child")).await).unwrap() });
    assert!(matches!(answer, Err(RunError::TimedOut { after, .. }) if after == Duration::from_secs(2)), "{answer:?}");
    soon(child.ended()).await;
}

#[tokio::test]
async fn a_question_nobody_waits_for_is_ended() {
    let folder = tempfile::tempdir().unwrap();
    let script = format!("echo $$ > self.tmp; mv self.tmp self; sleep {LONG}");
    let mut asker = tokio::spawn(run(Question { folder: folder.path().to_owned(), ..question(&script) }));
    let itself = tokio::select! {
        answer = &mut asker => panic!("{answer:?}"),
        itself = async { named_in(&folder.path().join("self")).await } => itself,
    };
    let mut itself = adopt(itself).unwrap();
    asker.abort();
    soon(itself.ended()).await;
}

#[tokio::test]
#[allow(clippy::disallowed_methods, reason = "measures real time")]
async fn a_background_process_that_keeps_the_pipe_does_not_keep_the_answer() {
    let folder = tempfile::tempdir().unwrap();
    let script = format!("echo done; sleep {LONG} & echo $! > left.tmp; mv left.tmp left");
    let begun = Instant::now();
    let output = run(Question { folder: folder.path().to_owned(), ..question(&script) }).await.unwrap();
    assert_eq!((output.code, output.stdout), (Some(0), b"done\n".into()));
    assert!(begun.elapsed() < Duration::from_secs(10));
    let left: u32 = std::fs::read_to_string(folder.path().join("left")).unwrap().trim().parse().unwrap();
    if let Some(Ok(mut watch)) = Identity::of(left).map(adopt) {
        soon(watch.ended()).await;
    }
}

#[tokio::test]
async fn what_cannot_be_run_is_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("text");
    std::fs::write(&text, "no program").unwrap();
    let ask = |program: &Path| run(Question { program: program.to_owned(), args: vec![], ..question("") });
    assert!(matches!(ask(&folder.path().join("nothing")).await, Err(RunError::NotFound(_))));
    assert!(matches!(ask(folder.path()).await, Err(RunError::NotExecutable(_))), "a folder");
    assert!(matches!(ask(&text).await, Err(RunError::NotExecutable(_))), "not executable");
    std::os::unix::fs::symlink("/bin/sh", folder.path().join("link")).unwrap();
    assert!(ask(&folder.path().join("link")).await.is_ok());
    let lost = Question { folder: folder.path().join("nowhere"), ..question("true") };
    assert!(matches!(run(lost).await, Err(RunError::Io { .. })), "a missing folder is not a missing program");
}

#[tokio::test]
async fn the_login_shell_tells_its_path() {
    let (program, args) = crate::platform::login_shell().unwrap();
    let args = args.into_iter().map(OsString::from).collect();
    let output = run(Question { program, args, ..question("") }).await.unwrap();
    let path = crate::platform::login_path(&output.stdout).unwrap();
    assert!(std::env::split_paths(&path).any(|folder| folder == Path::new("/bin") || folder == Path::new("/usr/bin")));
}
