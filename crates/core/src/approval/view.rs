//! What is said about a request: title, message, who asks, which choices there are.

use jiff::Timestamp;

use super::{
    Approval, ApprovalView, Choice, Decision, Kind,
    words::{self, Asked},
};
use crate::{
    check::cleaned,
    text::{claim, clean, clean_block},
    words::Phrase,
};

/// The longest message, in characters: a notification shows no more.
const MESSAGE: usize = 240;
/// The longest claimed name in a sentence, in characters.
const NAME: usize = 40;
/// The longest line about the requester or the place, in characters.
const LINE: usize = 300;
/// The most notes.
const NOTES: usize = 24;
/// The longest command that is shown, and with it the longest that can be allowed, in characters.
const COMMAND: usize = 64 * 1024;

impl Approval {
    /// The request as every face shows it. `now` is the corrected wall clock: a lapsed request has no choices.
    pub fn view(&self, now: Timestamp) -> ApprovalView {
        let asked = words::permissions(self);
        let command = self.command.as_deref().map(|command| clean_block(command, COMMAND));
        ApprovalView {
            kind: self.kind,
            id: self.id.clone(),
            title: self.title(),
            message: self.message(&asked, command.as_deref()),
            who: self.who(),
            notes: self.notes(now),
            deliberate: self.deliberate(&asked),
            choices: self.choices(now),
            command,
            permissions: asked.into_iter().map(|asked| asked.permission).collect(),
            since: self.since,
            expires: self.expires,
        }
    }

    fn title(&self) -> Phrase {
        let id = match (self.kind, self.reason.as_str()) {
            (Kind::Device, "role-upgrade") => "approval-device-role",
            (Kind::Device, "metadata-upgrade") => "approval-device-changed",
            (Kind::Device, _) if self.known() => "approval-device-more",
            (Kind::Device, _) => "approval-device",
            (Kind::Node, _) if self.known() => "approval-node-more",
            (Kind::Node, _) => "approval-node",
            (Kind::Channel, _) => "approval-channel",
            (Kind::Exec, _) => "approval-exec",
            (Kind::Plugin, _) => "approval-plugin",
        };
        Phrase::new(id, [])
    }

    /// Whether the gateway has let it in before.
    fn known(&self) -> bool {
        matches!(self.reason.as_str(), "scope-upgrade" | "role-upgrade" | "metadata-upgrade")
            || !self.granted.is_empty()
    }

    /// One click is not enough for what gives power over the gateway or the computer, nor for what is not understood.
    fn deliberate(&self, asked: &[Asked]) -> bool {
        let powerful = asked.iter().any(|asked| asked.permission.powerful);
        match self.kind {
            Kind::Exec | Kind::Plugin => true,
            Kind::Channel => false,
            Kind::Node => powerful,
            Kind::Device => powerful || self.wants_power_by_role(),
        }
    }

    /// A new role other than that of a node, or a role that nobody knows.
    fn wants_power_by_role(&self) -> bool {
        match self.role.as_deref() {
            None | Some("operator") => self.reason == "role-upgrade",
            Some("node") => false,
            Some(_) => true,
        }
    }

    fn message(&self, asked: &[Asked], command: Option<&str>) -> Phrase {
        match self.kind {
            Kind::Device => self.of_device(asked),
            Kind::Node => {
                let (wants, could) = if self.known() { ("offer", "agent-also") } else { ("serve", "agent") };
                listing(&self.wants("node", wants), could, &to_tell(asked))
            }
            Kind::Channel => {
                let kind = if clean(&self.platform, NAME).is_empty() { "sender" } else { "channel" };
                Phrase::new("approval-talks", [("called", self.called(kind).into())])
            }
            Kind::Exec | Kind::Plugin => self.of_command(command.unwrap_or_default()),
        }
    }

