//! Snapshots of what people read, without colours; then what must hold for any words.

use super::*;
use crate::{
    render::samples::{self, HOSTILE, now, page},
    words::unseen,
};
use clawtender_core::snapshot::PhaseName;

fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

#[test]
fn a_bad_day() {
    insta::assert_snapshot!(plain(&report(&samples::bad_day(), &page(72))));
}

#[test]
fn a_good_day() {
    insta::assert_snapshot!(plain(&report(&samples::good_day(), &page(72))));
}

#[test]
fn the_state_of_a_bad_and_a_good_day() {
    let text = [samples::bad_day(), samples::good_day()].map(|day| plain(&status(&samples::snapshot(day), &page(72))));
    insta::assert_snapshot!(text.join("--\n"));
}

#[test]
fn nothing_hostile_reaches_the_terminal_and_no_line_is_too_wide() {
    for width in [30, 72, 110] {
        let text = plain(&report(&samples::hostile(), &page(width)));
        for line in text.lines() {
            assert!(!line.chars().any(unseen), "{line:?}");
            assert!(textwrap::core::display_width(line) <= width, "{width}: {line}");
        }
        assert!(text.contains("alert") && !text.contains('\u{1b}'));
    }
    insta::assert_snapshot!(samples::shortened(&plain(&report(&samples::hostile(), &page(110)))));
}

#[test]
fn colours_are_ours_alone() {
    let text = report(&samples::hostile(), &page(72));
    for sequence in text.split('\u{1b}').skip(1) {
        assert!(
            sequence.starts_with('[')
                && sequence[1..].trim_start_matches(|c: char| c.is_ascii_digit() || c == ';').starts_with('m')
        );
    }
}

#[test]
fn an_event_is_a_line() {
    let gateway =
        |phase, pid, detail: &str| Event::Gateway { at: now(), phase, pid, owner: Owner::Child, detail: detail.into() };
    let check = |outcome, message: &str| Event::Finding {
        id: "gateway-running".into(),
        subject: None,
        outcome,
        message: message.into(),
    };
    let line = |one: &Event| plain(&event(one, now(), &page(72)).unwrap());
    assert_eq!(line(&gateway(PhaseName::Ready, Some(4711), "")), "14:00:00  Gateway is ready (pid 4711)");
    assert_eq!(line(&gateway(PhaseName::Refused, None, "Port 18789 is taken.")), "14:00:00  Port 18789 is taken.");
    assert_eq!(line(&check(Outcome::Pass, "")), "14:00:00  ✓ gateway-running: in order");
    assert_eq!(line(&check(Outcome::Fail, "It ended.")), "14:00:00  ! gateway-running: It ended.");
    for hostile in [gateway(PhaseName::Ready, None, HOSTILE), check(Outcome::Fail, HOSTILE)] {
        assert!(!line(&hostile).chars().any(unseen));
    }
}

#[test]
fn the_list_has_columns() {
    let list = [
        ("gateway-running", "gateway", "Gateway is stopped", Severity::Error),
        ("clock", "clock", "Off", Severity::Info),
    ];
    assert_eq!(
        checks(&list),
        "gateway-running  gateway  Gateway is stopped  error\nclock            clock    Off                 info\n"
    );
}
