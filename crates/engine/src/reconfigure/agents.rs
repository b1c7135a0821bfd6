//! What agents run with: the switches of a model, what takes over from one, and the groups of a channel.

use anyhow::{Context, Result, bail};
use clawtender_core::{
    fixes::{Agents, Browser},
    words::Phrase,
};
use serde_json::{Value, json};

use super::places::set;
use crate::{
    edit::Change,
    probes::{bounded::clean, config::models},
    words,
};

/// What a setting changes; an error where what it is about does not stand there any more.
pub(super) fn changes(setting: Agents, config: &Value, subject: &str) -> Result<Vec<Change>> {
    Ok(match setting {
        Agents::PlainContent => compat(config, subject, "requiresStringContent", true)?,
        Agents::StrictKeys => compat(config, subject, "strictMessageKeys", true)?,
        Agents::NoTools => compat(config, subject, "supportsTools", false)?,
        Agents::ShortContext => {
            vec![set(&["agents", "defaults", "models", subject, "params", "context1m"], json!(false))]
        }
        Agents::Fallback => {
            if subject.is_empty() {
                bail!(words::say("fixing-no-fallback"));
            }
            let fallbacks = json!([subject]);
            match &config["agents"]["defaults"]["model"] {
                Value::String(main) => {
                    vec![set(&["agents", "defaults", "model"], json!({ "primary": main, "fallbacks": fallbacks }))]
                }
                _ => vec![set(&["agents", "defaults", "model", "fallbacks"], fallbacks)],
            }
        }
        Agents::NoMention => group(config, subject, Some(("requireMention", json!(false))))?,
        Agents::AllowGroup => group(config, subject, None)?,
        Agents::AllowSender => {
            let (channel, sender) = subject.split_once('/').context(words::say("fixing-no-group"))?;
            let senders = with(&config["channels"][channel]["allowFrom"], sender);
            vec![set(&["channels", channel, "allowFrom"], senders)]
        }
        Agents::AskAboutSenders => vec![set(&["channels", subject, "dmPolicy"], json!("pairing"))],
        Agents::AllowCommand => {
            let commands = with(&config["gateway"]["nodes"]["commands"]["allow"], subject);
            vec![set(&["gateway", "nodes", "commands", "allow"], commands)]
        }
        Agents::Browser(what) => browser(what, config, subject),
    })
}

/// The list with this one in it.
fn with(list: &Value, one: &str) -> Value {
    let mut list = list.as_array().cloned().unwrap_or_default();
    // a number is written as either
    let number = one.parse::<i64>().ok();
    let same = |known: &Value| known == one || number.is_some() && known.as_i64() == number;
    if !list.iter().any(same) {
        list.push(json!(one));
    }
    json!(list)
}

/// What is about every profile of the browser, or about this one where it says so itself.
fn browser(what: Browser, config: &Value, profile: &str) -> Vec<Change> {
    let of_all = |name: &str| vec!["browser".to_owned(), name.to_owned()];
    let of_one = |name: &str| ["browser", "profiles", profile, name].map(str::to_owned).to_vec();
    let there = |name: &str| !config["browser"]["profiles"][profile][name].is_null();
    let place = |name: &str| if there(name) { of_one(name) } else { of_all(name) };
    match what {
        Browser::Found if place("executablePath").iter().fold(config, |at, part| &at[part.as_str()]).is_null() => {
            Vec::new()
        }
        Browser::Found => vec![Change::Remove { path: place("executablePath") }],
        Browser::Started => vec![Change::Set { path: place("attachOnly"), value: json!(false) }],
        Browser::Windowless => vec![Change::Set { path: place("headless"), value: json!(true) }],
        Browser::Unconfined => vec![Change::Set { path: of_all("noSandbox"), value: json!(true) }],
    }
}

/// A switch of the model with this whole name, at its provider.
fn compat(config: &Value, name: &str, switch: &str, value: bool) -> Result<Vec<Change>> {
    let place = models::place(config, name)
        .with_context(|| Phrase::new("fixing-no-model", [("model", clean(name, 120).into())]))?;
    let path = [place, vec!["compat".to_owned(), switch.to_owned()]].concat();
    Ok(vec![Change::Set { path, value: json!(value) }])
}

