//! The providers of models as the configuration sets them up: where each is asked, how, and where its key is.

use secrecy::SecretString;
use serde_json::Value;

use super::{Loaded, Located, Lookup, secret, string};
use crate::{probes::bounded, secrets};

/// Most providers that are looked at. Real configurations have a handful.
const MOST: usize = 64;

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
