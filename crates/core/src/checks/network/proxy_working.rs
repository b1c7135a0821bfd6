//! Does the proxy on the way let the gateway's questions through?

use super::{Step, names, network_online, restart};
use crate::{
    check::{Check, Group, Problem, Severity, Verdict},
    facts::{Fact, Facts},
    fixes,
    providers::tested::Outcome,
    route::{Kind, Layer, Route},
    text::clean,
    unreached::{Proxy, Unreached},
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "proxy-working",
    group: Group::Network,
    title: "Proxy does not work",
    severity: Severity::Error,
    depends_on: &[&network_online::CHECK],
    grace: super::GRACE,
    reads: &[Fact::Routes],
    evaluate,
};

const STEP: Step = Step {
    layer: Layer::Proxy,
    kinds: &[Kind::Provider, Kind::Cloud],
    alike: |one, other| one.end == other.end && one.proxy() == other.proxy(),
};

fn evaluate(facts: &Facts) -> Verdict {
    STEP.judge(facts, |group, _| problem(group))
}

fn problem(group: &[&Route]) -> Problem {
    let proxy = group[0].proxy();
    let (address, variable) = proxy.unwrap_or(("", "HTTPS_PROXY"));
    let at = proxy.map_or_else(|| Phrase::new("proxy-working-somewhere", []), |_| clean(address, 60).into());
    let scheme = address.split(':').next().unwrap_or_default();
    let (what, status) = match &group[0].end {
        Outcome::Unreached(Unreached::Proxy(Proxy::Password)) => ("password", None),
        Outcome::Unreached(Unreached::Proxy(Proxy::Refused(0))) => ("refuses", None),
        Outcome::Unreached(Unreached::Proxy(Proxy::Refused(with))) => ("refuses-with", Some(*with)),
        Outcome::Unreached(Unreached::Proxy(Proxy::Foreign)) => ("foreign", None),
        _ => ("unreached", None),
    };
    let told = [
        ("what", what.into()),
        ("at", at.into()),
        ("status", super::status(status)),
        ("kind", kind(scheme).into()),
        ("variable", variable.into()),
        ("who", names(group).into()),
    ];
    let step = [("what", what.into()), ("variable", variable.into()), ("scheme", scheme.into())];
    // which one is right, or whether there is one at all, the person knows
    Problem::new(Phrase::new("proxy-working-off", told))
        .fix(&fixes::EDIT_PROXY)
        .by_hand()
        .step(Phrase::new("proxy-working-step", step))
        .step(restart())
}

fn kind(scheme: &str) -> &'static str {
    if scheme.starts_with("socks") { "SOCKS" } else { "HTTP" }
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};

    fn ends(facts: &mut Facts, address: &str, end: Proxy) {
        for name in ["openai", "groq"] {
            goes_through(facts, name, address, end);
        }
    }

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (
                    |f| ends(f, "http://proxy.example:3128", Proxy::Unreachable),
                    Said::Fail(
                        "The proxy http://proxy.example:3128 cannot be reached. HTTPS_PROXY names it, and the way to OpenAI and Groq \
                         ends there.",
                        "Edit proxy",
                    ),
                ),
                (
                    |f| ends(f, "http://proxy.example:3128", Proxy::Password),
                    Said::Fail(
                        "The proxy http://proxy.example:3128 wants a name and a password, or others (407). HTTPS_PROXY names it, and \
                         the way to OpenAI and Groq ends there.",
                        "Edit proxy",
                    ),
                ),
                (
                    |f| ends(f, "socks5://proxy.example:3128", Proxy::Foreign),
                    Said::Fail(
                        "What answers at socks5://proxy.example:3128 is no SOCKS proxy. HTTPS_PROXY names it, and the way to OpenAI \
                         and Groq ends there.",
                        "Edit proxy",
                    ),
                ),
                (
                    |f| ends(f, "http://proxy.example:3128", Proxy::Refused(403)),
                    Said::Fail(
                        "The proxy http://proxy.example:3128 refuses (HTTP 403). HTTPS_PROXY names it, and the way to OpenAI and Groq \
                         ends there.",
                        "Edit proxy",
                    ),
                ),
                (
                    |f| ends(f, "socks5://proxy.example:3128", Proxy::Refused(0)),
                    Said::Fail(
                        "The proxy socks5://proxy.example:3128 refuses. HTTPS_PROXY names it, and the way to OpenAI and Groq ends \
                         there.",
                        "Edit proxy",
                    ),
                ),
            ],
        );
    }
}
