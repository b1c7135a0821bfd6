//! Requests over virtual time → notices.

use jiff::Timestamp;
use proptest::prelude::*;

use super::{
    tests::{raised, restored, s, short, unknown},
    *,
};
use crate::approval::Approval;

fn request(kind: Kind, id: &str, scopes: &[&str]) -> ApprovalView {
    Approval {
        id: id.into(),
        name: "Phone".into(),
        scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
        command: matches!(kind, Kind::Exec).then(|| "ls".into()),
        may_always: true,
        ..Approval::blank(kind)
    }
    .view(Timestamp::UNIX_EPOCH)
}

fn device(id: impl std::fmt::Display) -> ApprovalView {
    request(Kind::Device, &format!("{id}"), &["operator.read"])
}

fn devices(ids: std::ops::Range<u32>) -> Vec<ApprovalView> {
    ids.map(device).collect()
}

fn story(steps: &[(u64, Vec<ApprovalView>, &[&str])]) -> IncidentLog {
    let mut log = IncidentLog::default();
    for (at, views, told) in steps {
        assert_eq!(short(&log.observe(&[], views, s(*at))), *told, "at {at} s");
    }
    log
}

#[test]
fn a_request_is_told_at_once_and_taken_back_when_it_is_decided() {
    story(&[
        (0, vec![device("a")], &["+approval:a"]),
        (1, vec![device("a")], &[]),
        (2, vec![device("a"), request(Kind::Exec, "b", &[])], &["+approval:b"]),
        (3, vec![request(Kind::Exec, "b", &[])], &["-approval:a"]),
        // lapsed: there is nothing left to choose
        (4, vec![ApprovalView { choices: Vec::new(), ..request(Kind::Exec, "b", &[]) }], &["-approval:b"]),
    ]);
}

#[test]
fn what_takes_a_second_step_has_no_yes_in_the_notification() {
    let told = |view: ApprovalView| {
        let notices = IncidentLog::default().observe(&[], &[view], s(0));
        let bulletin = raised(&notices).clone();
        (bulletin.buttons.into_iter().map(|button| (button.label, button.click)).collect::<Vec<_>>(), bulletin.urgent)
    };
    let decide = |decision| Click::Decide { kind: Kind::Device, id: "a".into(), decision };
    assert_eq!(
        told(device("a")),
        (
            vec![
                ("Reject device".into(), decide(Decision::Reject)),
                ("Approve device".into(), decide(Decision::Approve)),
            ],
            false
        )
    );
    let review = vec![("Review…".to_owned(), Click::Show)];
    assert_eq!(told(request(Kind::Device, "a", &["operator.admin"])), (review.clone(), false));
    assert_eq!(told(request(Kind::Node, "a", &["system.run"])), (review.clone(), false));
    assert_eq!(told(request(Kind::Exec, "a", &[])), (review, true));
}

#[test]
fn many_at_once_are_one_notification() {
    let mut log = IncidentLog::default();
    let mut all = devices(0..99);
    all.push(request(Kind::Exec, "x", &[]));
    let notices: Vec<_> = (0..3_600).flat_map(|at| log.observe(&[], &all, s(at))).collect();
    assert_eq!(short(&notices), ["+approvals"]);
    let bulletin = raised(&notices);
    assert_eq!(bulletin.title, "100 requests wait for approval");
    assert_eq!(
        bulletin.message,
        "They ask to be let in or to act: 1 action of the agent, 99 devices. Nothing happens without your answer."
    );
    assert_eq!((&bulletin.buttons[0].click, &bulletin.show), (&Click::Show, &Place::Approvals(None)));
}

#[test]
fn a_flood_one_by_one_is_put_together_and_counted_calmly() {
    let mut log = IncidentLog::default();
    let mut notices = Vec::new();
    for at in 0..100_u32 {
        notices.extend(log.observe(&[], &devices(0..at + 1), s(at.into())));
    }
    let told = short(&notices);
    assert_eq!(
        told[..7],
        ["+approval:0", "+approval:1", "+approval:2", "-approval:0", "-approval:1", "-approval:2", "+approvals"]
    );
    assert!(told[7..].iter().all(|notice| notice == "~approvals"));
    assert!((15..=20).contains(&told[7..].len()), "{} times in 97 s", told[7..].len());
    assert_eq!(short(&log.observe(&[], &[], s(101))), ["-approvals"]);
}

#[test]
fn strangers_that_come_and_go_are_not_heard_each_time() {
    let mut log = IncidentLog::default();
    // for an hour, a new one every two seconds that takes the place of the one before
    let notices: Vec<_> = (0..3_600).flat_map(|at| log.observe(&[], &[device(at / 2)], s(at))).collect();
    let raises = notices.iter().filter(|notice| matches!(notice, Notice::Raise(_))).count();
    assert!((3..=10).contains(&raises), "{raises} times in an hour");
    // the agent's own are heard all the while
    let told = log.observe(&[], &[device("z"), request(Kind::Exec, "x", &[])], s(3_600));
    assert!(short(&told).iter().any(|notice| notice == "+approval:x" || notice == "+approvals"), "{told:?}");
}

#[test]
fn what_was_seen_together_does_not_hide_what_comes_later() {
    let mut log = IncidentLog::default();
    assert_eq!(short(&log.observe(&[], &devices(0..5), s(0))), ["+approvals"]);
    log.seen("approvals");
    assert!(log.observe(&[], &devices(0..4), s(100)).is_empty());
    let more = [devices(0..4), vec![request(Kind::Exec, "x", &[])]].concat();
    assert_eq!(short(&log.observe(&[], &more, s(200))), ["+approval:x"]);
    assert_eq!(short(&log.observe(&[], &[], s(300))), ["-approval:x", "-approvals"]);
}

