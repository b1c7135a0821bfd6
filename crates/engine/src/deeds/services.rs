//! The gateway's service, where OpenClaw's own commands write it anew or take it away. The definition is kept before,
//! among our own files, so that it can be put back; it may hold secrets, so nothing of it stands in the journal, and it is kept for
//! as long as it can be put back and no longer.

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use clawtender_core::{facts::Service, fixes::Fix, mending::Step, text::clean, words::Phrase};

use super::programs::{ends, stop_others};
use crate::{
    edit::Undo,
    journal::{self, Entry, Outcome, WasService, step},
    launch, platform,
    process::Identity,
    reconfigure::{self, Reconfigure},
    service::{self, Refusal},
    settings::Mode,
    steps::Steps,
    words,
    world::World,
};

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
    lines.extend(definition(world).map(|service| keeps(world, Path::new(&service.file))));
    lines.push(service::line(world, service::INSTALL).await.map_err(|Refusal(words)| words)?);
    Ok(lines)
}

/// What supervising from here does.
pub(crate) async fn plan_take_over(world: &World, (running, service): (Option<u32>, bool)) -> Result<Vec<Phrase>> {
    let mut lines = Vec::new();
    if service {
        lines.extend(definition(world).map(|service| keeps(world, Path::new(&service.file))));
        lines.push(service::line(world, service::UNINSTALL).await.map_err(|Refusal(words)| words)?);
    }
    // one of the service ends with it
    lines.extend(running.filter(|&pid| !(service && launch::service_made(pid))).map(ends));
    lines.push(words::say("plan-starts"));
    Ok(lines)
}

fn keeps(world: &World, file: &Path) -> Phrase {
    let named = |path: &Path| clean(&path.to_string_lossy(), 300);
    let aside = journal::kept(&world.paths, file).with_extension("…");
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
        let undo = Undo::keeping(&file, journal::kept(&files.world.paths, &file))?;
        step("kept");
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

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs;

    use super::*;
    use crate::{edit::Undone, journal::Journal, paths::Paths};

    const DEFINITION: &str = "[Service]\nEnvironment=OPENAI_API_KEY=sk-kept-0123456789\n";

    /// A home with a definition in it that others may read.
    fn defined() -> (tempfile::TempDir, Paths, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let (paths, unit) = (Paths::under(folder.path()), folder.path().join("units/openclaw-gateway.service"));
        fs::create_dir_all(unit.parent().unwrap()).unwrap();
        fs::write(&unit, DEFINITION).unwrap();
        platform::set_mode(&unit, 0o640).unwrap();
        (folder, paths, unit)
    }

    fn mode(path: &Path) -> u32 {
        platform::file_mode(path).unwrap().unwrap().mode & 0o7777
    }

    #[test]
    fn a_definition_comes_back_whatever_became_of_it_and_nothing_of_it_is_in_the_journal() {
        let becomes: [fn(&Path); 3] = [
            |unit| fs::write(unit, "[Service]\nExecStart=/else/where\n").unwrap(),
            |unit| fs::remove_dir_all(unit.parent().unwrap()).unwrap(),
            |_| (),
        ];
        for (becomes, how) in becomes.into_iter().zip([Undone::Whole, Undone::Whole, Undone::Nothing]) {
            let (_folder, paths, unit) = defined();
            let aside = journal::kept(&paths, &unit);
            let undo = Undo::keeping(&unit, aside.clone()).unwrap();
            // for this user alone, and not where definitions are looked for
            assert_eq!((mode(&aside), mode(aside.parent().unwrap())), (0o600, 0o700));
            assert_eq!(fs::read_dir(unit.parent().unwrap()).unwrap().count(), 1);
            let line = serde_json::to_string(&undo).unwrap();
            assert!(!line.contains("0123456789"), "{line}");
            becomes(&unit);
            let undo: Undo = serde_json::from_str(&line).unwrap();
            assert_eq!(undo.carry_out(|_| None).unwrap(), how);
            assert!(undo.is_done() && !aside.exists());
            assert_eq!((fs::read_to_string(&unit).unwrap(), mode(&unit)), (DEFINITION.to_owned(), 0o640));
        }
    }

    #[test]
    fn a_definition_is_kept_while_it_can_be_put_back_and_no_longer() {
        let (_folder, paths, unit) = defined();
        let journal = Journal::of(&paths);
        let keeps = || Undo::keeping(&unit, journal::kept(&paths, &unit)).unwrap();
        let left = || fs::read_dir(paths.state.join("kept")).unwrap().count();
        // nobody has noted it
        keeps();
        journal.forget_kept(&paths);
        assert_eq!(left(), 0);
        let entry = journal.begin("reinstall-service", Vec::new(), vec![keeps()]).unwrap();
        journal.conclude(&entry.id, Outcome::Verified).unwrap();
        journal.forget_kept(&paths);
        assert_eq!(left(), 1);
        // as if it had been five weeks ago
        let file = paths.state.join("journal.jsonl");
        let then = entry.at - jiff::SignedDuration::from_hours(35 * 24);
        let text = fs::read_to_string(&file).unwrap().replace(&entry.at.to_string(), &then.to_string());
        fs::write(&file, text).unwrap();
        journal.forget_kept(&paths);
        assert_eq!(left(), 0);
        assert!(!journal.entries()[0].0.undo[0].is_possible());
    }
}
