//! Can others come to the gateway who need not prove who they are?
//!
//! A gateway that is open to the network on purpose, with a secret that is worth the name, is no finding. What OpenClaw refuses to
//! start with is `gateway-auth`'s. Where it really listens counts more than what the configuration says of that.

use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    facts::{Config, Fact, Facts, PortHolder, Secret},
    fixes,
    lifecycle::Owner,
    text::{clean, file_name},
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "gateway-exposed",
    group: Group::Gateway,
    title: "Gateway is open to others",
    severity: Severity::Warning,
    depends_on: &[&super::gateway_auth::CHECK],
    grace: super::EDIT,
    reads: &[Fact::Config, Fact::Port],
    evaluate,
};

/// `gateway.controlUi.allowedOrigins`, in which this stands for every web page there is.
const ORIGINS: &str = "gateway.controlUi.allowedOrigins";
const ANY: &str = "*";
/// How many switches are told of.
const LISTED: usize = 8;

fn evaluate(facts: &Facts) -> Verdict {
    let config = match super::in_force(facts) {
        Ok(config) => config,
        Err(why) => return Verdict::unknown(why),
    };
    let bind = bound(config, facts).map(|problem| ("gateway.bind".to_owned(), problem));
    let any = config.allowed_origins.iter().any(|origin| origin.trim() == ANY);
    let any = any.then(|| (ORIGINS.to_owned(), any_origin(config, facts)));
    let switches =
        config.unsafe_switches.iter().take(LISTED).map(|key| (clean(key, 100), switched(key, config, facts)));
    Verdict::Each(bind.into_iter().chain(any).chain(switches).collect())
}

/// What is wrong with where it listens.
fn bound(config: &Config, facts: &Facts) -> Option<Problem> {
    let name = clean(config.bind.as_deref().unwrap_or("not set"), 40);
    let listens = outside(facts).next();
    let says = |problem: Problem| {
        let problem = problem.seen(
            Source::File,
            facts.config.at(),
            format!("{}: gateway.bind is {name}", file_name(&config.path)),
        );
        outside(facts).take(4).fold(problem, |problem, holder| {
            problem.seen(
                Source::Probe,
                facts.port.at(),
                format!("The gateway (pid {}) listens on {}", holder.pid, holder.address),
            )
        })
    };
    if config.bind.as_deref() == Some("loopback") {
        let at = clean(&listens?.address, 60);
        let problem = says(Problem::new(Phrase::new("gateway-exposed-elsewhere", [("at", at.into())])));
        return Some(if facts.process.owner == Owner::Child { problem.fix(&fixes::RESTART_GATEWAY) } else { problem });
    }
    // one that runs stays where it listens whatever is written since; where "auto", "tailnet", "custom" and a bind that is not
    // set lead is known only when it listens
    let runs = facts.port.value().into_iter().flatten().any(|holder| holder.ours);
    let beyond = if runs { listens.is_some() } else { config.bind.as_deref() == Some("lan") };
    let why = weakness(config).filter(|_| beyond)?;
    let told = [
        ("why", why.into()),
        ("by", if listens.is_some() { "address" } else { "bind" }.into()),
        ("at", listens.map_or_else(String::new, |holder| clean(&holder.address, 60)).into()),
        ("bind", name.clone().into()),
    ];
    let set = config.bind.is_some();
    let step = [("set", set.into()), ("bind", name.clone().into())];
    let problem = says(Problem::new(Phrase::new("gateway-exposed-open", told)))
        .fix(&fixes::BIND_LOOPBACK)
        .step(Phrase::new("gateway-exposed-step-bind", step))
        .step(Phrase::new("gateway-exposed-step-others", []));
    Some(if runs { problem.step(Phrase::new("gateway-exposed-step-restart", [])) } else { problem })
}

/// Why what others must show does not keep them out; `None` where it does.
fn weakness(config: &Config) -> Option<&'static str> {
    if config.auth_mode.as_deref() == Some("trusted-proxy") {
        return None;
    }
    let held = [config.token, config.password];
    let known = |secret: &Secret| matches!(secret, Secret::Present | Secret::Reference);
    match config.auth_mode.as_deref() {
        Some("none") => Some("nobody"),
        _ if !held.iter().any(known) => Some("no-secret"),
        _ if config.short_secret => Some("short"),
        _ => None,
    }
}

