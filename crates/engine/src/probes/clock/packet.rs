//! The 48 bytes of an SNTP question and answer (RFC 4330, RFC 5905), and what an answer proves.
//!
//! Ours, and not one of the crates: `rsntp` and `sntpc` ask for the system's time themselves, at the moments that count, while
//! here one file does, and the time under way has to be measured with a clock that nobody sets meanwhile. Both also put the
//! computer's time into the question, where a random number does that nobody can guess who does not see it, and `rsntp` does
//! not say how far the server itself is from its reference. What is left of them after that is these 48 bytes.

use std::time::Duration;

use clawtender_core::{clock::Told, words::Phrase};
use jiff::{SignedDuration, Timestamp};

/// Of a question and of the part of an answer that is read. Longer answers carry extensions.
pub(super) const SIZE: usize = 48;
/// A server that is further than this from a clock it trusts does not count (RFC 5905: MAXDIST).
const FURTHEST: Duration = Duration::from_millis(1500);
/// From this stratum on a server says that it has no time (RFC 5905: MAXSTRAT).
const UNSYNCHRONISED: u8 = 16;
/// The clock here and the system's own granularity are not known better than this.
const FLOOR: Duration = Duration::from_millis(1);
/// Seconds between 1900 and 1970.
const EPOCH: i64 = 2_208_988_800;

/// A question: version 4, from a client, with a number to know the answer by in the place of the time.
pub(super) fn question(cookie: u64) -> [u8; SIZE] {
    let mut packet = [0; SIZE];
    packet[0] = 4 << 3 | 3;
    packet[40..].copy_from_slice(&cookie.to_be_bytes());
    packet
}

/// Why an answer does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Dropped {
    Malformed,
    AnotherQuestion,
    Kiss(String),
    Unsynchronised,
    TooFar(Duration),
    Contradiction,
}

impl Dropped {
    /// The rest of a sentence for a person.
    pub(super) fn words(&self) -> Phrase {
        match self {
            Dropped::Malformed => silent("malformed", ""),
            Dropped::AnotherQuestion => silent("question", ""),
            Dropped::Kiss(code) => silent("kiss", code),
            Dropped::Unsynchronised => silent("unset", ""),
            Dropped::TooFar(away) => silent("far", &away.as_secs_f32().to_string()),
            Dropped::Contradiction => silent("contradiction", ""),
        }
    }
}

/// Why somebody did not tell the time.
pub(super) fn silent(why: &str, detail: &str) -> Phrase {
    Phrase::new("time-silent", [("why", why.into()), ("detail", detail.into())])
}

/// What an answer proves. `sent` is this computer's time when the question went, and the answer came `after` that by a clock
/// that nobody sets.
pub(super) fn answer(packet: &[u8], cookie: u64, sent: Timestamp, after: Duration) -> Result<Told, Dropped> {
    let fields = Fields::of(packet).ok_or(Dropped::Malformed)?;
    if fields.mode != 4 || !(1..=4).contains(&fields.version) {
        return Err(Dropped::Malformed);
    }
    // before anything that it says is believed, the refusal included
    if fields.origin != cookie {
        return Err(Dropped::AnotherQuestion);
    }
    if fields.stratum == 0 {
        return Err(Dropped::Kiss(fields.kiss()));
    }
    if fields.leap == 3 || fields.stratum >= UNSYNCHRONISED || fields.received == 0 || fields.transmitted == 0 {
        return Err(Dropped::Unsynchronised);
    }
    let distance = fields.root_delay / 2 + fields.root_dispersion;
    if distance > FURTHEST {
        return Err(Dropped::TooFar(distance));
    }
    let (received, transmitted) = (time(fields.received), time(fields.transmitted));
    let worked = transmitted.duration_since(received);
    let underway = Duration::try_from(worked).ok().and_then(|worked| after.checked_sub(worked));
    // what took longer there than it did here was not measured by one time
    let delay = underway.ok_or(Dropped::Contradiction)?;
    let ahead = |ours: Timestamp, theirs: Timestamp| ours.duration_since(theirs);
    let came =
        sent.saturating_add(SignedDuration::try_from(after).unwrap_or(SignedDuration::MAX)).unwrap_or(Timestamp::MAX);
    let there = ahead(sent, received);
    let back = ahead(came, transmitted);
    Ok(Told {
        offset: there.saturating_add(back.saturating_sub(there) / 2),
        error: delay / 2 + distance + FLOOR,
        delay,
        stratum: Some(fields.stratum),
    })
}

