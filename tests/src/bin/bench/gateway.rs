//! How fast a death and a hang are noticed, and how fast the gateway serves again.

use std::{
    process::Child,
    thread::JoinHandle,
    time::{Duration, Instant},
};

use e2e::{home::Home, processes, until, watch::pid};
use rustix::{
    event::{PollFd, PollFlags, poll},
    process::{Pid, PidfdFlags, pidfd_open},
};

use crate::{Figure, median, quiet, shown, summary};

/// A killed gateway under Clawtender, and the same gateway killed and started again by hand.
pub(crate) fn recovery(runs: usize) -> Vec<Figure> {
    let home = quiet(Home::new());
    let by_hand = by_hand(&home, runs.max(2));
    let deaths: Vec<_> = (0..runs).map(|_| killed(&home)).collect();
    let each = |time: fn(&Death) -> Duration| deaths.iter().map(time).collect::<Vec<_>>();
    let ready = each(|death| death.ready);
    let ratio = median(ready.clone()).as_secs_f64() / median(by_hand.clone()).as_secs_f64();
    vec![
        Figure::new("`kill -9` → the kernel has cleared the gateway away", summary(each(|death| death.gone)), "—"),
        Figure::new("Exit of the gateway → noticed and told", summary(each(|death| death.told)), "≤ 50 ms median"),
        Figure::new("The gateway's own start after `kill -9`, by hand", summary(by_hand), "—"),
        Figure::new(
            "`kill -9` → ready again",
            format!("{}, {ratio:.2} × its own start", summary(ready)),
            "≤ 1.05 × its own start",
        ),
    ]
}

/// What one death took.
struct Death {
    /// From the signal until the process is gone.
    gone: Duration,
    /// From then until it is told.
    told: Duration,
    /// From the signal until the gateway is ready again.
    ready: Duration,
}

/// One death. A supervisor of its own each time, so that none of them remembers an earlier death and waits.
fn killed(home: &Home) -> Death {
    let mut watch = home.watch();
    let gateway = pid(&watch.phase("ready"));
    let end = end_of(gateway);
    let begun = Instant::now();
    processes::signal(gateway, "KILL");
    watch.phase("starting");
    let told = Instant::now();
    let end = end.join().unwrap();
    watch.phase("ready");
    let ready = begun.elapsed();
    watch.signal("TERM");
    watch.ended();
    Death { gone: end - begun, told: told.saturating_duration_since(end), ready }
}

/// The moment at which nothing of a process is left but its exit code, which is when its parent may hear of it.
fn end_of(pid: u32) -> JoinHandle<Instant> {
    let pid = i32::try_from(pid).ok().and_then(Pid::from_raw).unwrap();
    let handle = pidfd_open(pid, PidfdFlags::empty()).unwrap();
    std::thread::spawn(move || {
        poll(&mut [PollFd::new(&handle, PollFlags::IN)], None).unwrap();
        Instant::now()
    })
}

/// Starts of the gateway without Clawtender, each after the one before was killed. The first, with cold caches, is not counted.
fn by_hand(home: &Home, runs: usize) -> Vec<Duration> {
    let start = || {
        let begun = Instant::now();
        let gateway = home.gateway_by_hand();
        until("a gateway that serves", || home.http("/readyz").filter(|(status, _)| *status == 200));
        (begun.elapsed(), gateway)
    };
    let (_, mut gateway) = start();
    let mut times = Vec::new();
    for _ in 0..runs {
        end(&mut gateway);
        let (time, next) = start();
        times.push(time);
        gateway = next;
    }
    end(&mut gateway);
    times
}

fn end(gateway: &mut Child) {
    gateway.kill().unwrap();
    gateway.wait().unwrap();
}

/// A gateway that is stopped in its tracks.
pub(crate) fn hang(runs: usize) -> Vec<Figure> {
    let home = quiet(Home::new());
    let mut watch = home.watch();
    let gateway = pid(&watch.phase("ready"));
    let hung = |_| {
        let begun = Instant::now();
        processes::signal(gateway, "STOP");
        watch.phase("degraded");
        let known = begun.elapsed();
        processes::signal(gateway, "CONT");
        watch.phase("ready");
        known
    };
    let times: Vec<_> = (0..runs).map(hung).collect();
    let worst = times.iter().max().copied().unwrap_or_default();
    vec![Figure::new(
        "Hung gateway (SIGSTOP) → known",
        format!("{} at most, {}", shown(worst), summary(times)),
        "≤ 10 s",
    )]
}
