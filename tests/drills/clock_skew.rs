//! A clock that is wrong. What is faked is the true time: this computer's clock is not ours to set, so servers on it tell
//! another one.

use std::{fs, process::Command, sync::atomic::Ordering::SeqCst};

use e2e::{
    drill::{finding, message, only_root, passes},
    home::{Home, roots},
    provider::{Provider, Says},
    time_server::TimeServer,
    until,
};
use serde_json::{Value, json};

const CHECK: &str = "clock-skew";

fn servers(ahead: [i64; 3]) -> [TimeServer; 3] {
    ahead.map(TimeServer::ahead)
}

fn asks(home: &Home, servers: &[TimeServer]) {
    home.asks_for_time(&servers.iter().collect::<Vec<_>>());
}

/// What `clawtender clock --json` says, and how it ends.
fn clock(home: &Home) -> (Value, i32) {
    let output = home.clawtender(&["clock", "--json"]);
    let said = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("no JSON: {output:?}"));
    (said, output.status.code().unwrap())
}

/// Waits until what these servers said is kept for the next command.
fn kept(home: &Home, servers: &[TimeServer]) {
    until("what was said to be kept", || {
        let kept = fs::read_to_string(home.path("clawtender/cache/clock.json")).ok()?;
        servers.iter().all(|server| kept.contains(&server.name())).then_some(())
    });
}

#[test]
fn a_wrong_clock_is_the_root_until_it_is_right() {
    let home = Home::at_rest();
    for (ahead, severity, words) in [
        (-70, "error", "This computer's clock is 1 min 10 s ahead. From 2 min on the gateway refuses"),
        (200, "error", "This computer's clock is 3 min 20 s behind. The gateway refuses devices with the right time"),
        (-8, "warning", "This computer's clock is 8 s ahead. Tokens seem to expire too early"),
    ] {
        let liars = servers([ahead; 3]);
        asks(&home, &liars);
        let found = only_root(&home, CHECK);
        kept(&home, &liars);
        assert!(message(&found).starts_with(words), "{found:#}");
        assert_eq!((&found["severity"], &found["fix"]["id"]), (&severity.into(), &"set-clock".into()), "{found:#}");
        assert_eq!(found["evidence"].as_array().unwrap().len(), 3, "{found:#}");
        for liar in &liars {
            assert!(found["evidence"].to_string().contains(&liar.name()), "{found:#}");
        }
        let (said, code) = clock(&home);
        assert_eq!((code, &said["verdict"], &said["severity"]), (1, &"fail".into(), &severity.into()), "{said:#}");
        let offset = said["offsetMs"].as_i64().unwrap();
        assert!((offset + ahead * 1_000).abs() < 900, "{said:#}");
        assert!(liars.iter().all(|liar| liar.asked() == 1), "what was known a moment ago was asked for again");
    }

    let honest = servers([0, 0, 3]);
    asks(&home, &honest);
    passes(&home, CHECK);
    kept(&home, &honest);
    let (said, code) = clock(&home);
    assert_eq!((code, &said["verdict"]), (0, &"pass".into()), "{said:#}");
    let believed: Vec<_> = said["sources"].as_array().unwrap().iter().map(|source| &source["agrees"]).collect();
    assert_eq!(believed, [true, true, false], "{said:#}");
}

#[test]
fn a_clock_that_is_three_seconds_off_is_right_enough() {
    let home = Home::bare();
    asks(&home, &servers([3; 3]));
    let (said, code) = clock(&home);
    assert_eq!((code, &said["verdict"]), (0, &"pass".into()), "{said:#}");
}

