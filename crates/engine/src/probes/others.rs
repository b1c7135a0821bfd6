//! Who else runs a gateway here, and who holds the port: lock files, listeners and processes laid side by side.
//!
//! A lock file is a claim, not a proof: it stays behind when a gateway is killed. It counts only while a process with its
//! pid, and as far as the system tells with its start time, is alive. Nothing here asks the system: callers bring what
//! they have seen.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use clawtender_core::facts::{OtherGateway, Others, PortHolder, Service};
use jiff::Timestamp;
use serde::Deserialize;

use super::bounded;

/// Largest lock file that is read, in bytes. Real ones are below 500.
const LOCK_LIMIT: u64 = 64 * 1024;
/// Lock files read at most, of all users together.
const MOST_LOCKS: usize = 64;
/// What a gateway calls itself. Linux keeps 15 characters of it as the process name.
const TITLE: &str = "openclaw-gateway";
const SHORT_TITLE: &str = "openclaw-gatewa";

/// What a gateway wrote down about itself when it started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    /// Process id.
    pub pid: u32,
    /// The port it set out to listen on.
    pub port: Option<u16>,
    /// The folder that holds its state.
    pub state_dir: Option<String>,
    /// Its configuration file.
    pub config_path: Option<String>,
    /// When it started: on Linux in clock ticks since boot (`/proc/<pid>/stat`), elsewhere whatever OpenClaw used.
    pub start_time: Option<u64>,
}

/// Somebody who listens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listener {
    /// Process id; 0 when the system does not tell.
    pub pid: u32,
    /// Executable or process name; empty when the system does not tell.
    pub name: String,
    /// Where, `127.0.0.1:18789`.
    pub address: String,
}

/// A live process, as far as is needed here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProcessView {
    /// Process id.
    pub pid: u32,
    /// Its name or title.
    pub title: String,
    /// When it started, in the unit of [`Lock::start_time`]; `None` where the two cannot be compared.
    pub start_time: Option<u64>,
    /// Its executable file; empty when the system does not tell.
    pub path: String,
    /// Whether it runs as this user.
    pub mine: bool,
    /// See [`PortHolder::vital`].
    pub vital: bool,
    /// See [`PortHolder::started`].
    pub started: Option<u64>,
    /// Since when it runs.
    pub since: Option<Timestamp>,
}

/// What was seen, for [`classify`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen<'a> {
    /// Of every state folder that was looked at.
    pub locks: &'a [Lock],
    /// On the gateway's port.
    pub listeners: &'a [Listener],
    /// Of this user; at least every process that a lock or a listener names, as far as it is alive.
    pub processes: &'a [ProcessView],
    /// The supervised gateway: its pid, if it runs.
    pub own: Option<u32>,
    /// Whether `/startupz` on the gateway's port was answered as a gateway does.
    pub answers: bool,
}

/// The lock files of a state folder. What is not a lock file, or not readable, is not there.
///
/// Before 2026.7 OpenClaw kept them in the system's folder for temporary files, those of every state folder together: there
/// the one that names this configuration counts.
pub fn locks(state_dir: &Path, config_path: &Path) -> Vec<Lock> {
    let shared = below(&std::env::temp_dir())
        .filter(|lock| lock.config_path.as_deref().is_some_and(|path| Path::new(path) == config_path))
        .map(|lock| Lock { state_dir: Some(state_dir.to_string_lossy().into_owned()), ..lock });
    let mut locks: Vec<Lock> = Vec::new();
    for lock in below(&state_dir.join("tmp")).chain(shared) {
        // one gateway writes two: for its state and for its configuration
        if !locks.contains(&lock) {
            locks.push(lock);
        }
    }
    locks
}

fn below(folder: &Path) -> impl Iterator<Item = Lock> + use<> {
    // the folder is named after the numeric user, which nobody else has a reason to know
    let folders = entries(folder, |name| name == "openclaw" || name.starts_with("openclaw-"));
    let files = folders.into_iter().flat_map(|folder| {
        let lock =
            |name: &str| name.starts_with("gateway") && Path::new(name).extension().is_some_and(|end| end == "lock");
        entries(&folder, lock)
    });
    files.take(MOST_LOCKS).filter_map(|path| parse(&bounded::read(&path, LOCK_LIMIT).ok()?))
}

