//! One web page, asked for nothing but when it was asked: the `Date` of its answer, in whole seconds.

use std::{error::Error as _, time::Duration};

use clawtender_core::clock::{Answer, Method, Reading, Told};
use jiff::{SignedDuration, Timestamp, fmt::rfc2822::DateTimeParser};
use reqwest::{
    Client,
    header::{AGE, DATE, HeaderMap},
    redirect::Policy,
};
use tokio::time::{Instant, timeout_at};

use crate::{
    clock,
    settings::{NotASource, TimePage},
};

/// A second that has begun is told as a whole one: the middle of it is what is meant, give or take this.
const HALF: Duration = Duration::from_millis(500);
/// By how much such a time may be wrong at the least: not every server stamps its answer at the moment that it sends it.
const ERROR: Duration = Duration::from_secs(1);

/// Why a page did not tell the time.
#[derive(Debug, thiserror::Error)]
enum Silence {
    #[error("no answer in time")]
    NoAnswer,
    #[error("unavailable: this Clawtender does not speak https")]
    NoTls,
    #[error("it does not answer: {0}")]
    Unreachable(String),
    #[error("its answer does not say when it was given")]
    NoDate,
    #[error("its answer was kept somewhere on the way and is of another time")]
    Kept,
    #[error("no page can be asked")]
    NoClient,
}

/// Asks, and has an answer at `end` whatever happens.
pub(super) async fn ask(page: &TimePage, end: Instant) -> Reading {
    let told = timeout_at(end, tell(page)).await.unwrap_or(Err(Silence::NoAnswer));
    let said = told.map_or_else(|why| Answer::Nothing(why.to_string()), Answer::Time);
    Reading::new(page.to_string(), Method::HttpDate, said)
}

async fn tell(page: &TimePage) -> Result<Told, Silence> {
    let client = client(page)?;
    let (sent, begun) = (clock::now(), clock::tick());
    let answered = client.head(page.to_string()).send().await;
    let after = clock::since(begun);
    let response = answered.map_err(|error| Silence::Unreachable(words(&error)))?;
    told(response.headers(), sent, after)
}

/// What asks this page. A new one each time: it is once an hour at the most, and nothing stays open meanwhile.
fn client(page: &TimePage) -> Result<Client, Silence> {
    if page.is_encrypted() && !TLS {
        return Err(Silence::NoTls);
    }
    // a proxy that the person has set up is the way there, and a sign-in page that it leads to is not
    let client = Client::builder().redirect(Policy::none()).referer(false).http1_only().pool_max_idle_per_host(0);
    client.build().map_err(|_| Silence::NoClient)
}

/// Whether this build can ask a page whose address begins with `https`.
const TLS: bool = false;

fn told(headers: &HeaderMap, sent: Timestamp, after: Duration) -> Result<Told, Silence> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if text(AGE).is_some_and(|age| age.trim() != "0") {
        return Err(Silence::Kept);
    }
    let date = text(DATE).and_then(|date| parse(date).ok()).ok_or(Silence::NoDate)?;
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
fn parse(date: &str) -> Result<Timestamp, NotASource> {
    static PARSER: DateTimeParser = DateTimeParser::new();
    if date.len() > 40 || !date.trim_end().ends_with("GMT") {
        return Err(NotASource);
    }
    PARSER.parse_timestamp(date).map_err(|_| NotASource)
}

/// The innermost reason: the ones around it say that there was a request.
fn words(error: &reqwest::Error) -> String {
    let mut cause: &(dyn std::error::Error + 'static) = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    clawtender_core::text::clean(&cause.to_string(), 120)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(all: &[(&str, &str)]) -> HeaderMap {
        let header = |(name, value): &(&str, &str)| {
            (name.parse::<reqwest::header::HeaderName>().unwrap(), value.parse().unwrap())
        };
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
            let said = told(&headers(given), sent, Duration::ZERO).map_err(|why| why.to_string());
            assert_eq!(said, Err(why.to_owned()), "{name}");
        }
    }
}
