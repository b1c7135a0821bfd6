//! The process table: who runs, whose child it is, and how a whole family is ended.

use std::{collections::BTreeMap, io, path::PathBuf, time::Duration};

use clawtender_core::host::{Load, Memory, Portion, Sample};
use jiff::Timestamp;
use sysinfo::{
    MemoryRefreshKind, Pid, Process, ProcessRefreshKind, ProcessStatus, ProcessesToUpdate, System, UpdateKind,
};

use super::{Identity, os, start_time};
use crate::clock;

/// How often a family is looked at anew before it is ended. Once is enough unless it keeps having children.
const LOOKS: usize = 16;
/// Where so little memory is left, it is worth looking who holds it. In bytes.
const SCARCE: u64 = 500_000_000;
/// How many of those who hold most are named.
const LARGEST: usize = 5;

/// One process as the system shows it. Texts come from the process itself and may say anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProcessView {
    /// Which.
    pub identity: Identity,
    /// Its parent's process id.
    pub parent: Option<u32>,
    /// The short name, cut to 15 bytes on Linux.
    pub name: String,
    /// The executable file, where we may know.
    pub exe: Option<PathBuf>,
    /// Its command line. The gateway writes its title over it.
    pub command: Vec<String>,
    /// Whether it runs as the user we run as.
    pub user_is_me: bool,
    /// Since when, by the clock on the wall.
    pub since: Option<Timestamp>,
}

/// The process with this number, if one runs.
pub fn process(pid: u32) -> Option<ProcessView> {
    let (pid, me) = (Pid::from_u32(pid), Pid::from_u32(std::process::id()));
    // sysinfo loses a process that is named twice
    let which = if pid == me { &[me][..] } else { &[pid, me] };
    let table = look(ProcessesToUpdate::Some(which), shown())?;
    view(table.process(pid)?, table.process(me))
}

/// Every process that runs.
pub fn processes() -> Vec<ProcessView> {
    let Some(table) = look(ProcessesToUpdate::All, shown()) else { return Vec::new() };
    let me = table.process(Pid::from_u32(std::process::id()));
    table.processes().values().filter_map(|process| view(process, me)).collect()
}

/// The environment the process was started with; `None` when the system does not show it.
pub fn environment(pid: u32) -> Option<Vec<(String, String)>> {
    let pid = Pid::from_u32(pid);
    let with_environment = ProcessRefreshKind::nothing().without_tasks().with_environ(UpdateKind::Always);
    let table = look(ProcessesToUpdate::Some(&[pid]), with_environment)?;
    let variables = table.process(pid)?.environ().iter().filter_map(|line| {
        let line = line.to_string_lossy();
        line.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()))
    });
    let variables: Vec<_> = variables.collect();
    // Another user's environment reads as empty; nobody's is.
    (!variables.is_empty()).then_some(variables)
}

/// What a process takes at this moment; `None` when it is gone, or the system does not show it.
pub(crate) fn load(pid: u32) -> Option<Load> {
    let which = Pid::from_u32(pid);
    let what = ProcessRefreshKind::nothing().without_tasks().with_memory().with_cpu();
    let table = look(ProcessesToUpdate::Some(&[which]), what)?;
    let process = table.process(which)?;
    let count = |count: Option<usize>| count.and_then(|count| u64::try_from(count).ok());
    let now = Sample {
        at: clock::now(),
        up: Duration::ZERO,
        resident: process.memory(),
        processor: Duration::from_millis(process.accumulated_cpu_time()),
    };
    let handles = count(process.open_files()).zip(count(process.open_files_limit()));
    Some(Load { pid, now, earlier: Vec::new(), handles })
}

/// The computer's memory. Who holds most of it is looked at only where there is little left.
pub(crate) fn memory() -> Option<Memory> {
    let mut system = System::new().ok()?;
    system.refresh_memory_specifics(MemoryRefreshKind::nothing().with_ram());
    let (total, available) = (system.total_memory(), system.available_memory());
    let scarce = available < SCARCE;
    (total > 0).then(|| Memory { total, available, largest: if scarce { largest() } else { Vec::new() } })
}

