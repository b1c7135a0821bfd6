//! Permissions in plain words, and which of them are powerful. What is not in these lists is shown as it is and counts as
//! powerful: a word that Clawtender does not know may mean anything.

use std::collections::HashSet;

use super::{Approval, Kind, Permission};
use crate::text::{claim, clean};

/// The longest permission that is shown, in characters.
const SCOPE: usize = 80;
/// How many permissions are listed one by one.
const LISTED: usize = 64;

/// Everything an operator may be allowed, as `gateway-facts.md` 4.5 and OpenClaw's `operator-scopes.md` have it:
/// the gateway's word, what it lets a device do, and whether that is powerful.
const OPERATOR: &[(&str, &str, bool)] = &[
    ("operator.admin", "do everything that you can, and change every setting", true),
    ("operator.pairing", "let other devices in and put them out", true),
    ("operator.approvals", "allow commands that the agent wants to run", true),
    ("operator.talk.secrets", "read the keys of the voice services", true),
    ("operator.write", "send messages and use the agent’s tools", false),
    ("operator.read", "read chats, settings and logs", false),
    ("operator.questions", "answer the agent’s questions", false),
    ("operator.talk", "talk with the agent by voice", false),
];

/// What a node may offer, from OpenClaw's `node-command-policy` and `node-commands`, and the categories that it may name
/// beside them. Powerful is what runs programs, moves files or works the machine.
const NODE: &[(&str, &str, bool)] = &[
    ("system.run", "run any program on it", true),
    ("system.run.prepare", "prepare to run a program on it", true),
    ("system.which", "look for programs on it", true),
    ("system.execApprovals.set", "change which programs may run on it", true),
    ("system.execApprovals.get", "see which programs may run on it", true),
    ("agent.cli.claude.run.v1", "run a coding agent on it", true),
    ("mcp.tools.call.v1", "use the tools of programs on it", true),
    ("computer.act", "work its mouse and keyboard", true),
    ("mobile.ui.act", "tap and type on its screen", true),
    ("browser.proxy", "work its web browser", true),
    ("browser.proxy.upload.v1", "hand files to its web browser", true),
    ("terminal.upload", "put files on it", true),
    ("file.write", "write files on it", true),
    ("file.create", "create files on it", true),
    ("file.fetch", "read files on it", true),
    ("file.stat", "see which files are on it", true),
    ("dir.list", "list its folders", true),
    ("dir.fetch", "read whole folders on it", true),
    ("fs.listDir", "list its folders", true),
    ("system.notify", "show notifications on it", false),
    ("screen.snapshot", "take pictures of its screen", false),
    ("screen.record", "record its screen", false),
    ("desktop.stream", "watch its screen", false),
    ("mobile.ui.observe", "read what is on its screen", false),
    ("camera.list", "see which cameras it has", false),
    ("camera.snap", "take photos with it", false),
    ("camera.clip", "record video with it", false),
    ("camera.ptz.status", "see where its camera points", false),
    ("camera.ptz.control", "turn its camera", false),
    ("location.get", "see where it is", false),
    ("notifications.list", "read its notifications", false),
    ("notifications.actions", "answer its notifications", false),
    ("sms.send", "send text messages from it", false),
    ("sms.search", "read its text messages", false),
    ("contacts.search", "read its contacts", false),
    ("contacts.add", "add to its contacts", false),
    ("calendar.events", "read its calendar", false),
    ("calendar.add", "add to its calendar", false),
    ("reminders.list", "read its reminders", false),
    ("reminders.add", "add to its reminders", false),
    ("photos.latest", "see its latest photos", false),
    ("callLog.search", "read its list of calls", false),
    ("motion.activity", "see how it is moved", false),
    ("motion.pedometer", "read its step counter", false),
    ("health.summary", "read its health summary", false),
    ("device.info", "see what device it is", false),
    ("device.status", "see its battery and storage", false),
    ("device.permissions", "see what it may do itself", false),
    ("device.health", "see how well it runs", false),
    ("device.apps", "see which apps it has", false),
    ("watch.status", "see the state of its watch", false),
    ("watch.notify", "show notifications on its watch", false),
    ("canvas.present", "show pages on it", false),
    ("canvas.hide", "take pages off it", false),
    ("canvas.navigate", "go to other pages on it", false),
    ("talk.ptt.start", "listen through its microphone", false),
    ("talk.ptt.stop", "stop listening", false),
    ("talk.ptt.cancel", "break off listening", false),
    ("talk.ptt.once", "listen through its microphone once", false),
    // categories, which allow nothing without one of the commands above
    ("system", "run programs on it", true),
    ("browser", "use its web browser", true),
    ("computer", "use its mouse and keyboard", true),
    ("file", "use its files", true),
    ("camera", "use its camera", false),
    ("canvas", "show pages on its screen", false),
    ("screen", "see its screen", false),
    ("location", "know where it is", false),
    ("voice", "speak through it", false),
    ("voiceWake", "hear its wake word", false),
    ("talk", "talk through it", false),
    ("device", "know its state", false),
    ("notifications", "use its notifications", false),
    ("contacts", "use its contacts", false),
    ("calendar", "use its calendar", false),
    ("photos", "use its photos", false),
    ("sms", "use its text messages", false),
];

