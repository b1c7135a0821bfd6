//! Which program the gateway runs to be given its secrets: the gateway's own rules, as a judgement over what was seen.
//!
//! The gateway refuses a program that somebody else could have put there, and starts with its keys missing. The rules and
//! their order are those of OpenClaw 2026.9.6 (`assertSecureExecCommandPath`); that the file can be run at all is ours,
//! since the gateway finds out only when it needs a key.

use serde::{Deserialize, Serialize};

use crate::words::Phrase;

/// What is at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, whatever it points at.
    Link,
    /// Nothing that could be looked at.
    Nothing,
}

/// The program named by `secrets.providers.NAME.command`, as it was seen. `None` where the system cannot tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommandFile {
    /// Whether its path is absolute.
    pub absolute: bool,
    /// What is there, without following a link.
    pub kind: Kind,
    /// Whether it belongs to the user who runs the gateway.
    pub own: Option<bool>,
    /// Whether its group or everybody may write to it.
    pub open_to_others: Option<bool>,
    /// Whether its owner may run it.
    pub executable: Option<bool>,
}

/// Why the gateway gets no secret from a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// The path is not absolute.
    NotAbsolute,
    /// There is nothing, or it cannot be looked at.
    Missing,
    /// It is a folder.
    Folder,
    /// It is a symbolic link.
    Link,
    /// Others may write to it.
    OpenToOthers,
    /// It belongs to another user; a program from a system package does.
    OtherOwner,
    /// It cannot be run.
    NotExecutable,
}

impl Refusal {
    /// The rest of a sentence that begins with the program's path.
    pub fn words(self) -> Phrase {
        let why = match self {
            Refusal::NotAbsolute => "not-absolute",
            Refusal::Missing => "missing",
            Refusal::Folder => "folder",
            Refusal::Link => "link",
            Refusal::OpenToOthers => "open-to-others",
            Refusal::OtherOwner => "other-owner",
            Refusal::NotExecutable => "not-executable",
        };
        Phrase::new("refusal-so", [("why", why.into())])
    }
}

/// Why the gateway does not run this program, or `None` when it does.
pub fn refusal(file: CommandFile) -> Option<Refusal> {
    if !file.absolute {
        return Some(Refusal::NotAbsolute);
    }
    match file.kind {
        Kind::Nothing => return Some(Refusal::Missing),
        Kind::Folder => return Some(Refusal::Folder),
        Kind::Link => return Some(Refusal::Link),
        Kind::File => {}
    }
    if file.open_to_others == Some(true) {
        Some(Refusal::OpenToOthers)
    } else if file.own == Some(false) {
        Some(Refusal::OtherOwner)
    } else if file.executable == Some(false) {
        Some(Refusal::NotExecutable)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: CommandFile = CommandFile {
        absolute: true,
        kind: Kind::File,
        own: Some(true),
        open_to_others: Some(false),
        executable: Some(true),
    };

    #[test]
    fn the_gateway_names_the_first_reason_and_so_do_we() {
        let cases = [
            (GOOD, None),
            (CommandFile { own: None, open_to_others: None, executable: None, ..GOOD }, None),
            (CommandFile { absolute: false, kind: Kind::Nothing, ..GOOD }, Some(Refusal::NotAbsolute)),
            (CommandFile { kind: Kind::Nothing, own: None, ..GOOD }, Some(Refusal::Missing)),
            (CommandFile { kind: Kind::Folder, ..GOOD }, Some(Refusal::Folder)),
            (CommandFile { kind: Kind::Link, open_to_others: Some(true), ..GOOD }, Some(Refusal::Link)),
            (CommandFile { open_to_others: Some(true), own: Some(false), ..GOOD }, Some(Refusal::OpenToOthers)),
            (CommandFile { own: Some(false), executable: Some(false), ..GOOD }, Some(Refusal::OtherOwner)),
            (CommandFile { executable: Some(false), ..GOOD }, Some(Refusal::NotExecutable)),
        ];
        for (file, expected) in cases {
            assert_eq!(refusal(file), expected, "{file:?}");
        }
    }
}
