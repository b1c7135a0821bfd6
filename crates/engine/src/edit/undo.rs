//! What takes an edit back, fit to be kept in a file: no secret is in it.

use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Change, Edit, EditError,
    file::{self, digest},
    text::Splice,
};
use crate::probes::config::{dotenv_lines, parsed};

/// A secret that an edit takes out of a file, and where it is kept afterwards.
#[derive(Clone)]
pub struct Hole {
    /// The secret.
    pub secret: SecretString,
    /// The keychain account that holds it.
    pub account: String,
}

/// What an edit has to be known by to take it back.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Undo {
    /// The file.
    pub file: PathBuf,
    /// SHA-256 of what it held before, and of what it held afterwards, in hexadecimal.
    before: String,
    after: String,
    pieces: Vec<Piece>,
    /// What takes it back where the file has changed since.
    inverse: Vec<Inverse>,
    /// Variables whose lines are gone from a `.env` file, and the accounts of what they held.
    #[serde(default)]
    variables: Vec<(String, String)>,
}

/// How it was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undone {
    /// The file is what it was before, byte for byte.
    Whole,
    /// The file has changed since: what the edit did is gone from it, and the rest stays.
    Apart,
    /// Nothing of the edit was left.
    Nothing,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Piece {
    at: usize,
    removed: Vec<Part>,
    inserted: String,
}

/// A piece of text, or a secret that is kept elsewhere.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Part {
    Text(String),
    Secret(String),
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Inverse {
    path: Vec<String>,
    /// What the edit left there: anything else is somebody else's by now.
    left: Option<Value>,
    /// What was there, unless it was a secret.
    was: Option<Value>,
    /// The secret that was there.
    secret: Option<String>,
    /// How many of the path's objects the edit made, the innermost ones.
    made: usize,
}

impl Undo {
    pub(super) fn of(edit: &Edit, holes: &[Hole]) -> Undo {
        let Edit { path, before, after, changes, splices, variables, .. } = edit;
        let piece = |splice: &Splice| Piece {
            at: splice.at,
            removed: parts(&splice.removed, holes),
            inserted: splice.inserted.clone(),
        };
        let variables = variables.iter().filter_map(|name| Some((name.clone(), kept(before, name, holes)?)));
        let was = parsed(before.as_bytes()).unwrap_or_default();
        let is = parsed(after.as_bytes()).unwrap_or_default();
        let inverse: Vec<Inverse> = changes.iter().flat_map(|change| inverses(change, &was, &is, holes)).collect();
        // a secret that is spelled with escapes cannot be cut out of the text: then only its value comes back
        let plain = |account: &String| {
            let mut secrets =
                holes.iter().filter(|hole| hole.account == *account).map(|hole| hole.secret.expose_secret());
            secrets.any(|secret| splices.iter().any(|splice| splice.removed.contains(secret)))
        };
        let whole = inverse.iter().filter_map(|inverse| inverse.secret.as_ref()).all(plain);
        let pieces = if whole { splices.iter().map(piece).collect() } else { Vec::new() };
        Undo {
            file: path.clone(),
            before: digest(before.as_bytes()),
            after: digest(after.as_bytes()),
            pieces,
            inverse,
            variables: variables.collect(),
        }
    }

    /// The keychain accounts of the secrets that come back with it.
    pub fn accounts(&self) -> Vec<&str> {
        let pieces = self.pieces.iter().flat_map(|piece| &piece.removed);
        let mut accounts: Vec<&str> = pieces
            .filter_map(|part| match part {
                Part::Secret(account) => Some(account.as_str()),
                Part::Text(_) => None,
            })
            .chain(self.inverse.iter().filter_map(|inverse| inverse.secret.as_deref()))
            .chain(self.variables.iter().map(|(_, account)| account.as_str()))
            .collect();
        accounts.sort_unstable();
        accounts.dedup();
        accounts
    }

    /// Whether the file is as it was before: nothing has to be taken back.
    pub fn is_done(&self) -> bool {
        file::read(&self.file).is_ok_and(|(_, now)| digest(now.as_bytes()) == self.before)
    }

    /// Takes the edit back. `secret` gives what an account of [`Undo::accounts`] holds.
    ///
    /// # Errors
    /// See [`EditError`].
    pub fn carry_out(&self, secret: impl Fn(&str) -> Option<SecretString>) -> Result<Undone, EditError> {
        let (target, now) = file::read(&self.file)?;
        if digest(now.as_bytes()) == self.before {
            return Ok(Undone::Nothing);
        }
        if digest(now.as_bytes()) == self.after
            && let Some(whole) = self.whole(&now, &secret)
        {
            file::replace(&target, now.as_bytes(), whole.as_bytes())?;
            return Ok(Undone::Whole);
        }
        if !self.variables.is_empty() {
            return self.set_again(&target, &now, secret);
        }
        let mut undone = Undone::Nothing;
        // one by one: what cannot be taken back any more must not keep the rest
        for inverse in self.inverse.iter().rev() {
            let (_, now) = file::read(&self.file)?;
            let value = parsed(now.as_bytes()).map_err(EditError::NotUnderstood)?;
            let Some(change) = inverse.change(&value, &secret) else { continue };
            let edit = Edit::plan(&self.file, vec![change])?;
            if !edit.is_empty() {
                edit.write()?;
                undone = Undone::Apart;
            }
        }
        Ok(undone)
    }

