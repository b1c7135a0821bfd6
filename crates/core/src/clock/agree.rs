//! Who agrees: Marzullo's intersection over the spans of the answers, and a majority of them or nothing.

use std::{ops::RangeInclusive, time::Duration};

use jiff::SignedDuration;

use super::{Agreed, Answer, Method, Reading, Told};

/// No answer is taken for surer than this when it is held against another. Some vendors spread a leap second over a day
/// and others do not: both are honest, and half a second is far below anything that is judged.
const FLOOR: Duration = Duration::from_millis(500);

/// What more than half of those that told the time have in common, each of them marked; `None` where there is no such half.
pub(super) fn agreed(readings: &mut [Reading]) -> Option<Agreed> {
    let spans: Vec<_> = readings.iter().filter_map(|reading| told(reading).map(span)).collect();
    let common = |at: SignedDuration| spans.iter().filter(|span| span.contains(&at)).count();
    // the part that the most have in common begins where one of them does
    let best = spans.iter().map(|span| *span.start()).max_by_key(|start| common(*start))?;
    let count = common(best);
    if count * 2 <= spans.len() {
        return None;
    }
    for reading in &mut *readings {
        reading.agrees = told(reading).is_some_and(|told| span(told).contains(&best));
    }
    let by = |method: Method| -> Vec<&Told> {
        readings.iter().filter(|reading| reading.agrees && reading.method == method).filter_map(told).collect()
    };
    // a web server tells whole seconds: beside a time server it says who lies, and not by how much the clock is off
    let (method, mut agree) = match by(Method::Sntp) {
        none if none.is_empty() => (Method::HttpDate, by(Method::HttpDate)),
        servers => (Method::Sntp, servers),
    };
    agree.sort_by_key(|told| told.offset);
    let (first, last) = (agree.first()?, agree.last()?);
    let (below, above) = (agree[(agree.len() - 1) / 2], agree[agree.len() / 2]);
    Some(Agreed {
        offset: below.offset.saturating_add(above.offset.saturating_sub(below.offset) / 2),
        error: below.error.max(above.error),
        spread: last.offset.saturating_sub(first.offset).unsigned_abs(),
        count,
        method,
    })
}

fn told(reading: &Reading) -> Option<&Told> {
    match &reading.said {
        Answer::Time(told) => Some(told),
        Answer::Nothing(_) => None,
    }
}

/// Between which offsets the truth lies if this answer is honest.
fn span(told: &Told) -> RangeInclusive<SignedDuration> {
    let error = SignedDuration::try_from(told.error.max(FLOOR)).unwrap_or(SignedDuration::MAX);
    told.offset.saturating_sub(error)..=told.offset.saturating_add(error)
}
