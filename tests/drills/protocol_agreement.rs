//! A client of the protocol before; then it is updated.

use e2e::{
    client::{let_in, turned_away},
    drill::{message, only_root, passes},
    home::Home,
};
use serde_json::json;

const CHECK: &str = "protocol-agreement";

#[test]
fn an_older_protocol_is_the_root_until_the_client_is_updated() {
    let home = Home::new();
    let mut watch = home.watch();
    watch.phase("ready");
    assert_eq!(turned_away(&home, &json!({ "protocol": 3 })), "PROTOCOL_MISMATCH");
    watch.failing(CHECK);
    let found = only_root(&home, CHECK);
    assert!(message(&found).contains("speaks another protocol"), "{found:#}");

    let_in(&home, &json!({}));
    watch.passing(CHECK);
    passes(&home, CHECK);
}
