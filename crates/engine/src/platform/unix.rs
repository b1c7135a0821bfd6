//! What Linux and macOS have in common: sockets that are files, signals, groups, login shells.

use std::{
    ffi::{OsStr, OsString},
    fs::{DirBuilder, Permissions},
    io,
    os::{
        fd::OwnedFd,
        unix::{
            ffi::OsStrExt,
            fs::{DirBuilderExt, MetadataExt, PermissionsExt},
        },
    },
    path::{Path, PathBuf},
};

use rustix::process::{Pid, Signal, geteuid};
use tokio::{
    io::{Interest, unix::AsyncFd},
    net::{UnixListener, UnixStream},
};

use super::{ENVIRONMENT_MARK, Identity, LockGuard, PATH_MARK, Stream, lock, os};

#[cfg(feature = "full")]
pub(super) mod family;
#[cfg(feature = "full")]
pub(super) mod modes;
#[cfg(feature = "full")]
pub(super) mod program;

const SOCKET: &str = "engine.sock";

/// Those that `/etc/resolv.conf` names.
#[cfg(feature = "full")]
pub(super) fn name_servers() -> Vec<String> {
    let bytes = crate::probes::bounded::read(Path::new("/etc/resolv.conf"), 64 * 1024).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let named = text.lines().filter_map(|line| line.trim().strip_prefix("nameserver")?.split_whitespace().next());
    named.take(4).map(|server| server.chars().take(60).collect()).collect()
}

/// A folder that every user has, and the one that is taken where that belongs to somebody else.
#[cfg(feature = "full")]
pub(super) fn log_folders() -> Vec<PathBuf> {
    let own = format!("openclaw-{}", geteuid().as_raw());
    vec![PathBuf::from("/tmp/openclaw"), std::env::temp_dir().join(own)]
}

/// What a person without rights may take of it.
#[cfg(feature = "full")]
#[allow(clippy::useless_conversion, reason = "the counts are narrower on some systems")]
pub(super) fn room(folder: &Path) -> io::Result<(u64, Option<(u64, u64)>)> {
    let at = rustix::fs::statvfs(folder)?;
    let files = (at.f_files > 0).then(|| (u64::from(at.f_favail), u64::from(at.f_files)));
    Ok((u64::from(at.f_bavail).saturating_mul(at.f_frsize), files))
}

/// Longest path the kernel takes for a socket, without the final zero. Linux takes four more; nobody misses them.
const LONGEST: usize = 103;

/// The engine's end of the local socket.
#[derive(Debug)]
pub struct Listener {
    socket: UnixListener,
    /// Where the socket can be reached with a path the kernel takes, and what keeps that path working.
    reach: Reach,
    /// Held as long as the socket: who has it may remove a socket file that is there.
    _lock: LockGuard,
}

impl Listener {
    pub(super) fn open(run: &Path) -> io::Result<Listener> {
        private_folder(run)?;
        let held = lock(&run.join("engine.lock"))?;
        let lock = held.ok_or_else(|| io::Error::new(io::ErrorKind::AddrInUse, "another engine listens"))?;
        let reach = reach(run)?;
        reach.path.parent().map_or(Ok(()), private_folder_or_link)?;
        match std::fs::remove_file(&reach.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let socket = UnixListener::bind(&reach.path)?;
        make_private(&reach.path)?;
        Ok(Listener { socket, reach, _lock: lock })
    }

    /// The next face that connects. Other users are turned away without an answer.
    pub async fn accept(&mut self) -> io::Result<Stream> {
        loop {
            let (stream, _) = self.socket.accept().await?;
            match is_mine(&stream) {
                Ok(true) => return Ok(Box::new(stream)),
                Ok(false) => tracing::warn!("another user knocked at the local socket"),
                Err(error) => tracing::debug!(%error, "a face left before it was let in"),
            }
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.reach.path);
    }
}

pub(super) async fn dial(run: &Path) -> io::Result<Stream> {
    let reach = reach(run)?;
    let stream = UnixStream::connect(&reach.path).await?;
    if is_mine(&stream)? {
        Ok(Box::new(stream))
    } else {
        Err(io::Error::new(io::ErrorKind::PermissionDenied, "the engine's socket belongs to another user"))
    }
}

fn is_mine(stream: &UnixStream) -> io::Result<bool> {
    Ok(stream.peer_cred()?.uid() == geteuid().as_raw())
}

/// A path of the socket that is short enough for the kernel.
#[derive(Debug)]
pub(super) struct Reach {
    pub(super) path: PathBuf,
    pub(super) _folder: Option<OwnedFd>,
}

fn reach(run: &Path) -> io::Result<Reach> {
    let path = run.join(SOCKET);
    if path.as_os_str().len() <= LONGEST { Ok(Reach { path, _folder: None }) } else { os::shorten(run, SOCKET) }
}

/// Creates the folder, or makes the one that is there private. One of somebody else's is refused.
fn private_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let at = std::fs::symlink_metadata(folder)?;
    if !at.is_dir() || at.uid() != geteuid().as_raw() {
        let whose = format!("{} is not a folder of this user", folder.display());
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, whose));
    }
    if at.mode() & 0o777 == 0o700 { Ok(()) } else { make_private(folder) }
}

/// The folder of a shortened path is either made by us, or a name the kernel has for an open folder.
fn private_folder_or_link(folder: &Path) -> io::Result<()> {
    if folder.starts_with("/proc") { Ok(()) } else { private_folder(folder) }
}

