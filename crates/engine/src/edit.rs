//! Edits to a configuration file of OpenClaw's: the text is changed where the change is, and nowhere else.
//!
//! What a person wrote stays: comments, order, layout, the way a number or a name is spelled. What is not understood is
//! not touched. A file that somebody changes meanwhile, that belongs to somebody else, or that OpenClaw keeps read-only is
//! left as it is, with the reason. The new file replaces the old one in one step.
//!
//! An edit is taken back byte for byte while the file is as the edit left it, and otherwise change by change. What is
//! kept for that ([`Undo`]) holds only what went away, and no secret: whoever takes a secret out of a file says where it
//! is kept now, and it comes back from there.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use clawtender_core::{facts::ConfigProblem, words::Phrase};
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(crate) mod assignments;
pub(crate) mod diff;
mod file;
mod style;
mod text;
mod undo;

#[cfg(test)]
mod tests;

pub(crate) use self::file::{replace, sweep};
pub use self::undo::{Hole, Kept, Undo, Undone};

/// One thing that changes. A path is that of the key in this file, from its root; into a list it leads by number, from 0.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Change {
    /// The key has this value afterwards. What is missing on the way is made.
    Set {
        /// Which key.
        path: Vec<String>,
        /// Its value. Never a secret.
        value: Value,
    },
    /// The key is gone afterwards.
    Remove {
        /// Which key.
        path: Vec<String>,
    },
    /// The key has another name afterwards, in the same place.
    Rename {
        /// Which key.
        path: Vec<String>,
        /// Its new name.
        to: String,
    },
}

/// Why a file is not changed. It is as it was. The words are fit to be shown.
#[derive(Debug)]
pub enum EditError {
    /// It cannot be read.
    Unreadable(String, String),
    /// It does not parse.
    NotUnderstood(ConfigProblem),
    /// What it says is not certain, or the edit would have changed more.
    Unsafe,
    /// A key stands twice.
    Twice(String),
    /// Something else stands where an object would have to be.
    NotAnObject(String),
    /// There is a key of the new name.
    Taken(String),
    /// Somebody else wrote it in between.
    Meanwhile(String),
    /// It was not there a moment ago.
    Appeared(String),
    /// It is another user's.
    Foreign(String),
    /// OpenClaw is told to keep its configuration as it is.
    ReadOnly(&'static str),
    /// The new one could not be written.
    Unwritten(String, std::io::Error),
}

impl EditError {
    /// For a person.
    pub fn words(&self) -> Phrase {
        let (why, file, detail) = match self {
            EditError::Unreadable(file, why) => ("unreadable", &**file, why.as_str().into()),
            EditError::NotUnderstood(problem) => ("not-understood", "", problem.message.clone()),
            EditError::Unsafe => ("unsafe", "", Phrase::default()),
            EditError::Twice(key) => ("twice", &**key, Phrase::default()),
            EditError::NotAnObject(key) => ("no-object", &**key, Phrase::default()),
            EditError::Taken(key) => ("taken", &**key, Phrase::default()),
            EditError::Meanwhile(file) => ("meanwhile", &**file, Phrase::default()),
            EditError::Appeared(file) => ("appeared", &**file, Phrase::default()),
            EditError::Foreign(file) => ("foreign", &**file, Phrase::default()),
            EditError::ReadOnly(name) => ("read-only", *name, Phrase::default()),
            EditError::Unwritten(file, why) => ("unwritten", &**file, why.to_string().into()),
        };
        Phrase::new("edit-not", [("why", why.into()), ("file", file.into()), ("detail", detail.into())])
    }
}

impl fmt::Display for EditError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.words())
    }
}

impl std::error::Error for EditError {}

/// A file as it was read, and what it would become. Holds what the file holds: no `Debug`.
pub struct Edit {
    path: PathBuf,
    /// Where a link leads.
    target: PathBuf,
    before: String,
    after: String,
    changes: Vec<Change>,
    splices: Vec<text::Splice>,
    /// The variables that go, in a file of another form than the configuration's.
    variables: Vec<String>,
    form: Form,
    /// There is no such file yet.
    made: bool,
    /// Where the whole of it is kept, where it is replaced as a whole.
    aside: Option<PathBuf>,
}

/// How a file says what it says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// JSON5.
    Config,
    /// A `.env` file.
    Variables,
    /// A service's definition.
    Service,
}

