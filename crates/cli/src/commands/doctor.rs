//! `clawtender doctor`: examine, select, render, and say by the exit code whether something is wrong.

use std::{fs::File, io::Read as _, path::Path};

use anyhow::Result;
use clawtender_core::{
    check::Group,
    checks, compare,
    redact::Removed,
    report::{Report, SCHEMA},
    selection::Selection,
};
use clawtender_engine::{
    paths::Paths,
    protocol::{Answer, Request},
    redaction::Known,
};
use serde_json::json;

use crate::{
    args::Doctor,
    exit::{Exit, Stop},
    output::{self, Page},
    reach::{misunderstood, with_engine},
    render::{compared, html, markdown, text},
    selection::fails,
    words::{self, NAME},
};

/// The largest report that is read, in bytes. Real ones are some ten kilobytes.
const LARGEST: u64 = 16 * 1024 * 1024;

pub(crate) async fn run(paths: &Paths, doctor: &Doctor) -> Result<Exit> {
    let selection = selection(doctor);
    let request = Request::Doctor { offline: doctor.offline, selection: selection.clone() };
    // it costs seconds of a processor, so it is asked where nothing else is wanted
    let theirs = doctor.only.iter().any(|id| id == "gateway-doctor");
    let answer = with_engine(paths, async |engine| {
        if theirs {
            engine.ask(Request::GatewayDoctor).await?;
        }
        engine.ask(request).await
    })
    .await?;
    let Answer::Report(report) = answer else { return Err(misunderstood()) };
    let report = selection.apply(*report);
    let text = match &doctor.compare {
        Some(file) => compared(doctor, &earlier(doctor, file)?, &report)?,
        None if doctor.redacted || doctor.markdown || doctor.html => {
            let (without, removed) = Known::here(paths).await.redactor().report(report.clone());
            tell(&removed);
            rendered(doctor, &without)?
        }
        None => rendered(doctor, &report)?,
    };
    deliver(doctor, &text)?;
    Ok(if fails(&report, doctor.fail_on) { Exit::Findings } else { Exit::Done })
}

/// The report that was kept, with the same choice of checks.
fn earlier(doctor: &Doctor, file: &Path) -> Result<Report> {
    let name = words::clean(&file.to_string_lossy(), NAME);
    let no = |why: &str| Stop::Usage(format!("{name} {why}"));
    let mut bytes = Vec::new();
    let opened = File::open(file).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes));
    opened.map_err(|error| no(&format!("cannot be read: {error}.")))?;
    if bytes.len() as u64 > LARGEST {
        return Err(no("is larger than any report.").into());
    }
    let report: Report = serde_json::from_slice(&bytes)
        .map_err(|_| no("is not a report of Clawtender's. Make one with clawtender doctor --json -o FILE."))?;
    if report.schema != SCHEMA {
        return Err(no("was made by another Clawtender, in a form that this one does not read.").into());
    }
    Ok(selection(doctor).apply(report))
}

fn compared(doctor: &Doctor, earlier: &Report, report: &Report) -> Result<String> {
    let compared = compare::compare(earlier, report);
    if doctor.json { output::document(&compared) } else { Ok(compared::text(&compared)) }
}

/// Says what was left out, beside what is written.
fn tell(removed: &Removed) {
    let kinds: Vec<String> = removed.iter().map(|(kind, times)| words::count(*times as u64, kind.name())).collect();
    if !kinds.is_empty() {
        output::note(&format!("Left out: {}.", kinds.join(", ")));
    }
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

fn selection(doctor: &Doctor) -> Selection {
    Selection { only: doctor.only.clone(), groups: doctor.group.clone(), skip: doctor.skip.clone() }
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
