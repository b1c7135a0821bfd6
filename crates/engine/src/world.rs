//! Where the gateway lives: which configuration, which folders, which port, which settings. Read anew before every start.

use std::{
    collections::BTreeMap,
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use clawtender_core::{facts::Launch, words::Language};
use secrecy::{ExposeSecret, SecretString};

use crate::{
    gateway::Endpoint,
    paths::Paths,
    probes::config::{self, Located},
    process::{self, Output, Question, RunError},
    settings::{self, Settings},
    web::Web,
};

/// The surroundings of one engine.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) paths: Arc<Paths>,
    pub(crate) settings: Arc<Settings>,
    /// In which language the faces speak: what the settings say, else the system.
    pub(crate) language: Language,
    pub(crate) located: Arc<Located>,
    pub(crate) home: Option<PathBuf>,
    /// Ours, as it was when the engine started.
    session: Arc<BTreeMap<OsString, OsString>>,
    /// The same with what the settings put into it.
    environment: Arc<BTreeMap<OsString, OsString>>,
}

impl World {
    /// Looks around once: the environment is taken as it is now.
    pub(crate) fn look(paths: Paths) -> World {
        let environment: BTreeMap<OsString, OsString> = std::env::vars_os().collect();
        let home = std::env::home_dir().filter(|home| !home.as_os_str().is_empty());
        let located = config::locate(&|name| environment.get(&OsString::from(name)).cloned(), home.as_deref());
        let settings = read(&paths);
        World {
            paths: Arc::new(paths),
            language: language(&settings),
            settings: Arc::new(settings),
            located: Arc::new(located),
            home,
            environment: Arc::default(),
            session: Arc::new(environment),
        }
        .with_its_environment()
    }

    fn with_its_environment(mut self) -> World {
        self.set_environment();
        self
    }

    fn set_environment(&mut self) {
        self.environment = Arc::new(settings::applied(&self.session, &self.settings.gateway.environment));
    }

    /// A world in one folder, with nothing in its environment.
    #[cfg(test)]
    pub(crate) fn in_folder(folder: &Path) -> World {
        let environment = BTreeMap::from([(OsString::from("HOME"), folder.as_os_str().to_owned())]);
        let located = config::locate(&|name| environment.get(&OsString::from(name)).cloned(), Some(folder));
        World {
            paths: Arc::new(Paths::under(&folder.join("clawtender"))),
            settings: Arc::default(),
            language: Language::default(),
            located: Arc::new(located),
            home: Some(folder.to_owned()),
            environment: Arc::default(),
            session: Arc::new(environment),
        }
        .with_its_environment()
    }

    /// Reads the settings file again.
    pub(crate) fn reload(&mut self) {
        self.settings = Arc::new(read(&self.paths));
        self.language = language(&self.settings);
        self.set_environment();
    }

    /// An environment variable of the gateway, as a start from here gives it.
    pub(crate) fn variable(&self, name: &str) -> Option<OsString> {
        self.environment.get(&OsString::from(name)).cloned()
    }

    /// An environment variable of our own, without what the settings put into it.
    pub(crate) fn of_session(&self, name: &str) -> Option<OsString> {
        self.session.get(&OsString::from(name)).cloned()
    }

    /// Every environment variable.
    pub(crate) fn variables(&self) -> impl Iterator<Item = (OsString, OsString)> {
        self.environment.iter().map(|(name, value)| (name.clone(), value.clone()))
    }

    /// The gateway's configuration as it is on disk now.
    pub(crate) fn config(&self) -> clawtender_core::facts::Config {
        let mut config = config::read(&self.located, &|name| self.variable(name));
        if let Some(port) = self.settings.gateway.port {
            config.port = port; // passed as --port, which wins over everything
        }
        config
    }

    /// The way out that the gateway goes.
    pub(crate) fn web(&self) -> Web {
        Web::by(&|name| self.variable(name))
    }

    /// Where the gateway is reached that listens on `port`.
    pub(crate) fn endpoint(&self, port: u16) -> Endpoint {
        config::endpoint(&self.located, &|name| self.variable(name), Some(port))
    }

