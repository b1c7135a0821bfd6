//! Clients of the real gateway that do as they are told: see `fakes/client.mjs`.

use std::{
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::{Value, json};

use crate::{
    home::{Home, TOKEN},
    node,
};

/// A web page of the gateway's own that has its token. What is `told` says what is different about it.
pub fn page(home: &Home, told: &Value) -> Value {
    let output = client(home, told).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let answer =
        text.lines().next().unwrap_or_else(|| panic!("the gateway said nothing to {told}: {:?}", output.stderr));
    serde_json::from_str(answer).unwrap()
}

/// The code of the gateway's no to such a page.
pub fn turned_away(home: &Home, told: &Value) -> String {
    let answer = page(home, told);
    assert_eq!(answer["ok"], false, "the gateway let it in: {told}");
    answer["error"]["details"]["code"].as_str().unwrap_or_default().to_owned()
}

/// Sees such a page get in, and hands out what the gateway says to it.
pub fn let_in(home: &Home, told: &Value) -> Value {
    let answer = page(home, told);
    assert_eq!(answer["ok"], true, "the gateway turned it away: {answer:#}");
    answer["payload"].clone()
}

/// Such a page that stays connected until it is killed.
pub fn stays(home: &Home, told: &Value) -> Child {
    let mut told = told.clone();
    told["stay"] = true.into();
    client(home, &told).spawn().unwrap()
}

/// The owner's own program, which asks the gateway this and waits for the answer.
pub fn asks(home: &Home, method: &str, parameters: &Value) -> Child {
    let told = json!({
        "client": { "id": "gateway-client", "mode": "backend" },
        "scopes": ["operator.admin", "operator.approvals"],
        "call": [method, parameters],
    });
    client(home, &told).spawn().unwrap()
}

/// Asks the gateway this as its owner, and hands out what it answers.
pub fn owner_asks(home: &Home, method: &str, parameters: &Value) -> Value {
    let output = asks(home, method, parameters).wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let answer: Value = serde_json::from_str(text.lines().nth(1).unwrap_or_default())
        .unwrap_or_else(|error| panic!("{method}: {error}: {text:?}"));
    assert_eq!(answer["ok"], true, "{method}: {answer:#}");
    answer["payload"].clone()
}

/// Adds a job that has the agent say something, and is not due by itself for an hour. Its id.
pub fn add_job(home: &Home, name: &str) -> Value {
    let hour = u64::try_from(Duration::from_hours(1).as_millis()).unwrap();
    let job = json!({
        "name": name, "schedule": { "kind": "every", "everyMs": hour }, "sessionTarget": "isolated", "wakeMode": "now",
        "payload": { "kind": "agentTurn", "message": "hello" },
    });
    owner_asks(home, "cron.add", &job)["id"].clone()
}

/// The owner asks this node for something, which comes to nothing. What the gateway says.
pub fn invokes(home: &Home, node: &str, command: &str) -> String {
    let asked = json!({ "nodeId": node, "command": command, "params": {}, "idempotencyKey": format!("{command}-{:?}", std::time::Instant::now()) });
    let output = asks(home, "node.invoke", &asked).wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let answer: Value = serde_json::from_str(text.lines().nth(1).unwrap_or_default()).unwrap();
    assert_eq!(answer["ok"], false, "{command} of {node}: {answer:#}");
    answer["error"]["message"].as_str().unwrap_or_default().to_owned()
}

/// A phone that is let in as a node, and its id. It is gone again.
pub fn paired_phone(home: &Home, key: &str) -> (Value, String) {
    let phone = json!({
        "device": home.path(format!("{key}.pem")),
        "client": { "id": "node-host", "mode": "node", "displayName": "Phone", "platform": "ios" },
        "role": "node", "caps": ["camera"], "commands": ["camera.list"],
    });
    let_in(home, &phone);
    let request = crate::until("its request", || {
        let waiting = home.json(&["pairing", "list"]);
        Some(waiting[0]["id"].as_str()?.to_owned())
    });
    assert_eq!(home.json(&["pairing", "approve", &request])["ok"], true);
    let nodes = owner_asks(home, "node.list", &json!({}))["nodes"].clone();
    let id =
        nodes.as_array().into_iter().flatten().find(|node| node["displayName"] == "Phone").unwrap()["nodeId"].clone();
    (phone, id.as_str().unwrap().to_owned())
}

/// Takes every node off the gateway's list, as a person who has sold it.
pub fn forget_nodes(home: &Home) {
    for node in owner_asks(home, "node.list", &json!({}))["nodes"].as_array().unwrap() {
        owner_asks(home, "node.pair.remove", &json!({ "nodeId": node["nodeId"] }));
    }
}

fn client(home: &Home, told: &Value) -> Command {
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fakes/client.mjs");
    let mut whole = json!({ "port": home.port, "auth": { "token": TOKEN } });
    whole.as_object_mut().unwrap().extend(told.as_object().cloned().unwrap_or_default());
    let mut command = home.command(node());
    command.arg(script).arg(whole.to_string()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}
