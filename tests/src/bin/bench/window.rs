//! What the window leaves behind when it is closed, and what becomes of the resident when the web view is in trouble.

use std::{
    fs,
    process::Stdio,
    time::{Duration, Instant},
};

use e2e::{
    browser::Browser,
    desktop::{self, Desktop, Program},
    home::Home,
    processes, until,
};

use crate::{Figure, quiet, resident::kilobytes, summary};

/// How long the tray is left alone before it is measured.
const SETTLED: Duration = Duration::from_secs(10);
/// How long the processes that were closed may take to give back what they had, before a cycle is measured.
const CLOSED: Duration = Duration::from_millis(500);
/// How often a window is killed.
const KILLED: usize = 5;
/// A picture with fewer colours is a window in which nothing is drawn yet.
const BLANK: u32 = 8;

/// Everything that Clawtender runs, in megabytes (PSS).
fn megabytes(home: &Home) -> f64 {
    let all = processes::all_of(&home.path(""));
    let ours = |pid: &u32| {
        fs::read_to_string(format!("/proc/{pid}/comm"))
            .is_ok_and(|name| name.starts_with("clawtender") || name.starts_with("WebKit"))
    };
    all.into_iter().filter(ours).map(|pid| f64::from(kilobytes(pid))).sum::<f64>() / 1024.0
}

/// The tray without a window, before and after so many were opened and closed.
pub(crate) fn opened_and_closed(cycles: usize) -> Vec<Figure> {
    let mut home = quiet(Home::new());
    home.settings("{ gateway: { mode: 'watch' } }"); // windows are measured, no gateway
    let desktop = Desktop::start(&mut home);
    let _manager = desktop::window_manager(&home);
    let tray = Program::tray(&home, &["--hidden"]);
    desktop.item();
    // the first window has the tray read and keep what every later one uses
    cycle(&home, &desktop);
    std::thread::sleep(SETTLED);
    let before = megabytes(&home);
    let each: Vec<Cycle> = (0..cycles).map(|_| cycle(&home, &desktop)).collect();
    let open = each.last().map_or(0.0, |cycle| cycle.open);
    let closed: Vec<f64> = each.iter().map(|cycle| cycle.closed).collect();
    eprintln!(
        "window closed, after each: {}",
        closed.iter().map(|all| format!("{all:.1}")).collect::<Vec<_>>().join(" ")
    );
    let most = closed.iter().copied().fold(0.0, f64::max);
    let drawn = each.iter().map(|cycle| cycle.drawn).collect();
    std::thread::sleep(SETTLED);
    let after = megabytes(&home);
    let web = web_in_trouble(&home, &desktop, tray.pid());
    let killed = (0..cycles.min(KILLED)).map(|_| after_a_kill(&home, &desktop)).collect();
    vec![
        Figure::new(
            "Memory, window closed: before and after (PSS, everything)",
            format!("{before:.1} MB, {after:.1} MB ({cycles} windows)"),
            "the same",
        ),
        Figure::new(
            "Memory after each closing: first, last, most (PSS, everything)",
            format!("{:.1} MB, {:.1} MB, {most:.1} MB", closed[0], closed[closed.len() - 1]),
            "the same",
        ),
        Figure::new("Click in the menu → page drawn", summary(drawn), "≤ 700 ms"),
        Figure::new("Memory, window open (PSS, everything)", format!("{open:.0} MB"), ""),
        Figure::new("Web view killed, stopped, starved: longest answer of the resident", web, "≤ 100 ms"),
        Figure::new("Window killed, click in the menu → page drawn", summary(killed), "≤ 700 ms"),
    ]
}

/// One window from its opening to its end.
struct Cycle {
    /// From the click until its page was on the screen.
    drawn: Duration,
    /// What everything took while it was open, in megabytes.
    open: f64,
    /// And when it was closed.
    closed: f64,
}

