//! Does what the person has scheduled run, and well?

use std::time::Duration;

use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    checks::gateway::gateway_ready,
    facts::{Fact, Facts},
    fixes,
    reported::{Job, Schedule},
    text::claim,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "cron-running",
    group: Group::Channels,
    title: "Scheduled job fails",
    severity: Severity::Warning,
    depends_on: &[&gateway_ready::CHECK],
    grace: Duration::from_mins(1),
    reads: &[Fact::Schedule],
    evaluate,
};

/// How much of a job's own words stands in the sentence; the evidence has more.
const QUOTED: usize = 100;

fn evaluate(facts: &Facts) -> Verdict {
    let Some(schedule) = facts.schedule.value() else { return Verdict::unknown(facts.schedule.why_not()) };
    if !schedule.enabled {
        return off(schedule, facts);
    }
    let failing = schedule.jobs.iter().filter(|job| job.enabled && job.failures > 0);
    Verdict::Each(failing.map(|job| (job.id.clone(), fails(job, facts))).collect())
}

fn off(schedule: &Schedule, facts: &Facts) -> Verdict {
    let jobs = schedule.jobs.iter().filter(|job| job.enabled).count();
    if jobs == 0 {
        // nothing would run anyway
        return Verdict::Pass;
    }
    Problem::new(Phrase::new("cron-running-off", [("jobs", jobs.into())]))
        .seen(Source::Rpc, facts.schedule.at(), "cron.status: enabled is false")
        .fix(&fixes::TURN_ON_SCHEDULER)
        .step(Phrase::new("cron-running-on", []))
        .into()
}

fn fails(job: &Job, facts: &Facts) -> Problem {
    let name = claim(&job.name, 60);
    let [says, why] = super::says(job.last_error.as_deref(), QUOTED);
    let told = [("name", name.into()), ("times", job.failures.into()), says, why];
    let problem = Problem::new(Phrase::new("cron-running-fails", told));
    problem.seen(
        Source::Rpc,
        job.last_run.or(facts.schedule.at()),
        job.last_error.as_deref().unwrap_or("no reason given"),
    )
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::facts::Observed;

    fn job(facts: &mut Facts, change: fn(&mut Job)) {
        edit(&mut facts.schedule, |schedule| change(&mut schedule.jobs[0]));
    }

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.schedule = Observed::Pending, Said::Unknown("Not asked yet.")),
                (|f| job(f, |j| (j.enabled, j.failures) = (false, 9)), Said::Pass),
                (|f| f.schedule = seen(Schedule::default()), Said::Pass),
                (
                    |f| edit(&mut f.schedule, |schedule| schedule.enabled = false),
                    Said::Fail(
                        "The gateway's scheduler is turned off (cron.enabled is false). 1 job does not run.",
                        "Turn the scheduler on",
                    ),
                ),
                (
                    |f| job(f, |j| (j.failures, j.last_error) = (1, Some("No route.".into()))),
                    Said::Fail("The job “Morning” failed when it ran last. It says: No route.", ""),
                ),
                (|f| job(f, |j| j.failures = 3), Said::Fail("The job “Morning” has failed 3 times in a row.", "")),
            ],
        );
    }
}
