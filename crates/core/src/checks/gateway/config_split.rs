//! Is a configuration edited that the gateway does not read?
//!
//! One that lies about untouched is nobody's concern, and another profile's that is in use is its own affair. What a service or
//! a gateway that runs reads instead of ours counts as soon as ours is the newer one: then somebody waits for its effect.

use jiff::{SignedDuration, Timestamp};

use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    facts::{Config, Fact, Facts},
    fixes,
    installation::{OtherConfig, Reader},
    text::clean,
    words::{Phrase, Told},
};

pub(crate) static CHECK: Check = Check {
    id: "config-split",
    group: Group::Gateway,
    title: "Two configurations exist",
    severity: Severity::Warning,
    depends_on: &[],
    grace: super::EDIT,
    reads: &[Fact::Config, Fact::OtherConfigs],
    evaluate,
};

/// A profile that nothing uses is told of while it is being worked on.
const EDITED: SignedDuration = SignedDuration::from_hours(24);

fn evaluate(facts: &Facts) -> Verdict {
    let Some(config) = facts.config.value() else { return Verdict::unknown(facts.config.why_not()) };
    let Some(others) = facts.other_configs.value() else { return Verdict::unknown(facts.other_configs.why_not()) };
    if !config.exists {
        return Verdict::undecided(Phrase::new("config-split-none", []));
    }
    let rivals = others.iter().filter(|other| other.path != config.path && competes(other, config, facts.here));
    Verdict::Each(rivals.map(|other| (named(other), told(other, config))).collect())
}

/// What a finding is about.
fn named(other: &OtherConfig) -> String {
    clean(&other.path, 110)
}

/// The configuration that a finding of this subject is about, where it is edited in vain.
pub(crate) fn unread(facts: &Facts, subject: &str) -> Option<String> {
    let (config, others) = (facts.config.value()?, facts.other_configs.value()?);
    let vain = |other: &&OtherConfig| {
        let read = matches!(other.reader, Reader::Service(_) | Reader::Gateway(_));
        !read && other.path != config.path && competes(other, config, facts.here)
    };
    others.iter().filter(vain).find(|other| named(other) == subject).map(|other| other.path.clone())
}

/// Whether it is edited in vain, or ours is.
fn competes(other: &OtherConfig, config: &Config, here: Timestamp) -> bool {
    let newer =
        |one: Option<Timestamp>, than: Option<Timestamp>| one.is_some_and(|one| than.is_some_and(|than| one > than));
    match &other.reader {
        Reader::Nobody => newer(other.modified, config.modified),
        Reader::Profile { used, .. } => {
            let lately = other.modified.is_some_and(|at| here.duration_since(at) < EDITED);
            !used && lately && newer(other.modified, config.modified)
        }
        Reader::Service(_) => true,
        Reader::Gateway(_) => other.modified.is_none() || newer(config.modified, other.modified),
    }
}

