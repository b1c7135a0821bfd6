//! Lets through what cannot hold a fixed text, several times as fast as the automaton could look at it.
//!
//! Of each text six bytes are chosen, those that ordinary logs have least of. Wherever these stand, one of any three places in a row begins
//! four bytes that lie within them; so it is enough to look at every third place, each without waiting for the one before.
//! What is found here is found; the automaton stays the judge of what else stands on the line.

use std::{cmp::Reverse, ops::Range};

/// How many bytes of each text are looked for.
const WINDOW: usize = 6;
/// How many are looked at in one place.
const GRAM: usize = 4;
/// How far apart the places are.
const STEP: usize = WINDOW - GRAM + 1;
/// What is common in English text and in logs, most common first.
const COMMON: &[u8] = b"etaoinsr hldcumfpg=wyb:v-k.x_jqz";

/// What ordinary logs are full of. Where a text has bytes that are not in here, those are looked for.
const ORDINARY: &str = r#"{"0":"{\"subsystem\":\"gateway\"}","1":"loading configuration","_meta":{"runtime":"node","runtimeVersion":
"24.21.0","hostname":"vm","date":"2026-11-20T11:19:48.079Z","logLevelId":3,"logLevelName":"INFO","name":"{\"subsystem\":\"plugins\"}",
"parentNames":["openclaw"],"path":{"fullFilePath":"file:///node_modules/openclaw/dist/console.mjs:184:29","fileName":"console.mjs",
"fileNameWithLine":"console.mjs:184","fileColumn":"29","fileLine":"184","method":"console.forwardedConsoleCall [as error]"}},"time":
"2026-11-20T11:19:48.079+00:00","message":"..."} [gateway] resolving authentication starting spawn broker ready pid= server stopped
shutdown budget at startup: drain= reserve= exitMargin= source=Gateway stop policy= [health-monitor] started (interval: 300s, grace)
agent model: openai/gpt (thinking=medium, fast=off) http server listening (14 plugins: anthropic, browser, device-pair, github, ollama)
starting channels and sidecars startup outcomes: internal-hooks=skipped (not-configured); scheduled [heartbeat] device approved
[ws] res models.probe sessions.create chat.send messages.subscribe conn= runId= sessionId= sessionKey=agent:main: connected client
[agent/embedded] tool-search: cataloged 53 tools behind compact prompt surface trigger=user [state/database-verify] database
integrity verification passed [diagnostic] message processed: channel=webchat outcome= duration=7433ms provider= connection profile
[auto-reply/agent-turn-timing] agent turn milestone totalMs= stages=fallback_prepare_harness request response token secret cron job"#;

/// The shortest text that it can look for, in bytes.
pub(super) const SHORTEST: usize = WINDOW;

/// For texts that are found whatever their case.
pub(super) struct Sieve {
    /// A bit for each four bytes that begin in a window.
    grams: Bits,
    /// A bit for each window.
    whole: Bits,
    /// In the order of their bytes.
    windows: Vec<Window>,
}

struct Window {
    bytes: u64,
    text: &'static [u8],
    /// Where in it.
    offset: usize,
}

impl Sieve {
    pub(super) fn new(texts: impl Iterator<Item = &'static str>) -> Sieve {
        let mut sieve = Sieve { grams: Bits::new(), whole: Bits::new(), windows: Vec::new() };
        let mut usual = Bits::new();
        ORDINARY
            .as_bytes()
            .windows(GRAM)
            .filter_map(<[u8]>::first_chunk)
            .for_each(|gram| usual.set(u32::from_le_bytes(*gram)));
        for text in texts.map(str::as_bytes) {
            let windows = text.windows(WINDOW).enumerate();
            let Some((offset, window)) = windows.min_by_key(|(_, window)| commonness(window, &usual)) else { continue };
            for gram in window.windows(GRAM).filter_map(<[u8]>::first_chunk) {
                sieve.grams.set(u32::from_le_bytes(*gram));
            }
            if let Some(bytes) = six(window) {
                sieve.whole.set(half(bytes));
                sieve.windows.push(Window { bytes, text, offset });
            }
        }
        sieve.windows.sort_by_key(|window| window.bytes);
        sieve
    }

    /// A place within the first text in `bytes`; what is found later stands behind it.
    #[allow(clippy::cast_possible_truncation, reason = "the lowest four bytes are what is wanted")]
    pub(super) fn find(&self, bytes: &[u8]) -> Option<usize> {
        let mut at = 0;
        // four places at a time, with one question whether any of them is worth a look
        while let Some(block) = bytes.get(at..).and_then(|rest| rest.first_chunk::<16>()) {
            let block = u128::from_le_bytes(*block);
            let (one, two, three, four) = (block, block >> 24, block >> 48, block >> 72);
            if self.grams.has(one as u32)
                | self.grams.has(two as u32)
                | self.grams.has(three as u32)
                | self.grams.has(four as u32)
                && let Some(found) = self.look(bytes, at..at + 4 * STEP)
            {
                return Some(found);
            }
            at += 4 * STEP;
        }
        self.look(bytes, at..bytes.len())
    }

