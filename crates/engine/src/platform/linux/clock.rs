//! The kernel's clocks, and what systemd says of automatic time.

use std::{collections::HashMap, time::Duration};

use anyhow::Result;
use clawtender_core::{clock::ClockSync, text::clean, words::Phrase};
use rustix::time::{ClockId, clock_gettime};
use tokio::time::timeout;
use zbus::{Connection, Proxy, proxy::MethodFlags, zvariant::OwnedValue};

use super::super::{CONSENT, ClockOrder, NotTold, Uptime};

/// The service is started by the question where it does not run.
const DEADLINE: Duration = Duration::from_millis(1_200);
const SERVICE: &str = "org.freedesktop.timedate1";

pub(in super::super) fn uptime() -> Uptime {
    Uptime { whole: read(ClockId::Boottime), awake: read(ClockId::Monotonic) }
}

fn read(clock: ClockId) -> Duration {
    let time = clock_gettime(clock);
    Duration::new(u64::try_from(time.tv_sec).unwrap_or_default(), u32::try_from(time.tv_nsec).unwrap_or_default())
}

/// Containers, and systems without systemd, have nobody who would know.
pub(in super::super) async fn clock_sync() -> Result<ClockSync, NotTold> {
    let told = timeout(DEADLINE, properties()).await;
    let told = told.map_err(|_| NotTold::so("late"))?;
    let told = told.map_err(|error| {
        tracing::debug!(%error, "timedate1");
        NotTold::so("nobody")
    })?;
    let is = |name: &str| told.get(name).and_then(|value| bool::try_from(value).ok());
    judged(is("NTP"), is("CanNTP"), is("NTPSynchronized"))
}

async fn properties() -> zbus::Result<HashMap<String, OwnedValue>> {
    let bus = Connection::system().await?;
    let all = bus.call_method(
        Some(SERVICE),
        "/org/freedesktop/timedate1",
        Some("org.freedesktop.DBus.Properties"),
        "GetAll",
        &(SERVICE),
    );
    all.await?.body().deserialize()
}

/// What `timedatectl` asks of the same service. It lets administrators, and has polkit ask whoever sits here.
/// Whether the time is kept right, one after the other.
fn steps_of(order: ClockOrder) -> &'static [bool] {
    match order {
        // see `judged`
        ClockOrder::Set => &[false, true],
        ClockOrder::Automatic(true) => &[true],
        ClockOrder::Automatic(false) => &[false],
    }
}

/// Over the bus, as `busctl` would say it.
pub(in super::super) fn clock_lines(order: ClockOrder) -> Vec<String> {
    let line = |on: &bool| format!("busctl call {SERVICE} /org/freedesktop/timedate1 {SERVICE} SetNTP bb {on} true");
    steps_of(order).iter().map(line).collect()
}

pub(in super::super) async fn order_clock(order: ClockOrder) -> Result<()> {
    let steps = steps_of(order);
    let bus = Connection::system().await.map_err(|_| Phrase::new("clock-unreachable", []))?;
    for (done, on) in steps.iter().enumerate() {
        let told = timeout(CONSENT, set_automatic(&bus, *on)).await;
        let told = told.unwrap_or_else(|_| Err(zbus::Error::Failure("nobody gave consent in time".to_owned())));
        told.map_err(|error| {
            let left = if done == 0 { "nothing" } else { "off" };
            let told = [("who", "systemd-timedated".into()), ("why", said(&error).into()), ("left", left.into())];
            Phrase::new("clock-not-done", told)
        })?;
    }
    Ok(())
}

async fn set_automatic(bus: &Connection, on: bool) -> zbus::Result<()> {
    let service = Proxy::new(bus, SERVICE, "/org/freedesktop/timedate1", SERVICE).await?;
    let flags = MethodFlags::AllowInteractiveAuth.into();
    // the second: the person may be asked
    service.call_with_flags::<_, _, ()>("SetNTP", flags, &(on, true)).await.map(drop)
}

/// The service's own words.
fn said(error: &zbus::Error) -> String {
    let words = match error {
        zbus::Error::MethodError(name, words, _) => words.clone().unwrap_or_else(|| name.to_string()),
        other => other.to_string(),
    };
    clean(words.trim_end_matches('.'), 200)
}

/// `NTP`: a time service that systemd knows is turned on; `CanNTP`: there is one; `NTPSynchronized`: the kernel says that
/// somebody sets its clock, until some nine hours after the last time that somebody did.
fn judged(on: Option<bool>, can: Option<bool>, synchronized: Option<bool>) -> Result<ClockSync, NotTold> {
    let automatic = match (on, can, synchronized) {
        // the second by one that systemd does not know, or by whoever runs this virtual machine
        (Some(true), ..) | (Some(false), Some(false), Some(true)) => true,
        (Some(false), Some(true), _) => false,
        (Some(false), Some(false), _) => {
            return Err(NotTold(Phrase::new("clock-no-service", [])));
        }
        _ => return Err(NotTold::so("unsaid")),
    };
    let line = |on: bool| format!("timedatectl set-ntp {on}");
    Ok(ClockSync {
        automatic,
        told_by: "systemd-timedated".to_owned(),
        turn_on: vec![line(true)],
        // a time service sets the clock at once when it starts, and corrects it little by little later
        set: vec![line(false), line(true)],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_systemd_does_not_know_is_not_off() {
        for (on, can, synchronized, automatic) in [
            (Some(true), Some(true), Some(false), Some(true)),
            (Some(false), Some(true), Some(false), Some(false)),
            // turned off a moment ago
            (Some(false), Some(true), Some(true), Some(false)),
            (Some(false), Some(false), Some(true), Some(true)),
            (Some(false), Some(false), Some(false), None),
            (None, Some(true), Some(true), None),
            (Some(false), None, None, None),
        ] {
            let said = judged(on, can, synchronized).ok().map(|sync| sync.automatic);
            assert_eq!(said, automatic, "{on:?} {can:?} {synchronized:?}");
        }
    }
}