/// Where our gateway listens beyond this computer.
fn outside(facts: &Facts) -> impl Iterator<Item = &PortHolder> {
    facts.port.value().into_iter().flatten().filter(|holder| holder.ours && !is_loopback(&holder.address))
}

fn is_loopback(address: &str) -> bool {
    let parsed: Option<std::net::SocketAddr> = address.parse().ok();
    // what is no address proves nothing
    parsed.is_none_or(|address| address.ip().to_canonical().is_loopback())
}

fn any_origin(config: &Config, facts: &Facts) -> Problem {
    let says = |id: &'static str| Phrase::new(id, [("key", ORIGINS.into())]);
    Problem::new(says("gateway-exposed-origins"))
        .seen(Source::File, facts.config.at(), format!("{}: {ORIGINS} has \"*\"", file_name(&config.path)))
        .fix(&fixes::TURN_OFF_SWITCH)
        .step(says("gateway-exposed-step-origins"))
}

fn switched(key: &str, config: &Config, facts: &Facts) -> Problem {
    let key = clean(key, 100);
    Problem::new(Phrase::new("gateway-exposed-switch", [("key", key.clone().into())]))
        .seen(Source::File, facts.config.at(), format!("{}: {key} is true", file_name(&config.path)))
        .fix(&fixes::TURN_OFF_SWITCH)
        .step(format!("{key}: true → false"))
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::{facts::Observed, lifecycle::Phase};

    fn listening(facts: &mut Facts, address: &str) {
        edit(&mut facts.port, |holders| holders[0].address = address.into());
    }

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.config = Observed::Pending, Said::Unknown("Not asked yet.")),
                // set anew, and not in force
                (|f| edit(&mut f.config, |c| (c.bind, c.short_secret) = (Some("lan".into()), true)), Said::Pass),
                // on purpose, and with a secret
                (
                    |f| {
                        edit(&mut f.config, |c| c.bind = Some("lan".into()));
                        listening(f, "0.0.0.0:18789");
                    },
                    Said::Pass,
                ),
                (
                    |f| {
                        edit(&mut f.config, |c| (c.bind, c.short_secret) = (Some("lan".into()), true));
                        listening(f, "0.0.0.0:18789");
                    },
                    Said::Fail(
                        "Other computers reach the gateway, and its secret is short enough to be guessed. It listens on \
                         0.0.0.0:18789.",
                        "Bind to this computer only",
                    ),
                ),
                // nothing listens yet, and where "auto" leads is not known
                (
                    |f| {
                        edit(&mut f.config, |c| (c.bind, c.short_secret) = (Some("auto".into()), true));
                        f.port = unavailable();
                    },
                    Said::Pass,
                ),
                (
                    |f| {
                        edit(&mut f.config, |c| (c.bind, c.auth_mode) = (None, Some("none".into())));
                        listening(f, "[::]:18789");
                    },
                    Said::Fail(
                        "Other computers reach the gateway, and it asks nobody who they are. It listens on [::]:18789.",
                        "Bind to this computer only",
                    ),
                ),
                (
                    |f| listening(f, "192.168.1.5:18789"),
                    Said::Fail(
                        "The gateway listens on 192.168.1.5:18789, where other computers reach it. gateway.bind is \
                         \"loopback\": it was started otherwise.",
                        "Restart gateway",
                    ),
                ),
                (|f| listening(f, "[::ffff:127.0.0.1]:18789"), Said::Pass),
                (
                    |f| edit(&mut f.config, |c| c.allowed_origins = vec!["https://a.example".into(), "*".into()]),
                    Said::Fail(
                        "gateway.controlUi.allowedOrigins names \"*\": every web page that is open on this computer may talk \
                         to the gateway.",
                        "Turn the switch off",
                    ),
                ),
                (
                    |f| edit(&mut f.config, |c| c.unsafe_switches = vec!["gateway.controlUi.allowInsecureAuth".into()]),
                    Said::Fail(
                        "gateway.controlUi.allowInsecureAuth is on. It takes away a protection that the gateway has against \
                         others.",
                        "Turn the switch off",
                    ),
                ),
                // who else listens there is not ours
                (
                    |f| f.port = seen(vec![PortHolder { address: "0.0.0.0:18789".into(), ..holder(9, "nginx") }]),
                    Said::Pass,
                ),
                (
                    |f| f.process.phase = Phase::External { healthy: true },
                    Said::Unknown("Somebody else started this gateway, perhaps with another configuration."),
                ),
            ],
        );
    }
}
