//! Walks every state the machine can reach and holds it to its three promises; then the stories that must hold.

use std::collections::HashSet;

use super::*;

const OWNERS: [Owner; 2] = [Owner::Child, Owner::Service];
const REASONS: [Reason; 9] = [
    Reason::NotInstalled,
    Reason::Node,
    Reason::Config,
    Reason::PortTaken,
    Reason::Occupied,
    Reason::OlderBinary,
    Reason::LoginEndangered,
    Reason::NoService,
    Reason::ServiceDown,
];
const TIMERS: [Timer; 6] = [Timer::Backoff, Timer::Startup, Timer::Stop, Timer::Stable, Timer::Hang, Timer::Recheck];

fn events(run: Run) -> Vec<Event> {
    let mut all = vec![
        Event::Start,
        Event::Stop,
        Event::Restart,
        Event::Vacant,
        Event::Foreign,
        Event::Changed,
        Event::Woke,
        Event::LaunchFailed(run),
        Event::LaunchFoundForeign(run),
        Event::Ready(run),
        Event::NotReady(run),
        Event::Silent(run),
        Event::Refusing(run),
        Event::Rebooted(run),
        Event::RestartDeclined(run),
        Event::StopFailed(run),
        Event::Exited(run, Ending::Restart),
        Event::Exited(run, Ending::Failure),
    ];
    for owner in OWNERS {
        all.extend([Event::Adopted(owner), Event::Launched(run, owner)]);
    }
    for reason in REASONS {
        all.extend([Event::LaunchRefused(run, reason), Event::Exited(run, Ending::Refusal(reason))]);
    }
    all.extend(TIMERS.map(|timer| Event::Elapsed(run, timer)));
    all
}

/// What the driver can truthfully report in this state: a launch is answered once, and only living things speak or die.
fn possible(state: &Lifecycle, event: &Event) -> bool {
    let pending = state.alive && state.owner == Owner::None;
    let there = state.alive && !pending || matches!(state.phase, Phase::External { .. });
    match event {
        Event::Launched(..) | Event::LaunchRefused(..) | Event::LaunchFailed(_) | Event::LaunchFoundForeign(_) => {
            pending
        }
        Event::Exited(..)
        | Event::Ready(_)
        | Event::NotReady(_)
        | Event::Silent(_)
        | Event::Refusing(_)
        | Event::Rebooted(_)
        | Event::RestartDeclined(_)
        | Event::StopFailed(_) => there,
        _ => true,
    }
}

/// Run numbers only ever rise; for walking, states that differ in nothing else are the same.
fn same_but_run(state: Lifecycle) -> Lifecycle {
    Lifecycle { run: 100, ..state }
}

#[test]
fn every_reachable_state_keeps_the_promises() {
    let policy = Policy::default();
    let mut seen = HashSet::new();
    let mut open = vec![Lifecycle::new(true, 100), Lifecycle::new(false, 100)];
    let mut steps = 0;
    while let Some(before) = open.pop() {
        if !seen.insert(before) {
            continue;
        }
        for event in events(before.run).into_iter().filter(|event| possible(&before, event)) {
            let (after, effects) = before.step(event, &policy);
            promises(before, event, after, &effects);
            steps += 1;
            open.push(same_but_run(after));
        }
        for event in events(before.run - 1).into_iter().filter(|event| event.run().is_some()) {
            assert_eq!(before.step(event, &policy), (before, Vec::new()), "late news {event:?} moved {before:?}");
        }
    }
    assert!(seen.len() > 100 && steps > 3000, "the walk stopped early: {} states, {steps} steps", seen.len());
}

