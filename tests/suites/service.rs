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
fn a_service_is_started_and_stopped_by_openclaws_own_commands_and_never_beside_its_manager() {
    let Some(serviced) = Serviced::new() else { return };
    let (mut watch, first) = a_service_that_is_missing_is_said_and_adopted_once_it_is_there(&serviced);
    let second = its_managers_restart_is_adopted(&serviced, &mut watch, first);
    let mut watch = it_outlives_clawtender_and_is_found_again(&serviced, watch, second);
    a_stop_that_is_refused_leaves_a_gateway_that_is_shown_as_running(&serviced, &mut watch, second);
    let mut watch = a_stop_is_openclaws_and_stays_one(&serviced, watch);
    let third = start_and_restart_go_through_openclaw(&serviced, &mut watch, second);
    a_start_that_is_refused_says_why_in_openclaws_words(&serviced, watch, third);
}

fn a_service_that_is_missing_is_said_and_adopted_once_it_is_there(serviced: &Serviced) -> (Watch, u32) {
    serviced.home.settings("{ gateway: { mode: 'service' } }");
    let mut watch = serviced.watch();
    watch.phase("refused");
    let root = only_root(&serviced.home, "gateway-running");
    assert!(message(&root).contains("none is installed"), "{root:#}");
    let refused = settled(serviced, "start");
    assert_eq!((&refused["ok"], &refused["message"]), (&false.into(), &root["message"]), "{refused}");
    gateways(serviced, &[]);

    serviced.install();
    let gateway = served(serviced, &mut watch);
    until("nothing to say", || serviced.home.roots().is_empty().then_some(()));
    (watch, gateway)
}

/// Its end is an event, and nobody starts another one beside the manager's.
fn its_managers_restart_is_adopted(serviced: &Serviced, watch: &mut Watch, first: u32) -> u32 {
    let starts = serviced.told("start");
    processes::signal(first, "KILL");
    watch.phase("backoff");
    let second = served(serviced, watch);
    assert_ne!(first, second);
    assert_eq!(serviced.told("start"), starts, "it was started beside its manager");
    assert_eq!(serviced.home.json(&["gateway", "status"])["restarts"], 1);
    second
}

/// Whether Clawtender ends in order or not; and whatever the settings say of what is preferred.
fn it_outlives_clawtender_and_is_found_again(serviced: &Serviced, mut watch: Watch, gateway: u32) -> Watch {
    watch.signal("INT");
    assert_eq!(watch.ended().code(), Some(130));
    assert_eq!(serviced.home.http("/readyz").unwrap().0, 200);
    serviced.home.settings("{}");
    let mut again = serviced.watch();
    assert_eq!(served(serviced, &mut again), gateway);
    again.signal("KILL");
    again.ended();
    let mut again = serviced.watch();
    assert_eq!(served(serviced, &mut again), gateway);
    again
}

fn a_stop_that_is_refused_leaves_a_gateway_that_is_shown_as_running(
    serviced: &Serviced,
    watch: &mut Watch,
    gateway: u32,
) {
    serviced.refuse("stop", Some("Job for openclaw-gateway.service was cancelled by a FAKE."));
    let refused = settled(serviced, "stop");
    assert_eq!(refused["ok"], false, "{refused}");
    let said = refused["message"].as_str().unwrap();
    assert!(said.contains("still runs") && said.contains("cancelled by a FAKE"), "{said}");
    watch.phase("stopping");
    assert_eq!(served(serviced, watch), gateway);
    serviced.refuse("stop", None);
}

fn a_stop_is_openclaws_and_stays_one(serviced: &Serviced, mut watch: Watch) -> Watch {
    let stops = serviced.told("stop");
    let stopped = settled(serviced, "stop");
    assert_eq!((&stopped["ok"], &stopped["phase"]), (&true.into(), &"stopped".into()), "{stopped}");
    assert_eq!(serviced.told("stop"), stops + 1);
    // its manager notes the end a little later than we hear of it
    until("the service to be down", || serviced.main_pid().is_none().then_some(()));
    gateways(serviced, &[]);
    // it stays stopped, for this Clawtender and for the next
    watch.signal("INT");
    watch.ended();
    let mut watch = serviced.watch();
    watch.phase("stopped");
    assert_eq!(serviced.home.roots(), Vec::<String>::new());
    assert_eq!(serviced.main_pid(), None, "a stop was undone");
    watch
}

fn start_and_restart_go_through_openclaw(serviced: &Serviced, watch: &mut Watch, before: u32) -> u32 {
    let starts = serviced.told("start");
    let started = settled(serviced, "start");
    assert_eq!((&started["ok"], &started["phase"]), (&true.into(), &"ready".into()), "{started}");
    let first = served(serviced, watch);
    assert_ne!(before, first);
    assert_eq!(serviced.told("start"), starts + 1, "it was not OpenClaw's own command that started it");
    let environment = processes::environment(first);
    let named = |wanted: &str| environment.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    assert_eq!((named("OPENCLAW_SERVICE_MARKER"), named("OPENCLAW_SUPERVISOR_MODE")), (Some("openclaw"), None));

    let restarted = settled(serviced, "restart");
    assert_eq!((&restarted["ok"], &restarted["phase"]), (&true.into(), &"ready".into()), "{restarted}");
    let second = pid(&restarted);
    assert_eq!(serviced.main_pid(), Some(second));
    gateways(serviced, &[second]);
    second
}

/// An installed service is preferred by a Clawtender that comes, and started by OpenClaw's own command: that is refused.
fn a_start_that_is_refused_says_why_in_openclaws_words(serviced: &Serviced, mut watch: Watch, running: u32) {
    watch.signal("INT");
    watch.ended();
    assert_eq!(serviced.main_pid(), Some(running));
    serviced.systemctl("stop");
    serviced.refuse("start", Some("Unit openclaw-gateway.service is masked by a FAKE."));
    let mut watch = serviced.watch();
    watch.phase("refused");
    let root = only_root(&serviced.home, "gateway-running");
    assert!(message(&root).contains("masked by a FAKE"), "{root:#}");
    assert!(root["evidence"].to_string().contains("masked by a FAKE"), "{root:#}");
    gateways(serviced, &[]);
    let refused = settled(serviced, "start");
    assert_eq!((&refused["ok"], &refused["phase"]), (&false.into(), &"refused".into()), "{refused}");
    assert!(refused["message"].as_str().unwrap().contains("masked by a FAKE"), "{refused}");

    serviced.refuse("start", None);
    let started = settled(serviced, "start");
    assert_eq!((&started["ok"], &started["phase"]), (&true.into(), &"ready".into()), "{started}");
    served(serviced, &mut watch);
}
