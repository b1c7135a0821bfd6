//! Quiet hours, a computer that wakes up, a start: what is held, and what is told together at the end of it.

use super::{
    tests::{CONFIG, RESPONDING, fails, finding, raised, restored, s, short, unknown},
    *,
};
use crate::check::Outcome;

const TOKEN: &str = "gateway-token"; // grace 20 s

fn observe(log: &mut IncidentLog, findings: &[Finding], at: u64) -> Vec<String> {
    short(&log.observe(findings, &[], s(at)))
}

#[test]
fn while_it_is_quiet_nothing_is_raised_or_replaced_and_what_heals_is_withdrawn() {
    let mut log = IncidentLog::default();
    let says = |message: &str| Finding { message: message.into(), ..fails(CONFIG) };
    observe(&mut log, &[says("One.")], 0);
    assert_eq!(observe(&mut log, &[says("One.")], 10), ["+config-valid"]);
    log.quiet(true);
    assert!(observe(&mut log, &[says("Two."), fails(RESPONDING)], 60).is_empty());
    assert!(observe(&mut log, &[says("Two."), fails(RESPONDING)], 6_000).is_empty());
    assert_eq!(log.next_due(s(6_000)), None, "nothing wakes the computer for what is held");
    assert_eq!(observe(&mut log, &[fails(RESPONDING)], 6_001), ["-config-valid"]);
    log.quiet(false);
    assert_eq!(observe(&mut log, &[fails(RESPONDING)], 6_002), ["+gateway-responding"]);
}

#[test]
fn what_has_changed_while_it_was_quiet_is_said_at_the_end_of_it() {
    let mut log = IncidentLog::default();
    let says = |message: &str| Finding { message: message.into(), ..fails(CONFIG) };
    observe(&mut log, &[says("One.")], 0);
    observe(&mut log, &[says("One.")], 10);
    log.quiet(true);
    assert!(observe(&mut log, &[says("Two.")], 60).is_empty());
    log.quiet(false);
    assert_eq!(observe(&mut log, &[says("Two.")], 70), ["~config-valid"]);
}

#[test]
fn what_is_over_before_the_quiet_ends_is_never_told() {
    let mut log = IncidentLog::default();
    log.quiet(true);
    observe(&mut log, &[fails(CONFIG)], 0);
    observe(&mut log, &[fails(CONFIG)], 600);
    assert!(observe(&mut log, &[finding(CONFIG, Outcome::Pass)], 601).is_empty());
    log.quiet(false);
    assert!(observe(&mut log, &[finding(CONFIG, Outcome::Pass)], 602).is_empty());
}

#[test]
fn after_a_sleep_things_have_a_while_to_settle() {
    let mut log = IncidentLog::default();
    observe(&mut log, &[], 100);
    log.settle(s(130));
    assert!(observe(&mut log, &[fails(CONFIG)], 100).is_empty());
    assert!(observe(&mut log, &[fails(CONFIG)], 129).is_empty());
    assert_eq!(log.next_due(s(129)), Some(s(1)));
    assert_eq!(observe(&mut log, &[fails(CONFIG)], 130), ["+config-valid"]);
}

#[test]
fn what_comes_up_behind_a_locked_screen_is_told_together_when_it_is_unlocked() {
    let mut log = IncidentLog::default();
    observe(&mut log, &[], 0);
    log.locked(true);
    let all = [fails(CONFIG), fails(RESPONDING), fails(TOKEN)];
    assert!(observe(&mut log, &all, 10).is_empty());
    assert!(observe(&mut log, &all, 600).is_empty());
    assert_eq!(log.next_due(s(600)), None, "nothing wakes the computer for what nobody sees");
    // quiet hours that end behind it are not its end
    log.quiet(true);
    observe(&mut log, &all, 601);
    log.quiet(false);
    assert!(observe(&mut log, &all, 602).is_empty());
    log.locked(false);
    assert_eq!(observe(&mut log, &all, 603), ["+digest"]);
}

#[test]
fn three_after_a_hold_are_one_that_shrinks_as_they_heal() {
    let mut log = IncidentLog::default();
    let all = [fails(CONFIG), fails(RESPONDING), fails(TOKEN), fails("other")];
    log.quiet(true);
    observe(&mut log, &all, 0);
    log.quiet(false);
    let told = log.observe(&all, &[], s(60));
    assert_eq!(short(&told), ["+digest"]);
    let bulletin = raised(&told);
    assert_eq!(bulletin.title, "4 things need you");
    assert_eq!(
        bulletin.message,
        "Title of config-valid, Title of gateway-responding, Title of gateway-token and Title of other."
    );
    assert_eq!(bulletin.buttons, [Button { label: "Review…".into(), click: Click::Show }]);
    assert!(bulletin.urgent);
    // a change of the words of one is no news, nor is not knowing for a moment
    let other = Finding { message: "Otherwise.".into(), ..fails(CONFIG) };
    assert!(observe(&mut log, &[other, unknown(RESPONDING), fails(TOKEN), fails("other")], 70).is_empty());
    let told = log.observe(&all[..1], &[], s(80));
    assert_eq!(short(&told), ["~digest"]);
    assert_eq!(
        (raised(&told).title.as_str(), raised(&told).message.as_str()),
        ("One thing needs you", "Title of config-valid.")
    );
    assert_eq!(observe(&mut log, &[], 81), ["-digest"]);
}