fn entries(folder: &Path, wanted: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().take(10_000).filter_map(Result::ok);
    let mut paths: Vec<_> =
        entries.filter(|entry| entry.file_name().to_str().is_some_and(&wanted)).map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    pid: u32,
    port: Option<u16>,
    state_dir: Option<String>,
    config_path: Option<String>,
    start_time: Option<u64>,
}

/// The JSON at the front; blanks, or whatever is left of a longer one, may follow.
fn parse(bytes: &[u8]) -> Option<Lock> {
    let written: Written = serde_json::Deserializer::from_slice(bytes).into_iter().next()?.ok()?;
    let path = |path: Option<String>| path.map(|path| bounded::clean(&path, 4096));
    Some(Lock {
        pid: written.pid,
        port: written.port,
        state_dir: path(written.state_dir),
        config_path: path(written.config_path),
        start_time: written.start_time,
    })
}

/// Who else runs a gateway, and who holds the port.
pub fn classify(seen: &Seen, services: Vec<Service>) -> (Others, Vec<PortHolder>) {
    let live: Vec<&Lock> = seen.locks.iter().filter(|lock| is_live(lock, seen.processes)).collect();
    let titled = seen.processes.iter().filter(|process| is_titled(&process.title)).map(|process| process.pid);
    let pids: BTreeSet<u32> = live.iter().map(|lock| lock.pid).chain(titled).collect();
    let gateway = |pid: &u32| {
        let lock = live.iter().find(|lock| lock.pid == *pid);
        OtherGateway {
            pid: *pid,
            port: lock.and_then(|lock| lock.port),
            state_dir: lock.and_then(|lock| lock.state_dir.clone()),
        }
    };
    let gateways = pids.iter().filter(|pid| Some(**pid) != seen.own).map(gateway).collect();
    let nobody = ProcessView::default();
    let holder = |listener: &Listener| {
        let known = |process: &&ProcessView| listener.pid != 0 && process.pid == listener.pid;
        let process = seen.processes.iter().find(known).unwrap_or(&nobody);
        PortHolder {
            pid: listener.pid,
            name: bounded::clean(&listener.name, 200),
            address: listener.address.clone(),
            gateway: seen.answers || pids.contains(&listener.pid),
            ours: listener.pid != 0 && Some(listener.pid) == seen.own,
            path: bounded::clean(&process.path, 300),
            mine: process.mine,
            vital: process.vital,
            started: process.started,
            since: process.since,
        }
    };
    (Others { gateways, services }, seen.listeners.iter().map(holder).collect())
}

/// Whether nobody on this computer runs a gateway but the one of this process.
pub(crate) fn is_alone(own: Option<u32>, processes: &[(u32, String)]) -> bool {
    processes.iter().all(|(pid, title)| Some(*pid) == own || !is_titled(title))
}

fn is_titled(title: &str) -> bool {
    title == SHORT_TITLE || title == TITLE || title.strip_prefix(TITLE).is_some_and(|rest| rest.starts_with(' '))
}

