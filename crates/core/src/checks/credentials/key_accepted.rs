//! Do the providers accept the keys?

use super::key_wellformed;
use crate::{
    check::{Check, Group, Problem, Severity, Verdict},
    checks::network::provider_reachable,
    facts::{Fact, Facts},
    fixes,
    providers::{answer::Answer, tested::KeyTest},
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "key-accepted",
    group: Group::Credentials,
    title: "Key is refused",
    severity: Severity::Error,
    depends_on: &[&key_wellformed::CHECK, &provider_reachable::CHECK],
    grace: std::time::Duration::ZERO,
    reads: &[Fact::KeyTests, Fact::KeyShapes],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let Some(tests) = facts.key_tests.value() else { return Verdict::unknown(facts.key_tests.why_not()) };
    let over = |test: &KeyTest| {
        let mut shapes = facts.key_shapes.value().into_iter().flatten();
        shapes.any(|shape| shape.key == test.key && shape.is_over(facts.now))
    };
    // then `token-expiry` says why
    let is_over = || Verdict::unknown(Phrase::new("key-accepted-over", []));
    let judged = |test: &KeyTest| if over(test) { is_over() } else { judge(test) };
    Verdict::Several(tests.iter().map(|test| (test.key.subject(), judged(test))).collect())
}

fn judge(test: &KeyTest) -> Verdict {
    let name = test.key.words();
    let Some(last) = &test.last else { return Verdict::unknown(test.why_not.clone()) };
    match last.verdict() {
        Some(answer @ Answer::Refused(_)) => {
            let problem = Problem::new(Phrase::new("key-accepted-refused", [("so", answer.phrase(&name).into())]));
            let problem = super::quoted(problem, last).fix(&fixes::REPLACE_KEY);
            match super::provider(test).and_then(|provider| provider.console) {
                Some(page) => problem.step(Phrase::new("key-accepted-step", [("page", page.into())])).into(),
                None => problem.into(),
            }
        }
        Some(_) => Verdict::Pass,
        None => Verdict::unknown(last.phrase(&name)),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::{
        facts::Observed,
        providers::{
            answer::{Bar, Refusal},
            tested::KeyName,
        },
        token_times::TokenTimes,
        unreached::{Tls, Unreached},
    };

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.key_tests = Observed::Pending, Said::Unknown("Not asked yet.")),
                (|f| f.key_tests = seen(Vec::new()), Said::Pass),
                (
                    |f| answered(f, Answer::Refused(Refusal::Wrong)),
                    Said::Fail(
                        "OpenAI does not accept the key: it is wrong or was deleted. Its models answer once there is another.",
                        "Replace key",
                    ),
                ),
                // why it is refused stands in it
                (
                    |f| {
                        answered(f, Answer::Refused(Refusal::Expired));
                        shaped(f, |key| key.times = Some(TokenTimes { ends: Some(then()), ..TokenTimes::default() }));
                    },
                    Said::Unknown("It is over by its own word, whatever its provider says."),
                ),
                (|f| answered(f, Answer::NotPermitted(Bar::Model)), Said::Pass),
                (|f| answered(f, Answer::OutOfQuota), Said::Pass),
                (|f| answered(f, Answer::RateLimited { retry_after: None }), Said::Pass),
                (
                    |f| answered(f, Answer::Overloaded),
                    Said::Unknown("OpenAI is overloaded and did not look at the key."),
                ),
                (
                    |f| answered(f, Answer::Portal),
                    Said::Unknown("A web page answers in the place of OpenAI: something in between."),
                ),
                (
                    |f| answered(f, Answer::Open),
                    Said::Unknown("OpenAI answers without a key too, so that nothing is known about this one."),
                ),
                (
                    |f| unreached(f, Unreached::Tls(Tls::SelfSigned)),
                    Said::Unknown("The certificate of api.openai.com vouches only for itself."),
                ),
                (
                    |f| f.key_tests = seen(vec![KeyTest { why_not: "Switched off.".into(), ..KeyTest::default() }]),
                    Said::Unknown("Switched off."),
                ),
            ],
        );
    }

    #[test]
    fn a_key_that_could_not_be_asked_about_hides_no_other_one() {
        let mut facts = with(|f| answered(f, Answer::Refused(Refusal::Wrong)));
        edit(&mut facts.key_tests, |tests| {
            tests.push(KeyTest { key: KeyName { provider: "xai".into(), account: None }, ..KeyTest::default() });
        });
        let Verdict::Several(verdicts) = evaluate(&facts) else { panic!("not one by one") };
        let kinds: Vec<_> =
            verdicts.iter().map(|(name, verdict)| (&**name, matches!(verdict, Verdict::Fail(_)))).collect();
        assert_eq!(kinds, [("openai", true), ("xai", false)]);
    }
}
