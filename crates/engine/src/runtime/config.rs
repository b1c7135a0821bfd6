//! The smallest configuration a gateway runs with, written where there is none. What is there is never touched.

use std::{
    fs::{self, DirBuilder},
    io::{self, Write},
    path::Path,
};

use anyhow::{Context, Result};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use clawtender_core::words::Phrase;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

/// What became of [`ensure_config`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ensured {
    /// There was no configuration; there is one now.
    Created,
    /// There was one, and it is as it was.
    Existing,
}

/// A gateway for this computer only: loopback, token, no channel, no provider.
///
/// `bind` is written although it is the default: in a container the gateway's default is to listen everywhere.
pub fn minimal_config(token: &SecretString, port: u16) -> String {
    let config = json!({
        "gateway": {
            "mode": "local",
            "port": port,
            "bind": "loopback",
            "auth": { "mode": "token", "token": token.expose_secret() },
        },
    });
    format!("{config:#}\n")
}

/// 256 random bits from the system, in 43 characters that need no quoting anywhere.
///
/// # Errors
/// When the system has no randomness to give.
pub fn new_token() -> Result<SecretString> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| Phrase::new("random-none", []))?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(bytes).into())
}

/// Writes [`minimal_config`] with a new token to `path`, unless something of that name is there.
///
/// The file is the owner's alone (0600), and so is the folder (0700) when it is made here. It appears whole or not at all.
///
/// # Errors
/// When the folder cannot be made or written to.
pub fn ensure_config(path: &Path, port: u16) -> Result<Ensured> {
    if fs::symlink_metadata(path).is_ok() {
        return Ok(Ensured::Existing); // also a link to nowhere: somebody meant something by it
    }
    let folder = path.parent().with_context(|| format!("{} is not a file's path.", path.display()))?;
    private_folder(folder).with_context(|| format!("{} could not be made.", folder.display()))?;
    match create(path, folder, &minimal_config(&new_token()?, port)) {
        Ok(()) => Ok(Ensured::Created),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(Ensured::Existing),
        Err(error) => Err(error).with_context(|| format!("{} could not be written.", path.display())),
    }
}

fn create(path: &Path, folder: &Path, text: &str) -> io::Result<()> {
    let mut file = tempfile::NamedTempFile::new_in(folder)?; // 0600 from the start
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist_noclobber(path)?;
    Ok(())
}

fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_minimal_configuration_is_what_the_gateway_wants() {
        let text = minimal_config(&SecretString::from("a\"b\\c"), 18789);
        let config: serde_json::Value = serde_json::from_str(&text).unwrap();
        let auth = json!({ "mode": "token", "token": "a\"b\\c" });
        let expected = json!({ "gateway": { "mode": "local", "port": 18789, "bind": "loopback", "auth": auth } });
        assert_eq!(config, expected);
    }

    #[test]
    fn tokens_are_long_and_differ() {
        let (one, two) = (new_token().unwrap(), new_token().unwrap());
        assert_eq!(one.expose_secret().len(), 43);
        assert!(one.expose_secret().chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'));
        assert_ne!(one.expose_secret(), two.expose_secret());
    }

    #[test]
    fn a_configuration_is_made_once_and_never_overwritten() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join(".openclaw").join("openclaw.json");
        assert_eq!(ensure_config(&path, 18789).unwrap(), Ensured::Created);
        let first = fs::read_to_string(&path).unwrap();
        assert_eq!(ensure_config(&path, 1).unwrap(), Ensured::Existing);
        assert_eq!(fs::read_to_string(&path).unwrap(), first);
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "something was left behind");
        for theirs in ["", "not a configuration"] {
            fs::write(&path, theirs).unwrap();
            assert_eq!(ensure_config(&path, 18789).unwrap(), Ensured::Existing);
            assert_eq!(fs::read_to_string(&path).unwrap(), theirs);
        }
    }

    #[test]
    fn one_that_appears_meanwhile_is_not_overwritten() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("openclaw.json");
        fs::write(&path, "theirs").unwrap();
        let error = create(&path, home.path(), "ours").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_an_error() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("file"), "").unwrap();
        let error = ensure_config(&home.path().join("file/openclaw.json"), 18789).unwrap_err();
        assert!(format!("{error:#}").contains("could not be made"));
    }

    #[cfg(unix)]
    #[test]
    fn file_and_folder_are_the_owners_alone() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join(".openclaw");
        let path = folder.join("openclaw.json");
        ensure_config(&path, 18789).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
        let link = folder.join("linked.json");
        symlink(home.path().join("nowhere"), &link).unwrap();
        assert_eq!(ensure_config(&link, 18789).unwrap(), Ensured::Existing);
        assert!(!home.path().join("nowhere").exists());
    }
}
