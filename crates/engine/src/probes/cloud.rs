//! What the cloud command line signs in with: a file of its own that the gateway does not use. Read, never written, and its
//! token is let go at once. Whether that command line is on this computer is seen, and it is not run.

use std::path::{Path, PathBuf};

use clawtender_core::{
    credentials::CloudLogin,
    token_times::{TokenTimes, token_times},
};
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use secrecy::zeroize::Zeroizing;
use serde::{Deserialize, Deserializer, de};

use super::bounded;
use crate::runtime::Search;

/// Where it is, in the person's home.
const FILE: &str = ".config/openclaw/credentials.json";
/// No such file is longer.
const LONGEST: u64 = 64 * 1024;

#[derive(Deserialize)]
struct Credentials {
    #[serde(default)]
    access_token: Given,
    expires_at: Option<serde_json::Value>,
}

/// Whether a text was given, and the times in it. The text itself is not kept.
#[derive(Default)]
struct Given(bool, TokenTimes);

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct Look;
        impl de::Visitor<'_> for Look {
            type Value = Given;
            fn expecting(&self, words: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                words.write_str("a text")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Given, E> {
                Ok(Given(!text.trim().is_empty(), token_times(text).unwrap_or_default()))
            }
            fn visit_unit<E: de::Error>(self) -> Result<Given, E> {
                Ok(Given::default())
            }
        }
        source.deserialize_any(Look)
    }
}

/// What the command line is called.
const PROGRAM: &str = "clw";

/// The file's own word; `None` where there is no such file. `search` is asked for where there is one.
pub(crate) async fn login(home: &Path, search: impl Future<Output = Search>) -> Option<CloudLogin> {
    let mut login = file(home).await?;
    login.program = program(search.await).await.map(|program| program.display().to_string());
    Some(login)
}

/// What the file says.
pub(crate) async fn file(home: &Path) -> Option<CloudLogin> {
    let file = home.join(FILE);
    tokio::task::spawn_blocking(move || read(&file)).await.ok().flatten()
}

/// Where the command line is, if it is anywhere.
pub(crate) async fn program(search: Search) -> Option<PathBuf> {
    tokio::task::spawn_blocking(move || search.program(PROGRAM)).await.ok().flatten()
}

fn read(path: &Path) -> Option<CloudLogin> {
    let written = std::fs::metadata(path).and_then(|at| at.modified()).ok();
    let written = written.and_then(|written| Timestamp::try_from(written).ok());
    let mut login = CloudLogin { path: path.display().to_string(), written, ..CloudLogin::default() };
    let bytes = match bounded::read(path, LONGEST) {
        Ok(bytes) => Zeroizing::new(bytes),
        Err(bounded::Unread::Absent) => return None,
        Err(error) => {
            login.problem = Some(error.to_string());
            return Some(login);
        }
    };
    match serde_json::from_slice::<Credentials>(&bytes) {
        Ok(credentials) => {
            (login.token, login.times) = (credentials.access_token.0, credentials.access_token.1);
            match credentials.expires_at.as_ref().map(end) {
                Some(None) => login.problem = Some("expires_at is neither a date nor a number".to_owned()),
                end => login.expires = end.flatten(),
            }
        }
        // what the parser quotes may be the token
        Err(error) => login.problem = Some(format!("it is not JSON: line {} column {}", error.line(), error.column())),
    }
    Some(login)
}

/// A date with or without a zone, or seconds or milliseconds since 1970.
fn end(value: &serde_json::Value) -> Option<Timestamp> {
    /// Seconds do not come this far before the year 5000, milliseconds passed it in 1970.
    const MILLISECONDS: i64 = 100_000_000_000;
    match value {
        serde_json::Value::String(text) => text.parse().ok().or_else(|| {
            let local: DateTime = text.parse().ok()?;
            Some(TimeZone::UTC.to_zoned(local).ok()?.timestamp())
        }),
        value => match value.as_i64()? {
            number if number > MILLISECONDS => Timestamp::from_millisecond(number).ok(),
            number => Timestamp::from_second(number).ok(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<CloudLogin> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        read(file.path())
    }

    #[test]
    fn an_end_is_read_however_it_is_written() {
        let ends = [r#""2026-05-03T14:00:00Z""#, r#""2026-05-03T14:00:00""#, "1777816800", "1777816800000"];
        for end in ends {
            let login =
                of(&format!(r#"{{"access_token":"secret-1","expires_at":{end},"token_type":"Bearer"}}"#)).unwrap();
            assert_eq!((login.token, login.problem), (true, None), "{end}");
            assert_eq!(login.expires.map(|end| end.to_string()).as_deref(), Some("2026-05-03T14:00:00Z"), "{end}");
        }
    }

    #[test]
    fn the_token_is_asked_for_its_times_and_let_go() {
        // {"alg":"none"} and {"iat":1777813200,"exp":1777816800}
        let token = "eyJhbGciOiJub25lIn0.eyJpYXQiOjE3Nzc4MTMyMDAsImV4cCI6MTc3NzgxNjgwMH0.c2lnbmVk";
        let login = of(&format!(r#"{{"access_token":"{token}","token_type":"Bearer"}}"#)).unwrap();
        assert_eq!(login.ends().map(|end| end.to_string()).as_deref(), Some("2026-05-03T14:00:00Z"));
        assert_eq!(login.life(), Some(jiff::SignedDuration::from_hours(1)));
        assert!(login.written.is_some() && !format!("{login:?}").contains("c2lnbmVk"));
    }

    #[test]
    fn what_cannot_be_used_is_said_without_quoting_it() {
        assert_eq!(read(Path::new("/nowhere/credentials.json")), None);
        for text in ["", "secret-1", r#"{"access_token": "secret-1", "#, r#"{"access_token":5}"#] {
            let problem = of(text).unwrap().problem.unwrap();
            assert!(!problem.contains("secret"), "{problem}");
        }
        assert!(!of("{}").unwrap().token);
        let odd = of(r#"{"access_token":"secret-1","expires_at":"soon"}"#).unwrap();
        assert_eq!(odd.problem.as_deref(), Some("expires_at is neither a date nor a number"));
    }
}
