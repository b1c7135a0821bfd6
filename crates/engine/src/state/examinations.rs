//! The examinations under way: what each still waits for, and how it ends. Whoever asked for one and goes ends it; what was
//! found until then stands.

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use clawtender_core::{
    check::Check,
    facts::Fact,
    history::RunHistory,
    progress::{Progress, progress},
    selection::Selection,
};
use jiff::Timestamp;
use tokio::sync::oneshot;

use super::State;
use crate::{
    clock,
    engine::{Input, Role},
    examine::{self, BROUGHT, Brought, Errand, Watched},
    platform,
    probes::recent_log,
    protocol::Answer,
};

/// How long an examination waits for what the gateway says: a connection may have just begun, and a gateway may be busy.
const CONNECTION: Duration = Duration::from_millis(1500);

/// All that are under way.
#[derive(Default)]
pub(super) struct Examinations {
    /// How many there have been: the number of the latest.
    count: u64,
    under_way: Vec<UnderWay>,
}

struct UnderWay {
    number: u64,
    checks: Vec<&'static Check>,
    /// Nothing was left out of it.
    whole: bool,
    awaited: HashSet<Fact>,
    took: HashMap<Fact, Duration>,
}

impl Examinations {
    fn begin(&mut self, selection: &Selection, whole: bool) -> u64 {
        self.count += 1;
        self.under_way.push(UnderWay {
            number: self.count,
            checks: selection.checks(),
            whole,
            awaited: selection.reads(),
            took: HashMap::new(),
        });
        self.count
    }

    /// These facts are as well known as they can be, after so long.
    pub(super) fn answered(&mut self, number: u64, facts: &[Fact], took: Duration) {
        let Some(one) = self.under_way.iter_mut().find(|one| one.number == number) else { return };
        for fact in facts.iter().filter(|fact| one.awaited.remove(fact)) {
            one.took.insert(*fact, took);
        }
    }

    fn end(&mut self, number: u64) -> Option<UnderWay> {
        let place = self.under_way.iter().position(|one| one.number == number)?;
        Some(self.under_way.swap_remove(place))
    }

    pub(super) fn are_under_way(&self) -> bool {
        !self.under_way.is_empty()
    }

    /// How far the latest has come.
    pub(super) fn progress(&self) -> Option<Progress> {
        let latest = self.under_way.iter().max_by_key(|one| one.number)?;
        Some(progress(&latest.checks, &latest.awaited, &latest.took))
    }
}

impl State {
    pub(super) fn examine(&mut self, offline: bool, selection: &Selection, mut reply: oneshot::Sender<Answer>) {
        let number = self.examinations.begin(selection, selection.is_everything() && !offline);
        let watched = self.hands.subject().map(|subject| Watched { identity: subject.identity, port: subject.port });
        let (world, inbox) = (self.world.clone(), self.inbox.clone());
        let errand = Errand { number, wanted: selection.reads(), offline, tell: inbox.clone() };
        let (known, waits) = oneshot::channel();
        self.asked_what_waits(known);
        let informed = self.inform();
        let time = self.know_the_time(offline);
        let before = clock::tick();
        let once = self.role == Role::Once;
        let told = {
            let inbox = inbox.clone();
            async move |facts| {
                let _ = inbox.send(Input::Answered { number, facts, took: clock::since(before) }).await;
            }
        };
        tokio::spawn(async move {
            let gateway = async {
                let _ = tokio::time::timeout(CONNECTION, async { tokio::join!(waits, informed) }).await;
                let said = |fact: &Fact| !BROUGHT.contains(fact) && *fact != Fact::Clock;
                told(Fact::ALL.iter().copied().filter(said).collect()).await;
            };
            let time = async {
                let _ = time.await;
                told(vec![Fact::Clock]).await;
            };
            let everything = Box::pin(examine::everything(&world, watched, &errand));
            let done = tokio::select! {
                _ = async { tokio::join!(everything, gateway, time) } => true,
                () = reply.closed() => false,
            };
            if done && once {
                let world = world.clone();
                let lines = tokio::task::spawn_blocking(move || recent_log::look(&world, clock::now())).await;
                let _ = inbox.send(Input::LogEnd(lines.unwrap_or_default())).await;
            }
            let news = if done {
                Input::Examined { number, took: clock::since(before), reply }
            } else {
                Input::ExaminationLeft { number }
            };
            let _ = inbox.send(news).await;
        });
    }

    /// Some of what an examination asks for has come. It is news whatever becomes of the examination.
    pub(super) fn brought(&mut self, number: u64, facts: Vec<Brought>) {
        for (fact, took) in facts {
            let which = fact.fact();
            self.took.insert(which, took);
            self.takes(fact);
            self.examinations.answered(number, &[which], took);
        }
        self.keep_version();
    }

    pub(super) fn examined(&mut self, number: u64, took: Duration, reply: oneshot::Sender<Answer>) {
        let whole = self.examinations.end(number).is_some_and(|one| one.whole);
        if whole {
            self.examined_in = took;
        }
        let report = self.report(took);
        if whole {
            self.runs.change(|runs| runs.keep(&report, |at| clock::local(at).datetime()));
        }
        let _ = reply.send(Answer::Report(Box::new(report)));
        platform::give_back_memory();
    }

    /// The runs that are kept, and what has become of things since one of them.
    pub(super) fn runs(&self, against: Option<Timestamp>) -> RunHistory {
        self.runs.get().view(against, &self.findings, clock::now(), |at| clock::local(at).datetime())
    }

    /// Nobody waits for it any more.
    pub(super) fn examination_left(&mut self, number: u64) {
        if self.examinations.end(number).is_some() {
            tracing::info!("an examination was stopped by whoever asked for it");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_probes_bring_is_no_fact_that_somebody_else_answers_for() {
        let mut all = Examinations::default();
        let number = all.begin(&Selection::default(), true);
        all.answered(number, &BROUGHT, Duration::from_millis(5));
        all.answered(number, &[Fact::Clock], Duration::from_millis(5));
        let left = all.progress().unwrap();
        assert!(left.done > 0 && left.done < left.of, "{}", left.words);
        all.answered(number, Fact::ALL, Duration::from_millis(7));
        let done = all.progress().unwrap();
        assert_eq!(done.done, done.of);
        // an answer that comes twice took as long as the first
        assert!(done.checks.iter().all(|check| check.took_ms.is_some_and(|took| took <= 7)));
        assert!(all.end(number).is_some_and(|one| one.whole));
        assert!(all.end(number).is_none() && !all.are_under_way());
    }

    #[test]
    fn the_latest_of_two_is_the_one_that_is_shown() {
        let mut all = Examinations::default();
        let first = all.begin(&Selection::default(), true);
        let one = Selection { only: vec!["clock-sync".to_owned()], ..Selection::default() };
        let second = all.begin(&one, false);
        assert_eq!(all.progress().unwrap().of, 1);
        all.end(second);
        assert!(all.progress().unwrap().of > 1);
        all.end(first);
        assert_eq!(all.progress(), None);
    }
}
