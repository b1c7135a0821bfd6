//! Deeds that concern other programs: gateways that are in the way, the system's memory of names, Clawtender's own Node and OpenClaw.

use std::{ffi::OsString, path::PathBuf, time::Duration};

use anyhow::{Result, bail, ensure};
use clawtender_core::{
    fixes::{Fix, Install},
    mending::Step,
    redact::without_secrets,
    text::clean,
    words::Phrase,
};
use tokio::time::timeout;

use crate::{
    edit::Edit,
    journal::{Entry, Outcome, step},
    launch, platform,
    process::{self, Identity, Question},
    reconfigure::Reconfigure,
    runtime::{self, Progress, Search, Wish},
    service::{self, Refusal},
    steps::Steps,
    words,
    world::World,
};

/// How long a gateway gets to end after it was asked to. It is not killed: what it does meanwhile is its owner's.
const FAREWELL: Duration = Duration::from_secs(45);
/// How long a command may take that makes the system forget names.
const FLUSH: Duration = Duration::from_secs(10);

/// Ends the gateways of these numbers: a service by its own manager, any other by a request to end. Each only where it is a
/// gateway of this user still, and the process that was looked at.
pub(crate) async fn stop_others(world: World, own: Option<u32>, named: Vec<u32>) -> Result<()> {
    ensure!(!named.is_empty(), words::say("fixing-stop-none"));
    for pid in named {
        let gone = || Phrase::new("fixing-stop-gone", [("pid", pid.to_string().into())]);
        let identity = Identity::of(pid).ok_or_else(gone)?;
        let (others, holders) = launch::surroundings(&world, world.config().port, own).await;
        let holds = holders.iter().any(|holder| holder.pid == pid && holder.gateway && !holder.ours);
        let runs = others.gateways.iter().any(|gateway| gateway.pid == pid);
        let view = platform::process(pid).filter(|view| view.user_is_me && view.identity == identity);
        ensure!((holds || runs) && view.is_some() && Some(pid) != own, gone());
        if launch::service_made(pid) {
            service::stop(&world, None).await.map_err(|Refusal(words)| words)?;
            continue;
        }
        let mut running = process::adopt(identity)?;
        process::terminate(identity)?;
        if timeout(FAREWELL, running.ended()).await.is_err() {
            let seconds = FAREWELL.as_secs().to_string();
            bail!(Phrase::new("fixing-stop-late", [("pid", pid.to_string().into()), ("seconds", seconds.into())]));
        }
        tracing::info!(pid, "another gateway was ended");
    }
    Ok(())
}

/// What that does to each of them.
pub(crate) async fn plan_stop(world: &World, named: &[u32]) -> Result<Vec<Phrase>> {
    let mut lines = Vec::new();
    for &pid in named {
        lines.push(if launch::service_made(pid) {
            service::line(world, service::STOP_IT).await.map_err(|Refusal(words)| words)?
        } else {
            ends(pid)
        });
    }
    Ok(lines)
}

/// A line of a preview: a process that is asked to end, as it was started.
pub(super) fn ends(pid: u32) -> Phrase {
    let view = platform::process(pid);
    let name = view.as_ref().map_or_else(String::new, |view| clean(&view.name, 60));
    let command = view.map_or_else(String::new, |view| clean(&without_secrets(&view.command.join(" ")), 300));
    let told = [("pid", pid.to_string().into()), ("name", name.into()), ("command", command.into())];
    Phrase::new("plan-ends", told)
}

/// Has the system forget which addresses names had.
pub(crate) async fn flush_names(world: World) -> Result<()> {
    let (administrators, anybodys): (Vec<&str>, Vec<&str>) =
        platform::FLUSH_NAMES.iter().partition(|command| command.starts_with(SUDO));
    for command in anybodys {
        let mut words = command.split(' ').map(OsString::from);
        let program = PathBuf::from(words.next().unwrap_or_default());
        run(&world, program, words.collect(), FLUSH).await?;
    }
    if !administrators.is_empty() {
        // macOS's own dialog asks for an administrator's password, once for these commands
        let commands: Vec<&str> = administrators.iter().map(|command| command.trim_start_matches(SUDO)).collect();
        let script = format!("do shell script \"{}\" with administrator privileges", commands.join("; "));
        run(&world, "/usr/bin/osascript".into(), vec!["-e".into(), script.into()], platform::CONSENT).await?;
    }
    Ok(())
}

