//! A token that is nearly over, pasted with OpenClaw's own command; then another one is pasted where Clawtender asks for it.
//! And a token in the keychain that says itself when it is over, to which the gateway has nothing to say.

use e2e::{
    day::Day,
    drill::{message, only_root, passes},
    logins::paste_token,
    terminal::Person,
};

const CHECK: &str = "token-expiry";
/// A key of nobody's, by whose provider no other check is called to speak.
const ACCOUNT: &str = "providers/drill/apiKey";

pub(crate) fn drill(day: &mut Day) {
    let Day { home, watch, .. } = day;
    paste_token(home, "openrouter", "2h");
    watch.failing(CHECK);
    let found = only_root(home, CHECK);
    assert!(message(&found).contains("expires in 119 minutes"), "{found:#}");
    assert_eq!((&found["severity"], &found["fix"]["id"]), (&"warning".into(), &"sign-in-again".into()));
    assert!(!found.to_string().contains("drill-token"), "{found:#}");

    let mut person = Person::runs(home, &["fix", CHECK]);
    person.hears("Number: ");
    let last = person.said.lines().rev().find(|line| line.ends_with("Paste a token")).unwrap();
    let place = last.trim_start().split(' ').next().unwrap().to_owned();
    person.types(&place);
    person.hears("(not shown): ");
    person.types("not a token");
    person.hears("Nothing was stored.");
    person.hears("(not shown): ");
    person.types("another-token-0123456789abcdef");
    person.hears("(365d): ");
    person.types("a year");
    person.hears("(365d): ");
    person.types("400");
    person.hears("the check that failed passes again");
    assert_eq!(person.ends(), (Some(0), String::new()));
    passes(home, CHECK);

    says_itself(day);
}

fn says_itself(day: &mut Day) {
    let Day { home, keyring, watch } = day;
    // { "alg": "none" } and { "iat": 1700000000, "exp": 1702592000 }: thirty days of the year 2023
    let token = "eyJhbGciOiJub25lIn0.eyJpYXQiOjE3MDAwMDAwMDAsImV4cCI6MTcwMjU5MjAwMH0.ZHJpbGw";
    keyring.store(ACCOUNT, token);
    let found = only_root(home, CHECK);
    assert!(message(&found).starts_with("The key for drill is a token that expired "), "{found:#}");
    assert_eq!((&found["severity"], &found["fix"]["id"]), (&"error".into(), &"replace-key".into()));
    assert!(found.to_string().contains("exp 2023-12-14") && !found.to_string().contains("eyJ"), "{found:#}");
    let _ = watch;

    assert!(home.clawtender(&["keys", "delete", "drill"]).status.success());
    passes(home, CHECK);
}
