//! What must vanish, and what must stay.

use proptest::prelude::*;

use super::*;

fn redactor() -> Redactor<'static> {
    Redactor {
        secrets: vec!["correct horse battery", "s3cr3t"],
        home: Some("/home/ann".into()),
        user: Some("ann".into()),
        host: Some("anns-laptop".into()),
    }
}

#[test]
fn what_must_vanish_vanishes() {
    for (text, left) in [
        ("the password is correct horse battery.", "the password is ‹secret›."),
        ("half of it: correct horse bat", "half of it: …"),
        ("key sk-ant-api03-AbCdEf0123456789 was refused", "key ‹secret› was refused"),
        ("AIzaSyD-abcdefghijklmnopqrstuv", "‹secret›"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "‹secret›"),
        ("bot 123456789:AAF-abcdefghijklmnopqrstuvwxyz_0123", "bot ‹secret›"),
        ("Authorization: Bearer abcdefgh12345678", "Authorization: Bearer ‹secret›"),
        ("OPENCLAW_GATEWAY_TOKEN=0123456789abcdef", "OPENCLAW_GATEWAY_TOKEN=‹secret›"),
        ("\"apiKey\": \"abcd1234efgh\"", "\"apiKey\": \"‹secret›\""),
        ("http://ann:pw@proxy.example:3128/", "http://‹secret›@‹host›:3128/"),
        ("signed in as ann.b+x@example.co.uk", "signed in as ‹e-mail›"),
        ("from 4915112345678@s.whatsapp.net", "from ‹e-mail›"),
        ("from +49 151 1234-5678", "from ‹phone›"),
        ("/home/ann/.openclaw/openclaw.json", "~/.openclaw/openclaw.json"),
        ("/home/bob/x and /Users/Carla Doe/y", "/home/‹user›/x and /Users/‹user› Doe/y"),
        (r"C:\Users\dora\AppData", r"C:\Users\‹user›\AppData"),
        (r#""C:\\Users\\dora\\AppData""#, r#""C:\\Users\\‹user›\\AppData""#),
        ("process of ann on anns-laptop", "process of ‹user› on ‹host›"),
        ("wss://gateway.example.org:18789/x", "wss://‹host›:18789/x"),
        ("at box.tail1234.ts.net and nas.local", "at ‹host› and ‹host›"),
        ("192.168.1.20:18789, 10.0.0.1", "‹address›:18789, ‹address›"),
        ("http://[fe80::1]:80 and 2001:db8::8a2e:370:7334.", "http://[‹address›]:80 and ‹address›."),
        ("at 00:1a:2B:3c:4d:5e", "at ‹address›"),
    ] {
        assert_eq!(redactor().text(text), left);
    }
}

#[test]
fn what_helps_to_find_the_cause_stays() {
    for text in [
        "2026-11-26T08:22:04.123456789Z, at 08:22:04",
        "OpenClaw 2026.9.6 needs Node 22.14.0",
        "ws://127.0.0.1:18789, http://localhost:4000 and [::1]:18789, 0.0.0.0",
        "https://api.openai.com/v1 said 429; https://console.anthropic.com",
        "AUTH_TOKEN_MISMATCH: unauthorized: gateway token mismatch",
        "device 3f0a9c1e5b7d2f4a6c8e0b1d3f5a7c9e1b3d5f7a9c1e3b5d7f9a1c3e5b7d9f1a waits",
        "request 6d1c7c1e-6f4b-4a0e-9b8e-0e8a3c1d2b4f was approved",
        "models.providers.ok.apiKey: the keychain",
        "gateway.auth.token: missing",
        "std::fs::read failed, d::f, a::b::c",
        "/usr/lib/node_modules/openclaw/dist/index.js:12:34",
        "the annual plan of joanna",
        "exit code 78, pid 4711, 12 sessions",
        "providers/openai/apiKey",
        "npm_config_registry is set, and HF_HUB_OFFLINE",
    ] {
        assert_eq!(redactor().text(text), text);
    }
}

#[test]
fn what_was_taken_out_is_counted() {
    let mut removed = Removed::new();
    redactor().counted("ann@example.org and 10.0.0.1 and 10.0.0.2", &mut removed);
    assert_eq!(removed, [(Kind::Mail, 1), (Kind::Address, 2)].into());
}

proptest! {
    #[test]
    fn nothing_of_a_secret_is_left_and_nothing_breaks(before in ".{0,60}", after in ".{0,60}") {
        let text = format!("{before}correct horse battery{after}");
        let redacted = redactor().text(&text).into_owned();
        prop_assert!(!redacted.contains("horse bat"), "{redacted}");
    }

    #[test]
    fn twice_is_once(text in "[ -~‹›é]{0,80}") {
        let once = redactor().text(&text).into_owned();
        prop_assert_eq!(redactor().text(&once), once.as_str());
    }
}
