use clawtender_core::clock::{Answer, Method, Told};

use super::*;

fn start() -> Stand {
    let wall = "2026-11-20T12:00:00Z".parse().unwrap();
    Stand { wall, up: Duration::from_hours(10), awake: Duration::from_hours(8) }
}

fn after(stand: Stand, passed: Duration) -> Stand {
    Stand { wall: stand.wall + passed, up: stand.up + passed, awake: stand.awake + passed }
}

fn asleep(stand: Stand, passed: Duration) -> Stand {
    Stand { awake: stand.awake, ..after(stand, passed) }
}

fn set(stand: Stand, seconds: i64) -> Stand {
    Stand { wall: stand.wall + SignedDuration::from_secs(seconds), ..stand }
}

fn sources(servers: &[&str]) -> settings::Clock {
    settings::Clock { servers: servers.iter().map(|server| server.parse().unwrap()).collect(), https: Vec::new() }
}

fn ahead(seconds: i64) -> Vec<Reading> {
    let offset = SignedDuration::from_secs(seconds);
    let told = Told { offset, error: Duration::from_millis(20), delay: Duration::from_millis(30), stratum: Some(2) };
    vec![Reading::new("a", Method::Sntp, Answer::Time(told))]
}

fn silence() -> Vec<Reading> {
    vec![Reading::new("a", Method::Sntp, Answer::Nothing("no answer in time".into()))]
}

fn keeper() -> (Timekeeper, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (Timekeeper::open(folder.path(), &sources(&["a"]), start()), folder)
}

const MINUTE: Duration = Duration::from_mins(1);

#[test]
fn a_doctor_that_runs_again_and_again_does_not_ask_again_and_again() {
    for (readings, fresh, stale) in [(ahead(0), 4 * MINUTE, 6 * MINUTE), (ahead(70), MINUTE / 2, 2 * MINUTE)] {
        let (mut keeper, _folder) = keeper();
        assert!(!keeper.is_fresh(start()));
        assert!(keeper.take(readings, start(), start()));
        assert!(keeper.is_fresh(after(start(), fresh)));
        assert!(!keeper.is_fresh(after(start(), stale)));
    }
    let (mut keeper, _folder) = keeper();
    assert!(keeper.take(silence(), start(), start()));
    assert!(keeper.is_fresh(after(start(), Duration::from_secs(5))));
    assert!(!keeper.is_fresh(after(start(), Duration::from_secs(20))), "the network may be back");
}

#[test]
fn it_is_asked_for_hourly_and_sooner_where_there_is_a_reason() {
    let (mut keeper, _folder) = keeper();
    let first = keeper.due_in(start(), 0.0)..=keeper.due_in(start(), 1.0);
    assert!(first.contains(&Duration::from_secs(10)) && *first.end() < MINUTE, "{first:?}");
    keeper.take(ahead(0), start(), start());
    let hourly = keeper.due_in(start(), 0.0)..=keeper.due_in(start(), 1.0);
    assert_eq!(hourly, 55 * MINUTE..=65 * MINUTE);
    assert_eq!(keeper.due_in(after(start(), 50 * MINUTE), 0.0), 5 * MINUTE);
    keeper.take(ahead(70), start(), start());
    assert_eq!(keeper.due_in(start(), 0.5), 5 * MINUTE);
    let waits: Vec<_> = (0..9)
        .map(|_| {
            keeper.take(silence(), start(), start());
            keeper.due_in(start(), 0.5).as_secs() / 60
        })
        .collect();
    assert_eq!(waits, [1, 2, 4, 8, 16, 32, 55, 55, 55]);
}

#[test]
fn a_clock_that_was_set_is_measured_anew_and_no_server_is_asked_twice_in_seconds() {
    let (mut keeper, _folder) = keeper();
    keeper.take(ahead(0), start(), start());
    let soon = after(start(), Duration::from_secs(5));
    assert_eq!(keeper.look(soon), None);
    let jumped = set(soon, 200);
    assert_eq!(keeper.look(jumped), Some(Spoilt::Set));
    assert_eq!(keeper.look(jumped), None, "it is told once");
    assert_eq!(keeper.fact(jumped), Observed::Pending);
    assert_eq!(keeper.correction(jumped), None);
    assert_eq!(keeper.due_in(jumped, 0.5), Duration::from_secs(10));
    assert!(keeper.is_fresh(jumped), "a clock that is set again and again asks nobody again and again");
    let later = after(jumped, MINUTE);
    assert!(!keeper.is_fresh(later));
    assert_eq!(keeper.due_in(later, 0.5), Duration::from_secs(1));
}

#[test]
fn waking_up_makes_what_was_known_unknown_until_the_network_is_back() {
    let (mut keeper, _folder) = keeper();
    keeper.take(ahead(0), start(), start());
    let woken = asleep(start(), 30 * MINUTE);
    assert_eq!(keeper.look(woken), Some(Spoilt::Slept));
    assert_eq!(keeper.fact(woken), Observed::Pending);
    assert_eq!(keeper.due_in(woken, 0.5), Duration::from_secs(10));
    assert!(keeper.take(ahead(0), woken, woken));
    assert!(keeper.fact(woken).value().is_some());
}

