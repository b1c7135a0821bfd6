//! What takes an edit back, fit to be kept in a file: no secret is in it.

use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Change, Edit, EditError, Form,
    file::{self, digest},
    text::Splice,
};
use crate::probes::config::{dotenv_lines, parsed};

/// A secret that an edit takes out of a file or puts into it, and where it is kept afterwards.
#[derive(Clone)]
pub struct Hole {
    /// The secret.
    pub secret: SecretString,
    /// Where it is.
    pub kept: Kept,
}

/// Where a secret is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Kept {
    /// In this account of the keychain.
    Account(String),
    /// At this key of the file itself.
    Here(Vec<String>),
}

impl Hole {
    fn is(&self, text: &str) -> bool {
        self.secret.expose_secret() == text
    }
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
    /// Variables whose lines are gone from a `.env` file, and where what they held is kept.
    #[serde(default)]
    variables: Vec<(String, Kept)>,
    /// The same of those that held no secret, and what they held.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    plain: Vec<(String, String)>,
    /// There was no such file before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    made: bool,
    /// Where all that it held is kept, where that is so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    aside: Option<PathBuf>,
    /// Somebody else writes the file or takes it away, so that nobody knows beforehand what is left there.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    elsewhere: bool,
    /// The mode of the file, where it is kept under another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mode: Option<u32>,
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
    inserted: Inserted,
}

/// A piece of text, or a secret that is kept elsewhere.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Part {
    Text(String),
    Secret(Kept),
}

/// What came: its text, or where a secret is in it, how many bytes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
enum Inserted {
    Text(String),
    Hidden(usize),
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Inverse {
    path: Vec<String>,
    /// What the edit left there: anything else is somebody else's by now.
    left: Option<Value>,
    /// The same of a secret: its SHA-256.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sealed: Option<String>,
    /// What was there, unless it was a secret.
    was: Option<Value>,
    /// Where the secret is kept that was there.
    secret: Option<Kept>,
    /// How many of the path's objects the edit made, the innermost ones.
    made: usize,
}

impl Undo {
    /// Keeps a file under another name, for this user alone, before somebody else writes it anew or takes it away. Taking that back
    /// puts it there again with its mode, whatever stands there by then: only its own program made that, and can do so anew.
    ///
    /// # Errors
    /// See [`EditError`].
    pub(crate) fn keeping(path: &Path, aside: PathBuf) -> Result<Undo, EditError> {
        let (target, text) = file::read(path)?;
        let mode = file::keep(&target, text.as_bytes(), &aside)?;
        Ok(Undo {
            file: path.to_owned(),
            before: digest(text.as_bytes()),
            after: String::new(),
            pieces: Vec::new(),
            inverse: Vec::new(),
            variables: Vec::new(),
            plain: Vec::new(),
            made: false,
            aside: Some(aside),
            elsewhere: true,
            mode,
        })
    }

    /// Where all that the file held is kept.
    pub(crate) fn aside(&self) -> Option<&Path> {
        self.aside.as_deref()
    }

    /// Whether what puts it back is still there.
    pub(crate) fn is_possible(&self) -> bool {
        !self.elsewhere || self.aside.as_ref().is_none_or(|aside| aside.exists())
    }

    fn put_back(&self, aside: &Path) -> Result<Undone, EditError> {
        if self.is_done() {
            self.aside_goes();
            return Ok(Undone::Nothing);
        }
        let (_, kept) = file::read(aside)?;
        if digest(kept.as_bytes()) != self.before {
            return Err(EditError::Meanwhile(file::shown(aside)));
        }
        match self.mode {
            Some(_) => file::restore(&self.file, aside, self.mode),
            None => file::put_back(&self.file, aside),
        }
        .map(|()| Undone::Whole)
    }

