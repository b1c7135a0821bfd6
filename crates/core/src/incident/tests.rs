//! Causes over virtual time → notices.

use proptest::prelude::*;

use super::*;
use crate::{
    check::{Offer, Outcome, Severity},
    fixes::Consent,
};

pub(super) const RESPONDING: &str = "gateway-responding"; // grace 20 s
pub(super) const CONFIG: &str = "config-valid"; // grace 10 s

pub(super) const fn s(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

pub(super) fn finding(id: &str, outcome: Outcome) -> Finding {
    Finding {
        title: format!("Title of {id}"),
        message: format!("{id} is wrong.").into(),
        ..Finding::blank(id, outcome)
    }
}

pub(super) fn fails(id: &str) -> Finding {
    finding(id, Outcome::Fail)
}

pub(super) fn hidden(id: &str, because: &str) -> Finding {
    Finding { because: Some(because.into()), ..finding(id, Outcome::Hidden) }
}

pub(super) fn unknown(id: &str) -> Finding {
    finding(id, Outcome::Unknown)
}

/// Notices in short: `+id`, `~id`, `-id`.
pub(super) fn short(notices: &[Notice]) -> Vec<String> {
    let sign = |notice: &Notice| match notice {
        Notice::Raise(bulletin) => format!("+{}", bulletin.id),
        Notice::Replace(bulletin) => format!("~{}", bulletin.id),
        Notice::Withdraw { id } => format!("-{id}"),
    };
    notices.iter().map(sign).collect()
}

pub(super) fn raised(notices: &[Notice]) -> &Bulletin {
    match &notices.last().unwrap() {
        Notice::Raise(bulletin) | Notice::Replace(bulletin) => bulletin,
        Notice::Withdraw { id } => panic!("{id} was withdrawn"),
    }
}

/// A story: at each second, what is so and what is told.
fn story(steps: &[(u64, &[Finding], &[&str])]) -> IncidentLog {
    let mut log = IncidentLog::default();
    for (at, findings, told) in steps {
        assert_eq!(short(&log.observe(findings, &[], s(*at))), *told, "at {at} s");
    }
    log
}

#[test]
fn a_fault_is_told_once_when_its_grace_is_over_and_taken_back_when_it_heals() {
    let log = story(&[
        (0, &[fails(RESPONDING)], &[]),
        (19, &[fails(RESPONDING)], &[]),
        (20, &[fails(RESPONDING)], &["+gateway-responding"]),
        (21, &[fails(RESPONDING)], &[]),
        (5_000, &[fails(RESPONDING)], &[]),
        (5_001, &[finding(RESPONDING, Outcome::Pass)], &["-gateway-responding"]),
        (5_002, &[], &[]),
    ]);
    assert_eq!(log.next_due(s(5_002)), None);
}

#[test]
fn a_fault_that_is_over_within_its_grace_is_never_told() {
    story(&[
        (0, &[fails(RESPONDING)], &[]),
        (19, &[], &[]),
        // and the next one has its own grace
        (20, &[fails(RESPONDING)], &[]),
        (39, &[fails(RESPONDING)], &[]),
        (40, &[fails(RESPONDING)], &["+gateway-responding"]),
    ]);
}

#[test]
fn says_when_to_look_again() {
    let mut log = IncidentLog::default();
    log.observe(&[fails(RESPONDING), fails(CONFIG)], &[], s(100));
    assert_eq!(log.next_due(s(103)), Some(s(7)));
    log.observe(&[fails(RESPONDING), fails(CONFIG)], &[], s(110));
    assert_eq!(log.next_due(s(110)), Some(s(10)));
    log.observe(&[fails(RESPONDING), fails(CONFIG)], &[], s(120));
    assert_eq!(log.next_due(s(120)), None);
    log.observe(&[unknown(RESPONDING), fails(CONFIG)], &[], s(130));
    assert_eq!(log.next_due(s(130)), Some(s(120)));
}

#[test]
fn ten_checks_with_one_cause_are_one_notification() {
    let followers: Vec<_> = (0..9).map(|n| hidden(&format!("follower-{n}"), CONFIG)).collect();
    let all = [vec![fails(CONFIG)], followers].concat();
    let mut log = IncidentLog::default();
    let notices: Vec<_> = (0..300).flat_map(|at| log.observe(&all, &[], s(at))).collect();
    assert_eq!(short(&notices), ["+config-valid"]);
    assert_eq!(
        raised(&notices).message,
        "config-valid is wrong. This also explains: Title of follower-0, Title of follower-1 and 7 more."
    );
}

#[test]
fn a_cause_takes_the_place_of_what_it_explains() {
    story(&[
        (0, &[fails(RESPONDING)], &[]),
        (20, &[fails(RESPONDING)], &["+gateway-responding"]),
        // until the cause is told, nothing better is to be had
        (25, &[fails(CONFIG), hidden(RESPONDING, CONFIG)], &[]),
        (35, &[fails(CONFIG), hidden(RESPONDING, CONFIG)], &["-gateway-responding", "+config-valid"]),
        // recovery is quiet: what was behind the cause has a grace of its own
        (40, &[fails(RESPONDING)], &["-config-valid"]),
        (59, &[fails(RESPONDING)], &[]),
        (60, &[fails(RESPONDING)], &["+gateway-responding"]),
    ]);
}

#[test]
fn a_cause_that_is_over_before_it_is_told_changes_nothing() {
    story(&[
        (0, &[fails(RESPONDING)], &[]),
        (20, &[fails(RESPONDING)], &["+gateway-responding"]),
        (25, &[fails(CONFIG), hidden(RESPONDING, CONFIG)], &[]),
        (30, &[fails(RESPONDING)], &[]),
        (300, &[fails(RESPONDING)], &[]),
    ]);
}

#[test]
fn not_knowing_keeps_what_was_told_for_a_while() {
    story(&[
        (0, &[fails(CONFIG)], &[]),
        (10, &[fails(CONFIG)], &["+config-valid"]),
        (20, &[unknown(CONFIG)], &[]),
        (100, &[fails(CONFIG)], &[]),
        (110, &[unknown(CONFIG)], &[]),
        (229, &[unknown(CONFIG)], &[]),
        (230, &[unknown(CONFIG)], &["-config-valid"]),
    ]);
}

#[test]
fn a_blink_of_not_knowing_does_not_start_the_grace_afresh() {
    story(&[
        (0, &[fails(RESPONDING)], &[]),
        (5, &[unknown(RESPONDING)], &[]),
        (8, &[fails(RESPONDING)], &[]),
        (20, &[fails(RESPONDING)], &["+gateway-responding"]),
    ]);
    story(&[
        (0, &[fails(RESPONDING)], &[]),
        (5, &[unknown(RESPONDING)], &[]),
        (15, &[unknown(RESPONDING)], &[]),
        (16, &[fails(RESPONDING)], &[]),
        (20, &[fails(RESPONDING)], &[]),
        (36, &[fails(RESPONDING)], &["+gateway-responding"]),
    ]);
}

#[test]
fn what_comes_out_from_behind_another_check_has_its_whole_grace() {
    let behind = Finding { because: Some(CONFIG.into()), ..unknown(RESPONDING) };
    for behind in [hidden(RESPONDING, CONFIG), behind] {
        story(&[
            (0, &[fails(RESPONDING)], &[]),
            (15, &[unknown(CONFIG), behind.clone()], &[]),
            (16, &[fails(RESPONDING)], &[]),
            (35, &[fails(RESPONDING)], &[]),
            (36, &[fails(RESPONDING)], &["+gateway-responding"]),
        ]);
    }
}

#[test]
fn only_a_change_that_matters_changes_the_notification() {
    let says = |message: &str| Finding { message: message.into(), ..fails(CONFIG) };
    story(&[
        (0, &[says("3 min ahead.")], &[]),
        (10, &[says("3 min ahead.")], &["+config-valid"]),
        (20, &[says("4 min ahead.")], &[]),
        (30, &[says("5 min behind.")], &["~config-valid"]),
        // not more often than every five seconds
        (31, &[says("Broken.")], &[]),
        (35, &[says("Broken.")], &["~config-valid"]),
        (50, &[says("Broken."), says("Broken, too.")], &["~config-valid"]),
    ]);
}

#[test]
fn what_is_worth_knowing_only_is_not_told() {
    let info = Finding { severity: Severity::Info, ..fails(CONFIG) };
    let info = [info];
    story(&[(0, &info, &[]), (1_000, &info, &[])]);
}

#[test]
fn what_keeps_coming_back_is_told_ever_more_rarely() {
    let mut log = IncidentLog::default();
    let mut times = Vec::new();
    // up for 30 s, down for 45 s, for two hours
    for at in 0..7_200 {
        let findings = if at % 75 < 45 { vec![fails(CONFIG)] } else { Vec::new() };
        times.extend(log.observe(&findings, &[], s(at)).iter().filter(|n| matches!(n, Notice::Raise(_))).map(|_| at));
    }
    assert_eq!(times, [10], "a minute longer than its grace is longer than it ever lasts");

    // longer faults get through, after a longer wait each time
    let (mut log, mut times, mut began) = (IncidentLog::default(), Vec::new(), 0);
    for at in 0..4 * 3_600 {
        let findings = if at % 1_260 < 1_200 { vec![fails(CONFIG)] } else { Vec::new() };
        began = if at % 1_260 == 0 { at } else { began };
        times.extend(
            log.observe(&findings, &[], s(at)).iter().filter(|n| matches!(n, Notice::Raise(_))).map(|_| at - began),
        );
    }
    assert_eq!(times, [10, 70, 130, 250, 490, 970]);
}

#[test]
fn a_flood_of_causes_is_six_an_hour_of_each_severity() {
    let many = |severity| (0..50).map(move |n| Finding { severity, ..fails(&format!("{severity:?}-{n}")) });
    let warnings: Vec<_> = many(Severity::Warning).collect();
    let mut log = IncidentLog::default();
    let told: Vec<_> = (0..3_600).flat_map(|at| log.observe(&warnings, &[], s(at))).collect();
    assert_eq!(told.len(), 6);
    // an error is told though the warnings have used up theirs
    let worse = [warnings.clone(), vec![fails(CONFIG)]].concat();
    assert_eq!(short(&log.observe(&worse, &[], s(3_600))), Vec::<String>::new());
    assert_eq!(short(&log.observe(&worse, &[], s(3_610))), ["+config-valid"]);
    assert_eq!(log.next_due(s(3_610)), Some(s(10)));
    assert_eq!(log.observe(&worse, &[], s(3_620)).len(), 6, "the next hour has its own");
}

#[test]
fn snooze_has_an_end_and_mute_has_none() {
    let mut log = IncidentLog::default();
    let observe = |log: &mut IncidentLog, at| short(&log.observe(&[fails(CONFIG)], &[], s(at)));
    observe(&mut log, 0);
    assert_eq!(observe(&mut log, 10), ["+config-valid"]);
    log.snooze(CONFIG, s(3_600));
    assert_eq!(observe(&mut log, 11), ["-config-valid"]);
    assert_eq!(log.next_due(s(11)), Some(s(3_589)));
    assert!(observe(&mut log, 3_599).is_empty());
    assert_eq!(observe(&mut log, 3_600), ["+config-valid"]);
    log.mute([CONFIG.to_owned()]);
    assert_eq!(observe(&mut log, 3_601), ["-config-valid"]);
    assert!(observe(&mut log, 100_000).is_empty());
    log.mute([]);
    assert!(observe(&mut log, 100_001).is_empty());
    assert_eq!(observe(&mut log, 100_011), ["+config-valid"]);
}

#[test]
fn what_was_put_away_does_not_come_back_until_it_heals() {
    let mut log = IncidentLog::default();
    let says = |message: &str| Finding { message: message.into(), ..fails(CONFIG) };
    log.observe(&[says("One.")], &[], s(0));
    assert_eq!(short(&log.observe(&[says("One.")], &[], s(10))), ["+config-valid"]);
    log.seen(CONFIG);
    assert!(log.observe(&[says("Two.")], &[], s(60)).is_empty());
    // the notifier may still have it in a list
    assert_eq!(short(&log.observe(&[], &[], s(1_000))), ["-config-valid"]);
    log.observe(&[says("One.")], &[], s(10_000));
    assert_eq!(short(&log.observe(&[says("One.")], &[], s(10_010))), ["+config-valid"]);
}

#[test]
fn what_was_put_away_stays_away_while_nobody_knows_or_a_cause_explains_it() {
    let mut log = IncidentLog::default();
    let observe = |log: &mut IncidentLog, findings: &[Finding], at| short(&log.observe(findings, &[], s(at)));
    observe(&mut log, &[fails(RESPONDING)], 0);
    assert_eq!(observe(&mut log, &[fails(RESPONDING)], 20), ["+gateway-responding"]);
    log.seen(RESPONDING);
    assert!(observe(&mut log, &[unknown(RESPONDING)], 30).is_empty());
    assert!(observe(&mut log, &[unknown(RESPONDING)], 1_000).is_empty());
    assert!(observe(&mut log, &[fails(CONFIG), hidden(RESPONDING, CONFIG)], 1_001).is_empty());
    assert_eq!(observe(&mut log, &[fails(CONFIG), hidden(RESPONDING, CONFIG)], 1_011), ["+config-valid"]);
    assert_eq!(observe(&mut log, &[fails(RESPONDING)], 1_012), ["-config-valid"]);
    assert!(observe(&mut log, &[fails(RESPONDING)], 2_000).is_empty());
    assert_eq!(observe(&mut log, &[], 2_001), ["-gateway-responding"]);
}

/// As it is found again when the app starts anew.
pub(super) fn restored(log: &IncidentLog) -> IncidentLog {
    serde_json::from_str(&serde_json::to_string(log).unwrap()).unwrap()
}

#[test]
fn a_restart_tells_again_what_was_not_seen_and_nothing_that_was() {
    let mut log = IncidentLog::default();
    let both = [fails(CONFIG), fails(RESPONDING)];
    log.observe(&both, &[], s(5_000));
    log.observe(&both, &[], s(5_020));
    log.seen(CONFIG);
    assert!(!log.differs(&restored(&log)));

    let mut after = restored(&log);
    after.resume(s(0), s(3));
    assert!(after.observe(&[unknown(CONFIG), unknown(RESPONDING)], &[], s(0)).is_empty());
    assert!(after.observe(&both, &[], s(200)).is_empty());
    assert_eq!(short(&after.observe(&both, &[], s(220))), ["+gateway-responding"]);
    assert!(after.observe(&both, &[], s(10_000)).is_empty());
    assert_eq!(short(&after.observe(&[], &[], s(10_001))), ["-config-valid", "-gateway-responding"]);
    after.observe(&both, &[], s(20_000));
    assert_eq!(after.observe(&both, &[], s(20_020)).len(), 2, "it has healed meanwhile");
}

#[test]
fn what_was_put_away_is_told_again_when_it_has_become_worse_and_not_before() {
    let at = |severity, step| [Finding { severity, step, message: format!("At {step}.").into(), ..fails(CONFIG) }];
    let (days, day, over) = (at(Severity::Warning, 1), at(Severity::Warning, 2), at(Severity::Error, 4));
    let mut log = IncidentLog::default();
    log.observe(&days, &[], s(0));
    assert_eq!(short(&log.observe(&days, &[], s(10))), ["+config-valid"]);
    log.seen(CONFIG);
    assert_eq!(short(&log.observe(&days, &[], s(5_000))), Vec::<String>::new());
    log.quiet(true);
    assert_eq!(short(&log.observe(&day, &[], s(6_000))), Vec::<String>::new());
    log.quiet(false);
    assert_eq!(short(&log.observe(&day, &[], s(6_001))), ["~config-valid"]);
    log.seen(CONFIG);
    // over a restart of the app
    let mut log = restored(&log);
    log.resume(s(0), s(60));
    assert_eq!(short(&log.observe(&day, &[], s(20))), Vec::<String>::new());
    assert_eq!(short(&log.observe(&days, &[], s(30))), Vec::<String>::new());
    assert_eq!(short(&log.observe(&over, &[], s(40))), ["~config-valid"]);
    assert_eq!(short(&log.observe(&over, &[], s(50))), Vec::<String>::new());
    log.seen(CONFIG);
    assert_eq!(short(&log.observe(&[finding(CONFIG, Outcome::Pass)], &[], s(60))), ["-config-valid"]);
}

#[test]
fn time_that_went_by_without_the_app_counts() {
    let mut log = IncidentLog::default();
    let many: Vec<_> = (0..7).map(|n| fails(&format!("fault-{n}"))).collect();
    log.observe(&many, &[], s(0));
    assert_eq!(log.observe(&many, &[], s(20)).len(), 6);
    let told = |away| {
        let mut after = restored(&log);
        after.resume(s(0), away);
        let one = [fails(CONFIG)];
        after.observe(&one, &[], s(0));
        after.observe(&one, &[], s(10)).len()
    };
    assert_eq!(told(s(60)), 0, "the hour has no room");
    assert_eq!(told(s(3_600)), 1);
}

#[test]
fn a_damaged_log_does_no_harm() {
    let told = r#"{"gist":"","at":9223372036854775807,"seen":true}"#;
    let forever = r#"{"secs":18446744073709551615,"nanos":0}"#;
    let text = format!(
        r#"{{"causes":{{"config-valid":{{"since":-9223372036854775808,"wait":{forever},"doubt":null,"told":{told}}}}},
            "past":{{"gateway-responding":{{"at":9223372036854775807,"wait":{forever}}}}},
            "raised":{{"error":[9223372036854775807,9223372036854775807]}},
            "requests":{{"singles":{{"a":{told}}},"members":["b"],"all":{told},"all_raised":9223372036854775807,"strangers":[9223372036854775807],"doubt":null}},
            "last":-9223372036854775808}}"#
    );
    let mut log: IncidentLog = serde_json::from_str(&text).unwrap();
    log.resume(s(5), Duration::MAX);
    let both = [fails(CONFIG), fails(RESPONDING)];
    let told: Vec<_> = (5..4_000).flat_map(|at| log.observe(&both, &[], s(at))).collect();
    assert_eq!(short(&told), ["-approval:a", "-approvals", "+gateway-responding"]);
}

