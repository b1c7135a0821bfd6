//! The variables that decide how the gateway reaches the network, each with the place where it stands. Addresses of proxies are
//! without their passwords; nothing here says which of them is right.

use std::fmt;

/// Whether certificates are verified at all: Node does not where this is `0`.
pub const VERIFICATION: &str = "NODE_TLS_REJECT_UNAUTHORIZED";
/// Where questions go through a proxy, and where they do not.
pub const PROXIES: [&str; 8] =
    ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"];

/// A file of certificates that Node trusts beside those that it brings along.
pub const AUTHORITIES: &str = "NODE_EXTRA_CA_CERTS";
/// Options of Node, which it reads before the gateway has read anything.
pub const NODE_OPTIONS: &str = "NODE_OPTIONS";

/// All of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Variables {
    /// The process of the gateway that runs, where its environment could be read: what is not named there is not set there.
    pub gateway: Option<u32>,
    /// Each of them, wherever it stands.
    pub named: Vec<Variable>,
    /// The gateway runs as the administrator.
    pub as_root: bool,
    /// The variables that hold a provider's key in a terminal, each with the file that sets it, where it is known. No key.
    pub terminal_keys: Vec<(String, Option<String>)>,
}

impl Variables {
    /// The file that gives a terminal this provider's key.
    pub(crate) fn key_file(&self, name: &str) -> Option<&str> {
        self.terminal_keys.iter().find(|(known, _)| known == name)?.1.as_deref()
    }
}

/// One variable in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Its value, without a password.
    pub value: String,
    /// Whether a name or a password was left out of it, so that it does not work as it is shown.
    pub is_cut: bool,
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
    /// A terminal, in which a person runs things: what the login shell's files set, or the system has for every program that is
    /// started anew; with the place where that stands.
    Terminal(Option<String>),
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Gateway { pid } => write!(formatter, "the running gateway (process {pid})"),
            Place::Here => formatter.write_str("the environment of Clawtender"),
            Place::File(file) | Place::Service(file) => formatter.write_str(file),
            Place::Config(file) => write!(formatter, "{file} (env)"),
            Place::Terminal(Some(file)) => write!(formatter, "a terminal ({file})"),
            Place::Terminal(None) => formatter.write_str("a terminal"),
        }
    }
}

/// What is to be different in the environment that a start from here gives the gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Node gets this option, in the place of another value of the same.
    Option {
        /// Which, `--dns-result-order` for instance.
        option: &'static str,
        /// Its value.
        value: &'static str,
    },
    /// A list of hosts names these too.
    With {
        /// The variable.
        name: &'static str,
        /// Which, with commas between them.
        hosts: &'static str,
    },
    /// A list of hosts does not name this one.
    Without {
        /// The variable.
        name: &'static str,
        /// Which.
        host: String,
    },
    /// It says this.
    Is {
        /// The variable.
        name: &'static str,
        /// What.
        value: String,
    },
    /// There is no such variable.
    Gone {
        /// The variable.
        name: &'static str,
    },
}

impl Change {
    /// The variable that changes.
    pub fn name(&self) -> &'static str {
        match self {
            Change::Option { .. } => NODE_OPTIONS,
            Change::With { name, .. }
            | Change::Without { name, .. }
            | Change::Is { name, .. }
            | Change::Gone { name } => name,
        }
    }

    /// Its value afterwards; nothing where there is to be no such variable. `before` is its value now, or nothing.
    pub fn applied(&self, before: &str) -> String {
        let hosts = || entries(before).filter(|entry| !entry.is_empty());
        match self {
            Change::Option { option, value } => {
                let others = before.split_whitespace().filter(|other| other.split('=').next() != Some(option));
                others.map(str::to_owned).chain([format!("{option}={value}")]).collect::<Vec<_>>().join(" ")
            }
            Change::With { hosts: more, .. } => hosts().chain([*more]).collect::<Vec<_>>().join(","),
            Change::Without { host, .. } => hosts().filter(|entry| entry != host).collect::<Vec<_>>().join(","),
            Change::Is { value, .. } => value.clone(),
            Change::Gone { .. } => String::new(),
        }
    }
}

/// What stands in a list of hosts, as `NO_PROXY` is one.
pub(crate) fn entries(list: &str) -> impl Iterator<Item = &str> {
    list.split(|char: char| char == ',' || char.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_leaves_everything_else_in_the_variable() {
        let first = Change::Option { option: "--dns-result-order", value: "ipv4first" };
        let with = Change::With { name: "NO_PROXY", hosts: "localhost,::1" };
        let without = |host: &str| Change::Without { name: "NO_PROXY", host: host.into() };
        for (change, before, after) in [
            (&first, "", "--dns-result-order=ipv4first"),
            (&first, "--max-old-space-size=4096", "--max-old-space-size=4096 --dns-result-order=ipv4first"),
            (&first, "--dns-result-order=ipv6first  --a", "--a --dns-result-order=ipv4first"),
            (&with, "", "localhost,::1"),
            (&with, "a.example, b.example ,", "a.example,b.example,localhost,::1"),
            (&without("*"), "*", ""),
            (&without("b.example"), "a.example b.example,sub.b.example", "a.example,sub.b.example"),
            (&Change::Is { name: "NODE_EXTRA_CA_CERTS", value: "/a".into() }, "/b", "/a"),
            (&Change::Gone { name: "https_proxy" }, "x", ""),
        ] {
            assert_eq!(change.applied(before), after, "{change:?} {before:?}");
        }
    }
}
