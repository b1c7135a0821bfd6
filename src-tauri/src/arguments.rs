//! What the command line of a window says: which window, opened on what.

/// A page of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Page {
    /// How things stand.
    #[default]
    Overview,
    /// Everything that was found.
    Doctor,
    /// What waits for the person.
    Approvals,
    /// The providers' keys.
    Keys,
    /// The gateway's log.
    Log,
    /// The settings.
    Settings,
}

impl Page {
    fn named(word: &str) -> Option<Page> {
        Some(match word {
            "overview" => Page::Overview,
            "doctor" => Page::Doctor,
            "approvals" => Page::Approvals,
            "keys" => Page::Keys,
            "log" => Page::Log,
            "settings" => Page::Settings,
            _ => return None,
        })
    }
}

/// What to open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Opening {
    /// The page that should be in view.
    pub(crate) page: Page,
    /// The check whose finding should be.
    pub(crate) finding: Option<String>,
    /// The request that should be, among what waits for approval.
    pub(crate) request: Option<String>,
    /// Whether it opens because the desktop shows no tray icon.
    pub(crate) no_tray: bool,
}

/// The arguments were not understood.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "Usage: clawtender-window [overview|doctor|approvals|keys|log|settings] [--finding ID] [--request ID] [--no-tray]"
)]
pub(crate) struct Usage;

impl Opening {
    /// Reads the words after the program's name. A finding is shown in the doctor, whichever page is named.
    ///
    /// # Errors
    /// [`Usage`] when a word has no meaning here.
    pub(crate) fn from_words(words: impl IntoIterator<Item = String>) -> Result<Opening, Usage> {
        let mut words = words.into_iter().peekable();
        let page = words.peek().and_then(|word| Page::named(word));
        if page.is_some() {
            words.next();
        }
        let mut opening = Opening { page: page.unwrap_or_default(), ..Opening::default() };
        while let Some(word) = words.next() {
            match word.as_str() {
                "--finding" => {
                    opening.finding = Some(words.next().ok_or(Usage)?);
                    opening.page = Page::Doctor;
                }
                "--request" if opening.page == Page::Approvals => opening.request = Some(words.next().ok_or(Usage)?),
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

    fn page(page: Page) -> Opening {
        Opening { page, ..Opening::default() }
    }

    #[test]
    fn the_overview_is_the_page_when_none_is_named() {
        assert_eq!(read(""), read("overview"));
        assert_eq!(read(""), Ok(Opening::default()));
    }

    #[test]
    fn a_finding_can_be_named_with_and_without_the_page() {
        let expected = Ok(Opening { finding: Some("config-valid".to_owned()), ..page(Page::Doctor) });
        assert_eq!(read("--finding config-valid"), expected);
        assert_eq!(read("doctor --finding config-valid"), expected);
    }

    #[test]
    fn what_the_tray_says_is_understood() {
        assert_eq!(read("doctor"), Ok(page(Page::Doctor)));
        assert_eq!(read("log"), Ok(page(Page::Log)));
        let approvals = page(Page::Approvals);
        assert_eq!(read("approvals --request r1"), Ok(Opening { request: Some("r1".to_owned()), ..approvals.clone() }));
        assert_eq!(read("approvals"), Ok(approvals));
        assert_eq!(read("doctor --no-tray"), Ok(Opening { no_tray: true, ..page(Page::Doctor) }));
    }

    #[test]
    fn what_has_no_meaning_is_not_ignored() {
        for words in [
            "--finding",
            "preferences",
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
