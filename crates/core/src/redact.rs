//! The one way in which a report leaves this computer: without secrets, without who and where its owner is.
//!
//! Known secrets go first, wherever they stand; then whatever has the shape of a secret, of an address or of a name. What
//! helps to find the cause stays: times, versions, loopback addresses, the hosts of known providers, ids of devices and
//! requests. In doubt it goes.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::LazyLock,
};

use regex::{Captures, Regex};

use crate::{
    check::{Evidence, FileAt, Finding, Offer},
    providers,
    report::Report,
    snapshot::GatewayView,
    text::hide,
};

/// What was taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A key, a token, a password.
    Secret,
    /// An e-mail address, or what a chat service calls a person alike.
    Mail,
    /// A telephone number.
    Phone,
    /// A name on this computer: of its user, and so of the home folder.
    User,
    /// The name of a computer.
    Host,
    /// A computer's address in a network.
    Address,
}

impl Kind {
    /// What stands in its place.
    pub fn mark(self) -> &'static str {
        match self {
            Kind::Secret => "‹secret›",
            Kind::Mail => "‹e-mail›",
            Kind::Phone => "‹phone›",
            Kind::User => "‹user›",
            Kind::Host => "‹host›",
            Kind::Address => "‹address›",
        }
    }

    /// One of them, for a person.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Secret => "secret",
            Kind::Mail => "e-mail address",
            Kind::Phone => "telephone number",
            Kind::User => "user name",
            Kind::Host => "host name",
            Kind::Address => "network address",
        }
    }
}

/// How often each kind was taken out.
pub type Removed = BTreeMap<Kind, usize>;

/// What is known of this computer and its user. Holds secrets: no `Debug`.
#[derive(Default)]
pub struct Redactor<'a> {
    /// Secrets, wherever they stand. Those of fewer than [`SHORTEST`] characters are passed over.
    pub secrets: Vec<&'a str>,
    /// The home folder.
    pub home: Option<String>,
    /// The name of the user.
    pub user: Option<String>,
    /// The name of this computer.
    pub host: Option<String>,
}

/// The shortest known secret that is looked for, in characters: a shorter one stands in ordinary words.
pub const SHORTEST: usize = 6;

/// An offer without them, by what takes them out of a text.
fn without(offer: Offer, text: &mut impl FnMut(String) -> String) -> Offer {
    let preview = offer.preview.into_iter().map(|line| text(line.into()).into()).collect();
    let at = offer.at.map(|at| FileAt { file: text(at.file), ..at });
    Offer { preview, at, ..offer }
}

impl Redactor<'_> {
    /// A report without them.
    pub fn report(&self, report: Report) -> (Report, Removed) {
        let mut removed = Removed::new();
        let mut text = |text: String| self.counted(&text, &mut removed).into_owned();
        let findings = report
            .findings
            .into_iter()
            .map(
                |Finding {
                     id,
                     group,
                     title,
                     severity,
                     outcome,
                     because,
                     message,
                     evidence,
                     fix,
                     also,
                     request_id,
                     help,
                     subject,
                     took_ms,
                     step,
                 }| {
                    Finding {
                        because: because.map(|why| text(why.into()).into()),
                        message: text(message.into()).into(),
                        evidence: evidence.into_iter().map(|seen| Evidence { text: text(seen.text), ..seen }).collect(),
                        fix: fix.map(|offer| without(offer, &mut text)),
                        also: also.into_iter().map(|offer| without(offer, &mut text)).collect(),
                        request_id: request_id.map(&mut text),
                        subject: subject.map(&mut text),
                        id,
                        group,
                        title,
                        severity,
                        outcome,
                        help,
                        took_ms,
                        step,
                    }
                },
            )
            .collect();
        let gateway = report.gateway;
        let gateway = GatewayView { url: text(gateway.url), detail: text(gateway.detail.into()).into(), ..gateway };
        let headline = text(report.headline);
        (Report { gateway, headline, findings, ..report }, removed)
    }

    /// A text without them.
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.counted(text, &mut Removed::new())
    }

    fn counted<'t>(&self, text: &'t str, removed: &mut Removed) -> Cow<'t, str> {
        let mut now = Cow::Borrowed(text);
        for secret in self.secrets.iter().filter(|secret| secret.chars().count() >= SHORTEST) {
            exact(&mut now, secret, Kind::Secret.mark(), Kind::Secret, removed, |_, _| true);
            // nor a part of it that would help somebody
            let hidden = hide(&now, secret);
            if hidden != *now {
                *removed.entry(Kind::Secret).or_default() += 1;
                now = Cow::Owned(hidden);
            }
        }
        secrets(&mut now, removed);
        shaped(&mut now, &MAIL, Kind::Mail, removed, |found| Some(kept(found, Kind::Mail)));
        if let Some(home) = self.home.as_deref().filter(|home| home.len() > 3) {
            exact(&mut now, home, "~", Kind::User, removed, |_, after| ends(after));
        }
        shaped(&mut now, &FOLDER, Kind::User, removed, |found| {
            (&found["name"] != Kind::User.mark()).then(|| kept(found, Kind::User))
        });
        if let Some(user) = self.user.as_deref().filter(|user| user.len() > 2) {
            exact(&mut now, user, Kind::User.mark(), Kind::User, removed, |before, after| ends(before) && ends(after));
        }
        shaped(&mut now, &PHONE, Kind::Phone, removed, |found| Some(kept(found, Kind::Phone)));
        shaped(&mut now, &URL, Kind::Host, removed, |found| {
            (!is_public(&found["name"])).then(|| kept(found, Kind::Host))
        });
        shaped(&mut now, &LOCAL, Kind::Host, removed, |found| Some(kept(found, Kind::Host)));
        if let Some(host) = self.host.as_deref().filter(|host| host.len() > 2 && !is_public(host)) {
            exact(&mut now, host, Kind::Host.mark(), Kind::Host, removed, |before, after| ends(before) && ends(after));
        }
        shaped(&mut now, &MAC, Kind::Address, removed, |found| Some(kept(found, Kind::Address)));
        shaped(&mut now, &V4, Kind::Address, removed, |found| {
            let address: Ipv4Addr = found["name"].parse().ok()?;
            (!address.is_loopback() && !address.is_unspecified()).then(|| kept(found, Kind::Address))
        });
        let places: Vec<_> =
            V6.find_iter(&now).filter(|found| is_v6(&now, found.range())).map(|at| at.range()).collect();
        *removed.entry(Kind::Address).or_default() += places.len();
        removed.retain(|_, times| *times > 0);
        for place in places.into_iter().rev() {
            now.to_mut().replace_range(place, Kind::Address.mark());
        }
        now
    }
}

