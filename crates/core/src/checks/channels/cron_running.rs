//! Does what the person has scheduled run, and well?

use std::time::Duration;

use jiff::SignedDuration;

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

/// How late a job may be before it counts as forgotten: others may run before it.
const LATE: SignedDuration = SignedDuration::from_hours(1);
/// How much of a job's own words stands in the sentence; the evidence has more.
const QUOTED: usize = 100;

fn evaluate(facts: &Facts) -> Verdict {
    let Some(schedule) = facts.schedule.value() else { return Verdict::unknown(facts.schedule.why_not()) };
    if !schedule.enabled {
        return off(schedule, facts);
    }
    let enabled = schedule.jobs.iter().filter(|job| job.enabled);
    let problem = |job: &Job| if job.failures > 0 { Some(fails(job, facts)) } else { missed(job, facts) };
    Verdict::Each(enabled.filter_map(|job| Some((job.id.clone(), problem(job)?))).collect())
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

/// It was to run long before the gateway told so, and did not: a scheduler that is on moves the time on whenever a job has run.
fn missed(job: &Job, facts: &Facts) -> Option<Problem> {
    let (due, told) = (job.next_run?, facts.schedule.at()?);
    if job.running || told.duration_since(due) < LATE {
        return None;
    }
    let name = claim(&job.name, 60);
    let moment = due.strftime("%Y-%m-%d %H:%M UTC").to_string();
    let ever = if job.last_run.is_some() { "yes" } else { "no" };
    let told = [("name", name.into()), ("ever", ever.into()), ("due", moment.clone().into())];
    let last = job.last_run.map_or_else(|| "never".to_owned(), |run| run.to_string());
    let problem = Problem::new(Phrase::new("cron-running-missed", told)).fix(&fixes::RESTART_GATEWAY);
    Some(problem.seen(Source::Rpc, facts.schedule.at(), format!("{}: next run {due}, last run {last}", job.id)))
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
                // due a moment ago, or running all the while
                (|f| job(f, |j| j.next_run = Some(then() - SignedDuration::from_mins(20))), Said::Pass),
                (
                    |f| {
                        job(f, |j| (j.next_run, j.running) = (Some(then() - SignedDuration::from_hours(9)), true));
                    },
                    Said::Pass,
                ),
                (
                    |f| job(f, |j| j.next_run = Some(then() - SignedDuration::from_hours(9))),
                    Said::Fail(
                        "The job “Morning” has never run, though it was due at 2026-11-20 03:00 UTC.",
                        "Restart gateway",
                    ),
                ),
                (
                    |f| {
                        job(f, |j| {
                            j.next_run = Some(then() - SignedDuration::from_hours(9));
                            j.last_run = Some(then() - SignedDuration::from_hours(33));
                        });
                    },
                    Said::Fail("The job “Morning” was due at 2026-11-20 03:00 UTC and did not run.", "Restart gateway"),
                ),
                (|f| job(f, |j| j.failures = 3), Said::Fail("The job “Morning” has failed 3 times in a row.", "")),
            ],
        );
    }
}
