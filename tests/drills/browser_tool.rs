//! An agent's browser that is not where the configuration says, one that OpenClaw is told not to start, and one that is to have a window
//! where there is no screen; each until the configuration says something else.

use std::fs;

use e2e::{
    client,
    day::Day,
    drill::{message, only_root, passes, there_and_back},
    home::Home,
};
use serde_json::{Value, json};

const CHECK: &str = "browser-tool";

pub(crate) fn drill(day: &mut Day) {
    assert!(!fs::exists("/nowhere/chrome").unwrap());
    for (browser, said, words, fix) in [
        (
            json!({ "executablePath": "/nowhere/chrome" }),
            "executablePath not found",
            "The browser that browser.executablePath names is not there.",
            "find-browser",
        ),
        (
            json!({ "attachOnly": true }),
            "attachOnly is enabled",
            "The agent's browser does not run, and OpenClaw is told not to start it (attachOnly).",
            "start-browser",
        ),
        (
            // whichever program: it does not come to its start
            json!({ "executablePath": "/bin/true", "headless": false }),
            "no Linux display server was detected",
            "The browser for the agent is to have a window (browser.headless is false), and the gateway has no screen.",
            "browser-without-window",
        ),
    ] {
        let found = fails(day, &browser, said);
        assert!(message(&found).starts_with(words), "{found:#}");
        assert_eq!((&found["fix"]["id"], &found["fix"]["consent"]), (&fix.into(), &"confirm".into()), "{found:#}");
        let home = &day.home;
        there_and_back(home, CHECK, || drop(starts(home)));
        passes(home, CHECK);
        day.watch.forget();
    }

    day.as_before();
    passes(&day.home, CHECK);
}

/// Sees it fail with the browser set up so; what the gateway says to whoever starts it is `said`.
fn fails(day: &mut Day, browser: &Value, said: &str) -> Value {
    day.configure(|config| config["browser"] = browser.clone());
    let Day { home, watch, .. } = day;
    passes(home, CHECK);
    let answer = starts(home);
    assert!(answer.contains(said), "{answer}");
    watch.failing(CHECK);
    only_root(home, CHECK)
}

/// Has the gateway start the agent's browser, and hands out what it says.
fn starts(home: &Home) -> String {
    let start = json!({ "method": "POST", "path": "/start", "timeoutMs": 60_000 });
    let answer = client::asks(home, "browser.request", &start).wait_with_output().unwrap();
    String::from_utf8_lossy(&answer.stdout).into_owned()
}
