//! Opens a page in the person's browser. It lives on without us, and nobody waits for it.

use std::{
    ffi::OsStr,
    io,
    path::Path,
    process::{Command, Stdio},
};

use crate::platform;

/// Opens a page, when it is one: encrypted or on this computer, and nothing that could be taken for an option or a file.
///
/// # Errors
/// [`io::ErrorKind::InvalidInput`] when it is no page; otherwise when no browser can be started.
pub fn open(page: &str) -> io::Result<()> {
    start(page, is_page(page))
}

/// Opens a file in whatever the person has for it.
///
/// # Errors
/// [`io::ErrorKind::NotFound`] when there is no such file; otherwise when nothing can be started.
pub fn open_file(file: &Path) -> io::Result<()> {
    // an absolute path is no option, and what is there is no page
    if !file.is_absolute() || !file.is_file() {
        return Err(io::Error::from(io::ErrorKind::NotFound));
    }
    launch(file.as_os_str())
}

/// Opens the page that a network shows before it lets anybody out. That one is rarely encrypted: nobody can prove who it is
/// yet, and the browser says so.
///
/// # Errors
/// As [`open`].
#[cfg(feature = "full")]
pub(crate) fn open_portal(page: &str) -> io::Result<()> {
    let encrypted = page.replacen("http://", "https://", 1);
    start(page, is_page(&encrypted))
}

fn start(page: &str, good: bool) -> io::Result<()> {
    if !good {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "that is no page"));
    }
    launch(page.as_ref())
}

#[allow(
    clippy::disallowed_methods,
    reason = "detached and unwatched, and on the client side, which has no engine::process"
)]
fn launch(what: &OsStr) -> io::Result<()> {
    let (opener, before) = platform::BROWSER;
    let mut command = Command::new(opener);
    command.args(before).arg(what).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn()?;
    // so that nothing stays behind as a zombie
    std::thread::spawn(move || child.wait());
    Ok(())
}

fn is_page(page: &str) -> bool {
    const STARTS: [&str; 4] = ["https://", "http://127.0.0.1", "http://localhost", "http://[::1]"];
    let rest = STARTS.iter().find_map(|start| page.strip_prefix(start).map(|rest| (*start, rest)));
    let plain = page.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"'`<>\\^{|}".contains(&byte));
    let ends_host = |rest: &str| rest.is_empty() || rest.starts_with(['/', ':', '?', '#']);
    plain && rest.is_some_and(|(start, rest)| if start == "https://" { !rest.is_empty() } else { ends_host(rest) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(feature = "full")]
    fn a_portal_is_a_page_too_and_nothing_else_is() {
        for other in
            ["", "http://", "--help", "ftp://x/", "http://x/ --new-window", "http://x/\"&calc", "file:///etc/passwd"]
        {
            assert_eq!(open_portal(other).unwrap_err().kind(), io::ErrorKind::InvalidInput, "{other}");
        }
    }

    #[test]
    fn only_a_page_is_opened() {
        for page in [
            "https://acme.ghe.com/login/device",
            "https://x/?a=b&c=d%20e#f",
            "http://127.0.0.1:1455/auth",
            "http://[::1]/",
        ] {
            assert!(is_page(page), "{page}");
        }
        for other in [
            "",
            "--help",
            "/etc/passwd",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "http://example.com/",
            "https://",
            "http://127.0.0.1.example.com/",
            "http://localhost.example.com",
            "https://x/ --new-window",
            "https://x/\n",
            "https://x/\"&calc",
            "HTTPS://x",
            "https://\u{202e}x/",
        ] {
            assert!(!is_page(other), "{other}");
            assert_eq!(open(other).unwrap_err().kind(), io::ErrorKind::InvalidInput);
        }
    }
}
