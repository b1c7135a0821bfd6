//! The server of models on this computer: started, and told to fetch a model.

use std::{fs::File, path::PathBuf, time::Duration};

use anyhow::{Context, Result, bail, ensure};
use clawtender_core::{fixes::Models, text::clean, words::Phrase};
use serde_json::{Value, json};
use tokio::{net::TcpStream, time::timeout};

use crate::{
    process::{self, Order, Question},
    steps::Steps,
    web::Web,
    words,
    world::World,
};

/// Longest time a model may take. They have tens of gigabytes.
const PULL: Duration = Duration::from_hours(6);
/// Longest time in which LM Studio's own command says that its server runs.
const START: Duration = Duration::from_mins(1);
/// How long between two looks whether it listens: nothing tells.
const LOOK: Duration = Duration::from_millis(200);
/// The service that Ollama's own installer makes on Linux; it runs as a user of its own, with models of its own.
const SERVICE: &str = "/etc/systemd/system/ollama.service";
/// How often in a hundred parts it is noted how far a fetch is.
const NOTED: u64 = 10;

/// A server of models, and what of it is wanted.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    /// Its provider in OpenClaw: `ollama`, `lmstudio`.
    pub(crate) kind: String,
    /// Where the gateway looks for it.
    pub(crate) address: String,
    /// The models that it lacks.
    pub(crate) missing: Vec<String>,
}

/// Starts it, or has it fetch what it lacks.
pub(crate) async fn carry_out(world: World, deed: Models, server: Server, steps: &Steps) -> Result<()> {
    match deed {
        // whoever fetches stops when nobody listens any more; what it has by then, it goes on with the next time
        Models::Pull => steps.unless_stopped(pull(&server, steps)).await,
        Models::Serve => serve(&world, &server).await,
    }
}

/// A line of a preview: a command that is run.
pub(crate) fn runs(command: &str) -> Phrase {
    Phrase::new("plan-runs", [("command", command.into())])
}

/// What exactly that is.
pub(crate) fn plan(deed: Models, server: &Server) -> Vec<Phrase> {
    match deed {
        Models::Pull => {
            let asked = |model: &String| Phrase::from(format!("POST {}/api/pull {}", server.origin(), wish(model)));
            server.missing.iter().map(asked).collect()
        }
        Models::Serve => vec![runs(&server.command().join(" "))],
    }
}

impl Server {
    /// Its address without a path.
    fn origin(&self) -> String {
        let (scheme, rest) = self.address.split_once("://").unwrap_or(("http", &self.address));
        format!("{scheme}://{}", rest.split('/').next().unwrap_or_default())
    }

    fn command(&self) -> &'static [&'static str] {
        if self.kind == "lmstudio" { &["lms", "server", "start"] } else { &["ollama", "serve"] }
    }
}

fn wish(model: &str) -> Value {
    json!({ "model": model, "stream": true })
}

async fn pull(server: &Server, steps: &Steps) -> Result<()> {
    ensure!(!server.missing.is_empty(), words::say("fixing-model-none"));
    let web = Web::new();
    for model in &server.missing {
        let (mut trouble, mut done, mut told, mut noted) = (None, false, None, 0);
        let heard = |line: &[u8]| {
            let said: Value = serde_json::from_slice(line).unwrap_or_default();
            if let Some(error) = said["error"].as_str() {
                trouble = Some(clean(error, 200));
            }
            done |= said["status"] == "success";
            if let (Some(total @ 1..), Some(so_far)) = (said["total"].as_u64(), said["completed"].as_u64()) {
                let part = so_far.min(total) / total.div_ceil(100).max(1);
                if told.replace(part) != Some(part) {
                    steps.part(part);
                }
                if part >= noted + NOTED {
                    noted = part;
                    tracing::info!(model, percent = part, "fetching a model");
                }
            }
        };
        let address = format!("{}/api/pull", server.origin());
        let status = web.tell(&address, wish(model).to_string(), PULL, heard).await;
        let status = status.map_err(|why| {
            let why = why.to_string();
            Phrase::new("fixing-model-refused", [("server", server.origin().into()), ("why", why.into())])
        })?;
        if let Some(trouble) = trouble {
            let told = [("model", clean(model, 100).into()), ("why", trouble.into())];
            bail!(Phrase::new("fixing-model-trouble", told));
        }
        let broken = [("model", clean(model, 100).into()), ("status", status.to_string().into())];
        ensure!(status == 200 && done, Phrase::new("fixing-model-broken", broken));
    }
    Ok(())
}

async fn serve(world: &World, server: &Server) -> Result<()> {
    let [name, args @ ..] = server.command() else { bail!(words::say("fixing-server-unknown")) };
    if *name == "ollama" && PathBuf::from(SERVICE).exists() {
        bail!(words::say("fixing-server-service"));
    }
    let program =
        on_path(world, name).with_context(|| Phrase::new("fixing-server-path", [("name", (*name).into())]))?;
    let args: Vec<_> = args.iter().map(Into::into).collect();
    let mut environment = process::terminal_environment(world.variables());
    let folder = world.located.home.clone();
    if *name == "lms" {
        let (environment, deadline, limit) = (Some(environment), START, 64 * 1024);
        let output = process::run(Question { program, args, environment, folder, deadline, limit }).await?;
        ensure!(output.code == Some(0), "lms: {}", clean(&String::from_utf8_lossy(&output.stderr), 200));
        return Ok(());
    }
    let origin = server.origin();
    environment.retain(|(name, _)| name != "OLLAMA_HOST");
    environment.push(("OLLAMA_HOST".into(), origin.trim_start_matches("http://").into()));
    std::fs::create_dir_all(&world.paths.logs)?;
    let stdout = File::create(world.paths.logs.join("ollama.log"))?;
    let stderr = stdout.try_clone()?;
    let mut running = process::spawn(Order { program, args, environment, folder, stdout, stderr })?;
    listens(&origin).await?;
    // it lives on without us; its end is awaited so that nothing stays behind as a zombie
    tokio::spawn(async move {
        let exit = running.ended().await;
        tracing::info!(?exit, "the model server has ended");
    });
    Ok(())
}

/// Waits until somebody listens there.
async fn listens(origin: &str) -> Result<()> {
    let address = origin.rsplit('/').next().unwrap_or_default().to_owned();
    let connected = async {
        while TcpStream::connect(&address).await.is_err() {
            tokio::time::sleep(LOOK).await;
        }
    };
    let silent = |_| Phrase::new("fixing-server-silent", [("server", origin.into())]).into();
    timeout(START, connected).await.map_err(silent)
}

fn on_path(world: &World, name: &str) -> Option<PathBuf> {
    let path = world.variable("PATH")?;
    let name = if cfg!(windows) { format!("{name}.exe") } else { name.to_owned() };
    std::env::split_paths(&path)
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join(&name))
        .find(|file| file.is_file())
}
