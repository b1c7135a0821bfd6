//! When a token begins and ends by its own word, where it is a JSON Web Token: its claims `iat`, `nbf` and `exp`.
//!
//! Read and not verified: whether the token is genuine is for its issuer to say, and what stands in it is only ever a reason
//! to warn, never to trust. What goes out is times and nothing else of the token. Whatever is no such token, is longer than
//! any, or tells a time that there is not, tells nothing.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Number, Value};

/// The longest token that is looked into, in bytes. Those of large directories have some thousand.
const LONGEST: usize = 16 * 1024;
/// A number beyond this is of milliseconds: seconds do not come this far before the year 5000, milliseconds passed it in
/// 1973.
const MILLISECONDS: i64 = 100_000_000_000;

/// What a token says of its own time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenTimes {
    /// `iat`.
    pub issued: Option<Timestamp>,
    /// `nbf`: before, it is not taken.
    pub begins: Option<Timestamp>,
    /// `exp`: from then on, it is not taken.
    pub ends: Option<Timestamp>,
}

impl TokenTimes {
    /// How long it was made to last, where it says so and that is not nonsense.
    pub fn lifetime(&self) -> Option<SignedDuration> {
        let life = self.ends?.duration_since(self.issued.or(self.begins)?);
        (life > SignedDuration::ZERO).then_some(life)
    }
}

/// The times in a token; `None` where it is not one that can be read without a key.
pub fn token_times(token: &str) -> Option<TokenTimes> {
    let token = token.trim();
    if token.len() > LONGEST {
        return None;
    }
    let parts: Vec<&str> = token.split('.').take(4).collect();
    let [head, claims, _signature] = parts[..] else { return None };
    // text that merely has two dots in it names no method
    object(head)?.get("alg")?.as_str()?;
    let claims = object(claims)?;
    let time = |name| claims.get(name).and_then(time);
    let times = TokenTimes { issued: time("iat"), begins: time("nbf"), ends: time("exp") };
    (times != TokenTimes::default()).then_some(times)
}

/// Some issuers fill up with `=`, which the standard leaves out.
fn object(part: &str) -> Option<Map<String, Value>> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part.trim_end_matches('=')).ok()?).ok()
}

fn time(claim: &Value) -> Option<Timestamp> {
    let Value::Number(number) = claim else { return None };
    let whole = number.as_i64().or_else(|| whole(number))?;
    if whole > MILLISECONDS { Timestamp::from_millisecond(whole) } else { Timestamp::from_second(whole) }.ok()
}

/// Fractions of a second are allowed, and nobody's affair.
fn whole(number: &Number) -> Option<i64> {
    let number = number.as_f64().filter(|number| number.abs() < 1e16)?;
    #[allow(clippy::cast_possible_truncation, reason = "smaller than 2^53")]
    let whole = number as i64;
    Some(whole)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn token(claims: &str) -> String {
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        format!("{}.{}.{}", part(r#"{"alg":"HS256","typ":"JWT"}"#), part(claims), part("a signature"))
    }

    fn second(second: i64) -> Option<Timestamp> {
        Timestamp::from_second(second).ok()
    }

    #[test]
    fn the_times_are_read_and_nothing_else() {
        let times = token_times(&token(r#"{"sub":"ann","iat":1700000000,"nbf":1700000060,"exp":1700003600}"#)).unwrap();
        let (issued, begins, ends) = (second(1_700_000_000), second(1_700_000_060), second(1_700_003_600));
        assert_eq!(times, TokenTimes { issued, begins, ends });
        assert_eq!(times.lifetime(), Some(SignedDuration::from_hours(1)));
        assert!(!format!("{times:?}").contains("ann"));
    }

    #[test]
    fn a_number_is_one_however_it_is_written() {
        for written in ["1700003600", "1700003600.9", "1.7000036e9", "1700003600000"] {
            let times = token_times(&token(&format!(r#"{{"exp":{written}}}"#))).unwrap();
            assert_eq!(times.ends, second(1_700_003_600), "{written}");
            assert_eq!(times.lifetime(), None);
        }
    }

    #[test]
    fn what_tells_no_time_tells_nothing() {
        let good = token(r#"{"exp":1700003600}"#);
        let nested = format!(r#"{{"exp":{}1}}"#, "[".repeat(5000));
        for text in [
            String::new(),
            "sk-ant-api03-0123456789".into(),
            "a.b.c".into(),
            good.replacen('.', ":", 1),
            format!("{good}.{good}"),
            format!("{}.x", good.rsplit_once('.').unwrap().0.replacen("eyJ", "eyX", 1)),
            token("{}"),
            token("[1700003600]"),
            token(r#"{"exp":"1700003600"}"#),
            token(r#"{"exp":null,"nbf":true,"iat":{}}"#),
            token(r#"{"exp":1e300}"#),
            token(r#"{"exp":-9223372036854775808}"#),
            token(&nested),
            token(&format!(r#"{{"exp":1700003600,"x":"{}"}}"#, "x".repeat(LONGEST))),
        ] {
            assert_eq!(token_times(&text), None, "{text:.60}");
        }
        assert_eq!(token_times(&format!(" {good}\n")).unwrap().ends, second(1_700_003_600));
    }

    #[test]
    fn an_end_before_the_beginning_is_no_lifetime() {
        let times = token_times(&token(r#"{"iat":1700003600,"exp":1700000000}"#)).unwrap();
        assert_eq!(times.lifetime(), None);
    }

    proptest! {
        #[test]
        fn hostile_text_breaks_nothing(text in "(\\PC|\\.|eyJ|[A-Za-z0-9_=-]){0,200}") {
            let _ = token_times(&text);
        }

        #[test]
        fn hostile_claims_break_nothing(claims in "\\{(\"(exp|nbf|iat)\":(-?[0-9]{1,30}(\\.[0-9]{1,9})?(e[0-9]{1,4})?|\\[|\"x\"|null),?){0,4}\\}?") {
            let _ = token_times(&token(&claims));
        }

        #[test]
        fn times_come_out_as_they_went_in(issued in 0_i64..4_000_000_000, life in 1_i64..1_000_000_000) {
            let times = token_times(&token(&format!(r#"{{"iat":{issued},"exp":{}}}"#, issued + life))).unwrap();
            prop_assert_eq!(times.lifetime(), Some(SignedDuration::from_secs(life)));
        }
    }
}
