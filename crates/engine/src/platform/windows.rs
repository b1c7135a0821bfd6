//! Windows: process handles, waits of the thread pool, job objects, named pipes, Scheduled Tasks' scripts.

use std::{
    ffi::OsString,
    io,
    os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle},
    path::{Path, PathBuf},
    sync::Arc,
};
#[cfg(feature = "full")]
use std::{net::SocketAddr, process::ExitStatus};

use clawtender_core::facts::Service;
use directories::BaseDirs;
#[cfg(feature = "full")]
use process_wrap::tokio::{CommandWrap, CreationFlags, JobObject};
use tokio::sync::Notify;
use windows::Win32::{
    Foundation::{ERROR_INVALID_PARAMETER, FILETIME, HANDLE, INVALID_HANDLE_VALUE, WAIT_TIMEOUT},
    System::Threading::{
        GetExitCodeProcess, GetProcessTimes, INFINITE, OpenProcess, PROCESS_ACCESS_RIGHTS,
        PROCESS_QUERY_LIMITED_INFORMATION, PROCESS_SYNCHRONIZE, PROCESS_TERMINATE, RegisterWaitForSingleObject,
        TerminateProcess, UnregisterWaitEx, WT_EXECUTEONLYONCE, WaitForSingleObject,
    },
};
#[cfg(feature = "full")]
use windows::{
    Win32::{
        Foundation::{ERROR_BAD_EXE_FORMAT, ERROR_EXE_MACHINE_TYPE_MISMATCH, HWND, LPARAM, WPARAM},
        Storage::FileSystem::GetDiskFreeSpaceExW,
        System::Threading::CREATE_NO_WINDOW,
        UI::WindowsAndMessaging::{EnumWindows, GetWindowThreadProcessId, IsWindowVisible, PostMessageW, WM_CLOSE},
    },
    core::BOOL,
};

use super::{Glance, Identity, definitions::definitions};
use crate::paths::Paths;

#[cfg(feature = "full")]
mod acl;
#[cfg(feature = "full")]
mod clock;
#[cfg(feature = "full")]
mod desk;
mod pipe;
#[cfg(feature = "full")]
mod program;
#[cfg(feature = "full")]
mod screen;
/// Its allocator does so by itself.
#[cfg(feature = "full")]
pub(super) fn give_back_memory() {}

#[cfg(test)]
mod tests;
mod user;

#[cfg(feature = "full")]
pub(super) use acl::file_mode;
#[cfg(feature = "full")]
pub(super) use clock::{clock_lines, clock_sync, order_clock, uptime};
#[cfg(feature = "full")]
pub(super) use desk::desk;
pub use pipe::Listener;
pub(super) use pipe::dial;
#[cfg(feature = "full")]
pub(super) use program::{command_file, make_executable, put_in_place};
#[cfg(feature = "full")]
pub(super) use screen::watch_screen;

/// See [`super::KEYCHAIN_VARIABLES`].
#[cfg(feature = "full")]
pub(super) const KEYCHAIN_VARIABLES: &[&str] = &["SystemRoot", "USERPROFILE", "APPDATA", "LOCALAPPDATA"];

pub(super) const BROWSER: (&str, &[&str]) = ("rundll32.exe", &["url.dll,FileProtocolHandler"]);

pub(super) const REREAD_SERVICES: Option<(&str, &[&str])> = None;

/// See [`super::SERVICES_ARE_FILES`].
#[cfg(feature = "full")]
pub(super) const SERVICES_ARE_FILES: bool = false;

#[cfg(feature = "full")]
pub(super) fn switch_service(name: &str, on: bool) -> Option<(&'static str, Vec<String>)> {
    // what switches it is gone with the task
    let _ = (name, on);
    None
}

/// See [`super::FLUSH_NAMES`].
#[cfg(feature = "full")]
pub(super) const FLUSH_NAMES: &[&str] = &["ipconfig /flushdns"];

/// The folder for what is there for a while.
#[cfg(feature = "full")]
pub(super) fn log_folders() -> Vec<PathBuf> {
    vec![std::env::temp_dir().join("openclaw")]
}

/// See [`super::room`]. Files are not counted here.
#[cfg(feature = "full")]
pub(super) fn room(folder: &Path) -> io::Result<(u64, Option<(u64, u64)>)> {
    let mut free = 0;
    // SAFETY: the path ends with a zero and lives as long as the call, as does the number that is written
    unsafe { GetDiskFreeSpaceExW(&windows::core::HSTRING::from(folder.as_os_str()), Some(&raw mut free), None, None) }?;
    Ok((free, None))
}