fn told(other: &OtherConfig, config: &Config) -> Problem {
    let both = || [("theirs", clean(&other.path, 70).into()), ("ours", clean(&config.path, 70).into())];
    let says =
        |id: &'static str, who: &'static str, named: Told| Phrase::new(id, both().into_iter().chain([(who, named)]));
    let message = match &other.reader {
        Reader::Nobody => Phrase::new("config-split-nobody", both()),
        Reader::Profile { name, .. } => says("config-split-profile", "name", clean(name, 30).into()),
        Reader::Service(name) => says("config-split-service", "name", clean(name, 40).into()),
        Reader::Gateway(pid) => says("config-split-gateway", "pid", (*pid).into()),
    };
    let written = |at: Option<Timestamp>| {
        at.map_or("is not there".to_owned(), |at| format!("written {}", at.strftime("%Y-%m-%d %H:%M:%S UTC")))
    };
    let problem = Problem::new(message)
        .seen(Source::File, other.modified, format!("{}: {}", other.path, written(other.modified)))
        .seen(Source::File, config.modified, format!("{}: {}", config.path, written(config.modified)));
    match &other.reader {
        Reader::Service(_) => problem
            .fix(&fixes::REINSTALL_SERVICE)
            .step(super::run("openclaw gateway install --force"))
            .step(Phrase::new("config-split-step-reads", [("path", config.path.clone().into())])),
        Reader::Gateway(_) => problem,
        Reader::Nobody | Reader::Profile { .. } => problem
            .fix(&fixes::USE_THIS_CONFIG)
            .step(Phrase::new(
                "config-split-step-copy",
                [("from", other.path.clone().into()), ("to", config.path.clone().into())],
            ))
            .step(Phrase::new("config-split-step-stays", [("path", other.path.clone().into())])),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::facts::Observed;

    fn elsewhere(facts: &mut Facts, newer: i64, reader: Reader) {
        let modified = facts.config.value().and_then(|config| config.modified).map(|at| at + hours(newer));
        let path = "/home/a/.config/openclaw/openclaw.json5".into();
        facts.other_configs = seen(vec![OtherConfig { path, modified, reader }]);
    }

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.other_configs = Observed::Pending, Said::Unknown("Not asked yet.")),
                (
                    |f| elsewhere(f, 1, Reader::Nobody),
                    Said::Fail(
                        "/home/a/.config/openclaw/openclaw.json5 is newer than /home/a/.openclaw/openclaw.json. The gateway \
                         reads the latter only: what stands in the former has no effect.",
                        "Use this configuration",
                    ),
                ),
                // left behind
                (|f| elsewhere(f, -1, Reader::Nobody), Said::Pass),
                (|f| elsewhere(f, 1, Reader::Profile { name: "work".into(), used: true }), Said::Pass),
                (
                    |f| elsewhere(f, 1, Reader::Profile { name: "work".into(), used: false }),
                    Said::Fail(
                        "/home/a/.config/openclaw/openclaw.json5 (profile work) was edited last, and no gateway uses it. The \
                         gateway reads /home/a/.openclaw/openclaw.json.",
                        "Use this configuration",
                    ),
                ),
                (
                    |f| elsewhere(f, -1, Reader::Service("openclaw-gateway.service".into())),
                    Said::Fail(
                        "The service openclaw-gateway.service reads /home/a/.config/openclaw/openclaw.json5. What is edited in \
                         /home/a/.openclaw/openclaw.json does not reach it.",
                        "Reinstall the service",
                    ),
                ),
                (|f| elsewhere(f, 1, Reader::Gateway(99)), Said::Pass),
                (
                    |f| elsewhere(f, -1, Reader::Gateway(99)),
                    Said::Fail(
                        "The gateway that runs (pid 99) reads /home/a/.config/openclaw/openclaw.json5. The newer \
                         /home/a/.openclaw/openclaw.json does not reach it.",
                        "",
                    ),
                ),
                (
                    |f| {
                        elsewhere(f, 1, Reader::Nobody);
                        edit(&mut f.config, |c| c.exists = false);
                    },
                    Said::Unknown("There is no configuration that another one could be taken for."),
                ),
            ],
        );
    }
    #[test]
    fn one_that_nobody_reads_is_known_by_what_its_finding_says_and_one_that_is_read_is_not() {
        let subject = "/home/a/.config/openclaw/openclaw.json5";
        for (newer, reader, known) in [
            (1, Reader::Nobody, true),
            (-1, Reader::Nobody, false),
            (1, Reader::Profile { name: "work".into(), used: false }, true),
            (1, Reader::Profile { name: "work".into(), used: true }, false),
            (1, Reader::Service("openclaw-gateway.service".into()), false),
            (-1, Reader::Gateway(99), false),
        ] {
            let mut facts = healthy();
            elsewhere(&mut facts, newer, reader.clone());
            assert_eq!(unread(&facts, subject), known.then(|| subject.to_owned()), "{reader:?}");
            assert_eq!(unread(&facts, "/home/a/another"), None);
        }
    }
}