    fn of_device(&self, asked: &[Asked]) -> Phrase {
        let kind = if self.role.as_deref() == Some("node") { "node" } else { "device" };
        let (wants, could) = match self.reason.as_str() {
            "role-upgrade" if kind == "node" => ("serve-too", "it"),
            "role-upgrade" => ("role", "then"),
            "metadata-upgrade" => ("changed", "it"),
            _ if self.known() => ("more", "also"),
            _ => ("connect", "it"),
        };
        listing(&self.wants(kind, wants), could, &to_tell(asked))
    }

    fn of_command(&self, command: &str) -> Phrase {
        let name = claim(&self.name, NAME);
        let actor = match (self.kind, name.is_empty()) {
            (Kind::Plugin, true) => "plugin",
            (Kind::Plugin, false) => "named-plugin",
            (_, true) => "agent",
            (_, false) => "named-agent",
        };
        let who = Phrase::new("approval-actor", [("kind", actor.into()), ("name", name.into())]);
        let lines = command.lines().filter(|line| !line.trim().is_empty()).count();
        let Some(first) = command.lines().find(|line| !line.trim().is_empty()) else {
            return Phrase::new("approval-silent", [("who", who.into())]);
        };
        let kind = if self.kind == Kind::Plugin { "plugin" } else { "agent" };
        let runs = |line: String| {
            let told = [("who", who.clone().into()), ("kind", kind.into()), ("lines", lines.into())];
            Phrase::new("approval-runs", told.into_iter().chain([("line", line.into())]))
        };
        let around = runs(String::new());
        Phrase::made(|language| {
            let room = MESSAGE.saturating_sub(around.said_in(language).chars().count());
            runs(claim(first, room)).said_in(language)
        })
    }

    /// `A device that calls itself “Jana’s phone”`.
    fn called(&self, kind: &str) -> Phrase {
        let name = claim(&self.name, NAME);
        let channel = clean(&self.platform, NAME);
        let named = !name.is_empty();
        let told = [("kind", kind.into()), ("channel", channel.into()), ("named", named.into()), ("name", name.into())];
        Phrase::new("approval-called", told)
    }

    /// `A device that calls itself “Jana’s phone” wants to connect.`
    fn wants(&self, kind: &str, wants: &str) -> Phrase {
        let role = claim(self.role.as_deref().unwrap_or("operator"), 20);
        let told = [("called", self.called(kind).into()), ("wants", wants.into()), ("role", role.into())];
        Phrase::new("approval-wants", told)
    }

    fn who(&self) -> Vec<Phrase> {
        let claimed = |text: &str| Some(claim(text, 120)).filter(|text| !text.is_empty());
        let named = |id, text: &str| claimed(text).map(|name| Phrase::new(id, [("name", name.into())]));
        let asker = match self.kind {
            Kind::Exec => named("asker-agent", &self.name),
            Kind::Plugin => named("asker-plugin", &self.name),
            _ => named("asker-name", &self.name).or_else(|| Some(Phrase::new("asker-nameless", []))),
        };
        let platform = if self.kind == Kind::Channel { "asker-channel" } else { "asker-platform" };
        let account = self.channel.as_ref().and_then(|(_, account)| named("asker-account", account));
        let address = self.address.as_deref().map(|address| clean(address, 80)).filter(|address| !address.is_empty());
        let address = address.map(|address| Phrase::new("asker-address", [("address", address.into())]));
        let role = self.role.as_deref().and_then(|role| named("asker-role", role));
        let kind = match self.kind {
            Kind::Device => "device",
            Kind::Node => "node",
            Kind::Channel => "sender",
            Kind::Exec | Kind::Plugin => "session",
        };
        let id = self.subject.as_deref().map(short).filter(|id| !id.is_empty());
        let id = id.map(|id| Phrase::new("asker-id", [("kind", kind.into()), ("id", id.into())]));
        [asker, named(platform, &self.platform), account, address, role, id].into_iter().flatten().collect()
    }