#[cfg(feature = "full")]
#[allow(clippy::unnecessary_wraps, reason = "the contract: elsewhere it may not be told")]
pub(super) fn host_name() -> Option<String> {
    Some(rustix::system::uname().nodename().to_string_lossy().into_owned())
}

pub(super) fn make_private(path: &Path) -> io::Result<()> {
    let mode = if std::fs::metadata(path)?.is_dir() { 0o700 } else { 0o600 };
    std::fs::set_permissions(path, Permissions::from_mode(mode))
}

#[cfg(feature = "full")]
pub(super) fn keep_owner(file: &std::fs::File, like: &std::fs::Metadata) -> io::Result<bool> {
    let at = file.metadata()?;
    if (at.uid(), at.gid()) != (like.uid(), like.gid())
        && std::os::unix::fs::fchown(file, Some(like.uid()), Some(like.gid())).is_err()
    {
        return Ok(false);
    }
    file.set_permissions(Permissions::from_mode(like.mode() & 0o7777)).map(|()| true)
}

#[cfg(feature = "full")]
pub(super) fn sync_folder(folder: &Path) {
    // some file systems cannot, and what was written is whole either way
    let _ = std::fs::File::open(folder).and_then(|folder| folder.sync_all());
}

#[cfg(feature = "full")]
pub(super) fn is_own(path: &Path, secret: bool) -> io::Result<bool> {
    let at = std::fs::symlink_metadata(path)?;
    let others = if secret { 0o066 } else { 0o022 };
    Ok(at.is_file() && at.uid() == geteuid().as_raw() && at.mode() & others == 0)
}

#[allow(clippy::unnecessary_wraps, reason = "the contract: elsewhere not all bytes are a text")]
pub(super) fn text(bytes: &[u8]) -> Option<OsString> {
    Some(OsStr::from_bytes(bytes).to_owned())
}

#[allow(clippy::unnecessary_wraps, reason = "the contract: Windows has none")]
pub(super) fn login_shell() -> Option<(PathBuf, Vec<String>)> {
    let named = std::env::var_os("SHELL").map(PathBuf::from).or_else(os::shell_of_record);
    Some(shell_question(named.filter(|shell| shell.is_absolute() && shell.is_file())))
}

/// Interactive where that is where people set their `PATH` (`.zshrc`, `.bashrc`: nvm, fnm, asdf write there). A shell whose
/// language is not known is left alone; `sh` reads `.profile` then.
fn shell_question(shell: Option<PathBuf>) -> (PathBuf, Vec<String>) {
    // the last that is printed: what comes out of it may hold anything
    let environment = format!("printf {ENVIRONMENT_MARK}; exec env -0");
    let posix = format!(r#"printf '\n{PATH_MARK}%s\n' "$PATH"; {environment}"#);
    let name = shell.as_deref().and_then(Path::file_name).and_then(OsStr::to_str).unwrap_or_default();
    let (flags, script): (&[&str], String) = match name {
        "zsh" | "bash" => (&["-l", "-i", "-c"], posix),
        "sh" | "dash" | "ash" | "ksh" | "mksh" => (&["-l", "-c"], posix),
        "fish" => {
            let path = format!(r"printf '\n{PATH_MARK}%s\n' (string join : -- $PATH)");
            (&["-l", "-i", "-c"], format!("{path}; {environment}"))
        }
        _ => return (PathBuf::from("/bin/sh"), vec!["-l".to_owned(), "-c".to_owned(), posix]),
    };
    let args = flags.iter().map(|flag| (*flag).to_owned()).chain([script]).collect();
    (shell.unwrap_or_default(), args)
}

/// The files of a shell are all there is.
#[cfg(feature = "full")]
pub(super) fn kept_variables() -> Vec<(String, String, String)> {
    Vec::new()
}

pub(super) fn terminate(identity: Identity) -> io::Result<bool> {
    os::signal(identity, Signal::TERM)
}

/// Hears when the descriptor becomes readable. Needs a tokio runtime.
pub(super) fn await_readable(descriptor: OwnedFd) -> io::Result<AsyncFd<OwnedFd>> {
    // SAFETY: an owned descriptor is open, and stays the same one until it is dropped.
    unsafe { AsyncFd::register_with_interest(descriptor, Interest::READABLE) }.map_err(io::Error::from)
}

pub(super) fn pid_of(number: u32) -> Option<Pid> {
    i32::try_from(number).ok().and_then(Pid::from_raw)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_shell_is_asked_in_its_language() {
        let ask = |shell: &str| shell_question(Some(PathBuf::from(shell)));
        let rest = "; printf CLAWTENDER_ENVIRONMENT=; exec env -0";
        let posix = format!(r#"printf '\nCLAWTENDER_PATH=%s\n' "$PATH"{rest}"#);
        assert_eq!(ask("/bin/zsh").1, ["-l", "-i", "-c", &posix]);
        let fish = format!(r"printf '\nCLAWTENDER_PATH=%s\n' (string join : -- $PATH){rest}");
        assert_eq!(ask("/usr/bin/fish").1[3], fish);
        assert_eq!(ask("/bin/dash").1[..2], ["-l", "-c"]);
        assert_eq!(ask("/usr/sbin/nologin").0, Path::new("/bin/sh"));
        assert_eq!(shell_question(None).0, Path::new("/bin/sh"));
    }

    #[test]
    fn somebody_elses_folder_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(folder.path(), &link).unwrap();
        assert_eq!(private_folder(&link).unwrap_err().kind(), io::ErrorKind::PermissionDenied);
    }
}
