//! What the window leaves behind when it is closed, and what becomes of the resident when the web view is in trouble.

use std::{fs, time::Duration};

use e2e::{
    browser::Browser,
    desktop::{self, Desktop, Program},
    home::Home,
    processes, until,
};

use crate::{Figure, quiet, resident::kilobytes};

/// How long the tray is left alone before it is measured.
const SETTLED: Duration = Duration::from_secs(10);

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
    let mut open = 0.0;
    for _ in 0..cycles {
        open = cycle(&home, &desktop);
    }
    std::thread::sleep(SETTLED);
    let after = megabytes(&home);
    let web = web_in_trouble(&home, &desktop, tray.pid());
    vec![
        Figure::new(
            "Memory, window closed: before and after (PSS, everything)",
            format!("{before:.1} MB, {after:.1} MB ({cycles} windows)"),
            "the same",
        ),
        Figure::new("Memory, window open (PSS, everything)", format!("{open:.0} MB"), ""),
        Figure::new("Web view killed, stopped, starved: longest answer of the resident", web, "≤ 100 ms"),
    ]
}

/// Opens the window from the menu, sees its page's processes come, and closes it. What everything took while it was open.
fn cycle(home: &Home, desktop: &Desktop) -> f64 {
    desktop.item().click("Run doctor…");
    let (window, _) = desktop::window(home);
    until("the page's process", || web(home).map(drop));
    let open = megabytes(home);
    processes::signal(window, "TERM");
    desktop::no_window(home);
    until("the web view's processes to end", || web(home).is_none().then_some(()));
    open
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
            let begun = std::time::Instant::now();
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
