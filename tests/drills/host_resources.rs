//! A disk with hardly any room left where the gateway keeps its state, or none for further files: a small file system of its own; then
//! a larger one. And a gateway that may hold hardly any more files open: the gateway is FAKE, and its limit is real.

use std::{fs, process::Command};

use e2e::{
    drill::{finding, message, only_root, passes, start, with_fake_gateway},
    home::{Home, roots},
    program,
    watch::pid,
};
use serde_json::Value;

const CHECK: &str = "host-resources";

#[test]
fn a_disk_that_is_nearly_full_is_the_root_until_there_is_room() {
    let home = Home::at_rest();
    let report = with_room(&home, "size=40m");
    assert_eq!(roots(&report), [CHECK], "{report:#}");
    let found = finding(&report, CHECK);
    assert_eq!(found["severity"], "error", "{found:#}");
    let state = home.path(".openclaw").display().to_string();
    assert!(message(&found).contains(&format!("on the disk that holds {state}.")), "{found:#}");
    let evidence = found["evidence"].as_array().unwrap();
    assert!(evidence.iter().any(|seen| seen["text"] == "media: 9 MB"), "{found:#}");

    let report = with_room(&home, "size=2g");
    assert_eq!(roots(&report), [""; 0], "{report:#}");
    assert_eq!(finding(&report, CHECK)["outcome"], "pass");
}

#[test]
fn a_disk_that_takes_no_more_files_is_the_root_whatever_room_it_shows() {
    let home = Home::at_rest();
    let report = with_room(&home, "size=2g,nr_inodes=400");
    assert_eq!(roots(&report), [CHECK], "{report:#}");
    let found = finding(&report, CHECK);
    assert!(message(&found).contains("more files can be made on the disk that holds"), "{found:#}");
    assert!(message(&found).contains("of 400: it is as good as full, whatever room it shows"), "{found:#}");
}

#[test]
fn a_gateway_that_may_open_hardly_any_more_files_is_the_root_until_it_is_restarted() {
    let home = Home::at_rest();
    with_fake_gateway(&home);
    let _watch = home.watch();
    start(&home);
    let gateway = pid(&home.json(&["gateway", "status"]));
    let open = fs::read_dir(format!("/proc/{gateway}/fd")).unwrap().count();
    let limit = format!("--nofile={}", open + 1);
    assert!(Command::new("prlimit").args(["--pid", &gateway.to_string(), &limit]).status().unwrap().success());
    let found = only_root(&home, CHECK);
    let words = format!("files and connections open and may hold {}. At the limit it takes no new ones", open + 1);
    assert!(message(&found).contains(&words), "{found:#}");

    let fixed = home.json(&["fix", CHECK]);
    assert_eq!(fixed["outcome"], "verified", "{fixed:#}");
    passes(&home, CHECK);
}

/// Examines the home with its state on such a file system, on which something large lies already.
fn with_room(home: &Home, size: &str) -> Value {
    let (state, aside) = (home.path(".openclaw").display().to_string(), home.path("aside").display().to_string());
    let script = format!(
        "cp -a {state} {aside} && mount -t tmpfs -o {size},mode=700 tmpfs {state} && cp -a {aside}/. {state} && rm -r {aside} && \
         head -c 9000000 /dev/zero > {state}/media && chmod 600 {state}/media && exec \"$0\" \"$@\""
    );
    let mut command = home.command("unshare");
    command.args(["--user", "--map-root-user", "--mount", "sh", "-c", &script]).arg(program("clawtender"));
    let output = command.args(["doctor", "--json"]).output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"))
}
