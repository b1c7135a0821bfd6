//! A sign-in under way, as every face shows it: whose it is, and what its guide says or asks now.
//!
//! With a login the guide is the gateway's; where a provider takes a key, it is Clawtender's. An answer is never in here.
//! Which provider a finding is about is decided here; how to sign in with it is the guide's.

mod said;

use serde::{Deserialize, Serialize};

use crate::{
    check::{Finding, Outcome},
    credentials::Credentials,
    fixes,
    words::{Language, Phrase, Spoken},
};

pub use said::Said;

/// A sign-in under way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct SignInView {
    /// The provider's id in OpenClaw.
    pub provider: String,
    /// What the gateway calls this way to sign in; empty where there is but one.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub way: Phrase,
    /// The check that it is to satisfy, where one fails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub finding: Option<String>,
    /// What that finding concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub subject: Option<String>,
    /// What is said or asked now; nothing while the guide has not spoken since the last answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub step: Option<Step>,
    /// Why the latest answer was not taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional, as = "Option<String>"))]
    pub complaint: Option<Phrase>,
}

/// One step of the guide. Every text is cleaned and bounded; of several lines are `message` alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Step {
    /// An answer names it.
    pub id: String,
    /// What it is.
    pub kind: StepKind,
    /// Whether the guide waits for the person. Otherwise it goes on by itself.
    pub asks: bool,
    /// Its heading; may be empty.
    #[serde(default, skip_serializing_if = "Phrase::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub title: Phrase,
    /// What it says; may be empty.
    #[serde(default, skip_serializing_if = "Phrase::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub message: Phrase,
    /// What can be chosen, by its place in this list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<StepOption>,
    /// An example of what can be typed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub placeholder: String,
    /// What stands there before anything is typed; never of what is sensitive.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub initial: String,
    /// What is typed is not to be seen.
    #[serde(default)]
    pub sensitive: bool,
    /// A page of the provider's to be opened: `https`, or on this computer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub external_url: Option<String>,
    /// What is to be typed there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub device_code: Option<DeviceCode>,
}

/// What a step is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum StepKind {
    /// It says something and waits until it is read.
    Note,
    /// One of several.
    Select,
    /// Something to type.
    Text,
    /// Yes or no.
    Confirm,
    /// Any of several.
    Multiselect,
    /// It says what happens meanwhile.
    #[default]
    Progress,
    /// Something to do elsewhere.
    Action,
}

/// One thing that can be chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct StepOption {
    /// Its name.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub label: Phrase,
    /// More about it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hint: String,
}

/// A code that is typed on the provider's page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct DeviceCode {
    /// The code.
    pub code: String,
    /// For how many minutes it was good when it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub expires_in_minutes: Option<u32>,
}

impl Spoken for SignInView {
    fn speak(&mut self, language: Language) {
        self.way.speak(language);
        self.complaint.speak(language);
        if let Some(step) = &mut self.step {
            step.title.speak(language);
            step.message.speak(language);
            step.options.iter_mut().for_each(|option| option.label.speak(language));
        }
    }
}

/// Whether this finding fails and offers a sign-in.
pub fn offers(finding: &Finding) -> bool {
    finding.outcome == Outcome::Fail && finding.fix.as_ref().is_some_and(|fix| fix.id == fixes::SIGN_IN_AGAIN.id)
}

/// The provider whose login or token a finding is about: it names the profile.
pub fn provider_of<'a>(subject: Option<&'a str>, credentials: Option<&'a Credentials>) -> Option<&'a str> {
    let subject = subject?;
    let owns =
        |provider: &&crate::credentials::Credential| provider.profiles.iter().any(|profile| profile.id == subject);
    let owner = credentials.and_then(|credentials| credentials.providers.iter().find(owns));
    // the gateway's own names for profiles begin with the provider's
    owner.map(|owner| owner.provider.as_str()).or_else(|| subject.split_once(':').map(|(provider, _)| provider))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credentials::{Credential, Profile};

    #[test]
    fn a_profile_is_its_providers_whatever_it_is_called() {
        let profiles = vec![Profile { id: "work".into(), ..Profile::default() }];
        let openai = Credential { provider: "openai".into(), profiles, ..Credential::default() };
        let credentials = Credentials { providers: vec![openai], sign_ins: Vec::new() };
        assert_eq!(provider_of(Some("work"), Some(&credentials)), Some("openai"));
        assert_eq!(provider_of(Some("xai:default"), Some(&credentials)), Some("xai"));
        assert_eq!(provider_of(Some("home"), Some(&credentials)), None);
        assert_eq!(provider_of(None, Some(&credentials)), None);
    }
}
