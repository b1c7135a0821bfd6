//! The first run: what is there already, what Clawtender would do about the rest, and what each step changes.
//!
//! Every word and every recommendation is decided here. No step is carried out by itself, and each can be left out.

use serde::{Deserialize, Serialize};

use crate::{
    at_login::AtLogin,
    check::{Finding, Outcome},
    desk::Desk,
    facts::Facts,
    fixes::{self, Fix},
    lifecycle::Owner,
    overview::Line,
    providers,
    settings_view::{SettingChoice, modes, says},
    text::clean,
    words::{Language, Phrase, Spoken},
};

/// What a page of the first run shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct SetupView {
    /// In the order in which they are gone through.
    pub steps: Vec<SetupStep>,
}

/// Which step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum SetupTask {
    /// There is an OpenClaw that can be started.
    Install,
    /// Somebody runs the gateway.
    Mode,
    /// There is a key.
    Key,
    /// Clawtender starts at login.
    Login,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct SetupStep {
    /// Which.
    pub task: SetupTask,
    /// What it is about.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub title: Phrase,
    /// What it is for.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub about: Phrase,
    /// What was found.
    pub says: Vec<Line>,
    /// Nothing is left to do.
    pub done: bool,
    /// What would change, line by line.
    #[cfg_attr(feature = "types", ts(as = "Vec<String>"))]
    pub changes: Vec<Phrase>,
    /// What there is to choose from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(optional, as = "Option<Vec<SettingChoice>>"))]
    pub options: Vec<SettingChoice>,
    /// Which of them fits what was found, by its value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub advised: Option<String>,
    /// The fix that does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub fix: Option<SetupFix>,
}

/// A fix that does what a step is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct SetupFix {
    /// The check that offers it.
    pub finding: String,
    /// Its id.
    pub fix: String,
    /// For its button.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub label: Phrase,
}

/// What is known when somebody looks.
pub struct Known<'a> {
    /// What the engine knows.
    pub facts: &'a Facts,
    /// What the checks make of it.
    pub findings: &'a [Finding],
    /// What the desktop says.
    pub desk: &'a Desk,
    /// What the fix of [`offer`] would do, line by line.
    pub plan: Vec<Phrase>,
    /// Where the settings file is.
    pub settings: String,
}

/// The checks whose fixes bring an OpenClaw that can be started.
const INSTALLS: [&str; 2] = ["gateway-installed", "node-supported"];

/// The finding that offers to bring an OpenClaw that can be started.
pub fn offer(findings: &[Finding]) -> Option<&Finding> {
    let failing = |finding: &&Finding| finding.outcome == Outcome::Fail && INSTALLS.contains(&finding.id.as_str());
    findings.iter().find(failing).filter(|finding| finding.fix.as_ref().is_some_and(|fix| fix.deed))
}

impl SetupView {
    /// Puts it together.
    pub fn of(known: &Known<'_>) -> SetupView {
        SetupView { steps: vec![install(known), mode(known), key(known), login(known)] }
    }
}

impl Spoken for SetupView {
    fn speak(&mut self, language: Language) {
        for step in &mut self.steps {
            step.title.speak(language);
            step.about.speak(language);
            step.says.speak(language);
            step.changes.speak(language);
            step.options.speak(language);
            step.fix.iter_mut().for_each(|fix| fix.label.speak(language));
        }
    }
}

fn step(task: SetupTask, title: &'static str, about: &'static str) -> SetupStep {
    SetupStep {
        task,
        title: Phrase::new(title, []),
        about: Phrase::new(about, []),
        says: Vec::new(),
        done: false,
        changes: Vec::new(),
        options: Vec::new(),
        advised: None,
        fix: None,
    }
}

fn install(known: &Known<'_>) -> SetupStep {
    let fix = offer(known.findings).and_then(|finding| {
        let fix = finding.fix.as_ref()?;
        Some(SetupFix {
            finding: finding.id.clone(),
            fix: fix.id.clone(),
            label: fixes::named(&fix.id).map_or_else(|| fix.label.clone().into(), Fix::name),
        })
    });
    let runs = known.facts.runtime.value().is_some_and(|runtime| runtime.chosen.is_some());
    SetupStep {
        says: vec![says::found(known.facts)],
        done: runs && fix.is_none(),
        changes: if fix.is_some() { known.plan.clone() } else { Vec::new() },
        fix,
        ..step(SetupTask::Install, "setup-install", "setup-install-about")
    }
}

fn mode(known: &Known<'_>) -> SetupStep {
    let service = known.facts.services.value().is_some_and(|all| all.iter().any(|one| one.this_gateways));
    let advised = match known.facts.process.owner {
        Owner::Service => "service",
        _ if service => "service",
        Owner::External => "watch",
        Owner::Child | Owner::None => "child",
    };
    SetupStep {
        says: vec![says::run_by(known.facts), says::service(known.facts)],
        changes: vec![Phrase::new("setup-mode-change", [("file", clean(&known.settings, 300).into())])],
        // one that is not there cannot be told to start
        options: modes().into_iter().filter(|one| one.value != "service" || service).collect(),
        advised: Some(advised.to_owned()),
        ..step(SetupTask::Mode, "setup-mode", "setup-mode-about")
    }
}

