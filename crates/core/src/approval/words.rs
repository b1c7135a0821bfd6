//! Permissions in plain words, and which of them are powerful. What is not in these lists is shown as it is and counts as
//! powerful: a word that Clawtender does not know may mean anything.

use std::collections::HashSet;

use super::{Approval, Kind, Permission};
use crate::{
    text::{claim, clean},
    words::Phrase,
};

/// The longest permission that is shown, in characters.
const SCOPE: usize = 80;
/// How many permissions are listed one by one.
const LISTED: usize = 64;

/// Everything an operator may be allowed, as `gateway-facts.md` 4.5 and OpenClaw's `operator-scopes.md` have it:
/// the gateway's word, the message that says what it lets a device do, and whether that is powerful.
const OPERATOR: &[(&str, &str, bool)] = &[
    ("operator.admin", "may-admin", true),
    ("operator.pairing", "may-pairing", true),
    ("operator.approvals", "may-approvals", true),
    ("operator.talk.secrets", "may-talk-secrets", true),
    ("operator.write", "may-write", false),
    ("operator.read", "may-read", false),
    ("operator.questions", "may-questions", false),
    ("operator.talk", "may-talk", false),
];

/// What a node may offer, from OpenClaw's `node-command-policy` and `node-commands`, and the categories that it may name
/// beside them. Powerful is what runs programs, moves files or works the machine.
const NODE: &[(&str, &str, bool)] = &[
    ("system.run", "node-may-system-run", true),
    ("system.run.prepare", "node-may-system-run-prepare", true),
    ("system.which", "node-may-system-which", true),
    ("system.execApprovals.set", "node-may-system-exec-approvals-set", true),
    ("system.execApprovals.get", "node-may-system-exec-approvals-get", true),
    ("agent.cli.claude.run.v1", "node-may-agent-cli-claude-run", true),
    ("mcp.tools.call.v1", "node-may-mcp-tools-call", true),
    ("computer.act", "node-may-computer-act", true),
    ("mobile.ui.act", "node-may-mobile-ui-act", true),
    ("browser.proxy", "node-may-browser-proxy", true),
    ("browser.proxy.upload.v1", "node-may-browser-proxy-upload", true),
    ("terminal.upload", "node-may-terminal-upload", true),
    ("file.write", "node-may-file-write", true),
    ("file.create", "node-may-file-create", true),
    ("file.fetch", "node-may-file-fetch", true),
    ("file.stat", "node-may-file-stat", true),
    ("dir.list", "node-may-dir-list", true),
    ("dir.fetch", "node-may-dir-fetch", true),
    ("fs.listDir", "node-may-fs-list-dir", true),
    ("system.notify", "node-may-system-notify", false),
    ("screen.snapshot", "node-may-screen-snapshot", false),
    ("screen.record", "node-may-screen-record", false),
    ("desktop.stream", "node-may-desktop-stream", false),
    ("mobile.ui.observe", "node-may-mobile-ui-observe", false),
    ("camera.list", "node-may-camera-list", false),
    ("camera.snap", "node-may-camera-snap", false),
    ("camera.clip", "node-may-camera-clip", false),
    ("camera.ptz.status", "node-may-camera-ptz-status", false),
    ("camera.ptz.control", "node-may-camera-ptz-control", false),
    ("location.get", "node-may-location-get", false),
    ("notifications.list", "node-may-notifications-list", false),
    ("notifications.actions", "node-may-notifications-actions", false),
    ("sms.send", "node-may-sms-send", false),
    ("sms.search", "node-may-sms-search", false),
    ("contacts.search", "node-may-contacts-search", false),
    ("contacts.add", "node-may-contacts-add", false),
    ("calendar.events", "node-may-calendar-events", false),
    ("calendar.add", "node-may-calendar-add", false),
    ("reminders.list", "node-may-reminders-list", false),
    ("reminders.add", "node-may-reminders-add", false),
    ("photos.latest", "node-may-photos-latest", false),
    ("callLog.search", "node-may-call-log-search", false),
    ("motion.activity", "node-may-motion-activity", false),
    ("motion.pedometer", "node-may-motion-pedometer", false),
    ("health.summary", "node-may-health-summary", false),
    ("device.info", "node-may-device-info", false),
    ("device.status", "node-may-device-status", false),
    ("device.permissions", "node-may-device-permissions", false),
    ("device.health", "node-may-device-health", false),
    ("device.apps", "node-may-device-apps", false),
    ("watch.status", "node-may-watch-status", false),
    ("watch.notify", "node-may-watch-notify", false),
    ("canvas.present", "node-may-canvas-present", false),
    ("canvas.hide", "node-may-canvas-hide", false),
    ("canvas.navigate", "node-may-canvas-navigate", false),
    ("talk.ptt.start", "node-may-talk-ptt-start", false),
    ("talk.ptt.stop", "node-may-talk-ptt-stop", false),
    ("talk.ptt.cancel", "node-may-talk-ptt-cancel", false),
    ("talk.ptt.once", "node-may-talk-ptt-once", false),
    // categories, which allow nothing without one of the commands above
    ("system", "node-may-system", true),
    ("browser", "node-may-browser", true),
    ("computer", "node-may-computer", true),
    ("file", "node-may-file", true),
    ("camera", "node-may-camera", false),
    ("canvas", "node-may-canvas", false),
    ("screen", "node-may-screen", false),
    ("location", "node-may-location", false),
    ("voice", "node-may-voice", false),
    ("voiceWake", "node-may-voice-wake", false),
    ("talk", "node-may-talk", false),
    ("device", "node-may-device", false),
    ("notifications", "node-may-notifications", false),
    ("contacts", "node-may-contacts", false),
    ("calendar", "node-may-calendar", false),
    ("photos", "node-may-photos", false),
    ("sms", "node-may-sms", false),
];