fn promises(before: Lifecycle, event: Event, after: Lifecycle, effects: &[Effect]) {
    let story = || format!("{before:?}\n --{event:?}-> {after:?}\n {effects:?}");
    let launches = effects.iter().filter(|effect| matches!(effect, Effect::Launch(_))).count();
    // whether the old process is gone by the time this event is heard
    let gone = matches!(
        event,
        Event::Exited(..) | Event::LaunchFailed(_) | Event::LaunchRefused(..) | Event::LaunchFoundForeign(_)
    );

    assert!(launches <= 1, "two gateways: {}", story());
    if launches == 1 {
        assert!(!before.alive || gone, "a second gateway beside a living one: {}", story());
        assert!(!matches!(before.phase, Phase::External { .. }), "a gateway beside somebody else's: {}", story());
        assert!(after.run > before.run, "a run number came twice: {}", story());
        assert!(after.alive && after.wanted, "{}", story());
        assert!(before.wanted || matches!(event, Event::Start | Event::Restart), "a stop was undone: {}", story());
    }
    for effect in effects {
        match *effect {
            Effect::Terminate(run) | Effect::Kill(run) => {
                assert!(before.alive && !gone && run == before.run, "a signal to what is not ours: {}", story());
                assert!(before.owner != Owner::External, "a signal to somebody else's: {}", story());
            }
            Effect::Arm(run, ..) | Effect::Probe(run, _) | Effect::Attach(run) | Effect::Launch(run) => {
                assert_eq!(run, after.run, "an order for another run: {}", story());
            }
            Effect::AskRestart(run) => assert_eq!(run, before.run, "{}", story()),
            _ => {}
        }
    }
    if event == Event::Stop && !matches!(before.phase, Phase::External { .. }) {
        assert!(!after.wanted, "a stop was not remembered: {}", story());
        assert!(effects.contains(&Effect::Remember { wanted: false }), "{}", story());
    }
    match after.phase {
        Phase::Starting | Phase::Ready | Phase::Degraded(_) | Phase::Stopping { .. } => {
            assert!(after.alive, "a phase of a process without one: {}", story());
        }
        _ => assert!(!after.alive, "a process was forgotten: {}", story()),
    }
    if matches!((event, before.phase), (Event::StopFailed(_), Phase::Stopping { .. })) {
        assert!(!matches!(after.phase, Phase::Stopping { .. }), "stops for ever: {}", story());
        assert!(effects.iter().any(|e| matches!(e, Effect::Probe(..))), "nobody asks what is true: {}", story());
        assert_eq!((after.run, after.owner, after.wanted), (before.run, before.owner, before.wanted), "{}", story());
    }
    if matches!(after.phase, Phase::Backoff | Phase::CrashLooping) && after != before {
        assert!(effects.iter().any(|e| matches!(e, Effect::Arm(_, Timer::Backoff, _))), "waits for ever: {}", story());
    }
    if matches!(after.phase, Phase::Stopping { .. }) && !matches!(before.phase, Phase::Stopping { .. }) {
        assert!(effects.iter().any(|e| matches!(e, Effect::Arm(_, Timer::Stop, _))), "stops for ever: {}", story());
    }
}

/// Drives the machine through a story and returns the last state with the effects of the last event.
fn story(start: Lifecycle, events: &[fn(Run) -> Event]) -> (Lifecycle, Vec<Effect>) {
    let policy = Policy::default();
    events.iter().fold((start, Vec::new()), |(state, _), event| state.step(event(state.run()), &policy))
}

const LAUNCHED: fn(Run) -> Event = |run| Event::Launched(run, Owner::Child);
const CRASH: fn(Run) -> Event = |run| Event::Exited(run, Ending::Failure);

fn running() -> Lifecycle {
    story(Lifecycle::new(true, 0), &[|_| Event::Vacant, LAUNCHED, Event::Ready]).0
}

#[test]
fn the_first_failure_is_answered_at_once() {
    let (state, effects) = story(running(), &[CRASH]);
    assert_eq!(state.phase(), Phase::Starting);
    assert!(effects.contains(&Effect::Launch(2)));
}

#[test]
fn five_failures_without_a_stable_minute_are_a_crash_loop_that_a_person_may_end() {
    let state = story(running(), &[CRASH, LAUNCHED, CRASH]).0;
    assert_eq!(state.phase(), Phase::Backoff);
    let loops = (0..3).fold(state, |s, _| story(s, &[|run| Event::Elapsed(run, Timer::Backoff), LAUNCHED, CRASH]).0);
    assert_eq!((loops.phase(), loops.failures()), (Phase::CrashLooping, 5));
    let (state, effects) = story(loops, &[|_| Event::Start]);
    assert_eq!((state.phase(), state.failures()), (Phase::Starting, 0));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Launch(_))));
}

#[test]
fn a_stable_minute_forgives() {
    let state = story(running(), &[CRASH, LAUNCHED, Event::Ready]).0;
    assert_eq!(state.failures(), 1);
    assert_eq!(story(state, &[|run| Event::Elapsed(run, Timer::Stable)]).0.failures(), 0);
}

#[test]
fn one_missed_probe_is_not_a_hang() {
    let state = story(running(), &[Event::Silent]).0;
    assert_eq!(state.phase(), Phase::Ready);
    let state = story(state, &[|_| Event::Woke, Event::Silent]).0;
    assert_eq!(state.phase(), Phase::Ready, "silence before a resume was counted");
    let state = story(state, &[Event::Silent]).0;
    assert_eq!(state.phase(), Phase::Degraded(Trouble::Hung));
}

#[test]
fn a_hung_gateway_is_ended_without_the_long_budget() {
    let hung = story(running(), &[Event::Silent, Event::Silent]).0;
    let (state, effects) = story(hung, &[|run| Event::Elapsed(run, Timer::Hang)]);
    assert_eq!(state.phase(), Phase::Stopping { next: Next::Recover });
    assert!(effects.contains(&Effect::Arm(1, Timer::Stop, Policy::default().stop_longest_hung)));
}

