//! Has a key been in use for long?

use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    facts::{Fact, Facts},
    fixes,
    providers::tested::KeyShape,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "key-age",
    group: Group::Credentials,
    title: "Key is old",
    severity: Severity::Info,
    depends_on: &[],
    grace: std::time::Duration::ZERO,
    reads: &[Fact::KeyShapes],
    evaluate,
};

/// From this age on a key should be changed, in days: half a year.
const OLD: i64 = 180;

fn evaluate(facts: &Facts) -> Verdict {
    let Some(shapes) = facts.key_shapes.value() else { return Verdict::unknown(facts.key_shapes.why_not()) };
    let judged = |shape: &KeyShape| {
        let stored = shape.stored_at?;
        let days = facts.now.duration_since(stored).as_hours() / 24;
        (days >= OLD).then(|| {
            let name = shape.key.words();
            let told = [("name", name.as_str().into()), ("days", days.into())];
            let problem = Problem::new(Phrase::new("key-age-old", told));
            let problem = problem
                .seen(Source::File, Some(stored), format!("the key for {name} was stored then"))
                .fix(&fixes::ROTATE_KEY)
                .step(Phrase::new("key-age-asks", []))
                .step(Phrase::new("key-age-tries", []))
                .step(Phrase::new("key-age-then", []));
            (shape.key.subject(), problem)
        })
    };
    Verdict::Each(shapes.iter().filter_map(judged).collect())
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::{super::super::sample::*, *};

    fn aged(facts: &mut Facts, days: i64) {
        shaped(facts, |key| key.stored_at = Some(then() - SignedDuration::from_hours(24 * days)));
    }

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.key_shapes = unavailable(), Said::Unknown("The system did not answer.")),
                (|f| aged(f, 179), Said::Pass),
                (
                    |f| aged(f, 180),
                    Said::Fail(
                        "The key for OpenAI has been in use for 180 days. Whoever has got hold of it can use it until it is \
                         changed.",
                        "Rotate key",
                    ),
                ),
                // a clock that was set back
                (|f| aged(f, -3), Said::Pass),
                (|f| shaped(f, |key| key.stored_at = None), Said::Pass),
            ],
        );
    }
}
