//! A gateway that listens on every network with a password that can be guessed, and a switch that lets every web page in; then it
//! is there for this computer alone.

use e2e::{
    drill::{message, only_root, passes, there_and_back},
    home::Home,
};
use serde_json::json;

const CHECK: &str = "gateway-exposed";

#[test]
fn a_gateway_that_others_reach_is_the_root_until_it_is_bound_to_this_computer() {
    let home = Home::new();
    let mut config = home.config();
    config["gateway"]["bind"] = json!("lan");
    config["gateway"]["auth"]["token"] = json!("short-token");
    config["gateway"]["controlUi"] = json!({ "allowedOrigins": ["https://home.example"] });
    home.write_config(&config);
    let mut watch = home.watch();
    watch.phase("ready");
    let found = only_root(&home, CHECK);
    assert!(message(&found).contains("short enough to be guessed"), "{found:#}");
    assert!(found["evidence"].to_string().contains(&format!("listens on 0.0.0.0:{}", home.port)), "{found:#}");
    assert!(!found.to_string().contains("short-token"), "{found:#}");
    assert_eq!((&found["fix"]["id"], &found["fix"]["consent"]), (&"bind-loopback".into(), &"confirm".into()));

    // what is written is in force with a fresh process only: the fix is over when it listens elsewhere
    there_and_back(&home, CHECK, || ());
    watch.phase("ready");
    passes(&home, CHECK);

    config["gateway"]["bind"] = json!("loopback");
    config["gateway"]["controlUi"]["allowedOrigins"] = json!(["*", "https://home.example"]);
    home.write_config(&config);
    watch.failing(CHECK);
    let found = only_root(&home, CHECK);
    assert!(message(&found).contains("every web page"), "{found:#}");
    there_and_back(&home, CHECK, || ());
    passes(&home, CHECK);
}