/// No file says so here.
#[cfg(feature = "full")]
pub(super) fn name_servers() -> Vec<String> {
    Vec::new()
}

pub(super) fn own_folders() -> anyhow::Result<Paths> {
    let base = BaseDirs::new().ok_or_else(|| anyhow::anyhow!("no profile folder"))?;
    let local = base.data_local_dir().join("Clawtender");
    Ok(Paths { settings: base.config_dir().join("Clawtender").join("settings.json5"), ..Paths::under(&local) })
}

#[cfg(feature = "full")]
pub(super) fn host_name() -> Option<String> {
    std::env::var("COMPUTERNAME").ok()
}

#[allow(clippy::unnecessary_wraps, reason = "the contract: what is in the profile is private already")]
pub(super) fn make_private(_path: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(feature = "full")]
#[allow(clippy::unnecessary_wraps, reason = "the contract: elsewhere a file has an owner that counts")]
pub(super) fn keep_owner(_file: &std::fs::File, _like: &std::fs::Metadata) -> io::Result<bool> {
    Ok(true)
}

#[cfg(feature = "full")]
pub(super) fn sync_folder(_folder: &Path) {}

/// What is in the profile is the user's alone, unless somebody has opened it; what is elsewhere is not taken for that.
#[cfg(feature = "full")]
pub(super) fn is_own(path: &Path, _secret: bool) -> io::Result<bool> {
    let profile = BaseDirs::new().map(|base| base.home_dir().to_path_buf());
    Ok(std::fs::symlink_metadata(path)?.is_file() && profile.is_some_and(|profile| path.starts_with(profile)))
}

/// A browser has its sandbox whoever runs it.
#[cfg(feature = "full")]
pub(super) fn is_root() -> bool {
    false
}

pub(super) fn has_display() -> bool {
    true
}

pub(super) fn login_shell() -> Option<(PathBuf, Vec<String>)> {
    None
}

/// The user's own, which win, before the computer's: the registry has both.
#[cfg(feature = "full")]
pub(super) fn kept_variables() -> Vec<(String, String, String)> {
    let of_user = (windows_registry::CURRENT_USER, r"Environment", r"HKEY_CURRENT_USER\Environment");
    let of_computer = (
        windows_registry::LOCAL_MACHINE,
        r"SYSTEM\CurrentControlSet\Control\Session Manager\Environment",
        r"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Session Manager\Environment",
    );
    let mut kept: Vec<(String, String, String)> = Vec::new();
    for (root, key, place) in [of_user, of_computer] {
        let Ok(key) = root.open(key) else { continue };
        for (name, value) in key.values().into_iter().flatten() {
            let known = kept.iter().any(|(known, _, _)| known.eq_ignore_ascii_case(&name));
            if let (false, Ok(value)) = (known, String::try_from(value)) {
                kept.push((name, value, place.to_owned()));
            }
        }
    }
    kept
}

pub(super) fn text(bytes: &[u8]) -> Option<OsString> {
    std::str::from_utf8(bytes).ok().map(|text| text.trim_end_matches('\r').into())
}

pub(super) const GATEWAY_SERVICE: &str = "OpenClaw Gateway";

/// The script of the task that starts at logon, and the fallback in the Startup folder. The list of tasks itself is not
/// a file this user may read.
pub(super) fn services(home: &Path) -> Vec<Service> {
    let startup = BaseDirs::new()
        .map(|base| base.data_dir().join(r"Microsoft\Windows\Start Menu\Programs\Startup"))
        .map_or_else(Vec::new, |folder| definitions(&folder, "user", startup_item));
    let states = std::fs::read_dir(home).into_iter().flatten().flatten().map(|entry| entry.path()).filter(|folder| {
        let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name == ".openclaw" || name.starts_with(".openclaw-")
    });
    states.flat_map(|state| definitions(&state, "user", |file| task_script(file, &state))).chain(startup).collect()
}

/// A task has none.
#[cfg(feature = "full")]
pub(super) fn drop_ins(_service: &Service, _home: &Path) -> Vec<PathBuf> {
    Vec::new()
}

/// The Task Scheduler keeps that in a folder that this user may not read.
#[cfg(feature = "full")]
pub(super) fn service_enabled(_service: &Service) -> Option<bool> {
    None
}

/// See [`super::managed`].
#[cfg(feature = "full")]
pub(super) fn manager() -> super::managers::Manager {
    super::managers::Manager::TaskScheduler
}

/// In a task a failed start is written down and nothing more.
#[cfg(feature = "full")]
pub(super) const SERVICES_ARE_GUARDED: bool = true;

#[cfg(feature = "full")]
#[allow(clippy::unnecessary_wraps, reason = "the contract: elsewhere it may not be allowed")]
pub(super) fn set_mode(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}

