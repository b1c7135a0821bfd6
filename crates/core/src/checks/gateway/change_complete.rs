//! Is every change whole that Clawtender has begun? One that was killed between two files, or with the power cut, leaves some as
//! they were and some as they were meant to be. What is whole, or was not begun, is settled without a word when an engine starts.

use std::time::Duration;

use crate::{
    changes,
    check::{Check, Group, Problem, Severity, Source, Verdict},
    facts::{Fact, Facts},
    fixes,
    installation::Interrupted,
    text::clean,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "change-complete",
    group: Group::Gateway,
    title: "Change was interrupted",
    severity: Severity::Warning,
    depends_on: &[],
    grace: Duration::ZERO,
    reads: &[Fact::Interrupted],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let Some(interrupted) = facts.interrupted.value() else {
        return Verdict::unknown(facts.interrupted.why_not());
    };
    let problem = |change: &Interrupted| {
        let named = [("what", changes::called(&change.what).into())];
        let problem = Problem::new(Phrase::new("change-complete", named)).fix(&fixes::UNDO_CHANGE);
        let told = change.files.iter().take(20).fold(problem, |problem, file| {
            let step = Phrase::new("change-complete-step", [("file", clean(file, 300).into())]);
            problem.seen(Source::File, Some(change.at), file).step(step)
        });
        (clean(&change.entry, 60), told)
    };
    Verdict::Each(interrupted.iter().map(problem).collect())
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::facts::Observed;

    #[test]
    fn each_change_that_is_not_whole_is_one_of_its_own() {
        let mut facts = healthy();
        assert_eq!(evaluate(&facts), Verdict::Each(Vec::new()));
        let change = |entry: &str, what: &str| Interrupted {
            entry: entry.into(),
            what: what.into(),
            at: then(),
            files: vec!["/home/a/.openclaw/openclaw.json".into(), "/home/a/.openclaw/.env".into()],
        };
        facts.interrupted = seen(vec![change("1764145324-9f3a", "verify-certificates"), change("2-b", "keys-import")]);
        let Verdict::Each(each) = evaluate(&facts) else { panic!() };
        assert_eq!(each[0].0, "1764145324-9f3a");
        assert!(each[0].1.message.contains("Verify certificates"), "{:?}", each[0].1.message);
        assert!(each[1].1.message.contains("Move to keychain"), "{:?}", each[1].1.message);
        facts.interrupted = Observed::Pending;
        assert!(matches!(evaluate(&facts), Verdict::Unknown(_)));
    }
}
