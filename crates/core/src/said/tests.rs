//! Real lines of OpenClaw 2026.9.6, but for the times.

use std::sync::LazyLock;

use super::*;
use crate::signatures::Matcher;

static MATCHER: LazyLock<Matcher> = LazyLock::new(Matcher::new);
const TOOLS: &str = "2026-11-26T17:15:25.936+00:00 [agent/embedded] embedded run failover decision: runId=ytools stage=assistant \
                     decision=surface_error reason=format attempt=1 retry=0 rotations=0 from=tools/m profile=- rawError=400 \
                     registry.ollama.ai/library/gemma:2b does not support tools";
const NO_MENTION: &str = "2026-11-26T17:17:36.188+00:00 [telegram-auto-reply] skipping group message chatId=-100123 \
                          reason=no-mention";

fn now() -> Timestamp {
    "2026-11-26T17:20:00Z".parse().unwrap()
}

fn minutes(minutes: u64) -> Duration {
    Duration::from_mins(minutes)
}

fn read(log: &mut SaidLog, line: &str, uptime: Duration) -> bool {
    log.read(line, MATCHER.hits(line, Some(now())), now(), uptime)
}

fn said(log: &SaidLog) -> Vec<(&'static str, u64)> {
    log.entries().iter().map(|one| (one.signature.id, one.count)).collect()
}

#[test]
fn the_same_line_a_thousand_times_is_one_entry_with_a_count() {
    let mut log = SaidLog::default();
    for _ in 0..1000 {
        assert!(read(&mut log, TOOLS, minutes(1)));
    }
    assert_eq!(said(&log), [("tools-refused", 1000)]);
    let entry = log.entries().remove(0);
    assert_eq!((entry.field("provider"), entry.field("model")), (Some("tools"), Some("m")));
    assert_eq!((entry.field("host"), entry.first), (None, Some("2026-11-26T17:15:25.936Z".parse().unwrap())));
}

#[test]
fn however_much_is_said_little_is_kept() {
    let mut log = SaidLog::default();
    for number in 0..500 {
        read(&mut log, &NO_MENTION.replace("-100123", &format!("-{number}")), minutes(1));
    }
    assert_eq!(log.entries().len(), 8);
    assert_eq!(log.entries().iter().map(|one| one.count).sum::<u64>(), 500);
}

#[test]
fn what_was_said_is_believed_for_a_while_since_it_was_said_and_no_longer() {
    let mut log = SaidLog::default();
    read(&mut log, NO_MENTION, minutes(1));
    // two minutes and a half old when it was read
    let due = log.next_due(minutes(1)).unwrap();
    assert!((minutes(57)..minutes(58)).contains(&due), "{due:?}");
    assert!(!log.forget(due + Duration::from_secs(59)));
    assert!(log.forget(minutes(1) + due));
    assert_eq!((log.entries(), log.next_due(minutes(90))), (Vec::new(), None));
    // what is too old when it is read is no news
    assert!(!read(&mut log, &NO_MENTION.replace("T17:17", "T16:17"), minutes(1)));
    // a clock that was put back makes nothing older
    assert!(read(&mut log, &NO_MENTION.replace("T17:17", "T23:17"), minutes(1)));
    assert_eq!(log.next_due(minutes(1)), Some(minutes(60)));
}

#[test]
fn a_start_ends_everything_and_a_change_what_hangs_on_it() {
    let mut log = SaidLog::default();
    read(&mut log, TOOLS, minutes(1));
    read(&mut log, NO_MENTION, minutes(2));
    assert!(!read(
        &mut log,
        "2026-11-26T17:18:00.000+00:00 [reload] config hot reload applied (logging.level)",
        minutes(3)
    ));
    assert_eq!(log.entries().len(), 2);
    let applied = "2026-11-26T17:18:00.000+00:00 [reload] config hot reload applied (meta.x, channels.telegram.groups)";
    assert!(read(&mut log, applied, minutes(3)));
    assert_eq!(said(&log), [("tools-refused", 1)]);
    read(&mut log, NO_MENTION, minutes(4));
    let in_the_file =
        "2026-11-26T17:18:00.000+00:00 [gateway/reload] config hot reload applied (models.providers.tools)";
    assert!(read(&mut log, in_the_file, minutes(5)));
    assert_eq!(said(&log), [("mention-required", 1)]);
    assert_eq!(log.next_due(minutes(5)), Some(Duration::from_millis(59 * 60_000 - 143_812)));
    assert!(read(&mut log, "2026-11-26T17:19:00.000+00:00 [gateway] loading configuration…", minutes(6)));
    assert_eq!(log.entries(), []);
    assert!(!read(&mut log, "2026-11-26T17:19:00.000+00:00 [gateway] loading configuration…", minutes(6)));
}

#[test]
fn a_line_may_say_why_a_model_failed_and_that_no_other_took_over() {
    let mut log = SaidLog::default();
    let decided = "2026-11-26T17:15:25.979+00:00 [model-fallback/decision] model fallback decision: decision=candidate_failed \
                   requested=tools/m candidate=tools/m reason=format next=none detail=400 gemma does not support tools";
    read(&mut log, decided, minutes(1));
    assert_eq!(said(&log), [("tools-refused", 1), ("model-unanswered", 1)]);
    // in the file the same stands in fields
    let record = "2026-11-26T17:15:25.979+00:00 [model-fallback/decision] model fallback decision candidateModel=m \
                  candidateProvider=tools decision=candidate_failed fallbackStepFinalOutcome=chain_exhausted";
    read(&mut log, record, minutes(1));
    assert_eq!(said(&log), [("tools-refused", 1), ("model-unanswered", 2)]);
    // another one took over
    read(&mut log, &decided.replace("next=none", "next=ok/m"), minutes(1));
    assert_eq!(said(&log), [("tools-refused", 2), ("model-unanswered", 2)]);
}

#[test]
fn what_others_said_is_not_said_by_the_gateway() {
    let mut log = SaidLog::default();
    for line in [
        // what a client asked stands in its answer
        "2026-11-26T17:12:54.027+00:00 [ws] ⇄ res ✗ sessions.patch 755ms errorCode=INVALID_REQUEST errorMessage=model not \
         allowed: x does not support tools conn=6db26949",
        // a message, and what a tool printed
        "2026-11-26T17:12:54.027+00:00 [telegram-auto-reply] gemma does not support tools",
        "2026-11-26T17:12:54.027+00:00 [tools] exec failed: gemma does not support tools",
        "2026-11-26T17:12:54.027+00:00 [telegram] inbound message preview=gemma does not support tools",
        // what speaks for a check that asks for itself
        "2026-11-26T17:12:54.027+00:00 [agent/embedded] rawError=401 No such key. authentication_error",
    ] {
        assert!(!read(&mut log, line, minutes(1)), "{line}");
    }
    assert_eq!(log.entries(), []);
}
