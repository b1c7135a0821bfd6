//! Kill after kill, a stop, a thief, a broken configuration, two supervisors, a dead one: at the end exactly one gateway, no
//! orphan, the truth on display, and no deliberate stop undone.
//!
//! The kills come at moments spread over the first 700 ms of a gateway's life: 15 of them here, for each costs the better part
//! of a start, and as many as `CLAWTENDER_CHAOS_KILLS` says where somebody wants to know it of more. Fifty is the figure that
//! the product promises.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on says so by panicking")]

use std::{
    net::TcpListener,
    time::{Duration, Instant, SystemTime},
};

use e2e::{
    home::Home,
    processes, until,
    watch::{Watch, pid},
};
use serde_json::Value;

/// A repeatable "random": the seed is printed, and `CHAOS_SEED` brings a run back.
struct Dice(u64);

impl Dice {
    fn new() -> Dice {
        let fresh = || u64::from(SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().subsec_nanos());
        let seed = std::env::var("CHAOS_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(fresh);
        eprintln!("CHAOS_SEED={seed}");
        Dice(seed | 1)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

/// How long after its beginning a gateway is killed at most, in milliseconds.
const SPREAD: u64 = 700;

/// How often it is killed.
fn kills() -> u64 {
    let wanted = std::env::var("CLAWTENDER_CHAOS_KILLS").ok();
    wanted.map_or(15, |kills| kills.parse().expect("CLAWTENDER_CHAOS_KILLS is a number")).clamp(1, SPREAD)
}

/// What the supervisor shows agrees with what can be seen from outside.
fn truth(home: &Home, watch: &Watch) -> Value {
    // asked until it is so: what happened a moment ago may not have been noticed
    let shown = until("what is shown to be so", || {
        let shown = home.json(&["gateway", "status"]);
        // what was ready a moment ago may have been given up since
        if shown["phase"] == "crash-looping" {
            home.json(&["gateway", "start"]);
        }
        (shown["phase"] == "ready" && home.gateways() == [pid(&shown)]).then_some(shown)
    });
    let gateway = pid(&shown);
    assert_eq!(home.http("/readyz").unwrap().0, 200);
    let all = processes::all_of(&home.path(""));
    let strangers: Vec<u32> = all.into_iter().filter(|&one| one != watch.pid() && !descends(one, gateway)).collect();
    assert_eq!(strangers, Vec::<u32>::new(), "orphans");
    shown
}

fn descends(pid: u32, from: u32) -> bool {
    let mut one = pid;
    while one > 1 {
        if one == from {
            return true;
        }
        let Ok(stat) = std::fs::read_to_string(format!("/proc/{one}/stat")) else { return true };
        one = stat.rsplit_once(") ").and_then(|(_, rest)| rest.split(' ').nth(1)?.parse().ok()).unwrap_or(0);
    }
    false
}

/// Brings a gateway that has been given up back: a person may always do that.
fn ready(home: &Home) {
    until("a ready gateway", || match home.json(&["gateway", "status"])["phase"].as_str() {
        Some("ready") => Some(()),
        Some("crash-looping") => {
            home.json(&["gateway", "start"]);
            None
        }
        _ => None,
    });
}

#[test]
fn everything_at_once_ends_with_one_gateway() {
    let mut dice = Dice::new();
    let home = Home::new();
    let mut watch = home.watch();
    watch.phase("ready");

    let kills = kills();
    for kill in 0..kills {
        let victim = until("a gateway to kill", || {
            if home.json(&["gateway", "status"])["phase"] == "crash-looping" {
                home.json(&["gateway", "restart"]);
            }
            home.gateways().first().copied()
        });
        let share = SPREAD / kills;
        let moment = Instant::now() + Duration::from_millis(kill * share + dice.below(share));
        until("the moment", || (Instant::now() >= moment).then_some(()));
        processes::signal(victim, "KILL");
        assert!(home.gateways().len() <= 1, "two gateways after kill {kill}");
    }
    ready(&home);
    truth(&home, &watch);

    // a hang that is ended from outside
    let pid = home.gateways()[0];
    processes::signal(pid, "STOP");
    watch.phase("degraded");
    processes::signal(pid, "KILL");
    ready(&home);
    truth(&home, &watch);

    // the port is stolen while it is down
    home.json(&["gateway", "stop"]);
    let thief = TcpListener::bind(("127.0.0.1", home.port)).unwrap();
    let refused = home.json(&["gateway", "start"]);
    assert_eq!((&refused["ok"], &refused["phase"]), (&false.into(), &"refused".into()), "{refused}");
    assert_eq!(home.roots(), ["port-free"]);
    drop(thief);
    home.json(&["gateway", "start"]);
    ready(&home);
    truth(&home, &watch);

    // the configuration is broken and mended while it runs
    home.write_config_text("{ gateway: ");
    watch.failing("config-valid");
    assert_eq!(home.http("/readyz").unwrap().0, 200, "a broken edit took the gateway down");
    home.write_config(&home.config());
    watch.wait("the configuration to be valid", |event| event["id"] == "config-valid" && event["outcome"] == "pass");
    ready(&home);
    truth(&home, &watch);

    // the supervisor dies, and two come instead
    watch.signal("KILL");
    watch.ended();
    let (one, two) = (home.watch(), home.watch());
    ready(&home);
    assert_eq!(home.gateways().len(), 1);

    // a deliberate stop stays one
    assert_eq!(home.json(&["gateway", "stop"])["phase"], "stopped");
    drop((one, two));
    let mut last = home.watch();
    last.phase("stopped");
    assert_eq!(home.gateways(), Vec::<u32>::new());
    assert_eq!(home.json(&["gateway", "start"])["phase"], "ready");
    truth(&home, &last);
}
