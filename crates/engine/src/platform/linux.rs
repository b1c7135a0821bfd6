//! Linux: `/proc`, pidfds, systemd's folders.

use std::{
    io,
    os::{
        fd::{AsRawFd, OwnedFd},
        unix::fs::MetadataExt,
    },
    path::{Path, PathBuf},
};

use clawtender_core::{
    facts::Service,
    tray_host::{self, Guide},
};
use directories::{BaseDirs, ProjectDirs};
use rustix::{
    fs::{Mode, OFlags},
    io::Errno,
    process::{PidfdFlags, Signal, geteuid, pidfd_open, pidfd_send_signal},
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
    start_time,
    unix::{Reach, await_readable, pid_of},
};
use crate::paths::Paths;

#[cfg(feature = "full")]
mod clock;
#[cfg(feature = "full")]
mod desk;
#[cfg(feature = "full")]
mod net;
#[cfg(feature = "full")]
mod screen;
#[cfg(feature = "full")]
pub(super) use clock::{clock_lines, clock_sync, order_clock, uptime};
#[cfg(feature = "full")]
pub(super) use desk::desk;
#[cfg(feature = "full")]
pub(super) use net::listening;
#[cfg(feature = "full")]
pub(super) use screen::watch_screen;

/// See [`super::KEYCHAIN_VARIABLES`].
#[cfg(feature = "full")]
pub(super) const KEYCHAIN_VARIABLES: &[&str] = &["HOME", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"];

pub(super) const BROWSER: (&str, &[&str]) = ("xdg-open", &[]);

pub(super) const REREAD_SERVICES: Option<(&str, &[&str])> = Some(("systemctl", &["--user", "daemon-reload"]));

/// See [`super::SERVICES_ARE_FILES`].
#[cfg(feature = "full")]
pub(super) const SERVICES_ARE_FILES: bool = true;

#[cfg(feature = "full")]
#[expect(clippy::unnecessary_wraps, reason = "other systems have no such command")]
pub(super) fn switch_service(name: &str, on: bool) -> Option<(&'static str, Vec<String>)> {
    let verb = if on { "enable" } else { "disable" };
    Some(("systemctl", ["--user", verb, name].map(str::to_owned).to_vec()))
}

/// See [`super::FLUSH_NAMES`].
#[cfg(feature = "full")]
pub(super) const FLUSH_NAMES: &[&str] = &["resolvectl flush-caches"];

pub(super) fn own_folders() -> anyhow::Result<Paths> {
    let own = ProjectDirs::from("", "", "clawtender").ok_or_else(|| anyhow::anyhow!("no home folder"))?;
    let state = own.state_dir().unwrap_or(own.data_local_dir()).to_owned();
    Ok(Paths {
        settings: own.config_dir().join("settings.json5"),
        data: own.data_dir().to_owned(),
        cache: own.cache_dir().to_owned(),
        logs: state.join("logs"),
        run: session_folder().map_or_else(|| state.join("run"), |session| session.join("clawtender")),
        state,
    })
}

/// The folder of the login session. `sudo` keeps the variable of the user who called it, and `ssh` and `cron` leave it unset:
/// the same engine must be found from there.
fn session_folder() -> Option<PathBuf> {
    let told = BaseDirs::new().and_then(|base| base.runtime_dir().map(Path::to_owned));
    let usual = PathBuf::from(format!("/run/user/{}", geteuid().as_raw()));
    [told, Some(usual)].into_iter().flatten().find(|folder| is_my_folder(folder))
}

fn is_my_folder(folder: &Path) -> bool {
    std::fs::metadata(folder).is_ok_and(|at| at.is_dir() && at.uid() == geteuid().as_raw())
}

/// Goes through an open folder, whose name in `/proc` is always short.
pub(super) fn shorten(folder: &Path, name: &str) -> io::Result<Reach> {
    let open = rustix::fs::open(folder, OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
    let path = PathBuf::from(format!("/proc/self/fd/{}/{name}", open.as_raw_fd()));
    Ok(Reach { path, _folder: Some(open) })
}

#[cfg(feature = "full")]
pub(super) fn is_root() -> bool {
    geteuid().is_root()
}

pub(super) fn has_display() -> bool {
    ["WAYLAND_DISPLAY", "DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// From the user database, for the services and sessions that do not set `SHELL`.
pub(super) fn shell_of_record() -> Option<PathBuf> {
    let users = std::fs::read("/etc/passwd").ok()?;
    let me = geteuid().as_raw().to_string();
    let fields = |line: &str| line.split(':').map(str::to_owned).collect::<Vec<_>>();
    let mut lines = String::from_utf8_lossy(&users).lines().map(fields).collect::<Vec<_>>().into_iter();
    lines.find(|line| line.get(2) == Some(&me)).and_then(|line| line.get(6).map(PathBuf::from))
}

pub(super) const GATEWAY_SERVICE: &str = "openclaw-gateway.service";

pub(super) fn services(home: &Path) -> Vec<Service> {
    folders(home).iter().flat_map(|(folder, scope)| definitions(folder, scope, unit)).collect()
}

/// Where systemd reads units, and for whom: what comes first counts.
fn folders(home: &Path) -> Vec<(PathBuf, &'static str)> {
    let config = std::env::var_os("XDG_CONFIG_HOME").map(PathBuf::from).filter(|folder| folder.is_absolute());
    let mut folders = vec![(home.join(".config/systemd/user"), "user")];
    folders.extend(config.map(|config| (config.join("systemd/user"), "user")));
    folders.push((home.join(".local/share/systemd/user"), "user"));
    folders.extend(["/etc/systemd/user", "/usr/lib/systemd/user"].map(|folder| (PathBuf::from(folder), "user")));
    let of_system = ["/etc/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system"];
    folders.extend(of_system.map(|folder| (PathBuf::from(folder), "system")));
    folders.dedup();
    folders
}

/// Those that `systemctl edit` makes. Of two of the same name the one in the first folder is it, also where it is a link to
/// nothing; among each other they count by their names.
#[cfg(feature = "full")]
pub(super) fn drop_ins(service: &Service, home: &Path) -> Vec<PathBuf> {
    /// More than any unit has.
    const MOST: usize = 100;
    let run = PathBuf::from("/run/systemd").join(&service.scope);
    let own = folders(home).into_iter().filter(|(_, scope)| *scope == service.scope).map(|(folder, _)| folder);
    let mut found = std::collections::BTreeMap::new();
    for folder in own.chain([run]) {
        let entries = std::fs::read_dir(folder.join(format!("{}.d", service.name))).into_iter().flatten().flatten();
        let files = entries.take(MOST).map(|entry| entry.path());
        for file in files.filter(|file| file.extension().is_some_and(|end| end == "conf")) {
            found.entry(file.file_name().map(ToOwned::to_owned)).or_insert(file);
        }
    }
    found.into_values().filter(|file| std::fs::metadata(file).is_ok_and(|at| at.is_file())).collect()
}

/// Whether a target wants the unit, as a link says it that `systemctl enable` makes. One that is masked, or that nothing wants,
/// is started by nobody.
#[cfg(feature = "full")]
pub(super) fn service_enabled(service: &Service) -> Option<bool> {
    let file = Path::new(&service.file);
    let (name, folder) = (file.file_name()?, file.parent()?);
    let mut folders = vec![folder.to_owned()];
    folders.extend([PathBuf::from("/etc/systemd").join(&service.scope)]);
    let config = std::env::var_os("XDG_CONFIG_HOME").map(PathBuf::from).filter(|folder| folder.is_absolute());
    folders.extend(config.filter(|_| service.scope == "user").map(|config| config.join("systemd/user")));
    let wanted = |folder: &PathBuf| {
        let entries = std::fs::read_dir(folder).into_iter().flatten().take(1000).flatten().map(|entry| entry.path());
        let targets = |path: &PathBuf| path.extension().is_some_and(|end| end == "wants" || end == "requires");
        entries.filter(targets).any(|target| target.join(name).symlink_metadata().is_ok())
    };
    Some(folders.iter().any(wanted))
}

/// See [`super::managed`].
#[cfg(feature = "full")]
pub(super) fn manager() -> super::managers::Manager {
    super::managers::Manager::Systemd
}

/// A gateway under systemd hands a failed start to an agent as well: it has a unit made for that.
#[cfg(feature = "full")]
pub(super) const SERVICES_ARE_GUARDED: bool = false;

/// The gateway's unit, of whatever profile, under its present or its former name.
fn unit(file: &str) -> Option<String> {
    let stem = file.strip_suffix(".service")?;
    let is_gateway = ["openclaw-gateway", "clawdbot-gateway"]
        .iter()
        .any(|name| stem.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '@'])));
    is_gateway.then(|| file.to_owned())
}

#[allow(clippy::unnecessary_wraps, reason = "the contract: elsewhere there is always a place for icons")]
pub(super) fn tray_guide() -> Option<Guide> {
    // where a distribution has it, and where a system whose /etc is its owner's alone has it
    let release = ["/etc/os-release", "/usr/lib/os-release"].iter().find_map(|file| std::fs::read_to_string(file).ok());
    let desktop = std::env::var("XDG_CURRENT_DESKTOP").unwrap_or_default();
    Some(tray_host::guide(&release.unwrap_or_default(), &desktop))
}

pub(super) fn boot() -> Option<String> {
    let id = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    Some(id.trim().to_owned())
}

pub(super) fn glance(pid: u32) -> Option<Glance> {
    parse_stat(&stat(pid)?).map(|(_, glance)| glance)
}

/// Not `getsid`: kernel threads have session 0, which rustix takes for impossible.
#[cfg(feature = "full")]
pub(super) fn session(pid: u32) -> Option<u32> {
    parse_stat(&stat(pid)?).map(|(session, _)| session)
}

fn stat(pid: u32) -> Option<Vec<u8>> {
    std::fs::read(format!("/proc/{pid}/stat")).ok()
}

/// The session and the rest. `PID (name) STATE …`: the name is the process's own choice and may contain anything,
/// parentheses and spaces too.
fn parse_stat(line: &[u8]) -> Option<(u32, Glance)> {
    let name_ends = line.iter().rposition(|byte| *byte == b')')?;
    let mut fields = std::str::from_utf8(line.get(name_ends + 1..)?).ok()?.split_ascii_whitespace();
    // the state is field 3, the session field 6, the start time field 22
    let running = !matches!(fields.next()?, "Z" | "X" | "x");
    let session = fields.nth(2)?.parse().ok()?;
    Some((session, Glance { started: fields.nth(15)?.parse().ok()?, running }))
}

/// Waits for the end of a process that is not our child.
#[derive(Debug)]
pub struct ExitWatch(AsyncFd<OwnedFd>);

impl ExitWatch {
    /// Begins to watch. Needs a tokio runtime and Linux 5.3.
    ///
    /// # Errors
    /// [`io::ErrorKind::NotFound`] when this process is gone.
    pub fn open(identity: Identity) -> io::Result<ExitWatch> {
        let process = hold(identity)?.ok_or(io::ErrorKind::NotFound)?;
        await_readable(process).map(ExitWatch)
    }

    /// Resolves when it has ended, with the exit code where the system tells it to others than the parent: not here.
    pub async fn ended(&mut self) -> Option<i32> {
        if self.0.readable().await.is_err() {
            // The runtime is shutting down; the process has not ended for that.
            std::future::pending::<()>().await;
        }
        None
    }
}

/// A grip on the process that no later one with its number can get into; `None` when it is gone.
fn hold(identity: Identity) -> io::Result<Option<OwnedFd>> {
    let Some(pid) = pid_of(identity.pid) else { return Ok(None) };
    let process = match pidfd_open(pid, PidfdFlags::empty()) {
        Ok(process) => process,
        Err(Errno::SRCH | Errno::INVAL) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let same = start_time(identity.pid) == Some(identity.started);
    Ok(same.then_some(process))
}

pub(super) fn signal(identity: Identity, signal: Signal) -> io::Result<bool> {
    let Some(process) = hold(identity)? else { return Ok(false) };
    match pidfd_send_signal(process, signal) {
        Ok(()) => Ok(true),
        Err(Errno::SRCH) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// glibc keeps what was freed for itself, other C libraries do not.
#[cfg(feature = "full")]
pub(super) fn give_back_memory() {
    #[cfg(target_env = "gnu")]
    // SAFETY: it takes a number, and gives back what nobody owns.
    unsafe {
        libc::malloc_trim(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hostile_name_does_not_hide_the_start_time() {
        let line = b"7 (a) R 1 ((\xff\n) S 1 7 6 0 -1 4194304 0 0 0 0 0 0 0 0 20 0 1 0 123456 0 0";
        let (session, glance) = parse_stat(line).unwrap();
        assert_eq!((session, glance.started, glance.running), (6, 123_456, true));
        assert!(!parse_stat(b"7 (x) Z 1 7 7 0 -1 4194304 0 0 0 0 0 0 0 0 20 0 1 0 9 0 0").unwrap().1.running);
        for broken in [&b""[..], b"7 (x", b"7 (x)", b"7 (x) S 1 2", b")"] {
            assert!(parse_stat(broken).is_none());
        }
    }

    #[test]
    fn units_of_the_gateway_and_no_others() {
        for file in ["openclaw-gateway.service", "openclaw-gateway-work.service", "clawdbot-gateway.service"] {
            assert_eq!(unit(file).as_deref(), Some(file));
        }
        for file in ["openclaw-gateway.service.bak", "openclaw-node.service", "openclaw-gatewayish.service", "x.timer"]
        {
            assert_eq!(unit(file), None, "{file}");
        }
    }

    #[test]
    fn units_of_this_user_are_found() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join(".config/systemd/user");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("openclaw-gateway.service"), "[Service]").unwrap();
        let found = services(home.path());
        let file = folder.join("openclaw-gateway.service").to_string_lossy().into_owned();
        assert!(found.contains(&Service { name: "openclaw-gateway.service".into(), file, scope: "user".into() }));
    }

    #[cfg(feature = "full")]
    #[test]
    fn drop_ins_count_by_their_names_and_a_link_to_nothing_hides_one() {
        let home = tempfile::tempdir().unwrap();
        let (own, others) = (".config/systemd/user", ".local/share/systemd/user");
        let name = "openclaw-gateway.service";
        for (folder, file) in
            [(own, "20.conf"), (others, "10.conf"), (others, "20.conf"), (others, "30.conf"), (own, "x")]
        {
            let folder = home.path().join(folder).join(format!("{name}.d"));
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(folder.join(file), "").unwrap();
        }
        let hidden = home.path().join(own).join(format!("{name}.d/30.conf"));
        std::os::unix::fs::symlink("/dev/null", hidden).unwrap();
        let service = Service { name: name.into(), file: String::new(), scope: "user".into() };
        let found = drop_ins(&service, home.path());
        let names: Vec<_> =
            found.iter().map(|file| file.strip_prefix(home.path()).unwrap().to_str().unwrap()).collect();
        assert_eq!(names, [format!("{others}/{name}.d/10.conf"), format!("{own}/{name}.d/20.conf")]);
    }
}
