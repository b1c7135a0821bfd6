//! The local socket is a named pipe here. Its access list names the user and nobody else.

use std::{io, os::windows::io::AsRawHandle, path::Path, time::Duration};

use tokio::net::windows::named_pipe::{ClientOptions, NamedPipeClient, NamedPipeServer, ServerOptions};
use windows::{
    Win32::{
        Foundation::{ERROR_PIPE_BUSY, HANDLE, HLOCAL, LocalFree},
        Security::{
            Authorization::{ConvertStringSecurityDescriptorToSecurityDescriptorW, SDDL_REVISION_1},
            PSECURITY_DESCRIPTOR, SECURITY_ATTRIBUTES,
        },
        System::Pipes::{GetNamedPipeServerProcessId, WaitNamedPipeW},
    },
    core::HSTRING,
};

use super::{
    super::{LockGuard, Stream, lock, short_name},
    user,
};

/// How long a face waits for its turn while the engine opens the pipe's next end.
const TURN: Duration = Duration::from_secs(2);

/// The engine's end of the local socket.
#[derive(Debug)]
pub struct Listener {
    name: String,
    /// The end the next face will connect to; there is always one, so that a face never finds the pipe missing.
    next: NamedPipeServer,
    /// Held as long as the pipe: tells another engine of ours from a stranger who took the name.
    _lock: LockGuard,
}

impl Listener {
    pub(in super::super) fn open(run: &Path) -> io::Result<Listener> {
        let held = lock(&run.join("engine.lock"))?;
        let lock = held.ok_or_else(|| io::Error::new(io::ErrorKind::AddrInUse, "another engine listens"))?;
        let name = name_for(run);
        Ok(Listener { next: end(&name, true)?, name, _lock: lock })
    }

    /// The next face that connects. The pipe's access list has turned other users away.
    pub async fn accept(&mut self) -> io::Result<Stream> {
        self.next.connect().await?;
        let next = end(&self.name, false)?;
        Ok(Box::new(std::mem::replace(&mut self.next, next)))
    }
}

/// Pipes have one flat space of names for all users and versions of us.
fn name_for(run: &Path) -> String {
    format!(r"\\.\pipe\clawtender-{}", short_name(run))
}

fn end(name: &str, first: bool) -> io::Result<NamedPipeServer> {
    let access = OnlyMe::new()?;
    let mut attributes = SECURITY_ATTRIBUTES {
        nLength: u32::try_from(size_of::<SECURITY_ATTRIBUTES>()).unwrap_or_default(),
        lpSecurityDescriptor: access.0.0,
        bInheritHandle: false.into(),
    };
    let mut options = ServerOptions::new();
    options.first_pipe_instance(first).reject_remote_clients(true);
    // SAFETY: the attributes and what they point to live until the call returns.
    unsafe { options.create_with_security_attributes_raw(name, (&raw mut attributes).cast()) }
}

/// An access list that gives everything to the current user and, being protected, takes nothing from elsewhere.
struct OnlyMe(PSECURITY_DESCRIPTOR);

impl OnlyMe {
    fn new() -> io::Result<OnlyMe> {
        let text = HSTRING::from(format!("D:P(A;;GA;;;{})", user::me()?));
        let mut descriptor = PSECURITY_DESCRIPTOR::default();
        // SAFETY: the text is terminated, and the place for the answer is ours.
        unsafe {
            ConvertStringSecurityDescriptorToSecurityDescriptorW(&text, SDDL_REVISION_1, &raw mut descriptor, None)
        }?;
        Ok(OnlyMe(descriptor))
    }
}

impl Drop for OnlyMe {
    fn drop(&mut self) {
        // SAFETY: the system allocated it for us, and nobody has it any more.
        unsafe { LocalFree(Some(HLOCAL(self.0.0))) };
    }
}

pub(in super::super) async fn dial(run: &Path) -> io::Result<Stream> {
    let name = name_for(run);
    let client = match ClientOptions::new().open(&name) {
        Err(error) if error.raw_os_error() == Some(ERROR_PIPE_BUSY.0.cast_signed()) => {
            take_turn(name.clone()).await?;
            ClientOptions::new().open(&name)?
        }
        opened => opened?,
    };
    if server_is_mine(&client)? {
        Ok(Box::new(client))
    } else {
        Err(io::Error::new(io::ErrorKind::PermissionDenied, "the engine's pipe belongs to another user"))
    }
}

async fn take_turn(name: String) -> io::Result<()> {
    let wait = move || {
        let limit = u32::try_from(TURN.as_millis()).unwrap_or(u32::MAX);
        // SAFETY: the name is terminated.
        unsafe { WaitNamedPipeW(&HSTRING::from(name), limit) }.ok().map_err(io::Error::from)
    };
    tokio::task::spawn_blocking(wait).await.map_err(io::Error::other)?
}

/// Anybody may take the name while no engine runs.
fn server_is_mine(client: &NamedPipeClient) -> io::Result<bool> {
    let mut pid = 0;
    // SAFETY: the pipe is open, and the place is ours.
    unsafe { GetNamedPipeServerProcessId(HANDLE(client.as_raw_handle()), &raw mut pid) }?;
    Ok(user::of(pid)? == user::me()?)
}
