//! The edge to the operating system: one contract, three implementations with the same functions, and the only
//! `cfg(target_os)` of the engine.
//!
//! A process is named by [`Identity`], never by its number alone: numbers are given out again. Nothing here decides
//! when to signal or whom; it only makes sure that the right process gets it. Nothing here waits by asking repeatedly.
//!
//! Functions that read the process table or the socket table block for some milliseconds.

#[cfg(feature = "full")]
use std::time::Duration;
use std::{
    ffi::OsString,
    fs::{File, OpenOptions, TryLockError},
    io,
    path::{Path, PathBuf},
};

#[cfg(feature = "full")]
use clawtender_core::clock::ClockSync;
use clawtender_core::facts::Service;
#[cfg(feature = "full")]
use clawtender_core::installation::FileMode;
#[cfg(feature = "full")]
use clawtender_core::words::Phrase;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncWrite};

use crate::paths::Paths;

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(target_os = "windows")]
mod windows;

#[cfg(target_os = "linux")]
use self::linux as os;
#[cfg(target_os = "macos")]
use self::macos as os;
#[cfg(target_os = "windows")]
use self::windows as os;

#[cfg(unix)]
mod unix;

#[cfg(all(feature = "full", any(target_os = "windows", test)))]
mod acl;
mod definitions;
#[cfg(feature = "full")]
mod managers;
#[cfg(feature = "full")]
mod sockets;
#[cfg(feature = "full")]
mod table;
#[cfg(test)]
mod tests;

pub use os::{ExitWatch, Listener};
#[cfg(feature = "full")]
pub use sockets::{Holder, listeners};
#[cfg(feature = "full")]
pub use table::{FamilyLoad, ProcessView, environment, family_load, kill_tree, process, processes};
#[cfg(feature = "full")]
pub(crate) use table::{load, memory};

/// The program that opens a page in the person's browser, and what stands before the page.
pub const BROWSER: (&str, &[&str]) = os::BROWSER;

/// The program that has the service manager read the definitions of its services again, where it has to be told; elsewhere
/// it reads them whenever it starts one.
pub const REREAD_SERVICES: Option<(&str, &[&str])> = os::REREAD_SERVICES;

/// What has this system forget which addresses names had, each as it is typed.
#[cfg(feature = "full")]
pub(crate) const FLUSH_NAMES: &[&str] = os::FLUSH_NAMES;

/// Who is asked for names, where a file says so.
#[cfg(feature = "full")]
pub(crate) fn name_servers() -> Vec<String> {
    os::name_servers()
}

/// Where OpenClaw writes its log by itself: the folders in which it may be.
#[cfg(feature = "full")]
pub(crate) fn log_folders() -> Vec<PathBuf> {
    os::log_folders()
}

/// How many bytes can still be written in this folder, and how many files made there of how many, where files are counted.
///
/// # Errors
/// When the system does not say.
#[cfg(feature = "full")]
pub(crate) fn room(folder: &Path) -> io::Result<(u64, Option<(u64, u64)>)> {
    os::room(folder)
}

/// One process and no later one with the same number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Identity {
    /// Process id.
    pub pid: u32,
    /// What [`start_time`] said of it. On Linux it counts from boot: a record that outlives one keeps [`boot`] too.
    pub started: u64,
}

impl Identity {
    /// The process that has this number now; `None` when none has.
    pub fn of(pid: u32) -> Option<Identity> {
        start_time(pid).map(|started| Identity { pid, started })
    }

    /// Whether this very process still runs. One that has ended and waits to be reaped does not.
    pub fn is_alive(self) -> bool {
        os::glance(self.pid).is_some_and(|now| now.started == self.started && now.running)
    }
}

/// What the system says of a process number at once.
pub(crate) struct Glance {
    /// See [`start_time`].
    pub(crate) started: u64,
    /// Whether it has not ended.
    pub(crate) running: bool,
}

/// When the kernel says the process started. Opaque but stable while the process has its number, and never smaller for
/// a later one: Linux, clock ticks since boot (`/proc/PID/stat` field 22, what the gateway's lock files call `startTime`);
/// macOS, microseconds since 1970; Windows, units of 100 ns since 1601.
pub fn start_time(pid: u32) -> Option<u64> {
    os::glance(pid).map(|now| now.started)
}

/// The start time as the gateway's lock files have it; `None` where theirs is not the kernel's, so not to be compared.
pub fn lock_start_time(identity: Identity) -> Option<u64> {
    cfg!(target_os = "linux").then_some(identity.started)
}

/// A name for the time since the computer was started, where start times count from it (Linux); `None` elsewhere.
pub fn boot() -> Option<String> {
    os::boot()
}

/// Where this system keeps a program's settings, state, data, cache and logs for this user.
///
/// # Errors
/// When the user has no home folder.
pub fn own_folders() -> anyhow::Result<Paths> {
    os::own_folders()
}

