//! Tells when files that matter have changed, as events of the system. Nothing is read here.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::{Notify, mpsc};

/// An editor writes a file in several steps; they count as one change.
const SETTLE: Duration = Duration::from_millis(150);

/// What has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Touched {
    /// The gateway's configuration, or one of the files beside it.
    Config,
    /// The gateway's lock files: one came or went.
    Locks,
    /// The gateway's output.
    Output,
}

/// Watches folders until it is dropped.
pub(crate) struct Watch {
    watcher: Option<RecommendedWatcher>,
    wanted: BTreeSet<PathBuf>,
    /// The gateway keeps its locks in a folder in here that is named after the user's number.
    temporary: PathBuf,
    watched: Vec<PathBuf>,
}

impl Watch {
    /// Reports changes to `inbox`. Where the system has no watcher left to give, changes are noticed at the next order
    /// or doctor run instead.
    pub(crate) fn start(config: &Path, state: &Path, logs: &Path, inbox: &mpsc::Sender<Touched>) -> Watch {
        let signals = Arc::new(Signals { config: Notify::new(), locks: Notify::new(), output: Notify::new() });
        let (config_name, logs_folder) = (config.file_name().map(ToOwned::to_owned), logs.to_owned());
        let heard = Arc::clone(&signals);
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            let Ok(event) = event else { return };
            if matches!(event.kind, EventKind::Access(_)) {
                return;
            }
            for path in &event.paths {
                let name = path.file_name().unwrap_or_default();
                let beside =
                    |config: &std::ffi::OsString| name.to_string_lossy().starts_with(config.to_string_lossy().as_ref());
                if path.parent() == Some(&logs_folder) {
                    if name.to_string_lossy().starts_with("gateway.std") {
                        heard.output.notify_one();
                    }
                } else if config_name.as_ref().is_some_and(beside) {
                    heard.config.notify_one();
                } else if path.extension().is_some_and(|kind| kind == "lock") || name == "tmp" {
                    heard.locks.notify_one();
                } else if name.to_string_lossy().starts_with("openclaw-") {
                    heard.locks.notify_one(); // the folder of the locks itself
                }
            }
        });
        let watcher = watcher.inspect_err(|error| tracing::warn!(%error, "files are not watched")).ok();
        report(&signals, inbox);
        let temporary = state.join("tmp");
        let wanted: BTreeSet<PathBuf> =
            config.parent().into_iter().chain([state, &temporary, logs]).map(Path::to_owned).collect();
        let mut watch = Watch { watcher, wanted, temporary, watched: Vec::new() };
        watch.refresh();
        watch
    }

    /// Watches the folders that have come into being, and forgets those that have gone.
    pub(crate) fn refresh(&mut self) {
        let Some(watcher) = &mut self.watcher else { return };
        self.watched.retain(|folder| folder.exists());
        let inside = std::fs::read_dir(&self.temporary).into_iter().flatten().flatten().map(|entry| entry.path());
        let locks = inside.filter(|path| {
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("openclaw")) && path.is_dir()
        });
        for folder in self.wanted.iter().cloned().chain(locks) {
            if !self.watched.contains(&folder)
                && folder.is_dir()
                && watcher.watch(&folder, RecursiveMode::NonRecursive).is_ok()
            {
                self.watched.push(folder);
            }
        }
    }
}

struct Signals {
    config: Notify,
    locks: Notify,
    output: Notify,
}

fn report(signals: &Arc<Signals>, inbox: &mpsc::Sender<Touched>) {
    for touched in [Touched::Config, Touched::Locks, Touched::Output] {
        let (signals, inbox) = (Arc::clone(signals), inbox.clone());
        tokio::spawn(async move {
            loop {
                let (signal, settle) = match touched {
                    Touched::Config => (&signals.config, SETTLE),
                    Touched::Locks => (&signals.locks, SETTLE),
                    // a gateway that writes a thousand lines a second costs ten wake-ups, not a thousand
                    Touched::Output => (&signals.output, Duration::from_millis(100)),
                };
                tokio::select! {
                    () = signal.notified() => {}
                    () = inbox.closed() => return,
                }
                tokio::time::sleep(settle).await;
                if inbox.send(touched).await.is_err() {
                    return;
                }
            }
        });
    }
}