    /// What tells one version of the configuration file from the next; `None` where there is none.
    pub(crate) fn config_stamp(&self) -> Option<ConfigStamp> {
        let at = std::fs::metadata(&self.located.config_path).ok()?;
        Some((at.len(), at.modified().ok()?))
    }
}

/// Enough of a file to tell that it has been written anew.
pub(crate) type ConfigStamp = (u64, std::time::SystemTime);

fn read(paths: &Paths) -> Settings {
    let loaded = Settings::load(&paths.settings);
    for warning in loaded.warnings {
        tracing::warn!(line = warning.line, column = warning.column, "settings.json5: {}", warning.message);
    }
    loaded.settings
}

fn language(settings: &Settings) -> Language {
    let of_system = sys_locale::get_locales().filter(|tag| Language::is_whole(tag));
    Language::chosen(settings.language.clone().into_iter().chain(of_system))
}

impl World {
    /// What the gateway's process is given: our environment without what would mislead it, and what a supervised
    /// gateway needs to know.
    pub(crate) fn gateway_environment(&self) -> Vec<(OsString, OsString)> {
        process::gateway_environment(self.variables(), [])
    }

    /// Asks OpenClaw's command line one question, with the gateway's environment.
    ///
    /// # Errors
    /// When it cannot be started or does not answer in time.
    pub(crate) async fn openclaw(
        &self,
        launch: &Launch,
        arguments: &[impl AsRef<OsStr>],
        deadline: Duration,
    ) -> Result<Output, RunError> {
        self.ask(launch, arguments, None, self.gateway_environment(), deadline).await
    }

    /// As [`World::openclaw`], with a line that it reads from its standard input.
    ///
    /// # Errors
    /// As [`World::openclaw`].
    pub(crate) async fn openclaw_reading(
        &self,
        launch: &Launch,
        arguments: &[impl AsRef<OsStr>],
        line: &SecretString,
        deadline: Duration,
    ) -> Result<Output, RunError> {
        self.ask(launch, arguments, Some(line), self.gateway_environment(), deadline).await
    }

    /// The same about another configuration file, in the place of the present one.
    ///
    /// # Errors
    /// As [`World::openclaw`].
    pub(crate) async fn openclaw_about(
        &self,
        config: &Path,
        launch: &Launch,
        arguments: &[impl AsRef<OsStr>],
        deadline: Duration,
    ) -> Result<Output, RunError> {
        let named = |name: &str, path: &Path| (OsString::from(name), path.as_os_str().to_owned());
        let other = [named("OPENCLAW_CONFIG_PATH", config), named("OPENCLAW_STATE_DIR", &self.located.state_dir)];
        self.ask(launch, arguments, None, process::gateway_environment(self.variables(), other), deadline).await
    }

    /// Gives OpenClaw's command line an order as a person would at a terminal: no supervisor is in charge of what it does.
    ///
    /// # Errors
    /// As [`World::openclaw`].
    pub(crate) async fn openclaw_by_hand(
        &self,
        launch: &Launch,
        arguments: &[impl AsRef<OsStr>],
        deadline: Duration,
    ) -> Result<Output, RunError> {
        self.ask(launch, arguments, None, process::terminal_environment(self.variables()), deadline).await
    }

    async fn ask(
        &self,
        launch: &Launch,
        arguments: &[impl AsRef<OsStr>],
        line: Option<&SecretString>,
        mut environment: Vec<(OsString, OsString)>,
        deadline: Duration,
    ) -> Result<Output, RunError> {
        let mut args: Vec<OsString> = launch.prefix.iter().map(Into::into).collect();
        args.extend(arguments.iter().map(|argument| argument.as_ref().to_owned()));
        environment.push(("NO_COLOR".into(), "1".into()));
        let question = Question {
            program: (&launch.program).into(),
            args,
            environment: Some(environment),
            folder: self.home.clone().unwrap_or_else(|| self.paths.state.clone()),
            deadline,
            limit: 4 * 1024 * 1024,
        };
        match line {
            Some(line) => process::run_with(question, format!("{}\n", line.expose_secret()).into_bytes()).await,
            None => process::run(question).await,
        }
    }
}
