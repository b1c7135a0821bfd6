//! What a fix does beside the engine's own state: over the connection, to the keychain, to the gateway's configuration.
//!
//! The actor decides whether it may be done, and afterwards the check whether it has helped. Every error is a sentence for
//! the person who asked.

use std::{fs::OpenOptions, io::Write as _, path::PathBuf, time::Duration};

use anyhow::{Result, bail};
use clawtender_core::{
    check::Finding,
    checks,
    facts::Facts,
    fixes::{self, Agents, Clock, Connection, Deed, Fix, Install, Keys, Setting},
    mending::Step,
    models as of_agents,
    route::{Kind, Layer, Route},
    text::clean,
    variables::Change,
    words::Phrase,
};
use serde_json::json;

use crate::{
    gateway::LinkHandle,
    journal::{Entry, Journal, Outcome},
    keychain::Keychain,
    moves::Moves,
    platform::{self, ClockOrder},
    probes::{bounded, host},
    reconfigure::Reconfigure,
    runtime::Wish,
    steps::Steps,
    tidy, words,
    world::World,
};

pub(crate) mod environment;
pub(crate) mod models;
mod programs;
pub(crate) mod services;

pub(crate) use self::programs::{end_holders, flush_names, install, stop_others};
use self::{models::Server, programs::plan_install};

/// How long what is asked of the gateway may take.
const ANSWER: Duration = Duration::from_mins(1);

/// Has the connection, or the gateway over it, do something. `new_key`: the gateway does not take our device's key.
pub(crate) async fn over(link: LinkHandle, deed: Connection, subject: &str, new_key: bool) -> Result<()> {
    let asked = async {
        match deed {
            Connection::Again => link.nudge(),
            Connection::PairAgain => link.introduce_anew(new_key),
            Connection::Anew => link.introduce_anew(false),
            Connection::RestartChannel => {
                let (channel, account) = subject.split_once('/').unwrap_or((subject, "default"));
                let which = json!({ "channel": channel, "accountId": account });
                // one that was given up is not running: that it cannot be stopped does no harm
                let _ = link.ask("operator.admin", "channels.stop", which.clone()).await;
                link.ask("operator.admin", "channels.start", which).await?;
            }
            Connection::ReloadSecrets => {
                link.ask("operator.admin", "secrets.reload", json!({})).await?;
            }
        }
        anyhow::Ok(())
    };
    match tokio::time::timeout(ANSWER, asked).await {
        Ok(done) => done.map_err(words::first("fixing-not")),
        Err(_) => bail!(words::say("fixing-late")),
    }
}

/// Has the system ask the person to open the keychain.
pub(crate) async fn unlock() -> Result<()> {
    Ok(Keychain::system().unlock().await?)
}

/// What a deed needs to know of the facts, as they are when it is asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Aim {
    /// What the finding is about.
    pub(crate) subject: String,
    /// The provider's entry in the configuration, and the address at which it answers.
    pub(crate) endpoint: Option<(String, String)>,
    /// The server of models.
    pub(crate) server: Option<Server>,
    /// The gateways that are in the way.
    pub(crate) rivals: Vec<u32>,
    /// Who holds the port: numbers, and when each started.
    pub(crate) holders: Vec<(u32, u64)>,
    /// Our own.
    pub(crate) own: Option<u32>,
    /// See [`checks::unguarded`].
    pub(crate) unguarded: (Option<u32>, bool),
    /// What is installed.
    pub(crate) wish: Wish,
    /// Where a server answers whose certificate is not trusted, and the fingerprint of the authority that was shown there.
    pub(crate) untrusted: Option<(String, String)>,
    /// What is to be different in the gateway's environment.
    pub(crate) changes: Vec<Change>,
    /// The configuration that nobody reads.
    pub(crate) unread: Option<PathBuf>,
}

