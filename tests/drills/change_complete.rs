//! A fix that is killed between its two files: one is mended, the other not, until that is taken back.

use std::fs;

use e2e::{
    drill::{finding, killed_at, message},
    home::Home,
};
use serde_json::json;

const CHECK: &str = "change-complete";
const OTHER: &str = "tls-verification";

#[test]
fn a_change_that_was_interrupted_is_told_until_it_is_taken_back() {
    let home = Home::at_rest();
    let mut config = home.config();
    config["env"] = json!({ "vars": { "NODE_TLS_REJECT_UNAUTHORIZED": "0" } });
    home.write_config(&config);
    let variables = home.path(".openclaw/.env");
    fs::write(&variables, "A=1\nNODE_TLS_REJECT_UNAUTHORIZED=0\n").unwrap();
    let both = || (fs::read(home.config_file()).unwrap(), fs::read(&variables).unwrap());
    let before = both();
    for _ in 0..2 {
        killed_at(&home, "beside#2", &["fix", OTHER, "--yes"]);
        let half = both();
        assert!(half.0 != before.0 && half.1 == before.1, "it was not killed between the two");
        let report = home.json(&["doctor"]);
        let found = finding(&report, CHECK);
        assert_eq!((&found["outcome"], &found["fix"]["deed"]), (&json!("fail"), &json!(true)), "{found:#}");
        assert!(message(&found).contains("Verify certificates"), "{found:#}");
        assert!(found["evidence"].to_string().contains("/.openclaw/.env"), "{found:#}");
        let mended = home.json(&["fix", CHECK, "--yes"]);
        assert_eq!(mended["outcome"], "verified", "{mended:#}");
        assert!(both() == before, "not as before: {mended:#}");
        assert_eq!(home.json(&["undo"])["entry"], json!(null));
    }
    // nothing hinders the fix that was meant
    assert_eq!(home.json(&["fix", OTHER, "--yes"])["outcome"], "verified");
    assert_eq!(finding(&home.json(&["doctor"]), CHECK)["outcome"], "pass");
}