#[test]
fn servers_that_contradict_each_other_or_say_nothing_prove_nothing() {
    let home = Home::bare();
    let silent = [TimeServer::silent(), TimeServer::silent()];
    for (asked, why) in [
        (servers([0, 200, -70]).into(), "no half of them agrees"),
        (Vec::from(silent), "no answer in time"),
        (Vec::new(), "the settings name no server"),
    ] {
        asks(&home, &asked);
        let found = finding(&home.json(&["doctor"]), CHECK);
        assert_eq!(found["outcome"], "unknown", "{found:#}");
        assert!(found["because"].as_str().unwrap().contains(why), "{found:#}");
        let (said, code) = clock(&home);
        assert_eq!((code, &said["verdict"], &said["offsetMs"]), (3, &"unknown".into(), &Value::Null), "{said:#}");
        assert!(said["message"].as_str().unwrap().contains(why), "{said:#}");
        assert_eq!(said["sources"].as_array().unwrap().len(), asked.len(), "{said:#}");
    }
}

#[test]
fn where_no_time_server_answers_a_page_tells_the_time() {
    let home = Home::at_rest();
    // as behind a firewall that lets no UDP out
    let silent = TimeServer::silent();
    let date = |ahead: &str| {
        let told = Command::new("date").env("LC_ALL", "C").args(["-u", "-d", ahead, "+%a, %d %b %Y %H:%M:%S GMT"]).output();
        let headers = format!("date: {}\r\n", String::from_utf8(told.unwrap().stdout).unwrap().trim());
        Provider::start(Says::http("204 No Content", &headers, "").for_anyone())
    };
    let pages = [date("+200 seconds"), date("+200 seconds")].map(|page| format!("http://127.0.0.1:{}/", page.port));
    home.settings(&json!({ "clock": { "servers": [silent.name()], "https": pages } }).to_string());
    let found = only_root(&home, CHECK);
    assert!(message(&found).starts_with("This computer's clock is 3 min"), "{found:#}");
    assert!(pages.iter().all(|page| found["evidence"].to_string().contains(page)), "{found:#}");
    assert!(silent.asked() > 0);
}

#[test]
fn a_clock_that_ran_away_is_told_by_how_much_and_in_which_time() {
    let home = Home::at_rest();
    let liars = servers([0; 3]);
    asks(&home, &liars);
    passes(&home, CHECK);
    kept(&home, &liars);
    // that was ten minutes ago
    let file = home.path("clawtender/cache/clock.json");
    let mut told: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    for clock in ["up", "awake"] {
        let seconds = told["at"][clock]["secs"].as_u64().unwrap();
        told["at"][clock]["secs"] = seconds.checked_sub(600).unwrap().into();
    }
    let wall = format!("{} - 600 seconds", told["at"]["wall"].as_str().unwrap());
    let wall = Command::new("date").args(["-u", "-d", &wall, "+%Y-%m-%dT%H:%M:%S.%NZ"]).output().unwrap();
    told["at"]["wall"] = String::from_utf8(wall.stdout).unwrap().trim().into();
    fs::write(&file, told.to_string()).unwrap();
    for liar in &liars {
        liar.dial().store(-70, SeqCst);
    }
    let found = only_root(&home, CHECK);
    assert!(message(&found).starts_with("This computer's clock is 1 min 10 s ahead: it drifted 1 min 10 s in 10 min"), "{found:#}");
}

#[test]
fn an_engine_that_stays_finds_it_by_itself_and_hears_of_other_servers() {
    let home = Home::bare();
    let liars = servers([200; 3]);
    asks(&home, &liars);
    let mut watch = home.watch();
    watch.failing(CHECK);
    assert!(liars.iter().all(|liar| liar.asked() == 1));
    // nothing is asked for, and what is known is shown
    let offline = home.json(&["doctor", "--offline"]);
    assert!(roots(&offline).contains(&CHECK.to_owned()), "{offline:#}");

    let honest = servers([0; 3]);
    let names = serde_json::to_string(&honest.iter().map(TimeServer::name).collect::<Vec<_>>()).unwrap();
    let set = home.clawtender(&["settings", "set", "clock.servers", &names]);
    assert!(set.status.success(), "{set:?}");
    watch.passing(CHECK);
    until("every honest server to be asked", || honest.iter().all(|one| one.asked() == 1).then_some(()));
    assert!(liars.iter().all(|liar| liar.asked() == 1));
}
