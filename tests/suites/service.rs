//! A gateway that belongs to a service: OpenClaw's own, installed by itself, run by a FAKE systemd (the header of
//! `fakes/systemd.mjs` says why). It is started and stopped through OpenClaw's commands, and never twice.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on says so by panicking")]

use e2e::{
    drill::{message, only_root},
    processes,
    service::Serviced,
    until,
    watch::{Watch, pid},
};
use serde_json::Value;

/// Waits until these are the gateways there are. OpenClaw's commands call themselves gateways too, and end a little later.
fn gateways(serviced: &Serviced, wanted: &[u32]) {
    until(&format!("the gateways {wanted:?}"), || (serviced.home.gateways() == wanted).then_some(()));
}

/// Waits until the service's gateway serves, and sees that what is shown is so.
fn served(serviced: &Serviced, watch: &mut Watch) -> u32 {
    let ready = watch.phase("ready");
    let gateway = pid(&ready);
    assert_eq!(ready["owner"], "service", "{ready}");
    assert_eq!(serviced.main_pid(), Some(gateway));
    gateways(serviced, &[gateway]);
    assert_eq!(serviced.home.http("/readyz").unwrap().0, 200);
    gateway
}

fn settled(serviced: &Serviced, order: &str) -> Value {
    serviced.home.json(&["gateway", order])
}

#[test]
fn an_installed_service_is_preferred_and_restarted_by_its_own_manager() {
    let Some(serviced) = Serviced::new() else { return };
    serviced.install();
    serviced.systemctl("stop");
    let starts = serviced.told("start");
    let mut watch = serviced.watch();
    let first = served(&serviced, &mut watch);
    assert_eq!(serviced.told("start"), starts + 1, "it was not OpenClaw's own command that started it");
    let environment = processes::environment(first);
    let named = |wanted: &str| environment.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    assert_eq!((named("OPENCLAW_SERVICE_MARKER"), named("OPENCLAW_SUPERVISOR_MODE")), (Some("openclaw"), None));

    // its end is an event, and its manager's restart is adopted
    processes::signal(first, "KILL");
    watch.phase("backoff");
    let second = served(&serviced, &mut watch);
    assert_ne!(first, second);
    assert_eq!(serviced.told("start"), starts + 1, "it was started beside its manager");
    assert_eq!(serviced.home.json(&["gateway", "status"])["restarts"], 1);

    // it outlives Clawtender, in order or not, and is found again
    watch.signal("INT");
    assert_eq!(watch.ended().code(), Some(130));
    assert_eq!(serviced.home.http("/readyz").unwrap().0, 200);
    let mut again = serviced.watch();
    assert_eq!(served(&serviced, &mut again), second);
    again.signal("KILL");
    again.ended();
    let mut again = serviced.watch();
    assert_eq!(served(&serviced, &mut again), second);
}

#[test]
fn start_stop_and_restart_go_through_openclaw() {
    let Some(serviced) = Serviced::new() else { return };
    serviced.install();
    let mut watch = serviced.watch();
    let first = served(&serviced, &mut watch);

    let stops = serviced.told("stop");
    let stopped = settled(&serviced, "stop");
    assert_eq!((&stopped["ok"], &stopped["phase"]), (&true.into(), &"stopped".into()), "{stopped}");
    assert_eq!(serviced.told("stop"), stops + 1);
    // its manager notes the end a little later than we hear of it
    until("the service to be down", || serviced.main_pid().is_none().then_some(()));
    gateways(&serviced, &[]);
    // it stays stopped, for this Clawtender and for the next
    watch.signal("INT");
    watch.ended();
    let mut watch = serviced.watch();
    watch.phase("stopped");
    assert_eq!(serviced.home.roots(), Vec::<String>::new());
    assert_eq!(serviced.main_pid(), None, "a stop was undone");

    let started = settled(&serviced, "start");
    assert_eq!((&started["ok"], &started["phase"]), (&true.into(), &"ready".into()), "{started}");
    let second = served(&serviced, &mut watch);
    assert_ne!(first, second);

    let restarted = settled(&serviced, "restart");
    assert_eq!((&restarted["ok"], &restarted["phase"]), (&true.into(), &"ready".into()), "{restarted}");
    let third = pid(&restarted);
    assert_eq!(serviced.main_pid(), Some(third));
    gateways(&serviced, &[third]);
}

#[test]
fn a_stop_that_is_refused_leaves_a_gateway_that_is_shown_as_running() {
    let Some(serviced) = Serviced::new() else { return };
    serviced.install();
    let mut watch = serviced.watch();
    let gateway = served(&serviced, &mut watch);
    serviced.refuse("stop", Some("Job for openclaw-gateway.service was cancelled by a FAKE."));
    let refused = settled(&serviced, "stop");
    assert_eq!(refused["ok"], false, "{refused}");
    let said = refused["message"].as_str().unwrap();
    assert!(said.contains("still runs") && said.contains("cancelled by a FAKE"), "{said}");
    watch.phase("stopping");
    assert_eq!(served(&serviced, &mut watch), gateway);

    serviced.refuse("stop", None);
    let stopped = settled(&serviced, "stop");
    assert_eq!((&stopped["ok"], &stopped["phase"]), (&true.into(), &"stopped".into()), "{stopped}");
}

#[test]
fn a_start_that_is_refused_says_why_in_openclaws_words() {
    let Some(serviced) = Serviced::new() else { return };
    serviced.install();
    serviced.systemctl("stop");
    serviced.refuse("start", Some("Unit openclaw-gateway.service is masked by a FAKE."));
    let mut watch = serviced.watch();
    watch.phase("refused");
    let root = only_root(&serviced.home, "gateway-running");
    assert!(message(&root).contains("masked by a FAKE"), "{root:#}");
    assert!(root["evidence"].to_string().contains("masked by a FAKE"), "{root:#}");
    gateways(&serviced, &[]);
    let refused = settled(&serviced, "start");
    assert_eq!((&refused["ok"], &refused["phase"]), (&false.into(), &"refused".into()), "{refused}");
    assert!(refused["message"].as_str().unwrap().contains("masked by a FAKE"), "{refused}");

    serviced.refuse("start", None);
    let started = settled(&serviced, "start");
    assert_eq!((&started["ok"], &started["phase"]), (&true.into(), &"ready".into()), "{started}");
    served(&serviced, &mut watch);
}

#[test]
fn a_service_that_is_missing_is_said_and_adopted_once_it_is_there() {
    let Some(serviced) = Serviced::new() else { return };
    serviced.home.settings("{ gateway: { mode: 'service' } }");
    let mut watch = serviced.watch();
    watch.phase("refused");
    let root = only_root(&serviced.home, "gateway-running");
    assert!(message(&root).contains("none is installed"), "{root:#}");
    let refused = settled(&serviced, "start");
    assert_eq!((&refused["ok"], &refused["message"]), (&false.into(), &root["message"]), "{refused}");
    gateways(&serviced, &[]);

    serviced.install();
    served(&serviced, &mut watch);
    until("nothing to say", || serviced.home.roots().is_empty().then_some(()));
}
