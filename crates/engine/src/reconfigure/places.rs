//! What each fix of the configuration changes, and in which file: where a value decides, that is where it is changed.
//!
//! A value that a login shell, a desktop session or the person who started Clawtender has set is not Clawtender's to change.

use std::{
    collections::BTreeSet,
    net::{Ipv4Addr, Ipv6Addr, TcpListener},
    path::PathBuf,
};

use anyhow::{Context, Result, bail, ensure};
use clawtender_core::{
    fixes::Setting,
    variables::{Place, VERIFICATION},
    words::Phrase,
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use super::{Draft, Reconfigure, agents};
use crate::{
    deeds::Aim,
    edit::{Change, Edit, Hole, Kept},
    probes::{bounded::clean, config, key_sources, variables},
    runtime, words,
};

/// Between the ports of two gateways: OpenClaw opens further ones close to its own.
const APART: u16 = 20;
/// What decides about the port before the configuration does.
const PORT: &str = "OPENCLAW_GATEWAY_PORT";

impl Reconfigure {
    /// What would be written for this, as it stands now.
    pub(super) async fn draft(&self, setting: Setting, aim: &Aim) -> Result<Draft> {
        Ok(match setting {
            Setting::ModeLocal => self.set_to(&["gateway", "mode"], json!("local"))?,
            Setting::SchedulerOn => self.set_to(&["cron", "enabled"], json!(true))?,
            Setting::BindLoopback => self.set_to(&["gateway", "bind"], json!("loopback"))?,
            Setting::SwitchOff if aim.subject == ANY_ORIGIN => self.set_to(&ORIGINS, without_any(&self.config()?))?,
            Setting::SwitchOff => self.set_to(&aim.subject.split('.').collect::<Vec<_>>(), json!(false))?,
            Setting::AllowOrigin => self.set_to(&ORIGINS, with_origin(&self.config()?, &aim.subject))?,
            Setting::Agents(setting) => {
                let changes = agents::changes(setting, &self.config()?, &aim.subject)?;
                Draft { edits: self.edits(changes)?, holes: Vec::new() }
            }
            Setting::Create => self.new_configuration()?,
            Setting::NewToken => self.new_token()?,
            Setting::OldToken => self.old_token()?,
            Setting::AnotherPort => self.another_port()?,
            Setting::Verification => self.verification()?,
            Setting::Repair => self.repair().await?,
            Setting::Endpoint => {
                let (name, address) = aim.endpoint.as_ref().context(words::say("fixing-no-endpoint"))?;
                self.set_to(&["models", "providers", name, "baseUrl"], json!(address))?
            }
        })
    }

    fn set_to(&self, path: &[&str], value: Value) -> Result<Draft> {
        self.config()?;
        Ok(Draft { edits: self.edits(vec![set(path, value)])?, holes: Vec::new() })
    }

    fn new_configuration(&self) -> Result<Draft> {
        self.may_change()?;
        let token = runtime::new_token()?;
        let text = runtime::minimal_config(&token, self.world.config().port);
        Ok(Draft { edits: vec![Edit::new_file(&self.world.located.config_path, text)?], holes: Vec::new() })
    }

    fn new_token(&self) -> Result<Draft> {
        let config = self.config()?;
        let stands = config["gateway"]["auth"]["token"].as_str().unwrap_or_default().trim();
        if !stands.is_empty() && !stands.starts_with('$') && !config::is_placeholder(stands) {
            // there is a good one, which nothing used
            return self.set_to(&["gateway", "auth", "mode"], json!("token"));
        }
        let token = runtime::new_token()?;
        let changes =
            vec![set(&["gateway", "auth", "mode"], json!("token")), set(&TOKEN, json!(token.expose_secret()))];
        Ok(Draft { edits: self.edits(changes)?, holes: vec![here(token)] })
    }

    fn old_token(&self) -> Result<Draft> {
        let config = self.config()?;
        let (old, new) = (&config["gateway"]["token"], &config["gateway"]["auth"]["token"]);
        ensure!(new.is_null() || new == old, words::say("fixing-two-tokens"));
        if old.is_null() {
            return Ok(Draft::default());
        }
        let changes = vec![set(&TOKEN, old.clone()), Change::Remove { path: owned(&["gateway", "token"]) }];
        let edits = self.edits(changes)?;
        // the journal holds no token: the one file has it, before and afterwards
        ensure!(edits.len() == 1, words::say("fixing-token-elsewhere"));
        Ok(Draft { edits, holes: old.as_str().map(|token| here(token.into())).into_iter().collect() })
    }

    /// Where the port is decided: our own settings, else the configuration.
    fn another_port(&self) -> Result<Draft> {
        let taken = self.world.config().port;
        let Some(free) = free_port(taken) else {
            bail!(Phrase::new("fixing-no-port", [("port", taken.to_string().into())]))
        };
        if self.world.settings.gateway.port.is_some() {
            let edit = Edit::plan(&self.world.paths.settings, vec![set(&["gateway", "port"], json!(free))])?;
            return Ok(Draft { edits: vec![edit], holes: Vec::new() });
        }
        if let Some(place) = self.port_elsewhere() {
            let told = [("name", PORT.into()), ("place", place.into()), ("port", free.to_string().into())];
            bail!(Phrase::new("fixing-port-elsewhere", told));
        }
        self.set_to(&["gateway", "port"], json!(free))
    }

    fn port_elsewhere(&self) -> Option<Phrase> {
        if self.world.variable(PORT).is_some() {
            return Some(words::say("fixing-own-environment"));
        }
        let sets = |file: &PathBuf| {
            let text = key_sources::read(file).unwrap_or_default();
            config::dotenv_lines(&text).iter().any(|(_, name, _)| name == PORT)
        };
        let file = config::environment_files(&self.world.located, &self.lookup()).into_iter().find(sets)?;
        Some(clean(&file.to_string_lossy(), 300).into())
    }

    /// Takes the switch out of every file in which it stands.
    fn verification(&self) -> Result<Draft> {
        let gone = [VERIFICATION.to_owned()];
        let mut draft = Draft::default();
        let (mut changes, mut files, mut services) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
        let off = variables::look(&self.world, None, &runtime::Terminal::default()).named;
        for variable in off.iter().filter(|variable| variable.name == VERIFICATION && variable.value == "0") {
            match &variable.place {
                Place::Config(_) => {
                    let config = self.config()?;
                    let paths = [owned(&["env", "vars", VERIFICATION]), owned(&["env", VERIFICATION])];
                    let there = |path: &Vec<String>| !at(&config, path).is_null();
                    changes = paths.into_iter().filter(there).map(|path| Change::Remove { path }).collect();
                }
                Place::File(file) => drop(files.insert(file.clone())),
                Place::Service(file) => drop(services.insert(file.clone())),
                Place::Here | Place::Gateway { .. } | Place::Terminal(_) => {}
            }
        }
        draft.edits = self.edits(changes)?;
        for file in files {
            draft.edits.push(Edit::without_variables(&PathBuf::from(file), &gone)?);
        }
        for file in services {
            draft.edits.push(Edit::without_assignments(&PathBuf::from(file), &gone)?);
        }
        ensure!(!draft.edits.is_empty(), Phrase::new("fixing-variable-nowhere", [("name", VERIFICATION.into())]));
        Ok(draft)
    }
}

const ORIGINS: [&str; 3] = ["gateway", "controlUi", "allowedOrigins"];
/// The list of the pages that may connect, in which `*` is a switch.
const ANY_ORIGIN: &str = "gateway.controlUi.allowedOrigins";
const TOKEN: [&str; 3] = ["gateway", "auth", "token"];

/// A token that stands where tokens belong, in the file itself.
fn here(secret: SecretString) -> Hole {
    Hole { secret, kept: Kept::Here(owned(&TOKEN)) }
}

pub(super) fn set(path: &[&str], value: Value) -> Change {
    Change::Set { path: owned(path), value }
}

fn owned(path: &[&str]) -> Vec<String> {
    path.iter().map(|part| (*part).to_owned()).collect()
}

fn at<'a>(value: &'a Value, path: &[String]) -> &'a Value {
    path.iter().fold(value, |value, part| &value[part.as_str()])
}

