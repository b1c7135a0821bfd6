//! A disk with hardly any room left where the gateway keeps its state: a small file system of its own; then a larger one.

use e2e::{
    drill::{finding, message},
    home::{Home, roots},
    program,
};
use serde_json::Value;

const CHECK: &str = "host-resources";

#[test]
fn a_disk_that_is_nearly_full_is_the_root_until_there_is_room() {
    let home = Home::at_rest();
    let report = with_room(&home, "40m");
    assert_eq!(roots(&report), [CHECK], "{report:#}");
    let found = finding(&report, CHECK);
    assert_eq!(found["severity"], "error", "{found:#}");
    let state = home.path(".openclaw").display().to_string();
    assert!(message(&found).contains(&format!("on the disk that holds {state}.")), "{found:#}");
    let evidence = found["evidence"].as_array().unwrap();
    assert!(evidence.iter().any(|seen| seen["text"] == "media: 9 MB"), "{found:#}");

    let report = with_room(&home, "2g");
    assert_eq!(roots(&report), [""; 0], "{report:#}");
    assert_eq!(finding(&report, CHECK)["outcome"], "pass");
}

/// Examines the home with its state on a file system of this size, on which something large lies already.
fn with_room(home: &Home, size: &str) -> Value {
    let (state, aside) = (home.path(".openclaw").display().to_string(), home.path("aside").display().to_string());
    let script = format!(
        "cp -a {state} {aside} && mount -t tmpfs -o size={size},mode=700 tmpfs {state} && cp -a {aside}/. {state} && rm -r {aside} && \
         head -c 9000000 /dev/zero > {state}/media && chmod 600 {state}/media && exec \"$0\" \"$@\""
    );
    let mut command = home.command("unshare");
    command.args(["--user", "--map-root-user", "--mount", "sh", "-c", &script]).arg(program("clawtender"));
    let output = command.args(["doctor", "--json"]).output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"))
}