#[test]
fn two_after_a_hold_are_two() {
    let mut log = IncidentLog::default();
    let both = [fails(CONFIG), fails(RESPONDING)];
    log.quiet(true);
    observe(&mut log, &both, 0);
    log.quiet(false);
    assert_eq!(observe(&mut log, &both, 60), ["+config-valid", "+gateway-responding"]);
}

#[test]
fn three_at_any_other_time_are_three() {
    let mut log = IncidentLog::default();
    let all = [fails("one"), fails("two"), fails("three")];
    observe(&mut log, &all, 0);
    assert_eq!(observe(&mut log, &all, 20), ["+one", "+two", "+three"]);
}

#[test]
fn what_comes_a_moment_after_joins_the_others_and_what_comes_later_does_not() {
    let mut log = IncidentLog::default();
    let all = [fails("one"), fails("two"), fails("three"), fails("four"), fails("five")];
    log.quiet(true);
    observe(&mut log, &all[..3], 0);
    log.quiet(false);
    assert_eq!(observe(&mut log, &all[..4], 60), ["+digest"]);
    assert_eq!(observe(&mut log, &all[..4], 80), ["~digest"]);
    observe(&mut log, &all, 81);
    assert_eq!(observe(&mut log, &all, 101), ["+five"]);
}

#[test]
fn more_than_an_hour_has_room_for_are_one_as_well() {
    let mut log = IncidentLog::default();
    let all: Vec<_> = (0..20).map(|n| fails(&format!("fault-{n:02}"))).collect();
    log.quiet(true);
    observe(&mut log, &all, 0);
    log.quiet(false);
    let told = log.observe(&all, &[], s(60));
    assert_eq!(short(&told), ["+digest"]);
    assert_eq!(raised(&told).title, "20 things need you");
    assert!(raised(&told).message.ends_with("Title of fault-03 and 16 more."), "{}", raised(&told).message);
}

#[test]
fn put_away_they_are_all_put_away_also_after_a_restart() {
    let mut log = IncidentLog::default();
    let all = [fails("one"), fails("two"), fails("three")];
    log.quiet(true);
    observe(&mut log, &all, 0);
    log.quiet(false);
    assert_eq!(observe(&mut log, &all, 60), ["+digest"]);
    log.seen("digest");
    assert!(observe(&mut log, &all[..2], 200).is_empty());
    let mut after = restored(&log);
    after.resume(s(0), s(1));
    assert!(observe(&mut after, &all[..2], 0).is_empty());
    assert!(observe(&mut after, &all, 20).is_empty());
    assert_eq!(observe(&mut after, &all, 100), ["+three"], "it had healed meanwhile, and flaps");
    assert_eq!(observe(&mut log, &[], 300), ["-digest"]);
}

#[test]
fn new_ones_after_the_next_hold_do_not_bring_back_what_was_put_away() {
    let mut log = IncidentLog::default();
    let all: Vec<_> = ["one", "two", "three", "four", "five", "six"].map(fails).to_vec();
    log.quiet(true);
    observe(&mut log, &all[..3], 0);
    log.quiet(false);
    observe(&mut log, &all[..3], 60);
    log.seen("digest");
    log.quiet(true);
    observe(&mut log, &all, 1_000);
    log.quiet(false);
    let told = log.observe(&all, &[], s(2_000));
    assert_eq!(short(&told), ["~digest"]);
    assert_eq!(raised(&told).title, "3 things need you");
    assert!(raised(&told).message.contains("four") && !raised(&told).message.contains("one"));
    assert_eq!(observe(&mut log, &all[..3], 3_000), ["-digest"], "the new ones have healed");
    assert!(observe(&mut log, &all[..3], 4_000).is_empty());
    assert!(observe(&mut log, &[], 5_000).is_empty());
}

#[test]
fn a_snoozed_one_leaves_the_others_and_comes_back_alone() {
    let mut log = IncidentLog::default();
    let all = [fails("one"), fails("two"), fails("three")];
    log.quiet(true);
    observe(&mut log, &all, 0);
    log.quiet(false);
    observe(&mut log, &all, 60);
    log.snooze("one", s(3_600));
    assert_eq!(observe(&mut log, &all, 70), ["~digest"]);
    assert_eq!(observe(&mut log, &all, 3_600), ["+one"]);
}

#[test]
fn a_start_of_the_app_counts_as_the_end_of_a_hold() {
    let mut log = IncidentLog::default();
    log.resume(s(0), s(0));
    let all = [fails("one"), fails("two"), fails("three")];
    observe(&mut log, &all, 1);
    assert_eq!(observe(&mut log, &all, 21), ["+digest"]);
    // in the middle of it: the app starts anew, and they are told again
    let mut after = restored(&log);
    after.resume(s(0), s(0));
    assert!(observe(&mut after, &all, 0).is_empty());
    assert_eq!(observe(&mut after, &all, 20), ["+digest"]);
}
