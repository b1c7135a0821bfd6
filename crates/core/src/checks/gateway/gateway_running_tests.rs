use super::{super::super::sample::*, *};
use crate::facts::{ExitReport, Service};

fn refused(facts: &mut Facts, reason: Reason) {
    down(facts, Phase::Refused(reason));
}

#[test]
fn says() {
    table(
        &CHECK,
        &[
            (|_| {}, Said::Pass),
            (|f| f.process.phase = Phase::External { healthy: false }, Said::Pass),
            (|f| down(f, Phase::Starting), Said::Unknown("The gateway is starting.")),
            (|f| f.process.phase = Phase::Stopping { next: Next::Start }, Said::Unknown("The gateway is restarting.")),
            (
                |f| down(f, Phase::Stopped),
                Said::Fail("The gateway does not run. Nothing that needs it gets through.", "Start gateway"),
            ),
            (
                |f| {
                    down(f, Phase::Stopped);
                    exited(f, 143, "");
                },
                Said::Fail("The gateway ended with exit code 143. Nothing starts it again by itself.", "Start gateway"),
            ),
            (
                |f| {
                    down(f, Phase::Backoff);
                    exited(f, 1, "Error: out of luck");
                },
                Said::Fail("The gateway ended with exit code 1. It is started again after a pause.", "Start gateway"),
            ),
            (
                |f| {
                    down(f, Phase::Stopping { next: Next::Stop });
                    f.process.wanted = false;
                },
                Said::Pass,
            ),
        ],
    );
}

#[test]
fn what_the_person_stopped_is_no_failure() {
    for phase in [Phase::Stopped, Phase::Backoff, Phase::CrashLooping, Phase::Refused(Reason::Config)] {
        let facts = with(|f| {
            down(f, phase);
            f.process.wanted = false;
        });
        assert_eq!(evaluate(&facts), Verdict::Pass, "{phase:?}");
    }
}

#[test]
fn a_refusal_says_why() {
    table(
        &CHECK,
        &[
            (
                |f| refused(f, Reason::NotInstalled),
                Said::Fail("The last start found no OpenClaw to run.", "Start gateway"),
            ),
            (
                |f| refused(f, Reason::Node),
                Said::Fail("The last start found no Node that OpenClaw accepts.", "Start gateway"),
            ),
            (
                |f| refused(f, Reason::Config),
                Said::Fail("OpenClaw does not accept its configuration and does not start.", "Repair configuration"),
            ),
            (
                |f| refused(f, Reason::PortTaken),
                Said::Fail("The last start found the gateway's port taken.", "Start gateway"),
            ),
            (|f| refused(f, Reason::Occupied), Said::Unknown("Another gateway runs in its place.")),
            (
                |f| {
                    refused(f, Reason::OlderBinary);
                    edit(&mut f.config, |c| c.written_by = Some("2027.1.1".into()));
                    edit(&mut f.runtime, |r| r.chosen.as_mut().unwrap().version = Some("2026.9.6".into()));
                },
                Said::Fail(
                    "OpenClaw 2027.1.1 wrote the configuration. OpenClaw 2026.9.6 is older and does not start with it.",
                    "",
                ),
            ),
            // no start in one click: it would do the harm
            (|f| refused(f, Reason::LoginEndangered), Said::Fail("A start now would destroy a stored login.", "")),
            (
                |f| refused(f, Reason::NoService),
                Said::Fail(
                    "The settings leave the gateway to its service (gateway.mode is service), and none is installed. \
                     Nothing starts the gateway until \"openclaw gateway install\" installs one, or gateway.mode is auto.",
                    "",
                ),
            ),
            (
                |f| {
                    refused(f, Reason::NoService);
                    edit(&mut f.others, |o| o.services = vec![Service::default()]);
                },
                Said::Fail(
                    "The settings leave the gateway to its service (gateway.mode is service), and the service that is \
                     installed runs another one. Nothing starts this gateway until gateway.mode is auto or child.",
                    "",
                ),
            ),
            (
                |f| refused(f, Reason::ServiceDown),
                Said::Fail(
                    "OpenClaw did not start its service. It is tried again after some minutes.",
                    "Start gateway",
                ),
            ),
            (
                |f| {
                    refused(f, Reason::ServiceDown);
                    f.process.last_exit = Some(ExitReport {
                        last_line: Some("systemctl start failed: the unit is masked.".into()),
                        ..ExitReport::default()
                    });
                },
                Said::Fail(
                    "OpenClaw did not start its service: \"systemctl start failed: the unit is masked\". It is tried \
                     again after some minutes.",
                    "Start gateway",
                ),
            ),
        ],
    );
}
