//! The report as Markdown, to be pasted into an issue: the core's, which the window copies too.

pub(crate) use clawtender_core::export::markdown::report;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;

    #[test]
    fn a_bad_day() {
        insta::assert_snapshot!(report(&samples::bad_day()));
    }

    #[test]
    fn a_good_day() {
        insta::assert_snapshot!(report(&samples::good_day()));
    }

    #[test]
    fn hostile_words_stay_words() {
        let text = report(&samples::hostile());
        insta::assert_snapshot!(samples::shortened(&text));
        // our own lines only: nothing foreign opened one
        let structure = text.lines().filter(|line| !line.is_empty());
        for line in structure.filter(|line| line.starts_with(['#', '-', '>', '=', '<', '|', '!', '`'])) {
            let ours = [
                "# ",
                "## ",
                "### ",
                "- probe",
                "- log",
                "- file",
                "- Fix: ",
                "- Or: ",
                "- Hides: ",
                "- Read more: ",
                "`",
            ];
            assert!(ours.iter().any(|own| line.starts_with(own)), "{line}");
        }
    }
}
