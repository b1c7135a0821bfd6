//! Whatever is written to `clawtender secrets`: no bytes cause a panic, and what is taken for a request is no larger than the
//! protocol allows.
//!
//! ```sh
//! cargo +nightly fuzz run request -- -max_total_time=300 -max_len=300000
//! ```
#![no_main]

use clawtender_engine::secrets::Request;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| drop(Request::read(bytes)));
