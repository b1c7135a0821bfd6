//! Looks at processes from outside, without asking the programs under test.

use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

/// Every process whose HOME is this folder.
pub fn all_of(home: &Path) -> Vec<u32> {
    let home: PathBuf = home.components().collect(); // no slash at the end: nobody's HOME has one
    let wanted = [b"HOME=", home.as_os_str().as_bytes()].concat();
    let mine = |pid: &u32| {
        fs::read(format!("/proc/{pid}/environ"))
            .is_ok_and(|environment| environment.split(|&byte| byte == 0).any(|variable| variable == wanted))
    };
    let processes = fs::read_dir("/proc").unwrap().flatten();
    processes
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(mine)
        .filter(|&pid| alive(pid))
        .collect()
}

/// The gateways among them: OpenClaw names its process so once it runs.
pub fn gateways_of(home: &Path) -> Vec<u32> {
    let gateway = |pid: &u32| {
        let Ok(command) = fs::read(format!("/proc/{pid}/cmdline")) else { return false };
        let command = String::from_utf8_lossy(&command).replace('\0', " ");
        command.starts_with("openclaw-gateway")
            || command.contains("openclaw.mjs gateway run")
            || command.contains("openclaw/dist/index.js gateway --port")
            || command.contains("bin/openclaw gateway run")
    };
    all_of(home).into_iter().filter(gateway).collect()
}

/// Whether the process exists and is not a zombie.
pub fn alive(pid: u32) -> bool {
    fs::read_to_string(format!("/proc/{pid}/stat"))
        .ok()
        .and_then(|stat| stat.rsplit_once(") ").map(|(_, rest)| !rest.starts_with(['Z', 'X'])))
        .unwrap_or(false)
}

/// Sends a signal by name: `KILL`, `STOP`, `CONT`, `TERM`.
pub fn signal(pid: u32, name: &str) {
    Command::new("kill").args([&format!("-{name}"), &pid.to_string()]).status().unwrap();
}

/// Kills everything that lives in this home.
pub fn end_all_of(home: &Path) {
    for _ in 0..50 {
        let left = all_of(home);
        if left.is_empty() {
            return;
        }
        for pid in left {
            signal(pid, "KILL");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The variables a process was started with.
pub fn environment(pid: u32) -> Vec<(String, String)> {
    let bytes = fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
    bytes
        .split(|&byte| byte == 0)
        .filter_map(|variable| String::from_utf8_lossy(variable).split_once('=').map(|(n, v)| (n.into(), v.into())))
        .collect()
}

/// The process that started this one.
pub fn parent(pid: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    stat.rsplit_once(") ")?.1.split(' ').nth(1)?.parse().ok()
}

/// One HTTP request to a loopback port: status and body.
pub fn http(port: u16, path: &str) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(3))).ok()?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n").ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    let answer = String::from_utf8_lossy(&answer);
    let status = answer.split(' ').nth(1)?.parse().ok()?;
    Some((status, answer.split_once("\r\n\r\n")?.1.to_owned()))
}
