//! The gateway's service, where OpenClaw's own commands write it anew or take it away. The definition is kept before, beside
//! itself, so that it can be put back; it may hold secrets, so nothing of it stands in the journal.

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use clawtender_core::{facts::Service, fixes::Fix, mending::Step, text::clean, words::Phrase};

use super::programs::{ends, stop_others};
use crate::{
    edit::Undo,
    journal::{Entry, Outcome, WasService},
    launch, platform,
    process::Identity,
    reconfigure::{self, Reconfigure},
    service::{self, Refusal},
    settings::Mode,
    steps::Steps,
    words,
    world::World,
};

/// How the kept definition is named: no service manager takes such a file for a service.
const KIND: &str = ".bak-";

/// Has OpenClaw install its service anew.
pub(crate) async fn reinstall(world: World, fix: &'static Fix, steps: Steps) -> Result<Option<String>> {
    let files = Reconfigure { steps, ..Reconfigure::here(world).await };
    let _alone = files.alone().await?;
    let entry = keep(&files, fix, true).await?;
    files.steps.begin(Step::Write).await?;
    let done = service::install(&files.world).await;
    conclude(&files, entry, done.map_err(|why| words::because("fixing-service", why.0).into())).await
}

/// Ends what nobody supervises, or what would start such a gateway: OpenClaw uninstalls its service, and a gateway that was
/// started by hand is asked to end. The start of one in its place is the caller's.
pub(crate) async fn take_over(
    world: World,
    fix: &'static Fix,
    (running, service): (Option<u32>, bool),
    steps: Steps,
) -> Result<Option<String>> {
    ensure!(matches!(world.settings.gateway.mode, Mode::Auto | Mode::Child), words::say("fixing-not-ours"));
    let files = Reconfigure { steps, ..Reconfigure::here(world).await };
    let _alone = files.alone().await?;
    let entry = keep(&files, fix, service).await?;
    files.steps.begin(Step::Write).await?;
    let done = async {
        if service {
            service::uninstall(&files.world).await.map_err(|Refusal(words)| words)?;
        }
        match running.filter(|&pid| Identity::of(pid).is_some()) {
            Some(pid) => stop_others(files.world.clone(), None, vec![pid]).await,
            None => Ok(()),
        }
    };
    let done = done.await;
    conclude(&files, entry, done).await
}

/// What installing it anew does.
pub(crate) async fn plan_reinstall(world: &World) -> Result<Vec<Phrase>> {
    let mut lines = Vec::new();
    lines.extend(definition(world).map(|service| keeps(Path::new(&service.file))));
    lines.push(service::line(world, service::INSTALL).await.map_err(|Refusal(words)| words)?);
    Ok(lines)
}

/// What supervising from here does.
pub(crate) async fn plan_take_over(world: &World, (running, service): (Option<u32>, bool)) -> Result<Vec<Phrase>> {
    let mut lines = Vec::new();
    if service {
        lines.extend(definition(world).map(|service| keeps(Path::new(&service.file))));
        lines.push(service::line(world, service::UNINSTALL).await.map_err(|Refusal(words)| words)?);
    }
    // one of the service ends with it
    lines.extend(running.filter(|&pid| !(service && launch::service_made(pid))).map(ends));
    lines.push(words::say("plan-starts"));
    Ok(lines)
}

fn keeps(file: &Path) -> Phrase {
    let named = |path: &Path| clean(&path.to_string_lossy(), 300);
    let aside = PathBuf::from(format!("{}{KIND}…", file.to_string_lossy()));
    Phrase::new("plan-keeps", [("file", named(file).into()), ("aside", named(&aside).into())])
}

/// The definition that OpenClaw's commands are about, where all of a service stands in its file.
fn definition(world: &World) -> Option<Service> {
    let services = platform::services(&world.located.home);
    services.into_iter().find(|service| platform::SERVICES_ARE_FILES && service.name == platform::GATEWAY_SERVICE)
}

/// Keeps the definition, and says so in the journal with whether the service was on.
async fn keep(files: &Reconfigure, fix: &Fix, service: bool) -> Result<Entry> {
    files.steps.begin(Step::BackUp).await?;
    let mut entry = Entry::of(fix.id);
    if let Some(service) = definition(&files.world).filter(|_| service) {
        let (_, holders) = launch::surroundings(&files.world, files.world.config().port, None).await;
        let ran = holders.iter().any(|holder| holder.gateway && launch::service_made(holder.pid));
        let file = PathBuf::from(&service.file);
        let undo = Undo::keeping(&file, reconfigure::aside(&file, KIND))?;
        let was = WasService { enabled: platform::service_enabled(&service), ran, name: service.name };
        (entry.files, entry.undo, entry.service) = (vec![file], vec![undo], Some(was));
    }
    files.journal.enter(entry)
}

/// What came of it. What came to nothing leaves the definition as it was.
async fn conclude(files: &Reconfigure, entry: Entry, done: Result<()>) -> Result<Option<String>> {
    let Err(why) = done else {
        files.journal.conclude(&entry.id, Outcome::Done)?;
        return Ok(Some(entry.id));
    };
    reconfigure::take_back(&entry, |_| None)?;
    files.reread(&entry).await;
    files.journal.conclude(&entry.id, Outcome::Failed)?;
    Err(why)
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;

    use super::*;
    use crate::edit::Undone;

    #[test]
    fn a_definition_comes_back_whatever_became_of_it_and_nothing_of_it_is_in_the_journal() {
        let folder = tempfile::tempdir().unwrap();
        let unit = folder.path().join("openclaw-gateway.service");
        let definition = "[Service]\nEnvironment=OPENAI_API_KEY=sk-kept-0123456789\n";
        let becomes: [fn(&Path); 3] = [
            |unit| fs::write(unit, "[Service]\nExecStart=/else/where\n").unwrap(),
            |unit| fs::remove_file(unit).unwrap(),
            |_| (),
        ];
        for (becomes, how) in becomes.into_iter().zip([Undone::Whole, Undone::Whole, Undone::Nothing]) {
            fs::write(&unit, definition).unwrap();
            platform::set_mode(&unit, 0o640).unwrap();
            let aside = reconfigure::aside(&unit, KIND);
            let undo = Undo::keeping(&unit, aside.clone()).unwrap();
            assert!(aside.exists());
            let line = serde_json::to_string(&undo).unwrap();
            assert!(!line.contains("0123456789"), "{line}");
            becomes(&unit);
            let undo: Undo = serde_json::from_str(&line).unwrap();
            assert_eq!(undo.carry_out(|_| None).unwrap(), how);
            assert!(undo.is_done() && !aside.exists());
            assert_eq!(fs::read_to_string(&unit).unwrap(), definition);
            assert_eq!(platform::file_mode(&unit).unwrap().unwrap().mode, 0o640);
        }
    }
}
