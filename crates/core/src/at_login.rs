//! The start at login: what the entries come to that were found where a system looks for what to start, and how often it has
//! really happened.
//!
//! It judges what was found, the same for each system, and says it in words. It looks at no file and mends nothing; what a
//! mending may take away is said here all the same ([`Double::mendable`]): entries of this person for Clawtender, and no others.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{overview::Line, text::clean, words::Phrase};

/// A path within a sentence, in characters.
const NAME: usize = 120;

/// An entry that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where: a file, or a value of the registry.
    pub place: String,
    /// Who made it.
    pub whose: Whose,
    /// The program that it starts; nothing where there is none, or it is switched off.
    pub program: Option<String>,
    /// Whether that program is there.
    pub there: bool,
    /// Whether it is the one that should start.
    pub this: bool,
}

/// Whose entry it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The one that Clawtender writes and reads back.
    Own,
    /// Another one of the same person.
    Person,
    /// Of everybody on this computer.
    Everyone,
}

/// What starts of Clawtender at login.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AtLogin {
    /// What Clawtender's own entry comes to.
    pub entry: Entry,
    /// Other entries that start a Clawtender.
    pub doubles: Vec<Double>,
}

/// What an entry comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Entry {
    /// There is none, or it is switched off.
    #[default]
    Off,
    /// It starts this Clawtender.
    On,
    /// The program that it names is not there.
    Gone(String),
    /// It starts another copy.
    Other(String),
    /// It leads into the mount of an `AppImage`, which is another one at each start.
    Mount(String),
    /// It leads to a place that macOS made for a single start of a program that was never moved.
    Translocated(String),
}

/// An entry beside the one that Clawtender writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Double {
    /// Where it is.
    pub place: String,
    /// What it starts.
    pub program: String,
    /// Whether it is this person's, and may be taken away.
    pub mendable: bool,
}

impl AtLogin {
    /// What this comes to.
    pub fn of(found: &[Found]) -> AtLogin {
        let mut at_login = AtLogin::default();
        for one in found {
            let Some(program) = &one.program else { continue };
            match one.whose {
                Whose::Own => at_login.entry = entry(program.clone(), one),
                Whose::Person | Whose::Everyone if one.this || is_clawtender(program) => {
                    let (place, program) = (one.place.clone(), program.clone());
                    at_login.doubles.push(Double { place, program, mendable: one.whose == Whose::Person });
                }
                Whose::Person | Whose::Everyone => {}
            }
        }
        at_login
    }

    /// Whether this very Clawtender starts, by its own entry.
    pub fn is_on(&self) -> bool {
        self.entry == Entry::On
    }

    /// What is wrong with it that switching it on mends, as the languages' messages tell it apart.
    pub fn trouble(&self) -> Option<&'static str> {
        match self.entry.trouble() {
            None => self.doubles.iter().any(|double| double.mendable).then_some("double"),
            some => some,
        }
    }

    /// It in words, a sentence for each entry.
    pub fn says(&self) -> Vec<Phrase> {
        let double = |double: &Double| {
            let whose = if double.mendable { "person" } else { "everyone" };
            let told = [("whose", whose.into()), ("place", named(&double.place)), ("program", named(&double.program))];
            Phrase::new("says-login-double", told)
        };
        std::iter::once(self.entry.says()).chain(self.doubles.iter().map(double)).collect()
    }
}

