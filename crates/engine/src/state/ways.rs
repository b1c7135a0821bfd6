//! The ways to those who run the models: looked at once a day, when the configuration changes, after a sleep, and at once when a
//! key could not be shown to its provider or the gateway's log says that it did not get through. While one does not lead there, the
//! next look follows soon, so that what has healed is known; the longer it lasts, the rarer it is asked.

use std::time::Duration;

use clawtender_core::{facts::Fact, providers::tested::Outcome, route::Layer};
use tokio::time::Instant;

use super::{State, alarm::Alarm};
use crate::{
    clock,
    engine::{Input, Role},
    examine,
};

/// After how long a way that does not lead there is looked at again, the first time, and at the most.
const AGAIN: Duration = Duration::from_secs(20);
const RARELY: Duration = Duration::from_mins(15);
/// The log says the same thing with every attempt of the gateway: it is heard this often.
const HEARD: Duration = Duration::from_secs(20);
/// How the gateway's log says that a question did not get through.
const IN_THE_LOG: &str = "[model-fetch] error";

/// What is kept about the ways.
#[derive(Default)]
pub(super) struct Ways {
    /// Somebody looks now.
    looking: bool,
    /// How often in turn a way did not lead there when that was looked at again by itself.
    broken: u32,
    /// When somebody looked last.
    looked: Option<Instant>,
    again: Alarm,
}

impl State {
    /// Looks at the ways, beside everything else, unless that is going on. An engine that answers a single command does not.
    pub(super) fn look_at_ways(&mut self) {
        if self.role == Role::Once || std::mem::replace(&mut self.ways.looking, true) {
            return;
        }
        let (world, inbox) = (self.world.clone(), self.inbox.clone());
        tokio::spawn(async move {
            let routes = examine::routes(&world).await;
            let _ = inbox.send(Input::Seen(vec![routes])).await;
        });
    }

    /// Something was just seen that tells of the ways, or makes them worth a look.
    pub(super) fn heard_of_ways(&mut self, seen: Fact) {
        match seen {
            Fact::Routes => {
                (self.ways.looking, self.ways.looked) = (false, Some(clock::tick()));
                let healed = self.ways.broken > 0;
                self.look_again();
                if healed && self.ways.broken == 0 && self.unreached() {
                    self.look_at_keys();
                }
            }
            Fact::KeyTests if self.unreached() => self.look_at_ways_soon(),
            _ => {}
        }
    }

    /// Whether a key could not be shown to its provider.
    fn unreached(&self) -> bool {
        let tests = self.facts.key_tests.value().into_iter().flatten();
        let mut outcomes = tests.filter_map(|test| Some(&test.last.as_ref()?.outcome));
        outcomes.any(|outcome| matches!(outcome, Outcome::Unreached(_)))
    }

    /// The gateway writes what it does: whether it got through is among that.
    pub(super) fn read_of_ways(&mut self, lines: &[String]) {
        if lines.iter().any(|line| line.contains(IN_THE_LOG)) {
            self.look_at_ways_soon();
        }
    }

    /// It is time to look again.
    pub(super) fn ways_are_due(&mut self) {
        self.ways.broken = self.ways.broken.saturating_add(1);
        self.look_at_ways();
    }

    /// Looks, unless somebody has a moment ago.
    pub(super) fn look_at_ways_soon(&mut self) {
        if self.ways.looked.is_none_or(|looked| clock::since(looked) > HEARD) {
            self.look_at_ways();
        }
    }

    /// While a way does not lead there, the next look is due by itself.
    fn look_again(&mut self) {
        let routes = self.facts.routes.value();
        let broken = routes.is_some_and(|routes| routes.ways.iter().any(|route| route.layer() != Layer::Through));
        if !broken || self.role == Role::Once {
            self.ways.broken = 0;
            self.ways.again.off();
            return;
        }
        // a look that somebody asks for does not make the next one rarer
        self.ways.broken = self.ways.broken.max(1);
        let pause = AGAIN.saturating_mul(2_u32.saturating_pow(self.ways.broken - 1)).min(RARELY);
        self.ways.again.set(pause, Input::WaysDue, &self.inbox);
    }
}