struct Fields {
    leap: u8,
    version: u8,
    mode: u8,
    stratum: u8,
    root_delay: Duration,
    root_dispersion: Duration,
    reference: [u8; 4],
    origin: u64,
    received: u64,
    transmitted: u64,
}

impl Fields {
    fn of(packet: &[u8]) -> Option<Fields> {
        let packet: &[u8; SIZE] = packet.first_chunk()?;
        let four = |at: usize| [packet[at], packet[at + 1], packet[at + 2], packet[at + 3]];
        let short = |at: usize| u32::from_be_bytes(four(at));
        let long = |at: usize| u64::from(short(at)) << 32 | u64::from(short(at + 4));
        Some(Fields {
            leap: packet[0] >> 6,
            version: packet[0] >> 3 & 7,
            mode: packet[0] & 7,
            stratum: packet[1],
            root_delay: seconds(short(4)),
            root_dispersion: seconds(short(8)),
            reference: four(12),
            origin: long(24),
            received: long(32),
            transmitted: long(40),
        })
    }

    /// The four letters of a server's no: `RATE`, `DENY`, `RSTR`.
    fn kiss(&self) -> String {
        self.reference.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(|byte| char::from(*byte)).collect()
    }
}

/// 16 bits of seconds and 16 of their fraction.
fn seconds(short: u32) -> Duration {
    Duration::from_nanos((u64::from(short) * 1_000_000_000) >> 16)
}

