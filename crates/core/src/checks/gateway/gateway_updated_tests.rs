use super::{super::super::sample::*, *};
use crate::{
    check::{Outcome, diagnose},
    checks::ALL,
};

const OUT: &str = "OpenClaw 2026.10.1 is out; the gateway runs 2026.9.6.";
const DEAD: &str = "The gateway served with OpenClaw 2026.9.6 and does not stay up since 2026.10.1 is in its place. \
                    \"npm install -g openclaw@2026.9.6\" brings back what served.";

fn dead(facts: &mut Facts, phase: Phase, failures: u32) {
    down(facts, phase);
    facts.process.failures = failures;
    exited(facts, 1, "Error: no such column");
    a_start_runs(facts, "2026.10.1");
}

#[test]
fn says_what_is_out() {
    table(
        &CHECK,
        &[
            (|_| {}, Said::Pass),
            (|f| f.published = published("2026.10.1"), Said::Fail(OUT, "Update OpenClaw")),
            (|f| f.published = published("2026.9.6-beta.2"), Said::Pass),
            (|f| f.published = published("2026.9.5"), Said::Pass),
            (
                |f| f.published = published("2026.9.6-1"),
                Said::Fail("OpenClaw 2026.9.6-1 is out; the gateway runs 2026.9.6.", "Update OpenClaw"),
            ),
            (|f| f.published = unavailable(), Said::Unknown("The system did not answer.")),
            (
                |f| f.published = published("; rm -rf /"),
                Said::Unknown("The registry names no version of OpenClaw for this channel."),
            ),
            (
                |f| {
                    f.published = published("2026.10.1");
                    edit(&mut f.config, |c| c.update_channel = Some("beta".into()));
                },
                Said::Fail(OUT, "Update OpenClaw"),
            ),
            (
                |f| {
                    f.published = published("2026.10.1");
                    edit(&mut f.config, |c| c.update_channel = Some("dev".into()));
                },
                Said::Unknown("The registry names no version of OpenClaw for this channel."),
            ),
            (
                |f| edit(&mut f.health, |health| health.version = None),
                Said::Unknown("Which version the gateway runs is not known."),
            ),
            (
                |f| {
                    a_start_runs(f, "2026.10.1");
                    f.published = unavailable();
                },
                Said::Fail(
                    "OpenClaw 2026.10.1 is installed. The gateway runs 2026.9.6 until it is restarted.",
                    "Restart gateway",
                ),
            ),
            (
                |f| {
                    a_start_runs(f, "2026.9.7");
                    f.published = published("2026.10.1");
                },
                Said::Fail(OUT, "Update OpenClaw"),
            ),
            (
                |f| {
                    down(f, Phase::Starting);
                    f.published = published("2026.10.1");
                },
                Said::Unknown("The gateway does not serve now."),
            ),
        ],
    );
}

#[test]
fn says_what_an_update_left_dead() {
    let again = "The gateway runs again. After a minute it counts as stable.";
    table(
        &CHECK,
        &[
            (|f| dead(f, Phase::CrashLooping, 5), Said::Fail(DEAD, "Install the earlier version")),
            (|f| dead(f, Phase::Starting, 3), Said::Fail(DEAD, "Install the earlier version")),
            (|f| dead(f, Phase::Refused(Reason::Config), 0), Said::Fail(DEAD, "Install the earlier version")),
            (|f| dead(f, Phase::Backoff, 2), Said::Unknown("The gateway does not serve now.")),
            (|f| dead(f, Phase::Refused(Reason::PortTaken), 0), Said::Unknown("The gateway does not serve now.")),
            (
                |f| {
                    dead(f, Phase::CrashLooping, 5);
                    f.process.proven = None;
                },
                Said::Pass,
            ),
            (
                |f| {
                    dead(f, Phase::CrashLooping, 5);
                    f.process.proven = Some("2026.10.1".into());
                },
                Said::Pass,
            ),
            (
                |f| {
                    dead(f, Phase::CrashLooping, 5);
                    f.process.wanted = false;
                },
                Said::Unknown("The gateway does not serve now."),
            ),
            (|f| f.process.failures = 5, Said::Unknown(again)),
        ],
    );
}

#[test]
fn both_versions_are_shown_and_how_to_go_back_from_where() {
    let problem = |change: Break| match evaluate(&with(change)) {
        Verdict::Fail(problem) => problem,
        other => panic!("{other:?}"),
    };
    let found = problem(|f| dead(f, Phase::CrashLooping, 5));
    let texts: Vec<_> = found.evidence.iter().map(|seen| seen.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "The version that served last: 2026.9.6.",
            "The version that a start runs: 2026.10.1 (/home/a/lib/node_modules/openclaw/openclaw.mjs).",
            "The gateway ended with exit code 1: it could not start, or met an error that it could not go on from.",
            "Error: no such column",
        ]
    );
    assert_eq!(found.severity, Some(Severity::Error));
    assert_eq!(found.preview, ["Run in a terminal: npm install -g openclaw@2026.9.6", "Start the gateway"]);
    assert!(found.by_hand, "somebody else's install was offered to be replaced");
    // ours is replaced by us
    let found = problem(|f| {
        dead(f, Phase::CrashLooping, 5);
        edit(&mut f.runtime, |runtime| runtime.openclaws[0].source = "private".into());
    });
    assert!(!found.by_hand);
    assert_eq!(found.preview[0], "Fetch OpenClaw 2026.9.6 into Clawtender's own folder, in the place of 2026.10.1");
}

/// The id of the only root there is.
fn root(change: Break) -> String {
    let findings = diagnose(ALL, &with(change));
    let mut roots = findings.iter().filter(|finding| finding.outcome == Outcome::Fail);
    let (root, more) = (roots.next().unwrap(), roots.next());
    assert!(more.is_none(), "{} and {more:?}", root.id);
    root.id.clone()
}

#[test]
fn the_root_of_a_dead_gateway_is_what_helps_most() {
    assert_eq!(root(|f| dead(f, Phase::CrashLooping, 5)), "gateway-updated");
    assert_eq!(root(|f| dead(f, Phase::Refused(Reason::Config), 0)), "gateway-updated");
    // what the new one does not accept can be changed: no need to go back
    let unaccepted: Break = |f| {
        dead(f, Phase::Refused(Reason::Config), 0);
        edit(&mut f.config, |c| c.problems = vec![mistake("gateway.prot", "Unrecognized key", 3, 5)]);
    };
    assert_eq!(root(unaccepted), "config-valid");
    // that a newer one is out explains nothing, and is not said beside what is broken
    let looping: Break = |f| {
        down(f, Phase::CrashLooping);
        f.process.failures = 5;
        f.published = published("2026.10.1");
    };
    assert_eq!(root(looping), "gateway-stable");
    let hangs: Break = |f| {
        f.process.phase = Phase::Degraded(crate::lifecycle::Trouble::Hung);
        gone(f);
        f.health = seen(crate::facts::Health { silent: true, ..Default::default() });
        f.published = published("2026.10.1");
    };
    assert_eq!(root(hangs), "gateway-responding");
}
