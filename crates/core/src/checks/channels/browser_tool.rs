//! Does the browser work that the agent may use? Only asked of whoever has tried: a gateway has the tool with or without a
//! browser.

use std::time::Duration;

use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    checks::{complaints::judge, gateway::gateway_responding},
    facts::{Fact, Facts},
    fixes,
    said::Complaint,
    text::clean,
    words::Phrase,
};

/// Characters of the message that there are for what is so and for the advice.
const MESSAGE: usize = 230;

pub(crate) static CHECK: Check = Check {
    id: "browser-tool",
    group: Group::Channels,
    title: "Browser does not work",
    severity: Severity::Warning,
    depends_on: &[&gateway_responding::CHECK],
    grace: Duration::ZERO,
    reads: &[Fact::Said, Fact::Config, Fact::Variables],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    judge(facts, CHECK.id, |complaint| Some(problem(complaint, facts)))
}

/// What is so and what to do, as its signature says it.
fn problem(complaint: &Complaint, facts: &Facts) -> (String, Problem) {
    let subject = complaint.field("profile").unwrap_or("openclaw").to_owned();
    let takes_up = || Phrase::new("browser-tool-then", []);
    let problem = match complaint.signature.id {
        "browser-start" => did_not_start(facts).unwrap_or_else(|| of_the_line(complaint)),
        "browser-path" => of_the_line(complaint)
            .fix(&fixes::FIND_BROWSER)
            .step("browser.executablePath: –")
            .step(Phrase::new("browser-tool-then-installed", []))
            .step(takes_up()),
        "browser-no-screen" => {
            of_the_line(complaint).fix(&fixes::BROWSER_WITHOUT_WINDOW).step("headless: true").step(takes_up())
        }
        "browser-attach-only" => of_the_line(complaint)
            .fix(&fixes::START_BROWSER)
            .step("attachOnly: false")
            .step(Phrase::new("browser-tool-then-starts", []))
            .step(takes_up()),
        _ => of_the_line(complaint),
    };
    (subject, problem)
}

/// Why it did not start: the line is cut off before the browser's own words, and this is the cause that OpenClaw names, too.
fn did_not_start(facts: &Facts) -> Option<Problem> {
    let (browser, variables) = (&facts.config.value()?.browser, facts.variables.value()?);
    let takes_up = Phrase::new("browser-tool-then", []);
    if !browser.no_sandbox && variables.as_root {
        let problem = Problem::new(Phrase::new("browser-tool-sandbox", [])).fix(&fixes::BROWSER_WITHOUT_SANDBOX);
        let seen = "The gateway runs as root; browser.noSandbox is not set";
        let problem = problem.seen(Source::Process, facts.variables.at(), seen).step("browser.noSandbox: true");
        return Some(problem.step(Phrase::new("browser-tool-then-open", [])).step(takes_up));
    }
    None
}

fn of_the_line(complaint: &Complaint) -> Problem {
    let advice = complaint.signature.advice();
    let words = Phrase::made(|language| {
        let advice = advice.said_in(language);
        let so = clean(&complaint.message.said_in(language), MESSAGE.saturating_sub(advice.chars().count()));
        format!("{so} {advice}")
    });
    Problem::new(words)
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};

    const START: &str = "[ws] ⇄ res ✗ browser.request 15315ms errorCode=UNAVAILABLE errorMessage=Error: Failed to start Chrome CDP on \
                         port 29822 for profile \"openclaw\". CDP diagnostic: http_unreachable after 2ms; cdp=http://127.0.0.1:29822";

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (
                    |f| {
                        complains(
                            f,
                            "[ws] ⇄ res ✗ browser.request 4870ms errorCode=UNAVAILABLE errorMessage=Error: No supported browser \
                             found (Chrome/Brave/Edge/Chromium on macOS, Linux, or Windows). conn=00146aa6…cb27 id=call",
                        );
                    },
                    Said::Fail("No browser was found for the agent. Install Chrome, Brave, Edge or Chromium.", ""),
                ),
                (
                    |f| complains(f, "[browser] Error: browser.executablePath not found: /opt/chrome/chrome"),
                    Said::Fail(
                        "The browser that browser.executablePath names is not there. Correct browser.executablePath, or leave it out: \
                         OpenClaw then looks for one.",
                        "Remove executablePath",
                    ),
                ),
                (
                    |f| complains(f, "[browser] Browser attachOnly is enabled and profile \"work\" is not running."),
                    Said::Fail(
                        "The agent's browser does not run, and OpenClaw is told not to start it (attachOnly). Start it, or turn \
                         attachOnly off.",
                        "Turn attachOnly off",
                    ),
                ),
                (
                    |f| complains(f, START),
                    Said::Fail(
                        "The browser for the agent did not start. See that Chrome or Chromium starts here, and that its port is free.",
                        "",
                    ),
                ),
                (
                    |f| {
                        complains(
                            f,
                            "[ws] ⇄ res ✗ browser.request 45ms errorCode=INVALID_REQUEST errorMessage=Headed browser start requested \
                             for profile \"openclaw\" via browser.headless=false, but no Linux display server was detected",
                        );
                    },
                    Said::Fail(
                        "The browser for the agent is to have a window (browser.headless is false), and the gateway has no screen. \
                         Turn headless on, or run the gateway in a desktop session.",
                        "Turn headless on",
                    ),
                ),
                (
                    |f| {
                        complains(f, START);
                        edit(&mut f.variables, |variables| variables.as_root = true);
                    },
                    Said::Fail(
                        "The browser for the agent did not start: with its sandbox it does not run as the administrator, as the \
                         gateway does. Run the gateway as your own user, or do without the sandbox.",
                        "Turn noSandbox on",
                    ),
                ),
                (
                    |f| {
                        complains(
                            f,
                            "[browser] Remote CDP for profile \"work\" is not reachable at http://127.0.0.1:9222.",
                        );
                    },
                    Said::Fail(
                        "The browser that the agent is to use cannot be reached. Start it with remote debugging on, and keep it \
                         open; or use the managed openclaw profile.",
                        "",
                    ),
                ),
            ],
        );
    }
}