/// A connection over the local socket.
pub trait Duplex: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Duplex for T {}

/// A connection over the local socket, whose other end is known to be the same user.
pub type Stream = Box<dyn Duplex>;

/// Opens the local socket for faces. Needs a tokio runtime.
///
/// Creates the folder, makes it and the socket private, and replaces what a dead engine left behind.
///
/// # Errors
/// [`io::ErrorKind::AddrInUse`] when another engine listens; [`io::ErrorKind::PermissionDenied`] when the folder belongs to
/// somebody else.
pub fn listen(paths: &Paths) -> io::Result<Listener> {
    Listener::open(&paths.run)
}

/// Connects to a running engine; `None` when nobody listens.
///
/// # Errors
/// [`io::ErrorKind::PermissionDenied`] when who listens there is another user.
pub async fn connect(paths: &Paths) -> io::Result<Option<Stream>> {
    match os::dial(&paths.run).await {
        Ok(stream) => Ok(Some(stream)),
        Err(error) if is_nobody(error.kind()) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Nothing there, nobody behind it, or no folder where it would be: whoever starts an engine hears what is in the way.
fn is_nobody(kind: io::ErrorKind) -> bool {
    matches!(kind, io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused | io::ErrorKind::NotADirectory)
}

/// What a program must know of its surroundings to reach the keychain of this user.
#[cfg(feature = "full")]
pub(crate) const KEYCHAIN_VARIABLES: &[&str] = os::KEYCHAIN_VARIABLES;

/// Takes whatever is written to it.
pub const NOWHERE: &str = if cfg!(windows) { "NUL" } else { "/dev/null" };

/// Holds a [`lock`] until it is dropped or the process ends, however it ends.
#[derive(Debug)]
pub struct LockGuard {
    _file: File,
}

/// Takes the exclusive lock of `path`, creating the file and its folder; `None` when somebody has it.
///
/// The file stays when the lock is gone: deleting it would let two processes lock two files of the same name.
pub fn lock(path: &Path) -> io::Result<Option<LockGuard>> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
    match file.try_lock() {
        Ok(()) => make_private(path).map(|()| Some(LockGuard { _file: file })),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// The name of this computer, where the system tells it.
#[cfg(feature = "full")]
pub fn host_name() -> Option<String> {
    os::host_name().filter(|name| !name.is_empty())
}

/// Takes a file or folder away from everybody but the user: 0600 or 0700.
///
/// On Windows nothing is done: what is in the profile is the user's alone already, and a `CLAWTENDER_HOME` elsewhere
/// has the access its owner gave it.
pub fn make_private(path: &Path) -> io::Result<()> {
    os::make_private(path)
}

/// What is at `path`, as the gateway looks at a program that it is to run. Follows no link.
#[cfg(feature = "full")]
pub(crate) fn command_file(path: &Path) -> clawtender_core::provider_command::CommandFile {
    os::command_file(path)
}

/// Lets the user, and nobody else, run the file: 0700. On Windows every file can be run that is named as a program.
#[cfg(feature = "full")]
pub(crate) fn make_executable(path: &Path) -> io::Result<()> {
    os::make_executable(path)
}

/// Puts a program in the place of another, which may be running.
#[cfg(feature = "full")]
pub(crate) fn put_in_place(file: tempfile::TempPath, target: &Path) -> io::Result<()> {
    os::put_in_place(file, target)
}

/// Gives a new file the mode and the owner of the one that it is to replace; `false` where this user may not.
///
/// On Windows a file has the access of its folder, and that stays the same.
#[cfg(feature = "full")]
pub(crate) fn keep_owner(file: &File, like: &std::fs::Metadata) -> io::Result<bool> {
    os::keep_owner(file, like)
}

/// Sees to it that a file that was put in this folder is there after a power cut, where the system can promise that.
#[cfg(feature = "full")]
pub(crate) fn sync_folder(folder: &Path) {
    os::sync_folder(folder);
}

/// Whether nobody but the user can change a file, and with `secret` nobody else read it: what the gateway demands of a
/// program that hands out secrets and of a file that holds some. Links are not followed.
///
/// # Errors
/// When there is no such file.
#[cfg(feature = "full")]
pub(crate) fn is_own(path: &Path, secret: bool) -> io::Result<bool> {
    os::is_own(path, secret)
}

/// How long the computer has run.
#[cfg(feature = "full")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Uptime {
    /// Sleep included.
    pub(crate) whole: Duration,
    /// Without sleep. What counts from is the system's affair: only the difference to another of these means something.
    pub(crate) awake: Duration,
}

/// How long the computer has run, by clocks that nobody sets.
#[cfg(feature = "full")]
pub(crate) fn uptime() -> Uptime {
    os::uptime()
}

/// Gives memory back to the system that a burst of work has left unused: what stays is small, and a start or a report needs a
/// megabyte for a moment.
#[cfg(feature = "full")]
pub(crate) fn give_back_memory() {
    os::give_back_memory();
}

/// Why it is not known whether the system keeps its clock right.
#[cfg(feature = "full")]
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct NotTold(Phrase);

#[cfg(feature = "full")]
#[allow(dead_code, reason = "some systems say it themselves, of others it is said here")]
impl NotTold {
    fn because(why: impl std::fmt::Display) -> NotTold {
        NotTold(why.to_string().into())
    }

    /// The message says which reason it is.
    fn so(why: &str) -> NotTold {
        NotTold(Phrase::new("clock-untold", [("why", why.into())]))
    }

    /// For a person.
    pub(crate) fn words(&self) -> Phrase {
        self.0.clone()
    }
}

/// Whether the system keeps its clock right by itself, as the system itself has it. Needs a tokio runtime, changes nothing and
/// asks for no rights; where it takes some to know (macOS), it is not known.
///
/// # Errors
/// When nothing here says so: no service that knows, or one that does not tell us.
#[cfg(feature = "full")]
pub(crate) async fn clock_sync() -> Result<ClockSync, NotTold> {
    os::clock_sync().await
}

/// How a desktop that shows no tray icons comes to show them; nothing where each does.
pub fn tray_guide() -> Option<clawtender_core::tray_host::Guide> {
    os::tray_guide()
}

/// What the desktop of this session says of itself: trays, notifications, the keychain. Needs a tokio runtime, changes nothing
/// and asks nobody for anything.
#[cfg(feature = "full")]
pub(crate) async fn desk() -> clawtender_core::desk::Desk {
    os::desk().await
}

/// What the system may be told about its clock.
#[cfg(feature = "full")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ClockOrder {
    /// To set it now, by its own time service.
    Set,
    /// To keep it right by itself from now on, or no longer.
    Automatic(bool),
}

/// Gives the system an order about its clock: what [`clock_sync`] says would be run. The system itself asks the person for the
/// consent that it wants (polkit, macOS's dialog, UAC), and gets the time for that. Needs a tokio runtime.
///
/// # Errors
/// When there is no service that does it, or the person or the system does not let us. Fit to be shown.
#[cfg(feature = "full")]
pub(crate) async fn order_clock(order: ClockOrder) -> anyhow::Result<()> {
    os::order_clock(order).await
}

/// The same, line by line, as it would be typed.
#[cfg(feature = "full")]
pub(crate) fn clock_lines(order: ClockOrder) -> Vec<String> {
    os::clock_lines(order)
}

/// How long the person may take to give consent.
#[cfg(feature = "full")]
pub(crate) const CONSENT: Duration = Duration::from_mins(3);

/// Whether we run as the administrator to whom a browser denies its sandbox.
#[cfg(feature = "full")]
pub(crate) fn is_root() -> bool {
    os::is_root()
}

/// Whether there is a screen to put a window on.
pub fn has_display() -> bool {
    os::has_display()
}

/// The person's shell and the arguments that make it print its `PATH` and its environment after its login files; `None` on Windows,
/// where programs started from the desktop have the right one already. [`login_path`] and [`login_variables`] read the answer.
pub fn login_shell() -> Option<(PathBuf, Vec<String>)> {
    os::login_shell()
}

/// A name for a folder that is always short and always the same: 64-bit FNV-1a of its path. Not for anything that must be
/// hard to guess: whoever uses such a name checks who is behind it.
#[cfg(not(target_os = "linux"))]
fn short_name(folder: &Path) -> String {
    let hash = folder
        .as_os_str()
        .as_encoded_bytes()
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}

/// Stands before the `PATH` in what a login shell prints, since login files print things too.
pub(crate) const PATH_MARK: &str = "CLAWTENDER_PATH=";

/// Finds the `PATH` in what [`login_shell`] printed.
pub fn login_path(printed: &[u8]) -> Option<OsString> {
    let path =
        printed.split(|byte| *byte == b'\n').filter_map(|line| line.strip_prefix(PATH_MARK.as_bytes())).next_back();
    path.filter(|path| !path.is_empty()).and_then(os::text)
}

/// Stands before the environment in what a login shell prints, of which each variable ends with a zero.
pub(crate) const ENVIRONMENT_MARK: &str = "CLAWTENDER_ENVIRONMENT=";

/// Finds the environment in what [`login_shell`] printed: names and values that are text.
pub fn login_variables(printed: &[u8]) -> Vec<(String, String)> {
    let mark = ENVIRONMENT_MARK.as_bytes();
    let Some(start) = printed.windows(mark.len()).rposition(|part| part == mark) else { return Vec::new() };
    let whole = printed[start + mark.len()..].split(|byte| *byte == 0);
    let text = whole.filter_map(|one| std::str::from_utf8(one).ok()?.split_once('='));
    text.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// The variables that every program gets which is started anew, where the system keeps them and no shell does, each with its value
/// and the place where it stands.
#[cfg(feature = "full")]
pub(crate) fn kept_variables() -> Vec<(String, String, String)> {
    os::kept_variables()
}

/// The name, as [`services`] has it, of the service that OpenClaw installs for the default profile.
pub const GATEWAY_SERVICE: &str = os::GATEWAY_SERVICE;

/// The service definitions on disk that start a gateway: of this user, whose home is `home`, and of the system.
pub fn services(home: &Path) -> Vec<Service> {
    os::services(home)
}

/// The files that change a service's definition without standing in it, in the order in which they count.
#[cfg(feature = "full")]
pub(crate) fn drop_ins(service: &Service, home: &Path) -> Vec<PathBuf> {
    os::drop_ins(service, home)
}

/// Whether the service manager starts this service by itself; `None` where no file says so.
#[cfg(feature = "full")]
pub(crate) fn service_enabled(service: &Service) -> Option<bool> {
    os::service_enabled(service)
}

/// What the service manager says of this service, asked with this environment in this folder; `None` where it does not say.
/// Runs a program.
#[cfg(feature = "full")]
pub(crate) async fn managed(
    service: &Service,
    environment: Vec<(OsString, OsString)>,
    folder: &Path,
) -> Option<clawtender_core::installation::Managed> {
    managers::ask(os::manager(), service, environment, folder).await
}

/// Whether all of a service stands in its definition, so that it is there again with that.
#[cfg(feature = "full")]
pub(crate) const SERVICES_ARE_FILES: bool = os::SERVICES_ARE_FILES;

/// What has the service manager start a service of this user by itself, or no longer, where that stands beside its definition.
#[cfg(feature = "full")]
pub(crate) fn switch_service(name: &str, on: bool) -> Option<(&'static str, Vec<String>)> {
    os::switch_service(name, on)
}

/// Whether OpenClaw leaves the computer alone when its service fails to start, without being told so.
#[cfg(feature = "full")]
pub(crate) const SERVICES_ARE_GUARDED: bool = os::SERVICES_ARE_GUARDED;

/// Who may do what with a file or a folder, where links lead; `None` where this system does not keep that as a mode.
///
/// # Errors
/// When there is nothing of that name, or its folder may not be looked into.
#[cfg(feature = "full")]
pub(crate) fn file_mode(path: &Path) -> io::Result<Option<FileMode>> {
    os::file_mode(path)
}

/// Gives a file or a folder this mode. On Windows nothing is done.
///
/// # Errors
/// When the system does not let us.
#[cfg(feature = "full")]
pub(crate) fn set_mode(path: &Path, mode: u32) -> io::Result<()> {
    os::set_mode(path, mode)
}

/// Asks the process to end: SIGTERM to it alone, so that it can end its children in order.
///
/// `false` when it is gone. Windows has no such request for a process without a console or a window, and the gateway's own
/// protocol has none either: there `TerminateProcess` is the only way, and the gateway ends nothing in order.
///
/// # Errors
/// When the system does not let us, another user's process for instance.
pub fn terminate(identity: Identity) -> io::Result<bool> {
    os::terminate(identity)
}

/// Asks a program that is not the gateway to end, as a person would: SIGTERM; on Windows its windows are closed, and one that
/// has none, which nobody can ask, is ended.
///
/// `false` when it is gone.
///
/// # Errors
/// As [`terminate`].
#[cfg(feature = "full")]
pub(crate) fn ask_to_end(identity: Identity) -> io::Result<bool> {
    os::ask_to_end(identity)
}

/// Whether this session's screen is locked, whenever that changes, as far as the system tells; what is never said is not so.
/// Needs a tokio runtime.
#[cfg(feature = "full")]
pub(crate) fn watch_screen() -> tokio::sync::mpsc::UnboundedReceiver<bool> {
    os::watch_screen()
}

/// Makes what the command starts, and all that comes of it, one family that can be ended together.
#[cfg(feature = "full")]
pub(crate) fn own_group(command: &mut process_wrap::tokio::CommandWrap) {
    os::own_group(command);
}

/// Exit code and signal number.
#[cfg(feature = "full")]
pub(crate) fn exit_of(status: std::process::ExitStatus) -> (Option<i32>, Option<i32>) {
    os::exit_of(status)
}

/// Whether a start was refused because what is there is no program for this computer.
#[cfg(feature = "full")]
pub(crate) fn refuses_to_run(error: &io::Error) -> bool {
    os::refuses_to_run(error)
}
