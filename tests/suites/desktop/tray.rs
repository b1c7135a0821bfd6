//! What the icon, its menu and the window show of a gateway, and that a click really does what it says.

use e2e::{
    browser::Browser,
    desktop::{Desktop, Item, Program, no_window, window, windows},
    home::Home,
    processes, until,
};

use super::BROKEN;

/// The one gateway of this home, as soon as it serves.
pub(crate) fn serving(home: &Home) -> u32 {
    until("a gateway that serves", || home.http("/readyz").filter(|(status, _)| *status == 200));
    let gateways = home.gateways();
    assert_eq!(gateways.len(), 1, "{gateways:?}");
    gateways[0]
}

/// Sees this fix among what was mended: as a fix, which is over when its check passes.
pub(crate) fn has_helped(home: &Home, id: &str, finding: &str) {
    let noted = || {
        let day = std::fs::read(home.path("clawtender/state/day.json")).ok()?;
        let fix = serde_json::from_slice::<serde_json::Value>(&day).ok()?["lastFix"].take();
        (fix["fix"] == id).then_some(fix)
    };
    let fix = until("the fix among what was mended", noted);
    assert_eq!((fix["finding"].as_str(), fix["outcome"].as_str()), (Some(finding), Some("verified")));
}

#[test]
fn icon_menu_and_window_tell_of_one_gateway_and_do_what_they_say() {
    let mut home = Home::new();
    let desktop = Desktop::start(&mut home);
    let mut tray = Program::tray(&home, &["--hidden"]);
    let item = desktop.item();
    assert_eq!(item.id(), "clawtender");
    item.says("Gateway is starting");
    let starting = item.picture();
    the_menu_stops_starts_and_restarts(&home, &item, &starting);
    assert_eq!(windows(&home), [], "a window that nobody asked for");
    the_log_is_in_the_window(&home);
    let window = the_window_stops_and_starts(&home);

    // a death is shown as it happens, here and there
    let second = serving(&home);
    let healthy = item.picture();
    let starts = starts_in_the_log(&window);
    window.press("Overview");
    processes::signal(second, "KILL");
    item.says("Gateway is starting");
    assert_eq!(item.picture(), starting);
    window.reads("h1", "Gateway is starting");
    the_log_goes_on_in_the_window(&window, starts);
    item.says("Gateway is healthy");
    window.press("Overview");
    window.reads("h1", "Gateway is healthy");
    window.reads(".life", "1 automatic restart");
    window.reads(".takes", " MB");
    window.reads(".takes", "% of a core");
    assert_eq!(item.picture(), healthy);
    assert_ne!(serving(&home), second);
    assert!(tray.runs());
}

fn the_menu_stops_starts_and_restarts(home: &Home, item: &Item, starting: &[u8]) {
    item.says("Gateway is healthy");
    let first = serving(home);
    let healthy = item.picture();
    assert_ne!(healthy, starting);
    assert!(item.tooltip().starts_with("Clawtender: Gateway is healthy"), "{}", item.tooltip());
    assert_eq!(item.status(), "Active");
    assert!(!item.line("Start gateway").enabled);

    let uptime = || {
        let (_, body) = home.http("/startupz")?;
        serde_json::from_str::<serde_json::Value>(&body).ok()?["uptimeMs"].as_u64()
    };
    let before = until("some uptime", || uptime().filter(|ms| *ms > 5000));
    item.click("Restart gateway");
    until("a gateway that has just begun", || uptime().filter(|ms| *ms < before));
    item.says("Gateway is healthy");
    assert_eq!(serving(home), first);

    item.click("Stop gateway");
    item.says("Gateway is stopped");
    assert!(!processes::alive(first));
    assert!(home.http("/readyz").is_none());
    let stopped = item.picture();
    assert!(stopped != healthy && stopped != starting);
    assert!(!item.line("Stop gateway").enabled && !item.line("Open dashboard").enabled);

    item.click("Start gateway");
    item.says("Gateway is healthy");
    assert_ne!(serving(home), first);
    assert_eq!(item.picture(), healthy);
}

fn the_log_is_in_the_window(home: &Home) {
    let window = Browser::open(home, &["log"]);
    window.reads(".log .paper", "gateway");
    close(home, window);
}

const LISTENS: &str = "http server listening";

/// How often the gateway says in the window's log that it listens.
fn starts_in_the_log(window: &Browser) -> u64 {
    window.press("Log");
    window.reads(".log .paper", "gateway");
    window.types(".filters input", LISTENS);
    window.reads(".log .paper", LISTENS);
    window.reads(".log .last", " of ");
    lines(window)
}