/// Opens the window from the menu, sees its page on the screen, and closes it.
fn cycle(home: &Home, desktop: &Desktop) -> Cycle {
    let item = desktop.item();
    let begun = Instant::now();
    item.click("Run doctor…");
    page_on_the_screen(home);
    let drawn = begun.elapsed();
    let (window, _) = desktop::window(home);
    let open = megabytes(home);
    processes::signal(window, "TERM");
    desktop::no_window(home);
    until("the web view's processes to end", || web(home).is_none().then_some(()));
    std::thread::sleep(CLOSED);
    Cycle { drawn, open, closed: megabytes(home) }
}

/// Kills the window that is there and its page, clicks at once, and sees another page on the screen.
fn after_a_kill(home: &Home, desktop: &Desktop) -> Duration {
    let item = desktop.item();
    if desktop::windows(home).is_empty() {
        item.click("Run doctor…");
    }
    page_on_the_screen(home);
    let (window, _) = desktop::window(home);
    for pid in [Some(window), web(home)].into_iter().flatten() {
        processes::signal(pid, "KILL");
    }
    until("the window's end", || (!processes::alive(window)).then_some(()));
    let begun = Instant::now();
    item.click("Run doctor…");
    page_on_the_screen(home);
    begun.elapsed()
}

/// Waits until a window is in sight and has more than one ground in it. Each look takes some time by itself, so that what is
/// measured is rather too long than too short.
fn page_on_the_screen(home: &Home) {
    let answer = |program: &str, words: &[&str]| {
        let output = home.command(program).args(words).stderr(Stdio::null()).output();
        let output = output.unwrap_or_else(|error| panic!("{program}: {error}"));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    };
    let begun = Instant::now();
    let look = || {
        let window = answer("xdotool", &["search", "--onlyvisible", "--name", "^Clawtender$"]);
        let window = window.lines().last()?;
        // the middle of the page: what is drawn around it is the window manager's
        let colours = answer(
            "import",
            &["-silent", "-window", window, "-gravity", "center", "-crop", "400x300+0+0", "-format", "%k", "info:"],
        );
        (colours.parse().unwrap_or(0) > BLANK).then_some(())
    };
    // closer than `until` looks
    while look().is_none() {
        assert!(begun.elapsed() < e2e::PATIENCE, "no page came on the screen");
    }
}

/// The process that renders the page.
fn web(home: &Home) -> Option<u32> {
    let renders =
        |pid: &u32| fs::read_to_string(format!("/proc/{pid}/comm")).is_ok_and(|name| name.starts_with("WebKitWeb"));
    processes::all_of(&home.path("")).into_iter().find(renders)
}

fn web_in_trouble(home: &Home, desktop: &Desktop, tray: u32) -> String {
    let mut longest = Duration::ZERO;
    let mut asked = || {
        for _ in 0..20 {
            let begun = Instant::now();
            assert!(home.clawtender(&["status", "--json"]).status.code().is_some());
            longest = longest.max(begun.elapsed());
        }
        assert!(processes::alive(tray), "the resident ended with the web view");
    };
    for trouble in ["STOP", "KILL"] {
        let page = Browser::open(home, &["doctor"]);
        let renders = until("the page's process", || web(home));
        processes::signal(renders, trouble);
        asked();
        processes::signal(renders, "KILL");
        for (window, _) in desktop::windows(home) {
            processes::signal(window, "KILL");
        }
        drop(page);
        desktop::no_window(home);
    }
    // starved: it gets the processor when nobody else wants it
    let page = Browser::open(home, &["doctor"]);
    let renders = until("the page's process", || web(home));
    std::process::Command::new("renice").args(["-n", "19", "-p", &renders.to_string()]).output().unwrap();
    // after its answer: whoever has asked waits for that
    page.run("setTimeout(() => { for (;;); }, 100)");
    std::thread::sleep(Duration::from_millis(200));
    asked();
    for (window, _) in desktop::windows(home) {
        processes::signal(window, "KILL");
    }
    drop(page);
    desktop.item().click("Run doctor…");
    desktop::window(home);
    crate::shown(longest)
}
