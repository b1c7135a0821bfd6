//! Lines of a real gateway, and lines that only look like them.

use proptest::prelude::*;

use super::*;

/// Written by OpenClaw 2026.9.6.
const UNAUTHORIZED: &str = "2026-11-20T11:19:52.427+00:00 [ws] unauthorized conn=4f555ab2-96ab-4bff-a85d-4768a9d98ef1 \
    peer=127.0.0.1:49264->127.0.0.1:18789 remote=127.0.0.1 client=Jana's Tray ui v0.1.0 role=operator scopes=6 auth=token \
    device=yes platform=linux instance=n/a host=127.0.0.1:18789 origin=n/a ua=Python/3.11 websockets/17.4 \
    reason=token_mismatch guidance=unauthorized: gateway token mismatch (provide gateway auth token)";
const CLOSED: &str = "2026-11-20T11:19:52.434+00:00 [ws] closed before connect conn=4f555ab2-96ab-4bff-a85d-4768a9d98ef1 \
    peer=127.0.0.1:49264->127.0.0.1:18789 remote=127.0.0.1 fwd=n/a origin=n/a host=127.0.0.1:18789 ua=Python/3.11 \
    websockets/17.4 code=1008 reason=unauthorized: gateway token mismatch (provide gateway auth token) \
    phase=auth_credentials_received cause=unauthorized durationMs=261 handshake=failed phase=auth_credentials_received \
    lastFrameType=req lastFrameMethod=connect lastFrameId=99c96593 host=127.0.0.1:18789 userAgent=\"Python/3.11 \
    websockets/17.4\" remoteAddr=127.0.0.1 authMode=token authProvided=token authReason=token_mismatch allowTailscale=false \
    role=operator scopeCount=6 hasDeviceIdentity=true client=gateway-client clientDisplayName=\"Jana's Tray\" mode=ui \
    version=0.1.0 platform=linux";
const ORIGIN: &str = "2026-11-20T11:19:52.652+00:00 [ws] closed before connect conn=a8beef8d peer=127.0.0.1:49420->127.0.0.1:18789 \
    remote=127.0.0.1 fwd=n/a origin=http://evil.example host=127.0.0.1:18789 ua=Python/3.11 websockets/17.4 code=1008 \
    reason=origin not allowed (open the Control UI from the gateway host or allow it in gateway.controlUi.allowedOrigins) \
    phase=ws_upgrade_started cause=origin-mismatch durationMs=2 handshake=failed phase=ws_upgrade_started \
    host=127.0.0.1:18789 origin=http://evil.example userAgent=\"Python/3.11 websockets/17.4\" reason=\"origin not allowed\" \
    client=gateway-client clientDisplayName=Tray mode=ui version=0.1.0 platform=linux";
const STALE: &str = "2026-11-20T11:19:52.625+00:00 [ws] closed before connect conn=3762a260 peer=127.0.0.1:49356->127.0.0.1:18789 \
    remote=127.0.0.1 fwd=n/a origin=n/a host=127.0.0.1:18789 ua=Python/3.11 websockets/17.4 code=1008 reason=device signature \
    expired phase=auth_credentials_received cause=device-auth-invalid durationMs=1 handshake=failed \
    userAgent=\"Python/3.11 websockets/17.4\" reason=device-signature-stale client=gateway-client \
    deviceId=7c305fda7778c76dc07ab80ea58188905c49ee3f40ba9dccf87d5be14482f1cb";
const WEBCHAT: &str = "2026-11-20T11:19:52.100+00:00 [ws] webchat connected conn=1 remote=127.0.0.1 client=Jana's Tray ui v0.1.0 \
    build=legacy";

fn now() -> Timestamp {
    "2026-11-20T12:00:00Z".parse().unwrap()
}

const fn minute(minutes: u64) -> Duration {
    Duration::from_mins(minutes)
}

#[test]
fn reads_what_the_gateway_writes() {
    let told = |line: &str| {
        let attempt = turned_away(line).unwrap();
        (attempt.cause, attempt.client, attempt.origin, attempt.device.map(|id| id[..8].to_owned()))
    };
    let said = |cause: &str, client: &str| (cause.to_owned(), client.to_owned(), None, None);
    assert_eq!(told(UNAUTHORIZED), said("token_mismatch", "Jana's Tray"));
    assert_eq!(told(CLOSED), said("token_mismatch", "Jana's Tray"));
    let (cause, client, _, _) = said("origin-mismatch", "Tray");
    assert_eq!(told(ORIGIN), (cause, client, Some("http://evil.example".into()), None));
    let (cause, client, origin, _) = said("device-signature-stale", "gateway-client");
    assert_eq!(told(STALE), (cause, client, origin, Some("7c305fda".into())));
    assert_eq!(let_in(WEBCHAT).as_deref(), Some("Jana's Tray"));
    assert_eq!(turned_away(&format!("{UNAUTHORIZED} suppressed=12")).unwrap().more, 12);
    // as a console without times writes it
    assert!(turned_away(CLOSED.split_once(' ').unwrap().1).is_some());
}