    /// Sets the variables again that nobody has set since.
    fn set_again(
        &self,
        target: &Path,
        now: &str,
        secret: impl Fn(&str) -> Option<SecretString>,
    ) -> Result<Undone, EditError> {
        let set = dotenv_lines(now);
        let mut text = now.to_owned();
        for (name, account) in &self.variables {
            let Some(secret) = secret(account) else { continue };
            if set.iter().any(|(_, known, _)| known == name) {
                continue;
            }
            if !text.is_empty() && !text.ends_with('\n') {
                text.push('\n');
            }
            text.extend([name, "=", secret.expose_secret(), "\n"]);
        }
        if text == now {
            return Ok(Undone::Nothing);
        }
        file::replace(target, now.as_bytes(), text.as_bytes()).map(|()| Undone::Apart)
    }

    /// The text as it was, byte for byte.
    fn whole(&self, now: &str, secret: &impl Fn(&str) -> Option<SecretString>) -> Option<String> {
        let mut text = now.to_owned();
        for piece in self.pieces.iter().rev() {
            let mut removed = String::new();
            for part in &piece.removed {
                match part {
                    Part::Text(text) => removed.push_str(text),
                    Part::Secret(account) => removed.push_str(secret(account)?.expose_secret()),
                }
            }
            let splice = Splice { at: piece.at, removed, inserted: piece.inserted.clone() };
            if !splice.take_back(&mut text) {
                return None;
            }
        }
        (digest(text.as_bytes()) == self.before).then_some(text)
    }
}

impl Inverse {
    /// What takes it back in a file that says `now`; `None` where nothing of the edit is left.
    fn change(&self, now: &Value, secret: &impl Fn(&str) -> Option<SecretString>) -> Option<Change> {
        let stands = at(now, &self.path);
        if stands != self.left.as_ref() {
            return None;
        }
        let secret = self.secret.as_ref().and_then(|account| secret(account));
        let was = secret.map(|secret| Value::from(secret.expose_secret())).or_else(|| self.was.clone());
        if let Some(value) = was {
            return Some(Change::Set { path: self.path.clone(), value });
        }
        // with it goes what the edit made around it, if nobody has put anything else there
        let mut path = self.path.clone();
        for _ in 0..self.made {
            let around = &path[..path.len() - 1];
            let alone = at(now, around).and_then(Value::as_object).is_some_and(|object| object.len() == 1);
            if around.is_empty() || !alone {
                break;
            }
            path.pop();
        }
        Some(Change::Remove { path })
    }
}

/// The account of what a variable holds.
fn kept(text: &str, name: &str, holes: &[Hole]) -> Option<String> {
    let (.., held) = dotenv_lines(text).into_iter().rfind(|(_, known, _)| known == name)?;
    let hole = holes.iter().find(|hole| hole.secret.expose_secret() == held.expose_secret())?;
    Some(hole.account.clone())
}

fn at<'a>(value: &'a Value, path: &[String]) -> Option<&'a Value> {
    path.iter().try_fold(value, |value, part| match value {
        Value::Array(list) => list.get(part.parse::<usize>().ok()?),
        value => value.get(part),
    })
}

fn inverses(change: &Change, was: &Value, is: &Value, holes: &[Hole]) -> Vec<Inverse> {
    let of = |path: &[String]| {
        let was_there = at(was, path);
        let held = was_there.and_then(Value::as_str);
        let hole = held.and_then(|held| holes.iter().find(|hole| hole.secret.expose_secret() == held));
        let missing = (1..path.len()).filter(|depth| at(was, &path[..*depth]).is_none()).count();
        Inverse {
            path: path.to_vec(),
            left: at(is, path).cloned(),
            was: if hole.is_some() { None } else { was_there.cloned() },
            secret: hole.map(|hole| hole.account.clone()),
            made: missing,
        }
    };
    match change {
        Change::Set { path, .. } | Change::Remove { path } => vec![of(path)],
        Change::Rename { path, to } => {
            let mut renamed = path.clone();
            if let Some(last) = renamed.last_mut() {
                last.clone_from(to);
            }
            vec![of(path), of(&renamed)]
        }
    }
}

/// `text` with every secret in it cut out.
fn parts(text: &str, holes: &[Hole]) -> Vec<Part> {
    let found = holes.iter().filter_map(|hole| {
        let secret = hole.secret.expose_secret();
        let at = if secret.is_empty() { None } else { text.find(secret) }?;
        Some((at, secret.len(), hole))
    });
    // of two that begin together the longer one is meant
    let Some((at, length, hole)) = found.min_by_key(|(at, length, _)| (*at, std::cmp::Reverse(*length))) else {
        return if text.is_empty() { Vec::new() } else { vec![Part::Text(text.to_owned())] };
    };
    let mut all = Vec::new();
    if at > 0 {
        all.push(Part::Text(text[..at].to_owned()));
    }
    all.push(Part::Secret(hole.account.clone()));
    all.extend(parts(&text[at + length..], holes));
    all
}
