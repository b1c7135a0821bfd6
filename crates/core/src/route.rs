//! The ways from this computer to those who run the models, step by step: what each step brought, and at which it ended.
//!
//! A probe walks a way and writes down what it met; which step a way ended at is told here, once, so that each check speaks of
//! one step and no two of the same. Nothing here says what follows from it.

mod words;

use std::net::{IpAddr, SocketAddr};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    providers::{answer::Answer, find, tested::Outcome},
    text::clean,
    unreached::{Proxy, Tcp, Tls, Unreached},
    words::Phrase,
};

/// Longest name of a provider that is said, in characters; and of an address.
const NAME: usize = 28;
const ADDRESS: usize = 120;

/// What a look at all the ways brought.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Routes {
    /// Whether the system knows a way beyond this computer over IPv4.
    pub ipv4: bool,
    /// The same over IPv6.
    pub ipv6: bool,
    /// Who is asked for names, where the system says it.
    pub resolvers: Vec<String>,
    /// What empties this system's memory of names, each a command; empty where there is none.
    pub flush: Vec<String>,
    /// The ways, each to a server of its own.
    pub ways: Vec<Route>,
}

impl Routes {
    /// The page that a network shows in the place of those beyond this computer.
    pub fn page(&self) -> Option<&str> {
        self.ways.iter().filter(|route| route.kind != Kind::Local).find_map(Route::page)
    }
}

/// The way to one server.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// The provider, by the name it has in the gateway's configuration.
    pub name: String,
    /// What is at its end.
    pub kind: Kind,
    /// Where it is, as an address of a page and without anything secret.
    pub address: String,
    /// What each step brought, in turn. The ones that were not reached are not here.
    pub steps: Vec<Step>,
    /// An answer, or where it ended.
    pub end: Outcome,
    /// The models that the gateway is to use there.
    pub wanted: Vec<String>,
    /// The models that there are; `None` where nobody said.
    pub models: Option<Vec<String>>,
    /// Another address at which the same answers; where the configured one does not.
    pub elsewhere: Option<String>,
}

/// What is at the end of a way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// A provider beyond this computer.
    #[default]
    Provider,
    /// A server of models on this computer or in its own network.
    Local,
    /// What the cloud command line speaks to.
    Cloud,
}

/// One step, and how long it took.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What was done, and what came of it.
    pub met: Met,
    /// In milliseconds.
    pub took_ms: u64,
}

/// What a step met.
#[derive(Clone, Debug, PartialEq)]
pub enum Met {
    /// The addresses of a name, of one family.
    Name {
        /// Which family.
        ipv6: bool,
        /// The addresses, or why there are none.
        said: Result<Vec<IpAddr>, Nameless>,
    },
    /// The proxy on the way.
    Proxy {
        /// Its address, without its password.
        address: String,
        /// The variable of the environment that names it.
        variable: &'static str,
        /// `None` where it let the question through.
        failed: Option<Proxy>,
    },
    /// A connection to one address.
    Connection {
        /// To where.
        to: SocketAddr,
        /// `None` where there is one.
        failed: Option<Tcp>,
    },
    /// An encrypted connection.
    Encryption {
        /// `None` where there is one.
        failed: Option<Tls>,
        /// The certificate that was shown.
        certificate: Option<Certificate>,
    },
    /// A question in HTTP.
    Question {
        /// The address that was asked.
        address: String,
        /// The HTTP status.
        status: u16,
        /// What its answer says.
        answer: Answer,
        /// What the answer is made of.
        body: Body,
        /// The server's own sentence.
        said: String,
        /// What the server knows the question by.
        request_id: Option<String>,
    },
    /// A page that somebody on the way shows in the place of the server, when asked without encryption.
    Page {
        /// Where it is.
        address: String,
        /// The HTTP status with which it was shown.
        status: u16,
    },
    /// What a provider that does not serve says of itself on its status page.
    StatusPage {
        /// The address that was asked.
        address: String,
        /// Whether it says that all is well.
        well: bool,
        /// Its own words, `Partial System Outage` for instance.
        said: String,
    },
}

/// Why a name has no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Nameless {
    /// There is no such name.
    Unknown,
    /// The name has no address of this family.
    OtherFamily,
    /// Those who are asked for names have no answer now (`EAI_AGAIN`, `ESERVFAIL`).
    NotNow,
    /// They said nothing in time.
    Silent,
    /// Something else.
    Other,
}

/// What an answer is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// JSON, as programs speak.
    Json,
    /// A web page, as people read.
    Page,
    /// Nothing at all.
    Nothing,
    /// Something else.
    Other,
}