#[test]
fn a_button_runs_what_one_click_may_and_leads_to_the_rest() {
    let offer = |consent, deed| {
        Some(Offer { id: "mend".into(), label: "Mend it".into(), consent, preview: Vec::new(), deed, at: None })
    };
    for (fix, label, click) in [
        (
            offer(Consent::OneClick, true),
            "Mend it",
            Click::Fix { finding: CONFIG.into(), subject: None, fix: "mend".into() },
        ),
        (offer(Consent::OneClick, false), "Mend it…", Click::Show),
        (offer(Consent::Confirm, true), "Mend it…", Click::Show),
    ] {
        let mut log = IncidentLog::default();
        let findings = [Finding { fix, ..fails(CONFIG) }];
        log.observe(&findings, &[], s(0));
        let told = log.observe(&findings, &[], s(10));
        let bulletin = raised(&told);
        assert_eq!(bulletin.buttons, [Button { label: label.into(), click }]);
        assert_eq!((bulletin.urgent, &bulletin.show), (true, &Place::Finding(CONFIG.into())));
    }
}

#[test]
fn what_could_be_done_in_its_place_has_a_button_where_a_click_is_enough() {
    let offer = |id: &str, consent| Offer {
        id: id.into(),
        label: id.into(),
        consent,
        preview: Vec::new(),
        deed: true,
        at: None,
    };
    let labels = |also: Vec<Offer>| {
        let mut log = IncidentLog::default();
        let findings = [Finding { fix: Some(offer("Mend it", Consent::Confirm)), also, ..fails(CONFIG) }];
        log.observe(&findings, &[], s(0));
        let told = log.observe(&findings, &[], s(10));
        raised(&told).buttons.iter().map(|button| button.label.clone()).collect::<Vec<_>>()
    };
    assert_eq!(labels(vec![offer("End it", Consent::Confirm)]), ["Mend it…"]);
    let three = ["Open it", "Show it"].map(|id| offer(id, Consent::OneClick));
    assert_eq!(labels([vec![offer("End it", Consent::Confirm)], three.to_vec()].concat()), ["Mend it…", "Open it"]);
}

