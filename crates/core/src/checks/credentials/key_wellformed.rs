//! Do the keys look like keys?

use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    facts::{Fact, Facts},
    fixes,
    providers::{Flaw, tested::KeyShape},
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "key-wellformed",
    group: Group::Credentials,
    title: "Key was not copied well",
    severity: Severity::Warning,
    depends_on: &[],
    grace: std::time::Duration::ZERO,
    reads: &[Fact::KeyShapes],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let Some(shapes) = facts.key_shapes.value() else { return Verdict::unknown(facts.key_shapes.why_not()) };
    // what a provider takes is a key, whatever it looks like
    let wrong = |shape: &KeyShape| shape.flaw.filter(|flaw| flaw.is_certain() || !shape.known);
    let judged = |shape: &KeyShape| Some((shape.key.subject(), problem(shape, wrong(shape)?)));
    Verdict::Each(shapes.iter().filter_map(judged).collect())
}

fn problem(shape: &KeyShape, flaw: Flaw) -> Problem {
    let name = shape.key.words();
    let certain = flaw.is_certain();
    let told = [("so", flaw.phrase(&name).into()), ("certain", certain.into())];
    Problem::new(Phrase::new("key-wellformed-is", told))
        .seen(Source::Probe, None, format!("the shape of the key for {name}; the key itself is not shown"))
        .fix(&fixes::ENTER_KEY_AGAIN)
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::{facts::Observed, providers::find};

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.key_shapes = Observed::Pending, Said::Unknown("Not asked yet.")),
                (
                    |f| shaped(f, |key| key.flaw = Some(Flaw::Quotes)),
                    Said::Fail(
                        "The key has quotation marks in it. Leave them out. It is refused, and then these models do not answer.",
                        "Enter the key again",
                    ),
                ),
                (
                    |f| shaped(f, |key| (key.flaw, key.known) = (find("anthropic").map(Flaw::Foreign), false)),
                    Said::Fail(
                        "This looks like a key for Anthropic, not for OpenAI. It may be refused, and then these models do not \
                         answer.",
                        "Enter the key again",
                    ),
                ),
                (|f| shaped(f, |key| key.flaw = Some(Flaw::Short)), Said::Pass),
            ],
        );
    }
}
