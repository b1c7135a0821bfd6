//! `clawtender doctor`: examine, select, render, and say by the exit code whether something is wrong.

use anyhow::Result;
use clawtender_core::{check::Group, checks, report::Report};
use clawtender_engine::{
    paths::Paths,
    protocol::{Answer, Request},
};
use serde_json::json;

use crate::{
    args::Doctor,
    exit::Exit,
    output::{self, Page},
    reach::{misunderstood, with_engine},
    render::{html, markdown, text},
    selection::{Selection, fails},
};

pub(crate) async fn run(paths: &Paths, doctor: &Doctor) -> Result<Exit> {
    let request = Request::Doctor { offline: doctor.offline };
    let answer = with_engine(paths, async |engine| engine.ask(request).await).await?;
    let Answer::Report(report) = answer else { return Err(misunderstood()) };
    let report = selection(doctor).apply(*report);
    deliver(doctor, &rendered(doctor, &report)?)?;
    Ok(if fails(&report, doctor.fail_on) { Exit::Findings } else { Exit::Done })
}

/// The checks there are. Asks nobody.
pub(crate) fn list(doctor: &Doctor) -> Result<Exit> {
    let selection = selection(doctor);
    let wanted = checks::ALL.iter().filter(|check| selection.wants(check.id, check.group));
    let text = if doctor.json {
        let row = |check: &&clawtender_core::check::Check| json!({ "id": check.id, "group": check.group, "title": check.title, "severity": check.severity });
        output::document(&wanted.map(row).collect::<Vec<_>>())?
    } else {
        text::checks(
            &wanted.map(|check| (check.id, group(check.group), check.title, check.severity)).collect::<Vec<_>>(),
        )
    };
    deliver(doctor, &text)?;
    Ok(Exit::Done)
}

fn selection(doctor: &Doctor) -> Selection<'_> {
    Selection { only: &doctor.only, groups: &doctor.group, skip: &doctor.skip }
}

fn rendered(doctor: &Doctor, report: &Report) -> Result<String> {
    Ok(if doctor.json {
        output::document(report)?
    } else if doctor.markdown {
        markdown::report(report)
    } else if doctor.html {
        html::report(report)
    } else {
        text::report(report, &Page::here())
    })
}

fn deliver(doctor: &Doctor, text: &str) -> Result<()> {
    match doctor.output.as_deref().filter(|file| file.as_os_str() != "-") {
        Some(file) => output::save(file, text),
        None => output::say(text),
    }
}

fn group(group: Group) -> &'static str {
    match group {
        Group::Gateway => "gateway",
        Group::Access => "access",
        Group::Credentials => "credentials",
        Group::Clock => "clock",
        Group::Network => "network",
        Group::Models => "models",
        Group::Channels => "channels",
    }
}