#[test]
fn several_things_of_one_check_are_one_notification() {
    let of = |subject: &str| Finding {
        subject: Some(subject.into()),
        message: format!("{subject} was turned away.").into(),
        severity: Severity::Warning,
        ..fails("gateway-token")
    };
    let mut log = IncidentLog::default();
    let findings = [of("Tray"), of("Phone"), of("Page")];
    log.observe(&findings, &[], s(0));
    let told = log.observe(&findings, &[], s(20));
    assert_eq!(short(&told), ["+gateway-token"]);
    assert_eq!(raised(&told).message, "Tray was turned away. 2 more are like this.");
}

/// What every check of a small world says at one time: 0 passes, 1 fails, 2 unknown, 3 hidden by the first that fails.
fn world(outcomes: &[u8]) -> Vec<Finding> {
    let ids = [CONFIG, RESPONDING, "gateway-token", "clock-gateway", "anything"];
    let cause = ids.iter().zip(outcomes).find(|(_, outcome)| **outcome == 1).map_or(CONFIG, |(id, _)| id);
    let say = |(id, outcome): (&&str, &u8)| match outcome {
        1 => fails(id),
        2 => unknown(id),
        3 => hidden(id, cause),
        _ => finding(id, Outcome::Pass),
    };
    ids.iter().zip(outcomes).map(say).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn whatever_happens_nothing_is_told_twice_or_lost_and_all_is_taken_back(
        steps in proptest::collection::vec((prop_oneof![0_u64..15, 0_u64..400], proptest::collection::vec(0_u8..4, 5), 0_u8..20), 1..80),
    ) {
        let (mut log, mut now, mut shown, mut failing_since) = (IncidentLog::default(), 0, BTreeSet::new(), BTreeMap::new());
        // what the last life of the app has shown may be taken away in the next one, where it is not
        let (mut raises, mut earlier, mut quiet, mut settles) = (VecDeque::new(), BTreeSet::new(), false, 0);
        for (wait, outcomes, deed) in steps {
            now += wait;
            match deed {
                0 => log.seen(CONFIG),
                1 => log.snooze(CONFIG, s(now + 100)),
                2 => {
                    log = restored(&log);
                    log.resume(s(now), Duration::ZERO);
                    earlier.append(&mut shown);
                    earlier.extend(world(&[0; 5]).into_iter().map(|finding| finding.id));
                    (quiet, settles) = (false, 0);
                }
                3 | 4 => {
                    quiet = deed == 3;
                    log.quiet(quiet);
                }
                5 => {
                    settles = now + 30;
                    log.settle(s(settles));
                }
                6 => log.seen("digest"),
                _ => {}
            }
            let held = quiet || settles > now;
            let findings = world(&outcomes);
            for known in &findings {
                if known.outcome == Outcome::Fail {
                    failing_since.entry(known.id.clone()).or_insert(now);
                } else if known.outcome == Outcome::Pass {
                    failing_since.remove(&known.id);
                }
            }
            for notice in log.observe(&findings, &[], s(now)) {
                match notice {
                    Notice::Raise(bulletin) => {
                        prop_assert!(!held, "{} is raised while nothing may be", bulletin.id);
                        prop_assert!(shown.insert(bulletin.id.clone()), "{} is raised twice", bulletin.id);
                        if bulletin.id != "digest" {
                            let fails_for = now - failing_since[&bulletin.id];
                            prop_assert!(fails_for >= 10, "{} is told after {} s", bulletin.id, fails_for);
                            raises.push_back(now);
                        }
                    }
                    Notice::Replace(bulletin) => prop_assert!(!held && shown.contains(&bulletin.id)),
                    Notice::Withdraw { id } => {
                        prop_assert!(shown.remove(&id) || earlier.remove(&id), "{} is withdrawn and was not there", id);
                    }
                }
            }
            for known in &findings {
                prop_assert!(known.outcome != Outcome::Pass || !shown.contains(&known.id), "{} has healed", known.id);
            }
            while raises.front().is_some_and(|first| now - first >= 3_600) {
                raises.pop_front();
            }
            prop_assert!(raises.len() <= HOURLY);
            prop_assert!(log.next_due(s(now)).is_none_or(|due| due > Duration::ZERO && due <= s(3_600 + 1_800)));
        }
        // what still fails once nothing holds it any more is told, whatever happened before
        log.quiet(false);
        let all = world(&[1; 5]);
        for at in 0..240 {
            now += if at > 0 { 30 } else { 0 };
            for notice in log.observe(&all, &[], s(now)) {
                match notice {
                    Notice::Raise(bulletin) => prop_assert!(shown.insert(bulletin.id)),
                    Notice::Replace(bulletin) => prop_assert!(shown.contains(&bulletin.id)),
                    Notice::Withdraw { id } => prop_assert!(shown.remove(&id) || earlier.remove(&id)),
                }
            }
        }
        for fault in &all {
            prop_assert!(log.is_told(&fault.id), "{} is lost", fault.id);
        }
        for notice in log.observe(&world(&[0; 5]), &[], s(now)) {
            match notice {
                Notice::Withdraw { id } => prop_assert!(shown.remove(&id) || earlier.remove(&id)),
                other => prop_assert!(false, "{other:?}"),
            }
        }
        prop_assert!(shown.is_empty(), "{shown:?} stays");
    }
}