fn key(known: &Known<'_>) -> SetupStep {
    let (line, some) = match known.facts.key_sources.value() {
        None => (Line::unknown(known.facts.key_sources.why_not()), false),
        Some(sources) => {
            let mut names: Vec<String> = sources.keys.iter().map(|key| name_of(&key.provider)).collect();
            names.sort();
            names.dedup();
            match names.as_slice() {
                [] => (Line::known(Phrase::new("setup-no-key", []), None), false),
                names => {
                    let words = Phrase::new("setup-keys", [("names", names.join(", ").into())]);
                    (Line::known(words, None), true)
                }
            }
        }
    };
    SetupStep {
        says: vec![line, says::keychain(known.facts, known.desk)],
        done: some,
        changes: vec![Phrase::new("setup-key-kept", []), Phrase::new("setup-key-referred", [])],
        ..step(SetupTask::Key, "setup-key", "setup-key-about")
    }
}

fn name_of(provider: &str) -> String {
    providers::find(provider).map_or_else(|| clean(provider, 60), |known| known.name.to_owned())
}

fn login(known: &Known<'_>) -> SetupStep {
    SetupStep {
        says: says::login(known.desk),
        done: known.desk.login.value().is_some_and(AtLogin::is_on),
        changes: vec![Phrase::new("setup-login-change", [])],
        ..step(SetupTask::Login, "setup-login", "setup-login-about")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        at_login::Entry,
        check::diagnose,
        checks,
        facts::{Observed, Runtime, Service},
        installation::ServiceState,
        keys::{KeySource, KeySources},
    };

    fn seen<T>(value: T) -> Observed<T> {
        Observed::Seen { value, at: jiff::Timestamp::UNIX_EPOCH }
    }

    fn view(facts: &Facts, desk: &Desk) -> Vec<SetupStep> {
        let findings = diagnose(checks::ALL, facts);
        let plan = vec!["Fetch it".into()];
        SetupView::of(&Known { facts, findings: &findings, desk, plan, settings: "/s".into() }).steps
    }

    #[test]
    fn what_is_not_known_is_neither_done_nor_offered() {
        for step in view(&Facts::default(), &Desk::default()) {
            assert!(!step.done && step.fix.is_none(), "{step:?}");
            assert!(step.task == SetupTask::Mode || step.says.iter().any(|line| !line.known), "{step:?}");
        }
    }

    #[test]
    fn without_openclaw_its_own_fix_is_offered_with_what_it_would_do() {
        let facts = Facts { runtime: seen(Runtime::default()), ..Facts::default() };
        let step = view(&facts, &Desk::default()).swap_remove(0);
        let fix = step.fix.unwrap();
        assert_eq!((fix.finding.as_str(), fix.fix.as_str()), ("gateway-installed", "install-openclaw"));
        assert_eq!((step.done, step.changes), (false, vec!["Fetch it".into()]));
    }

    #[test]
    fn who_runs_it_already_is_who_is_advised() {
        let service = ServiceState {
            service: Service { name: "openclaw-gateway.service".into(), ..Service::default() },
            this_gateways: true,
            ..ServiceState::default()
        };
        for (owner, services, advised) in [
            (Owner::None, vec![], "child"),
            (Owner::Child, vec![], "child"),
            (Owner::External, vec![], "watch"),
            (Owner::None, vec![service.clone()], "service"),
            (Owner::External, vec![service], "service"),
        ] {
            let mut facts = Facts { services: seen(services), ..Facts::default() };
            facts.process.owner = owner;
            let step = view(&facts, &Desk::default()).swap_remove(1);
            assert_eq!(step.advised.as_deref(), Some(advised), "{owner:?}");
            assert!(step.options.iter().any(|option| option.value == advised));
        }
    }

    #[test]
    fn keys_and_the_start_at_login_that_are_there_are_done() {
        let key = |provider: &str| KeySource { provider: provider.into(), ..KeySource::default() };
        let keys = vec![key("openai"), key("anthropic"), key("openai")];
        let facts = Facts { key_sources: seen(KeySources { keys, ..KeySources::default() }), ..Facts::default() };
        let steps =
            view(&facts, &Desk { login: seen(AtLogin { entry: Entry::On, ..AtLogin::default() }), ..Desk::default() });
        assert_eq!(steps[2].says[0].text, "There are keys for Anthropic, OpenAI.");
        assert!(steps[2].done && steps[3].done);
    }

    #[test]
    fn nothing_of_it_is_left_in_english() {
        let key = KeySource { provider: "openai".into(), ..KeySource::default() };
        let sources = KeySources { keys: vec![key], ..KeySources::default() };
        let known = Facts { key_sources: seen(sources), runtime: seen(Runtime::default()), ..Facts::default() };
        for facts in [Facts::default(), known] {
            let view = SetupView { steps: view(&facts, &Desk { login: seen(AtLogin::default()), ..Desk::default() }) };
            // a plan of the test's, and a line that names a setting and a file
            assert_eq!(crate::words::left_in_english(&view, &["Fetch it", "gateway.mode in /s"]), [""; 0]);
        }
    }

    #[test]
    fn words_are_short_sentences() {
        for SetupStep { title, about, .. } in view(&Facts::default(), &Desk::default()) {
            assert!(title.split(' ').count() <= 5 && about.ends_with('.') && about.len() <= 240, "{title}: {about}");
        }
    }
}
