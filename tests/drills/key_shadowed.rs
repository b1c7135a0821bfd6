//! A variable of the environment, and a token that is stored in the gateway, that win over the key in the keychain: the gateway
//! says so itself.

use e2e::{
    day::Day,
    drill::{message, only_root, passes},
    home::Home,
    keyring::Keyring,
    until,
};

const CHECK: &str = "key-shadowed";

/// The one that was pasted in the drill before.
pub(crate) fn drill(day: &mut Day) {
    let Day { home, keyring, .. } = day;
    keyring.store("providers/openrouter/apiKey", &format!("sk-or-v1-{}", "a1b2".repeat(16)));
    let found = only_root(home, CHECK);
    assert!(message(&found).contains("the token openrouter:drill that is stored in it"), "{found:#}");

    let mended = home.json(&["fix", CHECK, "--yes"]);
    // the way to the provider is looked at from now on, and leads nowhere here
    assert_eq!(mended["outcome"], "verified", "{mended:#}");

    assert!(home.clawtender(&["undo"]).status.success());
    assert!(home.clawtender(&["keys", "delete", "openrouter"]).status.success());
    passes(home, CHECK);
}

#[test]
fn the_key_that_the_gateway_does_not_use_is_told_until_it_uses_it() {
    let mut home = Home::new();
    let keyring = Keyring::start(&mut home);
    keyring.store("providers/anthropic/apiKey", &format!("sk-ant-{}", "a1B2".repeat(25)));
    let other = format!("sk-ant-{}", "z9Y8".repeat(25));
    let profile = home.path(".profile");
    std::fs::write(&profile, format!("export ANTHROPIC_API_KEY={other}\n")).unwrap();
    // as a session has it that has read its profile
    home.set("ANTHROPIC_API_KEY", other);
    let before = std::fs::read(home.config_file()).unwrap();
    let mut watch = home.watch();
    watch.phase("ready");
    until(CHECK, || home.roots().contains(&CHECK.to_owned()).then_some(()));
    let found = only_root(&home, CHECK);
    assert!(message(&found).contains("from the variable ANTHROPIC_API_KEY"), "{found:#}");
    assert!(!found.to_string().contains("z9Y8"), "{found:#}");
    let set = format!("{} sets it", profile.display());
    assert!(found["evidence"].to_string().contains(&set), "{found:#}");
    assert!(found["fix"]["preview"].to_string().contains(&format!("stays in {}", profile.display())), "{found:#}");
    let remembered = std::fs::read_to_string(home.path("clawtender/cache/login-path.json")).unwrap();
    assert!(remembered.contains("ANTHROPIC_API_KEY") && !remembered.contains("z9Y8"), "{remembered}");

    let mended = home.json(&["fix", CHECK, "--yes"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
    assert_ne!(std::fs::read(home.config_file()).unwrap(), before);

    let undone = home.clawtender(&["undo"]);
    assert!(undone.status.success(), "{undone:?}");
    assert_eq!(std::fs::read(home.config_file()).unwrap(), before, "not as it was");
    until(CHECK, || home.roots().contains(&CHECK.to_owned()).then_some(()));
    let again = home.json(&["fix", CHECK, "--yes"]);
    assert_eq!(again["outcome"], "verified", "{again:#}");
}
