//! Has this computer room left for what the gateway writes, and memory for it to run in?

use std::time::Duration;

use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    facts::{Fact, Facts},
    fixes,
    host::{Host, Load, Memory, Portion, Room, size},
    text::clean,
    words::Phrase,
};

/// Room that is little: some days of logs and chats. An update needs about as much.
const LITTLE_ROOM: u64 = 1_000_000_000;
/// Room that is as good as none: the database, in which the gateway keeps its state, needs as much for one large change.
const NO_ROOM: u64 = 100_000_000;
/// Files that can still be made where that is little.
const FEW_FILES: u64 = 5_000;
/// Memory that is little: less than half of what a gateway takes when it starts.
const LITTLE_MEMORY: u64 = 350_000_000;
/// Files of a hundred that a process may hold open, from which on it is about to be refused one.
const OPEN: u64 = 90;
/// How many of the largest are named.
const NAMED: usize = 3;

pub(crate) static CHECK: Check = Check {
    id: "host-resources",
    group: Group::Gateway,
    title: "Computer runs short",
    severity: Severity::Error,
    depends_on: &[],
    grace: Duration::from_mins(1),
    reads: &[Fact::Host],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let Some(host) = facts.host.value() else { return Verdict::undecided(facts.host.why_not()) };
    let found = room(host).or_else(|| memory(host)).or_else(|| host.gateway.as_ref().and_then(handles));
    let Some(Found { problem, measured, largest }) = found else { return Verdict::Pass };
    let largest = largest.iter().take(NAMED);
    let largest = largest.map(|portion| format!("{}: {}", clean(&portion.name, 80), size(portion.bytes)));
    let seen = |problem: Problem, text| problem.seen(Source::Probe, facts.host.at(), text);
    [measured].into_iter().chain(largest).fold(problem, seen).into()
}

/// What is short.
struct Found<'a> {
    problem: Problem,
    measured: String,
    /// Who takes most of it.
    largest: &'a [Portion],
}

fn room(host: &Host) -> Option<Found<'_>> {
    let tightest = host.rooms.iter().min_by_key(|room| room.free)?;
    let place = clean(&tightest.path, 90);
    if tightest.free < LITTLE_ROOM {
        let told = [("free", size(tightest.free).into()), ("place", place.clone().into())];
        let problem = Problem::new(Phrase::new("host-resources-room", told));
        let severity = if tightest.free < NO_ROOM { Severity::Error } else { Severity::Warning };
        let measured = format!("Free in {place}: {}", size(tightest.free));
        return Some(Found { problem: problem.severity(severity), measured, largest: &tightest.largest });
    }
    let few = |room: &&Room| room.files.is_some_and(|(free, all)| all > 0 && free < FEW_FILES);
    let room = host.rooms.iter().find(few)?;
    let (free, all) = room.files?;
    let told =
        [("free", free.to_string().into()), ("place", clean(&room.path, 90).into()), ("all", all.to_string().into())];
    let problem = Problem::new(Phrase::new("host-resources-files", told));
    let severity = if free < FEW_FILES / 10 { Severity::Error } else { Severity::Warning };
    let measured = format!("Files that can still be made: {free} of {all}");
    Some(Found { problem: problem.severity(severity), measured, largest: &room.largest })
}

fn memory(host: &Host) -> Option<Found<'_>> {
    let Memory { total, available, largest } = host.memory.as_ref()?;
    (*available < LITTLE_MEMORY).then(|| {
        let told = [("free", size(*available).into()), ("all", size(*total).into())];
        let problem = Problem::new(Phrase::new("host-resources-memory", told));
        let measured = format!("Memory that is free: {} of {}", size(*available), size(*total));
        Found { problem: problem.severity(Severity::Warning), measured, largest }
    })
}

fn handles(load: &Load) -> Option<Found<'static>> {
    let (open, limit) = load.handles?;
    (open.saturating_mul(100) >= limit.saturating_mul(OPEN)).then(|| {
        let told = [("open", open.to_string().into()), ("limit", limit.to_string().into())];
        let problem = Problem::new(Phrase::new("host-resources-handles", told));
        let problem = problem.severity(Severity::Warning).fix(&fixes::RESTART_GATEWAY);
        Found { problem, measured: format!("Open: {open} of {limit}"), largest: &[] }
    })
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::facts::Observed;

    fn left(facts: &mut Facts, change: fn(&mut Room)) {
        edit(&mut facts.host, |host| change(&mut host.rooms[0]));
    }

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.host = Observed::Pending, Said::Unknown("Not asked yet.")),
                (|f| f.host = seen(Host::default()), Said::Pass),
                (
                    |f| left(f, |room| room.free = 640_000_000),
                    Said::Fail(
                        "Only 640 MB is left on the disk that holds /home/a/.openclaw. When it is full, chats and settings are lost and \
                         the gateway ends. Delete what is not needed.",
                        "",
                    ),
                ),
                (
                    |f| left(f, |room| room.files = Some((120, 1_000_000))),
                    Said::Fail(
                        "Only 120 more files can be made on the disk that holds /home/a/.openclaw, of 1000000: it is as good as full, \
                         whatever room it shows. Delete small files that are not needed.",
                        "",
                    ),
                ),
                // a file system that counts no files
                (|f| left(f, |room| room.files = Some((0, 0))), Said::Pass),
                (
                    |f| edit(&mut f.host, |host| host.memory.as_mut().unwrap().available = 120_000_000),
                    Said::Fail(
                        "Only 120 MB of 16.7 GB of memory is free. The system ends programs when it has none, large ones first, and the \
                         gateway is one. Close what is not needed.",
                        "",
                    ),
                ),
                (
                    |f| edit(&mut f.host, |host| host.gateway.as_mut().unwrap().handles = Some((950, 1024))),
                    Said::Fail(
                        "The gateway holds 950 files and connections open and may hold 1024. At the limit it takes no new ones; a \
                         restart closes them.",
                        "Restart gateway",
                    ),
                ),
            ],
        );
    }

    #[test]
    fn the_nearer_the_end_the_worse_and_the_largest_are_named() {
        for (free, severity) in [(50_000_000, Severity::Error), (500_000_000, Severity::Warning)] {
            let facts = with(|f| {
                edit(&mut f.host, |host| {
                    host.rooms[0].free = free;
                    host.rooms[0].largest = vec![Portion { name: "logs".into(), bytes: 3_200_000_000 }];
                });
            });
            let Verdict::Fail(problem) = evaluate(&facts) else { panic!("{free} bytes are enough") };
            assert_eq!((problem.severity, problem.evidence[1].text.as_str()), (Some(severity), "logs: 3.2 GB"));
        }
    }
}
