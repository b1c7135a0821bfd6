//! Does a device wait to be let in, or do we?

use crate::{
    access::{Denial, Ground, LinkState},
    approval::Kind,
    check::{Check, Group, Problem, Severity, Source, Verdict},
    facts::{Fact, Facts},
    text::clean,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "pairing-pending",
    group: Group::Access,
    title: "Device waits for approval",
    severity: Severity::Warning,
    depends_on: &[],
    grace: std::time::Duration::ZERO,
    reads: &[Fact::Approvals],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    match &facts.link.state {
        LinkState::Denied(denial) if denial.ground() == Some(Ground::Pairing) => {
            ours(denial).seen(Source::Rpc, None, super::quote(denial)).into()
        }
        _ => super::waiting(facts, &[Kind::Device]),
    }
}

fn ours(denial: &Denial) -> Problem {
    let request = clean(denial.request.as_deref().unwrap_or_default(), 60);
    let told = !request.is_empty();
    Problem::new(Phrase::new("pairing-pending-ours", [("told", told.into()), ("request", request.into())]))
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::facts::Observed;

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.approvals = Observed::Pending, Said::Unknown("Not asked yet.")),
                // what was known before the connection went is not known now
                (
                    |f| {
                        waits(f, Kind::Device, &["operator.read"]);
                        f.link.state = LinkState::Waiting;
                    },
                    Said::Unknown("Clawtender is not connected to the gateway yet."),
                ),
                (
                    |f| waits(f, Kind::Device, &["operator.read"]),
                    Said::Fail(
                        "A device that calls itself “Jana’s phone” wants to connect. It could read chats, settings and logs.",
                        "Approve request",
                    ),
                ),
                (
                    |f| waits(f, Kind::Device, &["operator.admin"]),
                    Said::Fail(
                        "A device that calls itself “Jana’s phone” wants to connect. It could do everything that you can, and \
                         change every setting.",
                        "Review request",
                    ),
                ),
                (|f| waits(f, Kind::Node, &[]), Said::Pass),
                (
                    |f| {
                        waits(f, Kind::Device, &["operator.read"]);
                        edit(&mut f.approvals, |waiting| waiting[0].expires = Some(then()));
                    },
                    Said::Pass,
                ),
                (
                    |f| {
                        denied(f, "PAIRING_REQUIRED");
                        if let LinkState::Denied(denial) = &mut f.link.state {
                            denial.request = Some("49250d24-40d9".into());
                        }
                    },
                    Said::Fail(
                        "The gateway lets Clawtender in once somebody who is in has approved it: openclaw devices approve \
                         49250d24-40d9. Until then it cannot see what waits there.",
                        "",
                    ),
                ),
            ],
        );
    }

    #[test]
    fn every_request_is_told_by_its_id() {
        let facts = with(|f| {
            waits(f, Kind::Device, &[]);
            waits(f, Kind::Device, &["operator.admin"]);
        });
        let Verdict::Each(problems) = evaluate(&facts) else { panic!("not one by one") };
        assert_eq!(problems.iter().map(|(subject, _)| &**subject).collect::<Vec<_>>(), ["request-1", "request-2"]);
    }
}
