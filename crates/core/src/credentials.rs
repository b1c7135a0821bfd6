//! What the gateway says of the credentials it uses, and what a file says that another program signs in with.
//!
//! A credential is never in here: only whose it is, what kind, and until when.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::token_times::TokenTimes;

/// The gateway's credentials, by provider, as `models.authStatus` tells them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credentials {
    /// Providers that have a credential, or should have one.
    pub providers: Vec<Credential>,
    /// How a person can sign in without a key.
    pub sign_ins: Vec<SignIn>,
}

/// What one provider has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credential {
    /// The provider's id in OpenClaw.
    pub provider: String,
    /// What people call it, cleaned.
    pub name: String,
    /// Where its key comes from, where it has one outside its profiles.
    pub key: Option<KeySource>,
    /// Stored logins and keys.
    pub profiles: Vec<Profile>,
    /// The gateway says that nothing can be used.
    pub missing: bool,
}

impl Credential {
    /// Whether the gateway can use another login or token in the place of this one.
    pub fn has_beside(&self, one: &Profile) -> bool {
        let mut others = self.profiles.iter().filter(|other| other.id != one.id && other.kind != ProfileKind::Key);
        others.any(Profile::is_usable)
    }
}

impl Profile {
    /// Whether the gateway can use it.
    pub fn is_usable(&self) -> bool {
        matches!(self.state, ProfileState::Static | ProfileState::Good | ProfileState::Expiring)
    }
}

/// Where a provider's key comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeySource {
    /// The configuration: the value itself, or a reference to a secret.
    Config,
    /// This variable of the gateway's environment; empty where the gateway does not name it.
    Variable(String),
    /// Something else, in the gateway's word for it.
    Other(String),
}

/// One stored credential.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The gateway's id for it: `openai:work`.
    pub id: String,
    /// What kind.
    pub kind: ProfileKind,
    /// Whether the gateway can use it.
    pub state: ProfileState,
    /// The gateway's reason, `expired` or `invalid_expires` for instance.
    pub reason: Option<String>,
    /// When it expires, where it does and the gateway says when.
    pub expires: Option<Timestamp>,
}

/// What kind of credential a profile is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProfileKind {
    /// A login that the gateway renews by itself.
    OAuth,
    /// A token that lasts as long as it was made for.
    Token,
    /// A key without an end.
    #[default]
    Key,
}

/// The gateway's word for the state of a profile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProfileState {
    /// It has no end that the gateway knows of.
    #[default]
    Static,
    /// It can be used.
    Good,
    /// It can be used, and not for long.
    Expiring,
    /// It is over.
    Expired,
    /// It cannot be used at all.
    Missing,
}

/// One way to sign in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    /// The provider's id.
    pub provider: String,
    /// What `models.authLogin` takes as `authChoice`.
    pub choice: String,
    /// What the gateway calls it, cleaned.
    pub label: String,
    /// What the gateway says of it, cleaned.
    pub hint: String,
    /// With a code that is typed on a page, instead of a page that leads back to this computer.
    pub code: bool,
}

impl Credentials {
    /// The best ways to sign in with this provider from a window, which differ in what only the person knows: with a code,
    /// which needs no way back, before anything else. With a `choice`, that one.
    pub fn best_ways(&self, provider: &str, choice: Option<&str>) -> Vec<&SignIn> {
        let theirs = || self.sign_ins.iter().filter(|way| way.provider == provider);
        if let Some(choice) = choice {
            return theirs().filter(|way| way.choice == choice).take(1).collect();
        }
        let coded: Vec<&SignIn> = theirs().filter(|way| way.code).collect();
        if coded.is_empty() { theirs().collect() } else { coded }
    }
}

/// What the cloud command line keeps in `credentials.json`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CloudLogin {
    /// The file.
    pub path: String,
    /// What is wrong with it; `None` where it can be read.
    pub problem: Option<String>,
    /// Whether there is an access token in it.
    pub token: bool,
    /// `expires_at`.
    pub expires: Option<Timestamp>,
    /// What the token itself says.
    pub times: TokenTimes,
    /// When the file was written: no later than that, the token was issued.
    pub written: Option<Timestamp>,
    /// The command line that keeps it, where it is installed.
    pub program: Option<String>,
}

impl CloudLogin {
    /// When it is over: both are right, and the earlier one first.
    pub fn ends(&self) -> Option<Timestamp> {
        [self.expires, self.times.ends].into_iter().flatten().min()
    }

    /// How long it lasts from its issue on, as far as that is known.
    pub fn life(&self) -> Option<SignedDuration> {
        let written = || Some(self.ends()?.duration_since(self.written?));
        self.times.lifetime().or_else(written).filter(|life| *life > SignedDuration::ZERO)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_goes_before_a_page_that_leads_back() {
        let way = |provider: &str, choice: &str, code| SignIn {
            provider: provider.into(),
            choice: choice.into(),
            label: String::new(),
            hint: String::new(),
            code,
        };
        let credentials = Credentials {
            providers: Vec::new(),
            sign_ins: vec![
                way("openai", "page", false),
                way("openai", "device", true),
                way("xai", "x", false),
                way("minimax", "cn", true),
                way("minimax", "global", true),
            ],
        };
        let ways = |provider, choice| -> Vec<&str> {
            credentials.best_ways(provider, choice).into_iter().map(|way| way.choice.as_str()).collect()
        };
        assert_eq!(ways("openai", None), ["device"]);
        assert_eq!(ways("openai", Some("page")), ["page"]);
        assert_eq!(ways("openai", Some("x")), [""; 0]);
        assert_eq!(ways("xai", None), ["x"]);
        assert_eq!(ways("minimax", None), ["cn", "global"]);
        assert_eq!(ways("anthropic", None), [""; 0]);
    }
}
