//! Who a process runs as, as the text of a security id (`S-1-5-21-…`).

use std::{
    io,
    os::windows::io::{FromRawHandle, OwnedHandle},
};

use windows::{
    Win32::{
        Foundation::{HANDLE, HLOCAL, LocalFree},
        Security::{
            Authorization::ConvertSidToStringSidW, GetTokenInformation, PSID, TOKEN_QUERY, TOKEN_USER, TokenUser,
        },
        System::Threading::{OpenProcessToken, PROCESS_ACCESS_RIGHTS},
    },
    core::PWSTR,
};

use super::{hold, raw};

/// The user we run as.
pub(super) fn me() -> io::Result<String> {
    of(std::process::id())
}

/// The user that process runs as.
pub(super) fn of(pid: u32) -> io::Result<String> {
    let process = hold(pid, PROCESS_ACCESS_RIGHTS::default())?;
    let mut token = HANDLE::default();
    // SAFETY: the process is open; the token is new and nobody else's.
    let token = unsafe {
        OpenProcessToken(raw(&process), TOKEN_QUERY, &raw mut token)?;
        OwnedHandle::from_raw_handle(token.0)
    };
    owner(&token)
}

fn owner(token: &OwnedHandle) -> io::Result<String> {
    // The largest security id has 68 bytes; in words, because the answer contains pointers.
    let mut answer = [0_u64; 32];
    let size = u32::try_from(size_of_val(&answer)).unwrap_or_default();
    let mut length = 0;
    // SAFETY: the answer has that size and the alignment of what is written to it.
    unsafe { GetTokenInformation(raw(token), TokenUser, Some(answer.as_mut_ptr().cast()), size, &raw mut length) }?;
    // SAFETY: the call above has written one.
    let user = unsafe { &*answer.as_ptr().cast::<TOKEN_USER>() };
    // SAFETY: the id lies in the answer.
    unsafe { text(user.User.Sid) }
}

/// A security id as text.
///
/// # Safety
/// It is one of the system's, and lives as long as the call.
pub(super) unsafe fn text(id: PSID) -> io::Result<String> {
    let mut text = PWSTR::null();
    // SAFETY: the id is one; the text is allocated for us, terminated, and freed once.
    unsafe {
        ConvertSidToStringSidW(id, &raw mut text)?;
        let owned = text.to_string().map_err(io::Error::other);
        LocalFree(Some(HLOCAL(text.0.cast())));
        owned
    }
}