/// A text without what has the shape of a secret. What stays on this computer may name its owner; a key is quoted nowhere.
pub fn without_secrets(text: &str) -> Cow<'_, str> {
    let mut now = Cow::Borrowed(text);
    secrets(&mut now, &mut Removed::new());
    now
}

fn secrets(now: &mut Cow<'_, str>, removed: &mut Removed) {
    for shape in [&*USERINFO, &*PRIVATE_KEY] {
        shaped(now, shape, Kind::Secret, removed, |found| {
            (&found["name"] != Kind::Secret.mark()).then(|| kept(found, Kind::Secret))
        });
    }
    for shape in SECRETS.iter().chain([&*VALUE]) {
        shaped(now, shape, Kind::Secret, removed, |found| {
            let value = &found["name"];
            // a word says what a value is, not which
            (value.len() >= 24 || value.contains(|char: char| char.is_ascii_digit())).then(|| kept(found, Kind::Secret))
        });
    }
}

/// Whether this is the address of another computer, and no part of something longer, such as a path in a program.
fn is_v6(text: &str, place: std::ops::Range<usize>) -> bool {
    let beside = (text[..place.start].chars().next_back(), text[place.end..].chars().next());
    // paths in a program are written alike
    let digits = text[place.clone()].contains(|char: char| char.is_ascii_digit());
    let address = text[place].parse::<Ipv6Addr>();
    digits && ends(beside.0) && ends(beside.1) && address.is_ok_and(|at| !at.is_loopback() && !at.is_unspecified())
}

/// Whether a name ends at what stands beside it.
fn ends(beside: Option<char>) -> bool {
    beside.is_none_or(|char| !char.is_alphanumeric() && char != '_' && char != '-')
}

/// Replaces every occurrence whose neighbours are `fit`.
fn exact(
    text: &mut Cow<'_, str>,
    what: &str,
    mark: &str,
    kind: Kind,
    removed: &mut Removed,
    fit: impl Fn(Option<char>, Option<char>) -> bool,
) {
    let places: Vec<usize> = text
        .match_indices(what)
        .map(|(at, _)| at)
        .filter(|at| fit(text[..*at].chars().next_back(), text[at + what.len()..].chars().next()))
        .collect();
    if places.is_empty() {
        return;
    }
    *removed.entry(kind).or_default() += places.len();
    let text = text.to_mut();
    for at in places.into_iter().rev() {
        text.replace_range(at..at + what.len(), mark);
    }
}

/// Replaces what has this shape by what `instead` says of it.
fn shaped(
    text: &mut Cow<'_, str>,
    shape: &Regex,
    kind: Kind,
    removed: &mut Removed,
    instead: impl Fn(&Captures<'_>) -> Option<String>,
) {
    let mut times = 0;
    let replaced = shape.replace_all(text, |found: &Captures<'_>| match instead(found) {
        Some(new) => {
            times += 1;
            new
        }
        None => found[0].to_owned(),
    });
    if times > 0 {
        *text = Cow::Owned(replaced.into_owned());
        *removed.entry(kind).or_default() += times;
    }
}

