//! The providers of models: what OpenClaw calls them, what their keys look like, and where a person finds the rest.
//!
//! The table is data; what is judged here is only the shape of a key, and no key ever comes out again. What a provider has
//! not written down is not guessed: it has no address, no prefix or no free request here.

pub mod answer;
mod table;
pub mod tested;

pub use table::ALL;

use crate::words::Phrase;

/// One provider, by OpenClaw's name for it.
#[derive(Debug, PartialEq, Eq)]
pub struct Provider {
    /// The name in `models.providers`.
    pub id: &'static str,
    /// Other names that OpenClaw takes for it.
    pub aliases: &'static [&'static str],
    /// What people call it.
    pub name: &'static str,
    /// The variables that OpenClaw reads a key from, the one that it names first first.
    pub variables: &'static [&'static str],
    /// What a key looks like.
    pub key: Shape,
    /// Where its API is, without a slash at the end; `None` where everybody has an address of their own.
    pub base: Option<&'static str>,
    /// The cheapest request that tells a good key from a bad one.
    pub probe: Option<Probe>,
    /// Where keys are made.
    pub console: Option<&'static str>,
    /// Where it is paid.
    pub billing: Option<&'static str>,
    /// Where it says that it is down.
    pub status: Option<&'static str>,
    /// Where it says so to programs, as Statuspage does: `{ "status": { "indicator": "none", "description": "…" } }`.
    pub status_api: Option<&'static str>,
    /// What signs in without a key, after `openclaw`.
    pub sign_in: Option<&'static str>,
}

/// A GET request that costs nothing.
#[derive(Debug, PartialEq, Eq)]
pub struct Probe {
    /// The whole address; of a provider without a base address, what comes after it.
    pub address: &'static str,
    /// How the key is presented.
    pub key: Presented,
    /// Other headers that it needs.
    pub headers: &'static [(&'static str, &'static str)],
    /// Whether it is known to be refused without a key. Otherwise a good answer is tried once more without one: a list of
    /// models that is open to everybody says nothing about a key.
    pub keyed: bool,
}

/// How a request carries the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presented {
    /// `Authorization: Bearer KEY`.
    Bearer,
    /// A header of this name.
    Header(&'static str),
}

/// What a provider's keys look like.
#[derive(Debug, PartialEq, Eq)]
pub struct Shape {
    /// How they begin; none where they begin with anything.
    pub prefixes: &'static [&'static str],
    /// Fewest characters; those of the shortest kind, with room.
    pub shortest: usize,
    /// Most characters; those of the longest kind, with room.
    pub longest: usize,
    /// What they are made of besides letters and digits.
    pub signs: &'static str,
}

impl Shape {
    /// Whatever a person has chosen.
    const ANY: Shape = Shape { prefixes: &[], shortest: 1, longest: 4096, signs: "!#$%&()*+,-./:;<=>?@[\\]^_{|}~" };
}

/// What is odd about a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// There is none.
    Empty,
    /// Several lines.
    LineBreak,
    /// A space or a tab.
    Space,
    /// Quotation marks, as copied out of a configuration.
    Quotes,
    /// Characters that are not on every keyboard, or are not seen.
    Unusual,
    /// `NAME=` stands before it.
    Assignment,
    /// What stands in documentation in the place of a key.
    Placeholder,
    /// It looks like this provider's.
    Foreign(&'static Provider),
    /// It does not begin as this provider's keys do.
    Beginning,
    /// Too short: a part of it was not copied.
    Short,
    /// Too long: more than it was copied.
    Long,
    /// A sign that this provider's keys do not have.
    Sign,
}

impl Flaw {
    /// Whether it cannot be a key at all. Otherwise a provider may have changed what its keys look like.
    pub fn is_certain(self) -> bool {
        !matches!(self, Flaw::Foreign(_) | Flaw::Beginning | Flaw::Short | Flaw::Long | Flaw::Sign)
    }

    /// What is so, for the person who has entered it for a provider of this name.
    pub fn words(self, name: &str) -> String {
        self.phrase(name).into()
    }

