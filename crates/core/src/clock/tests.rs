use super::*;

fn sntp(ahead_ms: i64, error_ms: u64) -> Reading {
    told(Method::Sntp, ahead_ms, error_ms)
}

fn date(ahead_ms: i64) -> Reading {
    told(Method::HttpDate, ahead_ms, 1_000)
}

fn told(method: Method, ahead_ms: i64, error_ms: u64) -> Reading {
    let told = Told {
        offset: SignedDuration::from_millis(ahead_ms),
        error: Duration::from_millis(error_ms),
        delay: Duration::from_millis(2 * error_ms),
        stratum: None,
    };
    Reading::new("a", method, Answer::Time(told))
}

fn silent() -> Reading {
    Reading::new("b", Method::Sntp, Answer::Nothing("no answer in 1 s".into()))
}

/// The offset agreed on, in milliseconds, by how many, and how far they lie apart.
fn agreed(readings: Vec<Reading>) -> Option<(i64, usize, u64)> {
    let agreed = Clock::of(readings).agreed?;
    Some((millis(agreed.offset), agreed.count, unsigned(agreed.spread)))
}

#[test]
fn a_majority_is_believed_and_nothing_less() {
    for (name, readings, said) in [
        ("nobody asked", vec![], None),
        ("nobody answers", vec![silent(), silent()], None),
        ("all agree", vec![sntp(1, 10), sntp(5, 10), sntp(9, 10)], Some((5, 3, 8))),
        ("an even number", vec![sntp(0, 10), sntp(10, 10), sntp(20, 10), sntp(40, 10)], Some((15, 4, 40))),
        ("one alone", vec![sntp(70_000, 10)], Some((70_000, 1, 0))),
        ("one of three lies", vec![sntp(2, 10), sntp(200_000, 10), sntp(4, 10)], Some((3, 2, 2))),
        ("two of three lie, each for itself", vec![sntp(2, 10), sntp(200_000, 10), sntp(3_000, 10)], None),
        // nobody can tell these two from two honest ones
        ("two of three lie together", vec![sntp(2, 10), sntp(70_000, 10), sntp(70_002, 10)], Some((70_001, 2, 2))),
        ("one against one", vec![sntp(2, 10), sntp(70_000, 10)], None),
        ("two against two", vec![sntp(2, 10), sntp(3, 10), sntp(70_000, 10), sntp(70_000, 10)], None),
        (
            "two against two and a web server",
            vec![sntp(2, 10), sntp(4, 10), sntp(70_000, 10), sntp(70_000, 10), date(400)],
            Some((3, 3, 2)),
        ),
        ("the silent have no voice", vec![silent(), sntp(2, 10), sntp(4, 10), silent(), silent()], Some((3, 2, 2))),
        ("a leap second that one vendor spreads", vec![sntp(0, 10), sntp(500, 10), sntp(900, 10)], Some((500, 3, 900))),
        ("far away servers", vec![sntp(-400, 500), sntp(300, 400), sntp(0, 20)], Some((0, 3, 700))),
        ("web servers alone", vec![date(300), date(-200), date(100)], Some((100, 3, 500))),
    ] {
        assert_eq!(agreed(readings), said, "{name}");
    }
}

#[test]
fn the_extremes_of_time_do_not_overflow() {
    let far = |offset| {
        let told = Told { offset, error: Duration::MAX, delay: Duration::MAX, stratum: Some(255) };
        Reading::new("a", Method::Sntp, Answer::Time(told))
    };
    let clock = Clock::of(vec![far(SignedDuration::MIN), far(SignedDuration::MAX), sntp(0, 0)]);
    let agreed = clock.agreed.unwrap();
    let _ = (agreed.severity(), agreed.correct(Timestamp::MAX), agreed.correct(Timestamp::MIN));
    let _ = ClockView::new(Some((&clock, Timestamp::MIN)), None);
}

#[test]
fn who_is_not_believed_is_marked() {
    let clock = Clock::of(vec![sntp(2, 10), sntp(70_000, 10), sntp(4, 10), silent()]);
    assert_eq!(clock.readings.iter().map(|reading| reading.agrees).collect::<Vec<_>>(), [true, false, true, false]);
}

#[test]
fn the_clock_is_corrected_by_what_is_known_and_left_alone_within_doubt() {
    let host: Timestamp = "2026-11-20T12:00:00Z".parse().unwrap();
    for (readings, corrected) in [
        (vec![sntp(200_000, 20)], "2026-11-20T11:56:40Z"),
        (vec![sntp(-200_000, 20)], "2026-11-20T12:03:20Z"),
        (vec![date(900)], "2026-11-20T12:00:00Z"),
        (vec![date(-4_000)], "2026-11-20T12:00:04Z"),
    ] {
        let agreed = Clock::of(readings).agreed.unwrap();
        assert_eq!(agreed.correct(host).to_string(), corrected);
    }
}

#[test]
fn silence_has_a_reason() {
    for (readings, why) in [
        (vec![], "Nobody is asked for the time: the settings name no server."),
        (vec![silent()], "b did not tell the time: no answer in 1 s."),
        (vec![silent(), silent()], "b did not tell the time (no answer in 1 s), nor did 1 other."),
        (vec![silent(), silent(), silent()], "b did not tell the time (no answer in 1 s), nor did 2 others."),
    ] {
        let clock = Clock::of(readings);
        assert_eq!(clock.why_silent(), why);
        assert!(!clock.answered());
    }
}

#[test]
fn spans_are_said_in_their_two_largest_units() {
    for (ms, said) in [
        (0, "0 s"),
        (4, "0.004 s"),
        (120, "0.1 s"),
        (3_000, "3 s"),
        (9_949, "9.9 s"),
        (9_950, "10 s"),
        (59_600, "1 min 0 s"),
        (192_000, "3 min 12 s"),
        (121 * 60_000, "2 h 1 min"),
        (90_061_000, "1 d 1 h"),
    ] {
        assert_eq!(span(Duration::from_millis(ms)), said);
    }
    assert_eq!(offset(SignedDuration::from_secs(-8)), "8 s behind");
}
