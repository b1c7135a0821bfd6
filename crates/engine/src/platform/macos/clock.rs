//! The kernel's clocks, and what `systemsetup` says of automatic time.

use std::{path::PathBuf, time::Duration};

use anyhow::{Result, bail};
use clawtender_core::{clock::ClockSync, text::clean, words::Phrase};

use super::super::{CONSENT, ClockOrder, NotTold, Uptime};
use crate::process::{self, Question};

const DEADLINE: Duration = Duration::from_secs(1);
const WHO: &str = "/usr/sbin/systemsetup";
const TURN_ON: &str = "/usr/sbin/systemsetup -setusingnetworktime on";
const TURN_OFF: &str = "/usr/sbin/systemsetup -setusingnetworktime off";
const SET: &str = "/usr/bin/sntp -sS time.apple.com";

pub(in super::super) fn uptime() -> Uptime {
    // the first goes on while the computer sleeps, the second does not
    Uptime { whole: read(libc::CLOCK_MONOTONIC), awake: read(libc::CLOCK_UPTIME_RAW) }
}

fn read(clock: libc::clockid_t) -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: writes to a time that is there.
    unsafe { libc::clock_gettime(clock, &raw mut time) };
    Duration::new(u64::try_from(time.tv_sec).unwrap_or_default(), u32::try_from(time.tv_nsec).unwrap_or_default())
}

/// macOS's own dialog asks for an administrator's password, for this one command.
fn command_of(order: ClockOrder) -> &'static str {
    match order {
        ClockOrder::Set => SET,
        ClockOrder::Automatic(true) => TURN_ON,
        ClockOrder::Automatic(false) => TURN_OFF,
    }
}

pub(in super::super) fn clock_lines(order: ClockOrder) -> Vec<String> {
    command_of(order).split("; ").map(|command| format!("sudo {command}")).collect()
}

pub(in super::super) async fn order_clock(order: ClockOrder) -> Result<()> {
    let command = command_of(order);
    let question = Question {
        program: PathBuf::from("/usr/bin/osascript"),
        // the commands are constants without a quotation mark
        args: vec!["-e".into(), format!("do shell script \"{command}\" with administrator privileges").into()],
        environment: None,
        folder: PathBuf::from("/"),
        deadline: CONSENT,
        limit: 4096,
    };
    let output = process::run(question).await?;
    if output.code == Some(0) {
        return Ok(());
    }
    let why = clean(&String::from_utf8_lossy(&output.stderr), 200);
    bail!(Phrase::new("clock-not-done", [("who", "macOS".into()), ("why", why.into()), ("left", "nothing".into())]))
}

/// `systemsetup` tells administrators only, and there is no other public way: for everybody else it is not known.
pub(in super::super) async fn clock_sync() -> Result<ClockSync, NotTold> {
    let question = Question {
        program: PathBuf::from(WHO),
        args: vec!["-getusingnetworktime".into()],
        environment: None,
        folder: PathBuf::from("/"),
        deadline: DEADLINE,
        limit: 4096,
    };
    let output = process::run(question).await.map_err(NotTold::because)?;
    let automatic = match String::from_utf8_lossy(&output.stdout).trim() {
        "Network Time: On" => true,
        "Network Time: Off" => false,
        _ => return Err(NotTold::so("administrators")),
    };
    Ok(ClockSync {
        automatic,
        told_by: "systemsetup".to_owned(),
        turn_on: vec![TURN_ON.to_owned()],
        set: vec![SET.to_owned()],
    })
}
