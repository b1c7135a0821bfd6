//! What the tray costs, and how soon its icon is there.

use std::time::{Duration, Instant};

use e2e::{
    desktop::{Desktop, Program},
    home::Home,
    processes, until,
};

use crate::{Figure, quiet, summary, usage::Meter};

/// How long a healthy tray is left alone before it is measured.
const SETTLED: Duration = Duration::from_secs(10);

/// Process start → icon registered.
pub(crate) fn icon(runs: usize) -> Vec<Figure> {
    let mut home = quiet(Home::new());
    home.settings("{ gateway: { mode: 'watch' } }"); // the icon waits for no gateway; the machine should not be busy with one
    let desktop = Desktop::start(&mut home);
    let run = |_| {
        let begun = Instant::now();
        let mut tray = Program::tray(&home, &["--hidden"]);
        let time = desktop.registered() - begun;
        tray.signal("TERM");
        tray.ended();
        until("an empty tray", || (desktop.items() == 0).then_some(()));
        time
    };
    vec![Figure::new("Process start → tray icon registered", summary((0..runs).map(run).collect()), "≤ 300 ms")]
}

/// A healthy gateway, no window, nobody doing anything.
pub(crate) fn idle(time: Duration) -> Vec<Figure> {
    let mut home = quiet(Home::new());
    let desktop = Desktop::start(&mut home);
    let tray = Program::tray(&home, &["--hidden"]);
    desktop.item().says("Gateway is healthy");
    std::thread::sleep(SETTLED);
    let gateway = home.gateways();
    let mut meter = Meter::new(tray.pid());
    let begun = Instant::now();
    let mut children = 0;
    while begun.elapsed() < time {
        std::thread::sleep(Duration::from_millis(500));
        meter.look();
        let all = processes::all_of(&home.path(""));
        let ours = all.iter().filter(|pid| processes::parent(**pid) == Some(tray.pid()) && !gateway.contains(pid));
        children = children.max(ours.count());
    }
    let seconds = begun.elapsed().as_secs_f64();
    let during = format!("({seconds:.0} s)");
    eprintln!("threads: {}", meter.threads());
    vec![
        Figure::new(
            "Idle, healthy, window closed: CPU",
            format!("{:.3} % {during}", meter.cpu().as_secs_f64() / seconds * 100.0),
            "≤ 0.05 %",
        ),
        Figure::new("Idle: wake-ups", format!("{:.2}/s {during}", f64::from(meter.wakeups()) / seconds), "≤ 1/s"),
        Figure::new("Idle: child processes beside the gateway", children.to_string(), "0"),
        Figure::new(
            "Memory of the tray (PSS)",
            format!("{:.1} MB", f64::from(kilobytes(tray.pid())) / 1024.0),
            "≤ 15 MB",
        ),
    ]
}

/// Proportional set size.
pub(crate) fn kilobytes(pid: u32) -> u32 {
    let maps = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap();
    let line = maps.lines().find_map(|line| line.strip_prefix("Pss:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}
