//! A log of two gigabytes that says one thing over and over; then it is trimmed. All of it but the end is a hole in the file, which
//! takes no room.

use std::{
    fs::{self, OpenOptions},
    io::Write,
};

use e2e::{
    drill::{message, only_root, passes},
    home::Home,
};
use serde_json::json;

const CHECK: &str = "log-growth";

#[test]
fn a_log_without_bound_is_the_root_until_it_is_trimmed() {
    let home = Home::at_rest();
    let log = home.path("logs/gate.log");
    let mut config = home.config();
    config["logging"] = json!({ "file": log });
    home.write_config(&config);
    let _watch = home.watch();
    passes(&home, CHECK);

    fs::create_dir_all(log.parent().unwrap()).unwrap();
    fs::File::create(&log).unwrap().set_len(2_000_000_000).unwrap();
    let mut file = OpenOptions::new().append(true).open(&log).unwrap();
    for number in 0..20_000 {
        let message = format!("telegram: poll failed after {number} ms: connect ECONNREFUSED 10.0.0.7:443");
        writeln!(file, "{}", json!({ "0": "{\"subsystem\":\"telegram\"}", "message": message })).unwrap();
    }
    let found = only_root(&home, CHECK);
    assert!(message(&found).starts_with("The gateway's log takes 2.0 GB"), "{found:#}");
    let seen = found["evidence"][0]["text"].as_str().unwrap();
    assert!(seen.contains("lines: telegram: poll failed after "), "{found:#}");

    let fixed = home.json(&["fix", CHECK, "--yes"]);
    assert_eq!(fixed["outcome"], "verified", "{fixed:#}");
    passes(&home, CHECK);
    let left = fs::read_to_string(&log).unwrap();
    assert!(left.len() <= 1_000_000 && left.starts_with('{'), "{}", left.len());
    assert!(left.ends_with("after 19999 ms: connect ECONNREFUSED 10.0.0.7:443\"}\n"));
    // whoever writes it goes on at its end
    writeln!(file, "one more").unwrap();
    assert_eq!(fs::read_to_string(&log).unwrap(), format!("{left}one more\n"));
    // what was cut off is gone, and nothing says otherwise
    let undone = home.json(&["undo"]);
    assert_eq!(undone["entry"], json!(null), "{undone:#}");
    assert_eq!(home.json(&["journal"])["entries"][0]["what"], "trim-log");
}
