//! The connection to the gateway: ours, and those of the clients that it turned away.
//!
//! Each file is one check. Here is what they share: which no is whose, and how it is quoted. What a client calls itself is a
//! claim and stands in quotes. A no has one ground, so that none of these checks explains another: a stranger with a wrong
//! token must not hide that our own device token was revoked.

use std::time::Duration;

use crate::{
    access::{Denial, Ground, LinkState, NAME, TurnedAway},
    approval::{ApprovalView, Decision, Kind, Permission},
    check::{Check, Problem, Source, Verdict},
    facts::Facts,
    fixes,
    text::{claim, clean},
    words::{Phrase, Told},
};

pub(super) mod channel_pairing_pending;
pub(super) mod device_identity;
pub(super) mod device_token;
pub(super) mod exec_approval_pending;
pub(super) mod gateway_token;
pub(super) mod node_pairing_pending;
pub(super) mod origin_allowed;
pub(super) mod pairing_pending;
pub(super) mod protocol_agreement;
pub(super) mod scope_sufficient;

/// The checks that say whether requests wait for the person.
pub(crate) static REQUESTS: [&Check; 4] = [
    &pairing_pending::CHECK,
    &node_pairing_pending::CHECK,
    &channel_pairing_pending::CHECK,
    &exec_approval_pending::CHECK,
];

/// Longer than a gateway that was restarted needs to let its clients back in.
const RECONNECT: Duration = Duration::from_secs(20);

/// The longest command that a preview shows whole, in characters.
const PREVIEW: usize = 400;

/// The verdict of a check that speaks for `ground`: on our own connection, and on every client that was turned away for it.
fn judge(
    facts: &Facts,
    ground: Ground,
    ours: impl FnOnce(&Denial) -> Problem,
    theirs: impl Fn(&TurnedAway) -> Problem,
) -> Verdict {
    let theirs: Vec<_> = others(facts, ground)
        .into_iter()
        .map(|away| (subject(away, ground), theirs(away).seen(Source::Log, Some(away.last), &away.line)))
        .collect();
    let ours = match &facts.link.state {
        LinkState::Denied(denial) if denial.ground() == Some(ground) => {
            Some(ours(denial).seen(Source::Rpc, None, quote(denial)))
        }
        _ => None,
    };
    match (ours, theirs.is_empty()) {
        (Some(ours), true) => ours.into(),
        (ours, false) => Verdict::Each(ours.into_iter().map(|ours| (NAME.to_owned(), ours)).chain(theirs).collect()),
        (None, true) => standing(facts),
    }
}

/// The verdict when nothing speaks against it.
pub(super) fn standing(facts: &Facts) -> Verdict {
    match &facts.link.state {
        LinkState::Up { .. } => Verdict::Pass,
        LinkState::Waiting => Verdict::unknown(Phrase::new("access-waiting", [])),
        LinkState::Denied(_) => Verdict::unknown(Phrase::new("access-denied", [])),
    }
}

/// The clients that were turned away for `ground`, the latest of each. Our own tries are not among them: of those the
/// gateway told us itself. While we wait for a gateway that starts, nobody gets in, and that is nobody's fault.
fn others(facts: &Facts, ground: Ground) -> Vec<&TurnedAway> {
    let mut latest: Vec<&TurnedAway> = Vec::new();
    if facts.link.state == LinkState::Waiting {
        return latest;
    }
    for away in facts.turned_away.value().into_iter().flatten() {
        if away.ground() != Some(ground) || away.client == NAME || ground == Ground::Origin && is_allowed(facts, away) {
            continue;
        }
        match latest.iter_mut().find(|known| subject(known, ground) == subject(away, ground)) {
            Some(known) if known.last < away.last => *known = away,
            Some(_) => {}
            None => latest.push(away),
        }
    }
    latest
}

/// Whether the configuration lets in by now what was turned away for its origin.
fn is_allowed(facts: &Facts, away: &TurnedAway) -> bool {
    let listed = facts.config.value().map_or(&[][..], |config| &config.allowed_origins);
    away.origin.as_ref().is_some_and(|origin| listed.iter().any(|known| known.eq_ignore_ascii_case(origin)))
}

/// What tells one client from another in a report.
fn subject(away: &TurnedAway, ground: Ground) -> String {
    let origin = away.origin.as_ref().filter(|_| ground == Ground::Origin);
    match clean(origin.unwrap_or(&away.client), 100) {
        name if name.is_empty() => away.device.as_deref().map_or_else(|| "a client".to_owned(), |id| clean(id, 100)),
        name => name,
    }
}

/// `“Tray” was turned away 3 times`, which begins the sentence of every check about a client.
fn turned_away(away: &TurnedAway) -> Told {
    let name = claim(&away.client, 40);
    let named = !name.is_empty();
    Phrase::new("access-turned-away", [("named", named.into()), ("name", name.into()), ("times", away.times.into())])
        .into()
}

/// `AUTH_TOKEN_MISMATCH: unauthorized: gateway token mismatch`
fn quote(denial: &Denial) -> String {
    let reason = denial.reason.as_ref().map_or_else(String::new, |reason| format!(" ({reason})"));
    format!("{}{reason}: {}", denial.code, denial.message)
}

/// One problem for each request of these kinds that waits.
fn waiting(facts: &Facts, kinds: &[Kind]) -> Verdict {
    let Some(approvals) = facts.approvals.value() else { return Verdict::unknown(facts.approvals.why_not()) };
    let LinkState::Up { .. } = facts.link.state else { return standing(facts) };
    let views =
        approvals.iter().filter(|approval| kinds.contains(&approval.kind)).map(|approval| approval.view(facts.here));
    // one that has lapsed waits for nobody
    let open = views.filter(|view| !view.choices.is_empty());
    Verdict::Each(open.map(|view| (view.id.clone(), request(&view, facts))).collect())
}

/// A request as a problem. Its yes is the fix, in one click where that is enough.
fn request(view: &ApprovalView, facts: &Facts) -> Problem {
    let who: Vec<&str> = view.who.iter().map(|line| &**line).collect();
    let mut problem = Problem::new(view.message.clone()).seen(Source::Rpc, facts.approvals.at(), who.join(" · "));
    if let Some(command) = &view.command {
        problem = problem.seen(Source::Rpc, facts.approvals.at(), command);
    }
    // a preview is a few lines: what does not fit there is read, and decided, in the list of requests
    let unread =
        view.command.as_ref().is_some_and(|command| command.contains('\n') || command.chars().count() > PREVIEW);
    if unread || view.may(Decision::Approve, true).is_err() {
        return problem;
    }
    let allows = |permission: &Permission| {
        let told = [("scope", permission.scope.as_str().into()), ("words", permission.words.clone().into())];
        Phrase::new("permission-line", told)
    };
    let steps = view.permissions.iter().map(allows);
    let command = view.command.iter().map(|command| runs_once(command));
    let problem = steps.chain(command).chain(view.notes.iter().cloned()).fold(problem, Problem::step);
    problem.fix(if view.deliberate { &fixes::REVIEW_REQUEST } else { &fixes::APPROVE_REQUEST })
}

/// A line of a preview: what a yes lets run.
fn runs_once(command: &str) -> Phrase {
    Phrase::new("access-runs-once", [("command", command.into())])
}
