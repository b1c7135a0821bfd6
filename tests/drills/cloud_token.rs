//! The cloud command line's file with an end that is near; then it was renewed. Nothing of the cloud is needed for it.

use std::fs;

use e2e::{
    drill::{message, only_root, passes},
    home::Home,
};

const CHECK: &str = "cloud-token";

#[test]
fn a_cloud_login_that_is_over_is_the_root_until_it_is_renewed() {
    let home = Home::at_rest();
    let mut watch = home.watch();
    watch.phase("stopped");
    passes(&home, CHECK);
    login(&home, "2020-05-03T14:00:00Z");
    let found = only_root(&home, CHECK);
    assert!(message(&found).starts_with("The cloud login expired "), "{found:#}");
    assert!(!found.to_string().contains("drill-token"), "{found:#}");

    login(&home, "2120-05-03T14:00:00Z");
    passes(&home, CHECK);
}

fn login(home: &Home, end: &str) {
    let file = home.path(".config/openclaw/credentials.json");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    let text = serde_json::json!({ "access_token": "drill-token", "expires_at": end, "token_type": "Bearer" });
    fs::write(file, text.to_string()).unwrap();
}