/// What a permission lets the requester do, without its subject: `read chats, settings and logs`.
pub(super) fn phrase(kind: Kind, scope: &str) -> (Phrase, bool) {
    match list(kind).iter().find(|(word, ..)| *word == scope) {
        Some((_, words, powerful)) => (Phrase::new(words, []), *powerful),
        None => (Phrase::new("may-unknown", [("scope", claim(scope, 40).into())]), true),
    }
}

/// One thing that is asked for, and its words as they stand within a sentence.
pub(super) struct Asked {
    pub(super) permission: Permission,
    pub(super) within: Phrase,
}

/// What is asked for, the powerful first, each thing once.
pub(super) fn permissions(approval: &Approval) -> Vec<Asked> {
    let mut seen = HashSet::new();
    let mut all: Vec<_> = approval
        .scopes
        .iter()
        .filter(|scope| seen.insert(scope.as_str()))
        .map(|scope| {
            let (within, powerful) = phrase(approval.kind, scope);
            let new = !covered(approval, scope);
            let words = Phrase::made(|language| capital(&within.said_in(language)));
            Asked { permission: Permission { scope: clean(scope, SCOPE), words, new, powerful }, within }
        })
        .collect();
    all.sort_by_key(|Asked { permission, .. }| {
        (!permission.powerful, !permission.new, rank(approval.kind, &permission.scope))
    });
    if all.len() > LISTED {
        let rest = all.split_off(LISTED - 1);
        let words = Phrase::new("may-more", [("count", rest.len().into())]);
        let permission = Permission {
            scope: "…".to_owned(),
            words: words.clone(),
            new: rest.iter().any(|asked| asked.permission.new),
            powerful: rest.iter().any(|asked| asked.permission.powerful),
        };
        all.push(Asked { permission, within: words });
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
    use crate::words::Language;

    #[test]
    fn every_word_is_listed_once_and_reads_on_after_could() {
        for list in [OPERATOR, NODE] {
            let mut seen = HashSet::new();
            for (word, id, _) in list {
                assert!(seen.insert(word), "{word} stands twice");
                let words = Phrase::new(id, []);
                assert!(words.chars().next().is_some_and(char::is_lowercase), "{words:?}");
                for words in Language::all().map(|language| words.said_in(language)) {
                    assert!(!words.ends_with('.'), "{words:?}");
                    assert!(words.chars().count() <= 65, "{words:?} does not fit a notification");
                }
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
