//! Does the gateway that runs answer at all?

use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    facts::{Fact, Facts},
    fixes,
    lifecycle::{Phase, Trouble},
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "gateway-responding",
    group: Group::Gateway,
    title: "Gateway does not answer",
    severity: Severity::Error,
    depends_on: &[&super::gateway_running::CHECK],
    grace: super::RESTART,
    reads: &[Fact::Health],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let problem = |id: &'static str| Problem::new(Phrase::new(id, [("pid", super::number(facts.process.pid))]));
    let problem = match facts.process.phase {
        Phase::Ready | Phase::Degraded(Trouble::NotReady) | Phase::External { healthy: true } => return Verdict::Pass,
        Phase::Degraded(Trouble::Hung) => problem("gateway-responding-hung").fix(&fixes::RESTART_GATEWAY),
        // it can be asked to restart only by what it does not answer
        Phase::External { healthy: false } => problem("gateway-responding-elsewhere"),
        Phase::Starting => return super::starting(),
        _ => return Verdict::unknown(Phrase::new("gateway-responding-not-there", [])),
    };
    let seen = match facts.health.value() {
        Some(health) if health.silent => "It accepts connections and answers none in time.",
        Some(health) if !health.answers => "Its port takes no connection.",
        _ => return problem.into(),
    };
    problem.seen(Source::Probe, facts.health.at(), seen).into()
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::facts::{Health, Observed};

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                // that it serves is told by its phase: a probe that is not back yet says nothing against it
                (|f| f.health = Observed::Pending, Said::Pass),
                (
                    |f| f.process.phase = Phase::Degraded(Trouble::Hung),
                    Said::Fail(
                        "The gateway (pid 4711) runs and does not answer. Nothing that needs it gets through.",
                        "Restart gateway",
                    ),
                ),
                (
                    |f| {
                        (f.process.phase, f.process.pid) = (Phase::External { healthy: false }, None);
                    },
                    Said::Fail(
                        "The gateway that somebody else started does not answer. It has to be restarted where it was started.",
                        "",
                    ),
                ),
                (|f| f.process.phase = Phase::External { healthy: true }, Said::Pass),
                (|f| f.process.phase = Phase::Degraded(Trouble::NotReady), Said::Pass),
                (|f| f.process.phase = Phase::Starting, Said::Unknown("The gateway is starting.")),
                (|f| down(f, Phase::Stopped), Said::Unknown("The gateway does not run.")),
            ],
        );
    }

    #[test]
    fn tells_silence_from_a_closed_port() {
        for (silent, text) in
            [(true, "It accepts connections and answers none in time."), (false, "Its port takes no connection.")]
        {
            let facts = with(|f| {
                f.process.phase = Phase::Degraded(Trouble::Hung);
                f.health = seen(Health { silent, ..Health::default() });
            });
            let Verdict::Fail(problem) = evaluate(&facts) else { panic!("a silent gateway passed") };
            assert_eq!((problem.evidence[0].text.as_str(), problem.evidence[0].at), (text, Some(then())));
        }
    }
}
