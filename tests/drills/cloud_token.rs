//! The cloud command line's file with an end that is near; then it was renewed, and then its command line signs in anew.
//! That command line is to be had nowhere: what STANDS IN for it is a script that insists on a terminal, refuses to renew,
//! shows a page and a code, asks a question, and writes the file once the page was confirmed.

use std::{fs, os::unix::fs::PermissionsExt, process::Command};

use e2e::{
    drill::{message, only_root, passes},
    home::Home,
    processes,
    terminal::Person,
    until,
};
use rustix::process::{Pid, Signal, kill_process};

const CHECK: &str = "cloud-token";
const FILE: &str = ".config/openclaw/credentials.json";

const STAND_IN: &str = r#"#!/bin/sh
case "$1 $2" in
"auth refresh")
    echo "[ERROR] clw-auth-expired: the session is over" >&2
    exit 1 ;;
"auth login")
    test -t 0 -a -t 1 || { echo "[ERROR] clw auth login needs a terminal" >&2; exit 1; }
    echo $$ > "$HOME/clw.pid"
    echo "See https://docs.cloud.example/ for help."
    echo "Open https://cloud.example/device in your browser and enter the code WDJB-MJHT."
    printf 'Name of this computer: '
    read -r name
    test "$(cat "$HOME/page")" = confirmed || { echo "[ERROR] clw-auth-denied: not confirmed" >&2; exit 4; }
    cat > "$HOME/.config/openclaw/credentials.json" <<END
{ "access_token": "drill-token-of-$name", "expires_at": "2120-05-03T14:00:00Z", "token_type": "Bearer" }
END
    echo "Signed in as $name." ;;
esac
"#;

#[test]
fn a_cloud_login_that_is_over_is_the_root_until_it_is_renewed() {
    let home = Home::at_rest();
    let mut watch = home.watch();
    watch.phase("stopped");
    passes(&home, CHECK);
    login(&home, "2020-05-03T14:00:00Z");
    let found = only_root(&home, CHECK);
    assert!(message(&found).starts_with("The cloud login expired "), "{found:#}");
    assert!(!found.to_string().contains("drill-token"), "{found:#}");
    // without that command line there is nothing that Clawtender could run
    assert_eq!((&found["fix"]["id"], &found["fix"]["deed"]), (&"sign-in-to-cloud-yourself".into(), &serde_json::Value::Null));

    login(&home, "2120-05-03T14:00:00Z");
    passes(&home, CHECK);

    login(&home, "2020-05-03T14:00:00Z");
    fs::write(home.path("bin/clw"), STAND_IN).unwrap();
    fs::set_permissions(home.path("bin/clw"), fs::Permissions::from_mode(0o755)).unwrap();
    assert!(Command::new("mkfifo").arg(home.path("page")).status().unwrap().success());
    let found = only_root(&home, CHECK);
    assert_eq!((&found["fix"]["id"], &found["fix"]["deed"]), (&"sign-in-to-cloud".into(), &true.into()));

    whoever_has_had_enough_ends_it_with_all_that_it_started(&home);
    what_it_says_at_its_end_is_told(&home);

    let mut person = begins(&home);
    fs::write(home.path("page"), "confirmed").unwrap();
    person.hears("the check that failed passes again");
    assert_eq!(person.ends(), (Some(0), String::new()));
    assert!(fs::read_to_string(home.path(FILE)).unwrap().contains("drill-token-of-drill"));
    watch.wait("it to be verified", |event| event["event"] == "fix" && event["outcome"] == "verified");
    passes(&home, CHECK);
}

/// A person is shown the page and the code, and has answered what is asked.
fn begins(home: &Home) -> Person {
    let mut person = Person::runs(home, &["fix", CHECK]);
    person.hears("Name of this computer:\n: ");
    assert!(person.said.contains("Page: https://cloud.example/device\n"), "{}", person.said);
    assert!(person.said.contains("Code: WDJB-MJHT\n"), "{}", person.said);
    person.types("drill");
    person
}

fn whoever_has_had_enough_ends_it_with_all_that_it_started(home: &Home) {
    let person = begins(home);
    let leader: u32 = fs::read_to_string(home.path("clw.pid")).unwrap().trim().parse().unwrap();
    assert!(processes::alive(leader));
    kill_process(Pid::from_child(&person.child), Signal::INT).unwrap();
    assert_eq!(person.ends(), (Some(130), String::new()));
    until("the command line to be ended", || (!processes::alive(leader)).then_some(()));
    only_root(home, CHECK);
}

fn what_it_says_at_its_end_is_told(home: &Home) {
    let person = begins(home);
    fs::write(home.path("page"), "no").unwrap();
    let (code, said) = person.ends();
    assert_eq!(code, Some(3), "{said}");
    only_root(home, CHECK);
}

fn login(home: &Home, end: &str) {
    let file = home.path(FILE);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    let text = serde_json::json!({ "access_token": "drill-token", "expires_at": end, "token_type": "Bearer" });
    fs::write(file, text.to_string()).unwrap();
}
