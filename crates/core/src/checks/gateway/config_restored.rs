//! Was a configuration taken away or refused, with settings in it that somebody wanted?
//!
//! OpenClaw lays what it replaces beside the configuration: `.clobbered.` what `openclaw doctor --fix` (older gateways: the
//! gateway itself) set back, `.rejected.` what it would not write. What is in force anyway is no loss, and after a week it is
//! history. Values that may be secret are compared and never shown.

use jiff::SignedDuration;

use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    checks::complaints::quoted,
    facts::{Fact, Facts},
    fixes,
    installation::{ConfigCopies, ConfigCopy, Difference},
    text::clean,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "config-restored",
    group: Group::Gateway,
    title: "Configuration was set back",
    severity: Severity::Warning,
    depends_on: &[&super::config_valid::CHECK],
    grace: super::EDIT,
    reads: &[Fact::ConfigCopies, Fact::Said],
    evaluate,
};

/// Whoever misses nothing for this long has seen to it.
const RECENT: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How many keys and how many earlier copies are listed.
const LISTED: usize = 12;
const EARLIER: usize = 3;

fn evaluate(facts: &Facts) -> Verdict {
    let Some(copies) = facts.config_copies.value() else { return Verdict::unknown(facts.config_copies.why_not()) };
    let recent = |copy: &&ConfigCopy| copy.made.is_some_and(|made| facts.here.duration_since(made) < RECENT);
    let lost = |copy: &&ConfigCopy| copy.problem.is_some() || copy.differs.iter().any(|one| one.copy.is_some());
    let missed = copies.replaced.iter().filter(recent).find(|copy| lost(copy) && !copy.put_back);
    missed.map_or(Verdict::Pass, |copy| quoted(told(copy, copies), facts, CHECK.id, |_| true).into())
}

fn told(copy: &ConfigCopy, copies: &ConfigCopies) -> Problem {
    let file = clean(&copy.file, 80);
    let became = ("became", if copy.rejected { "refused" } else { "set-back" }.into());
    if let Some(problem) = &copy.problem {
        let place = problem.line.map_or_else(String::new, |line| format!("line {line}: "));
        let message = Phrase::new("config-restored-unreadable", [became, ("file", file.clone().into())]);
        return earlier(Problem::new(message), copies).seen(
            Source::File,
            copy.made,
            format!("{file}: {place}{}", problem.message),
        );
    }
    let wanted: Vec<&Difference> = copy.differs.iter().filter(|one| one.copy.is_some()).collect();
    let first = clean(wanted.first().map_or("", |one| &one.key), 60);
    let told = [became, ("count", wanted.len().into()), ("first", first.into()), ("file", file.into())];
    let mut problem = Problem::new(Phrase::new("config-restored-lost", told));
    for one in copy.differs.iter().take(LISTED) {
        let says = |value: &Option<String>| value.as_ref().map_or("nothing".to_owned(), |value| clean(value, 80));
        let line = if one.secret {
            format!("{}: another value (not shown)", one.key)
        } else {
            format!("{}: {} there, {} now", one.key, says(&one.copy), says(&one.now))
        };
        problem = problem.seen(Source::File, copy.made, line);
    }
    if copy.differs.len() > LISTED {
        problem = problem.seen(Source::File, copy.made, format!("and {} more", copy.differs.len() - LISTED));
    }
    let problem = earlier(problem, copies);
    let good: Vec<_> = wanted.iter().filter(|one| !one.secret).collect();
    if good.is_empty() {
        return problem;
    }
    let step = |problem: Problem, one: &&&Difference| {
        let value = |value: &Option<String>| clean(value.as_deref().unwrap_or_default(), 80).into();
        let told = [
            ("key", one.key.clone().into()),
            ("set", one.now.is_some().into()),
            ("now", value(&one.now)),
            ("then", value(&one.copy)),
        ];
        problem.step(Phrase::new("config-restored-step", told))
    };
    good.iter()
        .take(LISTED)
        .fold(problem.fix(&fixes::REAPPLY_CONFIG), step)
        .step(Phrase::new("config-restored-step-left", []))
}

/// The earlier configurations that are there, too.
fn earlier(problem: Problem, copies: &ConfigCopies) -> Problem {
    let seen = |problem: Problem, (file, at): &(String, Option<jiff::Timestamp>)| {
        problem.seen(Source::File, *at, format!("An earlier configuration: {file}"))
    };
    copies.backups.iter().take(EARLIER).fold(problem, seen)
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
                (|f| f.config_copies = Observed::Pending, Said::Unknown("Not asked yet.")),
                (
                    |f| set_back(f, &["gateway.port"]),
                    Said::Fail(
                        "OpenClaw set the configuration back. gateway.port of it is not in force; \
                         openclaw.json.clobbered.2026-11-20T11-00-00-000Z has it.",
                        "Re-apply the good part",
                    ),
                ),
                (
                    |f| {
                        set_back(f, &["gateway.port", "logging.level"]);
                        edit(&mut f.config_copies, |c| c.replaced[0].rejected = true);
                    },
                    Said::Fail(
                        "OpenClaw refused to write a configuration. 2 settings of it are not in force, gateway.port among \
                         them; openclaw.json.clobbered.2026-11-20T11-00-00-000Z has it.",
                        "Re-apply the good part",
                    ),
                ),
                // nothing of it is missed
                (|f| set_back(f, &[]), Said::Pass),
                (
                    |f| {
                        set_back(f, &["gateway.port"]);
                        edit(&mut f.config_copies, |c| c.replaced[0].differs[0].copy = None);
                    },
                    Said::Pass,
                ),
                (
                    |f| {
                        set_back(f, &["gateway.port"]);
                        edit(&mut f.config_copies, |c| c.replaced[0].put_back = true);
                    },
                    Said::Pass,
                ),
                (
                    |f| {
                        set_back(f, &["gateway.port"]);
                        edit(&mut f.config_copies, |c| c.replaced[0].made = Some(then() - RECENT));
                    },
                    Said::Pass,
                ),
                (
                    |f| {
                        set_back(f, &[]);
                        edit(&mut f.config_copies, |c| {
                            c.replaced[0].problem = Some(mistake("", "ends too early", 3, 1));
                        });
                    },
                    Said::Fail(
                        "OpenClaw set the configuration back. What stood there is kept as \
                         openclaw.json.clobbered.2026-11-20T11-00-00-000Z and cannot be read: it has to be mended by hand.",
                        "",
                    ),
                ),
            ],
        );
    }

    #[test]
    fn a_secret_is_neither_shown_nor_put_back() {
        let facts = with(|f| {
            set_back(f, &["gateway.auth.token"]);
            edit(&mut f.config_copies, |c| {
                c.replaced[0].differs[0] =
                    Difference { key: "gateway.auth.token".into(), copy: Some("hush".into()), now: None, secret: true };
            });
        });
        let Verdict::Fail(problem) = evaluate(&facts) else { panic!("it passes") };
        assert!(problem.fix.is_none() && !format!("{problem:?}").contains("hush"), "{problem:?}");
    }
}
