//! What a text says is wrong, for a terminal: the cause, how often and when, the line itself, what to do.

use anstyle::Style;
use clawtender_core::{check::Severity, signatures::Told};
use jiff::Timestamp;

use super::text::{BOLD, DIM, Sheet, mark};
use crate::{
    output::Page,
    words::{self, MESSAGE, clean},
};

/// How much of a line is quoted here; with `--json`, all that is kept of it.
const QUOTED: usize = 240;

/// Everything, the worst first.
pub(crate) fn all(findings: &[Told], now: Timestamp, page: &Page) -> String {
    if findings.is_empty() {
        return "Nothing known to be wrong stands in it. clawtender doctor looks at this computer itself.\n".to_owned();
    }
    let text: Vec<String> = findings.iter().map(|told| one(told, now, page)).collect();
    text.join("\n")
}

/// One of them.
pub(crate) fn one(told: &Told, now: Timestamp, page: &Page) -> String {
    let mut sheet = Sheet::new(page);
    sheet.paragraph(&format!("{} ", mark(told.severity.into())), 2, BOLD, &clean(&told.message, MESSAGE));
    sheet.paragraph("  ", 2, DIM, &format!("{}, {}", seen(told, now, page), told.check));
    // worth knowing is not worth reading twice
    if told.severity > Severity::Info {
        sheet.paragraph("    ", 6, DIM, &clean(&told.line, QUOTED));
        if let Some(fix) = &told.fix {
            sheet.paragraph("  → ", 4, Style::new(), &format!("Fix: {}", fix.label));
            sheet.paragraph("    · ", 6, Style::new(), &told.advice);
        } else {
            sheet.paragraph("  → ", 4, Style::new(), &told.advice);
        }
    }
    sheet.text
}

/// `3 lines, 11:19:51 to 11:20:07`.
fn seen(told: &Told, now: Timestamp, page: &Page) -> String {
    let lines = words::count(told.count, "line");
    let Some((first, last)) = told.first.zip(told.last) else { return lines };
    let (from, to) = (words::time(first, now, &page.zone), words::time(last, first, &page.zone));
    if from.ends_with(&to) { format!("{lines}, {from}") } else { format!("{lines}, {from} to {to}") }
}
