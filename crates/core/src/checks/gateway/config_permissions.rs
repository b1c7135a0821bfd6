//! Are the files in which the gateway keeps its secrets this user's alone, and can it write them?
//!
//! What OpenClaw makes is 700 and 600, and its own audit asks for that. A mode that lets others in is told even where a folder
//! on the way keeps them out, only then nothing follows from it yet. Windows keeps a list of who may do what in the place of a mode: it
//! is told who is on it, and which command takes them off.

use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    checks::in_terminal,
    facts::{Fact, Facts},
    fixes,
    installation::FileMode,
    text::{clean, file_name},
    words::{Phrase, Told},
};

pub(crate) static CHECK: Check = Check {
    id: "config-permissions",
    group: Group::Gateway,
    title: "File permissions are wrong",
    severity: Severity::Warning,
    // one that cannot be used is mended first
    depends_on: &[&super::config_valid::CHECK],
    grace: super::EDIT,
    reads: &[Fact::FileModes],
    evaluate,
};

/// How many files are listed.
const LISTED: usize = 8;

fn evaluate(facts: &Facts) -> Verdict {
    let Some(files) = facts.file_modes.value() else { return Verdict::unknown(facts.file_modes.why_not()) };
    if let Some(file) = files.iter().find(|file| !file.writable) {
        return locked(file, facts).into();
    }
    let open: Vec<&FileMode> = files.iter().filter(|file| file.mine && file.is_open()).collect();
    // the worst is the one that is told: what can be changed, then what can be reached at all
    let worst = |file: &&&FileMode| (!file.sheltered, file.mode & 0o022 != 0, file.folder);
    let Some(first) = open.iter().max_by_key(worst) else { return Verdict::Pass };
    let may = if first.mode & 0o022 != 0 { "change" } else { "read" };
    let told =
        shown(first).into_iter().chain([("may", may.into()), ("private", format!("{:o}", first.private()).into())]);
    if !first.others.is_empty() {
        return listed(first, &open, facts).into();
    }
    let problem = if first.sheltered {
        Problem::new(Phrase::new("config-permissions-sheltered", told)).severity(Severity::Info)
    } else {
        Problem::new(Phrase::new("config-permissions-open", told))
    };
    let problem =
        open.iter().take(LISTED).fold(problem.fix(&fixes::MAKE_PRIVATE), |problem, file| {
            problem
                .seen(Source::File, facts.file_modes.at(), format!("{}: mode {:o}", file.path, file.mode))
                .step(format!("{}: {:o} → {:o}", file.path, file.mode, file.private()))
        });
    problem.into()
}

/// The same where the system keeps lists. What stood on one could not be put back from a mode: so the person takes them off.
fn listed(first: &FileMode, open: &[&FileMode], facts: &Facts) -> Problem {
    let changes = first.mode & 0o022 != 0;
    let told = shown(first).into_iter().chain([
        ("who", clean(&first.others.join(", "), 80).into()),
        ("may", if changes { "change" } else { "read" }.into()),
    ]);
    let problem = Problem::new(Phrase::new("config-permissions-listed", told)).fix(&fixes::MAKE_PRIVATE).by_hand();
    open.iter().take(LISTED).fold(problem, |problem, file| {
        let (path, who) = (clean(&file.path, 300), clean(&file.others.join(", "), 100));
        let below = if file.folder { "(OI)(CI)" } else { "" };
        let line = format!("icacls \"{path}\" /inheritance:r /grant:r \"%USERNAME%:{below}F\" \"SYSTEM:{below}F\"");
        problem.seen(Source::File, facts.file_modes.at(), format!("{path}: {who}")).step(in_terminal(line))
    })
}

/// The gateway's user cannot write there. Whoever can change that is not known to be this user.
fn locked(file: &FileMode, facts: &Facts) -> Problem {
    let told = shown(file).into_iter().chain([("whose", if file.mine { "own" } else { "other" }.into())]);
    let message = Phrase::new("config-permissions-locked", told);
    let whose = if file.mine { "of this user" } else { "of another user" };
    Problem::new(message).severity(Severity::Error).seen(
        Source::File,
        facts.file_modes.at(),
        format!("{}: mode {:o}, {whose}, not writable", file.path, file.mode),
    )
}

/// What a message is told of a file: what it is, its name and its mode.
fn shown(file: &FileMode) -> [(&'static str, Told); 3] {
    [
        ("kind", if file.folder { "folder" } else { "file" }.into()),
        ("name", clean(&file_name(&file.path), 60).into()),
        ("mode", format!("{:o}", file.mode).into()),
    ]
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::facts::Observed;

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.file_modes = Observed::Pending, Said::Unknown("Not asked yet.")),
                (|f| f.file_modes = unavailable(), Said::Unknown("The system did not answer.")),
                // Windows
                (
                    |f| {
                        edit(&mut f.file_modes, |files| {
                            (files[1].mode, files[1].others) = (0o644, vec!["Everyone".into(), "Users".into()]);
                        });
                    },
                    Said::Fail(
                        "Others on this computer can read openclaw.json: Everyone, Users. The gateway's tokens and logins lie in it.",
                        "Make private",
                    ),
                ),
                (|f| edit(&mut f.file_modes, Vec::clear), Said::Pass),
                (
                    |f| edit(&mut f.file_modes, |files| files[1].mode = 0o644),
                    Said::Fail(
                        "Others on this computer can read openclaw.json (mode 644). The gateway's tokens and logins lie in it.",
                        "Make private",
                    ),
                ),
                (
                    |f| edit(&mut f.file_modes, |files| (files[0].mode, files[1].mode) = (0o777, 0o640)),
                    Said::Fail(
                        "Others on this computer can change the folder .openclaw (mode 777). What the gateway does stands in it.",
                        "Make private",
                    ),
                ),
                (
                    |f| edit(&mut f.file_modes, |files| (files[1].mode, files[1].sheltered) = (0o644, true)),
                    Said::Fail(
                        "openclaw.json has the mode 644, with which others may read it. A folder around it keeps them out; \
                         OpenClaw wants 600.",
                        "Make private",
                    ),
                ),
                (
                    |f| edit(&mut f.file_modes, |files| (files[0].mode, files[0].writable) = (0o500, false)),
                    Said::Fail(
                        "The folder .openclaw is write-protected (mode 500). The gateway cannot save anything there. chmod u+w \
                         lifts that.",
                        "",
                    ),
                ),
                // another user's, and not ours to change
                (
                    |f| edit(&mut f.file_modes, |files| (files[1].mine, files[1].writable) = (false, false)),
                    Said::Fail(
                        "openclaw.json belongs to another user. The gateway cannot save anything there until it belongs to yours.",
                        "",
                    ),
                ),
                (|f| edit(&mut f.file_modes, |files| (files[1].mine, files[1].mode) = (false, 0o644)), Said::Pass),
            ],
        );
    }

    #[test]
    fn what_nobody_can_reach_is_no_alarm() {
        let severity = |sheltered| {
            let facts =
                with(|f| edit(&mut f.file_modes, |files| (files[1].mode, files[1].sheltered) = (0o644, sheltered)));
            let Verdict::Fail(problem) = evaluate(&facts) else { panic!("it passes") };
            problem.severity
        };
        assert_eq!((severity(true), severity(false)), (Some(Severity::Info), None));
    }
}
