//! How long the command line takes.

use std::time::{Duration, Instant};

use e2e::{home::Home, until};

use crate::{Figure, quiet, summary};

fn timed(home: &Home, args: &[&str]) -> Duration {
    let begun = Instant::now();
    home.clawtender(args);
    begun.elapsed()
}

/// `clawtender --version`, the whole process.
pub(crate) fn version(runs: usize) -> Vec<Figure> {
    let home = quiet(Home::bare());
    let times = (0..runs).map(|_| timed(&home, &["--version"])).collect();
    vec![Figure::new("`clawtender --version`", summary(times), "≤ 5 ms")]
}

/// The whole `clawtender doctor`, with an engine that runs and without.
pub(crate) fn doctor(runs: usize) -> Vec<Figure> {
    let home = quiet(Home::new());
    let mut watch = home.watch();
    watch.phase("ready");
    until("a healthy report", || home.roots().is_empty().then_some(()));
    let asked = (0..runs).map(|_| timed(&home, &["doctor", "--json"])).collect();
    let offline = (0..runs).map(|_| timed(&home, &["doctor", "--offline", "--json"])).collect();
    watch.signal("KILL");
    watch.ended();
    let alone = (0..runs).map(|_| timed(&home, &["doctor", "--json"])).collect();
    vec![
        Figure::new("Full doctor, healthy machine, engine running", summary(asked), "≤ 1.5 s"),
        Figure::new("Full doctor, no engine running", summary(alone), "≤ 1.5 s"),
        Figure::new("Doctor without the network (`--offline`)", summary(offline), "≤ 2 s"),
    ]
}
