//! macOS: `libproc`, kqueue, launchd's folders.

#[cfg(feature = "full")]
use std::net::SocketAddr;
use std::{
    io,
    os::fd::OwnedFd,
    path::{Path, PathBuf},
};

use clawtender_core::facts::Service;
use directories::BaseDirs;
use rustix::{
    event::kqueue::{Event, EventFilter, EventFlags, ProcessEvents, kevent, kqueue},
    io::Errno,
    process::{Signal, kill_process},
};
use tokio::io::unix::AsyncFd;

pub use super::unix::Listener;
#[cfg(feature = "full")]
pub(super) use super::unix::family::{exit_of, freeze, kill, kill_group, own_group, refuses_to_run};
#[cfg(feature = "full")]
pub(super) use super::unix::host_name;
#[cfg(feature = "full")]
pub(super) use super::unix::modes::{file_mode, set_mode};
#[cfg(feature = "full")]
pub(super) use super::unix::program::{command_file, make_executable, put_in_place};
#[cfg(feature = "full")]
pub(super) use super::unix::terminate as ask_to_end;
pub(super) use super::unix::{dial, login_shell, make_private, terminate, text};
#[cfg(feature = "full")]
pub(super) use super::unix::{is_own, keep_owner, kept_variables, log_folders, name_servers, room, sync_folder};
use super::{
    Glance, Identity,
    definitions::definitions,
    short_name, start_time,
    unix::{Reach, await_readable, pid_of},
};
use crate::paths::Paths;

#[cfg(feature = "full")]
mod clock;
#[cfg(feature = "full")]
mod desk;
#[cfg(feature = "full")]
mod screen;
#[cfg(feature = "full")]
pub(super) use clock::{clock_lines, clock_sync, order_clock, uptime};
#[cfg(feature = "full")]
pub(super) use desk::desk;
#[cfg(feature = "full")]
pub(super) use screen::watch_screen;

/// See [`super::KEYCHAIN_VARIABLES`].
#[cfg(feature = "full")]
pub(super) const KEYCHAIN_VARIABLES: &[&str] = &["HOME", "USER"];

pub(super) const BROWSER: (&str, &[&str]) = ("/usr/bin/open", &[]);

pub(super) const REREAD_SERVICES: Option<(&str, &[&str])> = None;

/// See [`super::SERVICES_ARE_FILES`].
#[cfg(feature = "full")]
pub(super) const SERVICES_ARE_FILES: bool = true;

#[cfg(feature = "full")]
pub(super) fn switch_service(name: &str, on: bool) -> Option<(&'static str, Vec<String>)> {
    // launchd starts whatever lies in its folder
    let _ = (name, on);
    None
}

/// See [`super::FLUSH_NAMES`].
#[cfg(feature = "full")]
pub(super) const FLUSH_NAMES: &[&str] = &["sudo dscacheutil -flushcache", "sudo killall -HUP mDNSResponder"];

pub(super) fn own_folders() -> anyhow::Result<Paths> {
    let base = BaseDirs::new().ok_or_else(|| anyhow::anyhow!("no home folder"))?;
    let support = base.data_local_dir().join("Clawtender");
    Ok(Paths {
        settings: support.join("settings.json5"),
        state: support.join("state"),
        data: support.join("data"),
        cache: base.cache_dir().join("Clawtender"),
        logs: base.home_dir().join("Library/Logs/Clawtender"),
        run: support.join("run"),
    })
}

/// A folder of the same name for the same path, in the user's own temporary folder.
#[allow(clippy::unnecessary_wraps, reason = "the contract: Linux has to open the folder")]
pub(super) fn shorten(folder: &Path, name: &str) -> io::Result<Reach> {
    let short = std::env::temp_dir().join(format!("clawtender-{}", short_name(folder)));
    Ok(Reach { path: short.join(name), _folder: None })
}

/// A browser has its sandbox whoever runs it.
#[cfg(feature = "full")]
pub(super) fn is_root() -> bool {
    false
}

/// Who comes over the network has no screen here, even if somebody else is sitting at it.
pub(super) fn has_display() -> bool {
    std::env::var_os("SSH_CONNECTION").is_none()
}

/// What the system gives to new users; launchd sets `SHELL` for every session.
#[allow(clippy::unnecessary_wraps, reason = "the contract: Linux may not know one")]
pub(super) fn shell_of_record() -> Option<PathBuf> {
    Some(PathBuf::from("/bin/zsh"))
}

pub(super) const GATEWAY_SERVICE: &str = "ai.openclaw.gateway";

pub(super) fn services(home: &Path) -> Vec<Service> {
    let folders = [
        (home.join("Library/LaunchAgents"), "user"),
        (PathBuf::from("/Library/LaunchAgents"), "system"),
        (PathBuf::from("/Library/LaunchDaemons"), "system"),
    ];
    folders.iter().flat_map(|(folder, scope)| definitions(folder, scope, label)).collect()
}

/// A property list has none.
#[cfg(feature = "full")]
pub(super) fn drop_ins(_service: &Service, _home: &Path) -> Vec<PathBuf> {
    Vec::new()
}

/// launchd tells it only when it is asked, and keeps the list of what is disabled to itself.
#[cfg(feature = "full")]
pub(super) fn service_enabled(_service: &Service) -> Option<bool> {
    None
}

