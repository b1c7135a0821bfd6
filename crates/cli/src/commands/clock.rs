//! `clawtender clock`: what time it is elsewhere, source by source, and what follows for this computer's clock.

use std::fmt::Write as _;

use anyhow::Result;
use clawtender_core::{
    check::{Outcome, Severity},
    clock::{self, ClockView, Method, SourceView},
};
use clawtender_engine::{
    paths::Paths,
    protocol::{Answer, Request},
};
use jiff::SignedDuration;

use crate::{
    args::Json,
    exit::Exit,
    output::{self, Page},
    reach::{misunderstood, with_engine},
    words::{self, EVIDENCE, MESSAGE, NAME, clean},
};

pub(crate) async fn run(paths: &Paths, Json { json }: Json) -> Result<Exit> {
    let answer = with_engine(paths, async |engine| engine.ask(Request::Clock).await).await?;
    let Answer::Clock(view) = answer else { return Err(misunderstood()) };
    let exit = exit(&view);
    if json {
        output::json(&view)?;
    } else {
        output::say(&shown(&view, &Page::here()))?;
    }
    if exit == Exit::CouldNot {
        output::note(&clean(&view.message, MESSAGE));
    }
    Ok(exit)
}

/// A time that nobody told is work that was not done.
fn exit(view: &ClockView) -> Exit {
    match view.verdict {
        Outcome::Pass => Exit::Done,
        Outcome::Unknown => Exit::CouldNot,
        Outcome::Fail | Outcome::Hidden if view.severity < Some(Severity::Warning) => Exit::Done,
        Outcome::Fail | Outcome::Hidden => Exit::Findings,
    }
}

fn shown(view: &ClockView, page: &Page) -> String {
    let mut text = String::new();
    // what is not known goes to standard error, with the other reasons for which work was not done
    if view.verdict != Outcome::Unknown {
        let _ = writeln!(text, "{}", clean(&view.message, MESSAGE));
    }
    if let (Some(at), Some(method)) = (view.measured_at, view.method) {
        let how = match method {
            Method::Sntp => "SNTP",
            Method::HttpDate => "the Date of web pages, which tells whole seconds",
        };
        let _ = writeln!(text, "Measured at {} by {how}.", words::time(at, at, &page.zone));
    }
    let rows: Vec<_> = view.sources.iter().map(|source| (clean(&source.source, NAME), said(source))).collect();
    let widest = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or_default();
    if !rows.is_empty() && !text.is_empty() {
        text.push('\n');
    }
    for (name, said) in rows {
        let _ = writeln!(text, "  {name:widest$}  {said}");
    }
    text
}

fn said(source: &SourceView) -> String {
    let (Some(offset), Some(error), Some(delay)) = (source.offset_ms, source.error_ms, source.delay_ms) else {
        return clean(source.problem.as_deref().unwrap_or("said nothing"), EVIDENCE);
    };
    let stratum = source.stratum.map_or_else(String::new, |stratum| format!(", stratum {stratum}"));
    let doubt = if source.agrees { "" } else { ", not believed" };
    let off = clock::offset(SignedDuration::from_millis(offset));
    format!("{off} ± {} s, {delay} ms there and back{stratum}{doubt}", seconds(error))
}

/// Milliseconds as seconds, without what nobody reads: `0.02`, `1`.
fn seconds(ms: u64) -> String {
    let text = format!("{}.{:03}", ms / 1_000, ms % 1_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;

    fn view(verdict: Outcome, severity: Option<Severity>) -> ClockView {
        let source = SourceView {
            source: "time.example.org".into(),
            method: Method::Sntp,
            offset_ms: Some(192_000),
            error_ms: Some(20),
            delay_ms: Some(30),
            stratum: Some(2),
            agrees: true,
            problem: None,
        };
        let silent = SourceView {
            source: "b\u{1b}[2J".into(),
            offset_ms: None,
            error_ms: None,
            delay_ms: None,
            stratum: None,
            agrees: false,
            problem: Some("no answer in time".into()),
            ..source.clone()
        };
        let liar = SourceView { source: "c".into(), offset_ms: Some(-4), agrees: false, ..source.clone() };
        ClockView {
            verdict,
            severity,
            message: "This computer's clock is 3 min 12 s ahead.".into(),
            offset_ms: Some(192_000),
            error_ms: Some(20),
            spread_ms: Some(0),
            method: Some(Method::Sntp),
            measured_at: Some("2026-11-20T12:00:00Z".parse().unwrap()),
            sources: vec![source, silent, liar],
        }
    }

    #[test]
    fn every_source_is_shown_with_what_it_said() {
        let page = Page { width: 100, zone: TimeZone::UTC };
        assert_eq!(
            shown(&view(Outcome::Fail, Some(Severity::Error)), &page),
            "This computer's clock is 3 min 12 s ahead.\n\
             Measured at 12:00:00 by SNTP.\n\n  \
             time.example.org  3 min 12 s ahead ± 0.02 s, 30 ms there and back, stratum 2\n  \
             b                 no answer in time\n  \
             c                 0.004 s behind ± 0.02 s, 30 ms there and back, stratum 2, not believed\n"
        );
    }

    #[test]
    fn it_ends_as_the_clock_is() {
        for (verdict, severity, code) in [
            (Outcome::Pass, None, Exit::Done),
            (Outcome::Fail, Some(Severity::Warning), Exit::Findings),
            (Outcome::Fail, Some(Severity::Error), Exit::Findings),
            (Outcome::Unknown, None, Exit::CouldNot),
        ] {
            assert_eq!(exit(&view(verdict, severity)), code);
        }
    }
}
