//! Text for a terminal. Colours are ours; everything foreign is cleaned before it gets one.

use anstyle::{AnsiColor, Style};
use clawtender_core::{
    check::{Evidence, Finding, Outcome, Severity},
    fixes::FixOutcome,
    lifecycle::Owner,
    report::{Report, Tone, roots},
    snapshot::{GatewayView, Snapshot},
    words::Language,
};
use clawtender_engine::protocol::{ApprovalState, Event};
use jiff::Timestamp;

use super::{ids, reason, title};
use crate::{
    output::Page,
    selection::{Branch, outline},
    words::{self, EVIDENCE, MESSAGE, NAME, clean},
};

pub(super) const BOLD: Style = Style::new().bold();
pub(super) const DIM: Style = Style::new().dimmed();

fn colour(tone: Tone) -> Style {
    let colour = match tone {
        Tone::Ok => AnsiColor::Green,
        Tone::Notice => AnsiColor::Cyan,
        Tone::Warning => AnsiColor::Yellow,
        Tone::Error => AnsiColor::Red,
    };
    BOLD.fg_color(Some(colour.into()))
}

pub(super) fn mark(tone: Tone) -> String {
    let sign = match tone {
        Tone::Ok => '✓',
        Tone::Notice => '•',
        Tone::Warning => '!',
        Tone::Error => '✗',
    };
    styled(colour(tone), &sign.to_string())
}

fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// Collects paragraphs that are as wide as the page and hang below their first words.
pub(super) struct Sheet<'a> {
    pub(super) page: &'a Page,
    pub(super) text: String,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(page: &'a Page) -> Self {
        Sheet { page, text: String::new() }
    }

    /// `first` stands before the first line, as many blanks as `indent` before the others.
    pub(super) fn paragraph(&mut self, first: &str, indent: usize, style: Style, text: &str) {
        let blanks = " ".repeat(indent);
        let room = self.page.width.saturating_sub(indent).max(10);
        for (number, line) in textwrap::wrap(text, room).iter().enumerate() {
            self.text.push_str(if number == 0 { first } else { &blanks });
            self.text.push_str(&styled(style, line));
            self.text.push('\n');
        }
    }

    pub(super) fn indented(&mut self, text: &str) {
        self.paragraph("  ", 2, Style::new(), text);
    }

    pub(super) fn gap(&mut self) {
        self.text.push('\n');
    }
}

/// The doctor's report.
pub(crate) fn report(report: &Report, page: &Page) -> String {
    let outline = outline(report);
    let mut sheet = Sheet::new(page);
    let headline = clean(&report.headline, MESSAGE);
    sheet.paragraph(&format!("{} ", mark(report.tone)), 2, BOLD, &headline);
    sheet.paragraph("  ", 2, DIM, &words::particulars(&report.gateway));
    for branch in &outline.roots {
        sheet.gap();
        root(&mut sheet, branch, report);
    }
    if !outline.strays.is_empty() {
        sheet.gap();
        sheet.indented(&format!("Explained by something not shown here: {}", ids(&outline.strays).join(", ")));
    }
    for branch in &outline.unknown {
        sheet.gap();
        let heading = format!("{} ({})", title(branch.finding), clean(&branch.finding.id, NAME));
        sheet.paragraph("? ", 2, BOLD, &heading);
        sheet.indented(&reason(branch.finding));
        hides(&mut sheet, branch);
    }
    if !outline.passed.is_empty() {
        sheet.gap();
        let passed = format!("{} passed", words::count(outline.passed.len() as u64, "check"));
        sheet.paragraph(&format!("{} ", mark(Tone::Ok)), 2, Style::new(), &passed);
    }
    sheet.text
}

fn root(sheet: &mut Sheet<'_>, branch: &Branch<'_>, report: &Report) {
    let finding = branch.finding;
    let heading = format!("{} ({})", title(finding), clean(&finding.id, NAME));
    sheet.paragraph(&format!("{} ", mark(finding.severity.into())), 2, BOLD, &heading);
    // the worst one's message is the headline: said once
    if finding.message != report.headline {
        sheet.indented(&clean(&finding.message, MESSAGE));
    }
    for seen in &finding.evidence {
        evidence(sheet, seen, report.generated_at);
    }
    fix(sheet, finding);
    if let Some(help) = &finding.help {
        sheet.indented(&format!("Read more: {}", clean(help, EVIDENCE)));
    }
    hides(sheet, branch);
}

fn evidence(sheet: &mut Sheet<'_>, seen: &Evidence, now: Timestamp) {
    let at = seen.at.map_or(String::new(), |at| format!(" {}", words::time(at, now, &sheet.page.zone)));
    let text = format!("{}{at}  {}", words::source(seen.source), clean(&seen.text, EVIDENCE));
    sheet.paragraph("    ", 6, DIM, &text);
}

fn fix(sheet: &mut Sheet<'_>, finding: &Finding) {
    for (place, offer) in finding.offers().enumerate() {
        let label = clean(&offer.label, NAME);
        // what stands second is asked for by its name
        let text = match place {
            0 => format!("Fix: {label}"),
            _ => format!("Or: {label} (--with {})", clean(&offer.id, NAME)),
        };
        sheet.paragraph("  → ", 4, colour(Tone::Notice), &text);
        for step in &offer.preview {
            sheet.paragraph("    · ", 6, Style::new(), &clean(step, EVIDENCE));
        }
    }
}

