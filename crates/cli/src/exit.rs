//! How `clawtender` ends: five codes, and one sentence on standard error where the work was not done.

use std::process::ExitCode;

use crate::{output, words};

/// The exit codes that scripts rely on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// Done, or nothing that the caller wanted to be told of.
    Done = 0,
    /// Findings at or above the severity that the caller named.
    Findings = 1,
    /// It was called in a way that makes no sense.
    Usage = 2,
    /// The work could not be done.
    CouldNot = 3,
    /// A signal ended it.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}

/// Reasons to end that are not exit code 3.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Stop {
    /// A signal came. Nobody needs to be told.
    #[error("Interrupted.")]
    Interrupted,
    /// What was asked for does not exist.
    #[error("{0}")]
    Usage(String),
}

/// Tells the person why the work was not done, and how to end.
pub(crate) fn told(error: &anyhow::Error) -> Exit {
    match error.downcast_ref() {
        Some(Stop::Interrupted) => Exit::Interrupted,
        Some(Stop::Usage(_)) => {
            output::note(&sentence(error));
            Exit::Usage
        }
        None => {
            output::note(&sentence(error));
            Exit::CouldNot
        }
    }
}

/// The outermost context and, until a whole sentence has been said, what lies behind it.
fn sentence(error: &anyhow::Error) -> String {
    let mut said = String::new();
    for cause in error.chain() {
        if !said.is_empty() {
            said.push_str(": ");
        }
        said.push_str(&words::clean(&cause.to_string(), 1000));
        if said.ends_with(['.', '!', '?']) {
            return said;
        }
    }
    said.push('.');
    said
}

#[cfg(test)]
mod tests {
    use anyhow::anyhow;

    use super::*;

    #[test]
    fn a_sentence_stands_alone_and_a_fragment_names_its_cause() {
        assert_eq!(sentence(&anyhow!("no home").context("There is no home folder.")), "There is no home folder.");
        assert_eq!(sentence(&anyhow!("denied").context("/x cannot be read")), "/x cannot be read: denied.");
        assert_eq!(sentence(&anyhow!("\u{1b}[31mred\nline")), "red line.");
    }

    #[test]
    fn each_reason_has_its_code() {
        assert_eq!(told(&Stop::Interrupted.into()), Exit::Interrupted);
        assert_eq!(told(&Stop::Usage("No such setting.".into()).into()), Exit::Usage);
        assert_eq!(told(&anyhow!("whatever").context("more")), Exit::CouldNot);
        assert_eq!(told(&anyhow::Error::from(Stop::Interrupted).context("while asking")), Exit::Interrupted);
    }
}