fn is_live(lock: &Lock, processes: &[ProcessView]) -> bool {
    let Some(process) = processes.iter().find(|process| process.pid == lock.pid) else { return false };
    match (lock.start_time, process.start_time) {
        (Some(written), Some(seen)) => written == seen,
        // not comparable: a pid may have been given to somebody else since, so the name has to fit
        _ => is_titled(&process.title) || ["node", "openclaw"].iter().any(|name| process.title.starts_with(name)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// As OpenClaw 2026.9.6 writes it, with the start of its padding.
    const LOCK: &str = "{\n \"pid\": 17330,\n \"ownerId\": \"9ae0d997\",\n \"cronOwnerProjection\": \"dynamic-default-v1\",\n \"createdAt\": \"2026-11-20T14:11:36.660Z\",\n \"configPath\": \"/home/u/.openclaw/openclaw.json\",\n \"stateDir\": \"/home/u/.openclaw\",\n \"port\": 19436,\n \"startTime\": 238604\n}\n\t\t\t\t \t\t\t";

    fn lock(pid: u32, start_time: Option<u64>) -> Lock {
        Lock { pid, port: Some(19436), state_dir: Some("/s".into()), config_path: None, start_time }
    }

    fn process(pid: u32, title: &str, start_time: Option<u64>) -> ProcessView {
        ProcessView { pid, title: title.into(), start_time, ..ProcessView::default() }
    }

    #[test]
    fn a_gateway_is_alone_until_another_has_its_title() {
        let mut processes = vec![(1, "openclaw-gatewa".to_owned()), (2, "openclaw".to_owned()), (3, "node".to_owned())];
        assert!(is_alone(Some(1), &processes));
        assert!(!is_alone(None, &processes));
        processes.push((4, "openclaw-gateway".to_owned()));
        assert!(!is_alone(Some(1), &processes));
    }

    #[test]
    fn reads_lock_files_and_nothing_else() {
        let state = tempfile::tempdir().unwrap();
        let folder = state.path().join("tmp").join("openclaw-1000");
        fs::create_dir_all(folder.join("gateway.folder.lock")).unwrap();
        fs::create_dir_all(state.path().join("tmp").join("other")).unwrap();
        for (name, content) in [
            ("gateway.state.lock", LOCK),
            ("gateway.01b4cb9d.lock", LOCK),
            ("gateway.state.lock.sqlite", LOCK),
            ("gateway.half.lock", &LOCK[..100]),
            ("gateway.odd.lock", "{\"pid\":-1}"),
            ("gateway.large.lock", &" ".repeat(100_000)),
            ("device-identity.lock", LOCK),
            ("../other/gateway.lock", LOCK),
        ] {
            fs::write(folder.join(name), content).unwrap();
        }
        let expected = Lock {
            pid: 17330,
            port: Some(19436),
            state_dir: Some("/home/u/.openclaw".into()),
            config_path: Some("/home/u/.openclaw/openclaw.json".into()),
            start_time: Some(238_604),
        };
        let config = Path::new("/home/u/.openclaw/openclaw.json");
        assert_eq!(locks(state.path(), config), [expected]);
        assert_eq!(locks(&state.path().join("none"), config), []);
    }

    #[test]
    fn a_lock_counts_while_its_process_lives() {
        for (what, lock, process, counts) in [
            ("dead", lock(1, Some(5)), process(2, "node", Some(5)), false),
            ("alive", lock(1, Some(5)), process(1, "anything", Some(5)), true),
            ("pid given to another", lock(1, Some(5)), process(1, "openclaw-gateway", Some(6)), false),
            ("start unknown, a Node", lock(1, Some(5)), process(1, "node.exe", None), true),
            ("start unknown, a gateway", lock(1, None), process(1, "openclaw-gatewa", Some(6)), true),
            ("start unknown, another", lock(1, None), process(1, "bash", Some(6)), false),
        ] {
            assert_eq!(is_live(&lock, &[process]), counts, "{what}");
        }
    }

    #[test]
    fn lays_side_by_side_what_was_seen() {
        let locks = [lock(10, Some(1)), lock(20, Some(2)), lock(30, Some(3))];
        let processes = [
            process(10, "openclaw-gateway", Some(1)),
            process(20, "openclaw-gateway", Some(2)),
            process(40, "openclaw-gateway --flag", None),
            process(41, "openclaw-gateway-worker", None),
            process(50, "python3", Some(9)),
        ];
        let listen = |pid, name: &str| Listener { pid, name: name.into(), address: "127.0.0.1:18789".into() };
        let listeners = [listen(10, "openclaw-gateway"), listen(50, "python\u{1b}3"), listen(0, "")];
        let seen = Seen { locks: &locks, listeners: &listeners, processes: &processes, own: Some(10), answers: false };
        let (others, holders) = classify(&seen, vec![Service::default()]);
        let found: Vec<_> = others.gateways.iter().map(|gateway| (gateway.pid, gateway.port)).collect();
        assert_eq!((found, others.services.len()), (vec![(20, Some(19436)), (40, None)], 1));
        let held: Vec<_> = holders.iter().map(|holder| (holder.name.as_str(), holder.gateway, holder.ours)).collect();
        assert_eq!(held, [("openclaw-gateway", true, true), ("python3", false, false), ("", false, false)]);
        let (_, holders) = classify(&Seen { answers: true, own: None, ..seen }, Vec::new());
        assert!(holders.iter().all(|holder| holder.gateway && !holder.ours));
    }

    proptest! {
        #[test]
        fn no_bytes_whatever_cause_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), cut in 0_usize..LOCK.len()) {
            let _ = parse(&bytes);
            let _ = parse(&LOCK.as_bytes()[..cut]);
        }
    }
}
