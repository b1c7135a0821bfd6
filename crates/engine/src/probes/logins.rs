//! Whether a start now would destroy a stored login.
//!
//! A gateway that starts without a network while an OAuth access token is expired replaces the refresh token with a marker;
//! the person must sign in again (measured on OpenClaw 2026.9.6). So before a start: is there such a login, is it
//! expired, and can the host that would renew it be reached, with a certificate that is valid by this computer's clock?
//! The answers come from what is cheapest and safe: the bytes of the gateway's databases, a connection on which nothing
//! is asked, and, only when both leave a doubt, `models auth list`, which reads without refreshing.

use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
    time::Duration,
};

use clawtender_core::{
    facts::Launch,
    unreached::{Tls, Unreached},
};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use crate::{clock, web::Web, world::World};

/// Where each provider renews its tokens.
const RENEWED_AT: [(&str, &str); 6] = [
    ("github-copilot", "api.github.com:443"),
    ("google", "oauth2.googleapis.com:443"),
    ("minimax", "api.minimax.io:443"),
    ("openai", "auth.openai.com:443"),
    ("openrouter", "openrouter.ai:443"),
    ("xai", "auth.x.ai:443"),
];
/// How long a host gets to accept a connection.
const REACH: Duration = Duration::from_secs(2);
/// How long OpenClaw gets to list its logins; it takes 4–6 s, and tens on a machine that is starting up.
const LISTING: Duration = Duration::from_mins(1);
/// A token that expires this soon is renewed during the start.
const SOON: SignedDuration = SignedDuration::from_mins(5);
/// No login is this far into a database.
const DATABASE_LIMIT: u64 = 256 * 1024 * 1024;

/// Whether an expired login would be destroyed by a start now.
pub(crate) async fn endangered(world: &World, launch: &Launch) -> bool {
    let databases = databases(&world.located.state_dir);
    let looked = tokio::task::spawn_blocking(move || Mentioned::in_any(&databases));
    let Ok(mentioned) = looked.await else { return false };
    if !mentioned.oauth {
        return false;
    }
    // only hosts that this person has a login at are ever connected to
    if !mentioned.hosts.is_empty() && reach_all(&mentioned.hosts).await {
        return false;
    }
    let listed = match world.openclaw(launch, &["models", "auth", "list", "--json"], LISTING).await {
        Ok(output) => output.stdout,
        Err(error) => {
            tracing::warn!(error = format!("{error:#}"), "the stored logins could not be listed");
            return true; // a start can wait for the network, a lost login cannot be had back
        }
    };
    let expired = expired(&listed, clock::now());
    tracing::debug!(?expired, "logins that a start would renew");
    let hosts: Vec<&str> = expired.iter().map(|provider| host_of(provider)).collect();
    !hosts.is_empty() && !reach_all(&hosts).await
}

/// Asking the gateway for its logins now might destroy one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "Not asked: a login would be lost if it had to be renewed now, since the place that renews it cannot be reached."
)]
pub(crate) struct Endangered;

/// Whether a running gateway may be asked for its logins: the question makes it renew those that are expired, and one that
/// cannot be renewed is lost. Asks no program and, without a stored login, nobody.
pub(crate) async fn may_be_asked(state: &Path) -> Result<(), Endangered> {
    let databases = databases(state);
    let looked = tokio::task::spawn_blocking(move || Mentioned::in_any(&databases));
    let Ok(mentioned) = looked.await else { return Err(Endangered) };
    // which of them is expired is not asked: that question is the dangerous one
    let hosts = if mentioned.hosts.is_empty() { &[host_of("")][..] } else { &mentioned.hosts };
    if !mentioned.oauth || reach_all(hosts).await { Ok(()) } else { Err(Endangered) }
}

/// The files in which the gateway keeps its logins, journals included.
fn databases(state: &Path) -> Vec<PathBuf> {
    let mut files = vec![state.join("state/openclaw.sqlite")];
    if let Ok(agents) = std::fs::read_dir(state.join("agents")) {
        files.extend(agents.flatten().map(|agent| agent.path().join("agent/openclaw-agent.sqlite")));
    }
    let journals: Vec<PathBuf> = files.iter().map(|file| PathBuf::from(format!("{}-wal", file.display()))).collect();
    files.extend(journals);
    files
}

/// What the bytes of the databases mention.
#[derive(Default)]
struct Mentioned {
    /// There is, or was, an OAuth login.
    oauth: bool,
    /// Where the providers that are named renew their tokens.
    hosts: Vec<&'static str>,
}

impl Mentioned {
    fn in_any(files: &[PathBuf]) -> Mentioned {
        let mut mentioned = Mentioned::default();
        for file in files {
            mentioned.look(file);
        }
        mentioned
    }