impl Entry {
    /// What it is called where programs read it.
    pub fn name(&self) -> &'static str {
        match self {
            Entry::Off => "off",
            Entry::On => "on",
            Entry::Gone(_) | Entry::Other(_) | Entry::Mount(_) | Entry::Translocated(_) => {
                self.trouble().unwrap_or_default()
            }
        }
    }

    /// The program that it starts in the place of this one.
    pub fn instead(&self) -> Option<&str> {
        match self {
            Entry::Off | Entry::On => None,
            Entry::Gone(program) | Entry::Other(program) | Entry::Mount(program) | Entry::Translocated(program) => {
                Some(program)
            }
        }
    }

    fn trouble(&self) -> Option<&'static str> {
        match self {
            Entry::Off | Entry::On => None,
            Entry::Gone(_) => Some("gone"),
            Entry::Other(_) => Some("other"),
            Entry::Mount(_) => Some("mount"),
            Entry::Translocated(_) => Some("translocated"),
        }
    }

    fn says(&self) -> Phrase {
        match (self, self.trouble(), self.instead()) {
            (Entry::Off, ..) => Phrase::new("says-login-off", []),
            (_, Some(why), Some(program)) => {
                Phrase::new("says-login-wrong", [("why", why.into()), ("program", named(program))])
            }
            _ => Phrase::new("says-login-on", []),
        }
    }
}

/// What keeps a program from being entered: it will not be where it is now. As the languages' messages tell it apart.
pub fn unlasting(program: &str) -> Option<&'static str> {
    let mut folders = program.split(['/', '\\']);
    if folders.clone().any(|folder| folder == "AppTranslocation") {
        return Some("translocated");
    }
    folders.any(|folder| folder.starts_with(".mount_")).then_some("mount")
}

fn entry(program: String, found: &Found) -> Entry {
    match unlasting(&program) {
        Some("translocated") => Entry::Translocated(program),
        Some(_) => Entry::Mount(program),
        None if found.this => Entry::On,
        None if found.there => Entry::Other(program),
        None => Entry::Gone(program),
    }
}

/// Whether a path names the tray, or an `AppImage` of Clawtender.
fn is_clawtender(program: &str) -> bool {
    let name = program.rsplit(['/', '\\']).next().unwrap_or(program).to_ascii_lowercase();
    matches!(name.as_str(), "clawtender-tray" | "clawtender-tray.exe")
        || name.starts_with("clawtender") && name.ends_with(".appimage")
}

fn named(path: &str) -> crate::words::Told {
    clean(path, NAME).into()
}

/// How often the session has really started Clawtender. Kept in `state/logins.json`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Starts {
    /// How often.
    pub count: u32,
    /// The last time.
    pub last: Option<Timestamp>,
    /// Of which session that was, where it can be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
}

impl Starts {
    /// It was started with what the entry says. By hand in the same session it is no second login.
    pub fn started(&mut self, at: Timestamp, session: Option<String>) {
        if session.is_some() && session == self.session {
            return;
        }
        *self = Starts { count: self.count.saturating_add(1), last: Some(at), session };
    }