    pub(super) fn of(edit: &Edit, holes: &[Hole]) -> Undo {
        let Edit { path, before, after, changes, splices, variables, form, made, aside, .. } = edit;
        // one that stays in the file is in what came, however it is spelled there
        let hides = holes.iter().any(|hole| matches!(hole.kept, Kept::Here(_)));
        let inserted = |text: &str| {
            if hides { Inserted::Hidden(text.len()) } else { Inserted::Text(text.to_owned()) }
        };
        let piece = |splice: &Splice| Piece {
            at: splice.at,
            removed: parts(&splice.removed, holes),
            inserted: inserted(&splice.inserted),
        };
        let was = parsed(before.as_bytes()).unwrap_or_default();
        let is = parsed(after.as_bytes()).unwrap_or_default();
        let inverse: Vec<Inverse> = changes.iter().flat_map(|change| inverses(change, &was, &is, holes)).collect();
        // a secret that is spelled with escapes cannot be cut out of the text: then only its value comes back
        let in_plain = |kept: &Kept| {
            let mut secrets = holes.iter().filter(|hole| hole.kept == *kept).map(|hole| hole.secret.expose_secret());
            secrets.any(|secret| splices.iter().any(|splice| splice.removed.contains(secret)))
        };
        let whole = inverse.iter().filter_map(|inverse| inverse.secret.as_ref()).all(in_plain);
        let mut undo = Undo {
            file: path.clone(),
            before: digest(before.as_bytes()),
            after: digest(after.as_bytes()),
            pieces: if whole && !made { splices.iter().map(piece).collect() } else { Vec::new() },
            inverse,
            variables: Vec::new(),
            plain: Vec::new(),
            made: *made,
            aside: aside.clone(),
            elsewhere: false,
            mode: None,
        };
        if *form == Form::Variables {
            undo.keep_variables(before, variables, holes);
        }
        undo
    }

    fn keep_variables(&mut self, before: &str, variables: &[String], holes: &[Hole]) {
        for name in variables {
            let Some((.., held)) = dotenv_lines(before).into_iter().rfind(|(_, known, _)| known == name) else {
                continue;
            };
            match holes.iter().find(|hole| hole.is(held.expose_secret())) {
                Some(hole) => self.variables.push((name.clone(), hole.kept.clone())),
                None => self.plain.push((name.clone(), held.expose_secret().to_owned())),
            }
        }
    }

    /// The keychain accounts of the secrets that come back with it.
    pub fn accounts(&self) -> Vec<&str> {
        let pieces = self.pieces.iter().flat_map(|piece| &piece.removed);
        let mut accounts: Vec<&str> = pieces
            .filter_map(|part| match part {
                Part::Secret(kept) => Some(kept),
                Part::Text(_) => None,
            })
            .chain(self.inverse.iter().filter_map(|inverse| inverse.secret.as_ref()))
            .chain(self.variables.iter().map(|(_, kept)| kept))
            .filter_map(|kept| match kept {
                Kept::Account(account) => Some(account.as_str()),
                Kept::Here(_) => None,
            })
            .collect();
        accounts.sort_unstable();
        accounts.dedup();
        accounts
    }

    /// Whether nothing was there before: taking it back deletes the file.
    pub fn deletes(&self) -> bool {
        self.made
    }

    /// Whether the file is as it was before: nothing has to be taken back.
    pub fn is_done(&self) -> bool {
        if self.made {
            return !self.file.exists();
        }
        file::read(&self.file).is_ok_and(|(_, now)| digest(now.as_bytes()) == self.before)
    }

    /// Whether the file is as the edit left it.
    pub fn stands(&self) -> bool {
        file::read(&self.file).is_ok_and(|(_, now)| digest(now.as_bytes()) == self.after)
    }