#[test]
fn a_jump_is_told_from_drift() {
    type Life = fn(&mut Timekeeper) -> Stand;
    let hour = Duration::from_hours(1);
    let lives: [(&str, Life, Option<Moved>); 6] = [
        (
            "set by 200 s",
            |keeper| {
                keeper.take(ahead(0), start(), start());
                let then = set(after(start(), MINUTE), 200);
                keeper.take(ahead(200), then, then);
                then
            },
            Some(Moved::Jump { by: SignedDuration::from_secs(200) }),
        ),
        (
            "set by 200 s, then forgotten",
            |keeper| {
                keeper.take(ahead(0), start(), start());
                let then = set(after(start(), MINUTE), 200);
                keeper.take(ahead(200), then, then);
                let later = after(then, 5 * MINUTE);
                keeper.take(ahead(200), later, later);
                later
            },
            Some(Moved::Jump { by: SignedDuration::from_secs(200) }),
        ),
        (
            "runs too fast",
            |keeper| {
                keeper.take(ahead(4), start(), start());
                let then = after(start(), Duration::from_hours(1));
                keeper.take(ahead(6), then, then);
                then
            },
            Some(Moved::Drift { by: SignedDuration::from_secs(2), over: hour }),
        ),
        (
            "wrong from the start",
            |keeper| {
                keeper.take(ahead(70), start(), start());
                start()
            },
            None,
        ),
        (
            "set right by half, and still wrong",
            |keeper| {
                keeper.take(ahead(200), start(), start());
                let then = set(after(start(), MINUTE), -100);
                keeper.take(ahead(100), then, then);
                then
            },
            None,
        ),
        (
            "right",
            |keeper| {
                keeper.take(ahead(2), start(), start());
                let then = after(start(), Duration::from_hours(1));
                keeper.take(ahead(4), then, then);
                then
            },
            None,
        ),
    ];
    for (name, live, moved) in lives {
        let (mut keeper, _folder) = keeper();
        let now = live(&mut keeper);
        assert_eq!(keeper.fact(now).value().unwrap().moved, moved, "{name}");
    }
}

#[test]
fn what_was_said_of_a_clock_that_was_set_meanwhile_does_not_count() {
    let (mut keeper, _folder) = keeper();
    assert!(!keeper.take(ahead(0), start(), set(start(), 30)));
    assert_eq!(keeper.latest(), None);
}

#[test]
fn the_correction_ends_with_the_measurement() {
    let (mut keeper, _folder) = keeper();
    keeper.take(ahead(200), start(), start());
    let at = |passed| keeper.correction(after(start(), passed)).map(|agreed| agreed.offset.as_secs());
    assert_eq!(at(Duration::from_mins(119)), Some(200));
    assert_eq!(at(Duration::from_mins(121)), None);
}

#[test]
fn going_offline_does_not_make_the_clock_right_and_a_clock_that_was_set_is_not_corrected_twice() {
    let (mut keeper, _folder) = keeper();
    keeper.take(ahead(200), start(), start());
    let offline = after(start(), MINUTE);
    keeper.take(silence(), offline, offline);
    assert_eq!(keeper.fact(offline).value(), None);
    assert_eq!(keeper.correction(offline).map(|agreed| agreed.offset.as_secs()), Some(200));
    let right = set(offline, -200);
    keeper.look(right);
    keeper.take(silence(), right, right);
    assert_eq!(keeper.correction(right), None);
}

#[test]
fn the_next_process_is_told_what_this_one_was_and_only_while_it_counts() {
    let (mut keeper, folder) = keeper();
    keeper.take(silence(), start(), start());
    assert!(keeper.keeping().is_none());
    keeper.take(ahead(3), start(), start());
    keeper.keeping().unwrap()();
    let at = |asked: &[&str], now: Stand| Timekeeper::open(folder.path(), &sources(asked), now).latest().is_some();
    let later = after(start(), MINUTE);
    assert!(at(&["a"], later));
    assert!(Timekeeper::open(folder.path(), &sources(&["a"]), later).is_fresh(later));
    assert!(!at(&["b"], later), "others are asked now");
    assert!(!at(&["a"], set(later, 5)), "the clock was set");
    assert!(!at(&["a"], after(start(), 3 * Duration::from_hours(1))), "it is old");
    let rebooted = Stand { up: MINUTE, awake: MINUTE, ..later };
    assert!(!at(&["a"], rebooted), "it was said of another run of the computer");
    for text in ["", "{}", "\0", "[]"] {
        std::fs::write(folder.path().join("clock.json"), text).unwrap();
        assert!(!at(&["a"], later));
    }
}

#[test]
fn nobody_to_ask_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let keeper = Timekeeper::open(folder.path(), &sources(&[]), start());
    assert!(!keeper.asks());
    assert_eq!(keeper.fact(start()).why_not(), "Nobody is asked for the time: the settings name no server.");
}

#[test]
fn other_sources_are_another_question() {
    let (mut keeper, _folder) = keeper();
    keeper.take(ahead(0), start(), start());
    assert!(!keeper.ask_others(&sources(&["a"]), start()));
    assert!(keeper.fact(start()).value().is_some());
    assert!(keeper.ask_others(&sources(&["b"]), start()));
    assert_eq!(keeper.fact(start()), Observed::Pending);
}
