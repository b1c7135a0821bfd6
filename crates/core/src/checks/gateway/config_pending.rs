//! Does the gateway run with the configuration that was saved last? It goes on with an earlier one without a word when the
//! new one cannot be used, and takes some changes over only when its process begins anew.

use std::time::Duration;

use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    facts::{Fact, Facts},
    fixes,
    lifecycle::Owner,
    text::clean,
    words::Phrase,
};

/// How long a gateway may take to take a change over.
const SETTLING: Duration = Duration::from_secs(10);

pub(crate) static CHECK: Check = Check {
    id: "config-pending",
    group: Group::Gateway,
    title: "Change is not in effect",
    severity: Severity::Warning,
    depends_on: &[&super::config_valid::CHECK, &super::gateway_responding::CHECK],
    // a change that the gateway takes over by itself has its restart in between
    grace: Duration::from_secs(30),
    reads: &[Fact::RunningConfig, Fact::Config],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    if let Some(problem) = moved(facts) {
        return problem.fix(&fixes::RESTART_GATEWAY).into();
    }
    let Some(config) = facts.running_config.value() else {
        return Verdict::unknown(facts.running_config.why_not());
    };
    let at = facts.running_config.at();
    if !config.valid {
        let first = config.issues.first();
        let told = [
            ("said", if first.is_some() { "words" } else { "nothing" }.into()),
            ("words", first.map_or_else(String::new, |issue| clean(issue, 100)).into()),
        ];
        let problem = Problem::new(Phrase::new("config-pending-unusable", told));
        return config
            .issues
            .iter()
            .take(20)
            .fold(problem, |problem, issue| problem.seen(Source::Rpc, at, issue))
            .into();
    }
    if config.pending && just_saved(facts) {
        return Verdict::unknown(Phrase::new("config-pending-saved", []));
    }
    if config.pending {
        return Problem::new(Phrase::new("config-pending-changed", []))
            .seen(Source::Rpc, at, "config.get: configRevisionHash and appliedConfigHash differ")
            .fix(&fixes::RESTART_GATEWAY)
            .into();
    }
    Verdict::Pass
}

/// The gateway looks at a change for a moment before it takes it over, and reads keys anew from wherever they are.
fn just_saved(facts: &Facts) -> bool {
    let saved = facts.config.value().and_then(|config| config.modified);
    saved.is_some_and(|at| (0..SETTLING.as_secs().cast_signed()).contains(&facts.here.duration_since(at).as_secs()))
}

/// The gateway never leaves the port on which its process began. One that was started elsewhere may have been given its own.
fn moved(facts: &Facts) -> Option<Problem> {
    let (listens, config) = (facts.process.port?, facts.config.value()?);
    if listens == config.port || !config.exists || facts.process.owner == Owner::External {
        return None;
    }
    let told = [("port", u32::from(config.port).into()), ("listens", u32::from(listens).into())];
    let problem = Problem::new(Phrase::new("config-pending-port", told));
    Some(problem.seen(Source::File, facts.config.at(), format!("{}: gateway.port is {}", config.path, config.port)))
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::facts::Observed;

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.running_config = Observed::Pending, Said::Unknown("Not asked yet.")),
                (
                    |f| edit(&mut f.config, |c| c.port = 18790),
                    Said::Fail(
                        "The gateway is to listen on port 18790, and listens on 18789 until it is restarted.",
                        "Restart gateway",
                    ),
                ),
                (
                    |f| {
                        edit(&mut f.config, |c| c.port = 18790);
                        f.process.owner = Owner::External;
                    },
                    Said::Pass,
                ),
                (
                    |f| edit(&mut f.running_config, |c| c.pending = true),
                    Said::Fail(
                        "The configuration was changed, and the gateway still runs with the earlier one. A restart puts the \
                         change into effect.",
                        "Restart gateway",
                    ),
                ),
                (
                    |f| {
                        edit(&mut f.running_config, |c| c.pending = true);
                        let saved = f.here - Duration::from_secs(2);
                        edit(&mut f.config, |c| c.modified = Some(saved));
                    },
                    Said::Unknown("The configuration was saved a moment ago, and the gateway is taking it over."),
                ),
                (
                    |f| {
                        edit(&mut f.running_config, |c| {
                            (c.valid, c.issues) = (false, vec!["update: Unrecognized key".into()]);
                        });
                    },
                    Said::Fail(
                        "The saved configuration cannot be used, so the gateway goes on with the earlier one. OpenClaw says: \
                         update: Unrecognized key.",
                        "",
                    ),
                ),
            ],
        );
    }
}
