//! Does the gateway stay up once it has been started?

use super::exit;
use crate::{
    check::{Check, Group, Problem, Severity, Verdict},
    facts::{Facts, Process},
    fixes,
    lifecycle::Phase,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "gateway-stable",
    group: Group::Gateway,
    title: "Gateway keeps ending",
    severity: Severity::Error,
    depends_on: &[
        &super::gateway_installed::CHECK,
        &super::node_supported::CHECK,
        &super::config_valid::CHECK,
        &super::gateway_mode::CHECK,
        &super::gateway_auth::CHECK,
        &super::port_free::CHECK,
        &super::gateway_updated::CHECK,
    ],
    grace: super::RESTART,
    reads: &[],
    evaluate,
};

/// Ends without a stable minute that are no accident any more. The gateway's own breaker switches channels off at as many.
const MANY: u32 = 3;

/// Whether a gateway that is wanted has ended too often to call it an accident.
pub(super) fn keeps_ending(process: &Process) -> bool {
    process.wanted && (process.failures >= MANY || process.phase == Phase::CrashLooping)
}

fn evaluate(facts: &Facts) -> Verdict {
    let process = &facts.process;
    let looping = process.phase == Phase::CrashLooping;
    if !keeps_ending(process) {
        return Verdict::Pass;
    }
    let fix = match process.phase {
        Phase::Ready | Phase::Degraded(_) | Phase::External { .. } => {
            return Verdict::unknown(Phrase::new("gateway-runs-again", []));
        }
        // why it is at rest is for gateway-running to say
        Phase::Stopped | Phase::Refused(_) => return Verdict::Pass,
        Phase::Backoff | Phase::CrashLooping => &fixes::START_GATEWAY,
        Phase::Starting | Phase::Stopping { .. } => &fixes::RESTART_GATEWAY,
    };
    let last = process.last_exit.as_ref();
    // a crash loop does not count on
    let told = [("loops", looping.into()), ("times", process.failures.into())];
    let message = Phrase::new("gateway-stable-off", told.into_iter().chain(exit::told(last)));
    exit::quote(Problem::new(message), last).fix(fix).into()
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};

    fn ended(facts: &mut Facts, phase: Phase, failures: u32) {
        down(facts, phase);
        facts.process.failures = failures;
        exited(facts, 1, "Error: listen EACCES");
    }

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| ended(f, Phase::Backoff, 2), Said::Pass),
                (
                    |f| ended(f, Phase::Backoff, 3),
                    Said::Fail(
                        "The gateway ended 3 times before it had run for a minute, last with exit code 1. It is started again.",
                        "Start gateway",
                    ),
                ),
                (
                    |f| ended(f, Phase::Starting, 4),
                    Said::Fail(
                        "The gateway ended 4 times before it had run for a minute, last with exit code 1. It is started again.",
                        "Restart gateway",
                    ),
                ),
                (
                    |f| {
                        ended(f, Phase::CrashLooping, 5);
                        f.process.last_exit = None;
                    },
                    Said::Fail(
                        "The gateway ended at least 5 times before it had run for a minute. The next start waits for some \
                         minutes.",
                        "Start gateway",
                    ),
                ),
                (
                    |f| f.process.failures = 3,
                    Said::Unknown("The gateway runs again. After a minute it counts as stable."),
                ),
                (
                    |f| {
                        ended(f, Phase::Stopped, 4);
                        f.process.wanted = false;
                    },
                    Said::Pass,
                ),
            ],
        );
    }

    #[test]
    fn quotes_the_last_words() {
        let Verdict::Fail(problem) = evaluate(&with(|f| ended(f, Phase::CrashLooping, 5))) else {
            panic!("a crash loop passed")
        };
        let texts: Vec<_> = problem.evidence.iter().map(|evidence| evidence.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "The gateway ended with exit code 1: it could not start, or met an error that it could not go on from.",
                "Error: listen EACCES"
            ]
        );
    }
}
