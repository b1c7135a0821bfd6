//! Can the configuration file be used? What it says is for other checks.

use jiff::Timestamp;

use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    facts::{Config, ConfigProblem, Fact, Facts},
    fixes,
    lifecycle::Phase,
    text::{clean, file_name},
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "config-valid",
    group: Group::Gateway,
    title: "Configuration cannot be used",
    severity: Severity::Error,
    depends_on: &[],
    grace: super::EDIT,
    reads: &[Fact::Config, Fact::Runtime],
    evaluate,
};

/// How many mistakes are listed; the rest are counted.
const LISTED: usize = 5;

fn evaluate(facts: &Facts) -> Verdict {
    let Some(config) = facts.config.value() else { return Verdict::unknown(facts.config.why_not()) };
    if !config.exists {
        return missing(facts, config);
    }
    let mistakes: Vec<_> = super::mistakes(facts, config).collect();
    let Some(first) = mistakes.first() else { return Verdict::Pass };
    let told =
        [("count", mistakes.len().into()), ("place", place(config, first).into()), ("follows", follows(facts).into())];
    let problem = Problem::new(Phrase::new("config-valid-mistakes", told));
    let mut problem = quote(problem, config, &mistakes, facts.config.at());
    if let Some(more) = mistakes.len().checked_sub(LISTED).filter(|more| *more > 0) {
        problem = problem.seen(Source::File, facts.config.at(), format!("and {more} more"));
    }
    offer_repair(problem, config).into()
}

/// Offers the smallest change that OpenClaw accepts. What exactly that is, OpenClaw is asked when somebody wants to see it.
pub(super) fn offer_repair(problem: Problem, config: &Config) -> Problem {
    problem
        .fix(&fixes::REPAIR_CONFIG)
        .step(Phrase::new("config-valid-step-correct", [("path", config.path.clone().into())]))
        .step(Phrase::new("config-valid-step-bring-back", []))
        .step(Phrase::new("config-valid-step-judge", []))
}

fn missing(facts: &Facts, config: &Config) -> Verdict {
    if let Phase::External { .. } = facts.process.phase {
        return Verdict::unknown(Phrase::new("config-valid-elsewhere", []));
    }
    if facts.runtime.value().is_some_and(|runtime| runtime.chosen.is_none() && runtime.openclaws.is_empty()) {
        return Verdict::unknown(Phrase::new("config-valid-no-openclaw", []));
    }
    let told = [("file", file_name(&config.path).into()), ("follows", follows(facts).into())];
    Problem::new(Phrase::new("config-valid-missing", told))
        .seen(Source::File, facts.config.at(), format!("{} is not there", config.path))
        .fix(&fixes::CREATE_CONFIG)
        .step(Phrase::new("config-valid-step-write", [("path", config.path.clone().into())]))
        .step("gateway.mode: \"local\"")
        .step("gateway.bind: \"loopback\"")
        .step(Phrase::new("config-valid-step-token", []))
        .into()
}

/// What follows: a gateway that has read its configuration before runs on with that.
fn follows(facts: &Facts) -> &'static str {
    let keeps_what_it_read = super::lives(facts.process.phase) && facts.process.phase != Phase::Starting;
    if keeps_what_it_read { "runs-on" } else { "no-start" }
}

fn quote(problem: Problem, config: &Config, mistakes: &[&ConfigProblem], at: Option<Timestamp>) -> Problem {
    mistakes.iter().take(LISTED).fold(problem, |problem, mistake| {
        let key = if mistake.key.is_empty() { String::new() } else { format!(" {}", clean(&mistake.key, 80)) };
        problem.seen(Source::File, at, format!("{}{key}: {}", place(config, mistake), mistake.message))
    })
}

/// `openclaw.json:12:5`, as far as it is known.
fn place(config: &Config, mistake: &ConfigProblem) -> String {
    let file = file_name(&config.path);
    match (mistake.line, mistake.column) {
        (Some(line), Some(column)) => format!("{file}:{line}:{column}"),
        (Some(line), None) => format!("{file}:{line}"),
        (None, _) => file,
    }
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::facts::Observed;

    fn broken(facts: &mut Facts) {
        edit(&mut facts.config, |c| c.problems = vec![mistake("gateway.prot", "Unrecognized key: \"prot\"", 12, 5)]);
    }

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.config = Observed::Pending, Said::Unknown("Not asked yet.")),
                (
                    broken,
                    Said::Fail(
                        "The configuration has a mistake in openclaw.json:12:5. The running gateway keeps the one it has read, \
                         and will not start again with this one.",
                        "Repair configuration",
                    ),
                ),
                (
                    |f| {
                        down(f, Phase::Stopped);
                        edit(&mut f.config, |c| {
                            c.problems = vec![mistake("", "ends too early", 1, 1), mistake("", "", 2, 1)];
                        });
                    },
                    Said::Fail(
                        "The configuration has 2 mistakes, the first in openclaw.json:1:1. The gateway does not start until \
                         that is mended.",
                        "Repair configuration",
                    ),
                ),
                (
                    |f| {
                        down(f, Phase::Stopped);
                        edit(&mut f.config, |c| c.exists = false);
                    },
                    Said::Fail(
                        "There is no openclaw.json. OpenClaw starts no gateway without one.",
                        "Create a configuration",
                    ),
                ),
                (
                    |f| {
                        f.process.phase = Phase::External { healthy: true };
                        edit(&mut f.config, |c| c.exists = false);
                    },
                    Said::Unknown("Somebody else started this gateway, with a configuration from another place."),
                ),
                (
                    |f| {
                        f.runtime = seen(crate::facts::Runtime::default());
                        edit(&mut f.config, |c| c.exists = false);
                    },
                    Said::Unknown("There is no OpenClaw yet that could have a configuration."),
                ),
                // the old token key and a mode that does not exist are for other checks
                (
                    |f| {
                        edit(&mut f.config, |c| {
                            (c.legacy_token, c.mode) = (true, Some("banana".into()));
                            c.problems = vec![
                                mistake("gateway", "Unrecognized key: \"token\"", 2, 3),
                                mistake("gateway.mode", "Invalid input", 3, 3),
                            ];
                        });
                    },
                    Said::Pass,
                ),
            ],
        );
    }

    #[test]
    fn each_mistake_is_quoted_with_its_place_up_to_a_handful() {
        let facts = with(|f| {
            edit(&mut f.config, |c| c.problems = (1..=12).map(|line| mistake("a.b", "unknown key", line, 3)).collect());
        });
        let Verdict::Fail(problem) = evaluate(&facts) else { panic!("12 mistakes passed") };
        let texts: Vec<_> = problem.evidence.iter().map(|evidence| evidence.text.as_str()).collect();
        assert_eq!(texts.len(), LISTED + 1);
        assert_eq!((texts[0], texts[LISTED]), ("openclaw.json:1:3 a.b: unknown key", "and 7 more"));
        assert!(problem.evidence.iter().all(|evidence| evidence.at == Some(then())));
    }
}