impl Aim {
    /// Where the deed is to be done.
    pub(crate) fn of(deed: Deed, finding: &Finding, facts: &Facts, own: Option<u32>) -> Aim {
        let subject = finding.subject.as_deref().unwrap_or_default();
        let ways = facts.routes.value().map(|routes| &routes.ways[..]).unwrap_or_default();
        let route = ways.iter().find(|route| route.subject() == subject && route.layer() != Layer::Through);
        let models = ways.iter().find(|route| route.subject() == subject && route.kind == Kind::Local);
        let untrusted = |route: &&Route| {
            route.layer() == Layer::Encryption && subject.split(", ").any(|one| one == route.subject())
        };
        let untrusted = ways.iter().find(untrusted);
        let untrusted =
            untrusted.and_then(|route| Some((route.address.clone(), route.certificate()?.authority.clone()?)));
        let server = |route: &Route| Server {
            kind: route.subject().to_owned(),
            address: route.address.clone(),
            missing: route.missing().into_iter().map(str::to_owned).collect(),
        };
        let openclaw = match deed {
            Deed::Install(Install::Newest) => checks::newer_openclaw(facts),
            Deed::Install(Install::Earlier) => facts.process.proven.clone(),
            Deed::Install(Install::Node) => {
                facts.runtime.value().and_then(|runtime| Some(runtime.openclaws.first()?.version.clone()))
            }
            _ => None,
        };
        let known = Wish::default();
        let changes = checks::change_of_environment(facts, &finding.id, subject);
        let unread = checks::unread_config(facts, subject).map(PathBuf::from);
        let subject = match deed {
            // what takes over is not what the finding is about
            Deed::Setting(Setting::Agents(Agents::Fallback)) => of_agents::substitute(facts).unwrap_or_default(),
            _ => subject.to_owned(),
        };
        Aim {
            subject,
            endpoint: route.and_then(|route| Some((route.name.clone(), route.better()?))),
            server: models.map(server),
            rivals: checks::rivals(facts),
            holders: checks::holders_to_end(facts),
            own,
            unguarded: checks::unguarded(facts),
            untrusted,
            changes,
            unread,
            wish: Wish { openclaw: openclaw.unwrap_or(known.openclaw), ..known },
        }
    }
}

/// Changes a value of the configuration.
pub(crate) async fn set(
    world: World,
    fix: &'static Fix,
    setting: Setting,
    aim: &Aim,
    steps: Steps,
) -> Result<Option<String>> {
    Reconfigure { steps, ..Reconfigure::here(world).await }.set(fix, setting, aim).await
}

/// Has the system set its clock, or keep it right from now on. The system asks for the consent that it wants.
pub(crate) async fn clock(deed: Clock) -> Result<()> {
    platform::order_clock(order_of(deed)).await
}

fn order_of(deed: Clock) -> ClockOrder {
    match deed {
        Clock::Set => ClockOrder::Set,
        Clock::Automatic => ClockOrder::Automatic(true),
    }
}

/// What a deed would do, where that is more exact than what its finding says.
pub(crate) async fn plan(world: World, deed: Deed, aim: &Aim) -> Result<Option<Vec<Phrase>>> {
    let provider = [aim.subject.clone()];
    let text = match deed {
        Deed::Setting(setting) => Reconfigure::here(world).await.plan(setting, aim).await?.preview(),
        Deed::Keys(Keys::Import) => Moves::here(&world.paths).await?.plan_import(&provider).await?.preview(),
        Deed::Keys(Keys::RenewProgram) => return plan_program(&world).await.map(Some),
        Deed::Keys(Keys::Connect) => Moves::here(&world.paths).await?.plan_connect(&provider).await?.preview(),
        Deed::Environment(which) => environment::plan(&world, which, aim).await?.preview(),
        Deed::UseThisConfig => tidy::plan_this_config(&Reconfigure::here(world).await, aim).await?.diff(),
        Deed::Reapply => tidy::plan_reapply(&Reconfigure::here(world).await).await?.1.diff(),
        Deed::UseNewerVersion => tidy::plan_newer_version(&world).await?.1.diff(),
        Deed::MakePrivate => return Ok(Some(tidy::plan_private(&Reconfigure::here(world).await))),
        Deed::TrimLog => return Ok(Some(plan_trim(&world))),
        Deed::Clock(deed) => {
            return Ok(Some(platform::clock_lines(order_of(deed)).iter().map(|line| models::runs(line)).collect()));
        }
        Deed::StopOthers => return programs::plan_stop(&world, &aim.rivals).await.map(Some),
        Deed::EndHolders => return Ok(Some(programs::plan_end(&aim.holders))),
        Deed::ReinstallService => return services::plan_reinstall(&world).await.map(Some),
        Deed::TakeOver => return services::plan_take_over(&world, aim.unguarded).await.map(Some),
        Deed::Install(install) => return Ok(Some(plan_install(&world, &aim.wish, install == Install::Pair))),
        Deed::Models(deed) => return Ok(aim.server.as_ref().map(|server| models::plan(deed, server))),
        Deed::FlushNames => {
            return Ok(Some(platform::FLUSH_NAMES.iter().map(|command| models::runs(command)).collect()));
        }
        _ => return Ok(None),
    };
    Ok((!text.is_empty()).then(|| text.lines().map(Phrase::from).collect()))
}