/// What a permission lets the requester do, without its subject: `read chats, settings and logs`.
pub(super) fn phrase(kind: Kind, scope: &str) -> (String, bool) {
    match list(kind).iter().find(|(word, ..)| *word == scope) {
        Some((_, words, powerful)) => ((*words).to_owned(), *powerful),
        None => (format!("use “{}”, which Clawtender does not know", claim(scope, 40)), true),
    }
}

/// What is asked for, the powerful first, each thing once.
pub(super) fn permissions(approval: &Approval) -> Vec<Permission> {
    let mut seen = HashSet::new();
    let mut all: Vec<_> = approval
        .scopes
        .iter()
        .filter(|scope| seen.insert(scope.as_str()))
        .map(|scope| {
            let (words, powerful) = phrase(approval.kind, scope);
            let new = !covered(approval, scope);
            Permission { scope: clean(scope, SCOPE), words: capital(&words), new, powerful }
        })
        .collect();
    all.sort_by_key(|permission| (!permission.powerful, !permission.new, rank(approval.kind, &permission.scope)));
    if all.len() > LISTED {
        let rest = all.split_off(LISTED - 1);
        all.push(Permission {
            scope: "…".to_owned(),
            words: format!("{} more that are not shown", rest.len()),
            new: rest.iter().any(|permission| permission.new),
            powerful: rest.iter().any(|permission| permission.powerful),
        });
    }
    all
}

/// Where the permission stands in its list: the most telling first.
fn rank(kind: Kind, scope: &str) -> usize {
    list(kind).iter().position(|(word, ..)| *word == scope).unwrap_or(usize::MAX)
}

fn list(kind: Kind) -> &'static [(&'static str, &'static str, bool)] {
    if kind == Kind::Node { NODE } else { OPERATOR }
}

/// Whether the requester may do this already: OpenClaw lets `admin` do all, and `write` what `read` and `talk` do.
fn covered(approval: &Approval, scope: &str) -> bool {
    approval.granted.iter().any(|granted| {
        granted == scope
            || (approval.kind == Kind::Device
                && match granted.as_str() {
                    "operator.admin" => scope.starts_with("operator."),
                    "operator.write" => matches!(scope, "operator.read" | "operator.talk"),
                    _ => false,
                })
    })
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_listed_once_and_reads_on_after_could() {
        for list in [OPERATOR, NODE] {
            let mut seen = HashSet::new();
            for (word, words, _) in list {
                assert!(seen.insert(word), "{word} stands twice");
                assert!(words.chars().next().is_some_and(char::is_lowercase) && !words.ends_with('.'), "{words:?}");
                assert!(words.chars().count() <= 60, "{words:?} does not fit a notification");
            }
        }
    }

    #[test]
    fn what_is_not_known_is_powerful() {
        for (kind, scope) in [
            (Kind::Device, "operator.everything"),
            (Kind::Device, "operator.Read"),
            (Kind::Device, "system.run"),
            (Kind::Device, ""),
            (Kind::Node, "worker.launch.v1"),
            (Kind::Node, "operator.read"),
        ] {
            assert!(phrase(kind, scope).1, "{scope}");
        }
    }

    #[test]
    fn what_runs_programs_is_powerful() {
        for scope in ["system.run", "mcp.tools.call.v1", "agent.cli.claude.run.v1", "computer.act", "browser.proxy"] {
            assert!(phrase(Kind::Node, scope).1, "{scope}");
        }
        for scope in ["camera.snap", "system.notify", "location.get"] {
            assert!(!phrase(Kind::Node, scope).1, "{scope}");
        }
    }
}