impl fmt::Debug for Edit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Edit").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Edit {
    /// Reads the file and works out what it becomes. Changes nothing.
    ///
    /// # Errors
    /// See [`EditError`].
    pub fn plan(path: &Path, changes: Vec<Change>) -> Result<Edit, EditError> {
        let (target, before) = file::read(path)?;
        let (after, splices) = text::changed(&before, &changes)?;
        Ok(Edit {
            path: path.to_owned(),
            target,
            before,
            after,
            changes,
            splices,
            variables: Vec::new(),
            form: Form::Config,
            made: false,
            aside: None,
        })
    }

    /// Replaces the file as a whole, which may hold anything: it is kept beside itself under this name.
    ///
    /// # Errors
    /// See [`EditError`].
    pub(crate) fn replaced(path: &Path, after: String, aside: PathBuf) -> Result<Edit, EditError> {
        let (target, before) = file::read(path)?;
        let (path, aside) = (path.to_owned(), Some(aside));
        let (changes, splices, variables) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Edit { path, target, before, after, changes, splices, variables, form: Form::Config, made: false, aside })
    }

    /// A file that is not there yet, for its owner alone. Makes nothing yet.
    ///
    /// # Errors
    /// [`EditError::Appeared`] when something of that name is there, a link to nowhere too.
    pub(crate) fn new_file(path: &Path, text: String) -> Result<Edit, EditError> {
        if path.symlink_metadata().is_ok() {
            return Err(EditError::Appeared(file::shown(path)));
        }
        Ok(Edit {
            path: path.to_owned(),
            target: path.to_owned(),
            before: String::new(),
            after: text,
            changes: Vec::new(),
            splices: Vec::new(),
            variables: Vec::new(),
            form: Form::Config,
            made: true,
            aside: None,
        })
    }

    /// Takes the lines of these variables out of a `.env` file. Changes nothing yet.
    ///
    /// # Errors
    /// See [`EditError`].
    pub(crate) fn without_variables(path: &Path, variables: &[String]) -> Result<Edit, EditError> {
        Edit::without(path, variables, Form::Variables)
    }

    /// Takes these variables out of a service's definition. Changes nothing yet.
    ///
    /// # Errors
    /// See [`EditError`].
    pub(crate) fn without_assignments(path: &Path, variables: &[String]) -> Result<Edit, EditError> {
        Edit::without(path, variables, Form::Service)
    }

    fn without(path: &Path, variables: &[String], form: Form) -> Result<Edit, EditError> {
        let (target, before) = file::read(path)?;
        let (after, splices) = match form {
            Form::Service => assignments::without(&before, variables),
            Form::Variables | Form::Config => text::without_lines(&before, variables),
        };
        let (path, variables) = (path.to_owned(), variables.to_vec());
        Ok(Edit {
            path,
            target,
            before,
            after,
            changes: Vec::new(),
            splices,
            variables,
            form,
            made: false,
            aside: None,
        })
    }

    /// Both edits of one file, as one.
    ///
    /// # Errors
    /// See [`EditError`].
    pub(crate) fn with(&self, other: &Edit) -> Result<Edit, EditError> {
        match self.form {
            Form::Config => Edit::plan(&self.path, [&self.changes[..], &other.changes].concat()),
            form => Edit::without(&self.path, &[&self.variables[..], &other.variables].concat(), form),
        }
    }

    /// Which file, as it was named.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether nothing has to change.
    pub fn is_empty(&self) -> bool {
        self.before == self.after
    }

    /// What changes, as a unified diff in which no secret can be read.
    pub fn diff(&self) -> String {
        let shown = |text: &str| match self.form {
            Form::Config => diff::masked(text),
            Form::Variables => diff::masked_variables(text),
            Form::Service => assignments::masked(text, &self.variables),
        };
        let before = if self.made { String::new() } else { shown(&self.before) };
        diff::unified(&self.path.to_string_lossy(), &before, &shown(&self.after))
    }

    /// The text that it leaves. May hold secrets.
    pub(crate) fn after(&self) -> &str {
        &self.after
    }

    /// Whether it makes a file.
    pub(crate) fn makes(&self) -> bool {
        self.made
    }

    /// Writes the new text beside the file, for somebody to look at. The copy goes with what is returned.
    ///
    /// # Errors
    /// See [`EditError`].
    pub(crate) fn beside(&self) -> Result<tempfile::NamedTempFile, EditError> {
        file::beside(&self.target, self.after.as_bytes())
    }

    /// What takes it back. `holes`: where each secret is kept that the edit takes out of the file.
    pub fn undo(&self, holes: &[Hole]) -> Undo {
        Undo::of(self, holes)
    }

    /// Replaces the file in one step, with its mode and owner.
    ///
    /// # Errors
    /// [`EditError::Meanwhile`] when it is no longer as it was read, and others.
    pub fn write(&self) -> Result<(), EditError> {
        if self.is_empty() {
            return Ok(());
        }
        if self.made {
            return file::create(&self.target, self.after.as_bytes());
        }
        if let Some(aside) = &self.aside {
            file::copy(&self.target, self.before.as_bytes(), aside)?;
        }
        replace(&self.target, self.before.as_bytes(), self.after.as_bytes())
    }
}