const SUDO: &str = "sudo ";

async fn run(world: &World, program: PathBuf, args: Vec<OsString>, deadline: Duration) -> Result<()> {
    let (environment, folder) = (Some(process::terminal_environment(world.variables())), world.located.home.clone());
    let name = program.to_string_lossy().into_owned();
    let output = process::run(Question { program, args, environment, folder, deadline, limit: 16 * 1024 }).await?;
    ensure!(output.code == Some(0), "{name}: {}", clean(&String::from_utf8_lossy(&output.stderr), 200));
    Ok(())
}

/// Installs into Clawtender's own folder. Every other install stays as it is. What is fetched counts for nothing until it has been
/// tried, and is noted with what takes it back before it does.
pub(crate) async fn install(
    world: World,
    fix: &'static Fix,
    which: Install,
    wish: Wish,
    steps: Steps,
) -> Result<Option<String>> {
    let paths = world.paths.clone();
    let done = put_in_place(world, fix, which, wish, steps).await;
    if done.is_err() {
        // npm may still write while it ends
        for _ in 0..50 {
            let swept = paths.clone();
            if tokio::task::spawn_blocking(move || runtime::sweep(&swept)).await.unwrap_or(true) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
    done
}

async fn put_in_place(
    world: World,
    fix: &'static Fix,
    which: Install,
    wish: Wish,
    steps: Steps,
) -> Result<Option<String>> {
    let search = Search::here(&world.paths, world.settings.gateway.command.clone()).await;
    let mut last = None;
    let told = |progress: Progress| {
        if last.replace(progress.step) != Some(progress.step) {
            tracing::info!(step = progress.step.label(), "installing");
        }
        if progress.step == runtime::Step::OpenClaw && progress.total > 0 {
            // somebody may have it read to him
            steps.part((progress.done * 10 / progress.total * 10) as u64);
        }
    };
    let fetched = steps.unless_stopped(async { Ok(runtime::fetch(&wish, &search, told).await?) }).await?;
    step("fetched");
    let files = Reconfigure { steps, ..Reconfigure::here(world).await };
    let _alone = files.alone().await?;
    let config = &files.world.located.config_path;
    // one that is there is never touched
    let configured = match which {
        Install::Pair if config.symlink_metadata().is_err() => {
            let text = runtime::minimal_config(&runtime::new_token()?, files.world.config().port);
            Some(Edit::new_file(config, text)?)
        }
        _ => None,
    };
    files.steps.begin(Step::BackUp).await?;
    // nobody wants one back that did not start
    let runtime = fetched.changes().filter(|_| which != Install::Earlier).cloned();
    let folder = runtime.iter().map(|runtime| runtime.folder.clone());
    let entry = files.journal.enter(Entry {
        files: folder.chain(configured.iter().map(|edit| edit.path().to_owned())).collect(),
        undo: configured.iter().map(|edit| edit.undo(&[])).collect(),
        runtime,
        ..Entry::of(fix.id)
    })?;
    step("journalled");
    files.steps.begin(Step::Write).await?;
    let done = fetched.publish(which != Install::Earlier).map_err(anyhow::Error::from);
    let done = done.and_then(|_| configured.iter().try_for_each(Edit::write).map_err(anyhow::Error::from));
    step("configured");
    if let Err(why) = done {
        if let Some(runtime) = entry.runtime.as_ref().filter(|runtime| runtime.counts()) {
            runtime.take_back()?;
        }
        files.journal.conclude(&entry.id, Outcome::Failed)?;
        return Err(why);
    }
    files.journal.conclude(&entry.id, Outcome::Done)?;
    Ok(Some(entry.id))
}

/// What that fetches, and where to.
pub(crate) fn plan_install(world: &World, wish: &Wish, configure: bool) -> Vec<Phrase> {
    let folder = clean(&world.paths.data.join("runtime").to_string_lossy(), 300);
    let mut lines = vec![
        Phrase::new("plan-fetch", [("openclaw", wish.openclaw.as_str().into()), ("node", wish.node.as_str().into())]),
        Phrase::new("plan-put", [("folder", folder.into())]),
    ];
    if configure && !world.config().exists {
        lines.push(Phrase::new("plan-config", [("file", clean(&world.config().path, 300).into())]));
    }
    lines
}
