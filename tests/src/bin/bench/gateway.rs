//! How fast a death and a hang are noticed, and how fast the gateway serves again.

use std::{
    process::Child,
    time::{Duration, Instant},
};

use e2e::{home::Home, processes, until, watch::pid};

use crate::{Figure, median, quiet, shown, summary};

/// A killed gateway under Clawtender, and the same gateway killed and started again by hand.
pub(crate) fn recovery(runs: usize) -> Vec<Figure> {
    let home = quiet(Home::new());
    let by_hand = by_hand(&home, runs.max(2));
    let (noticed, ready): (Vec<_>, Vec<_>) = (0..runs).map(|_| killed(&home)).unzip();
    let ratio = median(ready.clone()).as_secs_f64() / median(by_hand.clone()).as_secs_f64();
    vec![
        Figure::new("Exit of the gateway → noticed and told", summary(noticed), "≤ 50 ms median"),
        Figure::new("The gateway's own start after `kill -9`, by hand", summary(by_hand), "—"),
        Figure::new(
            "`kill -9` → ready again",
            format!("{}, {ratio:.2} × its own start", summary(ready)),
            "≤ 1.05 × its own start",
        ),
    ]
}

/// One death: until it is told, and until the gateway is ready again. A supervisor of its own each time, so that none of
/// them remembers an earlier death and waits.
fn killed(home: &Home) -> (Duration, Duration) {
    let mut watch = home.watch();
    let gateway = pid(&watch.phase("ready"));
    let begun = Instant::now();
    processes::signal(gateway, "KILL");
    watch.phase("starting");
    let noticed = begun.elapsed();
    watch.phase("ready");
    let ready = begun.elapsed();
    watch.signal("TERM");
    watch.ended();
    (noticed, ready)
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
