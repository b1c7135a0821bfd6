//! Wake-ups and processor time of one process, thread by thread: a thread that ends takes its counters with it.

use std::{collections::HashMap, fs, time::Duration};

#[derive(Clone, Copy, Default)]
struct Counters {
    /// Voluntary context switches: each is a wait that somebody ended.
    waits: u32,
    /// Processor time in nanoseconds.
    busy: u64,
}

/// Counts from its making on.
pub(crate) struct Meter {
    pid: u32,
    before: HashMap<u32, Counters>,
    latest: HashMap<u32, (String, Counters)>,
}

impl Meter {
    pub(crate) fn new(pid: u32) -> Meter {
        let before = read(pid).into_iter().map(|(thread, (_, counters))| (thread, counters)).collect();
        Meter { pid, before, latest: HashMap::new() }
    }

    /// Reads the counters. What a thread does between the last look and its end is not seen.
    pub(crate) fn look(&mut self) {
        self.latest.extend(read(self.pid));
    }

    pub(crate) fn wakeups(&self) -> u32 {
        self.since().map(|(_, counters)| counters.waits).sum()
    }

    pub(crate) fn cpu(&self) -> Duration {
        Duration::from_nanos(self.since().map(|(_, counters)| counters.busy).sum())
    }

    /// Who woke up how often.
    pub(crate) fn threads(&self) -> String {
        let mut threads: Vec<_> = self.since().map(|(name, counters)| (counters.waits, name)).collect();
        threads.sort_unstable_by(|one, other| other.cmp(one));
        threads.iter().map(|(waits, name)| format!("{name} {waits}")).collect::<Vec<_>>().join(", ")
    }

    fn since(&self) -> impl Iterator<Item = (&str, Counters)> {
        self.latest.iter().map(|(thread, (name, now))| {
            let before = self.before.get(thread).copied().unwrap_or_default();
            let since =
                Counters { waits: now.waits.saturating_sub(before.waits), busy: now.busy.saturating_sub(before.busy) };
            (name.as_str(), since)
        })
    }
}

fn read(pid: u32) -> HashMap<u32, (String, Counters)> {
    let threads = fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    threads.filter_map(|thread| one(&thread.path(), thread.file_name().to_str()?.parse().ok()?)).collect()
}

fn one(thread: &std::path::Path, id: u32) -> Option<(u32, (String, Counters))> {
    let status = fs::read_to_string(thread.join("status")).ok()?;
    let field = |name: &str| status.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    let waits = field("voluntary_ctxt_switches:")?.parse().ok()?;
    let busy = fs::read_to_string(thread.join("schedstat")).ok()?.split(' ').next()?.parse().ok()?;
    Some((id, (field("Name:")?.to_owned(), Counters { waits, busy })))
}
