//! What is said about a request: title, message, who asks, which choices there are.

use jiff::Timestamp;

use super::{Approval, ApprovalView, Choice, Decision, Kind, Permission, words};
use crate::text::{claim, clean, clean_block};

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
        let permissions = words::permissions(self);
        let command = self.command.as_deref().map(|command| clean_block(command, COMMAND));
        ApprovalView {
            kind: self.kind,
            id: self.id.clone(),
            title: self.title().to_owned(),
            message: self.message(&permissions, command.as_deref()),
            who: self.who(),
            notes: self.notes(now),
            deliberate: self.deliberate(&permissions),
            choices: self.choices(now),
            command,
            permissions,
            since: self.since,
            expires: self.expires,
        }
    }

    fn title(&self) -> &'static str {
        match (self.kind, self.reason.as_str()) {
            (Kind::Device, "role-upgrade") => "A device asks for another role",
            (Kind::Device, "metadata-upgrade") => "A device says it has changed",
            (Kind::Device, _) if self.known() => "A device asks for more",
            (Kind::Device, _) => "A device wants to connect",
            (Kind::Node, _) if self.known() => "A node offers more",
            (Kind::Node, _) => "A node wants to serve",
            (Kind::Channel, _) => "A sender wants to chat",
            (Kind::Exec, _) => "A command waits for your answer",
            (Kind::Plugin, _) => "A plugin waits for your answer",
        }
    }

    /// Whether the gateway has let it in before.
    fn known(&self) -> bool {
        matches!(self.reason.as_str(), "scope-upgrade" | "role-upgrade" | "metadata-upgrade")
            || !self.granted.is_empty()
    }

    /// One click is not enough for what gives power over the gateway or the computer, nor for what is not understood.
    fn deliberate(&self, permissions: &[Permission]) -> bool {
        let powerful = permissions.iter().any(|permission| permission.powerful);
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

    fn message(&self, permissions: &[Permission], command: Option<&str>) -> String {
        match self.kind {
            Kind::Device => self.of_device(permissions),
            Kind::Node => {
                let (offers, then) = if self.known() {
                    ("offers more than before", "The agent could then also")
                } else {
                    ("wants to serve the agent", "The agent could then")
                };
                listing(&format!("{} {offers}.", self.called("node")), then, &asked(permissions))
            }
            Kind::Channel => {
                let channel = clean(&self.platform, NAME);
                let on = if channel.is_empty() { String::new() } else { format!(" on {channel}") };
                let called = self.called(&format!("sender{on}"));
                format!("{called} wants to talk to the agent. Once approved, what it writes reaches the agent.")
            }
            Kind::Exec | Kind::Plugin => self.of_command(command.unwrap_or_default()),
        }
    }

    fn of_device(&self, permissions: &[Permission]) -> String {
        let kind = if self.role.as_deref() == Some("node") { "node" } else { "device" };
        let called = self.called(kind);
        let role = claim(self.role.as_deref().unwrap_or("operator"), 20);
        let (wants, could) = match self.reason.as_str() {
            "role-upgrade" if kind == "node" => ("is known and wants to serve the agent, too.".to_owned(), "It could"),
            "role-upgrade" => (format!("is known and asks for the role “{role}”."), "It could then"),
            "metadata-upgrade" => ("is known and says that it is not what it was before.".to_owned(), "It could"),
            _ if self.known() => ("is known and asks for more.".to_owned(), "It could then also"),
            _ => ("wants to connect.".to_owned(), "It could"),
        };
        listing(&format!("{called} {wants}"), could, &asked(permissions))
    }

    fn of_command(&self, command: &str) -> String {
        let name = claim(&self.name, NAME);
        let who = match (self.kind, name.is_empty()) {
            (Kind::Plugin, true) => "A plugin".to_owned(),
            (Kind::Plugin, false) => format!("The plugin “{name}”"),
            (_, true) => "The agent".to_owned(),
            (_, false) => format!("The agent “{name}”"),
        };
        let lines = command.lines().filter(|line| !line.trim().is_empty()).count();
        let Some(first) = command.lines().find(|line| !line.trim().is_empty()) else {
            return format!(
                "{who} asks to act, and the gateway does not say what it would do. It can only be denied here."
            );
        };
        let what = if self.kind == Kind::Plugin { "asks for this" } else { "wants to run" };
        let more = match lines {
            1 => ".".to_owned(),
            lines => format!(", the first of {lines} lines."),
        };
        let room = MESSAGE - (who.chars().count() + what.chars().count() + more.chars().count() + 5);
        format!("{who} {what}: “{}”{more}", claim(first, room))
    }

    /// `A device that calls itself “Jana’s phone”`.
    fn called(&self, kind: &str) -> String {
        match claim(&self.name, NAME) {
            name if name.is_empty() => format!("A {kind} without a name"),
            name => format!("A {kind} that calls itself “{name}”"),
        }
    }

    fn who(&self) -> Vec<String> {
        let mut who = Vec::new();
        let mut line = |label: &str, text: String| {
            if !text.is_empty() {
                who.push(clean(&format!("{label}{text}"), LINE));
            }
        };
        let quoted =
            |text: &str| Some(claim(text, 120)).filter(|text| !text.is_empty()).map(|text| format!("“{text}”"));
        match (self.kind, quoted(&self.name)) {
            (Kind::Exec, name) => line("Asked by the agent ", name.unwrap_or_default()),
            (Kind::Plugin, name) => line("Asked by the plugin ", name.unwrap_or_default()),
            (_, Some(name)) => line("Calls itself ", name),
            (_, None) => line("Gives ", "no name".to_owned()),
        }
        let platform = quoted(&self.platform).unwrap_or_default();
        line(if self.kind == Kind::Channel { "Writes on " } else { "Says that it runs on " }, platform);
        if let Some((_, account)) = &self.channel {
            line("Writes to the account ", quoted(account).unwrap_or_default());
        }
        line("Connects from ", self.address.as_deref().map(|address| clean(address, 80)).unwrap_or_default());
        line("Asks for the role ", self.role.as_deref().and_then(quoted).unwrap_or_default());
        let id = match self.kind {
            Kind::Device => "Device id ",
            Kind::Node => "Node id ",
            Kind::Channel => "Sender id ",
            Kind::Exec | Kind::Plugin => "Session ",
        };
        line(id, self.subject.as_deref().map(short).unwrap_or_default());
        who
    }

    fn notes(&self, now: Timestamp) -> Vec<String> {
        let lapsed = self.lapsed(now).then(|| "The request has lapsed. There is nothing left to decide.".to_owned());
        let blind = (self.commands() && !self.legible())
            .then(|| "Not all of it can be shown, so that it can only be denied here.".to_owned());
        let warnings = self.warnings.iter().map(|warning| format!("The gateway warns: {}", clean(warning, LINE)));
        let context = self.context.iter().map(|line| clean(line, LINE));
        let said = warnings.chain(context).filter(|line| !line.is_empty());
        lapsed.into_iter().chain(blind).chain(said).take(NOTES).collect()
    }

    fn choices(&self, now: Timestamp) -> Vec<Choice> {
        if self.lapsed(now) {
            return Vec::new();
        }
        let (yes, no) = match self.kind {
            Kind::Device => ("Approve device", "Reject device"),
            Kind::Node => ("Approve node", "Reject node"),
            Kind::Channel => ("Approve sender", "Dismiss sender"),
            Kind::Exec => ("Allow once", "Deny command"),
            Kind::Plugin => ("Allow once", "Deny plugin"),
        };
        let choice = |decision, label: &str| Choice { decision, label: label.to_owned() };
        let may_yes = !self.commands() || self.legible();
        let always = may_yes && self.commands() && self.may_always;
        may_yes
            .then(|| choice(Decision::Approve, yes))
            .into_iter()
            .chain(always.then(|| choice(Decision::Always, "Always allow")))
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

/// The phrases of what is new, or of all when nothing is.
fn asked(permissions: &[Permission]) -> Vec<String> {
    let phrase = |permission: &Permission| {
        let mut chars = permission.words.chars();
        chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
    };
    let new: Vec<_> = permissions.iter().filter(|permission| permission.new).map(phrase).collect();
    if new.is_empty() { permissions.iter().map(phrase).collect() } else { new }
}

/// A sentence, and a second one that lists as many of `phrases` as fit.
fn listing(sentence: &str, start: &str, phrases: &[String]) -> String {
    if phrases.is_empty() {
        return format!("{sentence} It asks for no permission.");
    }
    let all = format!("{sentence} {start} {}.", phrases.join("; "));
    if all.chars().count() <= MESSAGE {
        return all;
    }
    let mut listed = format!("{sentence} {start} ");
    let mut length = listed.chars().count();
    for (index, phrase) in phrases.iter().enumerate() {
        let rest = format!("and {} more things.", phrases.len() - index);
        // whatever comes next, this must still fit behind it
        if length + phrase.chars().count() + 2 + rest.chars().count() + 2 > MESSAGE {
            return listed + &rest;
        }
        listed = listed + phrase + "; ";
        length += phrase.chars().count() + 2;
    }
    listed
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
