//! The end of a run in words: what its exit code or signal is known to mean, and the last line it wrote.

use crate::{
    check::{Problem, Source},
    facts::ExitReport,
    words::{Phrase, Told},
};

/// What a message is told of how it ended: whether by a signal or with a code, and which; `unknown` where the system did not
/// tell.
pub(super) fn told(exit: Option<&ExitReport>) -> [(&'static str, Told); 2] {
    let (how, with) = match exit.map(|exit| (exit.signal, exit.code)) {
        Some((Some(signal), _)) => ("signal", signal_name(signal).into()),
        Some((None, Some(code))) => ("code", code.to_string().into()),
        Some((None, None)) | None => ("unknown", "".into()),
    };
    [("how", how.into()), ("with", with)]
}

/// `The gateway ended with exit code 1`, without a full stop, as evidence.
fn ended(exit: &ExitReport) -> String {
    match (exit.signal, exit.code) {
        (Some(signal), _) => format!("The gateway ended by {}", signal_name(signal)),
        (None, Some(code)) => format!("The gateway ended with exit code {code}"),
        (None, None) => "The gateway ended".to_owned(),
    }
}

/// Adds the last exit and the last line to what was seen.
pub(super) fn quote(problem: Problem, exit: Option<&ExitReport>) -> Problem {
    let Some(exit) = exit else { return problem };
    let problem = problem.seen(Source::Process, exit.at, ended(exit) + meaning(exit));
    quote_words(problem, Some(exit))
}

/// Adds the last line alone: nothing ended, for nothing had begun.
pub(super) fn quote_words(problem: Problem, exit: Option<&ExitReport>) -> Problem {
    match exit.and_then(|exit| Some((exit.at, exit.last_line.as_ref()?))) {
        Some((at, line)) => problem.seen(Source::Log, at, line),
        None => problem,
    }
}

/// What a code or signal is known to mean, from OpenClaw's own exit codes and from Node's habits.
fn meaning(exit: &ExitReport) -> &'static str {
    match (exit.signal, exit.code) {
        (Some(1), _) => ": the terminal or session it was started from went away.",
        (Some(2 | 15), _) | (None, Some(143)) => ": something told it to end.",
        (Some(6), _) | (None, Some(134)) => ": it gave up by itself, as Node does when its memory is used up.",
        (Some(9), _) | (None, Some(137)) => ": somebody ended it by force, or the system did because memory ran out.",
        (Some(4 | 7 | 8 | 10 | 11), _) | (None, Some(139 | -1_073_741_819)) => ": it crashed.",
        (None, Some(0)) => ": it was told to end, or nobody read its output any more.",
        (None, Some(1)) => ": it could not start, or met an error that it could not go on from.",
        (None, Some(78)) => ": its configuration keeps it from starting, or another gateway holds its state folder.",
        (None, Some(127)) => ": the command was not found.",
        _ => ".",
    }
}

/// The name of a signal, for those that have the same number on every system.
fn signal_name(signal: i32) -> Phrase {
    let name = match signal {
        1 => "SIGHUP",
        2 => "SIGINT",
        3 => "SIGQUIT",
        4 => "SIGILL",
        6 => "SIGABRT",
        8 => "SIGFPE",
        9 => "SIGKILL",
        11 => "SIGSEGV",
        13 => "SIGPIPE",
        15 => "SIGTERM",
        other => return Phrase::new("exit-signal", [("number", other.to_string().into())]),
    };
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_the_end_means() {
        for (code, signal, said) in [
            (Some(78), None, " with exit code 78: its configuration keeps it from starting, or another gateway holds"),
            (Some(0), None, " with exit code 0: it was told to end, or nobody read its output"),
            (None, Some(9), " by SIGKILL: somebody ended it by force, or the system did"),
            (Some(137), Some(9), " by SIGKILL: somebody"),
            (None, Some(6), " by SIGABRT: it gave up by itself"),
            (None, Some(64), " by signal 64."),
            (Some(3), None, " with exit code 3."),
            (None, None, "."),
        ] {
            let exit =
                ExitReport { code, signal, last_line: Some("the \u{1b}[31mlast\u{1b}[0m words".into()), at: None };
            let problem = quote(Problem::new("It ended."), Some(&exit));
            assert!(problem.evidence[0].text.starts_with(&format!("The gateway ended{said}")), "{problem:?}");
            assert!(problem.evidence[0].text.ends_with('.'));
            assert_eq!((problem.evidence[1].source, &*problem.evidence[1].text), (Source::Log, "the last words"));
        }
        assert!(quote(Problem::new("Nothing ended."), None).evidence.is_empty());
    }
}
