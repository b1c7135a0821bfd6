//! What waits for a yes or no, for a terminal. Every sentence is the core's.

use clawtender_core::{
    approval::{ApprovalView, Permission},
    report::Tone,
};
use clawtender_engine::clock;

use super::text::{BOLD, DIM, Sheet, mark};
use crate::{
    output::Page,
    words::{self, EVIDENCE, MESSAGE, NAME, clean},
};

/// Everything that waits, oldest first.
pub(crate) fn list(waiting: &[ApprovalView], page: &Page) -> String {
    let mut sheet = Sheet::new(page);
    if waiting.is_empty() {
        sheet.paragraph(&format!("{} ", mark(Tone::Ok)), 2, anstyle::Style::new(), "Nothing waits for approval");
    }
    for (number, approval) in waiting.iter().enumerate() {
        if number > 0 {
            sheet.gap();
        }
        one(&mut sheet, approval);
    }
    sheet.text
}

fn one(sheet: &mut Sheet<'_>, approval: &ApprovalView) {
    sheet.paragraph(&format!("{} ", mark(Tone::Notice)), 2, BOLD, &clean(&approval.title, NAME));
    sheet.indented(&clean(&approval.message, MESSAGE));
    for line in &approval.who {
        sheet.paragraph("    ", 4, DIM, &clean(line, EVIDENCE));
    }
    let since = words::time(approval.since, clock::now(), &sheet.page.zone);
    sheet.paragraph("    ", 4, DIM, &format!("First asked at {since}"));
    for permission in &approval.permissions {
        sheet.paragraph("    ", 6, anstyle::Style::new(), &asked(permission));
    }
    for line in approval.command.iter().flat_map(|command| command.lines()) {
        sheet.paragraph("    $ ", 6, BOLD, &clean(line, MESSAGE));
    }
    for note in &approval.notes {
        sheet.paragraph("    ", 4, DIM, &clean(note, EVIDENCE));
    }
    let second = if approval.deliberate { " (asks once more)" } else { "" };
    sheet.indented(&format!("clawtender pairing approve {}{second}", clean(&approval.id, NAME)));
}

fn asked(permission: &Permission) -> String {
    let new = if permission.new { ", new" } else { "" };
    let powerful = if permission.powerful { ", powerful" } else { "" };
    format!("· {} ({}{new}{powerful})", clean(&permission.words, EVIDENCE), clean(&permission.scope, NAME))
}
