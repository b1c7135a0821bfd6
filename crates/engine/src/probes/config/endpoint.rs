//! Where the configured gateway listens and which certificate it shows, as the gateway itself resolves it.

use serde_json::Value;

use super::{Loaded, Located, Lookup, located, port, string};
use crate::gateway::{Endpoint, Pin};

/// The endpoint of the gateway that a start would bring up; `port` wins over the configuration's.
pub fn endpoint(located: &Located, environment: Lookup, port: Option<u16>) -> Endpoint {
    let loaded = Loaded::from(located, environment);
    let variables = loaded.variables(located, environment);
    let gateway = &loaded.value["gateway"];
    let port = port.unwrap_or_else(|| port::of(&gateway["port"], &variables).0);
    let tls = (gateway["tls"]["enabled"] == true).then(|| {
        let chosen = string(&gateway["tls"]["certPath"], &variables).filter(|path| !path.trim().is_empty());
        let file = chosen.map_or_else(
            || located.state_dir.join("gateway").join("tls").join("gateway-cert.pem"),
            |path| located::expand(path.into(), &located.home),
        );
        Pin::of_file(&file)
    });
    Endpoint { port, tls }
}

/// The path of the gateway's control page: `/`, or `gateway.controlUi.basePath` with a slash at both ends.
pub fn control_path(located: &Located, environment: Lookup) -> String {
    let loaded = Loaded::from(located, environment);
    let base = match &loaded.value["gateway"]["controlUi"]["basePath"] {
        Value::String(path) => path.trim().trim_matches('/'),
        _ => "",
    };
    let plain = |char: char| char.is_ascii_alphanumeric() || "-_.~/".contains(char);
    if base.is_empty() || !base.chars().all(plain) { "/".to_owned() } else { format!("/{base}/") }
}