    /// A page border may cut one mention, hardly all of them.
    fn look(&mut self, file: &Path) {
        const LONGEST: usize = 64;
        let Ok(file) = File::open(file) else { return };
        let mut reader = file.take(DATABASE_LIMIT);
        let mut window = Vec::with_capacity(128 * 1024);
        let mut chunk = vec![0; 64 * 1024];
        while let Ok(read @ 1..) = reader.read(&mut chunk) {
            window.extend_from_slice(&chunk[..read]);
            self.oauth |= contains(&window, b"oauth\"");
            for (name, host) in RENEWED_AT {
                if !self.hosts.contains(&host) && contains(&window, format!("\"provider\":\"{name}").as_bytes()) {
                    self.hosts.push(host);
                }
            }
            window.drain(..window.len().saturating_sub(LONGEST));
        }
    }
}

fn contains(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

/// The providers whose logins are expired or about to be, from `models auth list --json`.
fn expired(listing: &[u8], now: Timestamp) -> Vec<String> {
    #[derive(Deserialize)]
    struct Listing {
        #[serde(default)]
        profiles: Vec<Profile>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Profile {
        provider: String,
        #[serde(default)]
        r#type: String,
        expires_at: Option<Timestamp>,
    }
    let Ok(listing) = serde_json::from_slice::<Listing>(listing) else { return Vec::new() };
    let soon = now.saturating_add(SOON).unwrap_or(now);
    let due = |profile: &Profile| profile.r#type == "oauth" && profile.expires_at.is_some_and(|at| at < soon);
    listing.profiles.into_iter().filter(due).map(|profile| profile.provider).collect()
}

fn host_of(provider: &str) -> &'static str {
    let known = RENEWED_AT.iter().find(|(name, _)| provider.starts_with(name));
    known.unwrap_or(&RENEWED_AT[3]).1
}

async fn reach_all(hosts: &[&str]) -> bool {
    let mut attempts = tokio::task::JoinSet::new();
    for host in hosts {
        let host = (*host).to_owned();
        attempts.spawn(async move {
            let reached = tokio::time::timeout(REACH, tokio::net::TcpStream::connect(&host)).await;
            matches!(reached, Ok(Ok(_))) && could_renew(&Web::new().meet(&format!("https://{host}/"), REACH).await)
        });
    }
    attempts.join_all().await.into_iter().all(|reached| reached)
}

/// Whether a host could renew a login with which this was met. By a clock that is wrong its certificate is over or has not
/// begun; whom else the gateway trusts than this computer does is not known here.
fn could_renew(met: &Result<(), Unreached>) -> bool {
    !matches!(met, Err(Unreached::Tls(Tls::Expired | Tls::NotYetValid)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_expired_oauth_logins_are_in_danger() {
        let now: Timestamp = "2026-11-20T12:00:00Z".parse().unwrap();
        let listing = br#"{"profiles":[
            {"id":"openai:a","provider":"openai","type":"oauth","expiresAt":"2026-11-20T11:00:00Z"},
            {"id":"xai:b","provider":"xai","type":"oauth","expiresAt":"2026-11-20T12:04:00Z"},
            {"id":"xai:c","provider":"xai-later","type":"oauth","expiresAt":"2026-11-21T12:04:00Z"},
            {"id":"anthropic:d","provider":"anthropic","type":"token","expiresAt":"2026-11-20T11:00:00Z"},
            {"id":"google:e","provider":"google","type":"oauth"}]}"#;
        assert_eq!(expired(listing, now), ["openai", "xai"]);
        assert_eq!(expired(b"not JSON", now), [""; 0]);
    }

    #[test]
    fn a_clock_by_which_the_certificate_is_not_valid_endangers_a_login_like_no_network() {
        for (met, renews) in [
            (Ok(()), true),
            (Err(Unreached::Tls(Tls::Expired)), false),
            (Err(Unreached::Tls(Tls::NotYetValid)), false),
            (Err(Unreached::Tls(Tls::UnknownIssuer)), true),
            (Err(Unreached::Silent), true),
        ] {
            assert_eq!(could_renew(&met), renews, "{met:?}");
        }
    }

    #[test]
    fn a_mention_across_two_reads_is_found() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let mut bytes = vec![b'x'; 64 * 1024 - 3];
        bytes.extend_from_slice(br#"oauth","provider":"xai"}"#);
        std::fs::write(file.path(), &bytes).unwrap();
        let mentioned = Mentioned::in_any(&[file.path().to_owned()]);
        assert!(mentioned.oauth);
        assert_eq!(mentioned.hosts, ["auth.x.ai:443"]);
        std::fs::write(file.path(), vec![b'x'; 200_000]).unwrap();
        assert!(!Mentioned::in_any(&[file.path().to_owned()]).oauth);
    }
}
