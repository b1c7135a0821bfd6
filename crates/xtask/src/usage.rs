//! What can be asked of `cargo xtask`, and what it says of itself.

use crate::cross::Target;

/// Shown for `--help` and after a wrong call.
pub(crate) const TEXT: &str = "\
Usage: cargo xtask TASK

  run [--release]                     set up what is missing, build, make sure there is an OpenClaw, start the tray app
  test                                set up what is missing, then every check there is; what CI runs
  check                               formatting, lints and unit tests, without windows and end-to-end tests
  check --target windows|macos [-p PACKAGE]…
                                      type-check and lint the code of another system from this one
  check --deny                        licences, sources, banned crates and security advisories of all dependencies
  bench [--idle SECONDS] [--runs N]   measure the figures of the README on this machine
  screenshots                         take the pictures of every window";

/// One thing to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Task {
    Help,
    Run { release: bool },
    Test,
    Check,
    CheckTarget { target: Target, packages: Vec<String> },
    CheckDependencies,
    Bench { arguments: Vec<String> },
    Screenshots,
}

/// Reads the arguments; the error is one sentence.
pub(crate) fn parse(arguments: &[String]) -> Result<Task, Wrong> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] => Err(Wrong("No task was named.".into())),
        ["help" | "--help" | "-h", ..] | [_, "--help" | "-h"] => Ok(Task::Help),
        ["run"] => Ok(Task::Run { release: false }),
        ["run", "--release"] => Ok(Task::Run { release: true }),
        ["test"] => Ok(Task::Test),
        ["check"] => Ok(Task::Check),
        ["check", "--deny"] => Ok(Task::CheckDependencies),
        ["check", "--target", target, rest @ ..] => {
            let target =
                Target::named(target).ok_or_else(|| Wrong(format!("{target} is neither windows nor macos.")))?;
            Ok(Task::CheckTarget { target, packages: packages(rest)? })
        }
        // the program itself says what it does not understand
        ["bench", rest @ ..] => Ok(Task::Bench { arguments: rest.iter().map(|&word| word.to_owned()).collect() }),
        ["screenshots"] => Ok(Task::Screenshots),
        _ => Err(Wrong(format!("There is no task `{}`.", words.join(" ")))),
    }
}

fn packages(words: &[&str]) -> Result<Vec<String>, Wrong> {
    words
        .chunks(2)
        .map(|pair| match pair {
            ["-p" | "--package", name] => Ok((*name).to_owned()),
            _ => Err(Wrong(format!("`{}` does not name a package.", pair.join(" ")))),
        })
        .collect()
}

/// The call cannot be understood; one sentence why.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Wrong(String);

impl std::fmt::Display for Wrong {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(line: &str) -> Result<Task, Wrong> {
        parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn every_task_of_the_text_is_understood() {
        assert_eq!(asked("run"), Ok(Task::Run { release: false }));
        assert_eq!(asked("run --release"), Ok(Task::Run { release: true }));
        assert_eq!(asked("test"), Ok(Task::Test));
        assert_eq!(asked("check"), Ok(Task::Check));
        assert_eq!(asked("check --deny"), Ok(Task::CheckDependencies));
        assert_eq!(
            asked("check --target macos -p clawtender-core -p clawtender"),
            Ok(Task::CheckTarget {
                target: Target::Macos,
                packages: vec!["clawtender-core".into(), "clawtender".into()]
            })
        );
        assert_eq!(asked("bench"), Ok(Task::Bench { arguments: Vec::new() }));
        assert_eq!(asked("bench --runs 3"), Ok(Task::Bench { arguments: vec!["--runs".into(), "3".into()] }));
        assert_eq!(asked("screenshots"), Ok(Task::Screenshots));
        assert_eq!(asked("test --help"), Ok(Task::Help));
    }

    #[test]
    fn a_wrong_call_is_named_and_never_runs_something_else() {
        for line in ["", "tests", "test fast", "check --target amiga", "check --target windows -p", "run --relase"] {
            assert!(asked(line).is_err(), "{line}");
        }
    }
}
