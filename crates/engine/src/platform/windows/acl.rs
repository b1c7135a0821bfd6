//! Reads who may do what with a file.

use std::{ffi::c_void, io, path::Path};

use clawtender_core::installation::FileMode;
use windows::{
    Win32::{
        Foundation::{HLOCAL, LocalFree},
        Security::{
            ACCESS_ALLOWED_ACE, ACL,
            Authorization::{GetNamedSecurityInfoW, SE_FILE_OBJECT},
            DACL_SECURITY_INFORMATION, GetAce, OWNER_SECURITY_INFORMATION, PSECURITY_DESCRIPTOR, PSID,
        },
    },
    core::HSTRING,
};

use super::{
    super::acl::{Line, judged},
    user,
};

/// The kinds of a line that allow and deny; others say what is written down, or hang on a condition.
const ALLOWS: u8 = 0;
const DENIES: u8 = 1;
/// A line that is only for what is made below.
const FOR_BELOW: u8 = 8;

/// What the system made for us, and takes back.
struct Described(PSECURITY_DESCRIPTOR);

impl Drop for Described {
    fn drop(&mut self) {
        // SAFETY: the system allocated it for us, and nobody uses it any more.
        unsafe { LocalFree(Some(HLOCAL(self.0.0))) };
    }
}

/// See [`super::super::file_mode`].
pub(in super::super) fn file_mode(path: &Path) -> io::Result<Option<FileMode>> {
    let at = std::fs::metadata(path)?;
    let (mut owner, mut list) = (PSID::default(), std::ptr::null_mut::<ACL>());
    let mut described = Described(PSECURITY_DESCRIPTOR::default());
    // SAFETY: the path ends with a zero and lives as long as the call, as do the places that are written to.
    unsafe {
        GetNamedSecurityInfoW(
            &HSTRING::from(path.as_os_str()),
            SE_FILE_OBJECT,
            OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION,
            Some(&raw mut owner),
            None,
            Some(&raw mut list),
            None,
            &raw mut described.0,
        )
        .ok()?;
    }
    let me = user::me()?;
    // SAFETY: the owner and the list are parts of what was described, which lives on.
    let (owner, list) = unsafe { (user::text(owner)?, lines(list)?) };
    let path = path.to_string_lossy().into_owned();
    // what an administrator makes belongs to them all
    let mine = owner == me || owner == "S-1-5-32-544";
    Ok(Some(judged(path, at.is_dir(), mine, &me, list.as_deref())))
}

/// The lines of a list that count here; `None` where there is no list at all.
///
/// # Safety
/// It is a list of the system's, or null.
unsafe fn lines(list: *const ACL) -> io::Result<Option<Vec<Line>>> {
    if list.is_null() {
        return Ok(None);
    }
    let mut lines = Vec::new();
    // SAFETY: it is a list, by what was promised.
    for at in 0..u32::from(unsafe { (*list).AceCount }) {
        let mut line = std::ptr::null_mut::<c_void>();
        // SAFETY: there are that many lines in it. One that allows or denies has this form, and its id begins in its last field.
        unsafe {
            GetAce(list, at, &raw mut line)?;
            let line = line.cast::<ACCESS_ALLOWED_ACE>();
            let head = (*line).Header;
            if matches!(head.AceType, ALLOWS | DENIES) && head.AceFlags & FOR_BELOW == 0 {
                let who = user::text(PSID((&raw mut (*line).SidStart).cast()))?;
                lines.push(Line { who, mask: (*line).Mask, allows: head.AceType == ALLOWS });
            }
        }
    }
    Ok(Some(lines))
}
