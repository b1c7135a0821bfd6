//! The report as Markdown, to be pasted into an issue. Foreign text is shown, never obeyed: evidence stands in code spans,
//! sentences have their marks escaped.

use std::fmt::Write;

use super::{
    gateway, ids, origin,
    outline::{Branch, outline},
    reason, severity, title,
    words::{self, EVIDENCE, MESSAGE, NAME, clean},
};
use crate::{
    check::{Evidence, Finding},
    report::Report,
};

/// The whole document.
pub fn report(report: &Report) -> String {
    let outline = outline(report);
    let mut text = format!(
        "# {}\n\n{}\n\n{}\n",
        escaped(&clean(&report.headline, MESSAGE)),
        escaped(&gateway(report)),
        escaped(&origin(report)),
    );
    section(&mut text, "What is wrong", &outline.roots, root);
    if !outline.strays.is_empty() {
        let _ = write!(text, "\n## Explained by something not shown here\n\n{}\n", spans(&outline.strays));
    }
    section(&mut text, "What cannot be told", &outline.unknown, unknown);
    if !outline.passed.is_empty() {
        let _ = write!(text, "\n## What is in order\n\n{}\n", spans(&outline.passed));
    }
    text
}

fn section(text: &mut String, heading: &str, branches: &[Branch<'_>], one: fn(&Branch<'_>) -> String) {
    if !branches.is_empty() {
        let _ = write!(text, "\n## {heading}\n");
        text.extend(branches.iter().map(one));
    }
}

fn root(branch: &Branch<'_>) -> String {
    let finding = branch.finding;
    let mut text: String = finding.evidence.iter().map(evidence).collect();
    for (place, fix) in finding.offers().enumerate() {
        let what = if place == 0 { "Fix" } else { "Or" };
        let _ = writeln!(text, "- {what}: **{}**", escaped(&clean(&fix.label, NAME)));
        for step in &fix.preview {
            let _ = writeln!(text, "  - {}", span(&clean(step, EVIDENCE)));
        }
    }
    if let Some(help) = &finding.help {
        let _ = writeln!(text, "- Read more: {}", span(&clean(help, EVIDENCE)));
    }
    text.push_str(&hides(branch));
    item(finding, &clean(&finding.message, MESSAGE), &text)
}

fn unknown(branch: &Branch<'_>) -> String {
    item(branch.finding, &reason(branch.finding), &hides(branch))
}

fn item(finding: &Finding, message: &str, list: &str) -> String {
    let gap = if list.is_empty() { "" } else { "\n" };
    format!("{}{}\n{gap}{list}", heading(finding), escaped(message))
}

fn heading(finding: &Finding) -> String {
    let id = span(&clean(&finding.id, NAME));
    format!("\n### {} ({id}, {})\n\n", escaped(&title(finding)), severity(finding.severity))
}

fn evidence(seen: &Evidence) -> String {
    let at = seen.at.map_or(String::new(), |at| format!(", {}", words::moment(at)));
    format!("- {}{at}: {}\n", words::source(seen.source), span(&clean(&seen.text, EVIDENCE)))
}

fn hides(branch: &Branch<'_>) -> String {
    if branch.hides.is_empty() { String::new() } else { format!("- Hides: {}\n", spans(&branch.hides)) }
}

fn spans(findings: &[&Finding]) -> String {
    ids(findings).iter().map(|id| span(id)).collect::<Vec<_>>().join(", ")
}

/// A code span that holds `text` whatever backticks it has.
fn span(text: &str) -> String {
    let longest = text.split(|char| char != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    // without them a backtick at the edge would lengthen the fence; one pair is taken off again
    let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) || text.is_empty() { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// One line of text that means itself, at the start of a line too.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 8);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    for (at, char) in text.char_indices() {
        let anywhere = matches!(char, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '$');
        let leading = at == 0 && matches!(char, '#' | '+' | '-' | '=' | ':');
        let numbering = digits > 0 && at == digits && matches!(char, '.' | ')');
        if anywhere || leading || numbering {
            safe.push('\\');
        }
        safe.push(char);
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_holds_any_backticks() {
        assert_eq!(span("plain"), "`plain`");
        assert_eq!(span("a ``b`` c"), "```a ``b`` c```");
        assert_eq!(span("`"), "`` ` ``");
        assert_eq!(span(""), "`  `");
    }

    #[test]
    fn a_sentence_means_itself() {
        assert_eq!(escaped("1. [x](y) <b> &lt; a_b"), "1\\. \\[x\\](y) \\<b\\> \\&lt; a\\_b");
        assert_eq!(escaped("- no list"), "\\- no list");
        assert_eq!(escaped("Port 18789 (pid 4711) is taken."), "Port 18789 (pid 4711) is taken.");
    }
}
