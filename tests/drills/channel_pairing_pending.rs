//! A stranger in a chat channel waits; then they may write. What is faked is the message that the channel's servers would
//! have brought: the request it makes is put where the gateway keeps such requests.

use e2e::{
    drill::{message, only_root, passes},
    home::Home,
    node,
};
use serde_json::json;

const CHECK: &str = "channel-pairing-pending";

/// Puts a request of Telegram's user 555000111 into the gateway's state.
const REQUEST: &str = "
const { DatabaseSync } = require('node:sqlite');
const now = new Date().toISOString();
const state = new DatabaseSync(process.argv[1], { timeout: 10_000 });
const meta = JSON.stringify({ username: 'drill', firstName: 'Dora', accountId: 'default' });
state
  .prepare('INSERT INTO channel_pairing_requests VALUES (?, ?, ?, ?, ?, ?, ?)')
  .run('telegram', 'default', '555000111', 'ABCD2345', now, now, meta);
";

#[test]
fn a_sender_that_waits_is_the_root_until_it_may_write() {
    let home = Home::new();
    let mut config = home.config();
    config["channels"] = json!({ "telegram": { "botToken": "123456789:drill-not-a-real-bot-token-0123456", "dmPolicy": "pairing" } });
    home.write_config(&config);
    let mut watch = home.watch();
    watch.phase("ready");
    let state = home.path(".openclaw/state/openclaw.sqlite");
    let put = home.command(node()).args(["-e", REQUEST]).arg(state).output().unwrap();
    assert!(put.status.success(), "{put:?}");
    watch.failing(CHECK);
    let found = only_root(&home, CHECK);
    let says = "A sender on Telegram that calls itself “Dora drill” wants to talk to the agent.";
    assert!(message(&found).starts_with(says), "{found:#}");
    assert_eq!((&found["fix"]["id"], &found["fix"]["consent"]), (&"approve-request".into(), &"one-click".into()));

    assert_eq!(home.json(&["pairing", "approve", found["subject"].as_str().unwrap()])["ok"], true);
    watch.passing(CHECK);
    passes(&home, CHECK);
}