/// The programs that hold most memory, each with all its processes.
fn largest() -> Vec<Portion> {
    let what = ProcessRefreshKind::nothing().without_tasks().with_memory();
    let Some(table) = look(ProcessesToUpdate::All, what) else { return Vec::new() };
    let mut programs: BTreeMap<String, u64> = BTreeMap::new();
    for process in table.processes().values() {
        *programs.entry(process.name().to_string_lossy().into_owned()).or_default() += process.memory();
    }
    let mut largest: Vec<Portion> = programs.into_iter().map(|(name, bytes)| Portion { name, bytes }).collect();
    largest.sort_by_key(|portion| std::cmp::Reverse(portion.bytes));
    largest.truncate(LARGEST);
    largest
}

/// Ends the process, its group and session, and all its descendants, at once and without asking them.
///
/// Works while somebody waits for the process, and after it has ended: what it left behind is then ended. Does nothing
/// when the number belongs to another process by now. Whoever is found is first kept from having more children, until
/// nobody new is found. A descendant that has left the session *and* lost its parent cannot be told from a stranger.
///
/// # Errors
/// When the system does not let us end the process itself.
pub fn kill_tree(root: Identity) -> io::Result<()> {
    if start_time(root.pid).is_some_and(|started| started != root.started) {
        return Ok(());
    }
    let mut family = vec![root];
    os::freeze(root);
    for _ in 0..LOOKS {
        let newcomers = relatives(&family, &rows());
        if newcomers.is_empty() {
            break;
        }
        for member in &newcomers {
            os::freeze(*member);
        }
        family.extend(newcomers);
    }
    os::kill_group(root);
    for member in family.into_iter().skip(1) {
        // It may have ended with the group, or belong to another user: neither keeps us from the rest.
        let _ = os::kill(member);
    }
    os::kill(root).map(drop)
}

/// What a process and its whole family take of this computer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FamilyLoad {
    /// How many they are.
    pub processes: u32,
    /// Their resident memory in bytes; what they share is counted for each.
    pub memory: u64,
    /// The processor time that those who live have used so far.
    pub cpu: Duration,
}

/// What the process and its family take; `None` when it does not run any more.
pub fn family_load(root: Identity) -> Option<FamilyLoad> {
    let table = look(ProcessesToUpdate::All, ProcessRefreshKind::nothing().without_tasks().with_memory().with_cpu())?;
    let rows = kinship(&table);
    rows.iter().find(|row| row.identity == root)?;
    let mut load = FamilyLoad::default();
    for member in std::iter::once(root).chain(relatives(&[root], &rows)) {
        let Some(process) = table.process(Pid::from_u32(member.pid)) else { continue };
        load.processes += 1;
        load.memory += process.memory();
        load.cpu += Duration::from_millis(process.accumulated_cpu_time());
    }
    Some(load)
}

/// What kinship is told by.
#[derive(Clone, Copy)]
struct Row {
    identity: Identity,
    parent: Option<u32>,
    session: Option<u32>,
}

fn rows() -> Vec<Row> {
    let table = look(ProcessesToUpdate::All, ProcessRefreshKind::nothing().without_tasks());
    table.map(|table| kinship(&table)).unwrap_or_default()
}

fn kinship(table: &System) -> Vec<Row> {
    let rows = table.processes().values().filter_map(|process| {
        let identity = Identity::of(process.pid().as_u32())?;
        Some(Row { identity, parent: process.parent().map(Pid::as_u32), session: os::session(identity.pid) })
    });
    rows.collect()
}

/// Who is in the session that the first of the family leads, or descends from any of them, and is not of the family yet.
fn relatives(family: &[Identity], rows: &[Row]) -> Vec<Identity> {
    let leader = family.first().map(|root| root.pid);
    let in_session = rows.iter().filter(|row| leader.is_some() && row.session == leader).map(|row| row.identity);
    let mut all = family.to_vec();
    all.extend(in_session.filter(|member| !family.contains(member)));
    let mut next = 0;
    while let Some(parent) = all.get(next).copied() {
        next += 1;
        let children = rows.iter().filter(|row| is_child(row, parent, rows)).map(|row| row.identity);
        let children: Vec<_> = children.filter(|child| !all.contains(child)).collect();
        all.extend(children);
    }
    all.split_off(family.len())
}

/// Windows keeps naming a parent that is gone, by a number that another process may have by now.
fn is_child(row: &Row, parent: Identity, rows: &[Row]) -> bool {
    let is_another = |row: &Row| row.identity.pid == parent.pid && row.identity != parent;
    row.parent == Some(parent.pid) && row.identity.started >= parent.started && !rows.iter().any(is_another)
}

