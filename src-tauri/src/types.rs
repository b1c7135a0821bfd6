//! Holds the page's TypeScript definitions of what this window and the engine answer to the Rust structures; what they are made of
//! is held by `crates/core/tests/window_types.rs`.
//!
//! After changing a structure, write them anew:
//! `CLAWTENDER_WRITE_TYPES=1 cargo test -p clawtender-window --features types types`

use std::{fmt::Write, path::Path};

use clawtender_engine::protocol::{Decided, Fixed, GatewayAction, Preflight, Settled, StepAnswer};
use ts_rs::{Config, TS};

use crate::{
    commands::About,
    engine_link::{LogNews, Update},
};

/// What these are made of.
const MADE_OF: &str = "import type { Evidence, FixOutcome, LogLine, PhaseName, View } from \"./types\";";

#[test]
fn the_page_knows_the_answers_as_they_are() {
    let config = Config::default();
    let declarations = [
        GatewayAction::decl(&config),
        Settled::decl(&config),
        Decided::decl(&config),
        Fixed::decl(&config),
        Preflight::decl(&config),
        StepAnswer::decl(&config),
        Update::decl(&config),
        LogNews::decl(&config),
        About::decl(&config),
    ];
    let mut made =
        format!("// Made from the Rust structures by src-tauri/src/types.rs. Not for editing.\n\n{MADE_OF}\n");
    for declaration in declarations {
        write!(made, "\nexport {declaration}\n").unwrap();
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/generated/answers.ts");
    if std::env::var_os("CLAWTENDER_WRITE_TYPES").is_some() {
        std::fs::write(&file, &made).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(committed == made, "{} is out of date; this file's header says how to write it anew", file.display());
}