fn hides(sheet: &mut Sheet<'_>, branch: &Branch<'_>) {
    if !branch.hides.is_empty() {
        sheet.paragraph("  ", 4, DIM, &format!("hides: {}", ids(&branch.hides).join(", ")));
    }
}

/// One screen: the gateway, and the worst finding.
pub(crate) fn status(snapshot: &Snapshot, page: &Page) -> String {
    let mut text = gateway(&snapshot.gateway, page);
    let mut sheet = Sheet::new(page);
    let mut failing = roots(&snapshot.findings);
    if let Some(worst) = failing.next() {
        sheet.gap();
        sheet.paragraph(&format!("{} ", mark(worst.severity.into())), 2, BOLD, &clean(&worst.message, MESSAGE));
        fix(&mut sheet, worst);
    }
    let more = failing.count();
    if more > 0 {
        sheet.gap();
        sheet.indented(&format!("{} more. All of it: clawtender doctor", words::count(more as u64, "finding")));
    }
    text.push_str(&sheet.text);
    text
}

/// The gateway at a glance.
pub(crate) fn gateway(gateway: &GatewayView, page: &Page) -> String {
    let mut sheet = Sheet::new(page);
    let what = clean(&gateway.summary(Language::default()), MESSAGE);
    sheet.paragraph(&format!("{} ", mark(words::weight(gateway.phase))), 2, BOLD, &what);
    sheet.paragraph("  ", 2, DIM, &words::particulars(gateway));
    if let Some(at) = gateway.started_at {
        let at = at.to_zoned(page.zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string();
        sheet.paragraph("  ", 2, DIM, &format!("running since {at}"));
    }
    if gateway.restarts > 0 {
        let times = words::count(gateway.restarts.into(), "time");
        sheet.indented(&format!("It was started again {times} without anybody asking."));
    }
    sheet.text
}

/// One line for one event, without its end: `14:03:12  Gateway is ready (pid 4711)`; `None` for one that says nothing new.
pub(crate) fn event(event: &Event, now: Timestamp, page: &Page) -> Option<String> {
    let line = match event {
        Event::Gateway { at, phase, pid, owner, detail } => {
            let detail = clean(detail, MESSAGE);
            let what = if detail.is_empty() { words::phase(*phase) } else { &detail };
            let pid = pid.map_or(String::new(), |pid| format!(" (pid {pid})"));
            let foreign = if *owner == Owner::External && !detail.is_empty() { ", started elsewhere" } else { "" };
            let when = words::time(*at, now, &page.zone);
            format!("{when}  {}{pid}{foreign}", styled(colour(words::weight(*phase)), what))
        }
        Event::Finding { id, subject, outcome, message } => {
            let subject = subject.as_ref().map_or(String::new(), |subject| format!(" ({})", clean(subject, NAME)));
            let (tone, what) = match outcome {
                Outcome::Pass => (Tone::Ok, "in order".to_owned()),
                Outcome::Fail => (Tone::Warning, clean(message, MESSAGE)),
                Outcome::Unknown => (Tone::Notice, "cannot be told".to_owned()),
                Outcome::Hidden => (Tone::Notice, "explained by another finding".to_owned()),
            };
            let when = words::time(now, now, &page.zone);
            format!("{when}  {} {}{subject}: {what}", mark(tone), clean(id, NAME))
        }
        Event::Fix { id, finding, outcome } => {
            let (tone, what) = match outcome {
                FixOutcome::Verified => (Tone::Ok, "has helped"),
                FixOutcome::StillFailing => (Tone::Warning, "has not helped yet"),
                FixOutcome::Failed => (Tone::Warning, "could not be done"),
                FixOutcome::Declined => (Tone::Notice, "was not done"),
            };
            let when = words::time(now, now, &page.zone);
            format!("{when}  {} {} {what} ({})", mark(tone), clean(id, NAME), clean(finding, NAME))
        }
        // what it says has been said by its finding
        Event::Notice { .. } => return None,
        Event::Approval { id, state, message, .. } => {
            let when = words::time(now, now, &page.zone);
            let what = match state {
                ApprovalState::Waiting => clean(message, MESSAGE),
                ApprovalState::Gone => "no longer waits".to_owned(),
            };
            format!("{when}  {} {what} ({})", mark(Tone::Notice), clean(id, NAME))
        }
    };
    Some(line)
}

/// The checks there are, one a line.
pub(crate) fn checks(checks: &[(&str, &str, &str, Severity)]) -> String {
    let longest = |column: fn(&(&str, &str, &str, Severity)) -> usize| checks.iter().map(column).max().unwrap_or(0);
    let (id, group, title) = (longest(|c| c.0.len()), longest(|c| c.1.len()), longest(|c| c.2.chars().count()));
    let line = |&(a, b, c, severity): &(&str, &str, &str, Severity)| {
        format!("{a:id$}  {b:group$}  {c:title$}  {}\n", super::severity(severity))
    };
    checks.iter().map(line).collect()
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