    /// Takes the edit back. `secret` gives what an account of [`Undo::accounts`] holds.
    ///
    /// # Errors
    /// See [`EditError`].
    pub fn carry_out(&self, secret: impl Fn(&str) -> Option<SecretString>) -> Result<Undone, EditError> {
        if self.made && !self.file.exists() {
            return Ok(Undone::Nothing);
        }
        if let Some(aside) = self.aside.as_ref().filter(|_| self.elsewhere) {
            return self.put_back(aside);
        }
        let (target, now) = file::read(&self.file)?;
        if self.made {
            return file::delete(&target, &now, &self.after).map(|()| Undone::Whole);
        }
        if digest(now.as_bytes()) == self.before {
            self.aside_goes();
            return Ok(Undone::Nothing);
        }
        if let Some(aside) = &self.aside {
            let (_, kept) = file::read(aside)?;
            if digest(now.as_bytes()) != self.after || digest(kept.as_bytes()) != self.before {
                return Err(EditError::Meanwhile(file::shown(&self.file)));
            }
            return file::put_back(&target, aside).map(|()| Undone::Whole);
        }
        let here = parsed(now.as_bytes()).unwrap_or_default();
        let secret = |kept: &Kept| match kept {
            Kept::Account(account) => secret(account),
            Kept::Here(path) => at(&here, path).and_then(Value::as_str).map(SecretString::from),
        };
        if digest(now.as_bytes()) == self.after
            && let Some(whole) = self.whole(&now, &secret)
        {
            file::replace(&target, now.as_bytes(), whole.as_bytes())?;
            return Ok(Undone::Whole);
        }
        if !self.variables.is_empty() || !self.plain.is_empty() {
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

    /// What was kept beside the file is in it again.
    fn aside_goes(&self) {
        let same = |aside: &&PathBuf| file::read(aside).is_ok_and(|(_, kept)| digest(kept.as_bytes()) == self.before);
        if let Some(aside) = self.aside.as_ref().filter(same) {
            let _ = std::fs::remove_file(aside);
        }
    }

    /// Sets the variables again that nobody has set since.
    fn set_again(
        &self,
        target: &Path,
        now: &str,
        secret: impl Fn(&Kept) -> Option<SecretString>,
    ) -> Result<Undone, EditError> {
        let set = dotenv_lines(now);
        let mut text = now.to_owned();
        let kept = self.variables.iter().filter_map(|(name, kept)| Some((name, secret(kept)?)));
        let plain = self.plain.iter().map(|(name, held)| (name, SecretString::from(held.as_str())));
        for (name, held) in kept.chain(plain) {
            if set.iter().any(|(_, known, _)| known == name) {
                continue;
            }
            if !text.is_empty() && !text.ends_with('\n') {
                text.push('\n');
            }
            text.extend([name, "=", held.expose_secret(), "\n"]);
        }
        if text == now {
            return Ok(Undone::Nothing);
        }
        file::replace(target, now.as_bytes(), text.as_bytes()).map(|()| Undone::Apart)
    }

    /// The text as it was, byte for byte.
    fn whole(&self, now: &str, secret: &impl Fn(&Kept) -> Option<SecretString>) -> Option<String> {
        let mut text = now.to_owned();
        for piece in self.pieces.iter().rev() {
            let mut removed = String::new();
            for part in &piece.removed {
                match part {
                    Part::Text(text) => removed.push_str(text),
                    Part::Secret(kept) => removed.push_str(secret(kept)?.expose_secret()),
                }
            }
            let inserted = match &piece.inserted {
                Inserted::Text(inserted) => inserted.clone(),
                Inserted::Hidden(length) => text.get(piece.at..piece.at.checked_add(*length)?)?.to_owned(),
            };
            let splice = Splice { at: piece.at, removed, inserted };
            if !splice.take_back(&mut text) {
                return None;
            }
        }
        (digest(text.as_bytes()) == self.before).then_some(text)
    }
}

impl Inverse {
    /// What takes it back in a file that says `now`; `None` where nothing of the edit is left.
    fn change(&self, now: &Value, secret: &impl Fn(&Kept) -> Option<SecretString>) -> Option<Change> {
        let stands = at(now, &self.path);
        let untouched = match &self.sealed {
            Some(sealed) => stands.and_then(Value::as_str).is_some_and(|text| digest(text.as_bytes()) == *sealed),
            None => stands == self.left.as_ref(),
        };
        if !untouched {
            return None;
        }
        let secret = self.secret.as_ref().and_then(secret);
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

fn at<'a>(value: &'a Value, path: &[String]) -> Option<&'a Value> {
    path.iter().try_fold(value, |value, part| match value {
        Value::Array(list) => list.get(part.parse::<usize>().ok()?),
        value => value.get(part),
    })
}

fn inverses(change: &Change, was: &Value, is: &Value, holes: &[Hole]) -> Vec<Inverse> {
    let of = |path: &[String]| {
        let was_there = at(was, path);
        let known = |value: Option<&Value>| {
            let text = value.and_then(Value::as_str)?;
            holes.iter().find(|hole| hole.is(text)).map(|hole| (hole, digest(text.as_bytes())))
        };
        let hole = known(was_there).map(|(hole, _)| hole);
        let left = at(is, path);
        let sealed = known(left).map(|(_, digest)| digest);
        let missing = (1..path.len()).filter(|depth| at(was, &path[..*depth]).is_none()).count();
        Inverse {
            path: path.to_vec(),
            left: if sealed.is_some() { None } else { left.cloned() },
            sealed,
            was: if hole.is_some() { None } else { was_there.cloned() },
            secret: hole.map(|hole| hole.kept.clone()),
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
    all.push(Part::Secret(hole.kept.clone()));
    all.extend(parts(&text[at + length..], holes));
    all
}
