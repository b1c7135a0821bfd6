//! Asks a person for a token that they have made elsewhere, and has OpenClaw store it with its own command, which reads it
//! from standard input and tells the running gateway.
//!
//! A token that says itself when it ends is believed; of any other the person is asked, since the gateway can only warn of an
//! end that it knows. The token goes to that command and nowhere else, and what it says is shown without it.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use clawtender_core::{
    facts::Launch,
    providers,
    sign_in::Step,
    text::{clean, hide},
    token_times::{TokenTimes, token_times},
    words::Phrase,
};
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};

use crate::{
    probes::logins,
    process::RunError,
    talk::{Cancelled, Stopped, Talk},
    words,
    world::World,
};

/// OpenClaw's command takes 2–6 s, and more than a minute on a machine that is busy.
const STORING: Duration = Duration::from_mins(3);

/// Whose token it is.
pub(crate) struct Whose {
    /// The provider's id in OpenClaw.
    pub(crate) provider: String,
    /// The profile in whose place it comes; `None` for OpenClaw's own choice.
    pub(crate) profile: Option<String>,
}

/// Leads a person through it. `now` is the time as it is known to be right.
pub(crate) async fn lead(
    world: &World,
    launch: Option<&Launch>,
    whose: &Whose,
    now: Timestamp,
    talk: &mut Talk,
) -> Result<(), Stopped> {
    let launch = launch.context(words::say("token-no-openclaw"))?;
    let known = providers::find(&whose.provider);
    let name = known.map_or_else(|| clean(&whose.provider, 40), |known| known.name.to_owned());
    let mut complaint = None;
    loop {
        let token = entered(&name, complaint.take(), talk).await?;
        let times = token_times(token.expose_secret());
        if let Some(why) = unfit(token.expose_secret(), times, now) {
            complaint = Some(words::because("new-key-not-stored", why));
            continue;
        }
        let lasts = match times.and_then(|times| times.ends) {
            Some(end) => Some(format!("{}s", end.duration_since(now).as_secs())),
            None => lasts(&name, talk).await?,
        };
        talk.say(words::say("token-storing")).await;
        let storing = store(world, launch, whose, &token, lasts.as_deref());
        // what it has begun to write is not broken off
        match storing.await? {
            None => return Ok(()),
            Some(why) => complaint = Some(why),
        }
    }
}

async fn entered(name: &str, complaint: Option<Phrase>, talk: &mut Talk) -> Result<SecretString, Cancelled> {
    let step = Step {
        sensitive: true,
        title: Phrase::new("token-title", [("name", name.into())]),
        message: words::say("token-paste"),
        ..Step::default()
    };
    talk.ask_text(step, complaint).await
}

/// How long it is good, as OpenClaw's command takes it; `None` where the person says nothing.
async fn lasts(name: &str, talk: &mut Talk) -> Result<Option<String>, Cancelled> {
    let mut complaint = None;
    loop {
        let step = Step {
            title: Phrase::new("token-lasts", [("name", name.into())]),
            message: words::say("token-lasts-how"),
            placeholder: "365d".to_owned(),
            ..Step::default()
        };
        let typed = talk.ask_text(step, complaint.take()).await?;
        match duration(typed.expose_secret()) {
            Ok(lasts) => return Ok(lasts),
            Err(NoDuration) => complaint = Some(words::say("token-no-time")),
        }
    }
}

/// What was typed is no time.
#[derive(Debug, PartialEq, Eq)]
struct NoDuration;

/// `None` where nothing was said.
fn duration(typed: &str) -> Result<Option<String>, NoDuration> {
    let typed = typed.trim().to_lowercase();
    if typed.is_empty() {
        return Ok(None);
    }
    let (number, unit) = typed.split_at(typed.trim_end_matches(|char: char| char.is_ascii_alphabetic()).len());
    let number: u32 = number.trim().parse().map_err(|_| NoDuration)?;
    if !(1..=100_000).contains(&number) {
        return Err(NoDuration);
    }
    match unit {
        "" | "d" | "day" | "days" => Ok(Some(format!("{number}d"))),
        "h" | "hour" | "hours" => Ok(Some(format!("{number}h"))),
        _ => Err(NoDuration),
    }
}

/// Why a text can be no token that is of use.
fn unfit(token: &str, times: Option<TokenTimes>, now: Timestamp) -> Option<Phrase> {
    if token.is_empty() {
        return Some(words::say("token-empty"));
    }
    if let Some(flaw) = providers::flaw(None, token).filter(|flaw| flaw.is_certain()) {
        return Some(Phrase::made(|language| flaw.phrase(&language.say("the-provider", &[])).said_in(language)));
    }
    let over =
        times.and_then(|times| times.ends).is_some_and(|end| end.duration_since(now) < SignedDuration::from_secs(1));
    over.then(|| words::say("token-over"))
}

/// Stores it; why OpenClaw does not take it, in its own words.
async fn store(
    world: &World,
    launch: &Launch,
    whose: &Whose,
    token: &SecretString,
    lasts: Option<&str>,
) -> Result<Option<Phrase>> {
    // the gateway looks at all of its logins afterwards
    logins::may_be_asked(&world.located.state_dir).await.map_err(|_| words::say("token-endangers"))?;
    let mut arguments = vec!["models", "auth", "paste-token", "--provider", &whose.provider];
    arguments.extend(whose.profile.iter().flat_map(|profile| ["--profile-id", profile]));
    arguments.extend(lasts.iter().flat_map(|lasts| ["--expires-in", *lasts]));
    let output = match world.openclaw_reading(launch, &arguments, token, STORING).await {
        Ok(output) => output,
        Err(RunError::TimedOut { .. }) => {
            bail!(words::say("token-late"))
        }
        Err(error) => return Err(words::because("nothing-stored", error.to_string()).into()),
    };
    if output.code == Some(0) {
        return Ok(None);
    }
    let said = [output.stderr, output.stdout].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    let Some(why) = said.lines().map(|line| clean(line, 300)).find(|line| !line.trim().is_empty()) else {
        bail!(words::say("token-untold"));
    };
    Ok(Some(words::because("token-refused", hide(why.trim(), token.expose_secret()))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_it_is_good_is_said_in_days_or_hours_or_not() {
        let said = |text: &str| Ok(Some(text.to_owned()));
        for (typed, expected) in [
            ("", Ok(None)),
            ("365", said("365d")),
            (" 30 Days ", said("30d")),
            ("12h", said("12h")),
            ("0d", Err(NoDuration)),
            ("-5", Err(NoDuration)),
            ("1.5d", Err(NoDuration)),
            ("12 m", Err(NoDuration)),
            ("100001", Err(NoDuration)),
            ("d", Err(NoDuration)),
            ("--force", Err(NoDuration)),
            ("ein Jahr", Err(NoDuration)),
        ] {
            assert_eq!(duration(typed), expected, "{typed:?}");
        }
    }

    #[test]
    fn a_token_that_is_over_by_its_own_word_is_not_stored() {
        let now: Timestamp = "2026-11-20T12:00:00Z".parse().unwrap();
        let ends = |seconds| {
            Some(TokenTimes { ends: Some(now + SignedDuration::from_secs(seconds)), ..TokenTimes::default() })
        };
        assert!(
            unfit("t", ends(0), now).is_some() && unfit("t", ends(-5), now).is_some() && unfit("", None, now).is_some()
        );
        assert!(unfit("abcdefgh01234567", ends(5), now).is_none() && unfit("abcdefgh01234567", None, now).is_none());
    }
}