    fn notes(&self, now: Timestamp) -> Vec<Phrase> {
        let lapsed = self.lapsed(now).then(|| Phrase::new("approval-lapsed", []));
        let blind = (self.commands() && !self.legible()).then(|| Phrase::new("approval-blind", []));
        let warning = |warning: &String| Phrase::new("approval-warning", [("warning", clean(warning, LINE).into())]);
        let context = self.context.iter().map(|line| cleaned(line.clone(), LINE)).filter(|line| !line.is_empty());
        let said = self.warnings.iter().map(warning).chain(context);
        lapsed.into_iter().chain(blind).chain(said).take(NOTES).collect()
    }

    fn choices(&self, now: Timestamp) -> Vec<Choice> {
        if self.lapsed(now) {
            return Vec::new();
        }
        let (yes, no) = match self.kind {
            Kind::Device => ("approve-device", "reject-device"),
            Kind::Node => ("approve-node", "reject-node"),
            Kind::Channel => ("approve-sender", "dismiss-sender"),
            Kind::Exec => ("allow-once", "deny-command"),
            Kind::Plugin => ("allow-once", "deny-plugin"),
        };
        let choice = |decision, id| Choice { decision, label: Phrase::new(id, []) };
        let may_yes = !self.commands() || self.legible();
        let always = may_yes && self.commands() && self.may_always;
        may_yes
            .then(|| choice(Decision::Approve, yes))
            .into_iter()
            .chain(always.then(|| choice(Decision::Always, "allow-always")))
            .chain([choice(Decision::Reject, no)])
            .collect()
    }

    fn lapsed(&self, now: Timestamp) -> bool {
        self.expires.is_some_and(|expires| expires <= now)
    }

    fn commands(&self) -> bool {
        matches!(self.kind, Kind::Exec | Kind::Plugin)
    }

    /// Whether all of what would be run can be shown: nothing is allowed unread.
    fn legible(&self) -> bool {
        let Some(command) = &self.command else { return false };
        let shown = clean_block(command, COMMAND + 1);
        !shown.trim().is_empty() && shown.chars().count() <= COMMAND
    }
}

/// The words of what is new, or of all when nothing is.
fn to_tell(asked: &[Asked]) -> Vec<&Phrase> {
    let new: Vec<_> = asked.iter().filter(|asked| asked.permission.new).map(|asked| &asked.within).collect();
    if new.is_empty() { asked.iter().map(|asked| &asked.within).collect() } else { new }
}

/// A sentence, and a second one that lists as many of `things` as fit.
fn listing(sentence: &Phrase, could: &'static str, things: &[&Phrase]) -> Phrase {
    Phrase::made(|language| {
        let sentence = sentence.said_in(language);
        if things.is_empty() {
            return format!("{sentence} {}", language.say("approval-nothing", &[]));
        }
        let things: Vec<_> = things.iter().map(|thing| thing.said_in(language)).collect();
        let start = language.say("approval-could", &[("who", could.into())]);
        let all = format!("{sentence} {start} {}.", things.join("; "));
        if all.chars().count() <= MESSAGE {
            return all;
        }
        let mut listed = format!("{sentence} {start} ");
        let mut length = listed.chars().count();
        for (index, thing) in things.iter().enumerate() {
            let rest = language.say("approval-more-things", &[("count", (things.len() - index).into())]) + ".";
            // whatever comes next, this must still fit behind it
            if length + thing.chars().count() + 2 + rest.chars().count() + 2 > MESSAGE {
                return listed + &rest;
            }
            listed = listed + thing + "; ";
            length += thing.chars().count() + 2;
        }
        listed
    })
}

/// `7c305fda…2f1cb`: enough of an id to compare.
fn short(id: &str) -> String {
    let id = clean(id, 200);
    let length = id.chars().count();
    if length <= 20 {
        return id;
    }
    id.chars().take(8).chain(['…']).chain(id.chars().skip(length - 6)).collect()
}