/// What was found, with the mark in the place of the part that is called `name`.
fn kept(found: &Captures<'_>, kind: Kind) -> String {
    let (whole, name) = (found.get(0), found.name("name"));
    let (Some(whole), Some(name)) = (whole, name) else { return kind.mark().to_owned() };
    let (text, start) = (whole.as_str(), whole.start());
    format!("{}{}{}", &text[..name.start() - start], kind.mark(), &text[name.end() - start..])
}

/// Whether a host's name says nothing of its owner: this computer by its general names, and the providers'.
fn is_public(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.').to_ascii_lowercase();
    if host.parse::<IpAddr>().is_ok() {
        // it is judged as one
        return true;
    }
    let known = |known: &str| host == known || host.strip_suffix(known).is_some_and(|rest| rest.ends_with('.'));
    host == "localhost"
        || host.starts_with('‹')
        || PUBLIC.iter().any(|name| known(name))
        || providers::hosts().any(known)
}

/// Hosts that everybody reads of.
const PUBLIC: &[&str] =
    &["github.com", "openclaw.ai", "nodejs.org", "npmjs.org", "npmjs.com", "telegram.org", "ntp.org"];

/// What stands before and after a name in a text.
macro_rules! shape {
    ($pattern:literal) => {
        LazyLock::new(|| Regex::new($pattern).expect("a constant"))
    };
}

static SECRETS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        // keys by the marks of those who make them
        r"(?-u:\b)(?P<name>(?:sk|pk|rk|gsk|xai|ghp|gho|ghu|ghs|ghr|github_pat|hf|xox[abeoprs]|glpat|pplx|tgp|fw|csk|nvapi|npm)[-_][A-Za-z0-9_-]{8,})",
        r"(?-u:\b)(?P<name>AIza[A-Za-z0-9_-]{20,}|AKIA[A-Z0-9]{12,}|ASIA[A-Z0-9]{12,})",
        // a JSON Web Token
        r"(?-u:\b)(?P<name>eyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]*)?)",
        // a bot's token
        r"(?-u:\b)(?P<name>[0-9]{6,12}:[A-Za-z0-9_-]{30,})",
        r"(?i-u:\b(?:bearer|basic)\s+)(?P<name>[A-Za-z0-9._~+/=-]{8,})",
    ]
    .iter()
    .map(|pattern| Regex::new(pattern).expect("a constant"))
    .collect()
});
/// A name and a password in an address.
static USERINFO: LazyLock<Regex> = shape!(r"://(?P<name>[^/ \t\r\n@]+)@");
static PRIVATE_KEY: LazyLock<Regex> = shape!(r"-----BEGIN [A-Z ]*PRIVATE KEY-----(?P<name>(?s:.)*?)(?:-----END|$)");
/// A value behind a name that says what it is.
static VALUE: LazyLock<Regex> = shape!(
    r#"(?i-u:token|password|passwd|secret|api[_-]?key|authorization)["']?[ \t]*[=:][ \t]*["']?(?P<name>[A-Za-z0-9._~+/-]{8,}=*)"#
);
static MAIL: LazyLock<Regex> =
    shape!(r"(?P<name>[A-Za-z0-9._%+-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)+)");
static PHONE: LazyLock<Regex> = shape!(r"(?P<name>\+[0-9](?:[ ().-]{0,2}[0-9]){7,14})(?-u:\b)");
static FOLDER: LazyLock<Regex> =
    shape!(r#"(?i-u:/home/|/Users/|[A-Z]:\\+Users\\+|[A-Z]:/Users/)(?P<name>[^/\\ \t\r\n"'<>:]+)"#);
static URL: LazyLock<Regex> =
    shape!(r"(?-u:\b)[a-z][a-z0-9+.-]*://(?:‹secret›@)?(?P<name>\[[0-9A-Fa-f:.]+\]|[^/ \t\r\n:?#@\x22'<>()\[\],;]+)");
static LOCAL: LazyLock<Regex> = shape!(
    r"(?i-u)\b(?P<name>[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9-]+)*\.(?:local|lan|home|internal|intranet|ts\.net))\b"
);
static MAC: LazyLock<Regex> = shape!(r"(?-u:\b)(?P<name>[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5})(?-u:\b)");
static V4: LazyLock<Regex> = shape!(r"(?-u:\b)(?P<name>[0-9]{1,3}(?:\.[0-9]{1,3}){3})(?-u:\b)");
static V6: LazyLock<Regex> = shape!(r"[0-9A-Fa-f]*:[0-9A-Fa-f:.]*[0-9A-Fa-f:]");

#[cfg(test)]
#[path = "redact/tests.rs"]
mod tests;
