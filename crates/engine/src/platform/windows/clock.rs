//! The system's clocks, and what the registry says of the Windows Time service.

use std::{path::PathBuf, time::Duration};

use anyhow::{Result, bail};
use clawtender_core::{clock::ClockSync, text::clean, words::Phrase};
use windows::Win32::System::{SystemInformation::GetTickCount64, WindowsProgramming::QueryUnbiasedInterruptTime};
use windows_registry::LOCAL_MACHINE;

use super::super::{CONSENT, ClockOrder, NotTold, Uptime};
use crate::process::{self, Question};

const SERVICE: &str = r"SYSTEM\CurrentControlSet\Services\W32Time";
/// How a service is said to be disabled.
const DISABLED: u32 = 4;
const TURN_ON: [&str; 3] = [
    "sc.exe config w32time start= auto",
    "(net.exe start w32time || sc.exe query w32time)",
    "w32tm.exe /config /syncfromflags:manual /update",
];
const TURN_OFF: [&str; 1] = ["w32tm.exe /config /syncfromflags:no /update"];
const SET: [&str; 1] = ["w32tm.exe /resync /force"];

pub(in super::super) fn uptime() -> Uptime {
    let mut unbiased = 0;
    // SAFETY: both only read; the second writes to a number that is there.
    let whole = unsafe {
        let _ = QueryUnbiasedInterruptTime(&raw mut unbiased);
        GetTickCount64()
    };
    Uptime { whole: Duration::from_millis(whole), awake: Duration::from_nanos(unbiased.saturating_mul(100)) }
}

/// UAC asks once, for one command line that is a constant.
fn lines_of(order: ClockOrder) -> &'static [&'static str] {
    match order {
        ClockOrder::Set => &SET,
        ClockOrder::Automatic(true) => &TURN_ON,
        ClockOrder::Automatic(false) => &TURN_OFF,
    }
}

pub(in super::super) fn clock_lines(order: ClockOrder) -> Vec<String> {
    lines_of(order).iter().map(|&line| line.to_owned()).collect()
}

pub(in super::super) async fn order_clock(order: ClockOrder) -> Result<()> {
    let lines = lines_of(order);
    let script = format!(
        "$p = Start-Process -FilePath cmd.exe -ArgumentList '/d','/c','{}' -Verb RunAs -WindowStyle Hidden -Wait -PassThru; \
         exit $p.ExitCode",
        lines.join(" && ")
    );
    let question = Question {
        program: PathBuf::from("powershell.exe"),
        args: vec!["-NoProfile".into(), "-NonInteractive".into(), "-Command".into(), script.into()],
        environment: None,
        folder: std::env::temp_dir(),
        deadline: CONSENT,
        limit: 4096,
    };
    let output = process::run(question).await?;
    if output.code == Some(0) {
        return Ok(());
    }
    let why = clean(&String::from_utf8_lossy(&output.stderr), 200);
    bail!(Phrase::new("clock-not-done", [("who", "Windows".into()), ("why", why.into()), ("left", "unsaid".into())]))
}

#[allow(clippy::unused_async, reason = "the contract: elsewhere somebody has to be asked")]
pub(in super::super) async fn clock_sync() -> Result<ClockSync, NotTold> {
    let service = LOCAL_MACHINE.open(SERVICE).map_err(NotTold::because)?;
    let from = service.open("Parameters").and_then(|parameters| parameters.get_string("Type"));
    let from = from.map_err(NotTold::because)?;
    let disabled = service.get_u32("Start").is_ok_and(|start| start == DISABLED);
    Ok(ClockSync {
        // NTP, NT5DS (from the domain) and AllSync set it
        automatic: !disabled && !from.eq_ignore_ascii_case("NoSync"),
        told_by: "The Windows Time service".to_owned(),
        turn_on: TURN_ON.map(str::to_owned).into(),
        set: SET.map(str::to_owned).into(),
    })
}
