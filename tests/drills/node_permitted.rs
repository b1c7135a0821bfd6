//! A node whose system does not let its app do what it was asked. FAKE: the node's answer is written to the gateway's output as
//! the gateway writes it; what would give it is a phone.

use std::{fs::OpenOptions, io::Write};

use e2e::{
    day::Day,
    drill::{message, only_root, passes},
};

const CHECK: &str = "node-permitted";

pub(crate) fn drill(day: &mut Day) {
    passes(&day.home, CHECK);
    says(day, "[ws] ⇄ res ✗ node.invoke 12ms errorCode=UNAVAILABLE errorMessage=CAMERA_PERMISSION_REQUIRED: grant Camera");
    let Day { home, watch, .. } = day;
    watch.failing(CHECK);
    let found = only_root(home, CHECK);
    assert!(message(&found).contains("its system does not let the app use camera"), "{found:#}");

    // what the agent may use was changed since
    says(day, "[reload] config hot reload applied (tools.exec.host)");
    day.watch.passing(CHECK);
    passes(&day.home, CHECK);
}

fn says(day: &Day, text: &str) {
    let output = day.home.path("clawtender/logs/gateway.stdout");
    let mut output = OpenOptions::new().append(true).open(output).unwrap();
    writeln!(output, "{text}").unwrap();
}