fn look(which: ProcessesToUpdate<'_>, what: ProcessRefreshKind) -> Option<System> {
    let mut table =
        System::new().inspect_err(|error| tracing::warn!(%error, "the process table cannot be read")).ok()?;
    table.refresh_processes_specifics(which, true, what);
    Some(table)
}

fn shown() -> ProcessRefreshKind {
    ProcessRefreshKind::nothing()
        .without_tasks()
        .with_exe(UpdateKind::Always)
        .with_cmd(UpdateKind::Always)
        .with_user(UpdateKind::Always)
}

fn view(process: &Process, me: Option<&Process>) -> Option<ProcessView> {
    if matches!(process.status(), ProcessStatus::Zombie | ProcessStatus::Dead) {
        return None;
    }
    let my_user = me.and_then(Process::user_id);
    Some(ProcessView {
        identity: Identity::of(process.pid().as_u32())?,
        parent: process.parent().map(Pid::as_u32),
        name: process.name().to_string_lossy().into_owned(),
        exe: process.exe().map(PathBuf::from),
        command: process.cmd().iter().map(|word| word.to_string_lossy().into_owned()).collect(),
        user_is_me: my_user.is_some() && process.user_id() == my_user,
        since: Timestamp::from_second(i64::try_from(process.start_time()).ok()?).ok(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(pid: u32, started: u64, parent: u32, session: u32) -> Row {
        Row { identity: Identity { pid, started }, parent: Some(parent), session: Some(session) }
    }

    #[test]
    fn relatives_are_in_the_session_or_descend_from_the_family() {
        let rows = [
            row(1, 0, 0, 1),
            row(10, 5, 1, 10),  // the root
            row(11, 6, 10, 10), // a child
            row(12, 7, 11, 12), // a grandchild that left the session
            row(13, 8, 1, 10),  // an orphan that did not
            row(14, 9, 13, 14), // its child, that did
            row(20, 9, 1, 20),
        ];
        let found = relatives(&[rows[1].identity], &rows);
        let mut pids: Vec<_> = found.iter().map(|member| member.pid).collect();
        pids.sort_unstable();
        assert_eq!(pids, [11, 12, 13, 14]);
        assert_eq!(relatives(&[&[rows[1].identity][..], &found].concat(), &rows), [], "nobody new");
    }

    #[test]
    fn who_is_older_is_no_child() {
        let rows = [row(10, 50, 1, 10), row(11, 49, 10, 11)];
        assert_eq!(relatives(&[rows[0].identity], &rows), []);
    }

    #[test]
    fn a_late_child_of_who_is_gone_is_found_unless_the_number_is_anothers() {
        let (root, gone) = (Identity { pid: 10, started: 5 }, Identity { pid: 11, started: 6 });
        let late = row(12, 9, 11, 12);
        assert_eq!(relatives(&[root, gone], &[late]), [late.identity]);
        assert_eq!(relatives(&[root, gone], &[late, row(11, 8, 1, 11)]), []);
    }

    #[test]
    fn we_are_in_the_table() {
        let me = process(std::process::id()).unwrap();
        assert_eq!(Identity::of(std::process::id()), Some(me.identity));
        assert!(me.user_is_me && me.identity.is_alive() && !me.command.is_empty());
        assert_eq!(me.exe, std::env::current_exe().ok());
        assert!(processes().contains(&me));
        let path = std::env::var("PATH").unwrap();
        assert!(environment(std::process::id()).unwrap().contains(&("PATH".to_owned(), path)));
    }

    #[test]
    fn a_family_takes_at_least_what_its_first_member_takes() {
        let me = Identity::of(std::process::id()).unwrap();
        let load = family_load(me).unwrap();
        assert!(load.processes >= 1 && load.memory > 1024 * 1024, "{load:?}");
        assert_eq!(family_load(Identity { started: me.started + 1, ..me }), None, "another one of that number");
    }

    #[test]
    fn nobody_has_an_impossible_number() {
        assert_eq!(process(u32::MAX), None);
        assert_eq!(environment(u32::MAX), None);
        assert_eq!(Identity::of(u32::MAX), None);
    }
}