/// What a server shows of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Certificate {
    /// Whom it is for.
    pub subject: String,
    /// Who has issued it.
    pub issuer: String,
    /// Until when it is good, where that is what is wrong.
    pub until: Option<Timestamp>,
    /// From when on it is good, where that is what is wrong.
    pub from: Option<Timestamp>,
    /// The names that it is for, where those are what is wrong.
    pub names: Vec<String>,
    /// How many certificates came with it.
    pub chain: usize,
    /// Whether the certificate of its issuer was among them.
    pub issuer_shown: bool,
    /// The fingerprint (SHA-256) of the authority that heads them, where its certificate was among them: one that vouches for itself.
    pub authority: Option<String>,
}

/// The step at which a way ended, from here to there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// The name.
    Name,
    /// The proxy.
    Proxy,
    /// The connection.
    Connection,
    /// Its encryption.
    Encryption,
    /// The address, or what is to be found at it.
    Endpoint,
    /// The service behind it.
    Service,
    /// None: it leads there.
    Through,
}

impl Route {
    /// What people call it.
    pub fn called(&self) -> Phrase {
        match self.kind {
            Kind::Cloud => Phrase::new("way-cloud", []),
            _ => find(&self.name).map_or_else(|| clean(&self.name, NAME).into(), |known| known.name.into()),
        }
    }

    /// By which name findings are about it: one for all the names that OpenClaw takes for a provider.
    pub fn subject(&self) -> &str {
        find(&self.name).map_or(&self.name, |known| known.id)
    }

    /// Its address, fit to be shown.
    pub fn shown(&self) -> String {
        clean(&self.address, ADDRESS)
    }

    /// The name or number of the host in its address.
    pub fn host(&self) -> Option<&str> {
        let authority = self.address.split_once("://")?.1.split(['/', '?', '#']).next()?;
        let host = authority.rsplit('@').next()?;
        let host = match host.strip_prefix('[') {
            Some(ipv6) => ipv6.split(']').next()?,
            None => host.split(':').next()?,
        };
        Some(host).filter(|host| !host.is_empty())
    }

    /// At which step it ended.
    pub fn layer(&self) -> Layer {
        match &self.end {
            Outcome::Unreached(why) => self.cut(why),
            Outcome::Answered(Answer::Down | Answer::Overloaded) => Layer::Service,
            Outcome::Answered(Answer::WrongEndpoint | Answer::Portal) => Layer::Endpoint,
            Outcome::Answered(Answer::NotUnderstood) if !self.speaks_json() => Layer::Endpoint,
            Outcome::Answered(_) => Layer::Through,
        }
    }

    fn cut(&self, why: &Unreached) -> Layer {
        match why {
            Unreached::Resolver => Layer::Name,
            Unreached::Proxy(_) => Layer::Proxy,
            Unreached::Tcp(_) => Layer::Connection,
            // it took the connection, and nothing came of it before there was a question
            Unreached::Silent if !self.could_ask() => Layer::Connection,
            Unreached::Silent | Unreached::Body => Layer::Service,
            Unreached::Tls(Tls::Plain) | Unreached::Address | Unreached::InTheClear | Unreached::Http => {
                Layer::Endpoint
            }
            Unreached::Tls(_) => Layer::Encryption,
        }
    }

    /// Whether somebody at its end has answered as such a server does.
    pub fn leads_there(&self) -> bool {
        matches!(self.layer(), Layer::Through | Layer::Service)
    }

    /// The address at which it answers, or where it is known to be; `None` where nothing is known to be better.
    pub fn better(&self) -> Option<String> {
        let known = || find(&self.name)?.base.filter(|base| *base != self.address).map(str::to_owned);
        self.elsewhere.clone().or_else(|| if self.kind == Kind::Provider { known() } else { None })
    }

    /// The models that the gateway is to use there and that are not there; none where nobody said.
    pub fn missing(&self) -> Vec<&str> {
        let Some(there) = &self.models else { return Vec::new() };
        let missing = self.wanted.iter().filter(|model| !there.iter().any(|one| same(one, model)));
        missing.map(String::as_str).collect()
    }

    /// The page that somebody on the way shows in its place.
    pub fn page(&self) -> Option<&str> {
        self.steps.iter().find_map(|step| match &step.met {
            Met::Page { address, .. } => Some(address.as_str()),
            _ => None,
        })
    }

    /// What its status page says: whether all is well, and its words.
    pub fn status_page(&self) -> Option<(bool, &str)> {
        self.steps.iter().find_map(|step| match &step.met {
            Met::StatusPage { well, said, .. } => Some((*well, said.as_str())),
            _ => None,
        })
    }

    /// The proxy on the way, and the variable that names it.
    pub fn proxy(&self) -> Option<(&str, &'static str)> {
        self.steps.iter().find_map(|step| match &step.met {
            Met::Proxy { address, variable, .. } => Some((address.as_str(), *variable)),
            _ => None,
        })
    }

    /// The certificate that was shown last.
    pub fn certificate(&self) -> Option<&Certificate> {
        self.steps.iter().rev().find_map(|step| match &step.met {
            Met::Encryption { certificate, .. } => certificate.as_ref(),
            _ => None,
        })
    }

