//! Does the proxy on the way let the gateway's questions through?

use super::{Step, names, network_online};
use crate::{
    check::{Check, Group, Problem, Severity, Verdict},
    facts::{Fact, Facts},
    fixes,
    providers::tested::Outcome,
    route::{Kind, Layer, Route},
    text::clean,
    unreached::{Proxy, Unreached},
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
    let (address, variable) = group[0].proxy().unwrap_or(("on the way", "HTTPS_PROXY"));
    let (at, who) = (clean(address, 60), names(group));
    let scheme = address.split(':').next().unwrap_or_default();
    let (what, step) = match &group[0].end {
        Outcome::Unreached(Unreached::Proxy(Proxy::Password)) => (
            format!("The proxy {at} wants a name and a password, or others (407)."),
            format!("Put the name and the password into {variable}: {scheme}://NAME:PASSWORD@HOST:PORT"),
        ),
        Outcome::Unreached(Unreached::Proxy(Proxy::Refused(0))) => {
            (format!("The proxy {at} refuses."), format!("Have {variable} name a proxy that may go there"))
        }
        Outcome::Unreached(Unreached::Proxy(Proxy::Refused(status))) => (
            format!("The proxy {at} refuses (HTTP {status})."),
            format!("Have {variable} name a proxy that may go there, or NO_PROXY the host"),
        ),
        Outcome::Unreached(Unreached::Proxy(Proxy::Foreign)) => (
            format!("What answers at {at} is no {} proxy.", kind(scheme)),
            format!("Write the kind that it is before its address in {variable}: http:// or socks5://"),
        ),
        _ => (
            format!("The proxy {at} cannot be reached."),
            format!("Correct the address in {variable}, or take it out where there is no proxy any more"),
        ),
    };
    let message = format!("{what} {variable} names it, and the way to {who} ends there.");
    Problem::new(message).fix(&fixes::EDIT_PROXY).step(step).step("Restart the gateway, which reads it when it starts")
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
