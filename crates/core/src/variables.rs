//! The variables that decide how the gateway reaches the network, each with the place where it stands. Addresses of proxies are
//! without their passwords; nothing here says which of them is right.

use std::fmt;

/// Whether certificates are verified at all: Node does not where this is `0`.
pub const VERIFICATION: &str = "NODE_TLS_REJECT_UNAUTHORIZED";
/// Where questions go through a proxy, and where they do not.
pub const PROXIES: [&str; 8] =
    ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"];

/// All of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Variables {
    /// The process of the gateway that runs, where its environment could be read: what is not named there is not set there.
    pub gateway: Option<u32>,
    /// Each of them, wherever it stands.
    pub named: Vec<Variable>,
}

/// One variable in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Its value, without a password.
    pub value: String,
    /// Where it stands.
    pub place: Place,
}

/// Where a variable stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The process of the gateway that runs.
    Gateway {
        /// Its number.
        pid: u32,
    },
    /// The environment with which Clawtender would start it.
    Here,
    /// A file out of which the gateway fills its environment.
    File(String),
    /// The gateway's own configuration.
    Config(String),
    /// The definition of a service.
    Service(String),
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Gateway { pid } => write!(formatter, "the running gateway (process {pid})"),
            Place::Here => formatter.write_str("the environment of Clawtender"),
            Place::File(file) | Place::Service(file) => formatter.write_str(file),
            Place::Config(file) => write!(formatter, "{file} (env)"),
        }
    }
}