    /// Why its name has no address; of two families, the reason that says more.
    pub fn nameless(&self) -> Option<Nameless> {
        let why = |step: &Step| match &step.met {
            Met::Name { said: Err(why), .. } => Some(*why),
            _ => None,
        };
        // a name that is there for the one family and cannot be found for the other: the other is what went wrong
        let rank = |why: &Nameless| match why {
            Nameless::Silent => 4,
            Nameless::NotNow => 3,
            Nameless::Other => 2,
            Nameless::Unknown => 1,
            Nameless::OtherFamily => 0,
        };
        self.steps.iter().filter_map(why).max_by_key(rank)
    }

    /// Whether its IPv6 addresses are known and none of them takes a connection, while one over IPv4 does.
    pub fn ipv6_is_broken(&self) -> bool {
        let mut tried = [(0, 0), (0, 0)];
        for step in &self.steps {
            if let Met::Connection { to, failed } = &step.met {
                let of = &mut tried[usize::from(to.is_ipv6())];
                of.0 += 1;
                of.1 += usize::from(failed.is_none());
            }
        }
        let [ipv4, ipv6] = tried;
        ipv4.1 > 0 && ipv6.0 > 0 && ipv6.1 == 0
    }

    /// What the last answer was known by at the other end.
    pub fn request_id(&self) -> Option<&str> {
        self.steps.iter().rev().find_map(|step| match &step.met {
            Met::Question { request_id, .. } => request_id.as_deref(),
            _ => None,
        })
    }

    /// Every question that was asked: its address, the status and what came with it.
    pub fn questions(&self) -> impl Iterator<Item = (&str, u16, Body)> {
        self.steps.iter().filter_map(|step| match &step.met {
            Met::Question { address, status, body, .. } => Some((address.as_str(), *status, *body)),
            _ => None,
        })
    }

    fn speaks_json(&self) -> bool {
        self.questions().last().is_some_and(|(_, _, body)| body == Body::Json)
    }

    /// Whether it came as far as a question.
    fn could_ask(&self) -> bool {
        !self.address.starts_with("https:")
            || self.steps.iter().any(|step| matches!(step.met, Met::Encryption { failed: None, .. }))
    }
}

/// Products that stand between a computer and the network and show certificates of their own: a part of the issuer's
/// name, and what people call it.
const INTERCEPTORS: &[(&str, &str)] = &[
    ("zscaler", "Zscaler"),
    ("netskope", "Netskope"),
    ("goskope", "Netskope"),
    ("palo alto", "Palo Alto Networks"),
    ("fortinet", "Fortinet"),
    ("fortigate", "Fortinet"),
    ("sophos", "Sophos"),
    ("kaspersky", "Kaspersky"),
    ("avast", "Avast"),
    ("avg web", "AVG"),
    ("eset ssl", "ESET"),
    ("bitdefender", "Bitdefender"),
    ("norton", "Norton"),
    ("dr.web", "Dr.Web"),
    ("adguard", "AdGuard"),
    ("blue coat", "Blue Coat"),
    ("bluecoat", "Blue Coat"),
    ("mcafee", "McAfee"),
    ("skyhigh", "Skyhigh"),
    ("cisco umbrella", "Cisco Umbrella"),
    ("check point", "Check Point"),
    ("checkpoint", "Check Point"),
    ("barracuda", "Barracuda"),
    ("watchguard", "WatchGuard"),
    ("sonicwall", "SonicWall"),
    ("forcepoint", "Forcepoint"),
    ("websense", "Forcepoint"),
    ("iboss", "iboss"),
    ("cato networks", "Cato Networks"),
    ("gateway ca - cloudflare", "Cloudflare Gateway"),
    ("cloudflare for teams", "Cloudflare Gateway"),
    ("untangle", "Untangle"),
    ("lightspeed", "Lightspeed"),
    ("securly", "Securly"),
    ("goguardian", "GoGuardian"),
    ("mitmproxy", "mitmproxy"),
    ("charles proxy", "Charles"),
    ("fiddler", "Fiddler"),
    ("portswigger", "Burp Suite"),
    ("burp", "Burp Suite"),
    ("squid", "Squid"),
];

impl Certificate {
    /// What stands on the way and shows this, where it is known.
    pub fn interceptor(&self) -> Option<&'static str> {
        let issuer = self.issuer.to_lowercase();
        INTERCEPTORS.iter().find(|(part, _)| issuer.contains(part)).map(|(_, name)| *name)
    }
}

/// Ollama leaves out the tag where it is the newest, and takes both.
fn same(there: &str, wanted: &str) -> bool {
    there == wanted || there.strip_suffix(":latest") == Some(wanted) || wanted.strip_suffix(":latest") == Some(there)
}

#[cfg(test)]
#[path = "route/tests.rs"]
mod tests;