#[test]
fn a_connection_that_is_away_for_a_moment_takes_nothing_back() {
    let mut log = IncidentLog::default();
    let away = [unknown("pairing-pending")];
    assert_eq!(short(&log.observe(&[], &[device("a")], s(0))), ["+approval:a"]);
    assert!(log.observe(&away, &[], s(10)).is_empty());
    assert_eq!(log.next_due(s(10)), Some(s(120)));
    assert!(log.observe(&[], &[device("a")], s(60)).is_empty());
    assert!(log.observe(&away, &[], s(70)).is_empty());
    assert_eq!(short(&log.observe(&away, &[], s(190))), ["-approval:a"]);
}

#[test]
fn a_request_is_told_as_a_request_and_not_as_a_finding() {
    let finding =
        Finding { outcome: crate::check::Outcome::Fail, subject: Some("a".into()), ..unknown("pairing-pending") };
    let mut log = IncidentLog::default();
    let notices: Vec<_> =
        (0..100).flat_map(|at| log.observe(std::slice::from_ref(&finding), &[device("a")], s(at))).collect();
    assert_eq!(short(&notices), ["+approval:a"]);
}

#[test]
fn a_snoozed_request_comes_back() {
    let mut log = IncidentLog::default();
    log.observe(&[], &[device("a")], s(0));
    log.snooze("approval:a", s(600));
    assert_eq!(short(&log.observe(&[], &[device("a")], s(1))), ["-approval:a"]);
    for at in 2..600 {
        assert!(log.observe(&[], &[device("a")], s(at)).is_empty());
    }
    assert_eq!(short(&log.observe(&[], &[device("a")], s(600))), ["+approval:a"]);
}

#[test]
fn a_restart_of_the_app_asks_again_only_what_was_not_seen() {
    let mut log = IncidentLog::default();
    let views = [device("a"), device("b")];
    log.observe(&[], &views, s(1_000));
    log.seen("approval:a");
    let mut log = restored(&log);
    log.resume(s(0), s(2));
    assert!(log.observe(&[unknown("pairing-pending")], &[], s(0)).is_empty());
    assert_eq!(short(&log.observe(&[], &views, s(5))), ["+approval:b"]);
    assert_eq!(short(&log.observe(&[], &[], s(6))), ["-approval:a", "-approval:b"]);
}

#[test]
fn what_waits_while_it_is_quiet_is_told_at_the_end_of_it_together_where_it_is_much() {
    let mut log = IncidentLog::default();
    log.observe(&[], &[device("a")], s(0));
    log.quiet(true);
    assert!(log.observe(&[], &[device("a"), device("b")], s(10)).is_empty());
    assert_eq!(short(&log.observe(&[], &[device("b")], s(20))), ["-approval:a"]);
    log.quiet(false);
    assert_eq!(short(&log.observe(&[], &[device("b")], s(30))), ["+approval:b"]);
    log.quiet(true);
    assert!(log.observe(&[], &devices(0..9), s(40)).iter().all(|notice| matches!(notice, Notice::Withdraw { .. })));
    log.quiet(false);
    assert_eq!(short(&log.observe(&[], &devices(0..9), s(4_000))), ["+approvals"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn whatever_waits_is_told_once_and_taken_back(
        steps in proptest::collection::vec((0_u64..30, proptest::collection::btree_set(0_u32..12, 0..12), 0_u8..12), 1..80),
    ) {
        let (mut log, mut now, mut shown) = (IncidentLog::default(), 0, BTreeSet::new());
        for (wait, ids, deed) in steps {
            now += wait;
            match deed {
                0 => log.seen("approvals"),
                1 => log.snooze("approvals", s(now + 60)),
                2 => log.snooze("approval:1", s(now + 60)),
                3 => log.seen("approval:2"),
                4 | 5 => log.quiet(deed == 4),
                _ => {}
            }
            let kind = |id: u32| if id.is_multiple_of(4) { Kind::Exec } else { Kind::Device };
            let views: Vec<_> = ids.iter().map(|id| request(kind(*id), &id.to_string(), &["operator.read"])).collect();
            for notice in log.observe(&[], &views, s(now)) {
                match notice {
                    Notice::Raise(bulletin) => prop_assert!(shown.insert(bulletin.id.clone()), "{} twice", bulletin.id),
                    Notice::Replace(bulletin) => prop_assert!(shown.contains(&bulletin.id)),
                    Notice::Withdraw { id } => prop_assert!(shown.remove(&id), "{} was not there", id),
                }
            }
            let waits = |bulletin: &String| match bulletin.strip_prefix("approval:") {
                Some(id) => ids.contains(&id.parse().unwrap()),
                None => !ids.is_empty(),
            };
            prop_assert!(shown.iter().all(waits), "{shown:?} of {ids:?}");
            // what the agent waits for is on the screen, by itself or among all, but for what the person put off
            let told = ids.iter().filter(|id| kind(**id) == Kind::Exec).all(|id| {
                shown.contains(&format!("approval:{id}")) || shown.contains("approvals") || log.held || log.snoozed.contains_key("approvals")
            });
            prop_assert!(told, "{shown:?} of {ids:?}");
        }
        let shown = shown.len();
        prop_assert_eq!(log.observe(&[], &[], s(now)).len(), shown);
    }
}
