//! One web page, asked for nothing but when it was asked: the `Date` of its answer, in whole seconds.

use std::time::Duration;

use clawtender_core::{
    clock::{Answer, Method, Reading, Told},
    unreached::Unreached,
    words::Phrase,
};
use hyper::{
    HeaderMap,
    header::{AGE, DATE},
};
use jiff::{SignedDuration, Timestamp, fmt::rfc2822::DateTimeParser};
use tokio::time::Instant;

use super::packet::silent;
use crate::{clock, settings::TimePage, web::Web};

/// A second that has begun is told as a whole one: the middle of it is what is meant, give or take this.
const HALF: Duration = Duration::from_millis(500);
/// By how much such a time may be wrong at the least: not every server stamps its answer at the moment that it sends it.
const ERROR: Duration = Duration::from_secs(1);

/// Why a page did not tell the time.
#[derive(Debug)]
enum Silence {
    Unreached(Unreached),
    NoDate,
    Kept,
}

impl Silence {
    fn words(&self) -> Phrase {
        match self {
            Silence::Unreached(why) => {
                let it = Phrase::new("it", []);
                Phrase::made(|language| {
                    let said = why.phrase(&it.said_in(language)).said_in(language);
                    said.trim_end_matches('.').to_owned()
                })
            }
            Silence::NoDate => silent("date", ""),
            Silence::Kept => silent("kept", ""),
        }
    }
}

impl From<Unreached> for Silence {
    fn from(why: Unreached) -> Silence {
        Silence::Unreached(why)
    }
}

/// Asks, and has an answer at `end` whatever happens.
pub(super) async fn ask(web: &Web, page: &TimePage, end: Instant) -> Reading {
    let told = tell(web, page, end).await;
    let said = told.map_or_else(|why| Answer::Nothing(why.words()), Answer::Time);
    Reading::new(page.to_string(), Method::HttpDate, said)
}

async fn tell(web: &Web, page: &TimePage, end: Instant) -> Result<Told, Silence> {
    let (sent, begun) = (clock::now(), clock::tick());
    let within = end.saturating_duration_since(begun);
    let answered = web.ask(hyper::Method::HEAD, &page.to_string(), HeaderMap::new(), within).await;
    let after = clock::since(begun);
    told(&answered?.headers, sent, after)
}

fn told(headers: &HeaderMap, sent: Timestamp, after: Duration) -> Result<Told, Silence> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if text(AGE).is_some_and(|age| age.trim() != "0") {
        return Err(Silence::Kept);
    }
    let date = text(DATE).and_then(parse).ok_or(Silence::NoDate)?;
    let half = |duration: Duration| SignedDuration::try_from(duration).unwrap_or(SignedDuration::MAX);
    let asked = sent.duration_since(date).saturating_sub(half(HALF));
    Ok(Told {
        offset: asked.saturating_add(half(after / 2)),
        error: ERROR.max(HALF + after / 2),
        delay: after,
        stratum: None,
    })
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`. The two older forms that HTTP still allows are not written by anything of this century.
fn parse(date: &str) -> Option<Timestamp> {
    static PARSER: DateTimeParser = DateTimeParser::new();
    let plain = date.len() <= 40 && date.ends_with("GMT");
    plain.then(|| PARSER.parse_timestamp(date).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(all: &[(&str, &str)]) -> HeaderMap {
        let header =
            |(name, value): &(&str, &str)| (name.parse::<hyper::header::HeaderName>().unwrap(), value.parse().unwrap());
        all.iter().map(header).collect()
    }

    #[test]
    fn a_date_is_read_to_the_middle_of_its_second() {
        let sent: Timestamp = "2026-11-20T12:00:00Z".parse().unwrap();
        for (date, offset_ms) in [
            ("Fri, 20 Nov 2026 12:00:00 GMT", -400),
            ("Fri, 20 Nov 2026 11:56:40 GMT", 199_600),
            ("Fri, 20 Nov 2026 12:00:03 GMT", -3_400),
        ] {
            let told = told(&headers(&[("date", date)]), sent, Duration::from_millis(200)).unwrap();
            assert_eq!((told.offset.as_millis(), told.error), (offset_ms, Duration::from_secs(1)));
        }
        let slow = told(&headers(&[("date", "Fri, 20 Nov 2026 12:00:00 GMT")]), sent, Duration::from_millis(1_400));
        assert_eq!(slow.unwrap().error, Duration::from_millis(1_200));
    }

    #[test]
    fn what_does_not_say_when_does_not_count() {
        let sent = Timestamp::UNIX_EPOCH;
        for (name, given, why) in [
            ("none", &[][..], "its answer does not say when it was given"),
            ("nonsense", &[("date", "yesterday GMT")], "its answer does not say when it was given"),
            ("elsewhere", &[("date", "Fri, 20 Nov 2026 12:00:00 +0200")], "its answer does not say when it was given"),
            (
                "a copy",
                &[("date", "Fri, 20 Nov 2026 12:00:00 GMT"), ("age", "3600")],
                "its answer was kept somewhere on the way and is of another time",
            ),
        ] {
            let said = told(&headers(given), sent, Duration::ZERO).map_err(|why| why.words().to_string());
            assert_eq!(said, Err(why.to_owned()), "{name}");
        }
    }
}