    /// Place by place.
    fn look(&self, bytes: &[u8], places: Range<usize>) -> Option<usize> {
        places.step_by(STEP).find(|at| {
            let four = bytes.get(*at..).and_then(|rest| rest.first_chunk());
            four.is_some_and(|four| self.grams.has(u32::from_le_bytes(*four))) && self.stands(bytes, *at)
        })
    }

    /// Whether a text has its window around this place.
    fn stands(&self, bytes: &[u8], at: usize) -> bool {
        (at.saturating_sub(STEP - 1)..=at).any(|begin| {
            let Some(found) = bytes.get(begin..).and_then(six).filter(|found| self.whole.has(half(*found))) else {
                return false;
            };
            let first = self.windows.partition_point(|window| window.bytes < found);
            self.windows[first..].iter().take_while(|window| window.bytes == found).any(
                |Window { text, offset, .. }| {
                    let stands = begin.checked_sub(*offset).and_then(|begin| bytes.get(begin..begin + text.len()));
                    stands.is_some_and(|stands| stands.eq_ignore_ascii_case(text))
                },
            )
        })
    }
}

/// Which numbers there may be: never says no to one that was set.
struct Bits(Box<[u64; 1 << 10]>);

impl Bits {
    fn new() -> Bits {
        Bits(Box::new([0; 1 << 10]))
    }

    /// Where the bit of these four bytes is. Upper and lower case are one.
    fn place(number: u32) -> (usize, u64) {
        let hash = (number | 0x2020_2020).wrapping_mul(0x9e37_79b1) >> 16;
        ((hash >> 6) as usize, 1 << (hash & 63))
    }

    fn set(&mut self, number: u32) {
        let (word, bit) = Bits::place(number);
        self.0[word] |= bit;
    }

    fn has(&self, number: u32) -> bool {
        let (word, bit) = Bits::place(number);
        self.0[word] & bit != 0
    }
}

/// The first six bytes as a number. Upper and lower case are one.
fn six(bytes: &[u8]) -> Option<u64> {
    let mut whole = [0; 8];
    whole[..WINDOW].copy_from_slice(bytes.get(..WINDOW)?);
    Some(u64::from_le_bytes(whole) | 0x2020_2020_2020)
}

/// A window as half as many bits.
#[allow(clippy::cast_possible_truncation, reason = "the lowest four bytes are what is wanted")]
fn half(six: u64) -> u32 {
    (six ^ (six >> 32).rotate_left(13)) as u32
}

/// How often a window will be looked at in vain: by its parts that are usual, then by its letters.
fn commonness(window: &[u8], usual: &Bits) -> (usize, Reverse<usize>) {
    let parts = window.windows(GRAM).filter_map(<[u8]>::first_chunk);
    let letter =
        |byte: &u8| COMMON.iter().position(|common| common == &byte.to_ascii_lowercase()).unwrap_or(COMMON.len());
    (parts.filter(|part| usual.has(u32::from_le_bytes(**part))).count(), Reverse(window.iter().map(letter).sum()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEXTS: [&str; 4] = ["ENOSPC", "gateway token mismatch", "status=401", "[model-fetch] error"];

    #[test]
    fn a_text_is_found_wherever_it_stands() {
        let sieve = Sieve::new(TEXTS.into_iter());
        for text in TEXTS {
            for before in 0..20 {
                let there = format!("{}{}{}", "x".repeat(before), text.to_lowercase(), "y".repeat(before % 5));
                let found = sieve.find(there.as_bytes());
                assert!(found.is_some_and(|at| (before..before + text.len()).contains(&at)), "{there} {found:?}");
            }
            assert_eq!(sieve.find(&text.as_bytes()[1..]), None);
        }
    }

    proptest! {
        #[test]
        fn nothing_is_found_but_what_stands_there(pieces in proptest::collection::vec(
            prop_oneof![proptest::sample::select(TEXTS.to_vec()).prop_map(str::to_owned), "[ -~\n]{0,9}", "(EN|OSP|C|gate|way to|status=)"], 0..9)) {
            let text = pieces.concat().to_lowercase();
            let stands = TEXTS.iter().any(|one| text.contains(&one.to_lowercase()));
            prop_assert_eq!(Sieve::new(TEXTS.into_iter()).find(text.as_bytes()).is_some(), stands);
        }
    }
}
