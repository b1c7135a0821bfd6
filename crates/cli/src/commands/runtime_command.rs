//! `clawtender runtime`: the Node and OpenClaw installs found, and the private pair.

use std::fmt::Write;

use std::path::PathBuf;

use anyhow::Result;
use clawtender_core::facts::{Launch, Runtime};
use clawtender_engine::{
    paths::Paths,
    probes::config,
    protocol::{Answer, Request},
    runtime::{self, Ensured, Progress, Search, Step, Wish},
    settings::Settings,
};
use serde_json::json;

use crate::{
    args::{self, Json},
    exit::Exit,
    output,
    reach::{misunderstood, tell, with_engine},
    signals::unless_interrupted,
    words::{EVIDENCE, NAME, clean},
};

pub(crate) async fn run(paths: &Paths, command: args::Runtime) -> Result<Exit> {
    match command {
        args::Runtime::List(json) => list(paths, json).await,
        args::Runtime::Install(json) => install(paths, json).await,
        args::Runtime::Remove(json) => remove(paths, json).await,
    }
}

async fn list(paths: &Paths, Json { json }: Json) -> Result<Exit> {
    let answer = with_engine(paths, async |engine| engine.ask(Request::Runtime).await).await?;
    let Answer::Runtime(found) = answer else { return Err(misunderstood()) };
    if json {
        output::json(&found)?;
    } else {
        output::say(&listed(&found))?;
    }
    Ok(Exit::Done)
}

async fn install(paths: &Paths, Json { json }: Json) -> Result<Exit> {
    let command = Settings::load(&paths.settings).settings.gateway.command;
    let private = unless_interrupted(async {
        let search = Search::here(paths, command).await;
        let mut last = None;
        Ok(runtime::install(&Wish::default(), &search, |progress| told(progress, &mut last)).await?)
    })
    .await?;
    let configured = configure()?;
    // a gateway that could not start for want of it can start now
    tell(paths, Request::Runtime).await?;
    if json {
        output::json(&json!({
            "folder": private.folder, "program": private.program, "entry": private.entry,
            "openclaw": private.openclaw, "node": private.node, "configured": configured,
        }))?;
    } else {
        let (openclaw, node) = (clean(&private.openclaw, NAME), clean(&private.node, NAME));
        let folder = clean(&private.folder.to_string_lossy(), EVIDENCE);
        output::say(&format!("OpenClaw {openclaw} on Node {node} is ready in {folder}\n"))?;
        if let Some(file) = configured {
            let file = clean(&file.to_string_lossy(), EVIDENCE);
            output::say(&format!("{file} was not there: it lets in this computer only, with a new token\n"))?;
        }
    }
    Ok(Exit::Done)
}

/// A minimal configuration with a new token, where there is none; the file that was made.
fn configure() -> Result<Option<PathBuf>> {
    let variable = |name: &str| std::env::var_os(name);
    let located = config::locate(&variable, std::env::home_dir().as_deref());
    let port = config::read(&located, &variable).port;
    Ok(match runtime::ensure_config(&located.config_path, port)? {
        Ensured::Created => Some(located.config_path),
        Ensured::Existing => None,
    })
}

/// One note for each step, not for each package.
fn told(progress: Progress, last: &mut Option<Step>) {
    if last.replace(progress.step) != Some(progress.step) {
        output::note(&format!("{} …", progress.step.label()));
    }
}

async fn remove(paths: &Paths, Json { json }: Json) -> Result<Exit> {
    let there = runtime::installed(paths).is_some();
    runtime::remove(paths)?;
    tell(paths, Request::Runtime).await?;
    if json {
        output::json(&json!({ "removed": there }))?;
    } else if there {
        output::say("The private Node and OpenClaw are deleted.\n")?;
    } else {
        output::say("There is no private Node and OpenClaw.\n")?;
    }
    Ok(Exit::Done)
}

fn listed(found: &Runtime) -> String {
    let mut text = match (&found.chosen, &found.command_problem) {
        (Some(launch), _) => chosen(launch),
        (None, Some(problem)) => format!("gateway.command cannot be used: {}\n", clean(problem, EVIDENCE)),
        (None, None) => "Nothing here can run a gateway. clawtender runtime install gets what it needs.\n".to_owned(),
    };
    if !found.openclaws.is_empty() {
        text.push_str("\nOpenClaw\n");
    }
    for openclaw in &found.openclaws {
        row(&mut text, &openclaw.version, &openclaw.source, &openclaw.entry, "");
    }
    if !found.nodes.is_empty() {
        text.push_str("\nNode\n");
    }
    for node in &found.nodes {
        row(
            &mut text,
            &node.version,
            &node.source,
            &node.path,
            if node.fits { "" } else { "  (OpenClaw does not accept it)" },
        );
    }
    text
}

fn chosen(launch: &Launch) -> String {
    let version =
        |version: &Option<String>| version.as_deref().map_or("of unknown version".to_owned(), |v| clean(v, NAME));
    let words = std::iter::once(&launch.program).chain(&launch.prefix).map(|word| clean(word, EVIDENCE));
    let how = if launch.configured { ", as gateway.command says" } else { "" };
    let (openclaw, node) = (version(&launch.version), version(&launch.node_version));
    format!("A start runs OpenClaw {openclaw} on Node {node}{how}:\n  {}\n", words.collect::<Vec<_>>().join(" "))
}

fn row(text: &mut String, version: &str, source: &str, path: &str, remark: &str) {
    let (version, source, path) = (clean(version, NAME), clean(source, NAME), clean(path, EVIDENCE));
    let _ = writeln!(text, "  {version:12}  {source:12}  {path}{remark}");
}

#[cfg(test)]
mod tests {
    use clawtender_core::facts::{Node, OpenClaw};

    use super::*;

    #[test]
    fn what_was_found_and_what_a_start_runs() {
        let (node, entry) = ("/usr/bin/node".to_owned(), "/opt/openclaw/openclaw.mjs".to_owned());
        let found = Runtime {
            openclaws: vec![OpenClaw {
                entry: entry.clone(),
                version: "2026.9.6".into(),
                engines: String::new(),
                source: "PATH".into(),
            }],
            nodes: vec![
                Node { path: node.clone(), version: "24.21.0".into(), source: "PATH".into(), fits: true },
                Node { path: "/old\u{1b}[2J/node".into(), version: "18.0.0".into(), source: "nvm".into(), fits: false },
            ],
            chosen: Some(Launch {
                program: node,
                prefix: vec![entry],
                version: Some("2026.9.6".into()),
                ..Launch::default()
            }),
            command_problem: None,
        };
        insta::assert_snapshot!(listed(&found));
    }

    #[test]
    fn what_to_do_when_there_is_nothing() {
        assert!(listed(&Runtime::default()).contains("clawtender runtime install"));
        let problem = Runtime { command_problem: Some("/nowhere is not there".into()), ..Runtime::default() };
        assert_eq!(listed(&problem), "gateway.command cannot be used: /nowhere is not there\n");
    }
}
