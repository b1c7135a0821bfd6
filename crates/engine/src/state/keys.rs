//! When the keys are looked at: when something has changed, once a day, a while after one was not good, and when the gateway
//! itself writes that a provider does not take one.

use std::time::Duration;

use clawtender_core::{
    facts::FactUpdate,
    providers::{
        answer::Answer,
        tested::{KeyTest, Outcome},
    },
    signatures::Hit,
};
use tokio::time::Instant;

use super::{State, alarm::Alarm};
use crate::{
    clock,
    engine::{Input, Role},
    examine,
    keys::Believe,
};

/// The checks whose signatures are about a key.
const ABOUT_KEYS: [&str; 4] = ["key-accepted", "key-permitted", "key-quota", "rate-limited"];
/// The shortest time between two looks because of what the gateway writes: it may write that with every message.
const DOUBT: Duration = Duration::from_mins(1);
/// After what time a key that was not good is tried again, and the shortest time.
const AGAIN: Duration = Duration::from_hours(1);
const SOONEST: Duration = Duration::from_mins(1);

/// What is kept for it.
#[derive(Default)]
pub(super) struct KeyWatch {
    /// When the gateway last gave reason to doubt.
    doubted: Option<Instant>,
    again: Alarm,
}

impl State {
    /// Looks at the keys, beside everything else.
    pub(super) fn look_at_keys(&self) {
        self.look_at_keys_and(Believe::Day);
    }

    fn look_at_keys_and(&self, believe: Believe) {
        let (world, inbox) = (self.world.clone(), self.inbox.clone());
        tokio::spawn(async move {
            let seen = examine::keys_alone(&world, believe).await;
            let _ = inbox.send(Input::Seen(seen)).await;
        });
    }

    /// Looks which variables the gateway has: the one that runs, or else the next one.
    pub(super) fn look_at_variables(&self) {
        let (world, inbox) = (self.world.clone(), self.inbox.clone());
        let gateway = self.hands.subject().map(|subject| subject.identity.pid);
        tokio::spawn(async move {
            let variables = examine::variables(&world, gateway).await;
            let _ = inbox.send(Input::Seen(vec![variables])).await;
        });
    }

    /// Looks where keys stand, how the keychain is, and which variables the gateway has.
    pub(super) fn look_for_keys(&self) {
        let (world, inbox) = (self.world.clone(), self.inbox.clone());
        tokio::spawn(async move {
            let sources = examine::key_sources(&world).await;
            let _ = inbox.send(Input::Seen(vec![FactUpdate::key_sources(sources)])).await;
        });
        self.look_at_variables();
    }

    /// What the gateway's own lines say: that a provider does not take a key has the keys tried.
    pub(super) fn hear_of_keys(&mut self, hits: &[Vec<Hit>]) {
        let about = |hits: &Vec<Hit>| hits.first().is_some_and(|hit| ABOUT_KEYS.contains(&hit.signature.check));
        let soon = self.keys.doubted.is_some_and(|at| clock::since(at) < DOUBT);
        if !soon && hits.iter().any(about) {
            self.keys.doubted = Some(clock::tick());
            self.look_at_keys_and(Believe::Nothing);
        }
    }

    /// A key that was not good is tried again after a while, for an engine that stays.
    pub(super) fn await_keys(&mut self) {
        let tests = self.facts.key_tests.value().map_or(&[][..], Vec::as_slice);
        match again(tests).filter(|_| self.role == Role::Resident) {
            Some(wait) => self.keys.again.set(wait, Input::KeysDue, &self.inbox),
            None => self.keys.again.off(),
        }
    }
}

/// After what time one of them is to be tried again.
fn again(tests: &[KeyTest]) -> Option<Duration> {
    let wait = |outcome: &Outcome| match outcome {
        Outcome::Answered(Answer::Accepted | Answer::Open) => None,
        Outcome::Answered(Answer::RateLimited { retry_after: Some(seconds) }) => {
            Some(Duration::from_secs(*seconds).clamp(SOONEST, AGAIN))
        }
        Outcome::Answered(_) | Outcome::Unreached(_) => Some(AGAIN),
    };
    tests.iter().filter_map(|test| wait(&test.last.as_ref()?.outcome)).min()
}

#[cfg(test)]
mod tests {
    use clawtender_core::providers::{answer::Refusal, tested::Tested};

    use super::*;

    #[test]
    fn what_is_good_is_left_alone_and_the_rest_is_tried_again_when_it_may_be() {
        let test = |outcome| KeyTest {
            last: Some(Tested {
                at: "2026-11-20T12:00:00Z".parse().unwrap(),
                host: String::new(),
                outcome,
                said: String::new(),
                request_id: None,
            }),
            ..KeyTest::default()
        };
        let limited = |seconds| Outcome::Answered(Answer::RateLimited { retry_after: Some(seconds) });
        let good = || test(Outcome::Answered(Answer::Accepted));
        assert_eq!(again(&[good(), KeyTest::default()]), None);
        let refused = || test(Outcome::Answered(Answer::Refused(Refusal::Wrong)));
        assert_eq!(again(&[good(), refused()]), Some(AGAIN));
        assert_eq!(again(&[refused(), test(limited(300))]), Some(Duration::from_mins(5)));
        assert_eq!(again(&[test(limited(1))]), Some(SOONEST));
        assert_eq!(again(&[test(limited(u64::MAX))]), Some(AGAIN));
    }
}