fn lines(window: &Browser) -> u64 {
    window.run("return document.querySelectorAll('.row-of').length").as_u64().unwrap()
}

/// It says so once more while somebody looks.
fn the_log_goes_on_in_the_window(window: &Browser, starts: u64) {
    assert_eq!(starts_in_the_log(window), starts, "nobody saw it being written");
    until("the next start in the log", || (lines(window) == starts + 1).then_some(()));
}

/// Ends the window, and sees it go.
pub(super) fn close(home: &Home, page: Browser) {
    drop(page);
    for (window, _) in windows(home) {
        processes::signal(window, "TERM");
    }
    no_window(home);
}

fn the_window_stops_and_starts(home: &Home) -> Browser {
    let first = serving(home);
    let window = Browser::open(home, &[]);
    window.reads("h1", "Gateway is healthy");
    window.reads(".known", &format!("127.0.0.1:{}", home.port));
    window.reads(".known", &first.to_string());
    window.press("Doctor");
    window.reads("h1", "Gateway is healthy");
    window.reads(".last", "Checked");
    assert_eq!(window.text(".items.cards"), "", "a healthy gateway has findings");

    window.press("Overview");
    window.press("Stop");
    window.reads(".settled", "Gateway is stopped");
    assert!(!processes::alive(first));
    assert!(home.http("/readyz").is_none());

    window.press("Start");
    window.reads(".settled", "Gateway is ready");
    window.reads("h1", "Gateway is healthy");
    assert_eq!(home.http("/readyz").unwrap().0, 200);
    assert_ne!(serving(home), first);
    window
}

#[test]
fn a_broken_configuration_is_one_cause_in_menu_and_window_until_it_is_mended() {
    let mut home = Home::new();
    home.write_config_text(BROKEN);
    let desktop = Desktop::start(&mut home);
    let mut tray = Program::tray(&home, &["--hidden"]);
    let item = desktop.item();
    let title = until("a finding in the menu", || {
        let state = item.state();
        let finding = item.menu().into_iter().nth(1)?;
        (finding.enabled && state.contains("openclaw.json")).then_some(finding.label)
    });
    until("the icon to ask for attention", || (item.status() == "NeedsAttention").then_some(()));
    assert_eq!(home.gateways(), Vec::<u32>::new());

    item.click(&title);
    let (first, arguments) = window(&home);
    assert_eq!(arguments, ["doctor", "--finding", "config-valid"]);

    // a web view that dies takes nothing with it
    processes::signal(first, "KILL");
    no_window(&home);
    assert!(tray.runs());
    let page = its_followers_are_folded_away_and_the_menu_leads_to_it(&home, &item);

    home.write_config(&home.config());
    page.reads("h1", "Gateway is healthy");
    item.says("Gateway is healthy");
    close(&home, page);
    item.press();
    assert_ne!(window(&home).0, first);
}

fn its_followers_are_folded_away_and_the_menu_leads_to_it(home: &Home, item: &Item) -> Browser {
    let window = Browser::open(home, &["doctor"]);
    window.reads("h1", "openclaw.json");
    window.reads(".verdict .followers summary", "because of this");
    window.reads(".last", "Checked");

    assert_eq!(window.text(".items.cards > .item.error"), "", "a second cause beside the first");
    window.unfold(".verdict .followers summary");
    window.reads(".verdict .followers .items", "Because");

    // a click in the menu brings the finding into view, in the window that is there
    let finding = item.menu().swap_remove(1).label;
    window.run("document.activeElement.blur()");
    item.click(&finding);
    until("the finding to have the keyboard", || {
        (window.run("return document.activeElement.dataset.finding ?? ''") == "config-valid").then_some(())
    });
    until("the second start's end", || (windows(home).len() == 1).then_some(()));
    window
}

#[test]
fn a_gateway_that_hangs_is_mended_from_the_menu_and_it_is_noted_that_it_helped() {
    let mut home = Home::new();
    let desktop = Desktop::start(&mut home);
    let _tray = Program::tray(&home, &["--hidden"]);
    let item = desktop.item();
    item.says("Gateway is healthy");
    let hung = serving(&home);
    processes::signal(hung, "STOP");
    item.line("Gateway does not answer");
    item.click("Restart gateway");
    item.says("Gateway is healthy");
    assert!(!processes::alive(hung));
    has_helped(&home, "restart-gateway", "gateway-responding");
}

