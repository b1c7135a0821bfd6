//! `clawtender explain`, as it is used: a file, a pipe, a file that grows; any size, any bytes.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod stage;

use std::{fs, io::Write, process::Stdio};

use serde_json::Value;
use stage::{Home, code, stderr, stdout};

fn explain(home: &Home, args: &[&str], text: &[u8]) -> std::process::Output {
    let mut child = home
        .command(&["explain"])
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // a program that has ended already does not read
    let _ = child.stdin.take().unwrap().write_all(text);
    child.wait_with_output().unwrap()
}

#[test]
fn what_is_wrong_is_told_with_its_line_and_what_to_do() {
    let home = Home::new();
    let text = b"Error: listen EADDRINUSE: address already in use 127.0.0.1:18789\n";
    fs::write(home.file("gateway.log"), text).unwrap();
    let entries = || fs::read_dir(home.file("")).unwrap().count();
    let before = entries();
    for output in [home.run(&["explain", "gateway.log"]), explain(&home, &[], text), explain(&home, &["-"], text)] {
        assert_eq!(code(&output), 1, "{output:?}");
        for said in ["18789", "port-free", "EADDRINUSE", "Fix: Use another port", "1 line"] {
            assert!(stdout(&output).contains(said), "{said} is missing: {}", stdout(&output));
        }
        assert_eq!(stderr(&output), "");
    }
    // an engine that cannot be asked, a home that is none: not needed
    let alone =
        home.command(&["explain", "gateway.log"]).env_remove("HOME").env_remove("CLAWTENDER_HOME").output().unwrap();
    assert_eq!(code(&alone), 1);
    assert_eq!(entries(), before, "it left something behind");
}

#[test]
fn nothing_wrong_is_exit_code_0() {
    let home = Home::new();
    for text in [&b""[..], b"all is well\n", b"[gateway] remote model catalog refresh failed\n"] {
        assert_eq!(code(&explain(&home, &[], text)), 0);
    }
    assert_eq!(code(&explain(&home, &[], b"origin not allowed")), 1, "a last line without an end counts");
}

#[test]
fn what_cannot_be_read_is_exit_code_3_and_a_sentence() {
    let home = Home::new();
    for args in [&["explain", "no-such-file"][..], &["explain", "."], &["explain", "--follow", "no-such-file"]] {
        let output = home.run(args);
        assert_eq!((code(&output), stdout(&output)), (3, ""), "{args:?}");
        assert_eq!(stderr(&output).lines().count(), 1, "{output:?}");
        assert!(stderr(&output).contains("cannot be read"), "{output:?}");
    }
    assert_eq!(code(&home.run(&["explain", "one", "two"])), 2);
}

#[test]
fn json_is_one_document() {
    let output =
        explain(&Home::new(), &["--json"], b"connect ECONNREFUSED 10.0.0.1:443\nconnect ECONNREFUSED 10.0.0.1:443\n");
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    let finding = &document["findings"][0];
    assert_eq!(document["schema"], 1);
    assert_eq!((&finding["id"], &finding["check"]), (&"connection-refused".into(), &"provider-reachable".into()));
    assert_eq!((&finding["count"], &finding["fields"]["host"]), (&2.into(), &"10.0.0.1".into()));
}

#[test]
fn nothing_hostile_reaches_the_terminal() {
    let text = b"\x1b]0;title\x07\x1b[31mEADDRINUSE\x1b[2J \xff\xfe\xe2\x80\xae\x00\r\n\x9b2J origin not allowed\n";
    for args in [&[][..], &["--json"]] {
        let output = explain(&Home::new(), args, text);
        assert_eq!(code(&output), 1);
        let shown = stdout(&output);
        assert!(!shown.chars().any(|char| (char != '\n' && char.is_control()) || char == '\u{202e}'), "{shown:?}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_log_of_any_size_takes_no_more_memory() {
    let home = Home::new();
    let mut child = home.command(&["explain", "--json"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut into = child.stdin.take().unwrap();
    let mut piece = b"2026-11-20T11:19:48.079+00:00 [gateway] loading configuration\n".repeat(4000);
    piece.extend_from_slice(b"Error: listen EADDRINUSE: address already in use 127.0.0.1:18789\n");
    // and a line without an end
    piece.extend_from_slice(&vec![b'x'; 4 << 20]);
    piece.push(b'\n');
    for _ in 0..30 {
        into.write_all(&piece).unwrap();
    }
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let peak: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
    drop(into);
    let output = child.wait_with_output().unwrap();
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["findings"][0]["count"], 30);
    assert!(peak < 40 * 1024, "{peak} kB");
}

#[cfg(unix)]
mod following {
    use std::{
        fs::OpenOptions,
        io::{BufRead, BufReader},
        process::{Child, ChildStdout},
    };

    use rustix::process::{Pid, Signal, kill_process};

    use super::*;

    struct Follower {
        child: Child,
        lines: BufReader<ChildStdout>,
    }

    impl Follower {
        fn start(home: &Home) -> Follower {
            let mut command = home.command(&["explain", "--follow", "--json", "gateway.log"]);
            let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
            let lines = BufReader::new(child.stdout.take().unwrap());
            Follower { child, lines }
        }

        fn next(&mut self) -> Value {
            let mut line = String::new();
            self.lines.read_line(&mut line).unwrap();
            serde_json::from_str(&line).unwrap_or_else(|why| panic!("{why}: {line:?}"))
        }
    }

    fn append(home: &Home, text: &str) {
        let mut file = OpenOptions::new().create(true).append(true).open(home.file("gateway.log")).unwrap();
        file.write_all(text.as_bytes()).unwrap();
    }

    #[test]
    fn a_growing_file_is_explained_as_it_grows_and_after_it_was_replaced() {
        let home = Home::new();
        append(&home, "origin not allowed\n");
        let mut follower = Follower::start(&home);
        assert_eq!(follower.next()["id"], "origin-refused");
        append(&home, "Error: listen EADDR");
        append(&home, "INUSE: address already in use 127.0.0.1:18789\n");
        let news = follower.next();
        assert_eq!(news["id"], "port-taken");
        assert!(news["first"].is_string(), "it came just now: {news}");
        // emptied
        fs::write(home.file("gateway.log"), "cron: timer tick failed\n").unwrap();
        assert_eq!(follower.next()["id"], "cron-tick");
        // moved away for a new one
        fs::rename(home.file("gateway.log"), home.file("gateway.log.1")).unwrap();
        append(&home, "a new file that is longer than the one before it ever was\nCERT_HAS_EXPIRED\n");
        assert_eq!(follower.next()["id"], "tls-expired");
        // the same again is news at every tenfold only
        append(&home, &"CERT_HAS_EXPIRED\n".repeat(9));
        assert_eq!(follower.next()["count"], 10);
        kill_process(Pid::from_child(&follower.child), Signal::INT).unwrap();
        assert_eq!(follower.child.wait().unwrap().code(), Some(130));
    }

    #[test]
    fn whoever_waits_for_a_pipe_can_be_interrupted() {
        for args in [&["explain"][..], &["explain", "--follow"]] {
            let home = Home::new();
            let mut child =
                home.command(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
            // it reads, so it listens
            let mut into = child.stdin.take().unwrap();
            into.write_all(&vec![b'\n'; 4 << 20]).unwrap();
            kill_process(Pid::from_child(&child), Signal::INT).unwrap();
            assert_eq!(child.wait().unwrap().code(), Some(130), "{args:?}");
        }
    }
}
