//! Holds the page's TypeScript definitions to the Rust structures.
//!
//! After changing a structure, write them anew:
//! `CLAWTENDER_WRITE_TYPES=1 cargo test -p clawtender-core --features types --test window_types`
#![cfg(feature = "types")]

use std::{fmt::Write, path::Path};

use clawtender_core::{
    approval::{ApprovalView, Choice, Decision, Kind, PastApproval, Permission},
    changes::{ChangeState, ChangeView},
    check::{Evidence, Finding, Group, Offer, Outcome, Severity, Source},
    export::Export,
    fixes::{Consent, NewKey},
    history::{RunHistory, RunRow, Since},
    key_list::{KeyList, KeyRow, KeyWord, KnownProvider, MovePlan},
    lifecycle::Owner,
    log_line::{LogLine, Mark},
    mending::MendingView,
    overview::{Life, Line, Load, Overview, Stand, Stretch},
    progress::{Checked, Progress},
    quiet::{MuteFor, Quiet},
    report::{App, Report, Tone},
    settings_view::{
        Field, Manners, MutedCheck, SettingChoice, SettingRow, SettingsSection, SettingsView, SettingsWarning, Theme,
    },
    setup::{SetupFix, SetupStep, SetupTask, SetupView},
    sign_in::{DeviceCode, SignInView, Step, StepKind, StepOption},
    snapshot::{GatewayView, May, PhaseName, Snapshot, View},
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
        LogLine,
        NewKey,
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
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/generated/types.ts");
    if std::env::var_os("CLAWTENDER_WRITE_TYPES").is_some() {
        std::fs::write(&file, &made).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(committed == made, "{} is out of date; this file's header says how to write it anew", file.display());
}
