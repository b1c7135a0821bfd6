//! A gateway that ends again and again: its token is a secret that no provider can resolve.

use e2e::{
    day::Day,
    drill::{message, only_root, passes, start},
    processes,
};
use serde_json::json;

const CHECK: &str = "gateway-stable";

pub(crate) fn drill(day: &mut Day) {
    let Day { home, watch, .. } = day;
    let mut config = home.config();
    config["gateway"]["auth"]["token"] = json!({ "source": "env", "provider": "default", "id": "NO_SUCH_TOKEN" });
    home.write_config(&config);
    // the one that runs has what it needs
    processes::signal(home.gateways()[0], "KILL");
    for _ in 0..3 {
        watch.phase("backoff"); // the first failure is answered at once
    }
    watch.phase("crash-looping");
    let found = only_root(home, CHECK);
    assert!(message(&found).contains("at least 5 times") && message(&found).contains("exit code 1"), "{found:#}");
    assert!(found["evidence"].as_array().unwrap().iter().any(|seen| seen["source"] == "log"), "{found:#}");
    assert_eq!(found["fix"]["id"], "start-gateway");

    home.write_config(&home.config());
    start(home);
    passes(home, CHECK);
}
