//! A fix that is under way: which steps it takes, where it is, and whether it can be stopped there without harm.

use serde::{Deserialize, Serialize};

use crate::{
    fixes::{Deed, Install, Models, Order},
    words::{Language, Phrase, Spoken},
};

/// One step of a fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Another change of the same files comes to its end first.
    Wait,
    /// It is worked out what changes, and OpenClaw is asked what it thinks of it.
    Plan,
    /// Something is fetched beside what stands there.
    Fetch,
    /// What takes it back is put into the journal.
    BackUp,
    /// The change itself.
    Write,
    /// The gateway is started, or ended and started.
    Restart,
    /// What the check looks at is asked for again, and it judges.
    Verify,
}

impl Step {
    /// What it does.
    pub fn words(self) -> Phrase {
        let step = match self {
            Step::Wait => "wait",
            Step::Plan => "plan",
            Step::BackUp => "back-up",
            Step::Fetch => "fetch",
            Step::Write => "write",
            Step::Restart => "restart",
            Step::Verify => "verify",
        };
        Phrase::new("mending-step", [("step", step.into())])
    }

    /// Whether nothing has been changed yet, so that it can be stopped here.
    pub fn may_stop(self) -> bool {
        matches!(self, Step::Wait | Step::Plan | Step::Fetch)
    }
}

/// The steps that a deed takes. None for one that leads the person through steps of its own, or is over at once.
pub fn steps(deed: Deed) -> &'static [Step] {
    match deed {
        Deed::SignIn | Deed::SignInToCloud | Deed::EnterKey(_) | Deed::OpenPage(_) | Deed::OpenConfig => &[],
        Deed::Setting(_)
        | Deed::Reapply
        | Deed::UseThisConfig
        | Deed::UseNewerVersion
        | Deed::MakePrivate
        | Deed::Keys(_) => &[Step::Plan, Step::BackUp, Step::Write, Step::Verify],
        Deed::Order(Order::Start | Order::StartAnyway | Order::Restart) => &[Step::Restart, Step::Verify],
        Deed::Install(Install::Newest | Install::Earlier) => {
            &[Step::Fetch, Step::BackUp, Step::Write, Step::Restart, Step::Verify]
        }
        Deed::Install(_) => &[Step::Fetch, Step::BackUp, Step::Write, Step::Verify],
        Deed::Models(Models::Pull) => &[Step::Fetch, Step::Verify],
        Deed::ReinstallService => &[Step::BackUp, Step::Write, Step::Verify],
        Deed::TakeOver => &[Step::BackUp, Step::Write, Step::Restart, Step::Verify],
        Deed::Environment(_) => &[Step::Plan, Step::BackUp, Step::Write, Step::Restart, Step::Verify],
        Deed::EndHolders => &[Step::Write, Step::Restart, Step::Verify],
        Deed::Connection(_)
        | Deed::UnlockKeychain
        | Deed::Clock(_)
        | Deed::TrimLog
        | Deed::UndoChange
        | Deed::StopOthers
        | Deed::FlushNames
        | Deed::Models(Models::Serve) => &[Step::Write, Step::Verify],
    }
}

/// A fix that is under way, as every face shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct MendingView {
    /// The check whose finding it mends.
    pub finding: String,
    /// What the finding concerns, when its check concerns several things.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub subject: Option<String>,
    /// Where it is: `Step 2 of 4: Make the change`.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub words: Phrase,
    /// All its steps, in words.
    #[cfg_attr(feature = "types", ts(as = "Vec<String>"))]
    pub steps: Vec<Phrase>,
    /// The place of the present one among them, from 0.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub at: usize,
    /// It can be stopped now, and nothing will have been changed.
    pub may_stop: bool,
}

impl Spoken for MendingView {
    fn speak(&mut self, language: Language) {
        self.words.speak(language);
        self.steps.speak(language);
    }
}

impl MendingView {
    /// Where a fix of this deed is; `None` for one without steps.
    pub fn of(deed: Deed, at: Step, finding: &str, subject: Option<&str>) -> Option<MendingView> {
        let steps = steps(deed);
        // a step that such a deed takes only sometimes has its place before the one that follows it
        let mut steps = steps.to_vec();
        let place = steps.binary_search(&at).unwrap_or_else(|place| {
            steps.insert(place, at);
            place
        });
        (steps.len() > 1).then(|| MendingView {
            finding: finding.to_owned(),
            subject: subject.map(str::to_owned),
            words: Phrase::new(
                "mending-at",
                [("number", (place + 1).into()), ("of", steps.len().into()), ("step", at.words().into())],
            ),
            at: place,
            may_stop: at.may_stop(),
            steps: steps.into_iter().map(Step::words).collect(),
        })
    }

    /// The same, with how many hundredths of the step are done.
    #[must_use]
    pub fn with_part(mut self, percent: u64) -> MendingView {
        self.words = Phrase::new("mending-part", [("at", self.words.into()), ("percent", percent.into())]);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixes::{Keys, Setting};

    #[test]
    fn it_is_said_where_a_fix_is_and_whether_it_can_be_stopped() {
        let at = |deed, step| MendingView::of(deed, step, "config-valid", None).unwrap();
        let set = Deed::Setting(Setting::ModeLocal);
        assert_eq!(at(set, Step::Plan).words, "Step 1 of 4: Work out what changes");
        assert!(at(set, Step::Plan).may_stop && at(Deed::Install(Install::Pair), Step::Fetch).may_stop);
        for step in [Step::BackUp, Step::Write, Step::Verify] {
            assert!(!at(set, step).may_stop, "{step:?}");
        }
        // a setting that takes a restart
        let restarts = at(set, Step::Restart);
        assert_eq!((restarts.at, restarts.steps.len()), (3, 5));
        assert_eq!(restarts.words, "Step 4 of 5: Bring the gateway up");
    }

    #[test]
    fn what_waits_or_fetches_can_be_stopped_and_says_how_far_it_is() {
        let at = |deed, step| MendingView::of(deed, step, "local-model-present", None).unwrap();
        let pulls = at(Deed::Models(Models::Pull), Step::Fetch).with_part(40);
        assert!(pulls.may_stop);
        assert_eq!(pulls.words, "Step 1 of 2: Fetch and try it (40 %)");
        let waits = at(Deed::Keys(Keys::Import), Step::Wait);
        assert!(waits.may_stop && at(Deed::Keys(Keys::Import), Step::Plan).may_stop);
        assert_eq!(waits.words, "Step 1 of 5: Wait for another change to end");
    }

    #[test]
    fn nothing_of_it_is_left_in_english() {
        for step in [Step::Restart, Step::Wait] {
            let view = MendingView::of(Deed::Setting(Setting::ModeLocal), step, "config-valid", None).unwrap();
            assert_eq!(crate::words::left_in_english(&view.with_part(7), &[]), [""; 0]);
        }
    }

    #[test]
    fn what_leads_the_person_has_steps_of_its_own() {
        assert_eq!(MendingView::of(Deed::SignIn, Step::Verify, "token-expiry", None), None);
    }

    #[test]
    fn the_steps_of_every_fix_are_in_the_order_in_which_they_are_taken() {
        for fix in crate::fixes::ALL {
            let Some(deed) = fix.deed else { continue };
            let steps = steps(deed);
            assert!(steps.is_sorted(), "{}", fix.id);
            assert!(steps.is_empty() || steps.last() == Some(&Step::Verify), "{}", fix.id);
        }
    }
}
