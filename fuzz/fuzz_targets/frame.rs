//! Whatever the gateway's socket brings: no bytes cause a panic, and nothing that is made of them is longer than it may be.
//!
//! ```sh
//! cargo install cargo-fuzz
//! cargo +nightly fuzz run frame -- -max_total_time=300 -max_len=65536
//! ```
//!
//! The corpus beside it holds frames of OpenClaw 2026.9.6.
#![no_main]

use clawtender_engine::gateway::fuzz_frame;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| fuzz_frame(bytes));
