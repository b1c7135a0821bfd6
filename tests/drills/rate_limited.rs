//! A provider that takes no more requests for a while; then the while is over.

use e2e::{
    drill::{message, only_root, passes},
    home::Home,
    provider::{Provider, Says},
};
use serde_json::json;

const CHECK: &str = "rate-limited";
const KEY: &str = "sk-drill-0123456789abcdef";

#[test]
fn a_rate_limit_is_the_root_counts_down_and_offers_no_restart() {
    let home = Home::at_rest();
    let body = json!({ "error": { "message": "Rate limit reached.", "code": "rate_limit_exceeded" } });
    let provider = Provider::start(Says::json("429 Too Many Requests", "retry-after: 3600\r\n", &body));
    let mut config = home.config();
    config["models"]["providers"] = json!({ "ok": provider.entry("http", "127.0.0.1") });
    config["models"]["providers"]["ok"]["apiKey"] = json!(KEY);
    home.write_config(&config);
    let mut watch = home.watch();
    watch.phase("stopped");

    let found = only_root(&home, CHECK);
    assert!(message(&found).starts_with("ok takes no more requests for 60 min."), "{found:#}");
    assert!(found["fix"].is_null(), "{found:#}");
    // whether it is there is asked all the same, without the key
    let asked = provider.shown().len();
    only_root(&home, CHECK);
    assert_eq!(provider.shown().len(), asked, "who is asked to wait does not ask again");

    provider.says(Says::Knows(KEY.to_owned()));
    home.json(&["keys", "test"]);
    watch.passing(CHECK);
    passes(&home, CHECK);
}