/// `CHANNEL/GROUP`: the group is named among the channel's, with this setting.
fn group(config: &Value, subject: &str, setting: Option<(&str, Value)>) -> Result<Vec<Change>> {
    let (channel, group) = subject.split_once('/').context(words::say("fixing-no-group"))?;
    let groups = &config["channels"][channel]["groups"];
    let path = |rest: &[&str]| {
        let path = [&["channels", channel, "groups"], rest].concat();
        path.into_iter().map(str::to_owned).collect()
    };
    let mut changes = Vec::new();
    // once a group is named, those that are not are left out: where none was, all stay in
    if groups.is_null() && setting.is_some() {
        changes.push(Change::Set { path: path(&["*"]), value: json!({}) });
    }
    match setting {
        Some((key, value)) => changes.push(Change::Set { path: path(&[group, key]), value }),
        None if groups[group].is_null() => changes.push(Change::Set { path: path(&[group]), value: json!({}) }),
        None => {}
    }
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::{edit::Edit, probes::config};

    /// What the configuration becomes.
    fn changed(config: &str, setting: Agents, subject: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("openclaw.json");
        fs::write(&file, config).unwrap();
        let value = config::parsed(config.as_bytes()).unwrap_or_else(|problem| panic!("{}", problem.message));
        let edit = Edit::plan(&file, changes(setting, &value, subject).unwrap()).unwrap();
        edit.write().unwrap();
        fs::read_to_string(&file).unwrap()
    }

    #[test]
    fn a_switch_of_one_model_is_set_at_that_model() {
        let config = "{ models: { providers: { a: { models: [{ id: 'm' }, { id: 'n' /* mine */ }] } } } }";
        let after = "{ models: { providers: { a: { models: [{ id: 'm' }, { id: 'n', compat: { supportsTools: false } /* mine */ }] } } } }";
        assert_eq!(changed(config, Agents::NoTools, "a/n"), after);
        let value = config::parsed(config.as_bytes()).unwrap_or_default();
        assert!(changes(Agents::NoTools, &value, "a/x").is_err());
    }

    #[test]
    fn a_main_model_that_stands_alone_keeps_its_place_beside_what_takes_over() {
        assert_eq!(
            changed("{ agents: { defaults: { model: 'a/m' } } }", Agents::Fallback, "b/n"),
            "{ agents: { defaults: { model: { fallbacks: [\"b/n\"], primary: \"a/m\" } } } }"
        );
        assert_eq!(
            changed("{ agents: { defaults: { model: { primary: 'a/m' } } } }", Agents::Fallback, "b/n"),
            "{ agents: { defaults: { model: { primary: 'a/m', fallbacks: [\"b/n\"] } } } }"
        );
        assert!(changes(Agents::Fallback, &json!({}), "").is_err());
    }

    #[test]
    fn whoever_is_allowed_joins_those_who_were() {
        let sender = |config| changed(config, Agents::AllowSender, "telegram/4711");
        let allowed = "{ channels: { telegram: { allowFrom: [\"1\",\"4711\"] } } }";
        let is = |text: String| config::parsed(text.as_bytes()).unwrap_or_default();
        let parsed = |text: &str| config::parsed(text.as_bytes()).unwrap_or_default();
        assert_eq!(is(sender("{ channels: { telegram: { allowFrom: ['1'] } } }")), parsed(allowed));
        let number = "{ channels: { telegram: { allowFrom: [4711] } } }";
        assert_eq!(is(sender(number)), parsed(number));
        let asks = changed("{ channels: { telegram: { dmPolicy: 'disabled' } } }", Agents::AskAboutSenders, "telegram");
        assert_eq!(asks, "{ channels: { telegram: { dmPolicy: \"pairing\" } } }");
        let nodes = "{ gateway: { nodes: { commands: { allow: ['sms.send'] } } } }";
        assert_eq!(is(changed("{ gateway: {} }", Agents::AllowCommand, "sms.send")), parsed(nodes));
    }

    #[test]
    fn a_profile_of_the_browser_that_says_it_itself_is_changed_there() {
        let set = |config, what| changed(config, Agents::Browser(what), "work");
        let profile = "{ browser: { attachOnly: true, profiles: { work: { attachOnly: true } } } }";
        let after = "{ browser: { attachOnly: true, profiles: { work: { attachOnly: false } } } }";
        assert_eq!(set(profile, Browser::Started), after);
        let all = "{ browser: { attachOnly: true, profiles: { other: { attachOnly: true } } } }";
        let after = "{ browser: { attachOnly: false, profiles: { other: { attachOnly: true } } } }";
        assert_eq!(set(all, Browser::Started), after);
        assert!(
            !set("{ browser: { executablePath: '/x', headless: true } }", Browser::Found).contains("executablePath")
        );
        assert_eq!(set("{ browser: {} }", Browser::Found), "{ browser: {} }");
    }

    #[test]
    fn no_group_is_left_out_because_another_is_named() {
        let set = |config, setting| changed(config, setting, "telegram/-1");
        assert_eq!(
            set("{ channels: { telegram: { a: 1 } } }", Agents::NoMention),
            "{ channels: { telegram: { a: 1, groups: { \"*\": {}, \"-1\": { requireMention: false } } } } }"
        );
        assert_eq!(
            set("{ channels: { telegram: { groups: { '-2': {} } } } }", Agents::NoMention),
            "{ channels: { telegram: { groups: { '-2': {}, '-1': { requireMention: false } } } } }"
        );
        let allowed = "{ channels: { telegram: { groups: { '-2': {}, '-1': {} } } } }";
        assert_eq!(set("{ channels: { telegram: { groups: { '-2': {} } } } }", Agents::AllowGroup), allowed);
        assert_eq!(set(allowed, Agents::AllowGroup), allowed);
    }
}
