//! A provider that does not serve this country; then it does.

use e2e::{
    drill::{message, only_root, passes},
    home::Home,
    provider::{Provider, Says},
};
use serde_json::json;

const CHECK: &str = "key-permitted";
const KEY: &str = "sk-drill-0123456789abcdef";

#[test]
fn what_a_key_may_not_do_is_the_root_until_it_may() {
    let home = Home::at_rest();
    let body = json!({ "error": { "message": "Not from there.", "code": "unsupported_country_region_territory" } });
    let provider = Provider::start(Says::json("403 Forbidden", "", &body));
    let mut config = home.config();
    config["models"]["providers"] = json!({ "ok": provider.entry("http", "127.0.0.1") });
    config["models"]["providers"]["ok"]["apiKey"] = json!(KEY);
    home.write_config(&config);
    let mut watch = home.watch();
    watch.phase("stopped");

    let found = only_root(&home, CHECK);
    assert!(message(&found).contains("does not serve the country"), "{found:#}");
    assert!(found["fix"].is_null(), "{found:#}");
    watch.failing(CHECK);

    provider.says(Says::Knows(KEY.to_owned()));
    home.json(&["keys", "test"]);
    watch.passing(CHECK);
    passes(&home, CHECK);
}
