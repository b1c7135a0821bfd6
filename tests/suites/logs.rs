//! Following the gateway's output: told as it is written, free while nothing is, honest with whoever reads slowly.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on says so by panicking")]

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    process::{Child, ChildStdout, Stdio},
    sync::mpsc::{Receiver, channel},
};

use e2e::{PATIENCE, drill::with_fake_gateway, home::Home, processes, program, until, watch::Watch};

struct Follower {
    child: Child,
}

impl Follower {
    fn start(home: &Home, args: &[&str]) -> Follower {
        let mut command = home.command(program("clawtender"));
        command.args(["gateway", "logs", "--follow"]).args(args);
        Follower { child: command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap() }
    }

    /// Its lines, as they come.
    fn lines(&mut self) -> Receiver<String> {
        let output: ChildStdout = self.child.stdout.take().unwrap();
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            let read = BufReader::new(output).lines().map_while(Result::ok);
            read.for_each(|line| drop(sender.send(line)));
        });
        lines
    }

    /// How often it has waited for something.
    fn waits(&self) -> u32 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:")).unwrap();
        line.trim().parse().unwrap()
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn hear(lines: &Receiver<String>, wanted: &str) {
    while !lines.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("waited in vain for {wanted}")).contains(wanted) {}
}

/// Makes the real gateway say that it does not take over a configuration.
fn provoke(home: &Home) {
    home.write_config_text("{ not a configuration");
}

const PROVOKED: &str = "config reload skipped";

#[test]
fn what_the_gateway_writes_is_told_with_and_without_a_clawtender_that_runs() {
    let home = Home::new();
    let nothing = home.clawtender(&["gateway", "logs", "--follow"]);
    assert_eq!(nothing.status.code(), Some(3), "{nothing:?}");
    let mut watch = home.watch();
    watch.phase("ready");
    it_is_told_at_once_and_silence_costs_nothing(&home, watch);
    home.write_config(&home.config());
    it_is_told_while_no_clawtender_runs_and_stands_in_nobodys_way(&home);
}

fn it_is_told_at_once_and_silence_costs_nothing(home: &Home, mut watch: Watch) {
    let mut follower = Follower::start(home, &["-n", "500"]);
    let lines = follower.lines();
    hear(&lines, "ready");
    provoke(home);
    hear(&lines, PROVOKED);

    // two examinations take a while, and the gateway says nothing to them
    let before = until("quiet", || {
        let waits = follower.waits();
        home.json(&["doctor"]);
        (follower.waits() == waits).then_some(waits)
    });
    home.json(&["doctor"]);
    home.json(&["doctor"]);
    assert!(follower.waits() <= before + 2, "it woke up {} times", follower.waits() - before);

    watch.signal("KILL");
    watch.ended();
    assert_eq!(follower.child.wait().unwrap().code(), Some(3));
}

fn it_is_told_while_no_clawtender_runs_and_stands_in_nobodys_way(home: &Home) {
    let mut follower = Follower::start(home, &["--json", "-n", "500"]);
    let lines = follower.lines();
    hear(&lines, "ready");
    while lines.try_recv().is_ok() {}
    provoke(home);
    hear(&lines, PROVOKED);
    // a Clawtender that is started meanwhile does not wait for it
    home.write_config(&home.config());
    let mut watch = home.watch();
    watch.phase("ready");
    home.json(&["gateway", "stop"]);
    hear(&lines, "shutting down");
}

#[test]
fn a_slow_reader_misses_lines_and_learns_how_many() {
    const LINES: usize = 40_000;
    let mut home = Home::new();
    let words = (1..=LINES).map(|n| format!("line {n:06} {}", "x".repeat(200))).collect::<Vec<_>>().join("\n") + "\n";
    fs::write(home.path("words"), words).unwrap();
    home.set("FAKE_SAYS", home.path("words").display().to_string());
    with_fake_gateway(&home);
    home.json(&["gateway", "stop"]);
    let mut watch = home.watch();
    watch.phase("stopped");
    let mut follower = Follower::start(&home, &[]);
    until("the follower", || (connections(follower.child.id()) > 0).then_some(()));
    home.json(&["gateway", "start"]);
    let last = format!("line {LINES:06}");
    until("the gateway's last line", || {
        let output = home.clawtender(&["gateway", "logs", "-n", "10"]);
        String::from_utf8_lossy(&output.stdout).contains(&last).then_some(())
    });

    // nobody has read until now
    let lines = follower.lines();
    let mut heard = Vec::new();
    while heard.last().is_none_or(|number| *number < LINES) {
        let line = lines.recv_timeout(PATIENCE).expect("the last line");
        let number: usize = line.strip_prefix("line ").unwrap_or_else(|| panic!("{line}"))[..6].parse().unwrap();
        heard.push(number);
    }
    processes::signal(follower.child.id(), "INT");
    assert_eq!(follower.child.wait().unwrap().code(), Some(130));
    let mut said = String::new();
    follower.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    let missed: usize = said
        .lines()
        .filter_map(|line| {
            line.strip_prefix("clawtender: Nobody read for a while: ")?.split(' ').next()?.parse::<usize>().ok()
        })
        .sum();
    // each line is written to both of the gateway's outputs
    assert!(missed > 0, "nothing was lost: {said}");
    assert_eq!(heard.len() + missed, 2 * LINES, "{said}");
    assert!(resident_megabytes(watch.pid()) < 60, "{} MB", resident_megabytes(watch.pid()));
}

/// How many sockets a process holds.
fn connections(pid: u32) -> usize {
    let handles = fs::read_dir(format!("/proc/{pid}/fd")).into_iter().flatten().flatten();
    let targets = handles.filter_map(|handle| fs::read_link(handle.path()).ok());
    targets.filter(|target| target.to_string_lossy().starts_with("socket:")).count()
}

fn resident_megabytes(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
}