/// See [`super::managed`].
#[cfg(feature = "full")]
pub(super) fn manager() -> super::managers::Manager {
    super::managers::Manager::Launchd(rustix::process::geteuid().as_raw())
}

/// Under launchd a failed start is written down and nothing more.
#[cfg(feature = "full")]
pub(super) const SERVICES_ARE_GUARDED: bool = true;

/// `ai.openclaw.gateway`, or `ai.openclaw.PROFILE`; the other jobs of the same maker have names of their own.
fn label(file: &str) -> Option<String> {
    let label = file.strip_suffix(".plist")?;
    let job = label.strip_prefix("ai.openclaw.")?;
    let another = matches!(job, "" | "node" | "app") || job.starts_with("update.") || job.starts_with("manual-update.");
    (!another).then(|| label.to_owned())
}

/// There is always a place for icons.
pub(super) fn tray_guide() -> Option<clawtender_core::tray_host::Guide> {
    None
}

#[allow(clippy::unnecessary_wraps, reason = "the contract: Linux counts from boot")]
pub(super) fn boot() -> Option<String> {
    None
}

pub(super) fn glance(pid: u32) -> Option<Glance> {
    /// Finds the ended ones that nobody has reaped too.
    const ZOMBIES_TOO: u64 = 1;
    const SZOMB: u32 = 5;
    let number = libc::c_int::try_from(pid).ok()?;
    let mut about = std::mem::MaybeUninit::<libc::proc_bsdinfo>::zeroed();
    let size = libc::c_int::try_from(size_of::<libc::proc_bsdinfo>()).ok()?;
    // SAFETY: the kernel writes at most `size` bytes to a place of that size.
    let written =
        unsafe { libc::proc_pidinfo(number, libc::PROC_PIDTBSDINFO, ZOMBIES_TOO, about.as_mut_ptr().cast(), size) };
    if written != size {
        return None;
    }
    // SAFETY: all of it was written, and every bit pattern is a value.
    let about = unsafe { about.assume_init() };
    let started = about.pbi_start_tvsec.saturating_mul(1_000_000).saturating_add(about.pbi_start_tvusec);
    Some(Glance { started, running: about.pbi_status != SZOMB })
}

#[cfg(feature = "full")]
pub(super) fn session(pid: u32) -> Option<u32> {
    let number = libc::pid_t::try_from(pid).ok()?;
    // SAFETY: a question about a number, which fails with -1.
    u32::try_from(unsafe { libc::getsid(number) }).ok()
}

/// Waits for the end of a process that is not our child.
#[derive(Debug)]
pub struct ExitWatch {
    queue: AsyncFd<OwnedFd>,
    gone: bool,
}

impl ExitWatch {
    /// Begins to watch. Needs a tokio runtime.
    ///
    /// # Errors
    /// [`io::ErrorKind::NotFound`] when this process is gone.
    pub fn open(identity: Identity) -> io::Result<ExitWatch> {
        let pid = pid_of(identity.pid).ok_or(io::ErrorKind::NotFound)?;
        let queue = kqueue()?;
        let exit = EventFilter::Proc { pid, flags: ProcessEvents::EXIT };
        let exit = Event::new(exit, EventFlags::ADD | EventFlags::ONESHOT, std::ptr::null_mut());
        // SAFETY: no event of ours names a file descriptor.
        let gone = match unsafe { kevent(&queue, &[exit], &mut [] as &mut [Event], None) } {
            Ok(_) => false,
            // It has ended and waits to be reaped.
            Err(Errno::SRCH) => true,
            Err(error) => return Err(error.into()),
        };
        // From here on its end is noticed, so if it is the right one now, it was when the watch began.
        if start_time(identity.pid) != Some(identity.started) {
            return Err(io::ErrorKind::NotFound.into());
        }
        Ok(ExitWatch { queue: await_readable(queue)?, gone })
    }

    /// Resolves when it has ended, with the exit code where the system tells it to others than the parent: not here.
    pub async fn ended(&mut self) -> Option<i32> {
        if !self.gone && self.queue.readable().await.is_err() {
            // The runtime is shutting down; the process has not ended for that.
            std::future::pending::<()>().await;
        }
        None
    }
}

/// The kernel has no signal to an identity here: between the look and the signal a number would have to be freed and given
/// out again, after some 99 000 others.
pub(super) fn signal(identity: Identity, signal: Signal) -> io::Result<bool> {
    let Some(pid) = pid_of(identity.pid) else { return Ok(false) };
    if start_time(identity.pid) != Some(identity.started) {
        return Ok(false);
    }
    match kill_process(pid, signal) {
        Ok(()) => Ok(true),
        Err(Errno::SRCH) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Sockets of other users' processes are not shown.
#[cfg(feature = "full")]
pub(super) fn listening(_port: u16) -> Option<Vec<SocketAddr>> {
    None
}

/// Its allocator does so by itself.
#[cfg(feature = "full")]
pub(super) fn give_back_memory() {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_the_gateway_and_no_others() {
        assert_eq!(label("ai.openclaw.gateway.plist").as_deref(), Some("ai.openclaw.gateway"));
        assert_eq!(label("ai.openclaw.work.plist").as_deref(), Some("ai.openclaw.work"));
        for file in ["ai.openclaw.node.plist", "ai.openclaw.update.7.plist", "ai.openclaw.gateway.plist.bak", "x.plist"]
        {
            assert_eq!(label(file), None, "{file}");
        }
    }
}
