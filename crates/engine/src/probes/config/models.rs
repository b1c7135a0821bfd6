//! The providers of models as the configuration sets them up: where each is asked, how, and where its key is.

use clawtender_core::models::{Entry, Models};
use secrecy::SecretString;
use serde_json::Value;

use super::{Loaded, Located, Lookup, secret, string};
use crate::{probes::bounded, secrets};

/// Most providers that are looked at. Real configurations have a handful.
const MOST: usize = 64;

/// Most models that are looked at, and characters of a name.
const MODELS: usize = 500;
const NAME: usize = 200;

/// One entry of `models.providers`.
pub(crate) struct Configured {
    /// Its name.
    pub(crate) id: String,
    /// `baseUrl`, without slashes at its end.
    pub(crate) base: Option<String>,
    /// `api`: which language it speaks.
    pub(crate) api: Option<String>,
    /// `authHeader`: the key goes as a bearer, whatever the language says.
    pub(crate) bearer: bool,
    /// Where its key is.
    pub(crate) key: Held,
}

/// Where a key is. May hold it: no `Debug`.
pub(crate) enum Held {
    /// There is none.
    Nothing,
    /// In the configuration or its environment.
    Here(SecretString),
    /// In the keychain, in Clawtender's care.
    Ours,
    /// With another secret provider, or in a variable that only the gateway sees.
    Elsewhere,
}

/// Every provider that the configuration names.
pub(crate) fn providers(located: &Located, environment: Lookup) -> Vec<Configured> {
    let loaded = Loaded::from(located, environment);
    let variables = loaded.variables(located, environment);
    let named = loaded.value["models"]["providers"].as_object();
    let read = |(id, entry): (&String, &Value)| Configured {
        id: bounded::clean(id, 200),
        base: string(&entry["baseUrl"], &variables).map(|base| base.trim().trim_end_matches('/').to_owned()),
        api: string(&entry["api"], &variables),
        bearer: entry["authHeader"] == true,
        key: held(&entry["apiKey"], &variables),
    };
    named.into_iter().flatten().take(MOST).map(read).collect()
}

/// Which models are used, and how each is set up.
pub(super) fn settings(config: &Value) -> Models {
    let name = |value: &Value| value.as_str().map(|name| bounded::clean(name, NAME));
    let defaults = &config["agents"]["defaults"];
    let main = &defaults["model"];
    let named = || defaults["models"].as_object().into_iter().flatten().take(MODELS);
    let key = |(name, _): (&String, &Value)| bounded::clean(name, NAME);
    Models {
        main: name(main).or_else(|| name(&main["primary"])),
        fallbacks: main["fallbacks"].as_array().into_iter().flatten().take(MODELS).filter_map(name).collect(),
        allowed: named().map(key).collect(),
        long_context: named().filter(|(_, model)| model["params"]["context1m"] == true).map(key).collect(),
        entries: entries(config).map(|(_, entry)| entry).take(MODELS).collect(),
    }
}

/// Every model that is set up at a provider, with the path of its place.
fn entries(config: &Value) -> impl Iterator<Item = ([String; 5], Entry)> {
    let providers = config["models"]["providers"].as_object().into_iter().flatten().take(MOST);
    providers.flat_map(|(provider, entry)| {
        let models = entry["models"].as_array().into_iter().flatten().enumerate();
        models.filter_map(move |(number, model)| {
            let compat = &model["compat"];
            let path = ["models", "providers", provider, "models", &number.to_string()].map(str::to_owned);
            let entry = Entry {
                provider: bounded::clean(provider, NAME),
                id: bounded::clean(model["id"].as_str()?, NAME),
                plain_content: compat["requiresStringContent"] == true,
                strict_keys: compat["strictMessageKeys"] == true,
                no_tools: compat["supportsTools"] == false,
            };
            Some((path, entry))
        })
    })
}

/// Where the model with this whole name is set up.
pub(crate) fn place(config: &Value, name: &str) -> Option<Vec<String>> {
    entries(config).find(|(_, entry)| entry.name() == name).map(|(path, _)| path.into())
}

fn held(value: &Value, variables: &super::Variables) -> Held {
    if value["source"] == "exec" && value["id"].as_str().is_some_and(|id| secrets::provider_of(id).is_some()) {
        return Held::Ours;
    }
    match secret::value(value, variables, "") {
        Some(key) => Held::Here(key),
        None if value.is_null() || value == "" => Held::Nothing,
        None => Held::Elsewhere,
    }
}