    /// It in words, with the last time beside them.
    pub fn says(&self) -> Line {
        Line::known(Phrase::new("says-login-starts", [("count", self.count.into())]), self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(whose: Whose, program: &str) -> Found {
        let place = "/etc/xdg/autostart/x.desktop".to_owned();
        Found { place, whose, program: Some(program.to_owned()), there: true, this: false }
    }

    fn own(program: &str, there: bool, this: bool) -> Entry {
        AtLogin::of(&[Found { there, this, ..found(Whose::Own, program) }]).entry
    }

    #[test]
    fn an_entry_is_told_for_what_it_comes_to_on_each_system() {
        assert_eq!(AtLogin::of(&[]).entry, Entry::Off);
        assert_eq!(AtLogin::of(&[Found { program: None, ..found(Whose::Own, "") }]).entry, Entry::Off);
        for program in [
            "/opt/clawtender/clawtender-tray",
            "/Applications/Clawtender.app/Contents/MacOS/clawtender-tray",
            r"C:\Program Files\Clawtender\clawtender-tray.exe",
        ] {
            assert_eq!(own(program, true, true), Entry::On);
            assert_eq!(own(program, true, false), Entry::Other(program.to_owned()));
            assert_eq!(own(program, false, false), Entry::Gone(program.to_owned()));
        }
        let mount = "/tmp/.mount_ClawteKc3f9a/usr/bin/clawtender-tray";
        let translocated =
            "/private/var/folders/x1/T/AppTranslocation/9F3C/d/Clawtender.app/Contents/MacOS/clawtender-tray";
        // also while they are there, and are this very program
        for there in [true, false] {
            assert_eq!(own(mount, there, there), Entry::Mount(mount.to_owned()));
            assert_eq!(own(translocated, there, there), Entry::Translocated(translocated.to_owned()));
        }
        assert_eq!((unlasting(mount), unlasting(translocated)), (Some("mount"), Some("translocated")));
        assert_eq!(unlasting("/home/mara/mount_x/clawtender-tray"), None);
    }

    #[test]
    fn a_second_entry_is_told_and_only_this_persons_own_may_go() {
        let doubles = |whose, program| AtLogin::of(&[found(whose, program)]).doubles;
        for program in
            ["/old/clawtender-tray", r"D:\old\Clawtender-Tray.exe", "/home/mara/Clawtender-0.1-x86_64.AppImage"]
        {
            assert!(doubles(Whose::Person, program)[0].mendable, "{program}");
            assert!(!doubles(Whose::Everyone, program)[0].mendable, "{program}");
        }
        for other in ["/usr/bin/nextcloud", "/bin/sh", "/usr/bin/clawtender-tray-like", "clawtender.sh", ""] {
            assert_eq!(doubles(Whose::Person, other), [], "{other}");
        }
        // whatever it is called, it is this one
        let renamed = Found { this: true, ..found(Whose::Person, "/home/mara/ct") };
        assert_eq!(AtLogin::of(&[renamed]).doubles.len(), 1);
    }

    #[test]
    fn what_a_mending_would_mend_is_trouble_and_the_rest_is_only_told() {
        let on = || Found { this: true, ..found(Whose::Own, "/opt/clawtender-tray") };
        let with = |whose| AtLogin::of(&[on(), found(whose, "/old/clawtender-tray")]);
        assert_eq!(AtLogin::of(&[on()]).trouble(), None);
        assert_eq!(with(Whose::Everyone).trouble(), None);
        assert_eq!(with(Whose::Person).trouble(), Some("double"));
        assert!(with(Whose::Person).is_on());
        assert_eq!(AtLogin::of(&[found(Whose::Own, "/old")]).trouble(), Some("other"));
        let says = with(Whose::Everyone).says();
        assert_eq!(&*says[0], "The system starts this Clawtender at login.");
        assert!(says[1].contains("/etc/xdg/autostart/x.desktop") && says[1].contains("everybody"), "{:?}", says[1]);
        let entries = ["Gone", "Mount", "Translocated", "Other"];
        let all = [Entry::Gone, Entry::Mount, Entry::Translocated, Entry::Other].map(|make| make("/p".to_owned()));
        for (entry, name) in all.into_iter().zip(entries) {
            assert_eq!((entry.name(), entry.instead()), (name.to_lowercase().as_str(), Some("/p")));
            assert!(entry.says().contains("/p") && entry.says().ends_with('.'), "{}", entry.says());
        }
    }

    #[test]
    fn a_login_counts_once() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let mut starts = Starts::default();
        assert_eq!(starts.says().text, "It has not been started at login yet.");
        starts.started(at("2026-11-20T08:00:00Z"), Some("boot/1".to_owned()));
        starts.started(at("2026-11-20T09:00:00Z"), Some("boot/1".to_owned()));
        assert_eq!((starts.count, starts.last), (1, Some(at("2026-11-20T08:00:00Z"))));
        starts.started(at("2026-11-21T08:00:00Z"), Some("boot/2".to_owned()));
        // where sessions cannot be told apart, each counts
        starts.started(at("2026-11-22T08:00:00Z"), None);
        starts.started(at("2026-11-23T08:00:00Z"), None);
        assert_eq!(starts.says(), Line::known("It has been started at login 4 times, last:", starts.last));
        assert_eq!(starts.last, Some(at("2026-11-23T08:00:00Z")));
    }
}
