//! A provider whose credit is used up, which it says with a 429; then there is credit.

use e2e::{
    drill::{message, only_root, passes},
    home::Home,
    provider::{Provider, Says},
};
use serde_json::json;

const CHECK: &str = "key-quota";
const KEY: &str = "sk-or-v1-0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

#[test]
fn an_empty_wallet_is_no_rate_limit_and_the_root_until_it_is_filled() {
    let home = Home::at_rest();
    let body = json!({ "error": { "message": "You exceeded your current quota.", "type": "insufficient_quota" } });
    let provider = Provider::start(Says::json("429 Too Many Requests", "retry-after: 20\r\n", &body));
    let mut config = home.config();
    // where its billing page is known
    config["models"]["providers"] = json!({ "openrouter": provider.entry("http", "127.0.0.1") });
    config["models"]["providers"]["openrouter"]["apiKey"] = json!(KEY);
    home.write_config(&config);
    let mut watch = home.watch();
    watch.phase("stopped");

    let found = only_root(&home, CHECK);
    assert!(message(&found).contains("Waiting does not bring it back"), "{found:#}");
    assert_eq!(found["fix"]["id"], "open-billing-page");
    watch.failing(CHECK);
    home.notes_pages();
    assert_eq!(home.json(&["fix", CHECK])["outcome"], "still-failing");
    home.opened(found["fix"]["preview"][0].as_str().unwrap().trim_start_matches("Opens "));

    provider.says(Says::Knows(KEY.to_owned()));
    home.json(&["keys", "test"]);
    watch.passing(CHECK);
    passes(&home, CHECK);
}