/// 32 bits of seconds since 1900 and 32 of their fraction; since 2036 they begin anew, and the first bit tells which (RFC
/// 4330, 3).
fn time(long: u64) -> Timestamp {
    let (second, fraction) = (i64::try_from(long >> 32).unwrap_or_default(), long & 0xffff_ffff);
    let era = if long >> 63 == 1 { 0 } else { 1 << 32 };
    let nanosecond = i32::try_from((fraction * 1_000_000_000) >> 32).unwrap_or_default();
    Timestamp::new(second + era - EPOCH, nanosecond).unwrap_or(Timestamp::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const COOKIE: u64 = 0x0123_4567_89ab_cdef;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn ntp(time: Timestamp) -> u64 {
        let seconds = u64::try_from((time.as_second() + EPOCH) & 0xffff_ffff).unwrap();
        let fraction = u64::try_from(time.subsec_nanosecond()).unwrap();
        (seconds << 32) | ((fraction << 32) / 1_000_000_000)
    }

    /// A good answer of a server that received the question at `received` and took a millisecond to answer.
    fn packet(received: Timestamp) -> [u8; SIZE] {
        let mut packet = [0; SIZE];
        (packet[0], packet[1]) = (4 << 3 | 4, 2);
        packet[4..8].copy_from_slice(&0x0000_0800_u32.to_be_bytes()); // 31.25 ms
        packet[8..12].copy_from_slice(&0x0000_0400_u32.to_be_bytes()); // 15.625 ms
        packet[24..32].copy_from_slice(&COOKIE.to_be_bytes());
        packet[32..40].copy_from_slice(&ntp(received).to_be_bytes());
        packet[40..48].copy_from_slice(&ntp(received + SignedDuration::from_millis(1)).to_be_bytes());
        packet
    }

    const AFTER: Duration = Duration::from_millis(41);

    #[test]
    fn the_way_there_and_back_is_taken_out() {
        // 20 ms there, 1 ms of work, 20 ms back
        for (received, offset_ms) in [
            ("2026-11-20T12:00:00.020Z", 0),
            ("2026-11-20T12:00:03.020Z", -3_000),
            ("2026-11-20T11:56:40.020Z", 200_000),
            ("2036-02-07T06:28:20Z", -290_802_499_980),
            ("2040-01-01T00:00:00.020Z", -413_812_800_000),
        ] {
            let told = answer(&packet(at(received)), COOKIE, at("2026-11-20T12:00:00Z"), AFTER).unwrap();
            let off = i64::try_from(told.offset.as_millis()).unwrap();
            assert!((off - offset_ms).abs() <= 1, "{received}: {off}");
            assert_eq!(told.delay.as_millis(), 40);
            // half the way, half of the server's own way, and what it says it may be wrong
            assert_eq!(told.error.as_millis(), 20 + 15 + 15 + 1 + 1);
            assert_eq!(told.stratum, Some(2));
        }
    }

    #[test]
    fn what_proves_nothing_does_not_count() {
        type Change = fn(&mut [u8; SIZE]);
        let rows: [(&str, Change, Dropped); 12] = [
            ("another mode", |p| p[0] = 4 << 3 | 3, Dropped::Malformed),
            ("version 0", |p| p[0] = 4, Dropped::Malformed),
            ("version 7", |p| p[0] = 7 << 3 | 4, Dropped::Malformed),
            ("another question", |p| p[31] ^= 1, Dropped::AnotherQuestion),
            ("no origin", |p| p[24..32].fill(0), Dropped::AnotherQuestion),
            ("leap alarm", |p| p[0] |= 0xc0, Dropped::Unsynchronised),
            ("stratum 16", |p| p[1] = 16, Dropped::Unsynchronised),
            ("no time", |p| p[40..48].fill(0), Dropped::Unsynchronised),
            (
                "a kiss of death",
                |p| {
                    p[1] = 0;
                    p[12..16].copy_from_slice(b"RATE");
                },
                Dropped::Kiss("RATE".into()),
            ),
            (
                "a kiss that is no text",
                |p| {
                    p[1] = 0;
                    p[12..16].copy_from_slice(b"\x1b[2J");
                },
                Dropped::Kiss("2J".into()),
            ),
            ("sent before it came", |p| p[32..36].fill(0xff), Dropped::Contradiction),
            (
                "far from its reference",
                |p| p[8..10].copy_from_slice(&[0, 2]),
                Dropped::TooFar(Duration::from_micros(2_031_250)),
            ),
        ];
        for (name, change, dropped) in rows {
            let mut packet = packet(at("2026-11-20T12:00:00.020Z"));
            change(&mut packet);
            assert_eq!(answer(&packet, COOKIE, at("2026-11-20T12:00:00Z"), AFTER), Err(dropped), "{name}");
        }
        let good = packet(at("2026-11-20T12:00:00.020Z"));
        assert_eq!(answer(&good[..47], COOKIE, at("2026-11-20T12:00:00Z"), AFTER), Err(Dropped::Malformed));
    }

    #[test]
    fn a_question_tells_nothing_about_this_computer() {
        let question = question(COOKIE);
        assert_eq!((question[0], &question[40..]), (0x23, &COOKIE.to_be_bytes()[..]));
        assert!(question[1..40].iter().all(|byte| *byte == 0));
    }

    proptest! {
        #[test]
        fn no_bytes_whatever_cause_a_panic(
            mut bytes in proptest::collection::vec(any::<u8>(), 0..120), ours: bool, second in -377_705_023_201_i64..=253_402_207_200, after: u64,
        ) {
            if ours && bytes.len() >= SIZE {
                bytes[0] = bytes[0] & 0xc0 | 4 << 3 | 4;
                bytes[24..32].copy_from_slice(&COOKIE.to_be_bytes());
            }
            let sent = Timestamp::from_second(second).unwrap();
            if let Ok(told) = answer(&bytes, COOKIE, sent, Duration::from_nanos(after)) {
                prop_assert!(told.error >= told.delay / 2 && told.delay <= Duration::from_nanos(after));
            }
        }

        #[test]
        fn the_truth_lies_within_the_error(there in 0_u64..2_000, back in 0_u64..2_000, ahead in -4_000_000_i64..4_000_000) {
            let true_time = at("2026-11-20T12:00:00Z");
            let sent = true_time + SignedDuration::from_millis(ahead);
            let received = true_time + SignedDuration::from_millis(i64::try_from(there).unwrap());
            let told = answer(&packet(received), COOKIE, sent, Duration::from_millis(there + 1 + back)).unwrap();
            let wrong = (told.offset - SignedDuration::from_millis(ahead)).unsigned_abs();
            prop_assert!(wrong <= told.error, "{wrong:?} is more than {:?}", told.error);
        }
    }
}