/// Moves the key of the provider that the finding is about, or makes the way to the keychain anew.
pub(crate) async fn keys(
    world: World,
    link: Option<LinkHandle>,
    deed: Keys,
    provider: &str,
    steps: Steps,
) -> Result<Option<String>> {
    let moves = Moves::here(&world.paths).await?.told(steps);
    moves.wait().await?;
    moves.begins(Step::Plan).await?;
    let named = [provider.to_owned()];
    let left = match deed {
        Keys::Import => {
            let import = moves.planned(moves.plan_import(&named)).await?;
            if !import.is_empty() {
                return moves.import(&import).await.map(|done| done.entry);
            }
            import.draft.left
        }
        Keys::Connect => {
            let draft = moves.planned(moves.plan_connect(&named)).await?;
            if !draft.is_empty() {
                return moves.connect(&draft).await.map(|done| done.entry);
            }
            draft.left
        }
        Keys::RenewProgram => {
            let draft = moves.planned(moves.plan_connect(&[])).await?;
            if !draft.is_empty() {
                return moves.connect(&draft).await.map(|done| done.entry);
            }
            // the program itself is made anew by now, and the configuration names it already
            moves.begins(Step::Write).await?;
            if let Some(link) = link {
                over(link, Connection::ReloadSecrets, "", false).await?;
            }
            return Ok(None);
        }
    };
    match left.into_iter().next() {
        Some(left) => bail!(left.why),
        None => bail!(words::say("fixing-no-key")),
    }
}

/// What making the program anew does: a copy of ours, the configuration that names it, and the gateway's next look at it.
async fn plan_program(world: &World) -> Result<Vec<Phrase>> {
    let moves = Moves::here(&world.paths).await?;
    let program = clean(&moves.program().to_string_lossy(), 300);
    let mut lines = vec![Phrase::new("plan-copies", [("file", program.into())])];
    lines.extend(moves.plan_connect(&[]).await?.preview().lines().map(Phrase::from));
    lines.push(words::say("plan-reads"));
    Ok(lines)
}

fn too_large(world: &World) -> Vec<(PathBuf, u64)> {
    host::log_files(world).into_iter().filter(|(_, bytes)| *bytes > fixes::LOG_KEPT).collect()
}

fn plan_trim(world: &World) -> Vec<Phrase> {
    let size = |bytes: u64| format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000);
    let line = |(file, bytes): (PathBuf, u64)| {
        let file = clean(&file.to_string_lossy(), 300);
        let told = [("file", file.into()), ("left", size(fixes::LOG_KEPT).into()), ("size", size(bytes).into())];
        Phrase::new("plan-cuts", told)
    };
    too_large(world).into_iter().map(line).collect()
}

/// Cuts the gateway's log files down to their latest lines. Whoever writes them appends, so nobody notices.
///
/// What is cut off is not kept. A log that has grown out of bounds says one thing over and over, of which the latest lines have
/// plenty; it is cut because of the room that it takes; and copying gigabytes takes longer than anybody waits. The preview says so.
pub(crate) fn trim_log(world: &World, fix: &'static Fix) -> Result<Option<String>> {
    let files: Vec<PathBuf> = too_large(world).into_iter().map(|(file, _)| file).collect();
    let journal = Journal::of(&world.paths);
    let entry = journal.enter(Entry { files: files.clone(), ..Entry::of(fix.id) })?;
    let cut = files.iter().try_for_each(|file| {
        let end = bounded::end(file, fixes::LOG_KEPT)?;
        let whole = end.iter().position(|byte| *byte == b'\n').map_or(&end[..], |line| &end[line + 1..]);
        let mut log = OpenOptions::new().append(true).open(file)?;
        log.set_len(0)?;
        log.write_all(whole)?;
        anyhow::Ok(())
    });
    journal.conclude(&entry.id, if cut.is_ok() { Outcome::Done } else { Outcome::Failed })?;
    cut.map_err(words::first("fixing-log"))?;
    Ok(Some(entry.id))
}