#[test]
fn a_restart_asks_the_gateway_first_and_falls_back() {
    let (asked, effects) = story(running(), &[|_| Event::Restart]);
    assert!(effects.contains(&Effect::AskRestart(1)) && !effects.contains(&Effect::Terminate(1)));
    // it restarts within its process: the same run goes on
    let state = story(asked, &[Event::Refusing, Event::Ready]).0;
    assert_eq!((state.phase(), state.run(), state.failures()), (Phase::Ready, 1, 0));
    // it will not: it is ended and started anew, and that is no failure
    let (_, effects) = story(asked, &[Event::RestartDeclined]);
    assert!(effects.contains(&Effect::Terminate(1)));
    let state = story(asked, &[Event::RestartDeclined, CRASH]).0;
    assert_eq!((state.phase(), state.run(), state.failures()), (Phase::Starting, 2, 0));
}

#[test]
fn a_restart_that_overtakes_a_start_is_not_counted() {
    let asked = story(Lifecycle::new(true, 0), &[|_| Event::Vacant, |_| Event::Restart]).0;
    let (state, effects) = story(asked, &[Event::LaunchFailed]);
    assert_eq!((state.phase(), state.failures()), (Phase::Starting, 0));
    assert!(effects.contains(&Effect::Launch(2)));
}

#[test]
fn a_refusal_waits_for_a_change() {
    let (state, effects) =
        story(Lifecycle::new(true, 0), &[|_| Event::Vacant, |run| Event::LaunchRefused(run, Reason::Config)]);
    assert_eq!(state.phase(), Phase::Refused(Reason::Config));
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Arm(..))));
    assert_eq!(story(state, &[|_| Event::Changed]).0.phase(), Phase::Starting);
}

#[test]
fn stopping_twice_ends_it_now() {
    let (state, effects) = story(running(), &[|_| Event::Stop, |_| Event::Stop]);
    assert_eq!(state.phase(), Phase::Stopping { next: Next::Stop });
    assert!(effects.contains(&Effect::Kill(1)));
}

#[test]
fn the_end_of_somebody_elses_gateway_is_not_undone() {
    let state = story(Lifecycle::new(true, 0), &[|_| Event::Foreign]).0;
    let (state, effects) = story(state, &[CRASH]);
    assert_eq!(state.phase(), Phase::Stopped);
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Launch(_))));
}

#[test]
fn a_stop_that_overtakes_a_service_start_ends_what_comes_of_it() {
    let (state, effects) = story(
        Lifecycle::new(true, 0),
        &[|_| Event::Vacant, |_| Event::Stop, |run| Event::Launched(run, Owner::Service)],
    );
    assert_eq!((state.phase(), state.owner()), (Phase::Stopping { next: Next::Stop }, Owner::Service));
    assert_eq!(effects, [Effect::Terminate(1)]);
}

fn stopping() -> Lifecycle {
    let of_service: fn(Run) -> Event = |run| Event::Launched(run, Owner::Service);
    story(Lifecycle::new(true, 0), &[|_| Event::Vacant, of_service, Event::Ready, |_| Event::Stop]).0
}

#[test]
fn a_stop_that_came_to_nothing_leaves_a_gateway_that_runs() {
    let (state, effects) = story(stopping(), &[Event::StopFailed]);
    assert_eq!((state.phase(), state.owner()), (Phase::Degraded(Trouble::NotReady), Owner::Service));
    assert!(effects.contains(&Effect::Probe(1, Pace::Steady)) && effects.contains(&Effect::DisarmAll));
    let serving = story(state, &[Event::Ready]).0;
    assert_eq!((serving.phase(), serving.wanted()), (Phase::Ready, false));
    // it was to stop: when it ends after all, nothing brings it back
    let (gone, effects) = story(serving, &[CRASH]);
    assert_eq!(gone.phase(), Phase::Stopped);
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Launch(_))));
    // and the person may try again
    assert!(story(serving, &[|_| Event::Stop]).1.contains(&Effect::Terminate(1)));
}

#[test]
fn what_the_service_manager_restarts_is_adopted_and_not_started_again() {
    let ready = story(stopping(), &[Event::StopFailed, |_| Event::Start, Event::Ready]).0;
    let (ended, effects) = story(ready, &[CRASH]);
    assert_eq!((ended.phase(), ended.failures()), (Phase::Backoff, 1));
    assert!(effects.contains(&Effect::Arm(1, Timer::Backoff, Policy::default().service_patience)));
    let (adopted, effects) = story(ended, &[|_| Event::Adopted(Owner::Service)]);
    assert_eq!((adopted.phase(), adopted.owner(), adopted.run()), (Phase::Starting, Owner::Service, 2));
    assert!(effects.contains(&Effect::DisarmAll) && !effects.iter().any(|e| matches!(e, Effect::Launch(_))));
}

#[test]
fn a_service_that_does_not_start_is_tried_again_after_minutes() {
    let down: fn(Run) -> Event = |run| Event::LaunchRefused(run, Reason::ServiceDown);
    let (state, effects) = story(Lifecycle::new(true, 0), &[|_| Event::Vacant, down]);
    assert_eq!((state.phase(), state.failures()), (Phase::Refused(Reason::ServiceDown), 0));
    assert!(effects.contains(&Effect::Arm(1, Timer::Recheck, Policy::default().crash_loop_pause)));
}