/// `OpenClaw Gateway`, or `OpenClaw Gateway (PROFILE)` for the script in another profile's state folder.
fn task_script(file: &str, state: &Path) -> Option<String> {
    let folder = state.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let profile = folder.strip_prefix(".openclaw-").map_or_else(String::new, |profile| format!(" ({profile})"));
    file.eq_ignore_ascii_case("gateway.cmd").then(|| format!("{GATEWAY_SERVICE}{profile}"))
}

fn startup_item(file: &str) -> Option<String> {
    let name = file.strip_suffix(".cmd").or_else(|| file.strip_suffix(".vbs"))?;
    name.starts_with("OpenClaw Gateway").then(|| name.to_owned())
}

/// There is always a place for icons.
pub(super) fn tray_guide() -> Option<clawtender_core::tray_host::Guide> {
    None
}

pub(super) fn boot() -> Option<String> {
    None
}

/// A grip on the process: while it is held, nobody else can have its number.
fn hold(pid: u32, rights: PROCESS_ACCESS_RIGHTS) -> windows::core::Result<OwnedHandle> {
    // SAFETY: the handle is new and nobody else's.
    unsafe {
        OpenProcess(rights | PROCESS_QUERY_LIMITED_INFORMATION, false, pid)
            .map(|handle| OwnedHandle::from_raw_handle(handle.0))
    }
}

fn raw(handle: &OwnedHandle) -> HANDLE {
    HANDLE(handle.as_raw_handle())
}

fn started(process: &OwnedHandle) -> Option<u64> {
    let [mut created, mut ended, mut kernel, mut user] = [FILETIME::default(); 4];
    // SAFETY: the handle is open, and the four places are ours.
    unsafe { GetProcessTimes(raw(process), &raw mut created, &raw mut ended, &raw mut kernel, &raw mut user) }.ok()?;
    Some(u64::from(created.dwHighDateTime) << 32 | u64::from(created.dwLowDateTime))
}

/// Without `PROCESS_SYNCHRONIZE` the wait fails at once, and "cannot tell" must not read as "has ended".
fn runs(process: &OwnedHandle) -> bool {
    // SAFETY: the handle is open.
    unsafe { WaitForSingleObject(raw(process), 0) == WAIT_TIMEOUT }
}

pub(super) fn glance(pid: u32) -> Option<Glance> {
    let process = hold(pid, PROCESS_SYNCHRONIZE).ok()?;
    Some(Glance { started: started(&process)?, running: runs(&process) })
}

