//! How near the end of a credential is, as far as that matters to anybody.
//!
//! Only of one that somebody has to replace. A login that the gateway renews by itself has no ends here, however short its
//! access tokens last: `token-refresh` speaks when the renewal fails. For the others, each step counts that leaves at least
//! half of the life before it; where the life is not known, all do, since what is not renewed ends for somebody.
//!
//! | Life, from issue to end | 14 days left | 3 days left | 1 day left | 1 hour left | over |
//! | --- | --- | --- | --- | --- | --- |
//! | not known, or from 28 days | info | warning | warning | warning | error |
//! | from 6 days | | warning | warning | warning | error |
//! | from 2 days | | | warning | warning | error |
//! | from 2 hours | | | | warning | error |
//! | shorter | | | | | error |

use jiff::{SignedDuration, Timestamp};

use crate::check::Severity;

/// The step that an end has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Near {
    /// It is over.
    Over,
    /// 1 hour is left.
    Hour,
    /// 1 day is left.
    Day,
    /// 3 days are left: somebody has to do something.
    Days,
    /// 14 days are left: worth knowing.
    Fortnight,
}

/// How much is left at each step, the nearest first.
const STEPS: [(Near, SignedDuration); 5] = [
    (Near::Over, SignedDuration::ZERO),
    (Near::Hour, SignedDuration::from_hours(1)),
    (Near::Day, SignedDuration::from_hours(24)),
    (Near::Days, SignedDuration::from_hours(3 * 24)),
    (Near::Fortnight, SignedDuration::from_hours(14 * 24)),
];

impl Near {
    /// The nearest step that has been reached and that counts in such a life; `None` where none has.
    pub(super) fn of(end: Timestamp, life: Option<SignedDuration>, now: Timestamp) -> Option<Near> {
        let left = end.duration_since(now);
        let reached = STEPS.into_iter().find(|(_, step)| left <= *step);
        reached.filter(|(_, step)| life.is_none_or(|life| *step <= life / 2)).map(|(near, _)| near)
    }

    /// What the languages know it by, where a sentence says only whether it is over.
    pub(super) fn so(self) -> &'static str {
        if self == Near::Over { "ended" } else { "ends" }
    }

    pub(super) fn severity(self) -> Severity {
        match self {
            Near::Over => Severity::Error,
            Near::Hour | Near::Day | Near::Days => Severity::Warning,
            Near::Fortnight => Severity::Info,
        }
    }

    /// Which step that is: who has put the notification of an earlier one away is told of each later one.
    pub(super) fn step(self) -> u8 {
        match self {
            Near::Fortnight => 0,
            Near::Days => 1,
            Near::Day => 2,
            Near::Hour => 3,
            Near::Over => 4,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn now() -> Timestamp {
        "2026-11-20T12:00:00Z".parse().unwrap()
    }

    fn near(left: i64, life: Option<i64>) -> Option<Near> {
        Near::of(now() + SignedDuration::from_secs(left), life.map(SignedDuration::from_secs), now())
    }

    const HOUR: i64 = 3600;
    const DAY: i64 = 24 * HOUR;

    #[test]
    fn the_table_is_so() {
        use Near::{Day, Days, Fortnight, Hour, Over};
        // what a life is told at: 14 days, 3 days, 1 day and 1 hour before its end
        for (life, steps) in [
            (None, [Some(Fortnight), Some(Days), Some(Day), Some(Hour)]),
            (Some(90 * DAY), [Some(Fortnight), Some(Days), Some(Day), Some(Hour)]),
            (Some(30 * DAY), [Some(Fortnight), Some(Days), Some(Day), Some(Hour)]),
            (Some(28 * DAY), [Some(Fortnight), Some(Days), Some(Day), Some(Hour)]),
            (Some(28 * DAY - 2), [None, Some(Days), Some(Day), Some(Hour)]),
            (Some(6 * DAY), [None, Some(Days), Some(Day), Some(Hour)]),
            (Some(6 * DAY - 2), [None, None, Some(Day), Some(Hour)]),
            (Some(2 * DAY), [None, None, Some(Day), Some(Hour)]),
            (Some(2 * DAY - 2), [None, None, None, Some(Hour)]),
            (Some(2 * HOUR), [None, None, None, Some(Hour)]),
            (Some(HOUR), [None; 4]),
        ] {
            assert_eq!([14 * DAY, 3 * DAY, DAY, HOUR].map(|left| near(left, life)), steps, "{life:?}");
            assert_eq!(near(0, life), Some(Over));
        }
        assert_eq!(near(14 * DAY + 1, None), None);
    }

    proptest! {
        #[test]
        fn an_end_only_comes_nearer(left in -DAY..20 * DAY, later in 0..5 * DAY, life in proptest::option::of(1..400 * DAY)) {
            let (before, after) = (near(left, life), near(left - later, life));
            prop_assert!(before.is_none() || after.is_some_and(|after| Some(after) <= before), "{before:?} then {after:?}");
        }

        #[test]
        fn nobody_is_told_in_the_first_half_of_a_life(life in 2..400 * DAY, of_it in 0.5_f64..1.0) {
            #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
            let left = (life as f64 * of_it) as i64 + 1;
            prop_assert_eq!(near(left, Some(life)), None);
        }

        #[test]
        fn a_life_that_is_not_known_is_told_at_least_as_early(left in -DAY..20 * DAY, life in 1..400 * DAY) {
            prop_assert!(near(left, Some(life)).is_none() || near(left, None).is_some());
        }

        #[test]
        fn what_is_over_is_always_told(ago in 0..400 * DAY, life in proptest::option::of(1..400 * DAY)) {
            prop_assert_eq!(near(-ago, life), Some(Near::Over));
        }
    }
}
