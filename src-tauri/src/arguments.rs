//! What the command line of a window says: which window, opened on what.

/// What to open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Opening {
    /// The check whose finding should be in view.
    pub(crate) finding: Option<String>,
    /// Whether the gateway's log should be in view.
    pub(crate) log: bool,
    /// Whether what waits for approval should be in view.
    pub(crate) approvals: bool,
    /// The request among it that should be.
    pub(crate) request: Option<String>,
    /// Whether it opens because the desktop shows no tray icon.
    pub(crate) no_tray: bool,
}

/// The arguments were not understood.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("Usage: clawtender-window [doctor|log|approvals] [--finding ID] [--request ID] [--no-tray]")]
pub(crate) struct Usage;

impl Opening {
    /// Reads the words after the program's name.
    ///
    /// # Errors
    /// [`Usage`] when a word has no meaning here.
    pub(crate) fn from_words(words: impl IntoIterator<Item = String>) -> Result<Opening, Usage> {
        let mut words = words.into_iter().peekable();
        let mut opening = Opening::default();
        if words.next_if_eq("doctor").is_none() {
            opening.log = words.next_if_eq("log").is_some();
            opening.approvals = !opening.log && words.next_if_eq("approvals").is_some();
        }
        while let Some(word) = words.next() {
            match word.as_str() {
                "--finding" => opening.finding = Some(words.next().ok_or(Usage)?),
                "--request" if opening.approvals => opening.request = Some(words.next().ok_or(Usage)?),
                "--no-tray" => opening.no_tray = true,
                _ => return Err(Usage),
            }
        }
        Ok(opening)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &str) -> Result<Opening, Usage> {
        Opening::from_words(words.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn the_doctor_is_the_window_when_none_is_named() {
        assert_eq!(read(""), read("doctor"));
        assert_eq!(read(""), Ok(Opening::default()));
    }

    #[test]
    fn a_finding_can_be_named_with_and_without_the_window() {
        let expected = Ok(Opening { finding: Some("config-valid".to_owned()), ..Opening::default() });
        assert_eq!(read("--finding config-valid"), expected);
        assert_eq!(read("doctor --finding config-valid"), expected);
    }

    #[test]
    fn what_the_tray_says_is_understood() {
        assert_eq!(read("log"), Ok(Opening { log: true, ..Opening::default() }));
        let approvals = Opening { approvals: true, ..Opening::default() };
        assert_eq!(read("approvals --request r1"), Ok(Opening { request: Some("r1".to_owned()), ..approvals.clone() }));
        assert_eq!(read("approvals"), Ok(approvals));
        assert_eq!(read("doctor --no-tray"), Ok(Opening { no_tray: true, ..Opening::default() }));
    }

    #[test]
    fn what_has_no_meaning_is_not_ignored() {
        for words in [
            "--finding",
            "keys",
            "doctor doctor",
            "doctor log",
            "log approvals",
            "approvals --request",
            "--request r1",
            "--verbose",
        ] {
            assert_eq!(read(words), Err(Usage), "{words}");
        }
    }
}
