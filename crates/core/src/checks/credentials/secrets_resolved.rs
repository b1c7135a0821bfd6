//! Does the gateway have every secret that its configuration refers to?

use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    checks::complaints::quoted,
    facts::{Fact, Facts},
    fixes, provider_command,
    said::Complaint,
    text::clean,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "secrets-resolved",
    group: Group::Credentials,
    title: "Secrets are missing",
    severity: Severity::Error,
    depends_on: &[&super::keychain_available::CHECK],
    grace: std::time::Duration::from_secs(20),
    reads: &[Fact::KeySources, Fact::Activity, Fact::Said],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let bridge = facts.key_sources.value().and_then(|sources| sources.bridge.as_ref());
    if let Some(bridge) = bridge
        && let Some(refusal) = provider_command::refusal(bridge.file)
    {
        return Problem::new(Phrase::new("secrets-resolved-program", [("why", refusal.words().into())]))
            .seen(Source::File, facts.key_sources.at(), &bridge.command)
            .fix(&fixes::RENEW_SECRET_PROGRAM)
            .step(Phrase::new("secrets-resolved-made", [("program", bridge.command.as_str().into())]))
            .step(Phrase::new("secrets-resolved-path", [("alias", bridge.alias.as_str().into())]))
            .into();
    }
    let Some(activity) = facts.activity.value() else { return Verdict::unknown(facts.activity.why_not()) };
    let missing = activity.degraded_secrets.iter().map(|owner| {
        let (who, reason) = owner.split_once(": ").unwrap_or((owner, ""));
        let (who, reason) = (clean(who, 80), clean(reason, 50));
        let told = !reason.is_empty();
        let told = [("who", who.as_str().into()), ("told", told.into()), ("reason", reason.into())];
        let problem = Problem::new(Phrase::new("secrets-resolved-unread", told))
            .seen(Source::Rpc, facts.activity.at(), owner)
            .fix(&fixes::RELOAD_SECRETS);
        // a line about an owner says which; one about the source of secrets is about all of its owners
        let of_an_owner = |line: &str| line.contains(" cold ") || line.contains(" stale ");
        let about = |one: &Complaint| one.line.contains(who.as_str()) || !of_an_owner(&one.line);
        let problem = quoted(problem, facts, CHECK.id, about);
        (who, problem)
    });
    Verdict::Each(missing.collect())
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::{facts::Observed, provider_command::Kind};

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.activity = Observed::Pending, Said::Unknown("Not asked yet.")),
                (|f| bridged(f, &["openai"]), Said::Pass),
                (
                    |f| {
                        bridged(f, &["openai"]);
                        edit(&mut f.key_sources, |sources| {
                            sources.bridge.iter_mut().for_each(|bridge| bridge.file.kind = Kind::Nothing);
                        });
                    },
                    Said::Fail(
                        "The gateway does not run the program that gives it keys from the keychain: it is not there. It has no \
                         keys from there.",
                        "Renew the program",
                    ),
                ),
                (
                    |f| {
                        edit(&mut f.activity, |a| {
                            a.degraded_secrets = vec!["provider groq: secret reference was not found".into()];
                        });
                    },
                    Said::Fail(
                        "The gateway could not read the secret of provider groq (secret reference was not found). It goes on \
                         without, or with an older one.",
                        "Reload secrets",
                    ),
                ),
                (
                    |f| edit(&mut f.activity, |a| a.degraded_secrets = vec!["channel telegram".into()]),
                    Said::Fail(
                        "The gateway could not read the secret of channel telegram. It goes on without, or with an older one.",
                        "Reload secrets",
                    ),
                ),
            ],
        );
    }
}