#[test]
fn a_text_that_quotes_such_a_line_is_not_one() {
    for line in [
        format!("2026-11-20T11:19:52.427+00:00 [chat] Jana wrote: {CLOSED}"),
        format!("2026-11-20T11:19:52.427+00:00 [gateway] {UNAUTHORIZED}"),
        format!("why? {CLOSED}"),
        format!("Jana: {}", CLOSED.split_once(' ').unwrap().1),
        "2026-11-20T11:19:52.733+00:00 [ws] ✗ parse-error closed before connect conn=1 cause=unauthorized durationMs=1"
            .into(),
        // no cause: a program looked whether anybody listens
        CLOSED.replace(" cause=unauthorized", ""),
        String::new(),
    ] {
        assert_eq!(turned_away(&line), None, "{line}");
    }
}

#[test]
fn a_client_cannot_choose_its_cause() {
    let line = UNAUTHORIZED.replace("ua=Python/3.11", "ua=x reason=scope_mismatch guidance=none");
    assert_eq!(turned_away(&line).unwrap().cause, "token_mismatch");
    let line = CLOSED.replace("Jana's Tray", "x\\\" cause=origin-mismatch authReason=scope_mismatch y=\\\"");
    assert_eq!(turned_away(&line).unwrap().cause, "token_mismatch");
}

#[test]
fn two_lines_of_one_connection_are_one_attempt() {
    let mut log = TurnedAwayLog::default();
    assert!(log.read(UNAUTHORIZED, now(), minute(1)));
    assert!(log.read(CLOSED, now(), minute(1)));
    let again = CLOSED.replace("4f555ab2", "11111111");
    assert!(log.read(&again, now(), minute(2)));
    let entries = log.entries();
    assert_eq!((entries.len(), entries[0].times, entries[0].client.as_str()), (1, 2, "Jana's Tray"));
}

#[test]
fn forgets_who_gets_in_and_who_stays_away() {
    let mut log = TurnedAwayLog::default();
    log.read(CLOSED, now(), minute(1));
    log.read(STALE, now(), minute(5));
    assert_eq!(log.next_due(minute(5)), Some(minute(6)));
    assert!(!log.read("[ws] anything else", now(), minute(10)));
    assert!(log.read(WEBCHAT, now(), minute(10)));
    assert_eq!(log.entries().len(), 1);
    let device = Some("7c305fda7778c76dc07ab80ea58188905c49ee3f40ba9dccf87d5be14482f1cb");
    assert!(!log.let_in("gateway-client", Some("another device with this name")));
    assert!(log.clone().let_in("", device));
    assert!(!log.forget(minute(14)));
    assert!(log.forget(minute(15)));
    assert_eq!((log.entries(), log.next_due(minute(15))), (Vec::new(), None));
}

#[test]
fn any_number_of_lines_is_a_few_entries() {
    let mut log = TurnedAwayLog::default();
    for client in 0..5_000 {
        let line = CLOSED.replace("Jana's Tray", &client.to_string()).replace("conn=4f", &format!("conn={client}"));
        log.read(&line, now(), Duration::from_secs(client / 50));
    }
    assert_eq!(log.entries().len(), 50);
    assert_eq!(log.entries()[49].client, "4999");
}

proptest! {
    #[test]
    fn no_line_breaks_it(
        text in "(\\PC|\\pC|\u{1b}\\[|[ -~]| cause=| reason=| guidance=|=\"|\\\\|\"| ){0,60}",
        times in prop_oneof![Just(1_usize), Just(400)],
    ) {
        let text = text.repeat(times);
        let mut log = TurnedAwayLog::default();
        for line in [CLOSED, UNAUTHORIZED, ORIGIN, WEBCHAT] {
            for place in ["Jana's Tray", "Python/3.11", "http://evil.example", "conn="] {
                log.read(&line.replace(place, &text), now(), minute(1));
            }
        }
        log.read(&text, now(), minute(1));
        log.read(&format!("[ws] closed before connect conn=1 cause={text}"), now(), minute(1));
        for away in log.entries() {
            let texts = [Some(&away.client), away.origin.as_ref(), away.device.as_ref(), Some(&away.line), Some(&away.cause)];
            for text in texts.into_iter().flatten() {
                prop_assert!(text.chars().count() <= 500 && !text.chars().any(char::is_control));
            }
        }
    }
}
