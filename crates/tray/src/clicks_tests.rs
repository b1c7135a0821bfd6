use clawtender_core::{
    approval::{ApprovalView, Decision, Kind},
    check::{Evidence, Severity, Source},
    snapshot::{May, PhaseName},
};
use clawtender_engine::protocol::{Decided, Fixed, Mend};

use super::*;
use crate::menu::tests::{approval, failing, snapshot};

fn waiting(approvals: Vec<ApprovalView>) -> Snapshot {
    Snapshot { approvals, ..snapshot(PhaseName::Ready, May::default()) }
}

fn decide(id: &str) -> Click {
    Click::Decide { kind: Kind::Device, id: id.to_owned(), decision: Decision::Approve }
}

#[test]
fn a_decision_is_asked_for_only_while_its_request_waits() {
    let place = Place::Approvals(None);
    let now = waiting(vec![approval("r1", false), approval("r2", true)]);
    let ask = Request::Decide {
        kind: Kind::Device,
        approval: "r1".to_owned(),
        decision: Decision::Approve,
        deliberate: false,
    };
    assert_eq!(meaning(&decide("r1"), &place, &now), Ok(Command::Ask(ask)));
    // one click never grants what takes two
    assert_eq!(meaning(&decide("r2"), &place, &now), Ok(Command::Open(Page::Approvals(Some("r2".to_owned())))));
    let gone = meaning(&decide("r3"), &place, &now).unwrap_err();
    assert_eq!(gone.title, "Request is gone");
    assert!(gone.buttons.is_empty() && !gone.urgent);
    let other_kind = Click::Decide { kind: Kind::Node, id: "r1".to_owned(), decision: Decision::Approve };
    assert!(meaning(&other_kind, &place, &now).is_err());
}

#[test]
fn a_fix_is_carried_out_only_while_its_finding_offers_it() {
    let place = Place::Finding("gateway-hung".to_owned());
    let click = |fix: &str| Click::Fix { finding: "gateway-hung".to_owned(), subject: None, fix: fix.to_owned() };
    let mut ill = snapshot(PhaseName::Degraded, May::default());
    ill.findings =
        vec![failing("gateway-hung", "Gateway hangs", Severity::Error, "It hangs.", Some("restart-gateway"))];
    let restart = Request::Fix(Mend {
        finding: "gateway-hung".to_owned(),
        subject: None,
        fix: "restart-gateway".to_owned(),
        agreed: false,
    });
    assert_eq!(meaning(&click("restart-gateway"), &place, &ill), Ok(Command::Ask(restart)));
    assert!(meaning(&click("start-gateway"), &place, &ill).is_err());
    let window = Ok(Command::Open(Page::Doctor(Some("gateway-hung".to_owned()))));
    assert_eq!(meaning(&click("repair-config"), &place, &ill), window);
    assert_eq!(meaning(&click("sign-in-again"), &place, &ill), window);
    assert_eq!(meaning(&Click::Show, &place, &ill), window);
    ill.findings[0].outcome = Outcome::Pass;
    assert!(meaning(&click("restart-gateway"), &place, &ill).is_err());
}

#[test]
fn what_came_to_nothing_is_said_and_what_was_done_is_not() {
    let ask = Request::Decide {
        kind: Kind::Device,
        approval: "r1".to_owned(),
        decision: Decision::Approve,
        deliberate: false,
    };
    let decided = |ok| Answer::Decided(Decided { ok, message: "It has\nlapsed.".into() });
    assert_eq!(complaint(&ask, &decided(true), Language::default()), None);
    assert_eq!(complaint(&ask, &Answer::Done, Language::default()), None);
    let said = complaint(&ask, &decided(false), Language::default()).unwrap();
    assert_eq!(said.message, "It has lapsed.");
    assert_eq!(said.show, Place::Approvals(Some("r1".to_owned())));
    let refused = Answer::Refused("x".repeat(10_000).into());
    assert!(complaint(&Request::Dashboard, &refused, Language::default()).unwrap().message.chars().count() <= 240);
}

#[test]
fn a_fix_that_has_not_helped_says_what_was_seen_after_it_where_that_fits() {
    let mend = Mend { finding: "key".to_owned(), subject: None, fix: "reload-secrets".to_owned(), agreed: false };
    let said = |text: String| {
        let evidence = vec![Evidence { source: Source::Log, at: None, text }];
        let fixed = Fixed { outcome: FixOutcome::StillFailing, message: "It is refused.".into(), evidence };
        let request = Request::Fix(mend.clone());
        complaint(&request, &Answer::Fixed(fixed), Language::default()).unwrap().message
    };
    assert_eq!(said("401 Unauthorized".to_owned()), "It is refused. 401 Unauthorized");
    assert_eq!(said("x".repeat(500)), "It is refused.");
}