/// Like [`hold`], and `None` when this very process is gone.
fn hold_same(identity: Identity, rights: PROCESS_ACCESS_RIGHTS) -> io::Result<Option<OwnedHandle>> {
    match hold(identity.pid, rights | PROCESS_SYNCHRONIZE) {
        Ok(process) => Ok((started(&process) == Some(identity.started)).then_some(process)),
        Err(error) if error.code() == ERROR_INVALID_PARAMETER.to_hresult() => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Waits for the end of a process that is not our child.
#[derive(Debug)]
pub struct ExitWatch {
    process: OwnedHandle,
    wait: HANDLE,
    ended: Arc<Notify>,
}

// SAFETY: the handles belong to the process as a whole, and the thread pool shares nothing but the notification.
unsafe impl Send for ExitWatch {}
// SAFETY: as above.
unsafe impl Sync for ExitWatch {}

impl ExitWatch {
    /// Begins to watch.
    ///
    /// # Errors
    /// [`io::ErrorKind::NotFound`] when this process is gone.
    pub fn open(identity: Identity) -> io::Result<ExitWatch> {
        let process = hold_same(identity, PROCESS_SYNCHRONIZE)?.ok_or(io::ErrorKind::NotFound)?;
        let mut watch = ExitWatch { process, wait: HANDLE::default(), ended: Arc::new(Notify::new()) };
        let context = Arc::as_ptr(&watch.ended).cast();
        // SAFETY: the context lives until `drop` has seen the wait end.
        unsafe {
            RegisterWaitForSingleObject(
                &raw mut watch.wait,
                raw(&watch.process),
                Some(on_end),
                Some(context),
                INFINITE,
                WT_EXECUTEONLYONCE,
            )
        }?;
        Ok(watch)
    }

    /// Resolves when it has ended, with its exit code.
    pub async fn ended(&mut self) -> Option<i32> {
        while runs(&self.process) {
            self.ended.notified().await;
        }
        let mut code = 0;
        // SAFETY: the handle is open, and the place is ours.
        unsafe { GetExitCodeProcess(raw(&self.process), &raw mut code) }.ok()?;
        Some(code.cast_signed())
    }
}

impl Drop for ExitWatch {
    fn drop(&mut self) {
        if !self.wait.is_invalid() {
            // SAFETY: the wait is ours; this returns when no callback runs any more.
            let _ = unsafe { UnregisterWaitEx(self.wait, Some(INVALID_HANDLE_VALUE)) };
        }
    }
}

unsafe extern "system" fn on_end(context: *mut std::ffi::c_void, _timed_out: bool) {
    // SAFETY: the context is the notification of a watch whose `drop` waits for us.
    let ended = unsafe { &*context.cast::<Notify>() };
    ended.notify_one();
}

/// The only way there is: the gateway has no console to send an event to, no window, and no request to stop in its protocol.
pub(super) fn terminate(identity: Identity) -> io::Result<bool> {
    /// What the process is said to have exited with; Task Manager says the same.
    const ENDED_BY_US: u32 = 1;
    let Some(process) = hold_same(identity, PROCESS_TERMINATE)? else { return Ok(false) };
    if !runs(&process) {
        return Ok(false);
    }
    // SAFETY: the handle is open.
    unsafe { TerminateProcess(raw(&process), ENDED_BY_US) }?;
    Ok(true)
}

#[cfg(feature = "full")]
pub(super) fn ask_to_end(identity: Identity) -> io::Result<bool> {
    /// Asks the windows of this process, and counts them.
    struct Asked {
        pid: u32,
        windows: usize,
    }
    unsafe extern "system" fn ask(window: HWND, asked: LPARAM) -> BOOL {
        // SAFETY: what `EnumWindows` was given below, which outlives it.
        let asked = unsafe { &mut *(asked.0 as *mut Asked) };
        let mut pid = 0;
        // SAFETY: the place is ours; a window that has gone leaves it as it is.
        unsafe { GetWindowThreadProcessId(window, Some(&raw mut pid)) };
        // SAFETY: as above.
        if pid == asked.pid && unsafe { IsWindowVisible(window) }.as_bool() {
            // SAFETY: a message without pointers.
            let posted = unsafe { PostMessageW(Some(window), WM_CLOSE, WPARAM(0), LPARAM(0)) };
            asked.windows += usize::from(posted.is_ok());
        }
        BOOL(1)
    }
    // held while its windows are looked for, so that its number is nobody else's
    let Some(process) = hold_same(identity, PROCESS_SYNCHRONIZE)? else { return Ok(false) };
    let mut asked = Asked { pid: identity.pid, windows: 0 };
    // SAFETY: the callback gets what is ours, and only until this returns.
    unsafe { EnumWindows(Some(ask), LPARAM(&raw mut asked as isize)) }?;
    let runs = runs(&process);
    if runs && asked.windows == 0 {
        return terminate(identity);
    }
    Ok(runs || asked.windows > 0)
}

#[cfg(feature = "full")]
pub(super) fn kill(identity: Identity) -> io::Result<bool> {
    terminate(identity)
}

/// Ends it, since nothing else keeps it from having children. A parent that is gone is still named here, so a child it had
/// just before is found at the next look.
#[cfg(feature = "full")]
pub(super) fn freeze(identity: Identity) {
    let _ = terminate(identity);
}

/// There are no groups here.
#[cfg(feature = "full")]
pub(super) fn kill_group(_leader: Identity) {}

/// Sessions are something else here.
#[cfg(feature = "full")]
pub(super) fn session(_pid: u32) -> Option<u32> {
    None
}

/// A job object, so that all can be ended as one, and no console window. The job does not end its processes when we do.
#[cfg(feature = "full")]
pub(super) fn own_group(command: &mut CommandWrap) {
    // process-wrap names the flags by the version of the windows crate that is ours too
    command.wrap(CreationFlags(CREATE_NO_WINDOW)).wrap(JobObject);
}

#[cfg(feature = "full")]
pub(super) fn exit_of(status: ExitStatus) -> (Option<i32>, Option<i32>) {
    (status.code(), None)
}

/// The file is there and is no program: a folder, or not in a format this system runs.
#[cfg(feature = "full")]
pub(super) fn refuses_to_run(error: &io::Error) -> bool {
    let formats = [ERROR_BAD_EXE_FORMAT, ERROR_EXE_MACHINE_TYPE_MISMATCH].map(|format| Some(format.0.cast_signed()));
    error.kind() == io::ErrorKind::PermissionDenied || formats.contains(&error.raw_os_error())
}

#[cfg(feature = "full")]
pub(super) fn listening(_port: u16) -> Option<Vec<SocketAddr>> {
    None
}
