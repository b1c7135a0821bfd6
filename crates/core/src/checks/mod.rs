//! The one list of checks. A check is a file and a line.

use crate::check::Check;

/// Every check, causes before what they explain.
pub static ALL: &[&Check] = &[];
