//! Does the configuration say that a gateway runs on this computer? Without that word OpenClaw starts none.

use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    facts::{Fact, Facts},
    fixes,
    text::{clean, file_name},
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "gateway-mode",
    group: Group::Gateway,
    title: "Gateway mode is not local",
    severity: Severity::Error,
    depends_on: &[&super::config_valid::CHECK],
    grace: super::EDIT,
    reads: &[Fact::Config],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let config = match super::in_force(facts) {
        Ok(config) => config,
        Err(why) => return Verdict::unknown(why),
    };
    let mode = config.mode.as_deref().map(|mode| clean(mode, 40));
    let message = match mode.as_deref() {
        Some("local") => return Verdict::Pass,
        // nobody wants one here: this computer is meant to use the gateway of another
        Some("remote") if !facts.process.wanted => return Verdict::Pass,
        Some("remote") => Phrase::new("gateway-mode-remote", []),
        Some(other) => Phrase::new("gateway-mode-unknown", [("mode", other.into())]),
        None => Phrase::new("gateway-mode-missing", []),
    };
    let now = mode.as_ref().map_or("nothing".to_owned(), |mode| format!("\"{mode}\""));
    let set = mode.is_some();
    Problem::new(message)
        .seen(Source::File, facts.config.at(), format!("{}: gateway.mode is {now}", file_name(&config.path)))
        .fix(&fixes::SET_MODE_LOCAL)
        .step(Phrase::new("gateway-mode-step", [("set", set.into()), ("mode", mode.unwrap_or_default().into())]))
        .into()
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::{facts::Observed, lifecycle::Phase};

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.config = Observed::Pending, Said::Unknown("Not asked yet.")),
                (
                    |f| edit(&mut f.config, |c| c.mode = None),
                    Said::Fail(
                        "gateway.mode is missing. OpenClaw takes the file for damaged and starts no gateway.",
                        "Set gateway.mode to local",
                    ),
                ),
                (
                    |f| edit(&mut f.config, |c| c.mode = Some("remote".into())),
                    Said::Fail(
                        "gateway.mode is \"remote\": this computer is set to use another one's gateway, and starts none of \
                         its own.",
                        "Set gateway.mode to local",
                    ),
                ),
                (
                    |f| {
                        f.process.wanted = false;
                        edit(&mut f.config, |c| c.mode = Some("remote".into()));
                    },
                    Said::Pass,
                ),
                (
                    |f| edit(&mut f.config, |c| c.mode = Some("banana".into())),
                    Said::Fail(
                        "gateway.mode is \"banana\", which OpenClaw does not know. It starts no gateway with it.",
                        "Set gateway.mode to local",
                    ),
                ),
                (
                    |f| edit(&mut f.config, |c| c.problems = vec![mistake("", "ends too early", 1, 1)]),
                    Said::Unknown("The configuration cannot be used."),
                ),
                (
                    |f| {
                        f.process.phase = Phase::External { healthy: true };
                        edit(&mut f.config, |c| c.mode = None);
                    },
                    Said::Unknown("Somebody else started this gateway, perhaps with another configuration."),
                ),
            ],
        );
    }
}