fn with_origin(config: &Value, origin: &str) -> Value {
    let mut origins = config["gateway"]["controlUi"]["allowedOrigins"].as_array().cloned().unwrap_or_default();
    if !origins.contains(&json!(origin)) {
        origins.push(json!(origin));
    }
    json!(origins)
}

fn without_any(config: &Value) -> Value {
    let origins = config["gateway"]["controlUi"]["allowedOrigins"].as_array().cloned().unwrap_or_default();
    origins.into_iter().filter(|origin| *origin != json!("*")).collect()
}

/// The next port on which nobody listens, on any address.
fn free_port(taken: u16) -> Option<u16> {
    let next = (1..).map_while(|steps: u16| taken.checked_add(steps.checked_mul(APART)?));
    next.take(50).chain(20_000..20_050).find(|port| {
        let free = |listener: std::io::Result<TcpListener>| listener.is_ok();
        free(TcpListener::bind((Ipv4Addr::LOCALHOST, *port)))
            && free(TcpListener::bind((Ipv4Addr::UNSPECIFIED, *port)))
            && free(TcpListener::bind((Ipv6Addr::LOCALHOST, *port)).or_else(without_family))
    })
}

/// A computer without IPv6 has nobody on it either.
fn without_family(error: std::io::Error) -> std::io::Result<TcpListener> {
    match error.kind() {
        std::io::ErrorKind::AddrNotAvailable | std::io::ErrorKind::Unsupported => {
            TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        }
        _ => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_that_are_there_stay() {
        let config = json!({ "gateway": { "controlUi": { "allowedOrigins": ["https://a"] } } });
        for (origin, all) in [("https://b", json!(["https://a", "https://b"])), ("https://a", json!(["https://a"]))] {
            assert_eq!(with_origin(&config, origin), all);
        }
    }

    #[test]
    fn who_is_named_may_still_connect_where_not_everybody_may() {
        let config = json!({ "gateway": { "controlUi": { "allowedOrigins": ["*", "https://a"] } } });
        assert_eq!(without_any(&config), json!(["https://a"]));
    }

    #[test]
    fn a_port_on_which_somebody_listens_is_not_free() {
        let squatter = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let taken = squatter.local_addr().unwrap().port();
        assert_ne!(free_port(taken), Some(taken));
        let next = free_port(taken.saturating_sub(APART)).unwrap();
        assert_ne!(next, taken);
        assert!(free_port(u16::MAX).is_some());
    }
}
