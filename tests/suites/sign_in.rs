//! A person signs in again: the real gateway leads through the real Copilot plugin's login, and GitHub alone is a fake.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

use e2e::{
    browser::Browser,
    desktop::{Desktop, Program, no_window, window},
    drill::{message, only_root, passes},
    github::{self, DOMAIN, GitHub},
    home::Home,
    processes, program,
    terminal::Person,
    until,
    watch::Watch,
};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

const CHECK: &str = "token-expiry";
const ENTERPRISE: &str = "github-copilot/github-copilot-enterprise";

/// A home whose Copilot token is over, beside GitHub; the gateway runs and the finding stands.
fn expired(home: &Home, github: &GitHub) -> Watch {
    github::store_expired_token(home);
    // there is GitHub and nothing else in the world
    home.settings("{ checks: { live: false } }");
    let mut watch = Watch::start(github.beside(home, &program("clawtender")));
    watch.phase("ready");
    watch.failing(CHECK);
    watch
}

fn signs_in(home: &Home, words: &[&str]) -> Person {
    Person::runs(home, &[&["login"], words].concat())
}

fn signal(person: &Person, signal: Signal) {
    kill_process(Pid::from_child(&person.child), signal).unwrap();
}

#[test]
fn a_token_that_is_over_is_replaced_by_a_sign_in_at_the_terminal() {
    let mut home = Home::new();
    let github = GitHub::new(&mut home);
    let mut watch = expired(&home, &github);
    let found = only_root(&home, CHECK);
    assert!(message(&found).contains("github-copilot:github"), "{found:#}");
    assert_eq!((&found["fix"]["id"], &found["fix"]["deed"]), (&"sign-in-again".into(), &true.into()));

    without_a_terminal_a_question_ends_it_and_says_what_was_asked(&home, &github);

    let mut person = signs_in(&home, &[]);
    person.hears("Number: ");
    assert!(person.said.contains("  2  GitHub Copilot (Enterprise / data residency)"), "{}", person.said);
    person.types("2");
    person.hears("(your-org.ghe.com): ");
    // the gateway's own word on an answer that it does not take
    person.types("example.com");
    person.hears("hostname without scheme or path");
    person.hears("(your-org.ghe.com): ");
    person.types(DOMAIN);
    person.hears("Page: https://acme.ghe.com/login/device");
    person.hears("Code: WDJB-MJHT (good for 15 min)");
    github.says("allows");
    person.hears("Signed in. The gateway has the new login.");
    assert_eq!(person.ends(), (Some(0), String::new()));
    assert_eq!(github.heard()[0], "POST /login/device/code");

    watch.wait("the fix to be verified", |event| event["event"] == "fix" && event["outcome"] == "verified");
    passes(&home, CHECK);
}

fn without_a_terminal_a_question_ends_it_and_says_what_was_asked(home: &Home, github: &GitHub) {
    let asked = home.clawtender(&["login", "github-copilot", "--way", ENTERPRISE]);
    assert_eq!(asked.status.code(), Some(3), "{asked:?}");
    let why = String::from_utf8_lossy(&asked.stderr).into_owned();
    assert!(why.contains("no terminal to answer it: GitHub Enterprise domain"), "{why}");
    let unknown = home.clawtender(&["login", "github-copilot", "--way", "nope"]);
    assert_eq!(unknown.status.code(), Some(3), "{unknown:?}");
    assert!(String::from_utf8_lossy(&unknown.stderr).contains(ENTERPRISE), "{unknown:?}");
    assert_eq!(github.heard(), [""; 0]);
}

#[test]
fn what_is_cancelled_or_refused_changes_nothing_and_the_next_one_can_begin() {
    let mut home = Home::new();
    // then nothing is asked, and a program can do it
    home.set("COPILOT_GITHUB_DOMAIN", DOMAIN);
    let github = GitHub::new(&mut home);
    let mut watch = expired(&home, &github);
    let way = ["github-copilot", "--way", ENTERPRISE];
    let over = |watch: &mut Watch, outcome: &str| {
        watch.wait(&format!("it to be {outcome}"), |event| event["event"] == "fix" && event["outcome"] == outcome);
    };

    let mut person = signs_in(&home, &way);
    person.hears("Code: WDJB-MJHT");
    signal(&person, Signal::INT);
    assert_eq!(person.ends(), (Some(130), String::new()));
    over(&mut watch, "declined");

    // who is gone without a word is waited for, and not for ever
    let mut person = signs_in(&home, &way);
    person.hears("Code: WDJB-MJHT");
    signal(&person, Signal::KILL);
    person.child.wait().unwrap();
    over(&mut watch, "declined");
    only_root(&home, CHECK);

    github.says("refuses");
    let refused = home.json(&[&["login"], &way[..]].concat());
    assert_eq!(refused["outcome"], "failed", "{refused}");
    assert_eq!(refused["message"], "The sign-in came to nothing: GitHub device code failed: HTTP 403.");

    github.says("denies");
    let denied = home.clawtender(&[&["login"], &way[..]].concat());
    assert_eq!(denied.status.code(), Some(3), "{denied:?}");
    assert!(String::from_utf8_lossy(&denied.stdout).contains("GitHub Copilot login was cancelled."), "{denied:?}");
    only_root(&home, CHECK);

    github.says("allows");
    let done: Value = home.json(&[&["login"], &way[..]].concat());
    assert_eq!(done["outcome"], "verified", "{done}");
    passes(&home, CHECK);
}

#[test]
fn a_press_on_the_notification_leads_to_the_sign_in_in_the_window() {
    let mut home = Home::new();
    let github = GitHub::new(&mut home);
    github::store_expired_token(&home);
    home.settings("{ checks: { live: false } }");
    let mut desktop = Desktop::start(&mut home);
    desktop.open_notifications(&home);
    let _tray = Program::start(github.beside(&home, &program("clawtender-tray")).arg("--hidden"));
    // a gateway that starts, and then the check's grace
    until(CHECK, || home.roots().contains(&CHECK.to_owned()).then_some(()));
    let note = desktop.notifications().note("Token expires");
    assert_eq!(note.buttons[0], "Sign in again", "{note:?}");
    desktop.notifications().press("Sign in again");
    let (shown, arguments) = window(&home);
    assert_eq!(arguments, ["doctor", "--finding", CHECK]);
    processes::signal(shown, "TERM");
    no_window(&home);

    // the same window, where a test can press and read
    let page = Browser::open(&home, &["doctor", "--finding", CHECK]);
    page.press("Sign in again");
    page.reads(".sign-in", "GitHub Copilot (Enterprise / data residency)");
    page.unfold(".sign-in label:nth-of-type(2) input");
    page.press("Go on");
    page.reads(".sign-in", "GitHub Enterprise domain");
    page.types(".sign-in input[type=text]", DOMAIN);
    page.press("Go on");
    page.reads(".sign-in", "Requires an active GitHub Copilot subscription.");
    page.press("Go on");
    page.reads(".device-code code", "WDJB-MJHT");
    page.reads(".sign-in .page", "https://acme.ghe.com/login/device");
    github.says("allows");
    page.reads(".cards", "Mended.");
    desktop.notifications().gone(&note);
    passes(&home, CHECK);
}
