//! The report as a web page that stands alone: no script, nothing fetched, light or dark as the reader likes it.

use std::fmt::Write;

use clawtender_core::{
    check::{Evidence, Finding},
    report::{Report, Tone},
    words::Phrase,
};

use super::{gateway, ids, origin, reason, severity, title};
use crate::{
    selection::{Branch, outline},
    words::{self, EVIDENCE, MESSAGE, NAME, clean},
};

const STYLE: &str = include_str!("report.css");

/// The whole page.
pub(crate) fn report(report: &Report) -> String {
    let outline = outline(report);
    let headline = escaped(&clean(&report.headline, MESSAGE));
    let mut body = format!(
        "<header class=\"{}\">\n<h1 dir=\"auto\">{headline}</h1>\n<p dir=\"auto\">{}</p>\n<p class=\"quiet\">{}</p>\n</header>\n",
        tone(report.tone),
        escaped(&gateway(report)),
        escaped(&origin(report)),
    );
    section(&mut body, "What is wrong", &outline.roots, root);
    if !outline.strays.is_empty() {
        let _ = writeln!(body, "<h2>Explained by something not shown here</h2>\n<p>{}</p>", codes(&outline.strays));
    }
    section(&mut body, "What cannot be told", &outline.unknown, unknown);
    if !outline.passed.is_empty() {
        let _ = writeln!(body, "<h2>What is in order</h2>\n<p>{}</p>", codes(&outline.passed));
    }
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{headline}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )
}

fn section(body: &mut String, heading: &str, branches: &[Branch<'_>], one: fn(&Branch<'_>) -> String) {
    if !branches.is_empty() {
        let _ = writeln!(body, "<h2>{heading}</h2>");
        body.extend(branches.iter().map(one));
    }
}

fn root(branch: &Branch<'_>) -> String {
    let finding = branch.finding;
    let mut text = open(finding, tone(finding.severity.into()), &clean(&finding.message, MESSAGE));
    if !finding.evidence.is_empty() {
        let rows: String = finding.evidence.iter().map(evidence).collect();
        let _ = writeln!(text, "<table>\n{rows}</table>");
    }
    for (place, fix) in finding.offers().enumerate() {
        let what = if place == 0 { "Fix" } else { "Or" };
        let _ = writeln!(
            text,
            "<p class=\"fix\">{what}: <strong dir=\"auto\">{}</strong></p>",
            escaped(&clean(&fix.label, NAME))
        );
        if !fix.preview.is_empty() {
            let step =
                |step: &Phrase| format!("<li><code dir=\"auto\">{}</code></li>\n", escaped(&clean(step, EVIDENCE)));
            let _ = writeln!(text, "<ul>\n{}</ul>", fix.preview.iter().map(step).collect::<String>());
        }
    }
    if let Some(help) = &finding.help {
        let _ = writeln!(text, "<p>Read more: {}</p>", link(&clean(help, EVIDENCE)));
    }
    text + &close(branch)
}

fn unknown(branch: &Branch<'_>) -> String {
    open(branch.finding, "unknown", &reason(branch.finding)) + &close(branch)
}

fn open(finding: &Finding, class: &str, message: &str) -> String {
    format!(
        "<article class=\"{class}\">\n<h3 dir=\"auto\">{} <code>{}</code> <small>{}</small></h3>\n<p dir=\"auto\">{}</p>\n",
        escaped(&title(finding)),
        escaped(&clean(&finding.id, NAME)),
        severity(finding.severity),
        escaped(message),
    )
}

fn close(branch: &Branch<'_>) -> String {
    let hides = if branch.hides.is_empty() {
        String::new()
    } else {
        format!("<p class=\"quiet\">Hides: {}</p>\n", codes(&branch.hides))
    };
    hides + "</article>\n"
}

fn evidence(seen: &Evidence) -> String {
    let at = seen.at.map_or(String::new(), words::moment);
    let text = escaped(&clean(&seen.text, EVIDENCE));
    format!("<tr><th>{}</th><td>{at}</td><td><code dir=\"auto\">{text}</code></td></tr>\n", words::source(seen.source))
}

fn codes(findings: &[&Finding]) -> String {
    ids(findings).iter().map(|id| format!("<code>{}</code>", escaped(id))).collect::<Vec<_>>().join(" ")
}

/// A link where it leads to a web page, plain text elsewhere.
fn link(address: &str) -> String {
    let shown = escaped(address);
    if address.starts_with("https://") { format!("<a href=\"{shown}\">{shown}</a>") } else { shown }
}

fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Ok => "ok",
        Tone::Notice => "notice",
        Tone::Warning => "warning",
        Tone::Error => "error",
    }
}

/// Text that means itself, in an element and in a quoted attribute.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 8);
    for char in text.chars() {
        match char {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            char => safe.push(char),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;

    /// The style sheet is in every page and in no snapshot.
    fn page(sample: &Report) -> String {
        report(sample).replace(STYLE, "…\n")
    }

    #[test]
    fn a_bad_day() {
        insta::assert_snapshot!(page(&samples::bad_day()));
    }

    #[test]
    fn a_good_day() {
        insta::assert_snapshot!(page(&samples::good_day()));
    }

    #[test]
    fn hostile_words_stay_words() {
        let page = page(&samples::hostile());
        insta::assert_snapshot!(samples::shortened(&page));
        for tag in ["<script", "<img", "<svg", "href=\"javascript"] {
            assert!(!page.contains(tag), "{tag}");
        }
        // every element of the page is one that we write
        let ours = "!doctype html head meta title style body header h1 h2 h3 p article code small table tr th td strong ul li a";
        for tag in page.split('<').skip(1) {
            let name = tag.trim_start_matches('/').split([' ', '>']).next().unwrap_or_default();
            assert!(ours.split(' ').any(|own| own == name), "{name}");
        }
    }

    #[test]
    fn only_web_pages_are_linked() {
        assert_eq!(
            link("https://x.org/?a=1&b=\"2\""),
            "<a href=\"https://x.org/?a=1&amp;b=&quot;2&quot;\">https://x.org/?a=1&amp;b=&quot;2&quot;</a>"
        );
        assert_eq!(link("javascript:alert(1)"), "javascript:alert(1)");
    }
}
