//! What time it is elsewhere: several time servers at once, and web servers where those do not answer, do not agree, or contradict
//! each other about a clock that would be called wrong: two of three that lie alike are a majority too.
//!
//! Nothing is judged here and nobody is left out; who is believed is decided in `clawtender_core::clock`, over all that was
//! said. Everything has been said, or will not be, after [`WHOLE`].

use std::{collections::HashSet, pin::Pin, time::Duration};

use clawtender_core::clock::{Answer, Clock, Method, Reading, WARNING};
use futures_util::{StreamExt, stream::FuturesUnordered};
use tokio::time::{Instant, timeout_at};

use crate::{
    clock,
    settings::{self, TimePage},
    web::Web,
};

mod date;
mod packet;
mod sntp;

/// How long the whole takes at the most.
const WHOLE: Duration = Duration::from_millis(1_500);
/// How long time servers are waited for before web servers are asked as well.
const SERVERS_ALONE: Duration = Duration::from_millis(700);
/// Once so many agree, and more than half of those that were asked, nobody else can change what is believed …
const ENOUGH: usize = 3;
/// … and the others are waited for so long, for the sake of the report.
const LINGER: Duration = Duration::from_millis(150);
/// Sources of one kind that are asked at the most.
const MOST: usize = 16;

/// Asks everybody whom the settings name. Where web servers are asked, `more` gives further ones, unless the settings name none.
pub(crate) async fn measure(asked: &settings::Clock, more: impl Future<Output = Vec<TimePage>>) -> Vec<Reading> {
    let begun = clock::tick();
    let end = begun + WHOLE;
    let web = Web::new();
    let pages;
    let mut round = Round::default();
    for server in once_each(&asked.servers) {
        round.ask(server.to_string(), Method::Sntp, Box::pin(sntp::ask(server, end)));
    }
    round.listen(if asked.https.is_empty() { end } else { begun + SERVERS_ALONE }).await;
    if round.is_in_doubt() && !asked.https.is_empty() {
        pages = [&asked.https[..], &more.await].concat();
        for page in once_each(&pages) {
            round.ask(page.to_string(), Method::HttpDate, Box::pin(date::ask(&web, page, end)));
        }
        round.listen(end).await;
    }
    round.readings()
}

fn once_each<T: Eq + std::hash::Hash>(sources: &[T]) -> impl Iterator<Item = &T> {
    let mut seen = HashSet::new();
    sources.iter().filter(move |source| seen.insert(*source)).take(MOST)
}

/// Everybody who is asked, and what they have said so far.
#[derive(Default)]
struct Round<'a> {
    asked: Vec<(String, Method, Option<Reading>)>,
    #[allow(clippy::type_complexity, reason = "a future that yields whose answer it is")]
    under_way: FuturesUnordered<Pin<Box<dyn Future<Output = (usize, Reading)> + Send + 'a>>>,
}

impl<'a> Round<'a> {
    fn ask(&mut self, source: String, method: Method, answer: Pin<Box<dyn Future<Output = Reading> + Send + 'a>>) {
        let number = self.asked.len();
        self.asked.push((source, method, None));
        self.under_way.push(Box::pin(async move { (number, answer.await) }));
    }

    /// Listens until all have answered or `end`, and not much longer than it takes to be sure.
    async fn listen(&mut self, end: Instant) {
        let mut end = end;
        let mut sure = false;
        while let Ok(Some((number, reading))) = timeout_at(end, self.under_way.next()).await {
            if let Some((.., said)) = self.asked.get_mut(number) {
                *said = Some(reading);
            }
            if !sure && self.sure() {
                sure = true;
                end = end.min(clock::tick() + LINGER);
            }
        }
    }

    fn so_far(&self) -> Clock {
        Clock::of(self.asked.iter().filter_map(|(.., said)| said.clone()).collect())
    }

    /// Nothing is agreed on, or something that somebody contradicts and that would be told to a person.
    fn is_in_doubt(&self) -> bool {
        let clock = self.so_far();
        let contradicted = clock.readings.iter().any(|said| !said.agrees && matches!(said.said, Answer::Time(_)));
        clock.agreed.is_none_or(|agreed| contradicted && agreed.offset.unsigned_abs() >= WARNING)
    }

    fn sure(&self) -> bool {
        let servers = self.asked.iter().filter(|(_, method, _)| *method == Method::Sntp).count();
        self.so_far().agreed.is_some_and(|agreed| agreed.count >= ENOUGH && agreed.count * 2 > servers)
    }

    fn readings(self) -> Vec<Reading> {
        let silent = || Answer::Nothing(packet::silent("late", ""));
        self.asked
            .into_iter()
            .map(|(source, method, said)| said.unwrap_or_else(|| Reading::new(source, method, silent())))
            .collect()
    }
}

#[cfg(test)]
mod tests;
