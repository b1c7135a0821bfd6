//! Can the configuration file be used? What it says is for other checks.

use jiff::Timestamp;

use crate::{
    check::{Check, FileAt, Group, Problem, Severity, Source, Verdict},
    facts::{Config, ConfigProblem, Fact, Facts},
    fixes,
    lifecycle::Phase,
    text::{clean, file_name},
    words::Phrase,
    wrong_keys::wrong_key,
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
    let mut says = Phrase::new("config-valid-mistakes", told);
    if let Some(wrong) = wrong_key(&first.key) {
        says = Phrase::joined(&[says, wrong.advice()], " ");
    }
    let mut problem = quote(Problem::new(says), config, &mistakes, facts.config.at());
    if let Some(more) = mistakes.len().checked_sub(LISTED).filter(|more| *more > 0) {
        problem = problem.seen(Source::File, facts.config.at(), format!("and {more} more"));
    }
    let known = mistakes.iter().filter_map(|mistake| wrong_key(&mistake.key)).take(LISTED);
    let problem = known.fold(offer_repair(problem, config), |problem, wrong| problem.step(wrong.advice()));
    match first.line {
        Some(line) => open_at(problem, config, line, first.column).into(),
        None => problem.into(),
    }
}

/// Offers to open the file there.
fn open_at(problem: Problem, config: &Config, line: u32, column: Option<u32>) -> Problem {
    let told = [("path", clean(&config.path, 300).into()), ("line", line.to_string().into())];
    problem.also(&fixes::OPEN_AT_LINE, [Phrase::new("config-valid-step-open", told)]).in_file(FileAt {
        file: config.path.clone(),
        line: Some(line),
        column,
    })
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
                // a key of a guide, whose value another key takes
                (
                    |f| {
                        down(f, Phase::Stopped);
                        let why = "Unrecognized key: \"primary\"";
                        edit(&mut f.config, |c| c.problems = vec![mistake("models.primary", why, 4, 5)]);
                    },
                    Said::Fail(
                        "The configuration has a mistake in openclaw.json:4:5. The gateway does not start until that is \
                         mended. The key models.primary of older guides is agents.defaults.model.primary in OpenClaw.",
                        "Repair configuration",
                    ),
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
    fn every_key_of_a_guide_is_told_in_the_preview() {
        let facts = with(|f| {
            let keys = ["bogus", "rateLimiting", "proxy.url"];
            edit(&mut f.config, |c| c.problems = keys.map(|key| mistake(key, "Unrecognized key", 1, 1)).into());
        });
        let Verdict::Fail(problem) = evaluate(&facts) else { panic!("three mistakes passed") };
        let told: Vec<_> = problem.preview[3..].iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 2);
        assert!(told[0].starts_with("rateLimiting is no key") && told[1].ends_with("proxy.proxyUrl in OpenClaw."));
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