#[test]
fn start_at_login_is_a_switch_that_tells_the_truth() {
    let mut home = Home::new();
    home.settings(super::NO_GATEWAY);
    let desktop = Desktop::start(&mut home);
    let _tray = Program::tray(&home, &["--hidden"]);
    let item = desktop.item();
    let file = home.path(".config/autostart/clawtender.desktop");
    let state = || home.json(&["autostart", "status"])["state"].clone();
    let shown = |wanted: bool| {
        until("the check mark", || (item.line("Start at login").checked == Some(wanted)).then_some(()));
    };
    shown(false);
    assert_eq!(state(), "off");

    item.click("Start at login");
    shown(true);
    assert_eq!(state(), "on");
    let entry = std::fs::read_to_string(&file).unwrap();
    let tray = e2e::program("clawtender-tray");
    assert!(entry.contains(&format!("Exec=\"{}\" --hidden", tray.display())), "{entry}");

    item.click("Start at login");
    shown(false);
    assert_eq!(state(), "off");
    assert!(!file.exists());

    // switched elsewhere, it shows as well
    home.json(&["autostart", "enable"]);
    shown(true);
}

#[test]
fn a_start_at_login_that_leads_nowhere_or_happens_twice_is_told_and_repaired_from_the_menu_and_the_command_line() {
    let mut home = Home::new();
    home.settings(super::NO_GATEWAY);
    home.set("XDG_CONFIG_DIRS", home.path("xdg").display().to_string());
    let desktop = Desktop::start(&mut home);
    let entry = |folder: &str, name: &str, program: &str| {
        let file = home.path(folder).join("autostart").join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, format!("[Desktop Entry]\nType=Application\nExec={program} --hidden\n")).unwrap();
        file
    };
    entry(".config", "clawtender.desktop", "/gone/clawtender-tray");
    let foreign = entry(".config", "other.desktop", "/usr/bin/true");
    let everybodys = entry("xdg", "tray-of-all.desktop", "/opt/clawtender-tray");
    let status = || home.json(&["autostart", "status"]);
    let told = || String::from_utf8(home.clawtender(&["autostart", "status"]).stdout).unwrap();
    assert_eq!(
        (status()["state"].as_str(), status()["program"].as_str()),
        (Some("gone"), Some("/gone/clawtender-tray"))
    );
    assert_eq!(status()["starts"]["count"], 0);
    for words in ["leads nowhere", "for everybody on this computer", "clawtender autostart enable repairs it"] {
        assert!(told().contains(words), "{}", told());
    }

    // the tray of this session was started as the entry says it: that is one start, and once more is none
    let _tray = Program::tray(&home, &["--hidden"]);
    let item = desktop.item();
    assert_eq!(Program::tray(&home, &["--hidden"]).ended().code(), Some(0));
    assert_eq!(status()["starts"]["count"], 1);
    assert!(told().contains("started at login once:"), "{}", told());

    item.click("Repair start at login: it leads nowhere");
    until("the entry to be this one's", || (status()["state"] == "on").then_some(()));

    let double = entry(".config", "clawtender-tray.desktop", "/old/clawtender-tray");
    assert!(told().contains("a second time"), "{}", told());
    item.line("Repair start at login: it is there twice");
    home.json(&["autostart", "enable"]);
    assert!(!double.exists() && foreign.exists() && everybodys.exists());
    // what starts for everybody is told, and nobody's to take away
    assert_eq!(status()["doubles"].as_array().map(Vec::len), Some(1));
    assert_eq!(status()["doubles"][0]["mendable"], false);
    let repair = || item.menu().into_iter().any(|line| line.label.starts_with("Repair start at login"));
    until("nothing to repair in the menu", || (!repair()).then_some(()));
}

#[test]
fn a_switch_that_the_system_does_not_take_says_so() {
    let mut home = Home::new();
    home.settings(super::NO_GATEWAY);
    let mut desktop = Desktop::start(&mut home);
    desktop.open_notifications(&home);
    let _tray = Program::tray(&home, &["--hidden"]);
    let item = desktop.item();
    // where the folder of the entries should be, there is a file
    std::fs::create_dir_all(home.path(".config")).unwrap();
    std::fs::write(home.path(".config/autostart"), "").unwrap();
    item.click("Start at login");
    let note = desktop.notifications().note("Start at login not changed");
    assert!(note.message.contains("The system does not do it"), "{note:?}");
}
