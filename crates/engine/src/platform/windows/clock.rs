//! The system's clocks, and what the registry says of the Windows Time service.

use std::time::Duration;

use clawtender_core::clock::ClockSync;
use windows::Win32::System::{SystemInformation::GetTickCount64, WindowsProgramming::QueryUnbiasedInterruptTime};
use windows_registry::LOCAL_MACHINE;

use super::super::{NotTold, Uptime};

const SERVICE: &str = r"SYSTEM\CurrentControlSet\Services\W32Time";
/// How a service is said to be disabled.
const DISABLED: u32 = 4;

pub(in super::super) fn uptime() -> Uptime {
    let mut unbiased = 0;
    // SAFETY: both only read; the second writes to a number that is there.
    let whole = unsafe {
        let _ = QueryUnbiasedInterruptTime(&raw mut unbiased);
        GetTickCount64()
    };
    Uptime { whole: Duration::from_millis(whole), awake: Duration::from_nanos(unbiased.saturating_mul(100)) }
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
        turn_on: vec![
            "sc.exe config w32time start= auto".to_owned(),
            "w32tm.exe /config /syncfromflags:manual /update".to_owned(),
            "net.exe start w32time".to_owned(),
        ],
        set: vec!["w32tm.exe /resync /force".to_owned()],
    })
}
