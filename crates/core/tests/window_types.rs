//! Holds the page's TypeScript definitions to the Rust structures, and what it shows of unseen characters to the core's rules.
//!
//! After changing a structure, write them anew:
//! `CLAWTENDER_WRITE_TYPES=1 cargo test -p clawtender-core --features types --test window_types`
#![cfg(feature = "types")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

use std::{fmt::Write, path::Path};

use clawtender_core::{
    approval::{ApprovalView, Choice, Decision, Kind, PastApproval, Permission},
    changes::{ChangeState, ChangeView},
    check::{Evidence, FileAt, Finding, Group, Offer, Outcome, Severity, Source},
    export::Export,
    fixes::{Consent, FixOutcome, NewKey},
    history::{RunHistory, RunRow, Since},
    key_list::{KeyList, KeyRow, KeyWord, KnownProvider, MovePlan},
    lifecycle::Owner,
    log_line::{Level, LogLine, Mark},
    mending::MendingView,
    overview::{Life, Line, Load, Overview, Stand, Stretch},
    progress::{Checked, Progress},
    providers::tested::KeyName,
    quiet::{MuteFor, Quiet},
    report::{App, Report, Tone},
    settings_view::{
        Field, Manners, MutedCheck, SettingChoice, SettingRow, SettingsSection, SettingsView, SettingsWarning, Theme,
    },
    setup::{SetupFix, SetupStep, SetupTask, SetupView},
    sign_in::{DeviceCode, SignInView, Step, StepKind, StepOption},
    snapshot::{GatewayView, May, PhaseName, Snapshot, View},
    text::{clean_block, unseen},
};
use ts_rs::{Config, TS};

macro_rules! declarations {
    ($($type:ty),* $(,)?) => {{
        let config = Config::default();
        let mut text = String::from("// Made from the Rust structures by crates/core/tests/window_types.rs. Not for editing.\n");
        $(write!(text, "\nexport {}\n", <$type>::decl(&config)).unwrap();)*
        text
    }};
}

#[test]
fn the_committed_typescript_is_what_the_structures_say() {
    let made = declarations![
        Severity,
        Group,
        Source,
        Outcome,
        Evidence,
        Consent,
        FileAt,
        Offer,
        Finding,
        PhaseName,
        Owner,
        GatewayView,
        Tone,
        App,
        Report,
        May,
        Kind,
        Decision,
        Permission,
        Choice,
        ApprovalView,
        PastApproval,
        ChangeView,
        ChangeState,
        StepKind,
        StepOption,
        DeviceCode,
        Step,
        SignInView,
        Quiet,
        Theme,
        Manners,
        MuteFor,
        MendingView,
        Checked,
        Progress,
        Snapshot,
        View,
        RunRow,
        Since,
        RunHistory,
        Stand,
        Stretch,
        Life,
        Line,
        Overview,
        Load,
        Mark,
        Level,
        LogLine,
        FixOutcome,
        NewKey,
        KeyName,
        KnownProvider,
        KeyWord,
        KeyRow,
        KeyList,
        MovePlan,
        SettingsWarning,
        SettingChoice,
        MutedCheck,
        Field,
        SettingRow,
        SettingsSection,
        SettingsView,
        SetupTask,
        SetupFix,
        SetupStep,
        SetupView,
        Export,
    ];
    is("src/generated/types.ts", &made);
}

/// What the page shows of characters that are not seen is what the core shows of them.
#[test]
fn the_page_knows_which_characters_are_not_seen() {
    let marked = |char: char| !matches!(char, '\n' | '\r' | '\t') && (char.is_control() || unseen(char));
    let mut ranges: Vec<(char, char)> = Vec::new();
    for char in ('\0'..=char::MAX).filter(|char| marked(*char)) {
        match ranges.last_mut() {
            Some((_, last)) if u32::from(*last) + 1 == u32::from(char) => *last = char,
            _ => ranges.push((char, char)),
        }
    }
    let one = |char: char| format!("\\u{{{:x}}}", u32::from(char));
    let ranges: String = ranges
        .iter()
        .map(|(first, last)| if first == last { one(*first) } else { format!("{}-{}", one(*first), one(*last)) })
        .collect();
    is(
        "src/generated/unseen.ts",
        &format!(
            "// Made from crates/core/src/text.rs by crates/core/tests/window_types.rs. Not for editing.\n\n\
             /** A character that nobody sees, wherever it stands. */\nexport const unseen = /[{ranges}]/u;\n"
        ),
    );
    let cases = [
        "gpj.\u{202e}exe\u{2066}.txt\u{2069}",
        "zero\u{200b}width\u{feff} tag\u{e0041} so\u{ad}ft \u{2060}\u{2063} \u{200e}\u{200f}",
        "\u{1b}[31mred\u{7}",
        "pay\u{200d}pal \u{200c}x a\u{fe0f}\u{e0101}",
        "می\u{200c}خواهم क\u{94d}\u{200d}ष 👩\u{200d}💻 🏳\u{fe0f}\u{200d}🌈 1\u{fe0f}\u{20e3} ©\u{fe0f}",
        "❤\u{fe0f}\u{fe0f}\u{e0100} 👩\u{200d}\u{200d}💻 葛\u{e0100}\u{e0101} \u{feff}\u{200d}",
        "شلام، שלום",
    ];
    let shown: Vec<[String; 2]> = cases.iter().map(|text| [(*text).to_owned(), clean_block(text, 1000)]).collect();
    is("tests/shown.json", &(serde_json::to_string_pretty(&shown).unwrap() + "\n"));
}

/// A file of the page is what was `made`.
fn is(file: &str, made: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui").join(file);
    if std::env::var_os("CLAWTENDER_WRITE_TYPES").is_some() {
        std::fs::write(&file, made).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(committed == made, "{} is out of date; this file's header says how to write it anew", file.display());
}