    /// The same, for every language.
    pub fn phrase(self, name: &str) -> Phrase {
        let (flaw, other) = match self {
            Flaw::Empty => ("empty", ""),
            Flaw::LineBreak => ("lines", ""),
            Flaw::Space => ("space", ""),
            Flaw::Quotes => ("quotes", ""),
            Flaw::Unusual => ("unusual", ""),
            Flaw::Assignment => ("assignment", ""),
            Flaw::Placeholder => ("placeholder", ""),
            Flaw::Foreign(other) => ("foreign", other.name),
            Flaw::Beginning => ("beginning", ""),
            Flaw::Short => ("short", ""),
            Flaw::Long => ("long", ""),
            Flaw::Sign => ("sign", ""),
        };
        Phrase::new("flaw-so", [("flaw", flaw.into()), ("name", name.into()), ("other", other.into())])
    }
}

/// The hosts that providers are known by: of their APIs and of their pages.
pub fn hosts() -> impl Iterator<Item = &'static str> {
    let host = |address: &'static str| address.split_once("://")?.1.split(['/', ':']).next();
    let addresses = |one: &'static Provider| [one.base, one.console, one.billing, one.status];
    ALL.iter().flat_map(addresses).flatten().filter_map(host)
}

/// The provider of this name or alias, however it is capitalised.
pub fn find(name: &str) -> Option<&'static Provider> {
    let called = |known: &&str| known.eq_ignore_ascii_case(name);
    ALL.iter().find(|provider| called(&provider.id) || provider.aliases.iter().any(called))
}

/// What is wrong, or odd, about a key for `provider`; `None` for the provider where nothing is known about it.
pub fn flaw(provider: Option<&Provider>, key: &str) -> Option<Flaw> {
    let any = Shape::ANY;
    let shape = provider.map_or(&any, |provider| &provider.key);
    never_a_key(key).or_else(|| unlike(shape, key))
}

fn never_a_key(key: &str) -> Option<Flaw> {
    const STAND_INS: [&str; 6] = ["your_api_key", "your-api-key", "your_key", "changeme", "redacted", "..."];
    if key.trim().is_empty() {
        return Some(Flaw::Empty);
    }
    if key.contains(['\n', '\r']) {
        return Some(Flaw::LineBreak);
    }
    if key.contains([' ', '\t']) {
        return Some(Flaw::Space);
    }
    if key.contains(['"', '\'', '`', '“', '”', '‘', '’']) {
        return Some(Flaw::Quotes);
    }
    if !key.chars().all(|char| char.is_ascii_graphic()) {
        return Some(Flaw::Unusual);
    }
    let is_variable = |name: &str| ALL.iter().any(|provider| provider.variables.contains(&name));
    if key.split_once('=').is_some_and(|(name, _)| is_variable(name)) {
        return Some(Flaw::Assignment);
    }
    let small = key.to_ascii_lowercase();
    let stands_in = STAND_INS.iter().any(|stand_in| small.contains(stand_in)) || key.starts_with(['<', '$', '*']);
    (stands_in || is_variable(key)).then_some(Flaw::Placeholder)
}

fn unlike(shape: &Shape, key: &str) -> Option<Flaw> {
    let length =
        |prefixes: &[&str]| prefixes.iter().filter(|prefix| key.starts_with(**prefix)).map(|prefix| prefix.len()).max();
    if !shape.prefixes.is_empty() {
        let own = length(shape.prefixes);
        let closer = |other: &&Provider| length(other.key.prefixes) > own;
        let mut others: Vec<&'static Provider> = ALL.iter().filter(closer).collect();
        others.sort_by_key(|other| std::cmp::Reverse(length(other.key.prefixes)));
        match (&others[..], own) {
            ([first], _) => return Some(Flaw::Foreign(first)),
            // as many begin as this one does, none of them is meant
            ([first, second, ..], _) if length(first.key.prefixes) > length(second.key.prefixes) => {
                return Some(Flaw::Foreign(first));
            }
            (_, None) => return Some(Flaw::Beginning),
            _ => {}
        }
    }
    if key.len() < shape.shortest {
        Some(Flaw::Short)
    } else if key.len() > shape.longest {
        Some(Flaw::Long)
    } else if key.chars().all(|char| char.is_ascii_alphanumeric() || shape.signs.contains(char)) {
        None
    } else {
        Some(Flaw::Sign)
    }
}

#[cfg(test)]
#[path = "providers/tests.rs"]
mod tests;
